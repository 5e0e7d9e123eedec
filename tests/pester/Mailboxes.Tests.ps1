# Get-ExoMailboxAuthState: mailboxes, verdicts and traces as objects, and the choice of pairs.
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
    $states = @(Get-ExoMailboxAuthState @with)
    $verdictNames = @(
        'Identity', 'UserPrincipalName', 'Protocol', 'Method', 'Verdict', 'DecidedBy', 'Reason', 'Confidence'
        'ChangesOn', 'Assumed')
    $gates = @(
        'Retirement', 'License', 'Organization', 'Mailbox', 'AccessList', 'AuthenticationPolicy', 'Account'
        'SecurityDefaults', 'ConditionalAccess')
    $words = @($states[0].Verdicts | ForEach-Object -Process { $_.Protocol + $_.Method })
}

Describe 'A mailbox' {
    It 'has its properties, always and in order' {
        $names = @(
            'Identity', 'UserPrincipalName', 'PrimarySmtpAddress', 'DisplayName', 'RecipientTypeDetails'
            'AuthenticationPolicy', 'Verdicts') + $words
        $states.Count | Should -Be 60
        foreach ($state in $states) {
            $state.PSObject.TypeNames[0] | Should -Be 'ExoModernAuth.MailboxAuthState'
            $found = @($state.PSObject.Properties.Name)
            if (($found -join ' ') -cne ($names -join ' ')) {
                $found | Should -BeExactly $names
            }
        }
    }

    It 'comes in the order of the file, with what the rows say' {
        $rows = [System.IO.File]::ReadAllLines((Join-Path -Path $sample -ChildPath 'cas-mailboxes.ndjson')) |
            ConvertFrom-Json
        for ($number = 0; $number -lt $states.Count; $number++) {
            foreach ($name in 'PrimarySmtpAddress', 'DisplayName', 'RecipientTypeDetails') {
                $states[$number].$name | Should -BeExactly $rows[$number].$name
            }
            $states[$number].Identity | Should -BeExactly $rows[$number].ExternalDirectoryObjectId
        }
    }

    It 'has the name of its policy and the name of its user' {
        $printer = $states | Where-Object -Property PrimarySmtpAddress -EQ -Value 'mfp-tokyo-12f@contoso.com'
        $printer.AuthenticationPolicy | Should -BeExactly 'Allow SMTP for devices'
        $printer.UserPrincipalName | Should -BeExactly 'mfp-tokyo-12f@contoso.com'
        "$printer" | Should -BeExactly 'mfp-tokyo-12f@contoso.com'
    }

    It 'has null for what is not known, and its Guid where it has no id' {
        $tenant = @{
            'manifest.json'        = '{"schema":1}'
            'cas-mailboxes.ndjson' = '{"Guid":"f0000001-0000-4000-8000-000000000002"}'
        }
        $snapshot = Write-TestSnapshot -Name 'bare' -Tenant $tenant
        $state = @(Get-ExoMailboxAuthState -Snapshot $snapshot -AsOf 2026-11-25)
        $state.Count | Should -Be 1
        $state[0].Identity | Should -BeExactly 'f0000001-0000-4000-8000-000000000002'
        foreach ($name in @(
                'UserPrincipalName', 'PrimarySmtpAddress', 'DisplayName', 'RecipientTypeDetails'
                'AuthenticationPolicy')) {
            $null -eq $state[0].$name | Should -BeTrue -Because $name
        }
        $state[0].ImapOAuth | Should -Be 'Unknown'
        "$($state[0])" | Should -BeExactly 'f0000001-0000-4000-8000-000000000002'
        @($state[0].PSObject.Properties.Name) | Should -Be @($states[0].PSObject.Properties.Name)
    }

    It 'takes the user principal name of Get-User, else of Graph, else its own: <Expected>' -ForEach @(
        @{ Without = @(); Expected = 'user@contoso.com' }
        @{ Without = @('users.ndjson'); Expected = 'graph@contoso.com' }
        @{ Without = @('users.ndjson', 'directory-users.ndjson'); Expected = 'own@contoso.com' }
    ) {
        $tenant = Get-TestTenant -Count 1
        $rows = $tenant['cas-mailboxes.ndjson']
        $tenant['cas-mailboxes.ndjson'] = $rows.Replace('{"Ext', '{"UserPrincipalName":"own@contoso.com","Ext')
        $rows = $tenant['users.ndjson']
        $tenant['users.ndjson'] = $rows.Replace('PrincipalName":"m00001', 'PrincipalName":"user')
        $rows = $tenant['directory-users.ndjson']
        $tenant['directory-users.ndjson'] = $rows.Replace('PrincipalName":"m00001', 'PrincipalName":"graph')
        foreach ($name in $Without) {
            $tenant[$name] = $null
        }
        $snapshot = Write-TestSnapshot -Name "names-$($Without.Count)" -Tenant $tenant
        (Get-ExoMailboxAuthState -Snapshot $snapshot -AsOf 2026-11-25).UserPrincipalName |
            Should -BeExactly $Expected
    }

    It 'comes 3,000 times as it comes three times' {
        $snapshot = Write-TestSnapshot -Name 'many' -Tenant (Get-TestTenant -Count 3000)
        $all = @(Get-ExoMailboxAuthState -Snapshot $snapshot -AsOf 2026-11-25)
        $all.Count | Should -Be 3000
        @($all.Identity | Sort-Object -Unique).Count | Should -Be 3000
        $all[0].PrimarySmtpAddress | Should -Be 'm00001@contoso.com'
        $all[1535].PrimarySmtpAddress | Should -Be 'm01536@contoso.com'
        $all[2999].PrimarySmtpAddress | Should -Be 'm03000@contoso.com'
        @($all.SmtpBasic | Sort-Object -Unique) | Should -Be @('Allowed')
        @($all | ForEach-Object -Process { $_.Verdicts.Count } | Sort-Object -Unique) | Should -Be @(22)
    }
}

Describe 'A verdict' {
    BeforeAll {
        $verdicts = @($states | ForEach-Object -Process { $_.Verdicts })
    }

    It 'has its properties and words of the contract' {
        $verdicts.Count | Should -Be (22 * 60)
        $catalogue = Get-TestData -Path 'native/findings/data/catalogue.json'
        $reasons = @($catalogue.reasons.PSObject.Properties.Name)
        @($verdicts | ForEach-Object -Process { $_.PSObject.TypeNames[0] } | Sort-Object -Unique) |
            Should -Be @('ExoModernAuth.AuthVerdict')
        @($verdicts | ForEach-Object -Process { $_.PSObject.Properties.Name -join ' ' } | Sort-Object -Unique) |
            Should -Be @($verdictNames -join ' ')
        foreach ($choice in @(
                @{ Name = 'Verdict'; Words = 'Allowed', 'Blocked', 'Conditional', 'Unknown' }
                @{ Name = 'DecidedBy'; Words = $gates + 'None' }
                @{ Name = 'Confidence'; Words = 'Documented', 'Announced', 'Inferred' }
                @{ Name = 'Reason'; Words = $reasons })) {
            $used = @($verdicts.($choice.Name) | Sort-Object -Unique)
            $used.Count | Should -BeGreaterThan 1 -Because $choice.Name
            @($used | Where-Object -FilterScript { $choice.Words -cnotcontains $_ }) | Should -BeNullOrEmpty
        }
    }

    It 'names the mailbox, and None as what decides that something is allowed' {
        foreach ($verdict in $states[7].Verdicts) {
            $verdict.Identity | Should -BeExactly $states[7].Identity
            $verdict.UserPrincipalName | Should -BeExactly $states[7].UserPrincipalName
        }
        foreach ($group in $verdicts | Group-Object -Property Verdict) {
            $allowed = $group.Name -eq 'Allowed'
            foreach ($verdict in $group.Group) {
                if (($verdict.DecidedBy -eq 'None') -ne $allowed -or ($verdict.Reason -eq 'None') -ne $allowed) {
                    "$verdict" | Should -Be 'decided by a gate, or allowed'
                }
            }
        }
    }

    It 'is text of the contract''s form, alone and in a list' {
        $state = @($states | Where-Object -Property PrimarySmtpAddress -EQ -Value 'mfp-tokyo-12f@contoso.com')[0]
        "$($state.Verdicts[14])" | Should -BeExactly 'SmtpBasic=Allowed(None)'
        $state.Verdicts.ToString() | Should -BeExactly (@($state.Verdicts | ForEach-Object -Process {
                    '{0}{1}={2}({3})' -f $_.Protocol, $_.Method, $_.Verdict, $_.Reason
                }) -join '; ')
    }

    It 'changes on a date without time and zone, or never' {
        $changing = @($verdicts | Where-Object -FilterScript { $null -ne $_.ChangesOn })
        @($changing | ForEach-Object -Process { $_.ChangesOn.Kind } | Sort-Object -Unique) |
            Should -Be @('Unspecified')
        @($changing | ForEach-Object -Process { '{0:yyyy-MM-dd HH:mm:ss}' -f $_.ChangesOn } |
            Sort-Object -Unique) |
            Should -Be @('2026-12-31 00:00:00', '2027-04-01 00:00:00')
    }

    It 'names what was assumed, as text side by side' {
        $tenant = Get-TestTenant -Count 1
        $tenant['activesync-organization.json'] = $null
        $people = $tenant['directory-users.ndjson']
        $tenant['directory-users.ndjson'] = $people.Replace('"perUserMfaState":"disabled",', '')
        $snapshot = Write-TestSnapshot -Name 'assumed' -Tenant $tenant
        $state = Get-ExoMailboxAuthState -Snapshot $snapshot -AsOf 2026-11-25
        $smtp = $state.Verdicts | Where-Object -FilterScript { $_.Protocol -eq 'Smtp' -and $_.Method -eq 'Basic' }
        @($smtp.Assumed) | Should -Be @('Account')
        $smtp.Confidence | Should -Be 'Inferred'
        $devices = $state.Verdicts |
            Where-Object -FilterScript { $_.Protocol -eq 'ActiveSync' -and $_.Method -eq 'Certificate' }
        $devices.Assumed.ToString() | Should -BeExactly 'AccessList'
        $imap = $state.Verdicts | Where-Object -FilterScript { $_.Protocol -eq 'Imap' -and $_.Method -eq 'OAuth' }
        $imap.Assumed.Count | Should -Be 0
        $imap.Assumed.ToString() | Should -BeExactly ''
    }
}

Describe 'Mailboxes in the pipeline' {
    It 'are filtered, grouped and sorted by the word of a pair' {
        $open = @($states | Where-Object -Property SmtpBasic -EQ -Value 'Allowed')
        $open.Count | Should -Be 4
        ($states | Group-Object -Property SmtpBasic -NoElement |
            ForEach-Object -Process { "$($_.Name)=$($_.Count)" } | Sort-Object) -join ' ' |
            Should -Be 'Allowed=4 Blocked=55 Conditional=1'
        @($states | Sort-Object -Property SmtpBasic, UserPrincipalName)[0].SmtpBasic | Should -Be 'Allowed'
        @($states | Select-Object -ExpandProperty Verdicts).Count | Should -Be (22 * 60)
    }

    It 'live through Export-Csv, Verdicts as text' {
        $file = Join-Path -Path $TestDrive -ChildPath 'states.csv'
        $states | Export-Csv -LiteralPath $file -NoTypeInformation -Encoding UTF8
        $rows = @(Import-Csv -LiteralPath $file -Encoding UTF8)
        @($rows[0].PSObject.Properties.Name) | Should -Be @($states[0].PSObject.Properties.Name)
        for ($number = 0; $number -lt $states.Count; $number++) {
            $rows[$number].Verdicts | Should -BeExactly $states[$number].Verdicts.ToString()
            $rows[$number].DisplayName | Should -BeExactly "$($states[$number].DisplayName)"
            $rows[$number].EwsOAuth | Should -BeExactly $states[$number].EwsOAuth
        }
    }

    It 'live through Clixml and JSON' {
        $file = Join-Path -Path $TestDrive -ChildPath 'states.xml'
        $states | Export-Clixml -LiteralPath $file
        $back = @(Import-Clixml -LiteralPath $file)
        @($back.UserPrincipalName) | Should -Be @($states.UserPrincipalName)
        @($back.SmtpBasic) | Should -Be @($states.SmtpBasic)
        $json = $states[0] | ConvertTo-Json -Depth 4 | ConvertFrom-Json
        $json.SmtpBasic | Should -Be $states[0].SmtpBasic
        @($json.Verdicts).Count | Should -Be 22
        $json.Verdicts[14].Reason | Should -Be $states[0].Verdicts[14].Reason
    }
}

Describe 'The choice of pairs' {
    It 'gives <Expected>' -ForEach @(
        @{ Choice = @{ Protocol = 'Smtp' }; Expected = 'SmtpBasic SmtpOAuth SmtpAppOnly' }
        @{ Choice = @{ Method = 'AppOnly' }; Expected = 'EwsAppOnly ImapAppOnly PopAppOnly SmtpAppOnly' }
        @{ Choice = @{ Protocol = 'Smtp', 'Ews'; Method = 'OAuth' }; Expected = 'EwsOAuth SmtpOAuth' }
        @{ Choice = @{ Protocol = 'sMTP'; Method = 'bASIC' }; Expected = 'SmtpBasic' }
        @{ Choice = @{ Protocol = 'OutlookWeb', 'ActiveSync'; Method = 'Certificate', 'OAuth' }
            Expected = 'ActiveSyncOAuth ActiveSyncCertificate OutlookWebOAuth' }
        @{ Choice = @{ Method = 'Certificate' }; Expected = 'ActiveSyncCertificate' }
    ) {
        $state = @(Get-ExoMailboxAuthState @with @Choice)
        $state.Count | Should -Be 60
        @($state[0].Verdicts | ForEach-Object -Process { $_.Protocol + $_.Method }) -join ' ' |
            Should -BeExactly $Expected
        # The properties hold all pairs whatever is chosen.
        foreach ($word in $words) {
            $state[0].$word | Should -Be $states[0].$word
        }
    }

    It '-Verdict keeps mailboxes in which a chosen pair has it' {
        $expected = @($states | Where-Object -Property SmtpBasic -In -Value 'Allowed', 'Conditional').Identity
        $found = @(Get-ExoMailboxAuthState @with -Protocol smtp -Method basic -Verdict aLLOWED, conditional)
        @($found.Identity) | Should -Be $expected
        @($found | ForEach-Object -Process { $_.Verdicts.Count } | Sort-Object -Unique) | Should -Be @(1)
        $any = @($states |
            Where-Object -FilterScript { $_.ImapOAuth -eq 'Allowed' -or $_.PopOAuth -eq 'Allowed' }).Identity
        @((Get-ExoMailboxAuthState @with -Protocol Imap, Pop -Method OAuth -Verdict Allowed).Identity) |
            Should -Be $any
        @(Get-ExoMailboxAuthState @with -Protocol Imap -Method Basic -Verdict Allowed).Count | Should -Be 0
        @(Get-ExoMailboxAuthState @with -Verdict Blocked).Count | Should -Be 60
    }

    It 'that no pair fits is an error that names it' {
        $failure = Get-TestFailure -Script {
            Get-ExoMailboxAuthState @with -Protocol Smtp, OutlookWeb -Method Certificate
        }
        $failure.FullyQualifiedErrorId | Should -Be 'Exo.Argument.NoSuchPair,Get-ExoMailboxAuthState'
        $failure.CategoryInfo.Category | Should -Be 'InvalidArgument'
        $failure.Exception.Message | Should -BeLike '*Smtp, OutlookWeb*Certificate*'
    }

    It 'takes no other word for -<_>' -ForEach 'Protocol', 'Method', 'Verdict' {
        $choice = @{ $_ = 'Nonsense' }
        (Get-TestFailure -Script { Get-ExoMailboxAuthState @with @choice }).FullyQualifiedErrorId |
            Should -Be 'ParameterArgumentValidationError,Get-ExoMailboxAuthState'
    }
}

Describe '-Expand' {
    It 'emits each verdict by itself' {
        $single = @(Get-ExoMailboxAuthState @with -Expand)
        $single.Count | Should -Be (22 * 60)
        $single[0].PSObject.TypeNames[0] | Should -Be 'ExoModernAuth.AuthVerdict'
        @($single[0].PSObject.Properties.Name) | Should -Be $verdictNames
        $of = @($states | ForEach-Object -Process { $_.Verdicts })
        ($single | ConvertTo-Csv -NoTypeInformation) -join "`n" |
            Should -BeExactly (($of | ConvertTo-Csv -NoTypeInformation) -join "`n")
    }

    It 'emits the chosen pairs, all of a mailbox that -Verdict keeps' {
        $single = @(Get-ExoMailboxAuthState @with -Expand -Protocol Smtp -Verdict Conditional)
        $single.Count | Should -Be 3
        @($single.Method) | Should -Be @('Basic', 'OAuth', 'AppOnly')
        $single[0].Verdict | Should -Be 'Conditional'
        $single[0].UserPrincipalName | Should -Be 'erp-notify@contoso.com'
    }
}
