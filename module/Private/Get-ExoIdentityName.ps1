# The name of a mailbox: a text as it is, of an object the first property that identifies it. The
# Identity of Exchange's own objects is a display name as often as not, so it comes last, but for
# objects of this module, where it is the id.
function Get-ExoIdentityName {
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory)]
        [object] $InputObject
    )

    if ($InputObject -is [string] -or $InputObject -is [guid]) {
        return $InputObject.ToString()
    }
    $names = @('ExternalDirectoryObjectId', 'UserPrincipalName', 'PrimarySmtpAddress', 'Guid', 'Identity')
    if ($InputObject.PSObject.TypeNames -contains 'ExoModernAuth.MailboxAuthState') {
        $names = @('Identity') + $names
    }
    foreach ($name in $names) {
        $property = $InputObject.PSObject.Properties[$name]
        if ($null -ne $property -and "$($property.Value)".Trim()) {
            return [string] $property.Value
        }
    }
    $value = @{ type = $InputObject.GetType().FullName; properties = $names -join ', ' }
    throw (Get-ExoErrorRecord -Name 'Exo.Argument.NoIdentity' -Value $value)
}
