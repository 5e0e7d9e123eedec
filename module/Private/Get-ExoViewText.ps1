# The words of views in the language of the session: a dictionary of groups (reasons, verdicts, labels).
function Get-ExoViewText {
    [CmdletBinding()]
    [OutputType([System.Collections.IDictionary])]
    param()

    $key = 'views-' + (Get-ExoLanguage)
    if (-not $script:ExoTexts.ContainsKey($key)) {
        $script:ExoTexts[$key] = Invoke-ExoNativeCall -Operation 'views'
    }
    $script:ExoTexts[$key]
}
