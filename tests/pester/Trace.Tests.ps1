# -Trace: every gate that was asked, and that what it tells explains the verdicts.
[System.Diagnostics.CodeAnalysis.SuppressMessageAttribute(
    'PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'BeforeAll sets what It reads')]
[System.Diagnostics.CodeAnalysis.SuppressMessageAttribute(
    'PSReviewUnusedParameter', '', Justification = 'script blocks inside read them')]
param()

BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'Setup.ps1')
    Import-TestModule
    $with = @{ Snapshot = Get-TestSample; AsOf = '2026-11-25' }
    $printer = @{ Identity = 'mfp-tokyo-12f@contoso.com'; Protocol = 'Smtp'; Method = 'Basic' }
    $plain = @(Get-ExoMailboxAuthState @with)
    $traced = @(Get-ExoMailboxAuthState @with -Trace)
    $gates = @(
        'Retirement', 'License', 'Organization', 'Mailbox', 'AccessList', 'AuthenticationPolicy', 'Account'
        'SecurityDefaults', 'ConditionalAccess')

    # What the steps of one pair amount to, by the rule of combining.
    function Get-Conclusion {
        param([object[]] $Step)
        foreach ($pair in @('Block', 'Blocked'), @('Unknown', 'Unknown'), @('Conditional', 'Conditional')) {
            $first = $Step | Where-Object -FilterScript { $_.Effect -eq $pair[0] } | Select-Object -First 1
            if ($first) {
                return '{0} {1} {2} {3}' -f $pair[1], $first.Gate, $first.Reason, $first.Confidence
            }
        }
        'Allowed None None'
    }
}

Describe 'The property Trace' {
    It 'is there with -Trace alone' {
        foreach ($state in $plain) {
            $state.PSObject.Properties['Trace'] | Should -BeNullOrEmpty
        }
        foreach ($state in $traced) {
            $state.PSObject.Properties['Trace'] | Should -Not -BeNullOrEmpty
            $state.Trace.Count | Should -BeGreaterThan 22
        }
    }

    It 'is the only difference' {
        $names = @($plain[0].PSObject.Properties.Name)
        @($traced[0].PSObject.Properties.Name) | Sort-Object | Should -Be @($names + 'Trace' | Sort-Object)
        ($traced | Select-Object -Property $names | ConvertTo-Csv -NoTypeInformation) -join "`n" |
            Should -BeExactly (($plain | Select-Object -Property $names |
                ConvertTo-Csv -NoTypeInformation) -join "`n")
    }

    It 'has steps with their properties' {
        $names = @(
            'Protocol', 'Method', 'Gate', 'Source', 'Object', 'Property', 'Value', 'Effect', 'Reason', 'Confidence'
            'Assumed')
        foreach ($step in $traced[0].Trace) {
            $step.PSObject.TypeNames[0] | Should -Be 'ExoModernAuth.TraceStep'
            @($step.PSObject.Properties.Name) | Should -Be $names
            $step.Gate | Should -BeIn $gates
            $step.Assumed | Should -BeOfType 'bool'
            if ($null -ne $step.Effect) {
                $step.Effect | Should -BeIn @('Pass', 'Block', 'Conditional', 'Unknown')
            }
            $step.ToString() | Should -BeLike "$($step.Protocol)$($step.Method) $($step.Gate)*"
        }
    }

    It 'tells of chosen pairs only' {
        $state = Get-ExoMailboxAuthState @with @printer -Trace
        @($state.Trace | ForEach-Object -Process { $_.Protocol + $_.Method } | Sort-Object -Unique) |
            Should -Be @('SmtpBasic')
    }
}

Describe 'A trace' {
    It 'explains each verdict' {
        $told = 0
        foreach ($state in $traced) {
            $byPair = $state.Trace | Group-Object -Property Protocol, Method -AsHashTable -AsString
            foreach ($verdict in $state.Verdicts) {
                $steps = @($byPair["$($verdict.Protocol), $($verdict.Method)"])
                $said = $verdict.Verdict, $verdict.DecidedBy, $verdict.Reason, $verdict.Confidence -join ' '
                if ($verdict.Verdict -eq 'Allowed') {
                    $said = 'Allowed {0} {1}' -f $verdict.DecidedBy, $verdict.Reason
                }
                $told++
                if ((Get-Conclusion -Step $steps) -cne $said) {
                    Get-Conclusion -Step $steps | Should -BeExactly $said -Because "$state $verdict"
                }
            }
        }
        $told | Should -Be (22 * 60)
    }

    It 'asks the gates in order, and ends each with its effect' {
        foreach ($state in $traced[0..9]) {
            foreach ($pair in $state.Trace | Group-Object -Property Protocol, Method) {
                $places = @($pair.Group | ForEach-Object -Process { [array]::IndexOf($gates, $_.Gate) })
                $places -join ' ' | Should -Be (@($places | Sort-Object) -join ' ')
                foreach ($gate in $pair.Group | Group-Object -Property Gate) {
                    $effects = @($gate.Group | Where-Object -FilterScript { $null -ne $_.Effect })
                    $effects.Count | Should -Be 1 -Because "$($pair.Name) $($gate.Name)"
                    $gate.Group[-1].Effect | Should -Not -BeNullOrEmpty
                }
            }
        }
    }

    It 'names the source, the object, the property and the value that was read' {
        $state = Get-ExoMailboxAuthState @with @printer -Trace
        $step = $state.Trace | Where-Object -FilterScript { $_.Gate -eq 'Mailbox' -and $_.Effect }
        $step.Source | Should -Be 'Get-CASMailbox'
        $step.Object | Should -Be 'mfp-tokyo-12f@contoso.com'
        $step.Property | Should -Be 'SmtpClientAuthenticationDisabled'
        $step.Value | Should -Be 'False'
        $step.Effect | Should -Be 'Pass'
        $step.ToString() | Should -BeExactly (
            'SmtpBasic Mailbox: Get-CASMailbox [mfp-tokyo-12f@contoso.com] ' +
            'SmtpClientAuthenticationDisabled = False -> Pass')
    }

    It 'names each Conditional Access policy' {
        $state = Get-ExoMailboxAuthState @with @printer -Trace
        $file = Join-Path -Path (Get-TestSample) -ChildPath 'conditional-access.ndjson'
        $names = @([System.IO.File]::ReadAllLines($file) |
            ForEach-Object -Process { (ConvertFrom-Json -InputObject $_).displayName })
        @($state.Trace | Where-Object -Property Source -EQ -Value 'conditionalAccessPolicy' |
            Where-Object -Property Property -EQ -Value 'result').Object |
            Should -Be $names
    }

    It 'marks what was assumed' {
        $tenant = Get-TestTenant -Count 1
        $tenant['activesync-organization.json'] = $null
        $snapshot = Write-TestSnapshot -Name 'assumed' -Tenant $tenant
        $choice = @{ Protocol = 'ActiveSync'; Method = 'OAuth' }
        $state = Get-ExoMailboxAuthState -Snapshot $snapshot -AsOf 2026-11-25 @choice -Trace
        @($state.Trace | Where-Object -Property Assumed | ForEach-Object -Process { $_.Gate } |
            Sort-Object -Unique) | Should -Be @('AccessList')
        @($state.Verdicts[0].Assumed) | Should -Be @('AccessList')
    }

    It 'tells of what is missing' {
        $tenant = Get-TestTenant -Count 1
        $tenant['transport.json'] = $null
        $snapshot = Write-TestSnapshot -Name 'missing' -Tenant $tenant
        $state = Get-ExoMailboxAuthState -Snapshot $snapshot -AsOf 2026-11-25 -Protocol Smtp -Method OAuth -Trace
        $state.SmtpOAuth | Should -Be 'Unknown'
        $step = $state.Trace | Where-Object -Property Effect -EQ -Value 'Unknown'
        $step.Gate | Should -Be 'Organization'
        $step.Reason | Should -Be 'MissingData'
        $step.Property | Should -Be 'SmtpClientAuthenticationDisabled'
    }
}

Describe '-Trace with -Expand' {
    It 'gives each verdict its own steps' {
        $names = 'mfp-tokyo-12f@contoso.com', 'erp-notify@contoso.com'
        $single = @(Get-ExoMailboxAuthState @with -Identity $names -Trace -Expand)
        $single.Count | Should -Be 44
        foreach ($verdict in $single) {
            @($verdict.Trace).Count | Should -BeGreaterThan 0
            @($verdict.Trace | ForEach-Object -Process { $_.Protocol + $_.Method } | Sort-Object -Unique) |
                Should -Be @($verdict.Protocol + $verdict.Method)
        }
        $whole = @(Get-ExoMailboxAuthState @with -Identity $names -Trace)
        @($single | ForEach-Object -Process { $_.Trace } | ForEach-Object -Process { $_.ToString() }) -join "`n" |
            Should -BeExactly (@($whole | ForEach-Object -Process { $_.Trace } |
                ForEach-Object -Process { $_.ToString() }) -join "`n")
    }

    It 'has no Trace without -Trace' {
        @(Get-ExoMailboxAuthState @with -Expand -Protocol Smtp)[0].PSObject.Properties['Trace'] |
            Should -BeNullOrEmpty
    }
}
