# The language of messages: EXO_LANGUAGE where it names one, else the session's UI culture. The
# library gets the name as it is and takes English for what it does not know.
function Get-ExoLanguage {
    [CmdletBinding()]
    [OutputType([string])]
    param()

    foreach ($name in $env:EXO_LANGUAGE, [System.Threading.Thread]::CurrentThread.CurrentUICulture.Name) {
        $language = ("$name" -split '[-_.]')[0].ToLowerInvariant()
        if ($language -eq 'ja' -or $language -eq 'en') {
            return $language
        }
    }
    'en'
}
