# English and Japanese, and cultures that write dates, numbers and capitals in their own way.
[System.Diagnostics.CodeAnalysis.SuppressMessageAttribute(
    'PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'BeforeAll sets what It reads')]
[System.Diagnostics.CodeAnalysis.SuppressMessageAttribute(
    'PSReviewUnusedParameter', '', Justification = 'script blocks inside read them')]
param()

BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'Setup.ps1')
    Import-TestModule
    $folder = Split-Path -Path (Get-TestModule) -Parent
    $sample = Get-TestSample
    $catalogue = Get-TestData -Path 'native/findings/data/catalogue.json'
    $damaged = Get-TestTenant -Count 2
    $damaged['users.ndjson'] = $damaged['users.ndjson'] + '{broken'
    $damaged = Write-TestSnapshot -Name 'damaged' -Tenant $damaged

    # Everything that the module says to a reader, and everything that a script compares.
    $say = {
        param($sample, $damaged, $file)
        $with = @{ Snapshot = $sample; AsOf = '2026-11-25' }
        $read = @{}
        $compared = @{}
        $findings = @(Test-ExoModernAuthReadiness -Snapshot $sample -AsOf 2026-11-25)
        $read['Title'] = $findings[3].Title
        $read['Explanation'] = $findings[3].Explanation
        $read['Remediation'] = $findings[3].Remediation
        $read['Evidence'] = $findings[3].Evidence
        $read['Stops'] = @(Get-ExoAuthDeadline -AsOf 2026-11-25)[-1].Stops
        $read['Warning'] = @(Get-ExoMailboxAuthState -Snapshot $damaged -AsOf 2026-11-25 3>&1 |
                Where-Object -FilterScript { $_ -is [System.Management.Automation.WarningRecord] })[0].Message
        try { Get-ExoMailboxAuthState -Snapshot nowhere } catch {
            $read['Error'] = $_.Exception.Message
            $read['Action'] = $_.ErrorDetails.RecommendedAction
        }
        try { Get-ExoMailboxAuthState -Snapshot NoDrive:\x } catch { $read['PathError'] = $_.Exception.Message }
        $missing = @()
        $quiet = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'missing' }
        $null = Get-ExoMailboxAuthState -Identity nobody @with @quiet
        $read['NotFound'] = $missing[0].Exception.Message

        $compared['Findings'] = @($findings | ForEach-Object -Process {
                '{0} {1} {2} {3} {4} {5}' -f $_.Id, $_.Status, $_.Severity, $_.AffectedCount, $_.Confidence, $(
                    if ($null -ne $_.Deadline) { $_.Deadline.Year, $_.Deadline.Month, $_.Deadline.Day -join '-' })
            }) -join "`n"
        $compared['Deadlines'] = @(Get-ExoAuthDeadline -AsOf 2026-11-25 | ForEach-Object -Process {
                '{0} {1} {2} {3} {4}' -f $_.Id, $_.DaysLeft, $_.Protocol, $_.Method, $_.Cloud
            }) -join "`n"
        $compared['Mailboxes'] = @(Get-ExoMailboxAuthState -Snapshot $sample -AsOf 2026-11-25 |
            ForEach-Object -Process {
                '{0} {1}' -f $_.Identity, $_.Verdicts.ToString()
            }) -join "`n"
        $compared['NotFound'] = $missing[0].FullyQualifiedErrorId
        # Words and names with I in the other case, as Turkish takes them apart.
        $states = @(Get-ExoMailboxAuthState @with -Protocol IMAP, activesync, autodiscover -Method basic)
        $compared['Pairs'] = @($states[0].Verdicts | ForEach-Object -Process { $_.Protocol + $_.Method }) -join ' '
        $states = @(Get-ExoMailboxAuthState @with -Protocol smtp -Method BASIC -Verdict CONDITIONAL)
        $compared['Verdict'] = $states.UserPrincipalName
        $names = 'KENICHI.SATO@CONTOSO.COM', 'ERP-NOTIFY@CONTOSO.COM', 'MONITORING@CONTOSO.COM'
        $compared['Identity'] = @($names | Get-ExoMailboxAuthState @with).Count
        $compared['Choice'] = @(Get-ExoAuthDeadline -Protocol IMAP, activesync -Cloud CHINA, gcchigh).Count
        try { $null = Test-ExoModernAuthReadiness @with -FailOn INFO } catch {
            $compared['FailOn'] = $_.FullyQualifiedErrorId
        }
        Get-ExoMailboxAuthState -Snapshot $sample -AsOf 2026-11-25 -Expand -OutFile "$file.CSV"
        Get-ExoMailboxAuthState -Snapshot $sample -AsOf 2026-11-25 -OutFile "$file.NDJSON"
        $compared['Csv'] = [System.IO.File]::ReadAllText("$file.CSV")
        $compared['NdJson'] = [System.IO.File]::ReadAllText("$file.NDJSON")
        # A date that the culture would write in another calendar.
        $date = New-Object -TypeName datetime -ArgumentList 2026, 12, 31
        $states = @(Get-ExoMailboxAuthState -Snapshot $sample -AsOf $date -Trace -Protocol Smtp -Method Basic)
        $compared['Date'] = ($states[0].Trace | Where-Object -Property Property -EQ -Value 'date').Value
        @{ Read = $read; Compared = $compared }
    }

    function Get-Said {
        param([hashtable] $With)
        $file = Join-Path -Path $TestDrive -ChildPath "said-$([guid]::NewGuid().ToString('n'))"
        Invoke-TestChild -Script $say -Argument $sample, $damaged, $file @With
    }

    $english = Get-Said -With @{ Culture = 'en-US'; UICulture = 'en-US' }

    function Assert-Compared {
        param([object] $Child)
        $compared = $Child.Output[0]['Compared']
        $expected = $english.Output[0]['Compared']
        @($compared.Keys).Count | Should -Be 12
        foreach ($key in $expected.Keys) {
            if ("$($compared[$key])" -cne "$($expected[$key])") {
                $compared[$key] | Should -BeExactly $expected[$key] -Because "$key is the same everywhere"
            }
        }
    }

    function Assert-Language {
        param([object] $Child, [bool] $Japanese)
        $read = $Child.Output[0]['Read']
        @($read.Keys).Count | Should -Be 10
        foreach ($key in $read.Keys) {
            $read[$key] | Should -Not -BeNullOrEmpty -Because $key
            Test-Japanese -Text $read[$key] | Should -Be $Japanese -Because "$key is: $($read[$key])"
        }
    }
}

Describe 'The first answers' {
    It 'are what the others are compared with' {
        Assert-TestCulture -Child $english -Culture 'en-US' -UICulture 'en-US'
        $compared = $english.Output[0]['Compared']
        $compared['Pairs'] | Should -BeExactly 'ActiveSyncBasic ImapBasic AutodiscoverBasic'
        $compared['Verdict'] | Should -BeExactly 'erp-notify@contoso.com'
        $compared['Identity'] | Should -Be 3
        $compared['Choice'] | Should -BeGreaterThan 2
        $compared['FailOn'] | Should -BeLike 'Exo.Readiness.Failed,*'
        $compared['NotFound'] | Should -BeLike 'Exo.Mailbox.NotFound,*'
        $compared['Date'] | Should -BeExactly '2026-12-31'
        $compared['Csv'].Length | Should -BeGreaterThan 10000
    }
}

Describe 'The UI culture <Culture>' -ForEach @(
    @{ Culture = 'en-US'; Japanese = $false }
    @{ Culture = 'ja-JP'; Japanese = $true }
    @{ Culture = 'ja'; Japanese = $true }
    @{ Culture = 'de-DE'; Japanese = $false }
    @{ Culture = 'tr-TR'; Japanese = $false }
) {
    It 'decides on the language and changes nothing that scripts compare' {
        $child = Get-Said -With @{ Culture = $Culture; UICulture = $Culture }
        $child.StandardError | Should -BeNullOrEmpty
        Assert-TestCulture -Child $child -Culture $Culture -UICulture $Culture
        Assert-Language -Child $child -Japanese $Japanese
        Assert-Compared -Child $child
    }
}

Describe 'The culture <Culture> of dates and numbers' -ForEach @(
    @{ Culture = 'ja-JP' }
    @{ Culture = 'tr-TR' }
    # Their years are others: 2569, 1448.
    @{ Culture = 'th-TH' }
    @{ Culture = 'ar-SA' }
) {
    It 'does not decide on the language and changes nothing that scripts compare' {
        $child = Get-Said -With @{ Culture = $Culture; UICulture = 'en-US' }
        Assert-TestCulture -Child $child -Culture $Culture -UICulture 'en-US'
        Assert-Language -Child $child -Japanese $false
        Assert-Compared -Child $child
    }
}

Describe 'EXO_LANGUAGE' {
    It '<Language> over the UI culture <UICulture>' -ForEach @(
        @{ Language = 'ja'; UICulture = 'en-US'; Japanese = $true }
        @{ Language = 'en'; UICulture = 'ja-JP'; Japanese = $false }
        @{ Language = 'JA'; UICulture = 'tr-TR'; Japanese = $true }
        # What names no language that there is leaves the choice to the culture.
        @{ Language = 'fr'; UICulture = 'ja-JP'; Japanese = $true }
        @{ Language = 'fr'; UICulture = 'en-US'; Japanese = $false }
    ) {
        $child = Get-Said -With @{ UICulture = $UICulture; Environment = @{ EXO_LANGUAGE = $Language } }
        Assert-TestCulture -Child $child -UICulture $UICulture
        Assert-Language -Child $child -Japanese $Japanese
        Assert-Compared -Child $child
    }

    It 'is read with each command: <_>' -ForEach 'ja', 'JA', 'ja-JP', 'ja_JP.UTF-8' {
        $title = $catalogue.findings.'EXO-ORG-001'.title
        $value = $_
        foreach ($pair in @($value, $title.ja), @('en', $title.en), @($value, $title.ja), @('en-US', $title.en)) {
            Use-TestLanguage -Language $pair[0] -Script {
                @(Test-ExoModernAuthReadiness -Snapshot $sample -AsOf 2026-11-25)[0].Title |
                    Should -BeExactly $pair[1]
            }
        }
    }

    It 'works where .NET knows no cultures' {
        $environment = @{ EXO_LANGUAGE = 'ja'; DOTNET_SYSTEM_GLOBALIZATION_INVARIANT = '1' }
        $child = Invoke-TestChild -Environment $environment -Argument $sample -Script {
            param($sample)
            @(Test-ExoModernAuthReadiness -Snapshot $sample -AsOf 2026-11-25)[0].Title
        }
        $child.Output[0] | Should -BeExactly $catalogue.findings.'EXO-ORG-001'.title.ja
    }
}

Describe 'The language of the environment' {
    # Windows knows no such variable.
    It 'LC_ALL=<_> decides where nothing else does' -ForEach 'ja_JP.UTF-8', 'de_DE.UTF-8' -Skip:(
        $PSVersionTable.PSEdition -eq 'Desktop' -or $IsWindows
    ) {
        $japanese = $_ -like 'ja*'
        $child = Get-Said -With @{ Environment = @{ LC_ALL = $_ } }
        Assert-TestCulture -Child $child -UICulture $_.Substring(0, 5).Replace('_', '-')
        Assert-Language -Child $child -Japanese $japanese
        Assert-Compared -Child $child
    }
}

Describe 'The UI culture of a thread' {
    It 'may change between two commands' {
        $child = Invoke-TestChild -Argument $sample -Script {
            param($sample)
            $thread = [System.Threading.Thread]::CurrentThread
            foreach ($culture in 'ja-JP', 'en-US', 'ja-JP') {
                $thread.CurrentUICulture = [System.Globalization.CultureInfo] $culture
                @(Test-ExoModernAuthReadiness -Snapshot $sample -AsOf 2026-11-25)[0].Title
            }
        } -UICulture 'en-US'
        Assert-TestCulture -Child $child -UICulture 'ja-JP'
        $title = $catalogue.findings.'EXO-ORG-001'.title
        $child.Output | Should -Be @($title.ja, $title.en, $title.ja)
    }
}

Describe 'The tables of the script' {
    BeforeAll {
        $tables = @{}
        foreach ($language in 'en-US', 'ja-JP') {
            $file = Join-Path -Path $folder -ChildPath "$language/ExoModernAuth.Messages.psd1"
            $tables[$language] = Import-PowerShellDataFile -Path $file
        }
    }

    It 'have the same keys and places in both languages' {
        $keys = @($tables['en-US'].Keys | Sort-Object)
        $keys.Count | Should -BeGreaterThan 5
        @($tables['ja-JP'].Keys | Sort-Object) | Should -Be $keys
        foreach ($key in $keys) {
            $places = foreach ($language in 'en-US', 'ja-JP') {
                @([regex]::Matches($tables[$language][$key], '\{(\d)') |
                    ForEach-Object -Process { $_.Groups[1].Value } | Sort-Object -Unique) -join ' '
            }
            $places[1] | Should -Be $places[0] -Because $key
            Test-Japanese -Text $tables['en-US'][$key] | Should -BeFalse -Because $key
        }
    }

    It 'begin with a byte order mark, without which Windows PowerShell reads another encoding' {
        foreach ($language in 'en-US', 'ja-JP') {
            foreach ($file in Get-ChildItem -Path (Join-Path -Path $folder -ChildPath $language) -File |
                Where-Object -Property Extension -NE -Value '.xml') {
                $bytes = [System.IO.File]::ReadAllBytes($file.FullName)
                @($bytes[0..2]) | Should -Be @(0xef, 0xbb, 0xbf) -Because $file.Name
            }
        }
    }

    It 'of the catalogue have both languages, with the same places' {
        $errors = (Get-TestData -Path 'native/findings/data/errors.json').errors
        foreach ($name in $errors.PSObject.Properties.Name) {
            foreach ($text in $errors.$name.message, $errors.$name.action) {
                # A message may be no more than the sentence that the reader of snapshots has for it.
                if (($text.en -replace '\{\w+\}').Length -lt 5) { continue }
                $places = foreach ($language in 'en', 'ja') {
                    @([regex]::Matches($text.$language, '\{(\w+)\}') | ForEach-Object -Process { $_.Value } |
                        Sort-Object -Unique) -join ' '
                }
                $places[1] | Should -Be $places[0] -Because $name
                Test-Japanese -Text $text.ja | Should -BeTrue -Because $name
                Test-Japanese -Text $text.en | Should -BeFalse -Because $name
            }
        }
    }
}
