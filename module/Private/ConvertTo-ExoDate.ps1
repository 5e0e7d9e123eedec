# -AsOf as the text of a calendar date. A [datetime] counts as it reads, whatever its Kind: converting
# it to another time zone could move it to another day.
function ConvertTo-ExoDate {
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [AllowNull()]
        [object] $Value
    )

    $invariant = [System.Globalization.CultureInfo]::InvariantCulture
    if ($null -eq $Value) {
        $Value = [datetime]::Today
    }
    if ($Value -is [datetime] -or $Value -is [System.DateTimeOffset]) {
        return $Value.ToString('yyyy-MM-dd', $invariant)
    }
    [string] $Value
}
