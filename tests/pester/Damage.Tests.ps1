# What is damaged in a snapshot: a warning with file and line, answers that say Unknown, and no end.
[System.Diagnostics.CodeAnalysis.SuppressMessageAttribute(
    'PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'BeforeAll sets what It reads')]
[System.Diagnostics.CodeAnalysis.SuppressMessageAttribute(
    'PSReviewUnusedParameter', '', Justification = 'script blocks inside read them')]
param()

BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'Setup.ps1')
    Import-TestModule

    # A tenant with changed files, and what both commands tell of it in a language.
    function Get-Told {
        param([hashtable] $Tenant, [string] $Language = 'en')
        $snapshot = Write-TestSnapshot -Tenant $Tenant
        Use-TestLanguage -Language $Language -Script {
            $with = @{ Snapshot = $snapshot; AsOf = '2026-11-25' }
            @{
                Mailboxes = Get-TestStream -Script { Get-ExoMailboxAuthState @with }
                Findings  = Get-TestStream -Script { Test-ExoModernAuthReadiness @with }
            }
        }
    }

    function Get-Finding {
        param([hashtable] $Told, [string] $Id)
        $Told.Findings.Output | Where-Object -FilterScript { $_.Id -eq $Id }
    }

    # Bytes of a text as gzip.
    function ConvertTo-Gzip {
        param([string] $Text)
        $memory = New-Object -TypeName System.IO.MemoryStream
        $mode = [System.IO.Compression.CompressionMode]::Compress
        $gzip = New-Object -TypeName System.IO.Compression.GZipStream -ArgumentList $memory, $mode
        $bytes = [System.Text.Encoding]::UTF8.GetBytes($Text)
        $gzip.Write($bytes, 0, $bytes.Length)
        $gzip.Dispose()
        , $memory.ToArray()
    }
}

Describe 'A snapshot without damage' {
    It 'gives no warning' {
        $told = Get-Told -Tenant (Get-TestTenant)
        foreach ($command in 'Mailboxes', 'Findings') {
            foreach ($stream in 'Warning', 'Error', 'Verbose', 'Debug', 'Information') {
                $told.$command.$stream | Should -BeNullOrEmpty -Because $stream
            }
            $told.$command.Thrown | Should -BeNullOrEmpty
        }
        (Get-Finding -Told $told -Id 'EXO-DATA-001').Status | Should -Be 'Pass'
    }
}

Describe 'A damaged row of <File>' -ForEach @(
    @{ File = 'cas-mailboxes.ndjson'
        Row = '{"ExternalDirectoryObjectId":"00000002-0000-4000-8000-000000000001",' }
    @{ File = 'cas-mailboxes.ndjson'; Row = 'Name  Value' }
    @{ File = 'cas-mailboxes.ndjson'; Row = '{"ImapEnabled":NaN}' }
    @{ File = 'users.ndjson'; Row = '["no object"]' }
    @{ File = 'directory-users.ndjson'; Row = '{"id":"x"' }
) {
    BeforeAll {
        $tenant = Get-TestTenant -Count 4
        $rows = $tenant[$File].TrimEnd() -split "`n"
        $tenant[$File] = (@($rows[0], $Row) + $rows[2..3]) -join "`n"
        # No promise of order or number, so that the row alone is to blame.
        $tenant['manifest.json'] = '{"schema":1,"collectedAt":"2026-11-20T08:00:00Z"}'
        $english = Get-Told -Tenant $tenant
        $japanese = Get-Told -Tenant $tenant -Language 'ja'
    }

    It 'is one warning with file and line in both languages: <Row>' {
        foreach ($command in 'Mailboxes', 'Findings') {
            $english.$command.Warning.Count | Should -Be 1
            $japanese.$command.Warning.Count | Should -Be 1
            $text = $english.$command.Warning[0].Message
            $text | Should -BeLike "*$File*"
            $text | Should -Match '(?i)\bline 2\b'
            Test-Japanese -Text $text | Should -BeFalse
            $text = $japanese.$command.Warning[0].Message
            $text | Should -BeLike "*$File*"
            $text | Should -Match '(?<!\d)2(?!\d)'
            Test-Japanese -Text $text | Should -BeTrue
        }
    }

    It 'ends nothing: <Row>' {
        foreach ($told in $english, $japanese) {
            foreach ($command in 'Mailboxes', 'Findings') {
                $told.$command.Thrown | Should -BeNullOrEmpty
                $told.$command.Error | Should -BeNullOrEmpty
            }
            $told.Mailboxes.Output.Count | Should -Be $(if ($File -eq 'cas-mailboxes.ndjson') { 3 } else { 4 })
            $told.Findings.Output.Count | Should -BeGreaterThan 5
            (Get-Finding -Told $told -Id 'EXO-DATA-001').Status | Should -Be 'Warning'
        }
    }
}

Describe 'What rests on damage' {
    It 'is Unknown: a mailbox whose user row may be the damaged one' {
        $tenant = Get-TestTenant -Count 3
        $rows = $tenant['users.ndjson'].TrimEnd() -split "`n"
        $tenant['users.ndjson'] = ($rows[0], '{broken', $rows[2]) -join "`n"
        $told = Get-Told -Tenant $tenant
        # Which waits for its row until the end of the file, so it may come last.
        $states = @($told.Mailboxes.Output | Sort-Object -Property PrimarySmtpAddress)
        @($states.SmtpBasic) | Should -Be @('Allowed', 'Unknown', 'Allowed')
        @($states.PowerShellOAuth) | Should -Be @('Allowed', 'Unknown', 'Allowed')
        @($states.ImapOAuth) | Should -Be @('Allowed', 'Allowed', 'Allowed')
    }

    It 'is Unknown where a policy was lost, Blocked where another blocks for certain' {
        $tenant = Get-TestTenant -Count 1
        $tenant['conditional-access.ndjson'] = '{broken'
        $told = Get-Told -Tenant $tenant
        $told.Mailboxes.Output[0].ImapOAuth | Should -Be 'Unknown'
        $told.Mailboxes.Output[0].ImapAppOnly | Should -Be 'Allowed'
        $told.Mailboxes.Output[0].ImapBasic | Should -Be 'Blocked'
        (Get-Finding -Told $told -Id 'EXO-CA-001').Status | Should -Be 'Unknown'
    }

    It 'is Unknown, not Pass: a tenant setting in a broken document' {
        $tenant = Get-TestTenant -Count 1
        $tenant['organization.json'] = '{"OAuth2ClientProfileEnabled":true,'
        $told = Get-Told -Tenant $tenant
        $told.Mailboxes.Warning.Count | Should -Be 1
        $told.Mailboxes.Warning[0].Message | Should -BeLike '*organization.json*'
        (Get-Finding -Told $told -Id 'EXO-ORG-001').Status | Should -Be 'Unknown'
        $told.Mailboxes.Output[0].MapiHttpOAuth | Should -Be 'Unknown'
    }

    It 'is Unknown, not Pass: findings of mailboxes some of which were lost' {
        $tenant = Get-TestTenant -Count 2
        $closed = $tenant['cas-mailboxes.ndjson'] -replace '"(Imap|Pop)Enabled":true', '"$1Enabled":false'
        $tenant['cas-mailboxes.ndjson'] = $closed + '{broken'
        $told = Get-Told -Tenant $tenant
        (Get-Finding -Told $told -Id 'EXO-POP-001').Status | Should -Be 'Unknown'
        $tenant['cas-mailboxes.ndjson'] = $closed
        (Get-Finding -Told (Get-Told -Tenant $tenant) -Id 'EXO-POP-001').Status | Should -Be 'Pass'
    }
}

Describe 'Other damage' {
    It 'of CSV is told by line' {
        $tenant = Get-TestTenant -Count 1
        $tenant['cas-mailboxes.ndjson'] = $null
        $tenant['manifest.json'] = '{"schema":1}'
        $tenant['cas-mailboxes.csv'] = @(
            'PrimarySmtpAddress,ImapEnabled', 'a@contoso.com,True', 'b@contoso.com', 'c@contoso.com,False,x'
            'd@contoso.com,False') -join "`r`n"
        $told = Get-Told -Tenant $tenant
        @($told.Mailboxes.Output.PrimarySmtpAddress) | Should -Be @('a@contoso.com', 'd@contoso.com')
        $told.Mailboxes.Warning.Count | Should -Be 2
        $told.Mailboxes.Warning[0].Message | Should -Match 'cas-mailboxes\.csv.*\b3\b'
        $told.Mailboxes.Warning[1].Message | Should -Match 'cas-mailboxes\.csv.*\b4\b'
    }

    It 'of gzip keeps what came before' {
        $tenant = Get-TestTenant -Count 200
        $bytes = ConvertTo-Gzip -Text $tenant['cas-mailboxes.ndjson']
        $tenant['cas-mailboxes.ndjson'] = $null
        $tenant['manifest.json'] = '{"schema":1}'
        $snapshot = Write-TestSnapshot -Name 'gzip' -Tenant $tenant
        $file = Join-Path -Path $snapshot -ChildPath 'cas-mailboxes.ndjson.gz'
        [System.IO.File]::WriteAllBytes($file, $bytes)
        @(Get-ExoMailboxAuthState -Snapshot $snapshot -AsOf 2026-11-25).Count | Should -Be 200
        [System.IO.File]::WriteAllBytes($file, $bytes[0..[int]($bytes.Length / 2)])
        $told = Get-TestStream -Script { Get-ExoMailboxAuthState -Snapshot $snapshot -AsOf 2026-11-25 }
        $told.Output.Count | Should -BeLessThan 200
        $told.Warning.Count | Should -Be 1
        $told.Warning[0].Message | Should -BeLike '*cas-mailboxes.ndjson.gz*'
        $told.Thrown | Should -BeNullOrEmpty
    }

    It 'a missing manifest is one warning' {
        $tenant = Get-TestTenant
        $tenant['manifest.json'] = $null
        $told = Get-Told -Tenant $tenant
        $told.Mailboxes.Warning.Count | Should -Be 1
        $told.Mailboxes.Warning[0].Message | Should -BeLike '*manifest.json*'
        $told.Mailboxes.Output.Count | Should -Be 3
    }

    It 'a second row of a mailbox is one warning, and the first counts' {
        $tenant = Get-TestTenant -Count 2
        $tenant['manifest.json'] = '{"schema":1}'
        $rows = $tenant['cas-mailboxes.ndjson']
        $second = ($rows -split "`n")[0].Replace('"ImapEnabled":true', '"ImapEnabled":false')
        $tenant['cas-mailboxes.ndjson'] = "$rows$second`n"
        $told = Get-Told -Tenant $tenant
        $told.Mailboxes.Output.Count | Should -Be 2
        $told.Mailboxes.Output[0].ImapOAuth | Should -Be 'Allowed'
        $told.Mailboxes.Warning.Count | Should -Be 1
    }

    It 'of a thousand rows is told in a hundred and one warnings' {
        $tenant = Get-TestTenant -Count 1
        $tenant['manifest.json'] = '{"schema":1}'
        $tenant['cas-mailboxes.ndjson'] += "{`n" * 1001
        $told = Get-Told -Tenant $tenant
        $told.Mailboxes.Warning.Count | Should -Be 101
        $told.Mailboxes.Warning[100].Message | Should -BeLike '*cas-mailboxes*901*'
        $told.Mailboxes.Output.Count | Should -Be 1
    }
}

Describe 'Warnings' {
    BeforeAll {
        $tenant = Get-TestTenant -Count 2
        $tenant['cas-mailboxes.ndjson'] += '{broken'
        $with = @{
            Snapshot = Write-TestSnapshot -Name 'warned' -Tenant $tenant
            AsOf     = '2026-11-25'
        }
    }

    It 'obey -WarningAction and -WarningVariable' {
        foreach ($command in 'Get-ExoMailboxAuthState', 'Test-ExoModernAuthReadiness') {
            $kept = @()
            $told = Get-TestStream -Script { & $command @with -WarningAction SilentlyContinue }
            $told.Warning | Should -BeNullOrEmpty
            $told.Output | Should -Not -BeNullOrEmpty
            $null = & $command @with -WarningVariable kept 3>$null
            $kept.Count | Should -Be 1
            { & $command @with -WarningAction Stop 3>$null } | Should -Throw
        }
        # A command that was stopped by its warning leaves the next one alone.
        @(Get-ExoMailboxAuthState @with -WarningAction SilentlyContinue).Count | Should -Be 2
    }

    It 'come before the error of -FailOn' {
        $told = Get-TestStream -Script { Test-ExoModernAuthReadiness @with -FailOn High }
        $told.Thrown.FullyQualifiedErrorId | Should -BeLike 'Exo.Readiness.Failed,*'
        $told.Warning.Count | Should -Be 1
    }

    It 'tell whether a reader of -Verdict Unknown sees what they are about' {
        $told = Get-TestStream -Script { Get-ExoMailboxAuthState @with -Verdict Unknown }
        $told.Warning.Count | Should -Be 1
        $told.Output.Count | Should -Be 0
    }
}
