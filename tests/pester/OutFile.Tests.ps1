# -OutFile: the same as what is emitted, written whole or not at all.
[System.Diagnostics.CodeAnalysis.SuppressMessageAttribute(
    'PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'BeforeAll sets what It reads')]
[System.Diagnostics.CodeAnalysis.SuppressMessageAttribute(
    'PSReviewUnusedParameter', '', Justification = 'script blocks inside read them')]
param()

BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'Setup.ps1')
    Import-TestModule
    $with = @{ Snapshot = Get-TestSample; AsOf = '2026-11-25' }

    # A file that is not there yet, in a folder of its own.
    function Get-NewFile {
        param([string] $Name)
        $folder = Join-Path -Path $TestDrive -ChildPath ([guid]::NewGuid().ToString('n'))
        $null = [System.IO.Directory]::CreateDirectory($folder)
        Join-Path -Path $folder -ChildPath $Name
    }

    function Get-FolderName {
        param([string] $File)
        @(Get-ChildItem -LiteralPath (Split-Path -Path $File -Parent) -Force |
            ForEach-Object -Process { $_.Name }) -join ' '
    }

    # Rows of a file and objects, cell by cell. A date as Export-Csv writes it depends on the culture;
    # what the file says does not.
    function Assert-SameRow {
        param([string] $File, [object[]] $InputObject)
        $rows = @(Import-Csv -LiteralPath $File -Encoding UTF8)
        $rows.Count | Should -Be $InputObject.Count
        $names = @($InputObject[0].PSObject.Properties.Name)
        @($rows[0].PSObject.Properties.Name) -join ' ' | Should -BeExactly ($names -join ' ')
        for ($number = 0; $number -lt $rows.Count; $number++) {
            foreach ($name in $names) {
                $value = $InputObject[$number].$name
                $expected = if ($null -eq $value) { '' } elseif ($value -is [datetime]) {
                    $value.ToString('yyyy-MM-dd', [cultureinfo]::InvariantCulture)
                } else { $value.ToString() }
                if ($rows[$number].$name -cne $expected) {
                    $rows[$number].$name | Should -BeExactly $expected -Because "row $number has this $name"
                }
            }
        }
    }
}

Describe 'A CSV file' {
    It 'of mailboxes is what Export-Csv would write' -ForEach @(
        @{ Choice = @{}; Count = 60 }
        @{ Choice = @{ Protocol = 'Smtp'; Method = 'Basic', 'OAuth'; Verdict = 'Allowed' }; Count = 7 }
        @{ Choice = @{ Identity = 'mfp-tokyo-12f@contoso.com', 'erp-notify@contoso.com' }; Count = 2 }
    ) {
        $file = Get-NewFile -Name 'states.csv'
        Get-ExoMailboxAuthState @with @Choice -OutFile $file | Should -BeNullOrEmpty
        $states = @(Get-ExoMailboxAuthState @with @Choice)
        $states.Count | Should -Be $Count
        Assert-SameRow -File $file -InputObject $states
        # Every cell is in quotes, as Windows PowerShell writes them, so each line is known to the letter.
        @([System.IO.File]::ReadAllLines($file))[1] |
            Should -BeExactly @($states[0] | ConvertTo-Csv -NoTypeInformation)[1]
    }

    It 'of verdicts is what Export-Csv would write, dates year first' {
        $file = Get-NewFile -Name 'verdicts.csv'
        Get-ExoMailboxAuthState @with -Expand -OutFile $file | Should -BeNullOrEmpty
        Assert-SameRow -File $file -InputObject @(Get-ExoMailboxAuthState @with -Expand)
        @(Import-Csv -LiteralPath $file -Encoding UTF8 | ForEach-Object -Process { $_.ChangesOn } |
            Sort-Object -Unique) |
            Should -Be @('', '2026-12-31', '2027-04-01')
    }

    It 'begins with a byte order mark and ends its lines as Excel does' {
        $file = Get-NewFile -Name 'states.csv'
        Get-ExoMailboxAuthState @with -OutFile $file
        $bytes = [System.IO.File]::ReadAllBytes($file)
        @($bytes[0..2]) | Should -Be @(0xef, 0xbb, 0xbf)
        @($bytes[-2..-1]) | Should -Be @(13, 10)
        $rows = @(Import-Csv -LiteralPath $file)
        Test-Japanese -Text $rows[0].DisplayName | Should -BeTrue
        $rows[0].DisplayName | Should -BeExactly (Get-ExoMailboxAuthState @with)[0].DisplayName
    }

    It 'keeps quotes, commas and line ends of names' {
        $tenant = Get-TestTenant -Count 1
        $rows = $tenant['cas-mailboxes.ndjson'].Replace('Mailbox 1', 'Say \"hi\", then\r\ngo')
        $tenant['cas-mailboxes.ndjson'] = $rows
        $snapshot = Write-TestSnapshot -Name 'quotes' -Tenant $tenant
        $file = Get-NewFile -Name 'states.csv'
        Get-ExoMailboxAuthState -Snapshot $snapshot -AsOf 2026-11-25 -OutFile $file
        $rows = @(Import-Csv -LiteralPath $file)
        $rows.Count | Should -Be 1
        $rows[0].DisplayName | Should -BeExactly "Say ""hi"", then`r`ngo"
    }

    It 'can be piped back in' {
        $file = Get-NewFile -Name 'states.csv'
        Get-ExoMailboxAuthState @with -Protocol Smtp -Method Basic -Verdict Allowed, Conditional -OutFile $file
        @(Import-Csv -LiteralPath $file | Get-ExoMailboxAuthState @with).Count | Should -Be 5
    }
}

Describe 'A file of JSON lines' {
    It 'of mailboxes has their properties and values' {
        $file = Get-NewFile -Name 'states.ndjson'
        Get-ExoMailboxAuthState @with -OutFile $file | Should -BeNullOrEmpty
        $lines = [System.IO.File]::ReadAllLines($file)
        $states = @(Get-ExoMailboxAuthState @with)
        $lines.Count | Should -Be $states.Count
        for ($number = 0; $number -lt $lines.Count; $number++) {
            $row = $lines[$number] | ConvertFrom-Json
            @($row.PSObject.Properties.Name) -join ' ' |
                Should -BeExactly (@($states[$number].PSObject.Properties.Name) -join ' ')
            foreach ($name in @(
                    'Identity', 'UserPrincipalName', 'DisplayName', 'AuthenticationPolicy'
                    'SmtpBasic', 'EwsOAuth')) {
                if ($row.$name -cne $states[$number].$name) { $row.$name |
                    Should -BeExactly $states[$number].$name }
            }
            @($row.Verdicts |
                ForEach-Object -Process { "$($_.Protocol)$($_.Method)=$($_.Verdict)($($_.Reason))" }) -join '; ' |
                Should -BeExactly $states[$number].Verdicts.ToString()
        }
        $bytes = [System.IO.File]::ReadAllBytes($file)
        $bytes[0] | Should -Be ([int] [char] '{') -Because 'it has no byte order mark'
        $bytes[-1] | Should -Be 10
    }

    It 'of verdicts has a line for each, dates as text, what is assumed as a list' {
        $file = Get-NewFile -Name 'verdicts.ndjson'
        Get-ExoMailboxAuthState @with -Identity 'mfp-tokyo-12f@contoso.com' -Expand -OutFile $file
        $single = @(Get-ExoMailboxAuthState @with -Identity 'mfp-tokyo-12f@contoso.com' -Expand)
        $lines = [System.IO.File]::ReadAllLines($file)
        $lines.Count | Should -Be 22
        for ($number = 0; $number -lt 22; $number++) {
            $row = $lines[$number] | ConvertFrom-Json
            @($row.PSObject.Properties.Name) | Should -Be @($single[$number].PSObject.Properties.Name)
            $row.Confidence | Should -BeExactly $single[$number].Confidence
            @($row.Assumed).Count | Should -Be $single[$number].Assumed.Count
            $date = $single[$number].ChangesOn
            $date = if ($null -ne $date) { '"{0:yyyy-MM-dd}"' -f $date } else { 'null' }
            $lines[$number].Contains("""ChangesOn"":$date") | Should -BeTrue
        }
    }

    It 'has traces with -Trace' -ForEach @(
        @{ Choice = @{}; Lines = 1 }
        @{ Choice = @{ Expand = $true }; Lines = 3 }
    ) {
        $file = Get-NewFile -Name 'traced.ndjson'
        $asked = $Choice + @{ Identity = 'mfp-tokyo-12f@contoso.com'; Protocol = 'Smtp' }
        Get-ExoMailboxAuthState @with @asked -Trace -OutFile $file
        $rows = @([System.IO.File]::ReadAllLines($file) | ConvertFrom-Json)
        $rows.Count | Should -Be $Lines
        $steps = @($rows | ForEach-Object -Process { $_.Trace })
        $expected = @(Get-ExoMailboxAuthState @with @asked -Trace | ForEach-Object -Process { $_.Trace })
        $steps.Count | Should -Be $expected.Count
        for ($number = 0; $number -lt $steps.Count; $number++) {
            foreach ($name in 'Protocol', 'Method', 'Gate', 'Source', 'Object', 'Property', 'Value', 'Effect') {
                "$($steps[$number].$name)" | Should -BeExactly "$($expected[$number].$name)" -Because $name
            }
        }
    }
}

Describe 'The name of a file' {
    BeforeAll {
        # A command that gets this wrong writes somewhere in the test drive.
        $before = [System.Environment]::CurrentDirectory
        $there = Join-Path -Path $TestDrive -ChildPath 'current'
        $null = [System.IO.Directory]::CreateDirectory($there)
        [System.Environment]::CurrentDirectory = $there
    }

    AfterAll {
        [System.Environment]::CurrentDirectory = $before
    }

    It 'is relative to the location of PowerShell, not of the process' {
        $file = Get-NewFile -Name 'states.csv'
        Push-Location -LiteralPath (Split-Path -Path $file -Parent)
        try {
            Get-ExoMailboxAuthState @with -OutFile 'states.csv'
            Get-ExoMailboxAuthState @with -OutFile './again.ndjson'
        } finally {
            Pop-Location
        }
        Get-FolderName -File $file | Should -Be 'again.ndjson states.csv'
    }

    It 'may be of a PowerShell drive and hold brackets, blanks and kanji' {
        $file = Get-NewFile -Name 'x'
        $root = Split-Path -Path $file -Parent
        $null = New-PSDrive -Name ExoTest -PSProvider FileSystem -Scope Global -Root $root
        try {
            Get-ExoMailboxAuthState @with -OutFile ('ExoTest:\a [1] {0}.csv' -f [char] 0x8868)
        } finally {
            Remove-PSDrive -Name ExoTest -Scope Global
        }
        Get-FolderName -File $file | Should -BeExactly ('a [1] {0}.csv' -f [char] 0x8868)
    }

    It 'may end in capitals' {
        $file = Get-NewFile -Name 'states.CSV'
        Get-ExoMailboxAuthState @with -OutFile $file
        Get-FolderName -File $file | Should -BeExactly 'states.CSV'
    }

    It '<Id> where it is <Name>' -ForEach @(
        @{ Name = 'states.txt'; Trace = $false; Id = 'Exo.Argument.OutFileEnding' }
        @{ Name = 'states'; Trace = $false; Id = 'Exo.Argument.OutFileEnding' }
        @{ Name = 'states.json'; Trace = $false; Id = 'Exo.Argument.OutFileEnding' }
        @{ Name = 'states.csv'; Trace = $true; Id = 'Exo.Argument.OutFileTrace' }
        @{ Name = 'no/such/folder/states.csv'; Trace = $false; Id = 'Exo.OutFile.Unwritable' }
    ) {
        $file = Get-NewFile -Name $Name
        $null = [System.IO.Directory]::CreateDirectory((Join-Path -Path $TestDrive -ChildPath 'empty'))
        $failure = Get-TestFailure -Script { Get-ExoMailboxAuthState @with -OutFile $file -Trace:$Trace }
        $failure.FullyQualifiedErrorId | Should -Be "$Id,Get-ExoMailboxAuthState"
        $failure.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        $failure.TargetObject | Should -BeLike '*states*'
        Test-Path -LiteralPath $file | Should -BeFalse
    }

    It 'is no variable or other thing that is no file' {
        foreach ($name in 'Variable:x.csv', 'NoSuchDrive:\x.csv', 'Env:x.csv') {
            $failure = Get-TestFailure -Script { Get-ExoMailboxAuthState @with -OutFile $name }
            $failure.FullyQualifiedErrorId | Should -Be 'Exo.Argument.NotAFilePath,Get-ExoMailboxAuthState'
            $failure.Exception.Message | Should -BeLike "*-OutFile*$name*"
        }
    }
}

Describe 'A file that is there already' {
    It 'is replaced' {
        $file = Get-NewFile -Name 'states.csv'
        Write-TestText -Path $file -Text ('x' * 1000000)
        Get-ExoMailboxAuthState @with -Identity 'mfp-tokyo-12f@contoso.com' -OutFile $file
        @(Import-Csv -LiteralPath $file).Count | Should -Be 1
        Get-FolderName -File $file | Should -Be 'states.csv'
    }

    It 'stays as it was where the snapshot breaks on the way, and nothing else is left' {
        $tenant = Get-TestTenant -Count 3000
        $rows = $tenant['cas-mailboxes.ndjson'].TrimEnd() -split "`n"
        $tenant['cas-mailboxes.ndjson'] = (@($rows[0..2998]) + $rows[0]) -join "`n"
        $snapshot = Write-TestSnapshot -Name 'unsorted' -Tenant $tenant
        foreach ($there in $true, $false) {
            $file = Get-NewFile -Name 'states.csv'
            if ($there) { Write-TestText -Path $file -Text 'as it was' }
            $failure = Get-TestFailure -Script {
                Get-ExoMailboxAuthState -Snapshot $snapshot -AsOf 2026-11-25 -OutFile $file
            }
            $failure.FullyQualifiedErrorId | Should -BeLike 'Exo.Snapshot.NotSorted,*'
            Get-FolderName -File $file | Should -Be $(if ($there) { 'states.csv' } else { '' })
            if ($there) { [System.IO.File]::ReadAllText($file) | Should -Be 'as it was' }
        }
    }

    It 'stays where it is a folder' {
        $file = Get-NewFile -Name 'states.csv'
        $null = [System.IO.Directory]::CreateDirectory($file)
        $failure = Get-TestFailure -Script { Get-ExoMailboxAuthState @with -OutFile $file }
        $failure.FullyQualifiedErrorId | Should -BeLike 'Exo.OutFile.Unwritable,*'
        Get-FolderName -File $file | Should -Be 'states.csv'
    }
}

Describe 'With a file' {
    It 'names that no mailbox has are still errors, and warnings still come' {
        $tenant = Get-TestTenant -Count 2
        $tenant['cas-mailboxes.ndjson'] += '{broken'
        $snapshot = Write-TestSnapshot -Name 'broken' -Tenant $tenant
        $file = Get-NewFile -Name 'states.ndjson'
        $told = Get-TestStream -Script {
            'm00002@contoso.com', 'nobody@contoso.com' |
                Get-ExoMailboxAuthState -Snapshot $snapshot -AsOf 2026-11-25 -OutFile $file -ErrorAction Continue
        }
        $told.Output | Should -BeNullOrEmpty
        $told.Error.FullyQualifiedErrorId | Should -Be 'Exo.Mailbox.NotFound,Get-ExoMailboxAuthState'
        $told.Warning.Count | Should -Be 1
        @([System.IO.File]::ReadAllLines($file)).Count | Should -Be 1
    }

    It 'a choice that keeps no mailbox gives a header, and an empty pipeline no file' {
        $file = Get-NewFile -Name 'states.csv'
        Get-ExoMailboxAuthState @with -Protocol Imap -Method Basic -Verdict Allowed -OutFile $file
        @([System.IO.File]::ReadAllLines($file)).Count | Should -Be 1
        $file = Get-NewFile -Name 'states.csv'
        @() | Get-ExoMailboxAuthState @with -OutFile $file
        Get-FolderName -File $file | Should -Be ''
    }
}
