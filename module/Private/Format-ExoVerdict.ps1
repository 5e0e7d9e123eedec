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
    $why = @($Verdict.DecidedBy, $Verdict.Reason, $Verdict.Confidence) -ne 'None'
    $lines.Add(('{0}{1}: {2} [{3}]' -f $Verdict.Protocol, $Verdict.Method, $word, ($why -join ', ')))
    $lines.Add('  ' + $texts['reasons'][$Verdict.Reason])
    if ($null -ne $Verdict.ChangesOn) {
        $lines.Add(('  {0}: {1:yyyy-MM-dd}' -f $label['changesOn'], $Verdict.ChangesOn))
    }
    if ($Verdict.Assumed.Count) {
        $lines.Add(('  {0}: {1}' -f $label['assumed'], $Verdict.Assumed))
    }
    # The last step of a gate carries what the gate said.
    $read = New-Object -TypeName System.Collections.Generic.List[string]
    foreach ($step in $Trace) {
        if ($step.Property) {
            $read.Add(('    {0} [{1}] {2} = {3}' -f $step.Source, $step.Object, $step.Property, $step.Value))
        }
        if ($step.Effect) {
            $assumed = if ($step.Assumed) { " ($($label['assumed']))" }
            $lines.Add("  $($step.Gate): $($step.Effect)$assumed")
            $lines.AddRange($read)
            $read.Clear()
        }
    }
    $lines -join [System.Environment]::NewLine
}
