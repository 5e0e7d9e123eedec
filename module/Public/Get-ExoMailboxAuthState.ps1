# .EXTERNALHELP ExoModernAuth-help.xml
function Get-ExoMailboxAuthState {
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('ExoModernAuth.MailboxAuthState', 'ExoModernAuth.AuthVerdict')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [ValidateNotNullOrEmpty()]
        [object[]] $Identity,

        [Parameter(Mandatory)]
        [ValidateNotNullOrEmpty()]
        [string] $Snapshot,

        [ValidateSet(
            'MapiHttp', 'Ews', 'ActiveSync', 'Imap', 'Pop', 'Smtp', 'Autodiscover', 'OutlookWeb', 'PowerShell')]
        [string[]] $Protocol,

        [ValidateSet('Basic', 'OAuth', 'Certificate', 'AppOnly')]
        [string[]] $Method,

        [ValidateSet('Allowed', 'Blocked', 'Conditional', 'Unknown')]
        [string[]] $Verdict,

        [ValidateNotNull()]
        [ArgumentCompleter({
                & (Get-Module -Name ExoModernAuth) { Get-ExoDateCompletion -Word $args[0] } $args[2]
            })]
        [object] $AsOf,

        [System.Nullable[bool]] $SmtpBasicReenabled,

        [switch] $Trace,

        [switch] $Expand,

        [ValidateNotNullOrEmpty()]
        [string] $OutFile
    )

    begin {
        $names = New-Object -TypeName System.Collections.Generic.List[string]
        $asked = $PSBoundParameters.ContainsKey('Identity') -or $MyInvocation.ExpectingInput
    }
    process {
        foreach ($mailbox in $Identity) {
            try {
                $names.Add((Get-ExoIdentityName -InputObject $mailbox))
            } catch {
                $PSCmdlet.WriteError($_)
            }
        }
    }
    end {
        # An empty pipeline asks for no mailbox, not for all of them.
        if ($asked -and $names.Count -eq 0) {
            return
        }
        try {
            $tenant = @{
                Cmdlet             = $PSCmdlet
                Snapshot           = $Snapshot
                AsOf               = $AsOf
                SmtpBasicReenabled = $SmtpBasicReenabled
            }
            $argument = @{
                tenant = Get-ExoTenantArgument @tenant
                trace  = [bool] $Trace
                expand = [bool] $Expand
            }
            foreach ($choice in @(('protocols', $Protocol), ('methods', $Method), ('verdicts', $Verdict))) {
                if ($choice[1]) {
                    $argument[$choice[0]] = [string[]] $choice[1]
                }
            }
            if ($asked) {
                $argument['identities'] = $names.ToArray()
            }
            if ($OutFile) {
                $argument['outFile'] = Resolve-ExoPath -Cmdlet $PSCmdlet -Path $OutFile -Parameter 'OutFile'
            }
            $write = if ($Trace -and $Expand) {
                { param($report) Get-ExoTracedMailbox -Report $report -Expand }
            } elseif ($Trace) {
                { param($report) Get-ExoTracedMailbox -Report $report }
            } elseif ($Expand) {
                { param($report) foreach ($row in $report.Mailboxes) { $row.Verdicts } }
            } else {
                { param($report) $report.Mailboxes }
            }
            Invoke-ExoNativeJob -Cmdlet $PSCmdlet -Operation 'mailboxes' -Argument $argument -Write $write
        } catch {
            # An error of whoever reads the output is not this command's.
            if (-not $_.FullyQualifiedErrorId.StartsWith('Exo.')) {
                throw
            }
            $PSCmdlet.ThrowTerminatingError($_)
        }
    }
}
