# The verdicts of a mailbox as lines: one each, or with their traces where there are any.
function Format-ExoMailbox {
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory)]
        [object] $Mailbox
    )

    $newLine = [System.Environment]::NewLine
    $trace = $Mailbox.PSObject.Properties['Trace']
    if ($null -eq $trace) {
        return @($Mailbox.Verdicts | ForEach-Object -Process {
                $until = if ($null -ne $_.ChangesOn) { ' -> {0:yyyy-MM-dd}' -f $_.ChangesOn }
                '{0,-21} {1,-11} {2}{3}' -f ($_.Protocol + $_.Method), $_.Verdict, $_.Reason, $until
            }) -join $newLine
    }
    $steps = $trace.Value
    @($Mailbox.Verdicts | ForEach-Object -Process {
            $verdict = $_
            $own = @($steps | Where-Object -FilterScript {
                    $_.Protocol -eq $verdict.Protocol -and $_.Method -eq $verdict.Method
                })
            Format-ExoVerdict -Verdict $verdict -Trace $own
        }) -join ($newLine + $newLine)
}
