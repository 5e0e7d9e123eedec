# An error that the shell itself finds, told in the catalogue's words. Asks the library; where that
# is what is missing, the shell's own table.
function Get-ExoErrorRecord {
    [CmdletBinding()]
    [OutputType([System.Management.Automation.ErrorRecord])]
    param(
        [Parameter(Mandatory)]
        [string] $Name,

        [hashtable] $Value = @{},

        [string] $Target
    )

    $request = @{ name = $Name; values = $Value }
    if ($Target) {
        $request['target'] = $Target
    }
    New-ExoErrorRecord -Document (Invoke-ExoNativeCall -Operation 'error' -Argument $request)
}
