# Shows how far a command is, from its second second on: count, rate, and the time that is left where
# the whole is known.
function Write-ExoProgress {
    [CmdletBinding(DefaultParameterSetName = 'Document')]
    param(
        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet,

        [Parameter(Mandatory)]
        [hashtable] $State,

        [Parameter(Mandatory, ParameterSetName = 'Document')]
        [System.Collections.IDictionary] $Document,

        [Parameter(Mandatory, ParameterSetName = 'Completed')]
        [switch] $Completed
    )

    $id = 1871
    if ($Completed) {
        if ($State.Shown) {
            $record = New-Object -TypeName System.Management.Automation.ProgressRecord -ArgumentList @(
                $id, (Get-ExoText -Name 'Judging'), ' ')
            $record.RecordType = 'Completed'
            $Cmdlet.WriteProgress($record)
        }
        return
    }
    $seconds = $State.Watch.Elapsed.TotalSeconds
    if (-not $State.Console -or $seconds -lt 1) {
        return
    }
    $done = $Document['done']
    $total = $Document['total']
    $rate = $done / $seconds
    $text = if ($total) { (Get-ExoText -Name 'ProgressOf') -f $done, $total, $rate } else {
        (Get-ExoText -Name 'Progress') -f $done, $rate
    }
    $record = New-Object -TypeName System.Management.Automation.ProgressRecord -ArgumentList @(
        $id, (Get-ExoText -Name 'Judging'), $text)
    if ($total -and $done -gt 0) {
        $record.PercentComplete = [System.Math]::Min(100, [int] (100 * $done / $total))
        $record.SecondsRemaining = [int] [System.Math]::Max(0, ($total - $done) / $rate)
    }
    $State.Shown = $true
    $Cmdlet.WriteProgress($record)
}
