# Test-ExoModernAuthReadiness: the findings, their order and form, and -FailOn.
[System.Diagnostics.CodeAnalysis.SuppressMessageAttribute(
    'PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'BeforeAll sets what It reads')]
[System.Diagnostics.CodeAnalysis.SuppressMessageAttribute(
    'PSReviewUnusedParameter', '', Justification = 'script blocks inside read them')]
param()

BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'Setup.ps1')
    Import-TestModule
    $sample = Get-TestSample
    $catalogue = Get-TestData -Path 'native/findings/data/catalogue.json'
    $findings = @(Test-ExoModernAuthReadiness -Snapshot $sample -AsOf 2026-11-25)

    function Get-Finding {
        param([object[]] $Of, [string] $Id)
        $Of | Where-Object -FilterScript { $_.Id -eq $Id }
    }

    # A tenant with one more setting, by the name of its file and what is replaced there.
    function Get-Changed {
        param([string] $Name, [string] $File, [string] $Old, [string] $New)
        $tenant = Get-TestTenant
        $tenant[$File].Contains($Old) | Should -BeTrue
        $tenant[$File] = $tenant[$File].Replace($Old, $New)
        Write-TestSnapshot -Name $Name -Tenant $tenant
    }
}

Describe 'A finding' {
    It 'has its properties, always and in order' {
        $names = @(
            'Id', 'Title', 'Status', 'Severity', 'Deadline', 'AffectedCount', 'UnknownCount', 'Affected'
            'Evidence', 'Explanation', 'Remediation', 'Reference', 'Confidence')
        foreach ($finding in $findings) {
            $finding.PSObject.TypeNames[0] | Should -Be 'ExoModernAuth.Finding'
            @($finding.PSObject.Properties.Name) | Should -Be $names
        }
    }

    It 'is there for each question of the catalogue, once' {
        @($findings.Id) | Sort-Object | Should -Be @($catalogue.findings.PSObject.Properties.Name | Sort-Object)
        @($findings.Id | Sort-Object -Unique).Count | Should -Be $findings.Count
    }

    It 'has the title of the catalogue' {
        foreach ($finding in $findings) {
            $finding.Title | Should -BeExactly $catalogue.findings.($finding.Id).title.en
        }
    }

    It 'has words of the contract and texts' {
        foreach ($finding in $findings) {
            $finding.Status |
                Should -BeIn @('Pass', 'Fail', 'Warning', 'Info', 'Unknown', 'NotApplicable', 'Error')
            $finding.Severity | Should -BeIn @('Critical', 'High', 'Medium', 'Low', 'Info')
            $finding.Confidence | Should -BeIn @('Documented', 'Announced', 'Inferred')
            foreach ($text in $finding.Title, $finding.Evidence, $finding.Explanation, $finding.Remediation) {
                $text | Should -BeOfType 'string'
                $text.Length | Should -BeGreaterThan 0 -Because $finding.Id
                $text | Should -Not -Match '\{\w+\}' -Because 'every place in a text is filled'
            }
            $finding.Reference.Title | Should -Not -BeNullOrEmpty
            ([uri] $finding.Reference.Link).Scheme | Should -Be 'https'
            "$($finding.Reference)" | Should -BeLike "*$($finding.Reference.Link)*"
        }
    }

    It 'has severities that do not depend on the outcome' {
        $later = @(Test-ExoModernAuthReadiness -Snapshot $sample -AsOf 2027-06-01)
        foreach ($finding in $findings) {
            (Get-Finding -Of $later -Id $finding.Id).Severity | Should -Be $finding.Severity
        }
        @($later.Status) | Should -Not -Be @($findings.Status)
    }

    It 'has a deadline without time and zone, or none' {
        $with = @($findings | Where-Object -FilterScript { $null -ne $_.Deadline })
        $with.Count | Should -BeGreaterThan 0
        foreach ($finding in $with) {
            $finding.Deadline | Should -BeOfType 'datetime'
            $finding.Deadline.TimeOfDay | Should -Be ([timespan]::Zero)
            $finding.Deadline.Kind | Should -Be 'Unspecified'
        }
        (Get-Finding -Of $findings -Id 'EXO-EWS-001').Deadline |
            Should -Be (New-Object -TypeName datetime 2027, 4, 1)
        (Get-Finding -Of $findings -Id 'EXO-ORG-001').Deadline | Should -BeNullOrEmpty
    }

    It 'counts as whole numbers, null where there is nothing to count' {
        $smtp = Get-Finding -Of $findings -Id 'EXO-SMTP-001'
        $smtp.AffectedCount | Should -Be 5
        $smtp.AffectedCount | Should -BeOfType 'long'
        $smtp.UnknownCount | Should -Be 0
        @($smtp.Affected).Count | Should -Be 5
        $smtp.Affected | Should -Contain 'mfp-tokyo-12f@contoso.com'
        $smtp.Affected.ToString() | Should -BeLike '*mfp-tokyo-12f@contoso.com, *'
        $organization = Get-Finding -Of $findings -Id 'EXO-ORG-001'
        $null -eq $organization.AffectedCount | Should -BeTrue
        $null -eq $organization.UnknownCount | Should -BeTrue
        @($organization.Affected).Count | Should -Be 0
    }

    It 'counts the mailboxes that Get-ExoMailboxAuthState shows' {
        $choice = @{ Protocol = 'Smtp'; Method = 'Basic'; Verdict = 'Allowed', 'Conditional' }
        $open = @(Get-ExoMailboxAuthState -Snapshot $sample -AsOf 2026-11-25 @choice)
        $finding = Get-Finding -Of $findings -Id 'EXO-SMTP-001'
        $finding.AffectedCount | Should -Be $open.Count
        @($finding.Affected) | Sort-Object | Should -Be @($open.UserPrincipalName | Sort-Object)
    }

    It 'names a hundred mailboxes at most and counts all' {
        $tenant = Get-TestTenant -Count 130
        $snapshot = Write-TestSnapshot -Name 'many' -Tenant $tenant
        $all = @(Test-ExoModernAuthReadiness -Snapshot $snapshot -AsOf 2026-11-25)
        $finding = Get-Finding -Of $all -Id 'EXO-SMTP-001'
        $finding.AffectedCount | Should -Be 130
        @($finding.Affected).Count | Should -Be 100
    }

    It 'lives through Export-Csv' {
        $file = Join-Path -Path $TestDrive -ChildPath 'findings.csv'
        $findings | Export-Csv -LiteralPath $file -NoTypeInformation -Encoding UTF8
        $rows = @(Import-Csv -LiteralPath $file -Encoding UTF8)
        $rows.Count | Should -Be $findings.Count
        for ($number = 0; $number -lt $rows.Count; $number++) {
            $rows[$number].Id | Should -BeExactly $findings[$number].Id
            $rows[$number].Remediation | Should -BeExactly $findings[$number].Remediation
            $rows[$number].Affected | Should -BeExactly $findings[$number].Affected.ToString()
            $rows[$number].Reference | Should -BeExactly "$($findings[$number].Reference)"
            $rows[$number].AffectedCount | Should -Be "$($findings[$number].AffectedCount)"
        }
    }

    It 'can be filtered, grouped and sorted' {
        @($findings | Where-Object -Property Status -EQ -Value 'Fail').Id | Should -Contain 'EXO-SMTP-001'
        ($findings | Group-Object -Property Status | Measure-Object -Property Count -Sum).Sum |
            Should -Be $findings.Count
        @($findings | Sort-Object -Property AffectedCount -Descending)[0].Id | Should -Be 'EXO-EWS-001'
    }
}

Describe 'Findings of settings' {
    It '<Id> is <Status> where <Case>' -ForEach @(
        @{ Id = 'EXO-ORG-001'; Status = 'Pass'; Case = 'modern authentication is on'; File = 'organization.json'
            Old = '{'; New = '{' }
        @{ Id = 'EXO-ORG-001'; Status = 'Fail'; Case = 'modern authentication is off'; File = 'organization.json'
            Old = 'Enabled":true,"Def'; New = 'Enabled":false,"Def' }
        @{ Id = 'EXO-ORG-001'; Status = 'Unknown'; Case = 'it is null'; File = 'organization.json'
            Old = 'Enabled":true,"Def'; New = 'Enabled":null,"Def' }
        @{ Id = 'EXO-SMTP-002'; Status = 'Warning'; Case = 'the tenant has SMTP AUTH on'
            File = 'organization.json'; Old = '{'; New = '{' }
        @{ Id = 'EXO-SMTP-002'; Status = 'Pass'; Case = 'the tenant has it off'; File = 'transport.json'
            Old = 'false'; New = 'true' }
        @{ Id = 'EXO-CA-001'; Status = 'Fail'; Case = 'no policy blocks'; File = 'organization.json'
            Old = '{'; New = '{' }
        @{ Id = 'EXO-CA-001'; Status = 'Pass'; Case = 'security defaults are on'; File = 'security-defaults.json'
            Old = 'false'; New = 'true' }
        @{ Id = 'EXO-DATA-001'; Status = 'Pass'; Case = 'all is read'; File = 'organization.json'
            Old = '{'; New = '{' }
    ) {
        $snapshot = Get-Changed -Name ([guid]::NewGuid().ToString('n')) -File $File -Old $Old -New $New
        (Get-Finding -Of @(Test-ExoModernAuthReadiness -Snapshot $snapshot -AsOf 2026-11-25) -Id $Id).Status |
            Should -Be $Status
    }

    It 'are Unknown, never Pass or Fail, where nothing was read' {
        $rows = (Get-TestTenant)['cas-mailboxes.ndjson']
        $tenant = @{ 'manifest.json' = '{"schema":1}'; 'cas-mailboxes.ndjson' = $rows }
        $snapshot = Write-TestSnapshot -Name 'little' -Tenant $tenant
        $all = @(Test-ExoModernAuthReadiness -Snapshot $snapshot -AsOf 2026-11-25)
        foreach ($id in 'EXO-ORG-001', 'EXO-SMTP-002', 'EXO-CA-001', 'EXO-EAS-001', 'EXO-ORG-002') {
            (Get-Finding -Of $all -Id $id).Status | Should -Be 'Unknown' -Because $id
        }
        (Get-Finding -Of $all -Id 'EXO-DATA-001').Status | Should -Be 'Warning'
        @($all | Where-Object -Property Status -EQ -Value 'Fail') | Should -BeNullOrEmpty
    }

    It 'follow -SmtpBasicReenabled' {
        $with = @{ Snapshot = $sample; AsOf = '2027-01-10' }
        (Get-Finding -Of @(Test-ExoModernAuthReadiness @with) -Id 'EXO-SMTP-001').AffectedCount | Should -Be 0
        $all = @(Test-ExoModernAuthReadiness @with -SmtpBasicReenabled $false)
        (Get-Finding -Of $all -Id 'EXO-SMTP-001').AffectedCount | Should -Be 0
        $all = @(Test-ExoModernAuthReadiness @with -SmtpBasicReenabled $null)
        (Get-Finding -Of $all -Id 'EXO-SMTP-001').AffectedCount | Should -Be 0
        $all = @(Test-ExoModernAuthReadiness @with -SmtpBasicReenabled $true)
        (Get-Finding -Of $all -Id 'EXO-SMTP-001').AffectedCount | Should -Be 5
    }
}

Describe '-FailOn' {
    BeforeAll {
        # The findings of these tenants that fail, and how grave they are.
        $failing = @{
            Critical = Get-Changed -Name 'critical' -File 'organization.json' -Old ':true,"Def' -New ':false,"Def'
            High     = Get-Changed -Name 'high' -File 'organization.json' -Old '{' -New '{'
            None     = Get-Changed -Name 'none' -File 'security-defaults.json' -Old 'false' -New 'true'
        }
    }

    It '<FailOn> <Does> on a failing finding of severity <Worst>' -ForEach @(
        foreach ($case in @(
                'Critical Critical fails', 'Critical High fails', 'Critical Medium fails', 'Critical Low fails'
                'Critical Info fails', 'High Critical passes', 'High High fails', 'High Medium fails'
                'High Low fails', 'High Info fails', 'None Critical passes', 'None Info passes')) {
            $word = $case -split ' '
            @{ Worst = $word[0]; FailOn = $word[1]; Does = $word[2] }
        }
    ) {
        $snapshot = $failing[$Worst]
        $told = Get-TestStream -Script {
            Test-ExoModernAuthReadiness -Snapshot $snapshot -AsOf 2026-06-01 -FailOn $FailOn
        }
        $told.Output.Count | Should -Be $findings.Count -Because 'all findings come before the error'
        if ($Does -eq 'fails') {
            $told.Thrown.FullyQualifiedErrorId | Should -Be 'Exo.Readiness.Failed,Test-ExoModernAuthReadiness'
            $told.Thrown.CategoryInfo.Category | Should -Be 'InvalidResult'
            $told.Thrown.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
            foreach ($finding in @($told.Output | Where-Object -Property Status -EQ -Value 'Fail')) {
                if ($finding.Severity -eq $Worst) { $told.Thrown.Exception.Message |
                    Should -BeLike "*$($finding.Id)*" }
            }
        } else {
            $told.Thrown | Should -BeNullOrEmpty
        }
        $told.Error | Should -BeNullOrEmpty
    }

    It 'is no matter of Warning and Unknown' {
        @(Test-ExoModernAuthReadiness -Snapshot $failing['None'] -AsOf 2026-06-01 -FailOn Info).Status |
            Should -Contain 'Warning'
    }

    It 'takes the severity in any case, and no other word' {
        $failure = Get-TestFailure -Script {
            Test-ExoModernAuthReadiness -Snapshot $failing['High'] -AsOf 2026-06-01 -FailOn hIGH
        }
        $failure.FullyQualifiedErrorId | Should -BeLike 'Exo.Readiness.Failed,*'
        $failure = Get-TestFailure -Script { Test-ExoModernAuthReadiness -Snapshot $sample -FailOn Grave }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
    }

    It 'ends what runs with -ErrorAction Stop, and leaves the findings in -OutVariable' {
        $script = {
            param($snapshot)
            $with = @{ Snapshot = $snapshot; AsOf = '2026-06-01'; FailOn = 'High' }
            try {
                $null = Test-ExoModernAuthReadiness @with -ErrorAction Stop
                'no error'
            } catch {
                $_.FullyQualifiedErrorId
            }
            # What was assigned before the error is lost to PowerShell; -OutVariable keeps it.
            try {
                $null = Test-ExoModernAuthReadiness @with -OutVariable all
            } catch {
                $all.Count
            }
        }
        (Invoke-TestChild -Script $script -Argument $failing['High']).Output |
            Should -Be @('Exo.Readiness.Failed,Test-ExoModernAuthReadiness', $findings.Count)
    }
}

Describe 'The command' {
    It 'takes the snapshot as first argument' {
        @(Test-ExoModernAuthReadiness $sample -AsOf 2026-11-25).Count | Should -Be $findings.Count
    }

    It 'has a mandatory <_>' -ForEach 'Snapshot' {
        $attribute = (Get-Command -Name Test-ExoModernAuthReadiness).Parameters[$_].Attributes |
            Where-Object -FilterScript { $_ -is [System.Management.Automation.ParameterAttribute] }
        $attribute.Mandatory | Should -BeTrue
    }

    It 'answers twice the same' {
        $again = @(Test-ExoModernAuthReadiness -Snapshot $sample -AsOf 2026-11-25)
        ($again | ConvertTo-Csv -NoTypeInformation) -join "`n" |
            Should -BeExactly (($findings | ConvertTo-Csv -NoTypeInformation) -join "`n")
    }

    It 'writes findings and nothing else' {
        $told = Get-TestStream -Script { Test-ExoModernAuthReadiness -Snapshot $sample -AsOf 2026-11-25 -Verbose }
        $told.Output.Count | Should -Be $findings.Count
        foreach ($stream in 'Error', 'Warning', 'Information', 'Debug') {
            $told.$stream | Should -BeNullOrEmpty -Because $stream
        }
        $told.Thrown | Should -BeNullOrEmpty
    }
}
