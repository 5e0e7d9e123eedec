# The PowerShell part of the tests, on the built module: help, script analysis where there is one, and
# the Pester suite. On Windows it builds the module first; elsewhere build/test.sh has done so.
# What could not be done is said, and is a failure where CI is 'true'.
[CmdletBinding()]
param()

$ErrorActionPreference = 'Stop'
$root = Split-Path -Path $PSScriptRoot -Parent
$missing = New-Object -TypeName System.Collections.Generic.List[string]
$failed = New-Object -TypeName System.Collections.Generic.List[string]

if ($env:OS -eq 'Windows_NT' -and -not $env:EXO_MODULE_BUILT) {
    & (Join-Path -Path $PSScriptRoot -ChildPath 'module.ps1')
}
$manifest = Join-Path -Path $root -ChildPath 'module/ExoModernAuth/ExoModernAuth.psd1'

'== help'
& (Join-Path -Path $PSScriptRoot -ChildPath 'help.ps1') -Module $manifest -Check
if ($LASTEXITCODE) { $failed.Add('help') }

'== script analysis'
if (Get-Module -ListAvailable -Name PSScriptAnalyzer) {
    $settings = Join-Path -Path $PSScriptRoot -ChildPath 'PSScriptAnalyzerSettings.psd1'
    # What a BeforeAll sets is used in an It, which the analyzer does not see.
    $ofTests = 'PSUseDeclaredVarsMoreThanAssignments', 'PSUseShouldProcessForStateChangingFunctions'
    $found = @(
        foreach ($folder in 'module', 'build') {
            Invoke-ScriptAnalyzer -Path (Join-Path -Path $root -ChildPath $folder) -Recurse -Settings $settings
        }
        $tests = Join-Path -Path $root -ChildPath 'tests'
        Invoke-ScriptAnalyzer -Path $tests -Recurse -Settings $settings -ExcludeRule $ofTests
    )
    $found | Format-Table -AutoSize -Property Severity, RuleName, ScriptName, Line, Message
    if ($found) { $failed.Add('script analysis') }
} elseif (-not $env:EXO_SCRIPT_CHECKED) {
    $missing.Add('script analysis: the module PSScriptAnalyzer is not installed')
}

'== Pester'
$pester = Get-Module -ListAvailable -Name Pester |
    Where-Object -FilterScript { $_.Version.Major -eq 5 } | Select-Object -First 1
if ($pester) {
    Import-Module -Name $pester.Path
    $result = Invoke-Pester -Path (Join-Path -Path $root -ChildPath 'tests/pester') -PassThru -Output Normal
    if ($result.Result -ne 'Passed' -or $result.TotalCount -eq 0) { $failed.Add('Pester') }
} else {
    $missing.Add('the Pester suite: Pester 5 is not installed (Install-Module Pester)')
}

foreach ($text in $missing) { "NOT DONE  $text" }
foreach ($text in $failed) { "FAILED    $text" }
if ($failed.Count -or ($missing.Count -and $env:CI -eq 'true')) { exit 1 }
