# A sentence of the shell's own, in the language of the session. Import-LocalizedData is told the
# culture: left to itself it falls back differently in Windows PowerShell 5.1 and PowerShell 7.
function Get-ExoText {
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory)]
        [string] $Name
    )

    $culture = if ((Get-ExoLanguage) -eq 'ja') { 'ja-JP' } else { 'en-US' }
    if (-not $script:ExoTexts.ContainsKey($culture)) {
        $data = @{
            BaseDirectory = $PSScriptRoot
            FileName      = 'ExoModernAuth.Messages.psd1'
            UICulture     = $culture
        }
        $script:ExoTexts[$culture] = Import-LocalizedData @data
    }
    $script:ExoTexts[$culture][$Name]
}
