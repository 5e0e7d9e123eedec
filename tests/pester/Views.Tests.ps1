# What people see: tables and lists, in narrow and wide windows, in both languages.
[System.Diagnostics.CodeAnalysis.SuppressMessageAttribute(
    'PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'BeforeAll sets what It reads')]
[System.Diagnostics.CodeAnalysis.SuppressMessageAttribute(
    'PSReviewUnusedParameter', '', Justification = 'script blocks inside read them')]
param()

BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'Setup.ps1')
    Import-TestModule
    $sample = Get-TestSample
    $with = @{ Snapshot = $sample; AsOf = '2026-11-25' }

    # As at a prompt: colours for a screen alone.
    $style = Get-Variable -Name PSStyle -ValueOnly -ErrorAction SilentlyContinue
    if ($style) {
        $rendering = $style.OutputRendering
        $style.OutputRendering = 'Host'
    }

    # Columns of a terminal: Kanji and kana take two.
    function Get-Width {
        param([AllowEmptyString()] [string] $Text)
        $wide = '[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]'
        $Text.Length + [regex]::Matches($Text, $wide).Count
    }

    function Get-Line {
        param([object[]] $InputObject, [int] $Width)
        @(($InputObject | Out-String -Width $Width) -split '\r?\n' | ForEach-Object -Process { $_.TrimEnd() })
    }

    function Assert-Fit {
        param([string[]] $Line, [int] $Width)
        $text = $Line -join "`n"
        $text | Should -Not -Match ([regex]::Escape([string] [char] 27))
        foreach ($one in $Line) {
            Get-Width -Text $one | Should -BeLessOrEqual $Width -Because $one
        }
    }

    # What is shown, made once a language.
    $names = 'mfp-tokyo-12f@contoso.com', 'erp-notify@contoso.com'
    $shown = @{}
    foreach ($language in 'en', 'ja') {
        $shown[$language] = Use-TestLanguage -Language $language -Script {
            @{
                Findings  = @(Test-ExoModernAuthReadiness @with)
                Mailboxes = @(Get-ExoMailboxAuthState @with)
                Verdicts  = @(Get-ExoMailboxAuthState @with -Identity $names -Expand)
                Steps     = @((Get-ExoMailboxAuthState @with -Identity $names[0] -Trace -Protocol Smtp).Trace)
                Deadlines = @(Get-ExoAuthDeadline -AsOf 2026-11-25)
            }
        }
    }
}

AfterAll {
    if ($style) { $style.OutputRendering = $rendering }
}

Describe 'The table of <What> in <Language>, <Width> columns' -ForEach @(
    foreach ($what in 'Findings', 'Mailboxes', 'Verdicts', 'Steps', 'Deadlines') {
        $heads = switch ($what) {
            'Findings' { 'Status Severity Id Deadline Title' }
            'Mailboxes' { 'UserPrincipalName SmtpBasic EwsOAuth' }
            'Verdicts' { 'Protocol Method Verdict Reason' }
            'Steps' { 'Gate Effect Property Value' }
            'Deadlines' { 'Date DaysLeft Confidence Protocol Stops' }
        }
        foreach ($language in 'en', 'ja') {
            foreach ($width in 80, 120) {
                @{ What = $what; Language = $language; Width = $width; Heads = $heads -split ' ' }
            }
        }
    }
) {
    BeforeAll {
        $objects = $shown[$Language][$What]
        $lines = Use-TestLanguage -Language $Language -Script { Get-Line -InputObject $objects -Width $Width }
        $head = @($lines |
            Where-Object -FilterScript { $_ -match "\b$($Heads[0])\b" -and $_ -match "\b$($Heads[1])\b" })[0]
    }

    It 'fits, without colours' {
        $lines.Count | Should -BeGreaterThan $objects.Count
        Assert-Fit -Line $lines -Width $Width
    }

    It 'has its main columns, named as the properties are' {
        $words = @($head.Trim() -split '\s+')
        foreach ($name in $Heads) {
            $words | Should -Contain $name
        }
    }

    It 'shows each object' {
        $text = $lines -join "`n"
        switch ($What) {
            'Findings' {
                foreach ($finding in $objects) {
                    @($lines -match "^\s*$($finding.Status)\s+$($finding.Severity)\s+$($finding.Id)\b").Count |
                        Should -Be 1 -Because $finding.Id
                }
                Test-Japanese -Text $text | Should -Be ($Language -eq 'ja')
            }
            'Mailboxes' {
                foreach ($state in $objects) {
                    $row = '^\s*{0}\s+{1}\s+{2}\b' -f @(
                        [regex]::Escape($state.UserPrincipalName), $state.SmtpBasic, $state.EwsOAuth)
                    @($lines -match $row).Count | Should -Be 1
                }
            }
            'Verdicts' {
                foreach ($name in 'mfp-tokyo-12f@contoso.com', 'erp-notify@contoso.com') {
                    $text.Contains($name) | Should -BeTrue -Because 'a table of verdicts says whose they are'
                }
                foreach ($verdict in $objects) {
                    $words = $verdict.Protocol, $verdict.Method, $verdict.Verdict, $verdict.Reason
                    $row = '^\s*' + ($words -join '\s+')
                    @($lines -match $row).Count | Should -BeGreaterThan 0
                }
            }
            'Steps' {
                # Of three pairs.
                @($lines -match '^\s*Retirement\s+Pass\s+date\s+2026-11-25\b').Count | Should -Be 3
                @($lines -match '^\s*Mailbox\s+Pass\b').Count | Should -Be 3
                foreach ($pair in 'SmtpBasic', 'SmtpOAuth', 'SmtpAppOnly') {
                    $text.Contains($pair) | Should -BeTrue -Because 'a table of steps says of what they are'
                }
            }
            'Deadlines' {
                foreach ($deadline in $objects | Where-Object -FilterScript { $null -ne $_.Date }) {
                    $form = if ($deadline.Precision -eq 'Month') { '{0:yyyy-MM}' } else { '{0:yyyy-MM-dd}' }
                    $date = [string]::Format([cultureinfo]::InvariantCulture, $form, $deadline.Date)
                    @($lines -match "^\s*$date\s+$($deadline.DaysLeft)\s+$($deadline.Confidence)\b").Count |
                        Should -BeGreaterThan 0 -Because $deadline.Id
                }
                Test-Japanese -Text $text | Should -Be ($Language -eq 'ja')
            }
        }
    }

    It 'keeps its columns in place' {
        # The last column named begins where its head does, in columns of a terminal.
        $place = { param($line, $word) Get-Width -Text $line.Substring(0, $line.IndexOf($word)) }
        if ($What -eq 'Findings') {
            $expected = & $place $head ' Id '
            foreach ($finding in $objects) {
                $line = @($lines | Where-Object -FilterScript { $_.Contains($finding.Id) })[0]
                & $place $line " $($finding.Id)" | Should -Be $expected
            }
        }
        if ($What -eq 'Deadlines') {
            $expected = & $place $head 'Stops'
            # A line that goes on belongs to the protocols or to what stops; what has no date has no days.
            $places = @($expected, (& $place $head 'Protocol'), (& $place $head 'Confidence'))
            $goesOn = @($lines |
                Where-Object -FilterScript { $_ -match '^ {11,}\S' -and $_ -notmatch '^\s*-?\d+ ' })
            $goesOn.Count | Should -BeGreaterThan 5
            foreach ($line in $goesOn) {
                Get-Width -Text ($line -replace '\S.*$') | Should -BeIn $places -Because $line
            }
        }
    }
}

Describe 'The list of <What> in <Language>' -ForEach @(
    foreach ($what in 'Findings', 'Mailboxes', 'Verdicts', 'Steps', 'Deadlines') {
        foreach ($language in 'en', 'ja') { @{ What = $what; Language = $language } }
    }
) {
    It 'fits 80 columns and has all properties' {
        $objects = @($shown[$Language][$What] | Select-Object -First 5)
        $lines = Use-TestLanguage -Language $Language -Script { Get-Line -InputObject ($objects |
            Format-List) -Width 80 }
        Assert-Fit -Line $lines -Width 80
        # The 22 words of a mailbox are shown as its verdicts.
        $names = @($objects[0].PSObject.Properties.Name | Where-Object -FilterScript {
                $What -ne 'Mailboxes' -or $_ -notmatch '(Basic|OAuth|AppOnly|Certificate)$' })
        $names.Count | Should -BeGreaterThan 5
        foreach ($name in $names) {
            @($lines -match "^$name\s+:").Count | Should -BeGreaterThan 0 -Because "$name is shown"
        }
        $text = $lines -join ' '
        switch ($What) {
            'Findings' { foreach ($finding in $objects) { ($text -replace '\s').Contains($finding.Reference.Link) |
                Should -BeTrue } }
            'Mailboxes' { $text | Should -Match 'SmtpBasic\s+Blocked\s+SmtpAuthOffForOrganization' }
            'Deadlines' { $text | Should -Match '2023-01-01' }
        }
    }
}

Describe 'A traced mailbox in <Language>' -ForEach @{ Language = 'en' }, @{ Language = 'ja' } {
    BeforeAll {
        $catalogue = Get-TestData -Path 'native/findings/data/catalogue.json'
        $chosen = @{ Identity = 'mfp-tokyo-12f@contoso.com'; Protocol = 'Smtp'; Method = 'Basic', 'OAuth' }
    }

    It 'shows its trace in a list' {
        $state = Get-ExoMailboxAuthState @with @chosen -Trace
        $lines = Use-TestLanguage -Language $Language -Script { Get-Line -InputObject ($state |
            Format-List) -Width 120 }
        Assert-Fit -Line $lines -Width 120
        $text = $lines -join "`n"
        $text | Should -Match 'SmtpBasic\b'
        $text | Should -Match 'SmtpOAuth\b'
        foreach ($gate in @($state.Trace.Gate | Sort-Object -Unique)) {
            $text | Should -Match "\b$gate\b"
        }
        $text | Should -Match 'SmtpClientAuthenticationDisabled'
        $text | Should -Match '\bPass\b'
        $text.Contains($catalogue.reasons.None.$Language.Substring(0, 12)) | Should -BeTrue
        $text.Contains($catalogue.labels.changesOn.$Language) | Should -BeTrue
        $text | Should -Match '2026-12-31'
    }

    It 'shows the trace of each verdict in a list' {
        $verdicts = @(Get-ExoMailboxAuthState @with @chosen -Trace -Expand)
        $lines = Use-TestLanguage -Language $Language -Script { Get-Line -InputObject ($verdicts |
            Format-List) -Width 120 }
        $text = $lines -join "`n"
        @([regex]::Matches($text, 'perUserMfaState')).Count | Should -Be 1
        @([regex]::Matches($text, '\bConditionalAccess\b')).Count | Should -BeGreaterOrEqual 2
        $text.Contains($catalogue.reasons.None.$Language.Substring(0, 12)) | Should -BeTrue
    }
}

Describe 'Views' {
    It 'name a mailbox that has no user' {
        $tenant = @{
            'manifest.json'        = '{"schema":1}'
            'cas-mailboxes.ndjson' = '{"Guid":"f0000001-0000-4000-8000-000000000002"}' + "`n" +
            '{"Guid":"f0000001-0000-4000-8000-000000000003","PrimarySmtpAddress":"shared@contoso.com"}'
        }
        $snapshot = Write-TestSnapshot -Name 'bare' -Tenant $tenant
        $states = @(Get-ExoMailboxAuthState -Snapshot $snapshot -AsOf 2026-11-25)
        $text = (Get-Line -InputObject $states -Width 80) -join "`n"
        $text | Should -Match 'f0000001-0000-4000-8000'
        $text | Should -Match 'shared@contoso\.com'
    }

    It 'have heads that Where-Object takes' {
        $folder = Split-Path -Path (Get-TestModule) -Parent
        $file = Join-Path -Path $folder -ChildPath 'ExoModernAuth.Format.ps1xml'
        $views = ([xml] [System.IO.File]::ReadAllText($file)).Configuration.ViewDefinitions.View
        $types = @{
            'ExoModernAuth.Finding'          = $shown['en']['Findings'][0]
            'ExoModernAuth.MailboxAuthState' = $shown['en']['Mailboxes'][0]
            'ExoModernAuth.AuthVerdict'      = $shown['en']['Verdicts'][0]
            'ExoModernAuth.TraceStep'        = $shown['en']['Steps'][0]
            'ExoModernAuth.Deadline'         = $shown['en']['Deadlines'][0]
        }
        $tables = @($views | Where-Object -FilterScript { $_.TableControl })
        $tables.Count | Should -Be $types.Count
        foreach ($view in $tables) {
            $names = @($types[[string] $view.ViewSelectedBy.TypeName].PSObject.Properties.Name)
            foreach ($label in $view.TableControl.TableHeaders.TableColumnHeader.Label) {
                $names | Should -Contain $label
            }
        }
    }

    It 'write dates alike in every culture' {
        $thread = [System.Threading.Thread]::CurrentThread
        $culture = $thread.CurrentCulture
        $texts = foreach ($name in 'en-US', 'th-TH', 'ar-SA', 'ja-JP') {
            try {
                $thread.CurrentCulture = [System.Globalization.CultureInfo] $name
                $lines = foreach ($what in 'Findings', 'Verdicts', 'Deadlines') {
                    Get-Line -InputObject $shown['en'][$what] -Width 120
                    Get-Line -InputObject ($shown['en'][$what] | Format-List) -Width 120
                }
                @([regex]::Matches($lines -join ' ', '\d{4}-\d\d(-\d\d)?') |
                    ForEach-Object -Process { $_.Value }) -join ' '
            } catch [System.Management.Automation.RuntimeException] {
                Set-ItResult -Skipped -Because "this machine does not know the culture $name"
            } finally {
                $thread.CurrentCulture = $culture
            }
        }
        $texts[0] | Should -Match '2027-04-01'
        @($texts | Sort-Object -Unique).Count | Should -Be 1
    }

    It 'are taken by every command without a word of the user' {
        foreach ($what in 'Findings', 'Mailboxes', 'Verdicts', 'Deadlines') {
            $line = @(Get-Line -InputObject $shown['en'][$what] -Width 80 |
                Where-Object -FilterScript { $_ -match '^-{4}' })
            $line.Count | Should -BeGreaterThan 0 -Because "$what come as a table"
        }
    }

    It 'can be asked for other properties' {
        $text = $shown['en']['Mailboxes'] | Select-Object -First 1 |
            Format-Table -Property DisplayName, PopAppOnly | Out-String -Width 80
        $text | Should -Match 'PopAppOnly'
        $text = $shown['en']['Findings'] | Select-Object -First 1 | Format-List -Property * | Out-String -Width 80
        $text | Should -Match 'UnknownCount'
    }
}
