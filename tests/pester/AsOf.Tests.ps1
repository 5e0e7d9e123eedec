# -AsOf is a date as it is written, whatever clock, zone and culture; -SmtpBasicReenabled.
[System.Diagnostics.CodeAnalysis.SuppressMessageAttribute(
    'PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'BeforeAll sets what It reads')]
[System.Diagnostics.CodeAnalysis.SuppressMessageAttribute(
    'PSReviewUnusedParameter', '', Justification = 'script blocks inside read them')]
param()

BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'Setup.ps1')
    Import-TestModule
    $sample = Get-TestSample

    # The date that a verdict was made for, as its trace tells.
    function Get-DateUsed {
        param([hashtable] $With)
        $asked = @{
            Snapshot = $sample
            Identity = 'mfp-tokyo-12f@contoso.com'
            Protocol = 'Smtp'
            Method   = 'Basic'
        }
        $state = Get-ExoMailboxAuthState @asked -Trace @With
        ($state.Trace | Where-Object -FilterScript { $_.Gate -eq 'Retirement' -and $_.Property -eq 'date' }).Value
    }
}

Describe 'A date' {
    It '<Name> is <Expected>' -ForEach @(
        @{ Name = 'text'; Value = '2026-12-31'; Expected = '2026-12-31' }
        @{ Name = 'text with slashes'; Value = '2026/12/31'; Expected = '2026-12-31' }
        @{ Name = 'text with short parts'; Value = '2027/1/2'; Expected = '2027-01-02' }
        @{ Name = 'text with a time'; Value = '2026-12-31 23:59:59'; Expected = '2026-12-31' }
        @{ Name = 'text with Z'; Value = '2026-12-31T23:30:00Z'; Expected = '2026-12-31' }
        @{ Name = 'text with an offset'; Value = '2026-12-31T00:30:00+09:00'; Expected = '2026-12-31' }
        @{ Name = 'text with blanks around'; Value = ' 2026-12-31 '; Expected = '2026-12-31' }
        @{ Name = '[datetime]'; Value = (New-Object -TypeName datetime 2026, 12, 31); Expected = '2026-12-31' }
        @{ Name = '[datetime] late in the evening'
            Value = (New-Object -TypeName datetime 2026, 12, 31, 23, 59, 59); Expected = '2026-12-31' }
        @{ Name = '[datetime] of UTC, late'; Value = [datetime]::SpecifyKind('2026-12-31T23:30:00', 'Utc')
            Expected = '2026-12-31' }
        @{ Name = '[datetime] of UTC, early'; Value = [datetime]::SpecifyKind('2026-12-31T00:30:00', 'Utc')
            Expected = '2026-12-31' }
        @{ Name = '[datetime] of the local zone'; Value = [datetime]::SpecifyKind('2026-12-31T23:30:00', 'Local')
            Expected = '2026-12-31' }
        @{ Name = '[DateTimeOffset] of Tokyo'
            Value = [System.DateTimeOffset] '2026-12-31T00:30:00+09:00'; Expected = '2026-12-31' }
        @{ Name = '[DateTimeOffset] of Los Angeles'
            Value = [System.DateTimeOffset] '2026-12-31T23:30:00-08:00'; Expected = '2026-12-31' }
        @{ Name = 'the earliest'; Value = '2025-04-01'; Expected = '2025-04-01' }
        @{ Name = 'a leap day'; Value = '2028-02-29'; Expected = '2028-02-29' }
        @{ Name = 'the last of all'; Value = '9999-12-31'; Expected = '9999-12-31' }
    ) {
        Get-DateUsed -With @{ AsOf = $Value } | Should -BeExactly $Expected
    }

    It 'of Get-Date counts as it reads' {
        Get-DateUsed -With @{ AsOf = Get-Date -Year 2026 -Month 12 -Day 31 -Hour 23 } |
            Should -BeExactly '2026-12-31'
        Get-DateUsed -With @{ AsOf = [datetime] '2027-01-01' } | Should -BeExactly '2027-01-01'
    }

    It 'is today where none is given' {
        # A run at midnight may see either day.
        $days = @('{0:yyyy-MM-dd}' -f [datetime]::Now)
        $used = Get-DateUsed -With @{}
        $days += '{0:yyyy-MM-dd}' -f [datetime]::Now
        $used | Should -BeIn $days
        $deadline = Get-ExoAuthDeadline | Where-Object -Property Id -EQ -Value 'EwsRetired'
        $deadline.DaysLeft |
            Should -BeIn @($days | ForEach-Object -Process { ($deadline.Date - [datetime] $_).Days })
    }

    It '''<Value>'' is <Id>' -ForEach @(
        foreach ($text in @(
                'soon', '', '31.12.2026', '31/12/2026', '12/31/2026', '2026-13-01', '2026-02-30', '2027-02-29'
                '26-12-31', '2026-12', '20261231', '2026-12-31-1', '10000-01-01'
                ([string] [char] 0xff12 + '026-12-31'))) {
            @{ Value = $text; Id = 'Exo.Argument.AsOfNotADate' }
        }
        @{ Value = 46387; Id = 'Exo.Argument.AsOfNotADate' }
        @{ Value = '2025-03-31'; Id = 'Exo.Argument.AsOfTooEarly' }
        @{ Value = '0001-01-01'; Id = 'Exo.Argument.AsOfTooEarly' }
        @{ Value = (New-Object -TypeName datetime 2025, 3, 31, 23, 59, 59); Id = 'Exo.Argument.AsOfTooEarly' }
    ) {
        foreach ($call in @(
                { Get-ExoMailboxAuthState -Snapshot $sample -AsOf $Value }
                { Test-ExoModernAuthReadiness -Snapshot $sample -AsOf $Value }
                { Get-ExoAuthDeadline -AsOf $Value })) {
            $failure = Get-TestFailure -Script $call
            $failure.FullyQualifiedErrorId | Should -BeLike "$Id,*"
            $failure.CategoryInfo.Category | Should -Be 'InvalidArgument'
            $failure.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        }
        if ($Value -is [string]) {
            (Get-TestFailure -Script { Get-ExoAuthDeadline -AsOf $Value }).Exception.Message.Contains("'$Value'") |
                Should -BeTrue
        }
    }

    It 'that is null is refused' {
        { Get-ExoMailboxAuthState -Snapshot $sample -AsOf $null } | Should -Throw
        { Test-ExoModernAuthReadiness -Snapshot $sample -AsOf $null } | Should -Throw
        { Get-ExoAuthDeadline -AsOf $null } | Should -Throw
    }

    It 'moves verdicts: <AsOf>, Smtp Basic <SmtpBasic>, Ews OAuth <EwsOAuth>' -ForEach @(
        @{ AsOf = '2026-11-25'; SmtpBasic = 'Allowed'; EwsOAuth = 'Conditional' }
        @{ AsOf = '2026-12-30'; SmtpBasic = 'Allowed'; EwsOAuth = 'Conditional' }
        @{ AsOf = '2026-12-31'; SmtpBasic = 'Blocked'; EwsOAuth = 'Conditional' }
        @{ AsOf = '2027-03-31'; SmtpBasic = 'Blocked'; EwsOAuth = 'Conditional' }
        @{ AsOf = '2027-04-01'; SmtpBasic = 'Blocked'; EwsOAuth = 'Blocked' }
    ) {
        $state = Get-ExoMailboxAuthState -Identity 'mfp-tokyo-12f@contoso.com' -Snapshot $sample -AsOf $AsOf
        $state.SmtpBasic | Should -Be $SmtpBasic
        $state.EwsOAuth | Should -Be $EwsOAuth
    }
}

Describe 'A date in <Zone>' -ForEach @(
    @{ Zone = 'Asia/Tokyo'; Hours = 9 }
    @{ Zone = 'America/Los_Angeles'; Hours = -8 }
) {
    BeforeAll {
        $child = Invoke-TestChild -Environment @{ TZ = $Zone } -Argument $sample -Script {
            param($sample)
            $asked = @{
                Snapshot = $sample
                Identity = 'mfp-tokyo-12f@contoso.com'
                Protocol = 'Smtp'
                Method   = 'Basic'
            }
            $values = [ordered]@{
                Text   = '2026-12-31T23:30:00Z'
                Utc    = [datetime]::SpecifyKind('2026-12-31T23:30:00', 'Utc')
                Early  = [datetime]::SpecifyKind('2026-12-31T00:30:00', 'Utc')
                Local  = [datetime]::SpecifyKind('2026-12-31T23:30:00', 'Local')
                Offset = New-Object -TypeName System.DateTimeOffset 2026, 12, 31, 23, 30, 0, ([timespan]::Zero)
            }
            $dates = foreach ($name in $values.Keys) {
                $state = @(Get-ExoMailboxAuthState @asked -Trace -AsOf $values[$name])[0]
                "$name=" + ($state.Trace | Where-Object -Property Property -EQ -Value 'date').Value
            }
            $state = Get-ExoMailboxAuthState @asked -AsOf 2026-11-25 -Expand
            $before = '{0:yyyy-MM-dd}' -f [datetime]::Now
            $used = Get-ExoMailboxAuthState @asked -Trace
            @{
                Hours     = [System.TimeZoneInfo]::Local.BaseUtcOffset.TotalHours
                Dates     = $dates
                ChangesOn = '{0:yyyy-MM-dd HH:mm} {1}' -f $state.ChangesOn, $state.ChangesOn.Kind
                Today     = @($before, ('{0:yyyy-MM-dd}' -f [datetime]::Now))
                Used      = ($used.Trace | Where-Object -Property Property -EQ -Value 'date').Value
            }
        }
        $told = $child.Output[0]

        function Assert-Zone {
            if ($told['Hours'] -ne $Hours) {
                Set-ItResult -Skipped -Because "the zone of this machine cannot be chosen by TZ: $($told['Hours'])"
            }
        }
    }

    It 'is what was written' {
        Assert-Zone
        @($told['Dates']) |
            Should -Be @('Text', 'Utc', 'Early', 'Local', 'Offset' | ForEach-Object -Process { "$_=2026-12-31" })
    }

    It 'is the local day where none is given' {
        Assert-Zone
        $told['Used'] | Should -BeIn $told['Today']
    }

    It 'comes back at 00:00, of no zone' {
        Assert-Zone
        $told['ChangesOn'] | Should -BeExactly '2026-12-31 00:00 Unspecified'
    }
}

Describe '-SmtpBasicReenabled at <AsOf> with <Given> and <Manifest> in the manifest' -ForEach @(
    # Collected on 2026-11-20, before the switch: a forecast.
    @{ AsOf = '2027-01-10'; Given = 'true'; Manifest = 'null'; Collected = '2026-11-20'; Verdict = 'Allowed'
        Reason = 'None' }
    @{ AsOf = '2027-01-10'; Given = 'false'; Manifest = 'null'; Collected = '2026-11-20'; Verdict = 'Blocked'
        Reason = 'SmtpBasicOffByDefault' }
    @{ AsOf = '2027-01-10'; Given = 'null'; Manifest = 'null'; Collected = '2026-11-20'; Verdict = 'Blocked'
        Reason = 'SmtpBasicOffByDefault' }
    @{ AsOf = '2027-01-10'; Given = 'nothing'; Manifest = 'null'; Collected = '2026-11-20'; Verdict = 'Blocked'
        Reason = 'SmtpBasicOffByDefault' }
    # Collected after it: not known.
    @{ AsOf = '2027-01-10'; Given = 'nothing'; Manifest = 'null'; Collected = '2027-01-05'; Verdict = 'Unknown'
        Reason = 'SmtpBasicSwitchNotRead' }
    @{ AsOf = '2027-01-10'; Given = 'null'; Manifest = 'null'; Collected = '2027-01-05'; Verdict = 'Unknown'
        Reason = 'SmtpBasicSwitchNotRead' }
    # The manifest's word, and the admin's over it.
    @{ AsOf = '2027-01-10'; Given = 'nothing'; Manifest = 'true'; Collected = '2027-01-05'; Verdict = 'Allowed'
        Reason = 'None' }
    @{ AsOf = '2027-01-10'; Given = 'null'; Manifest = 'true'; Collected = '2027-01-05'; Verdict = 'Allowed'
        Reason = 'None' }
    @{ AsOf = '2027-01-10'; Given = 'false'; Manifest = 'true'; Collected = '2027-01-05'; Verdict = 'Blocked'
        Reason = 'SmtpBasicOffByDefault' }
    @{ AsOf = '2027-01-10'; Given = 'true'; Manifest = 'false'; Collected = '2027-01-05'; Verdict = 'Allowed'
        Reason = 'None' }
    # Before the switch it does not count.
    @{ AsOf = '2026-12-30'; Given = 'false'; Manifest = 'null'; Collected = '2026-11-20'; Verdict = 'Allowed'
        Reason = 'None' }
) {
    It 'is <Verdict>, <Reason>' {
        $tenant = Get-TestTenant -Count 1
        $tenant['manifest.json'] = $tenant['manifest.json'].Replace('2026-11-20T08', "${Collected}T08").Replace(
            '{"schema":1,', "{""schema"":1,""smtpBasicReenabled"":$Manifest,")
        $snapshot = Write-TestSnapshot -Name "$Given-$Manifest-$Collected" -Tenant $tenant
        $with = @{ Snapshot = $snapshot; AsOf = $AsOf; Protocol = 'Smtp'; Method = 'Basic'; Expand = $true }
        switch ($Given) {
            'true' { $with['SmtpBasicReenabled'] = $true }
            'false' { $with['SmtpBasicReenabled'] = $false }
            'null' { $with['SmtpBasicReenabled'] = $null }
        }
        $found = Get-ExoMailboxAuthState @with
        $found.Verdict | Should -Be $Verdict
        $found.Reason | Should -Be $Reason
    }
}
