# .EXTERNALHELP ExoModernAuth-help.xml
function Test-ExoModernAuthReadiness {
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('ExoModernAuth.Finding')]
    param(
        [Parameter(Mandatory, Position = 0)]
        [ValidateNotNullOrEmpty()]
        [string] $Snapshot,

        [ValidateNotNull()]
        [ArgumentCompleter({
                & (Get-Module -Name ExoModernAuth) { Get-ExoDateCompletion -Word $args[0] } $args[2]
            })]
        [object] $AsOf,

        [System.Nullable[bool]] $SmtpBasicReenabled,

        [ValidateSet('Critical', 'High', 'Medium', 'Low', 'Info')]
        [string] $FailOn
    )

    try {
        $tenant = @{
            Cmdlet             = $PSCmdlet
            Snapshot           = $Snapshot
            AsOf               = $AsOf
            SmtpBasicReenabled = $SmtpBasicReenabled
        }
        $argument = @{ tenant = Get-ExoTenantArgument @tenant }
        if ($FailOn) {
            $argument['failOn'] = $FailOn
        }
        Invoke-ExoNativeJob -Cmdlet $PSCmdlet -Operation 'readiness' -Argument $argument -Write {
            param($report)
            $report.Findings
        }
    } catch {
        # An error of whoever reads the output is not this command's.
        if (-not $_.FullyQualifiedErrorId.StartsWith('Exo.')) {
            throw
        }
        $PSCmdlet.ThrowTerminatingError($_)
    }
}
