# Errors: their ids, what they tell in both languages, and that -ErrorAction works as everywhere.
[System.Diagnostics.CodeAnalysis.SuppressMessageAttribute(
    'PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'BeforeAll sets what It reads')]
[System.Diagnostics.CodeAnalysis.SuppressMessageAttribute(
    'PSReviewUnusedParameter', '', Justification = 'script blocks inside read them')]
param()

BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'Setup.ps1')
    Import-TestModule
    $sample = Get-TestSample

    # The rows of docs/errors.md: id, category, message, what to do.
    $documented = @{}
    $file = Join-Path -Path (Get-TestRoot) -ChildPath 'docs/errors.md'
    foreach ($line in [System.IO.File]::ReadAllLines($file)) {
        if ($line -match '^\| `(Exo\.[\w.]+)` \| (\w+) \| (.+) \| (.+) \|$') {
            $documented[$Matches[1]] = @{ Category = $Matches[2]; Message = $Matches[3]; Action = $Matches[4] }
        }
    }

    # The text of a file of the repository.
    function Get-Source {
        param([string] $Path)
        [System.IO.File]::ReadAllText((Join-Path -Path (Get-TestRoot) -ChildPath $Path))
    }
}

Describe 'docs/errors.md' {
    It 'has each error of the library, with its category' {
        $there = [regex]::Matches((Get-Source -Path 'native/ffi/src/status.rs'), '"(Exo\.[\w.]+)", "(\w+)"')
        $there.Count | Should -BeGreaterThan 20
        foreach ($match in $there) {
            $documented.ContainsKey($match.Groups[1].Value) | Should -BeTrue -Because $match.Groups[1].Value
            $documented[$match.Groups[1].Value].Category | Should -BeExactly $match.Groups[2].Value
        }
        $documented.Count | Should -Be $there.Count
    }

    It 'has each error that the script names' {
        $module = Join-Path -Path (Get-TestRoot) -ChildPath 'module'
        $names = foreach ($file in Get-ChildItem -Path $module -Recurse -Filter '*.ps1') {
            $text = [System.IO.File]::ReadAllText($file.FullName)
            [regex]::Matches($text, "'(Exo\.\w+\.\w+)'") | ForEach-Object -Process { $_.Groups[1].Value }
            [regex]::Matches($text, "Get-ExoLoadError -Name '(\w+)'") |
                ForEach-Object -Process { "Exo.Native.$($_.Groups[1].Value)" }
        }
        @($names).Count | Should -BeGreaterThan 5
        foreach ($name in $names) {
            $documented.ContainsKey($name) | Should -BeTrue -Because $name
        }
    }

    It 'has categories of PowerShell and an action for each' {
        foreach ($name in $documented.Keys) {
            { [System.Management.Automation.ErrorCategory] $documented[$name].Category } | Should -Not -Throw
            $documented[$name].Action.Length | Should -BeGreaterThan 10 -Because $name
        }
    }
}

Describe 'A snapshot that <Name>' -ForEach @(
    @{ Name = 'is not there'; Id = 'Exo.Snapshot.NotAFolder'; Files = $null; Named = 'nowhere' }
    @{ Name = 'is empty'; Id = 'Exo.Snapshot.Empty'; Files = @{}; Named = 'tenant' }
    @{ Name = 'holds other files'; Id = 'Exo.Snapshot.Empty'; Files = @{ 'readme.txt' = 'x'; 'tenant.zip' = 'PK' }
        Named = 'tenant' }
    @{ Name = 'has a manifest that ends early'; Id = 'Exo.Snapshot.ManifestBroken'
        Files = @{ 'manifest.json' = '{"schema":1' }; Named = 'manifest.json' }
    @{ Name = 'has a manifest that is a list'; Id = 'Exo.Snapshot.ManifestBroken'
        Files = @{ 'manifest.json' = '[1,2]' }; Named = 'manifest.json' }
    @{ Name = 'has a manifest of later days'; Id = 'Exo.Snapshot.ManifestBroken'
        Files = @{ 'manifest.json' = '{"schema":2}' }; Named = '2' }
    @{ Name = 'has a part in two forms'; Id = 'Exo.Snapshot.TwoForms'
        Files = @{ 'users.csv' = ''; 'users.ndjson' = '' }; Named = 'users.csv' }
    @{ Name = 'has policies as CSV'; Id = 'Exo.Snapshot.CsvNotPossible'
        Files = @{ 'conditional-access.csv' = "id,state`n1,enabled`n" }; Named = 'conditional-access.csv' }
    @{ Name = 'is not sorted as promised'; Id = 'Exo.Snapshot.NotSorted'; Files = 'unsorted'
        Named = 'cas-mailboxes.ndjson' }
) {
    BeforeAll {
        $snapshot = Join-Path -Path $TestDrive -ChildPath 'tenant'
        if ($Files -is [hashtable]) {
            $null = Write-TestSnapshot -Name 'tenant' -Tenant $Files
        } elseif ($Files -eq 'unsorted') {
            $tenant = Get-TestTenant -Count 3
            $rows = $tenant['cas-mailboxes.ndjson'].TrimEnd() -split "`n"
            $tenant['cas-mailboxes.ndjson'] = $rows[0, 2, 1] -join "`n"
            $null = Write-TestSnapshot -Name 'tenant' -Tenant $tenant
        } else {
            $snapshot = Join-Path -Path $TestDrive -ChildPath 'nowhere'
        }
    }

    It 'is an error of <Command> that tells what and what to do, in <Language>' -ForEach @(
        foreach ($command in 'Get-ExoMailboxAuthState', 'Test-ExoModernAuthReadiness') {
            @{ Command = $command; Language = 'en' }
            @{ Command = $command; Language = 'ja' }
        }
    ) {
        $failure = Use-TestLanguage -Language $Language -Script {
            Get-TestFailure -Script { & $Command -Snapshot $snapshot -AsOf 2026-11-25 }
        }
        $failure.FullyQualifiedErrorId | Should -BeExactly "$Id,$Command"
        $failure.CategoryInfo.Category | Should -Be $documented[$Id].Category
        $failure.Exception.Message | Should -BeLike "*$Named*"
        $failure.ErrorDetails.Message | Should -BeExactly $failure.Exception.Message
        $japanese = $Language -eq 'ja'
        Test-Japanese -Text $failure.Exception.Message | Should -Be $japanese
        Test-Japanese -Text $failure.ErrorDetails.RecommendedAction | Should -Be $japanese
        $failure.ErrorDetails.RecommendedAction.Length | Should -BeGreaterThan 10
        $failure.InvocationInfo.MyCommand.Name | Should -Be $Command
        $failure.Exception.Message | Should -Not -Match '\{\w+\}'
    }

    AfterAll {
        if (Test-Path -LiteralPath $snapshot) { Remove-Item -LiteralPath $snapshot -Recurse }
    }
}

Describe 'A snapshot of which a file cannot be read' {
    It 'is an error that names it' {
        $snapshot = Write-TestSnapshot -Name 'locked' -Tenant (Get-TestTenant)
        $file = Join-Path -Path $snapshot -ChildPath 'users.ndjson'
        $lock = $null
        if ($PSVersionTable.PSEdition -eq 'Desktop' -or $IsWindows) {
            $lock = [System.IO.File]::Open($file, 'Open', 'ReadWrite', 'None')
        } elseif (Test-Path -LiteralPath '/proc/self/mem') {
            # Nobody can read it at its beginning, not even root.
            Remove-Item -LiteralPath $file
            $null = New-Item -ItemType SymbolicLink -Path $file -Target '/proc/self/mem'
        } else {
            Set-ItResult -Skipped -Because 'this system has no file that certainly cannot be read'
        }
        try {
            $failure = Get-TestFailure -Script { Get-ExoMailboxAuthState -Snapshot $snapshot -AsOf 2026-11-25 }
        } finally {
            if ($lock) { $lock.Dispose() } else { Remove-Item -LiteralPath $file }
        }
        $failure.FullyQualifiedErrorId | Should -BeExactly 'Exo.Snapshot.Unreadable,Get-ExoMailboxAuthState'
        $failure.CategoryInfo.Category | Should -Be 'ReadError'
        $failure.Exception.Message | Should -BeLike '*users.ndjson*'
    }
}

Describe 'The path of a snapshot' {
    It 'is relative to the location of PowerShell' {
        Push-Location -LiteralPath (Split-Path -Path $sample -Parent)
        try {
            @(Get-ExoMailboxAuthState -Snapshot Sample -AsOf 2026-11-25).Count | Should -Be 60
            @(Get-ExoMailboxAuthState -Snapshot ./Sample/ -AsOf 2026-11-25).Count | Should -Be 60
            @(Test-ExoModernAuthReadiness -Snapshot ../ExoModernAuth/Sample -AsOf 2026-11-25).Count |
                Should -BeGreaterThan 5
        } finally {
            Pop-Location
        }
    }

    It 'may hold brackets, blanks, quotes and kanji' {
        $name = 'a [1] it''s {0}' -f [char] 0x8868
        $snapshot = Write-TestSnapshot -Name $name -Tenant (Get-TestTenant -Count 2)
        @(Get-ExoMailboxAuthState -Snapshot $snapshot -AsOf 2026-11-25).Count | Should -Be 2
    }

    It 'that is none of the file system is an error: <_>' -ForEach @(
        'Env:', 'Variable:x', 'NoSuchDrive:\x', 'NoSuchProvider::x'
    ) {
        $path = $_
        foreach ($language in 'en', 'ja') {
            $failure = Use-TestLanguage -Language $language -Script {
                Get-TestFailure -Script { Get-ExoMailboxAuthState -Snapshot $path -AsOf 2026-11-25 }
            }
            $failure.FullyQualifiedErrorId | Should -BeExactly 'Exo.Argument.NotAFilePath,Get-ExoMailboxAuthState'
            $failure.TargetObject | Should -Be $path
            $failure.Exception.Message.Contains("'$path'") | Should -BeTrue
            Test-Japanese -Text $failure.Exception.Message | Should -Be ($language -eq 'ja')
        }
    }

    It 'must be given' {
        (Get-TestFailure -Script { Get-ExoMailboxAuthState -Snapshot '' }).FullyQualifiedErrorId |
            Should -BeLike 'ParameterArgumentValidationError*'
        (Get-TestFailure -Script { Test-ExoModernAuthReadiness -Snapshot '' }).FullyQualifiedErrorId |
            Should -BeLike 'ParameterArgumentValidationError*'
        foreach ($command in 'Get-ExoMailboxAuthState', 'Test-ExoModernAuthReadiness') {
            @((Get-Command -Name $command).Parameters['Snapshot'].ParameterSets.Values.IsMandatory) |
                Should -Be @($true)
        }
    }
}

Describe '-ErrorAction' {
    It 'is one entry in $Error for one failure' {
        $child = Invoke-TestChild -Argument $sample -Script {
            param($sample)
            foreach ($call in @(
                    { Get-ExoMailboxAuthState -Snapshot nowhere -AsOf 2026-11-25 }
                    { Test-ExoModernAuthReadiness -Snapshot nowhere -AsOf 2026-11-25 }
                    { Test-ExoModernAuthReadiness -Snapshot $sample -AsOf soon }
                    { Get-ExoAuthDeadline -AsOf soon }
                    { Get-ExoMailboxAuthState -Snapshot Env: }
                    { Test-ExoModernAuthReadiness -Snapshot $sample -AsOf 2026-11-25 -FailOn High }
                    { Get-ExoMailboxAuthState nobody -Snapshot $sample -ErrorAction SilentlyContinue }
                    { Get-ExoMailboxAuthState 7 -Snapshot $sample -ErrorAction SilentlyContinue })) {
                $Error.Clear()
                try { $null = & $call } catch { $null = $_ }
                '{0} {1}' -f $Error.Count, ($Error[0].FullyQualifiedErrorId -split ',')[0]
            }
        }
        $child.Output | Should -Be @(
            '1 Exo.Snapshot.NotAFolder', '1 Exo.Snapshot.NotAFolder', '1 Exo.Argument.AsOfNotADate'
            '1 Exo.Argument.AsOfNotADate', '1 Exo.Argument.NotAFilePath', '1 Exo.Readiness.Failed'
            '1 Exo.Mailbox.NotFound', '1 Exo.Argument.NoIdentity')
    }

    It 'Stop, Continue and SilentlyContinue of the session do what they do elsewhere' {
        $child = Invoke-TestChild -Script {
            foreach ($preference in 'Stop', 'Continue', 'SilentlyContinue') {
                $global:ErrorActionPreference = $preference
                $ErrorActionPreference = $preference
                $reached = 'next line'
                try {
                    Get-ExoMailboxAuthState -Snapshot nowhere -AsOf 2026-11-25 2>$null
                } catch {
                    $reached = 'catch'
                }
                "$preference $reached"
                ($Error[0].FullyQualifiedErrorId -split ',')[0]
            }
        }
        # An error that a command throws is always caught by try.
        $id = 'Exo.Snapshot.NotAFolder'
        $child.Output | Should -Be @('Stop catch', $id, 'Continue catch', $id, 'SilentlyContinue catch', $id)
        $child.ExitCode | Should -Be 0
    }

    It 'gives the exit code 1 to a script that does not catch' {
        $child = Invoke-TestChild -Argument (Get-TestModule) -Module '' -Script {
            param($module)
            $inner = "Import-Module -Name '$module'; Get-ExoMailboxAuthState -Snapshot nowhere"
            $text = [convert]::ToBase64String([System.Text.Encoding]::Unicode.GetBytes($inner))
            $null = & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -EncodedCommand $text 2>$null
            $LASTEXITCODE
        }
        $child.Output[-1] | Should -Be 1
    }
}
