# Get-ExoAuthDeadline: the calendar as objects.
[System.Diagnostics.CodeAnalysis.SuppressMessageAttribute(
    'PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'BeforeAll sets what It reads')]
[System.Diagnostics.CodeAnalysis.SuppressMessageAttribute(
    'PSReviewUnusedParameter', '', Justification = 'script blocks inside read them')]
param()

BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'Setup.ps1')
    Import-TestModule
    $calendar = Get-TestData -Path 'native/policy/data/calendar.json'
    $catalogue = Get-TestData -Path 'native/findings/data/catalogue.json'
    $deadlines = @(Get-ExoAuthDeadline -AsOf 2026-11-25)

    function Get-Id {
        param([object[]] $Of)
        @($Of | ForEach-Object -Process { $_.Id }) -join ' '
    }
}

Describe 'A deadline' {
    It 'has its properties, always and in order' {
        $names = @(
            'Id', 'Date', 'Precision', 'DaysLeft', 'Stops', 'Protocol', 'Method', 'Confidence', 'Cloud', 'Source')
        foreach ($deadline in $deadlines) {
            $deadline.PSObject.TypeNames[0] | Should -Be 'ExoModernAuth.Deadline'
            @($deadline.PSObject.Properties.Name) | Should -Be $names
        }
    }

    It 'is there for each row of the calendar, with what the row says' {
        $deadlines.Count | Should -Be $calendar.rows.Count
        for ($number = 0; $number -lt $deadlines.Count; $number++) {
            $deadline = $deadlines[$number]
            $row = $calendar.rows[$number]
            $deadline.Id | Should -BeExactly $row.id
            $deadline.Precision | Should -Be $row.precision
            $deadline.Confidence | Should -BeExactly $row.confidence
            @($deadline.Protocol) | Should -Be @($row.protocols)
            @($deadline.Method) | Should -Be @($row.methods)
            @($deadline.Cloud) | Should -Be @($row.clouds)
            $deadline.Source.Title | Should -BeExactly $row.source.title
            $deadline.Source.Link | Should -BeExactly $row.source.link
            $deadline.Stops | Should -BeExactly $catalogue.deadlines.($row.id).en
            $date = if ($row.date) { [datetime] $row.date }
            $deadline.Date | Should -Be $date
        }
    }

    It 'is a date without time and zone, or none' {
        $none = @($deadlines | Where-Object -FilterScript { $null -eq $_.Date })
        Get-Id -Of $none | Should -Be 'SmtpBasicFinal'
        $null -eq $none[0].DaysLeft | Should -BeTrue
        foreach ($deadline in $deadlines | Where-Object -FilterScript { $null -ne $_.Date }) {
            $deadline.Date | Should -BeOfType 'datetime'
            $deadline.Date.TimeOfDay | Should -Be ([timespan]::Zero)
            $deadline.Date.Kind | Should -Be 'Unspecified'
        }
    }

    It 'is text by itself and in lists' {
        $end = $deadlines | Where-Object -Property Id -EQ -Value 'EwsRetired'
        "$end" | Should -BeExactly 'EwsRetired'
        $end.Method.ToString() | Should -BeExactly 'Basic, OAuth, AppOnly'
        $end.Source.ToString() | Should -BeExactly "$($end.Source.Title) <$($end.Source.Link)>"
    }

    It 'comes in the order of dates, those without one after what is known to be earlier' {
        $known = @($deadlines | Where-Object -FilterScript { $null -ne $_.Date } |
            ForEach-Object -Process { $_.Date })
        $known -join ' ' | Should -Be (@($known | Sort-Object) -join ' ')
    }

    It 'lives through Export-Csv' {
        $file = Join-Path -Path $TestDrive -ChildPath 'deadlines.csv'
        $deadlines | Export-Csv -LiteralPath $file -NoTypeInformation -Encoding UTF8
        $rows = @(Import-Csv -LiteralPath $file -Encoding UTF8)
        @($rows.Id) | Should -Be @($deadlines.Id)
        $rows[0].Protocol | Should -BeExactly 'MapiHttp, Ews, ActiveSync, Imap, Pop'
        $rows[0].Source | Should -BeExactly $deadlines[0].Source.ToString()
    }

    It 'can be compared and sorted' {
        $soon = $deadlines | Where-Object -FilterScript { $_.DaysLeft -gt 0 -and $_.DaysLeft -le 60 }
        Get-Id -Of @($soon | Sort-Object -Property Id) | Should -Be (
            'CredentialParameterRemoved EasCertificateRetired SmtpBasicNewTenants SmtpBasicOffByDefault')
        @($deadlines | Sort-Object -Property DaysLeft -Descending)[0].Id | Should -Be 'HveBasicEnds'
    }
}

Describe '-AsOf' {
    It 'counts days to the date: <AsOf> to the end of EWS is <Days>' -ForEach @(
        @{ AsOf = '2027-03-31'; Days = 1 }
        @{ AsOf = '2027-04-01'; Days = 0 }
        @{ AsOf = '2027-04-02'; Days = -1 }
        @{ AsOf = '2026-04-01'; Days = 365 }
        @{ AsOf = [datetime]::SpecifyKind('2027-03-31T23:59:00', 'Utc'); Days = 1 }
        @{ AsOf = '2028-04-01'; Days = -366 }
    ) {
        $deadline = Get-ExoAuthDeadline -AsOf $AsOf | Where-Object -Property Id -EQ -Value 'EwsRetired'
        $deadline.DaysLeft | Should -Be $Days
        $deadline.DaysLeft | Should -BeOfType 'long'
    }

    It 'changes nothing else' {
        $later = @(Get-ExoAuthDeadline -AsOf 2030-01-01)
        Get-Id -Of $later | Should -Be (Get-Id -Of $deadlines)
        @($later.Date) | Should -Be @($deadlines.Date)
    }
}

Describe 'The choice' {
    # What the calendar says decides; the command is asked in another case and order.
    It 'of -Protocol <_> gives the rows that name it' -ForEach @(
        'MapiHttp', 'Ews', 'ActiveSync', 'Imap', 'Pop', 'Smtp', 'Autodiscover', 'OutlookWeb', 'PowerShell'
    ) {
        $name = $_
        $expected = @($calendar.rows | Where-Object -FilterScript { $_.protocols -contains $name } |
            ForEach-Object -Process { $_.id }) -join ' '
        Get-Id -Of (Get-ExoAuthDeadline -Protocol $name.ToUpperInvariant()) | Should -BeExactly $expected
    }

    It 'of -Method <_> gives the rows that name it' -ForEach 'Basic', 'OAuth', 'Certificate', 'AppOnly' {
        $name = $_
        $expected = @($calendar.rows | Where-Object -FilterScript { $_.methods -contains $name } |
            ForEach-Object -Process { $_.id }) -join ' '
        $expected | Should -Not -BeNullOrEmpty
        Get-Id -Of (Get-ExoAuthDeadline -Method $name.ToUpperInvariant()) | Should -BeExactly $expected
    }

    It 'of -Cloud <_> gives the rows that name it' -ForEach 'Global', 'GCC', 'GCCHigh', 'DoD', 'China' {
        $name = $_
        $expected = @($calendar.rows | Where-Object -FilterScript { $_.clouds -contains $name } |
            ForEach-Object -Process { $_.id }) -join ' '
        $expected | Should -Not -BeNullOrEmpty
        Get-Id -Of (Get-ExoAuthDeadline -Cloud $name.ToUpperInvariant()) | Should -BeExactly $expected
    }

    It 'of several names is any of them, of several parameters all of them' {
        Get-Id -Of (Get-ExoAuthDeadline -Protocol Pop, Autodiscover) |
            Should -Be 'BasicRetired BasicAutodiscoverRetired LegacyTlsPopImap'
        Get-Id -Of (Get-ExoAuthDeadline -Protocol Pop -Method OAuth) | Should -Be 'LegacyTlsPopImap'
        @(Get-ExoAuthDeadline -Protocol Pop -Method OAuth -Cloud China).Count | Should -Be 0
        @(Get-ExoAuthDeadline -Protocol Pop -Method OAuth -Cloud China, Global).Count | Should -Be 1
    }

    It 'of a combination that no calendar has is empty, not an error' {
        $told = Get-TestStream -Script { Get-ExoAuthDeadline -Protocol OutlookWeb }
        foreach ($stream in 'Output', 'Error', 'Warning') {
            $told.$stream | Should -BeNullOrEmpty
        }
        $told.Thrown | Should -BeNullOrEmpty
    }

    It 'takes no other word for -<_>' -ForEach 'Protocol', 'Method', 'Cloud' {
        $choice = @{ $_ = 'Nonsense' }
        (Get-TestFailure -Script { Get-ExoAuthDeadline @choice }).FullyQualifiedErrorId |
            Should -Be 'ParameterArgumentValidationError,Get-ExoAuthDeadline'
    }

    It 'offers for -Cloud and -Protocol what the calendar and the verdicts know' {
        $set = { param($name) (Get-Command -Name Get-ExoAuthDeadline).Parameters[$name].Attributes.ValidValues }
        $clouds = @($calendar.rows | ForEach-Object -Process { $_.clouds } | Sort-Object -Unique)
        & $set 'Cloud' | Sort-Object | Should -Be $clouds
        & $set 'Protocol' |
            Should -Be (Get-Command -Name Get-ExoMailboxAuthState).Parameters['Protocol'].Attributes.ValidValues
        & $set 'Method' |
            Should -Be (Get-Command -Name Get-ExoMailboxAuthState).Parameters['Method'].Attributes.ValidValues
    }
}

Describe 'The command' {
    It 'writes deadlines and nothing else' {
        $told = Get-TestStream -Script { Get-ExoAuthDeadline -AsOf 2026-11-25 }
        $told.Output.Count | Should -Be $deadlines.Count
        foreach ($stream in 'Error', 'Warning', 'Verbose', 'Debug', 'Information') {
            $told.$stream | Should -BeNullOrEmpty -Because $stream
        }
    }

    It 'takes parameters by name alone, as the other commands do' {
        foreach ($parameter in (Get-Command -Name Get-ExoAuthDeadline).ParameterSets[0].Parameters) {
            $parameter.Position |
                Should -BeLessThan 0 -Because "-$($parameter.Name) has no place that anybody documented"
        }
    }
}
