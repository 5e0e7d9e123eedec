# Ctrl+C, early ends, and two runspaces at once.
#
# A read that certainly goes on needs a file that does not end: on Linux and macOS a FIFO into which the
# test writes rows. Elsewhere the command waits for a reader that does not come.
[System.Diagnostics.CodeAnalysis.SuppressMessageAttribute(
    'PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'BeforeAll sets what It reads')]
[System.Diagnostics.CodeAnalysis.SuppressMessageAttribute(
    'PSReviewUnusedParameter', '', Justification = 'script blocks inside read them')]
param()

BeforeDiscovery {
    $noFifo = $PSVersionTable.PSEdition -eq 'Desktop' -or $IsWindows -or
    -not (Get-Command -Name mkfifo -CommandType Application -ErrorAction SilentlyContinue)
}

BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'Setup.ps1')
    Import-TestModule
    $module = Get-TestModule
    $tiny = Write-TestSnapshot -Name 'tiny' -Tenant (Get-TestTenant -Count 2)
    $many = Write-TestSnapshot -Name 'many' -Tenant (Get-TestTenant -Count 3000)
    $patience = 30000

    # A snapshot whose mailboxes come through a FIFO, the stream into it, and rows enough to fill every
    # buffer on the way.
    function Open-Fifo {
        $tenant = Get-TestTenant -Count 6000
        $bytes = [System.Text.Encoding]::UTF8.GetBytes($tenant['cas-mailboxes.ndjson'])
        $path = Write-TestSnapshot -Tenant @{ 'manifest.json' = '{"schema":1}' }
        $file = Join-Path -Path $path -ChildPath 'cas-mailboxes.ndjson'
        $null = & mkfifo $file
        # Opened for both, so that neither side waits for the other.
        $how = $file, 'Open', 'ReadWrite', 'ReadWrite', 1, $false
        $stream = New-Object -TypeName System.IO.FileStream -ArgumentList $how
        @{ Path = $path; File = $file; Stream = $stream; Bytes = $bytes }
    }

    # Writes the rows; says whether somebody read them.
    function Send-Row {
        param([hashtable] $Fifo, [System.IO.Stream] $To = $Fifo.Stream)
        $sent = $To.WriteAsync($Fifo.Bytes, 0, $Fifo.Bytes.Length)
        try { $sent.Wait($patience) } catch { $false }
    }

    function Close-Fifo {
        param([hashtable] $Fifo)
        $Fifo.Stream.Dispose()
        [System.IO.File]::Delete($Fifo.File)
    }

    # A script in a runspace of its own, with the module; it gets -Argument, and opens the gate when it has
    # got something.
    function Invoke-Other {
        param([string] $Script, [object[]] $Argument)
        $gate = New-Object -TypeName System.Threading.ManualResetEventSlim
        $shell = [powershell]::Create()
        $null = $shell.AddScript(@'
param($module, $gate, $path, $more)
Import-Module -Name $module
$with = @{ Snapshot = $path; AsOf = '2026-11-25' }
'@ + "`n$Script")
        $null = $shell.AddArgument($module).AddArgument($gate)
        foreach ($value in $Argument) { $null = $shell.AddArgument($value) }
        $none = New-Object -TypeName 'System.Management.Automation.PSDataCollection[psobject]'
        $none.Complete()
        $output = New-Object -TypeName 'System.Management.Automation.PSDataCollection[psobject]'
        $handle = $shell.BeginInvoke($none, $output)
        @{ Shell = $shell; Gate = $gate; Output = $output; Handle = $handle }
    }

    # Stops it as Ctrl+C does; gives the milliseconds until it had stopped.
    function Measure-Stop {
        param([hashtable] $Other)
        $watch = [System.Diagnostics.Stopwatch]::StartNew()
        $Other.Shell.Stop()
        $watch.ElapsedMilliseconds
    }
}

Describe 'Ctrl+C' {
    It 'ends <Name> at once while it reads' -Skip:$noFifo -ForEach @(
        @{ Name = 'mailboxes'
            Script = 'Get-ExoMailboxAuthState @with | ForEach-Object -Process { $gate.Set(); $_ }' }
        @{ Name = 'verdicts'
            Script = 'Get-ExoMailboxAuthState @with -Expand | ForEach-Object -Process { $gate.Set(); $_ }' }
        @{ Name = 'findings'
            Script = '$gate.Set(); Test-ExoModernAuthReadiness @with' }
        @{ Name = 'a search for one'
            Script = '$gate.Set(); Get-ExoMailboxAuthState nobody @with' }
    ) {
        # Of three tries the best: a machine that is busy with something else is no fault.
        $times = foreach ($try in 1..3) {
            $fifo = Open-Fifo
            $other = Invoke-Other -Script $Script -Argument $fifo.Path
            try {
                Send-Row -Fifo $fifo | Should -BeTrue -Because 'the rows are read'
                $other.Gate.Wait($patience) | Should -BeTrue -Because 'it has begun'
                $other.Handle.IsCompleted | Should -BeFalse -Because 'the file has not ended'
                Measure-Stop -Other $other
                "$($other.Shell.InvocationStateInfo.State)" | Should -Be 'Stopped'
                @($other.Shell.Streams.Error).Count | Should -Be 0
            } finally {
                $other.Shell.Dispose()
                Close-Fifo -Fifo $fifo
            }
        }
        ($times | Measure-Object -Minimum).Minimum | Should -BeLessThan 900
        @(Get-ExoMailboxAuthState -Snapshot $tiny -AsOf 2026-11-25).Count | Should -Be 2
    }

    It 'leaves no part of a file behind' -Skip:$noFifo {
        $fifo = Open-Fifo
        $folder = Join-Path -Path $TestDrive -ChildPath 'out'
        $null = [System.IO.Directory]::CreateDirectory($folder)
        $file = Join-Path -Path $folder -ChildPath 'states.csv'
        $other = Invoke-Other -Argument $fifo.Path, $file -Script (
            'Get-ExoMailboxAuthState -Snapshot $path -AsOf 2026-11-25 -OutFile $more')
        try {
            Send-Row -Fifo $fifo | Should -BeTrue
            @(Get-ChildItem -LiteralPath $folder).Count |
                Should -Be 1 -Because 'it is being written beside its place'
            Measure-Stop -Other $other | Should -BeLessThan 10000
        } finally {
            $other.Shell.Dispose()
            Close-Fifo -Fifo $fifo
        }
        # The thread that reads sees the end of the file now.
        $gone = [System.Func[bool]] { [System.IO.Directory]::GetFileSystemEntries($folder).Length -eq 0 }
        [System.Threading.SpinWait]::SpinUntil($gone, $patience) | Should -BeTrue
    }

    It 'ends a command whose rows nobody takes' {
        $times = foreach ($try in 1..3) {
            $other = Invoke-Other -Argument $many -Script @'
Get-ExoMailboxAuthState -Snapshot $path -AsOf 2026-11-25 | ForEach-Object -Process {
    $gate.Set()
    Wait-Event -SourceIdentifier ExoNever -Timeout 100
}
'@
            try {
                $other.Gate.Wait($patience) | Should -BeTrue
                Measure-Stop -Other $other
                "$($other.Shell.InvocationStateInfo.State)" | Should -Be 'Stopped'
                # The runspace is as good as before.
                $other.Shell.Commands.Clear()
                $again = 'param($path) @(Get-ExoMailboxAuthState -Snapshot $path -AsOf 2026-11-25).Count'
                $null = $other.Shell.AddScript($again).AddArgument($many)
                $other.Shell.Invoke()[0] | Should -Be 3000
            } finally {
                $other.Shell.Dispose()
            }
        }
        ($times | Measure-Object -Minimum).Minimum | Should -BeLessThan 900
    }

    It 'lets a process end whose library still reads' -Skip:$noFifo {
        $fifo = Open-Fifo
        try {
            $sent = $fifo.Stream.WriteAsync($fifo.Bytes, 0, $fifo.Bytes.Length)
            $child = Invoke-TestChild -Argument $fifo.Path -Script {
                param($path)
                (Get-ExoMailboxAuthState -Snapshot $path -AsOf 2026-11-25 | Select-Object -First 1).Identity
            }
            $child.Output | Should -Be @('00000001-0000-4000-8000-000000000001')
            $child.ExitCode | Should -Be 0
        } finally {
            Close-Fifo -Fifo $fifo
        }
    }
}

Describe 'Select-Object -First' {
    It 'has enough before the file ends: <Name>' -Skip:$noFifo -ForEach @(
        @{ Name = 'mailboxes'
            Script = 'Get-ExoMailboxAuthState @with | Select-Object -First 3' }
        @{ Name = 'traced verdicts'
            Script = 'Get-ExoMailboxAuthState @with -Expand -Trace -Protocol Smtp | Select-Object -First 3' }
    ) {
        $fifo = Open-Fifo
        # In a runspace of its own, so that a command that waits for the end does not hang the tests.
        $other = Invoke-Other -Argument $fifo.Path -Script $Script
        try {
            $null = $fifo.Stream.WriteAsync($fifo.Bytes, 0, $fifo.Bytes.Length)
            $other.Handle.AsyncWaitHandle.WaitOne($patience) | Should -BeTrue
            @($other.Output).UserPrincipalName.Count | Should -Be 3
            @($other.Shell.Streams.Error).Count | Should -Be 0
        } finally {
            $other.Shell.Stop()
            $other.Shell.Dispose()
            Close-Fifo -Fifo $fifo
        }
    }

    It 'ends the work as well: nobody reads any more' -Skip:$noFifo {
        $fifo = Open-Fifo
        $how = $fifo.File, 'Open', 'Write', 'ReadWrite', 1, $false
        $writer = New-Object -TypeName System.IO.FileStream -ArgumentList $how
        $other = Invoke-Other -Argument $fifo.Path -Script @'
Get-ExoMailboxAuthState -Snapshot $path -AsOf 2026-11-25 | Select-Object -First 1
$gate.Set()
'@
        try {
            $sent = $writer.WriteAsync($fifo.Bytes, 0, $fifo.Bytes.Length)
            $other.Gate.Wait($patience) | Should -BeTrue
            # From here on the library alone may be reading, and a pipe that nobody reads is broken.
            $fifo.Stream.Dispose()
            $broken = $false
            foreach ($try in 1..8) {
                try {
                    if (-not $sent.Wait(10000)) { break }
                } catch {
                    $broken = $true
                    break
                }
                $sent = $writer.WriteAsync($fifo.Bytes, 0, $fifo.Bytes.Length)
            }
            $broken | Should -BeTrue -Because 'the job is closed, so its thread stops at its next look'
        } finally {
            $other.Shell.Stop()
            $other.Shell.Dispose()
            if ($broken) { $writer.Dispose() }
            [System.IO.File]::Delete($fifo.File)
        }
    }

    It 'gives the first rows, again and again' {
        foreach ($count in 1, 2, 511, 512, 513, 2999) {
            @(Get-ExoMailboxAuthState -Snapshot $many -AsOf 2026-11-25 | Select-Object -First $count).Count |
                Should -Be $count
        }
        @(Get-ExoMailboxAuthState -Snapshot $many -AsOf 2026-11-25 |
            Select-Object -First 1)[0].PrimarySmtpAddress | Should -Be 'm00001@contoso.com'
        @(Test-ExoModernAuthReadiness -Snapshot $tiny -AsOf 2026-11-25 | Select-Object -First 1).Count |
            Should -Be 1
        # An early end is no error, and the error of -FailOn is not reached.
        @(Test-ExoModernAuthReadiness -Snapshot $tiny -AsOf 2026-11-25 -FailOn Info |
            Select-Object -First 1).Count | Should -Be 1
    }
}

Describe 'Early ends' {
    It 'by <Name> leave the next command alone' -ForEach @(
        @{ Name = 'throw'; Take = { throw 'enough' } }
        @{ Name = 'break'; Take = { break } }
        @{ Name = 'an error that stops'
            Take = { Get-Item -LiteralPath (Join-Path -Path $TestDrive -ChildPath nowhere) -ErrorAction Stop } }
    ) {
        foreach ($once in 1) {
            try {
                Get-ExoMailboxAuthState -Snapshot $many -AsOf 2026-11-25 | ForEach-Object -Process $Take
            } catch {
                $null = $_
            }
        }
        @(Get-ExoMailboxAuthState -Snapshot $many -AsOf 2026-11-25).Count | Should -Be 3000
    }

    It 'by an error of a reader give that error, of <Name>' -ForEach @(
        @{ Name = 'mailboxes'; Emit = { Get-ExoMailboxAuthState -Snapshot $many -AsOf 2026-11-25 } }
        @{ Name = 'verdicts'; Emit = { Get-ExoMailboxAuthState -Snapshot $many -AsOf 2026-11-25 -Expand } }
        @{ Name = 'traces'; Emit = { Get-ExoMailboxAuthState -Snapshot $tiny -AsOf 2026-11-25 -Trace } }
        @{ Name = 'findings'; Emit = { Test-ExoModernAuthReadiness -Snapshot $tiny -AsOf 2026-11-25 } }
        @{ Name = 'deadlines'; Emit = { Get-ExoAuthDeadline } }
    ) {
        $failure = Get-TestFailure -Script { & $Emit |
            ForEach-Object -Process { Get-Item -LiteralPath NoSuchDrive:/x -ErrorAction Stop } }
        $failure.FullyQualifiedErrorId | Should -BeLike 'DriveNotFound,*'
        $failure = Get-TestFailure -Script { & $Emit | ForEach-Object -Process { throw 'enough' } }
        $failure.Exception.Message | Should -BeExactly 'enough'
        $failure.FullyQualifiedErrorId | Should -BeExactly 'enough'
    }

    It 'keep nothing open, however often they come' {
        # Of the 4,096 jobs that a process may have all but 96 are taken, so that a few that stay open would
        # be too many soon.
        $child = Invoke-TestChild -Argument $tiny -Script {
            param($tiny)
            $with = @{ Snapshot = $tiny; AsOf = '2026-11-25' }
            $null = Get-ExoMailboxAuthState @with
            $native = 'ExoModernAuth.Interop.V1.Native' -as [type]
            $session = $native::SessionOpen()
            $tenant = @{ snapshot = 'nowhere'; asOf = '2026-11-25'; smtpBasicReenabled = $null }
            $request = @{ v = 1; op = 'readiness'; args = @{ tenant = $tenant } }
            foreach ($number in 1..4000) { $null = $native::JobStart($session, $request) }
            foreach ($number in 1..250) {
                $null = Get-ExoMailboxAuthState @with | Select-Object -First 1
                $null = Test-ExoModernAuthReadiness @with | Select-Object -First 1
                try { Get-ExoMailboxAuthState @with |
                    ForEach-Object -Process { throw 'enough' } } catch { $null = $_ }
                try { $null = Test-ExoModernAuthReadiness @with -FailOn High } catch { $null = $_ }
            }
            @(Get-ExoMailboxAuthState @with).Count
            # And there is such a limit.
            try {
                foreach ($number in 1..97) { $null = $native::JobStart($session, $request) }
            } catch {
                $number
            }
        }
        $child.Output | Should -Be @(2, 97)
    }
}

Describe 'Two runspaces at once' {
    It 'keep their snapshots and languages apart' {
        $catalogue = Get-TestData -Path 'native/findings/data/catalogue.json'
        $script = @'
[System.Threading.Thread]::CurrentThread.CurrentUICulture = [System.Globalization.CultureInfo] $more
$gate.Set()
foreach ($round in 1..20) {
    $states = @(Get-ExoMailboxAuthState -Snapshot $path -AsOf 2026-11-25)
    $finding = @(Test-ExoModernAuthReadiness -Snapshot $path -AsOf 2026-11-25)[0]
    $text = try { Get-ExoMailboxAuthState -Snapshot nowhere } catch { $_.Exception.Message }
    $kana = $text -match '[\u3040-\u30ff]'
    '{0} {1} {2} {3}' -f $states.Count, $states[-1].PrimarySmtpAddress, $kana, $finding.Title
}
[System.Threading.Thread]::CurrentThread.CurrentUICulture.Name
'@
        # The threads alone decide on the language.
        Remove-Item -Path Env:EXO_LANGUAGE
        $one = Invoke-Other -Script $script -Argument $many, 'ja-JP'
        $two = Invoke-Other -Script $script -Argument $tiny, 'en-US'
        try {
            foreach ($other in $one, $two) {
                $other.Handle.AsyncWaitHandle.WaitOne($patience) | Should -BeTrue
                if ("$($other.Shell.Streams.Error)" -match 'culture' -or $other.Output.Count -eq 0) {
                    Set-ItResult -Skipped -Because 'this machine has no cultures'
                }
                @($other.Shell.Streams.Error).Count | Should -Be 0
            }
            $title = $catalogue.findings.'EXO-ORG-001'.title
            @($one.Output)[-1] | Should -Be 'ja-JP'
            @($one.Output | Select-Object -First 20 | Sort-Object -Unique) |
                Should -Be @("3000 m03000@contoso.com True $($title.ja)")
            @($two.Output | Select-Object -First 20 | Sort-Object -Unique) |
                Should -Be @("2 m00002@contoso.com False $($title.en)")
        } finally {
            $env:EXO_LANGUAGE = 'en'
            $one.Shell.Dispose()
            $two.Shell.Dispose()
        }
    }
}

Describe 'Progress' {
    It 'is silent where nobody looks' {
        # The outputs of a child are pipes, as those of a scheduled task are.
        $more = Write-TestSnapshot -Tenant (Get-TestTenant -Count 6000)
        $child = Invoke-TestChild -Argument $more, $module -Script {
            param($more, $module)
            $shell = [powershell]::Create()
            # The first row waits, so that the command lasts longer than progress is held back, and there
            # are more rows than wait in its queue, so that progress is made afterwards.
            $null = $shell.AddScript(@'
param($module, $path)
Import-Module -Name $module
$rows = 0
Get-ExoMailboxAuthState -Snapshot $path -AsOf 2026-11-25 | ForEach-Object -Process {
    if ($rows++ -eq 0) { Wait-Event -SourceIdentifier ExoNever -Timeout 2 }
}
$rows
'@).AddArgument($module).AddArgument($more)
            $shell.Invoke()[0]
            $shell.Streams.Progress.Count
        }
        $child.Output | Should -Be @(6000, 0)
        $child.StandardOutput | Should -BeNullOrEmpty
        $child.StandardError | Should -BeNullOrEmpty
    }
}
