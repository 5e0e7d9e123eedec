# When the command began, and whether anybody sees its progress.
function New-ExoProgress {
    [CmdletBinding()]
    [OutputType([hashtable])]
    [System.Diagnostics.CodeAnalysis.SuppressMessageAttribute(
        'PSUseShouldProcessForStateChangingFunctions', '', Justification = 'makes an object')]
    param()

    $console = [System.Environment]::UserInteractive -and -not [System.Console]::IsOutputRedirected
    @{
        Watch   = [System.Diagnostics.Stopwatch]::StartNew()
        Console = $console
        Shown   = $false
    }
}
