# A verdict as lines for a person: what it says, why, until when, and each step of its trace.
function Format-ExoVerdict {
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory)]
        [object] $Verdict,

        [AllowNull()]
        [AllowEmptyCollection()]
        [object[]] $Trace
    )

    $texts = Get-ExoViewText
    $label = $texts['labels']
    $lines = New-Object -TypeName System.Collections.Generic.List[string]
    $word = $texts['verdicts'][$Verdict.Verdict]
    $word = if ($word -eq $Verdict.Verdict) { $word } else { "$($Verdict.Verdict) ($word)" }
    $lines.Add(('{0}{1}: {2}' -f $Verdict.Protocol, $Verdict.Method, $word))
    $words = @($Verdict.DecidedBy, $Verdict.Reason, $Verdict.Confidence | Where-Object -FilterScript { $_ -ne 'None' })
    $lines.Add('  ' + ($words -join ', '))
    $lines.Add('  ' + $texts['reasons'][$Verdict.Reason])
    if ($null -ne $Verdict.ChangesOn) {
        $lines.Add(('  {0}: {1:yyyy-MM-dd}' -f $label['changesOn'], $Verdict.ChangesOn))
    }
    if ($Verdict.Assumed.Count) {
        $lines.Add(('  {0}: {1}' -f $label['assumed'], $Verdict.Assumed))
    }
    foreach ($step in $Trace) {
        $read = if ($step.Property) {
            '{0} [{1}] {2} = {3}' -f $step.Source, $step.Object, $step.Property, $step.Value
        }
        $effect = if ($step.Effect) { "-> $($step.Effect)" }
        $assumed = if ($step.Assumed) { "($($label['assumed']))" }
        $told = @($read, $effect, $assumed | Where-Object -FilterScript { $_ }) -join ' '
        $lines.Add(('    {0,-20} {1}' -f $step.Gate, $told))
    }
    $lines -join [System.Environment]::NewLine
}
