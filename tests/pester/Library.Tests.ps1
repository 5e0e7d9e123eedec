# What the commands say where the native library or the shim cannot be used.
[System.Diagnostics.CodeAnalysis.SuppressMessageAttribute(
    'PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'BeforeAll sets what It reads')]
[System.Diagnostics.CodeAnalysis.SuppressMessageAttribute(
    'PSReviewUnusedParameter', '', Justification = 'script blocks inside read them')]
param()

BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'Setup.ps1')
    $folder = Split-Path -Path (Get-TestModule) -Parent

    # A copy of the module that a script block may spoil; gives the path of its manifest.
    function Copy-Module {
        param([scriptblock] $Spoil)
        $copy = Join-Path -Path $TestDrive -ChildPath ([guid]::NewGuid().ToString('n'))
        Copy-Item -LiteralPath $folder -Destination $copy -Recurse
        $null = & $Spoil $copy
        Join-Path -Path $copy -ChildPath 'ExoModernAuth.psd1'
    }

    # What each command says in each language, in one process.
    $ask = {
        param($sample)
        foreach ($language in 'en', 'ja') {
            $env:EXO_LANGUAGE = $language
            foreach ($call in @(
                    { Get-ExoAuthDeadline }
                    { Get-ExoMailboxAuthState -Snapshot $sample }
                    { Test-ExoModernAuthReadiness -Snapshot $sample }
                    { Get-ExoMailboxAuthState -Snapshot NoSuchDrive:\x })) {
                try {
                    $null = & $call
                    @{ Language = $language; Id = 'none' }
                } catch {
                    @{
                        Language = $language
                        Id       = ($_.FullyQualifiedErrorId -split ',')[0]
                        Category = "$($_.CategoryInfo.Category)"
                        Message  = $_.Exception.Message
                        Action   = "$($_.ErrorDetails.RecommendedAction)"
                        Target   = "$($_.TargetObject)"
                    }
                }
            }
        }
    }
}

Describe 'Where <Name>' -ForEach @(
    @{
        Name  = 'the native library is missing'
        Id    = 'Exo.Native.LibraryMissing'; Category = 'ObjectNotFound'; Named = 'exo_native'
        Spoil = { param($copy) Get-ChildItem -Path "$copy/runtimes" -Recurse -File | Remove-Item }
    }
    @{
        Name  = 'the shim is missing'
        Id    = 'Exo.Native.LibraryMissing'; Category = 'ObjectNotFound'; Named = 'ExoModernAuth.Interop.dll'
        Spoil = { param($copy) Remove-Item -Path "$copy/ExoModernAuth.Interop.dll" }
    }
    @{
        Name  = 'there is no library for the platform'
        Id    = 'Exo.Native.PlatformNotSupported'; Category = 'NotImplemented'; Named = '-'
        Spoil = {
            param($copy)
            Remove-Item -Path "$copy/runtimes" -Recurse
            $null = New-Item -ItemType Directory -Path "$copy/runtimes/plan9-mips/native"
        }
    }
    @{
        # The folder of a repository that nobody built, or of a package that lost it.
        Name  = 'there is no library for any platform'
        Id    = 'Exo.Native.(LibraryMissing|PlatformNotSupported)'
        Category = '(ObjectNotFound|NotImplemented)'; Named = '-'
        Spoil = { param($copy) Remove-Item -Path "$copy/runtimes" -Recurse }
    }
    @{
        Name  = 'the native library is damaged'
        Id    = 'Exo.Native.LibraryUnusable'; Category = 'InvalidOperation'; Named = 'exo_native'
        Spoil = {
            param($copy)
            foreach ($file in Get-ChildItem -Path "$copy/runtimes" -Recurse -File) {
                [System.IO.File]::WriteAllText($file.FullName, 'no library')
            }
        }
    }
    @{
        Name  = 'the shim is damaged'
        Id    = 'Exo.Native.LibraryUnusable'; Category = 'InvalidOperation'; Named = 'ExoModernAuth.Interop.dll'
        Spoil = { param($copy) [System.IO.File]::WriteAllText("$copy/ExoModernAuth.Interop.dll", 'no assembly') }
    }
    @{
        Name  = 'the native library is of another version'
        Id    = 'Exo.Native.VersionMismatch'; Category = 'InvalidOperation'; Named = '9.8.7'
        Spoil = {
            param($copy)
            $file = "$copy/ExoModernAuth.psd1"
            $text = [System.IO.File]::ReadAllText($file) -replace "(ModuleVersion\s*=\s*)'[^']+'", "`$1'9.8.7'"
            [System.IO.File]::WriteAllText($file, $text)
        }
    }
) {
    BeforeAll {
        # Wine ends a process that loads a file which is no library.
        $leftOut = $Name -eq 'the native library is damaged' -and (Test-Path -Path 'HKCU:\Software\Wine')
        if ($leftOut) {
            return
        }
        $module = Copy-Module -Spoil $Spoil
        $child = Invoke-TestChild -Module $module -Argument (Get-TestSample) -Script $ask
    }

    It 'every command says so' {
        if ($leftOut) { Set-ItResult -Skipped -Because 'Wine ends the process'; return }
        $child.Output.Count | Should -Be 8
        foreach ($told in $child.Output) {
            $told['Id'] | Should -Match "^$Id$"
            $told['Category'] | Should -Match "^$Category$"
            $told['Message'] | Should -BeLike "*$Named*"
            $told['Action'].Length | Should -BeGreaterThan 10
            $told['Message'] + $told['Action'] | Should -Not -Match '\{\w+\}'
            # A list of nothing helps nobody.
            $told['Action'] | Should -Not -Match ':\s*\.?$'
        }
    }

    It 'in the language of the session' {
        if ($leftOut) { Set-ItResult -Skipped -Because 'Wine ends the process'; return }
        foreach ($told in $child.Output) {
            Test-Japanese -Text $told['Action'] | Should -Be ($told['Language'] -eq 'ja')
            # Where the system's own words are part of the message, they are in the language of the system.
            if ($told['Language'] -eq 'ja' -or $Id -ne 'Exo.Native.LibraryUnusable') {
                Test-Japanese -Text $told['Message'] | Should -Be ($told['Language'] -eq 'ja')
            }
        }
    }

    It 'on no other stream' {
        if ($leftOut) { Set-ItResult -Skipped -Because 'Wine ends the process'; return }
        $child.StandardOutput | Should -BeNullOrEmpty
        $child.StandardError | Should -BeNullOrEmpty
    }
}

Describe 'A library that comes back' {
    It 'is found in the same session' {
        $module = Copy-Module -Spoil { param($copy) Move-Item -Path "$copy/runtimes" -Destination "$copy/away" }
        $child = Invoke-TestChild -Module $module -Argument (Split-Path -Path $module -Parent) -Script {
            param($copy)
            try { $null = Get-ExoAuthDeadline; 'works' } catch { 'fails' }
            Move-Item -Path "$copy/away" -Destination "$copy/runtimes"
            @(Get-ExoAuthDeadline).Count
        }
        $child.Output[0] | Should -Be 'fails'
        $child.Output[1] | Should -BeGreaterThan 10
    }
}

Describe 'A module that was replaced by another version in the same process' {
    It 'refuses the library of the first, and says to open a new session' {
        $module = Copy-Module -Spoil {
            param($copy)
            $file = "$copy/ExoModernAuth.psd1"
            $text = [System.IO.File]::ReadAllText($file) -replace "(ModuleVersion\s*=\s*)'[^']+'", "`$1'9.8.7'"
            [System.IO.File]::WriteAllText($file, $text)
        }
        $child = Invoke-TestChild -Argument $module -Script {
            param($other)
            $null = Get-ExoAuthDeadline
            Remove-Module -Name ExoModernAuth
            Import-Module -Name $other
            try { $null = Get-ExoAuthDeadline; 'works' } catch { ($_.FullyQualifiedErrorId -split ',')[0] }
        }
        $child.Output | Should -Be @('Exo.Native.VersionMismatch')
    }
}

Describe 'Sessions of the library' {
    BeforeAll {
        # How many more a process can open; they are closed again.
        $count = @'
function Get-Room {
    [System.GC]::Collect()
    [System.GC]::WaitForPendingFinalizers()
    $open = New-Object -TypeName System.Collections.Generic.List[object]
    try {
        while ($open.Count -lt 10000) { $open.Add([ExoModernAuth.Interop.V1.Native]::SessionOpen()) }
    } catch {
        $null = $_
    }
    foreach ($session in $open) { [ExoModernAuth.Interop.V1.Native]::SessionClose($session) }
    $open.Count
}
'@
    }

    It 'are given back by a module that is removed' {
        $child = Invoke-TestChild -Argument (Get-TestModule), $count -Script {
            param($module, $count)
            . ([scriptblock]::Create($count))
            $null = Get-ExoAuthDeadline
            Get-Room
            foreach ($round in 1..5) {
                Remove-Module -Name ExoModernAuth
                Import-Module -Name $module
                $null = Get-ExoAuthDeadline
            }
            Get-Room
        }
        $child.Output[0] | Should -BeGreaterThan 100
        $child.Output[1] | Should -Be $child.Output[0]
    }

    It 'are given back by a runspace that is closed' {
        # A host that opens a runspace for each request would come to the limit some day.
        $child = Invoke-TestChild -Argument (Get-TestModule), $count -Script {
            param($module, $count)
            . ([scriptblock]::Create($count))
            $null = Get-ExoAuthDeadline
            Get-Room
            foreach ($round in 1..5) {
                $shell = [powershell]::Create()
                $null = $shell.AddScript('param($module) Import-Module -Name $module; $null = Get-ExoAuthDeadline')
                $null = $shell.AddArgument($module).Invoke()
                $shell.Runspace.Dispose()
                $shell.Dispose()
                $shell = $null
            }
            Get-Room
        }
        $child.Output[1] | Should -Be $child.Output[0]
    }

    It 'are an error of the module where none is left' {
        $child = Invoke-TestChild -Argument (Get-TestModule) -Script {
            param($module)
            $null = Get-ExoAuthDeadline
            Remove-Module -Name ExoModernAuth
            try {
                $native = 'ExoModernAuth.Interop.V1.Native' -as [type]
                foreach ($number in 1..10000) { $null = $native::SessionOpen() }
            } catch {
                $null = $_
            }
            Import-Module -Name $module
            try { $null = Get-ExoAuthDeadline; 'works' } catch {
                ($_.FullyQualifiedErrorId -split ',')[0]
                "$($_.CategoryInfo.Category)"
                $_.ErrorDetails.RecommendedAction.Length -gt 10
            }
        }
        $child.Output | Should -Be @('Exo.Native.TooManyHandles', 'LimitsExceeded', $true)
    }
}
