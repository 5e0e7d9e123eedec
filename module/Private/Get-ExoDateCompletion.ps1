# Completes -AsOf with today and the dates of the calendar, each with what stops then.
function Get-ExoDateCompletion {
    [CmdletBinding()]
    [OutputType([System.Management.Automation.CompletionResult])]
    param(
        [AllowEmptyString()]
        [string] $Word
    )

    $today = ConvertTo-ExoDate
    $dates = [ordered] @{}
    foreach ($row in (Invoke-ExoNativeCall -Operation 'deadlines' -Argument @{ asOf = $today })['rows']) {
        if ($row['Date'] -ge $today) {
            $dates[$row['Date']] = "$($dates[$row['Date']]) $($row['Stops'])".Trim()
        }
    }
    if (-not $dates.Contains($today)) {
        $dates.Insert(0, $today, $today)
    }
    foreach ($date in $dates.Keys) {
        if ($date.StartsWith($Word.Trim('''"'), [System.StringComparison]::Ordinal)) {
            New-Object -TypeName System.Management.Automation.CompletionResult -ArgumentList @(
                $date, $date, 'ParameterValue', $dates[$date])
        }
    }
}
