# What every question about a snapshot tells the library.
function Get-ExoTenantArgument {
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet,

        [Parameter(Mandatory)]
        [string] $Snapshot,

        [AllowNull()]
        [object] $AsOf,

        [System.Nullable[bool]] $SmtpBasicReenabled
    )

    @{
        snapshot           = Resolve-ExoPath -Cmdlet $Cmdlet -Path $Snapshot -Parameter 'Snapshot'
        asOf               = ConvertTo-ExoDate -Value $AsOf
        smtpBasicReenabled = $SmtpBasicReenabled
    }
}
