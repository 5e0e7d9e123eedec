# .EXTERNALHELP ExoModernAuth-help.xml
function Get-ExoAuthDeadline {
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('ExoModernAuth.Deadline')]
    param(
        [ValidateSet(
            'MapiHttp', 'Ews', 'ActiveSync', 'Imap', 'Pop', 'Smtp', 'Autodiscover', 'OutlookWeb', 'PowerShell')]
        [string[]] $Protocol,

        [ValidateSet('Basic', 'OAuth', 'Certificate', 'AppOnly')]
        [string[]] $Method,

        [ValidateSet('Global', 'GCC', 'GCCHigh', 'DoD', 'China')]
        [string[]] $Cloud,

        [ValidateNotNull()]
        [ArgumentCompleter({
                & (Get-Module -Name ExoModernAuth) { Get-ExoDateCompletion -Word $args[0] } $args[2]
            })]
        [object] $AsOf
    )

    try {
        $answer = Invoke-ExoNativeCall -Operation 'deadlines' -Argument @{ asOf = ConvertTo-ExoDate -Value $AsOf }
    } catch {
        $PSCmdlet.ThrowTerminatingError($_)
    }
    foreach ($deadline in [ExoModernAuth.Interop.V1.Calendar]::Rows($answer)) {
        $fits = $true
        foreach ($choice in 'Protocol', 'Method', 'Cloud') {
            $chosen = $PSBoundParameters[$choice]
            if ($chosen -and -not @($deadline.$choice | Where-Object -FilterScript { $chosen -contains $_ })) {
                $fits = $false
            }
        }
        if ($fits) {
            $deadline
        }
    }
}
