# Mailboxes, or their verdicts, with the property Trace. It is added to the objects that have one, so
# that all others export without an empty column.
function Get-ExoTracedMailbox {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)]
        [object] $Report,

        [switch] $Expand
    )

    for ($number = 0; $number -lt $Report.Mailboxes.Count; $number++) {
        $mailbox = $Report.Mailboxes[$number]
        $steps = $Report.Traces[$number]
        if (-not $Expand) {
            Add-Member -InputObject $mailbox -NotePropertyName Trace -NotePropertyValue $steps -PassThru
            continue
        }
        foreach ($verdict in $mailbox.Verdicts) {
            $own = @(foreach ($step in $steps) {
                    if ($step.Protocol -eq $verdict.Protocol -and $step.Method -eq $verdict.Method) { $step }
                })
            Add-Member -InputObject $verdict -NotePropertyName Trace -NotePropertyValue $own -PassThru
        }
    }
}
