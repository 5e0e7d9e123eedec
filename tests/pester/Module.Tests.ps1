# The module as it ships: its manifest, its files, and what an import does and leaves alone.
[System.Diagnostics.CodeAnalysis.SuppressMessageAttribute(
    'PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'BeforeAll sets what It reads')]
[System.Diagnostics.CodeAnalysis.SuppressMessageAttribute(
    'PSReviewUnusedParameter', '', Justification = 'script blocks inside read them')]
param()

BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'Setup.ps1')
    $path = Get-TestModule
    $folder = Split-Path -Path $path -Parent
    $manifest = Import-PowerShellDataFile -Path $path
    Import-TestModule
}

Describe 'The manifest' {
    It 'has <_>' -ForEach @(
        'RootModule', 'ModuleVersion', 'GUID', 'Author', 'CompanyName', 'Copyright', 'Description'
        'PowerShellVersion', 'DotNetFrameworkVersion', 'CompatiblePSEditions', 'FormatsToProcess'
        'FunctionsToExport', 'FileList'
    ) {
        $manifest.ContainsKey($_) | Should -BeTrue
        $manifest[$_] | Should -Not -BeNullOrEmpty
    }

    It 'is for Windows PowerShell 5.1 and PowerShell 7' {
        $manifest.PowerShellVersion | Should -Be '5.1'
        $manifest.DotNetFrameworkVersion | Should -Be '4.7.2'
        $manifest.CompatiblePSEditions | Should -Be @('Desktop', 'Core')
    }

    It 'exports no <_>' -ForEach 'CmdletsToExport', 'VariablesToExport', 'AliasesToExport' {
        $manifest.ContainsKey($_) | Should -BeTrue -Because 'what is not there counts as a wildcard'
        @($manifest[$_]).Count | Should -Be 0
    }

    It 'exports what lies in module/Public, by name' {
        $files = Get-ChildItem -Path (Join-Path -Path (Get-TestRoot) -ChildPath 'module/Public') -Filter '*.ps1'
        $manifest.FunctionsToExport | Sort-Object | Should -Be @($files.BaseName | Sort-Object)
        $manifest.FunctionsToExport -match '[*?]' | Should -BeNullOrEmpty
    }

    It 'has the version of the workspace' {
        $cargo = [System.IO.File]::ReadAllText((Join-Path -Path (Get-TestRoot) -ChildPath 'Cargo.toml'))
        $cargo -match '(?ms)^\[workspace\.package\]\s*^version = "([^"]+)"' | Should -BeTrue
        $manifest.ModuleVersion | Should -Be $Matches[1]
    }

    It 'lists each file that ships, and no other' {
        # What differs from platform to platform, and the sample tenant, are not listed.
        $there = Get-ChildItem -Path $folder -Recurse -File | ForEach-Object -Process {
            $_.FullName.Substring($folder.Length + 1).Replace('\', '/')
        } | Where-Object -FilterScript { $_ -notmatch '^(Sample|runtimes)/' }
        $manifest.FileList | Sort-Object | Should -Be @($there | Sort-Object)
    }

    It 'can be published' {
        [guid]::Empty | Should -Not -Be ([guid] $manifest.GUID)
        $data = $manifest.PrivateData.PSData
        $data.Tags -match '[\s,;]' | Should -BeNullOrEmpty
        foreach ($link in $data.LicenseUri, $data.ProjectUri, $data.ReleaseNotes) {
            ([uri] $link).Scheme | Should -Be 'https'
        }
        [System.IO.File]::ReadAllText($path) | Should -Not -Match '\$PSScriptRoot|IconUri\s*=\s*''\s*'''
    }

    It 'is what the loaded module is' {
        $module = Get-Module -Name ExoModernAuth
        "$($module.Version)" | Should -Be $manifest.ModuleVersion
        "$($module.Guid)" | Should -Be $manifest.GUID
        @($module.ExportedFunctions.Keys) | Sort-Object | Should -Be @($manifest.FunctionsToExport | Sort-Object)
        @($module.ExportedCommands.Keys).Count | Should -Be @($manifest.FunctionsToExport).Count
        @($module.ExportedVariables.Keys).Count | Should -Be 0
    }
}

Describe 'An import' {
    BeforeAll {
        $look = {
            param($path, $sample)
            $see = {
                @{
                    Variables  = @(Get-Variable -Scope Global | ForEach-Object -Process { $_.Name })
                    Aliases    = @(Get-Alias | ForEach-Object -Process { $_.Name })
                    Functions  = @(Get-ChildItem -Path Function: | ForEach-Object -Process { $_.Name })
                    Defaults   = @((Get-Variable -Name PSDefaultParameterValues -Scope Global -ValueOnly).Keys)
                    Drives     = @(Get-PSDrive | ForEach-Object -Process { $_.Name })
                    Modules    = @(Get-Module | ForEach-Object -Process { $_.Name })
                    Settings   = @(Get-ChildItem -Path Env: | ForEach-Object -Process { "$($_.Name)=$($_.Value)" })
                    Assemblies = @([System.AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object -Process {
                            if (-not $_.IsDynamic -and $_.Location) { $_.Location }
                        })
                    Place      = "$PWD"
                    Preference = "$ErrorActionPreference $WarningPreference $VerbosePreference $ProgressPreference"
                    Errors     = $Error.Count
                }
            }
            # The first look loads what looking needs.
            $null = & $see
            $before = & $see
            Import-Module -Name $path
            $after = & $see
            $new = @{}
            foreach ($key in $before.Keys) {
                $new[$key] = @($after[$key] | Where-Object -FilterScript { $before[$key] -notcontains $_ })
            }
            $null = Get-ExoMailboxAuthState -Snapshot $sample -AsOf 2026-11-25 | Select-Object -First 1
            $new['Used'] = @((& $see).Assemblies |
                Where-Object -FilterScript { $after.Assemblies -notcontains $_ })
            $new
        }
        $child = Invoke-TestChild -Script $look -Argument $path, (Get-TestSample) -Module ''
        $new = $child.Output[0]
    }

    It 'adds no <_>' -ForEach @(
        'Variables', 'Aliases', 'Defaults', 'Drives', 'Settings', 'Place', 'Preference', 'Errors'
    ) {
        @($new[$_]) | Should -BeNullOrEmpty
    }

    It 'adds the exported functions and no other' {
        $new['Functions'] | Sort-Object | Should -Be @($manifest.FunctionsToExport | Sort-Object)
        $new['Modules'] | Should -Be @('ExoModernAuth')
    }

    It 'loads no assembly of the module; the first use loads the shim' {
        @($new['Assemblies'] | Where-Object -FilterScript { $_.StartsWith($folder) }) | Should -BeNullOrEmpty
        @($new['Assemblies'] -match 'ExoModernAuth') | Should -BeNullOrEmpty
        @($new['Used'] -match 'ExoModernAuth').Count | Should -Be 1
        @($new['Used'] -match 'ExoModernAuth\.Interop\.dll$').Count | Should -Be 1
    }

    It 'and a first use print nothing' {
        $child.StandardOutput | Should -BeNullOrEmpty
        $child.StandardError | Should -BeNullOrEmpty
    }

    It 'works by the folder, from a strict caller, and again and again' {
        $child = Invoke-TestChild -Module '' -Argument $folder, (Get-TestSample) -Script {
            param($folder, $sample)
            Set-StrictMode -Version Latest
            $ErrorActionPreference = 'Stop'
            foreach ($time in 1..3) {
                Import-Module -Name $folder
                @(Get-ExoMailboxAuthState -Snapshot $sample -AsOf 2026-11-25).Count
                @(Get-ExoAuthDeadline -AsOf 2026-11-25).Count
                Remove-Module -Name ExoModernAuth
                @(Get-Command -Name '*-Exo*' -ListImported -ErrorAction SilentlyContinue).Count
            }
            Import-Module -Name $folder
            Import-Module -Name $folder -Force
            @(Get-ExoMailboxAuthState -Snapshot $sample -AsOf 2026-11-25).Count
        }
        $count = @(Get-ExoAuthDeadline -AsOf 2026-11-25).Count
        $child.Output | Should -Be @(60, $count, 0, 60, $count, 0, 60, $count, 0, 60)
    }
}

Describe 'A module without its native library' {
    BeforeAll {
        $copy = Join-Path -Path $TestDrive -ChildPath 'ExoModernAuth'
        Copy-Item -LiteralPath $folder -Destination $copy -Recurse
        Remove-Item -LiteralPath (Join-Path -Path $copy -ChildPath 'runtimes') -Recurse
        Remove-Item -LiteralPath (Join-Path -Path $copy -ChildPath 'ExoModernAuth.Interop.dll')
        $module = Join-Path -Path $copy -ChildPath 'ExoModernAuth.psd1'
        $answers = (Invoke-TestChild -Module $module -Script {
                foreach ($command in Get-Command -Module ExoModernAuth) {
                    @{
                        Name       = $command.Name
                        Parameters = @($command.Parameters.Keys)
                        Types      = @($command.OutputType.Name)
                        Help       = (Get-Help -Name $command.Name).Name
                        Syntax     = (Get-Command -Name $command.Name -Syntax | Out-String).Trim()
                    }
                }
                $line = 'Get-ExoMailboxAuthState -Verdict '
                $found = TabExpansion2 -inputScript $line -cursorColumn $line.Length
                @{
                    Name        = 'completion'
                    Completions = @($found.CompletionMatches | ForEach-Object -Process { $_.CompletionText })
                }
            }).Output
    }

    It 'tells the parameters of <_>' -ForEach @(
        'Get-ExoAuthDeadline', 'Get-ExoMailboxAuthState', 'Test-ExoModernAuthReadiness'
    ) {
        $name = $_
        $answer = $answers | Where-Object -FilterScript { $_['Name'] -eq $name }
        @($answer['Parameters']) | Should -Be @((Get-Command -Name $name).Parameters.Keys)
        @($answer['Types']) | Should -Not -BeNullOrEmpty
        $answer['Help'] | Should -Be $name
        $answer['Syntax'] | Should -BeLike "*$name*"
    }

    It 'completes values' {
        $completions = ($answers | Where-Object -FilterScript { $_['Name'] -eq 'completion' })['Completions']
        $completions | Sort-Object | Should -Be @('Allowed', 'Blocked', 'Conditional', 'Unknown')
    }
}

Describe 'The words of the shim and of the library' {
    BeforeAll {
        # In this tenant no two pairs have the same verdicts, but for Basic where it is retired.
        $tenant = Get-TestTenant -Count 12
        $mailboxes = $tenant['cas-mailboxes.ndjson'].TrimEnd() -split "`n"
        $off = 'MAPIEnabled', 'EwsEnabled', 'ActiveSyncEnabled', 'ImapEnabled', 'PopEnabled', 'OWAEnabled'
        for ($number = 0; $number -lt $off.Count; $number++) {
            $key = '"{0}":' -f $off[$number]
            $mailboxes[$number] = $mailboxes[$number].Replace("${key}true", "${key}false")
        }
        $mailboxes[6] = $mailboxes[6].Replace('AuthenticationDisabled":null', 'AuthenticationDisabled":true')
        $tenant['cas-mailboxes.ndjson'] = $mailboxes -join "`n"
        $users = $tenant['users.ndjson'].TrimEnd() -split "`n"
        $users[7] = $users[7].Replace('"EXOModuleEnabled":true', '"EXOModuleEnabled":false')
        $tenant['users.ndjson'] = $users -join "`n"
        $people = $tenant['directory-users.ndjson'].TrimEnd() -split "`n"
        $people[8] = $people[8].Replace('"accountEnabled":true', '"accountEnabled":false')
        $people[9] = $people[9].Replace('"disabled"', '"enforced"')
        $tenant['directory-users.ndjson'] = $people -join "`n"
        $snapshot = Write-TestSnapshot -Name 'words' -Tenant $tenant
        $states = @(Get-ExoMailboxAuthState -Snapshot $snapshot -AsOf 2026-11-25)
        $first = @(
            'Identity', 'UserPrincipalName', 'PrimarySmtpAddress', 'DisplayName', 'RecipientTypeDetails'
            'AuthenticationPolicy', 'Verdicts')
        $words = @($states[0].PSObject.Properties.Name | Where-Object -FilterScript { $first -notcontains $_ })
    }

    It 'are the same 22 pairs in the same order' {
        $words.Count | Should -Be 22
        @($states[0].Verdicts | ForEach-Object -Process { $_.Protocol + $_.Method }) | Should -Be $words
    }

    It 'tell the same of each mailbox' {
        foreach ($state in $states) {
            foreach ($verdict in $state.Verdicts) {
                $state.($verdict.Protocol + $verdict.Method) | Should -Be $verdict.Verdict
            }
        }
    }

    It 'would not if two of them were swapped' {
        $columns = foreach ($word in $words) {
            ($states | ForEach-Object -Process { $_.$word }) -join ' '
        }
        $retired = ((, 'Blocked') * 12) -join ' '
        @($columns -eq $retired).Count | Should -Be 7
        @($columns | Sort-Object -Unique).Count | Should -Be (22 - 7 + 1)
    }
}
