# The full path of a file or folder that may not exist yet. Brackets are letters, not wildcards.
function Resolve-ExoPath {
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet,

        [Parameter(Mandatory)]
        [string] $Path,

        [Parameter(Mandatory)]
        [string] $Parameter
    )

    $provider = $null
    $drive = $null
    try {
        $full = $Cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path, [ref] $provider, [ref] $drive)
    } catch [System.Management.Automation.DriveNotFoundException],
    [System.Management.Automation.ProviderNotFoundException] {
        $provider = $null
    }
    if ($null -eq $provider -or $provider.Name -ne 'FileSystem') {
        $value = @{ parameter = $Parameter; path = $Path }
        throw (Get-ExoErrorRecord -Name 'Exo.Argument.NotAFilePath' -Value $value -Target $Path)
    }
    $full
}
