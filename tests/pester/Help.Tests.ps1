# Help as Get-Help shows it, in both languages.
[System.Diagnostics.CodeAnalysis.SuppressMessageAttribute(
    'PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'BeforeAll sets what It reads')]
[System.Diagnostics.CodeAnalysis.SuppressMessageAttribute(
    'PSReviewUnusedParameter', '', Justification = 'script blocks inside read them')]
param()

BeforeDiscovery {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'Setup.ps1')
    $manifest = Import-PowerShellDataFile -Path (Get-TestModule)
    $folder = Split-Path -Path (Get-TestModule) -Parent
    $languages = foreach ($language in 'en-US', 'ja-JP') {
        @{
            Language = $language
            Commands = $manifest.FunctionsToExport
            Topics   = @('about_ExoModernAuth', 'about_ExoVerdicts')
            # Without it the other tests of this file are skipped; one of the module misses it.
            Built    = Test-Path -Path (Join-Path -Path $folder -ChildPath "$language/ExoModernAuth-help.xml")
        }
    }
}

BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'Setup.ps1')
    Import-TestModule

    # What Get-Help tells of each command, and the text of each topic.
    $tell = {
        param($commands, $topics)
        function Join-Text {
            param($Paragraph)
            (@($Paragraph) | ForEach-Object -Process { $_.Text }) -join "`n"
        }
        foreach ($command in $commands) {
            $help = Get-Help -Name $command -Full
            $parameters = [ordered]@{}
            foreach ($parameter in @($help.parameters.parameter)) {
                $parameters[$parameter.name] = @{
                    Text     = Join-Text -Paragraph $parameter.description
                    Required = "$($parameter.required)"
                    Position = "$($parameter.position)"
                    Pipeline = "$($parameter.pipelineInput)"
                }
            }
            @{
                Name        = $help.Name
                Synopsis    = "$($help.Synopsis)"
                Description = Join-Text -Paragraph $help.description
                Order       = @($parameters.Keys)
                Parameters  = $parameters
                Examples    = @($help.examples.example | ForEach-Object -Process {
                        @{ Title = "$($_.title)"; Code = "$($_.code)"; Text = Join-Text -Paragraph $_.remarks }
                    })
                Outputs     = @($help.returnValues.returnValue | ForEach-Object -Process { "$($_.type.name)" })
                Links       = @($help.relatedLinks.navigationLink | ForEach-Object -Process {
                        "$($_.linkText) $($_.uri)".Trim()
                    })
            }
        }
        foreach ($topic in $topics) {
            @{ Name = $topic; Topic = (Get-Help -Name $topic | Out-String) }
        }
    }

    function Get-Told {
        param([object] $Child, [string] $Name)
        $Child.Output | Where-Object -FilterScript { $_['Name'] -eq $Name }
    }
}

Describe 'Help in <Language>' -ForEach $languages {
    BeforeAll {
        $child = Invoke-TestChild -UICulture $Language -Argument $Commands, $Topics -Script $tell
        $japanese = $Language -eq 'ja-JP'
        # Those of the engine are described by the engine.
        $common = [System.Management.Automation.PSCmdlet]::CommonParameters
    }

    Context 'of <_>' -ForEach $Commands {
        BeforeAll {
            $name = $_
            $help = Get-Told -Child $child -Name $name
            $real = (Get-Command -Name $name).Parameters
            $names = @($real.Keys | Where-Object -FilterScript { $common -notcontains $_ })
        }

        It 'has a synopsis of one sentence' -Skip:(-not $Built) {
            Assert-TestCulture -Child $child -UICulture $Language
            $help['Synopsis'] | Should -Not -BeLike "*$name*" -Because 'that is what Get-Help makes up itself'
            $help['Synopsis'].Length | Should -BeGreaterThan 20
            $help['Synopsis'] | Should -Not -Match '[\r\n]'
            $help['Synopsis'] | Should -Match '[.\u3002]$'
            Test-Japanese -Text $help['Synopsis'] | Should -Be $japanese
        }

        It 'has a description' -Skip:(-not $Built) {
            Assert-TestCulture -Child $child -UICulture $Language
            $help['Description'].Length | Should -BeGreaterThan 100
            Test-Japanese -Text $help['Description'] | Should -Be $japanese
        }

        It 'describes every parameter, and none that is not there' -Skip:(-not $Built) {
            Assert-TestCulture -Child $child -UICulture $Language
            @($help['Order']) | Sort-Object | Should -Be @($names | Sort-Object)
            foreach ($parameter in $names) {
                $text = $help['Parameters'][$parameter]['Text']
                $text.Length | Should -BeGreaterThan 20 -Because "-$parameter is described"
                Test-Japanese -Text $text |
                    Should -Be $japanese -Because "-$parameter is described in the language"
            }
        }

        It 'tells of parameters what is so' -Skip:(-not $Built) {
            foreach ($parameter in $names) {
                $told = $help['Parameters'][$parameter]
                $set = $real[$parameter].ParameterSets.Values | Select-Object -First 1
                $told['Required'] | Should -Be "$($set.IsMandatory)" -Because "-$parameter"
                # Get-Help counts from 1, as it does for comments.
                $position = if ($set.Position -lt 0) { 'named' } else { "$($set.Position + 1)" }
                $told['Position'] | Should -Be $position -Because "-$parameter"
                $piped = $set.ValueFromPipeline -or $set.ValueFromPipelineByPropertyName
                $told['Pipeline'] | Should -BeLike "$piped*" -Because "-$parameter"
            }
        }

        It 'has two examples or more, whose code can run' -Skip:(-not $Built) {
            Assert-TestCulture -Child $child -UICulture $Language
            @($help['Examples']).Count | Should -BeGreaterOrEqual 2
            foreach ($example in $help['Examples']) {
                $errors = $null
                $parser = [System.Management.Automation.Language.Parser]
                $ast = $parser::ParseInput($example['Code'], [ref] $null, [ref] $errors)
                @($errors).Count | Should -Be 0 -Because $example['Code']
                $calls = $ast.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true)
                $own = @($calls | Where-Object -FilterScript { $Commands -contains $_.GetCommandName() })
                $own.Count | Should -BeGreaterThan 0 -Because $example['Code']
                foreach ($call in $own) {
                    $command = Get-Command -Name $call.GetCommandName()
                    foreach ($element in $call.CommandElements) {
                        if ($element -is [System.Management.Automation.Language.CommandParameterAst]) {
                            { $command.ResolveParameter($element.ParameterName) } | Should -Not -Throw
                        }
                    }
                }
                $example['Text'].Length | Should -BeGreaterThan 20
                Test-Japanese -Text $example['Text'] | Should -Be $japanese
            }
        }

        It 'names what the command emits' -Skip:(-not $Built) {
            foreach ($type in (Get-Command -Name $name).OutputType.Name) {
                $help['Outputs'] -match [regex]::Escape($type) | Should -Not -BeNullOrEmpty
            }
        }

        It 'links to other help' -Skip:(-not $Built) {
            @($help['Links']).Count | Should -BeGreaterOrEqual 2
            foreach ($link in $help['Links']) {
                if ($link -match '(\w+:\S+)$') {
                    ([uri] $Matches[1]).Scheme | Should -Be 'https'
                } else {
                    @($Commands) + @($Topics) | Should -Contain $link
                }
            }
        }
    }

    It 'finds the topic <_>' -ForEach $Topics {
        Assert-TestCulture -Child $child -UICulture $Language
        $text = (Get-Told -Child $child -Name $_)['Topic']
        $text | Should -BeLike "*$_*"
        $text | Should -BeLike '*Get-ExoMailboxAuthState*'
        Test-Japanese -Text $text | Should -Be $japanese
    }
}

Describe 'Help in two languages' {
    BeforeAll {
        $commands = (Import-PowerShellDataFile -Path (Get-TestModule)).FunctionsToExport
        $children = foreach ($language in 'en-US', 'ja-JP') {
            Invoke-TestChild -UICulture $language -Argument $commands, @() -Script $tell
        }
    }

    It 'has the same parameters, examples and links of <_>' -ForEach $manifest.FunctionsToExport -Skip:(
        @($languages | Where-Object -FilterScript { -not $_.Built }).Count -gt 0
    ) {
        Assert-TestCulture -Child $children[1] -UICulture 'ja-JP'
        $name = $_
        $told = @(foreach ($child in $children) { Get-Told -Child $child -Name $name })
        @($told[1]['Order']) | Should -Be @($told[0]['Order'])
        @($told[1]['Outputs']) | Should -Be @($told[0]['Outputs'])
        @($told[1]['Links']).Count | Should -Be @($told[0]['Links']).Count
        @($told[1]['Examples']).Count | Should -Be @($told[0]['Examples']).Count
    }
}
