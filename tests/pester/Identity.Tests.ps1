# -Identity: what names a mailbox, on the command line and in the pipeline.
[System.Diagnostics.CodeAnalysis.SuppressMessageAttribute(
    'PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'BeforeAll sets what It reads')]
[System.Diagnostics.CodeAnalysis.SuppressMessageAttribute(
    'PSReviewUnusedParameter', '', Justification = 'script blocks inside read them')]
param()

BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'Setup.ps1')
    Import-TestModule
    # Five mailboxes: id, Guid, user principal name and primary address of each are four different texts.
    $tenant = Get-TestTenant -Count 5
    $tenant['users.ndjson'] = $tenant['users.ndjson'].Replace('"UserPrincipalName":"m', '"UserPrincipalName":"u')
    $with = @{
        Snapshot = Write-TestSnapshot -Name 'five' -Tenant $tenant
        AsOf     = '2026-11-25'
    }
    $all = @(Get-ExoMailboxAuthState @with)
    $second = $all[1].Identity

    function Get-Number {
        param([object[]] $State)
        @($State | ForEach-Object -Process { [int] $_.PrimarySmtpAddress.Substring(1, 5) }) -join ' '
    }
}

Describe 'A mailbox is found' {
    It 'by <Kind>' -ForEach @(
        @{ Kind = 'id'; Name = '00000002-0000-4000-8000-000000000001' }
        @{ Kind = 'Guid'; Name = 'f0000002-0000-4000-8000-000000000002' }
        @{ Kind = 'user principal name'; Name = 'u00002@contoso.com' }
        @{ Kind = 'primary address'; Name = 'm00002@contoso.com' }
        @{ Kind = 'Guid in capitals'; Name = 'F0000002-0000-4000-8000-000000000002' }
        @{ Kind = 'name in capitals'; Name = 'U00002@CONTOSO.COM' }
        @{ Kind = 'name with blanks around'; Name = '  m00002@contoso.com ' }
    ) {
        $found = @(Get-ExoMailboxAuthState -Identity $Name @with)
        @($found.Identity) | Should -Be @($second)
        @(($Name | Get-ExoMailboxAuthState @with).Identity) | Should -Be @($second)
        @((Get-ExoMailboxAuthState $Name @with).Identity) | Should -Be @($second)
    }

    It 'by a [guid]' {
        $id = [guid] '00000002-0000-4000-8000-000000000001'
        $guid = [guid] 'f0000004-0000-4000-8000-000000000002'
        Get-Number -State (Get-ExoMailboxAuthState -Identity $id @with) | Should -Be '2'
        Get-Number -State ($guid, $id | Get-ExoMailboxAuthState @with) | Should -Be '2 4'
    }

    It 'not by a display name or a part of a name' {
        foreach ($name in 'Mailbox 2', 'm0000*', 'm00002', '00000002') {
            $failures = @()
            $quiet = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'failures' }
            @(Get-ExoMailboxAuthState -Identity $name @with @quiet).Count | Should -Be 0
            $failures.Count | Should -Be 1
        }
    }

    It 'once, however often it is named' {
        $names = $second, 'u00002@contoso.com', 'U00002@contoso.com', $second
        Get-Number -State (Get-ExoMailboxAuthState -Identity $names @with) | Should -Be '2'
        Get-Number -State ($names | Get-ExoMailboxAuthState @with) | Should -Be '2'
    }

    It 'in the order of the file, in one pass' {
        $names = 'm00005@contoso.com', 'u00001@contoso.com', '00000003-0000-4000-8000-000000000001'
        Get-Number -State (Get-ExoMailboxAuthState -Identity $names @with) | Should -Be '1 3 5'
        Get-Number -State ($names | Get-ExoMailboxAuthState @with) | Should -Be '1 3 5'
        # A file that cannot be read twice tells of a pass: its two warnings come once.
        $damaged = $tenant.Clone()
        $damaged['cas-mailboxes.ndjson'] = $tenant['cas-mailboxes.ndjson'] + "{`n{`n"
        $snapshot = Write-TestSnapshot -Name 'damaged' -Tenant $damaged
        $told = Get-TestStream -Script { $names | Get-ExoMailboxAuthState -Snapshot $snapshot -AsOf 2026-11-25 }
        Get-Number -State $told.Output | Should -Be '1 3 5'
        $told.Warning.Count | Should -Be 2
    }

    It 'with the answers that it has among all' {
        $one = Get-ExoMailboxAuthState -Identity $second @with
        ($one | ConvertTo-Csv -NoTypeInformation) -join "`n" |
            Should -BeExactly (($all[1] | ConvertTo-Csv -NoTypeInformation) -join "`n")
    }
}

Describe 'Objects in the pipeline' {
    It 'name a mailbox by <_>' -ForEach @(
        'ExternalDirectoryObjectId', 'UserPrincipalName', 'PrimarySmtpAddress', 'Guid', 'Identity'
    ) {
        $property = $_
        $value = switch ($property) {
            'UserPrincipalName' { 'u00004@contoso.com' }
            'PrimarySmtpAddress' { 'm00004@contoso.com' }
            'Guid' { 'f0000004-0000-4000-8000-000000000002' }
            default { '00000004-0000-4000-8000-000000000001' }
        }
        $object = [pscustomobject] @{ Other = 'x'; $property = $value }
        Get-Number -State ($object | Get-ExoMailboxAuthState @with) | Should -Be '4'
        Get-Number -State (Get-ExoMailboxAuthState -Identity $object @with) | Should -Be '4'
    }

    It 'as Exchange emits them: ids as [guid], Identity a display name, empty properties' {
        $objects = @(
            [pscustomobject] @{
                Identity                  = 'Mailbox 1'
                ExternalDirectoryObjectId = [guid] '00000003-0000-4000-8000-000000000001'
            }
            [pscustomobject] @{
                Identity                  = 'Mailbox 1'
                ExternalDirectoryObjectId = ''
                Guid                      = [guid] 'f0000005-0000-4000-8000-000000000002'
            }
            [pscustomobject] @{
                Identity                  = 'Mailbox 1'
                ExternalDirectoryObjectId = $null
                UserPrincipalName         = ' '
                PrimarySmtpAddress        = 'm00004@contoso.com'
            }
        )
        Get-Number -State ($objects | Get-ExoMailboxAuthState @with) | Should -Be '3 4 5'
    }

    It 'of this command, mailboxes and verdicts' {
        Get-Number -State ($all[3], $all[0] | Get-ExoMailboxAuthState @with) | Should -Be '1 4'
        Get-Number -State (Get-ExoMailboxAuthState -Identity $all[3], $all[0] @with) | Should -Be '1 4'
        Get-Number -State ($all[2].Verdicts | Get-ExoMailboxAuthState @with) | Should -Be '3'
        Get-Number -State (Get-ExoMailboxAuthState @with | Where-Object -Property SmtpBasic -EQ -Value 'Allowed' |
            Get-ExoMailboxAuthState @with) |
            Should -Be '1 2 3 4 5'
    }

    It 'of this command without any name' {
        $bare = @{
            'manifest.json'        = '{"schema":1}'
            'cas-mailboxes.ndjson' = '{"Guid":"f0000001-0000-4000-8000-000000000002"}'
        }
        $snapshot = Write-TestSnapshot -Name 'bare' -Tenant $bare
        $first = Get-ExoMailboxAuthState -Snapshot $snapshot -AsOf 2026-11-25
        ($first | Get-ExoMailboxAuthState -Snapshot $snapshot -AsOf 2026-11-25).Identity |
            Should -Be $first.Identity
    }

    It 'as rows of Import-Csv, of one column or of an export of this command' {
        $file = Join-Path -Path $TestDrive -ChildPath 'rows.csv'
        $all[4], $all[2] | Export-Csv -LiteralPath $file -NoTypeInformation -Encoding UTF8
        Get-Number -State (Import-Csv -LiteralPath $file -Encoding UTF8 | Get-ExoMailboxAuthState @with) |
            Should -Be '3 5'
        'UserPrincipalName', 'u00002@contoso.com', 'u00001@contoso.com' |
            Set-Content -LiteralPath $file -Encoding UTF8
        Get-Number -State (Import-Csv -LiteralPath $file -Encoding UTF8 | Get-ExoMailboxAuthState @with) |
            Should -Be '1 2'
    }

    It 'back from Clixml' {
        $file = Join-Path -Path $TestDrive -ChildPath 'rows.xml'
        $all[4], $all[2] | Export-Clixml -LiteralPath $file
        Get-Number -State (Import-Clixml -LiteralPath $file | Get-ExoMailboxAuthState @with) | Should -Be '3 5'
    }

    It 'that name no mailbox are an error each, and the others are judged' {
        $empty = [pscustomobject] @{ UserPrincipalName = '' }
        $objects = [pscustomobject] @{ Size = 1 }, 'm00002@contoso.com', 7, $empty
        $told = Get-TestStream -Script { $objects | Get-ExoMailboxAuthState @with -ErrorAction Continue }
        Get-Number -State $told.Output | Should -Be '2'
        $told.Error.Count | Should -Be 3
        foreach ($failure in $told.Error) {
            $failure.FullyQualifiedErrorId | Should -Be 'Exo.Argument.NoIdentity,Get-ExoMailboxAuthState'
            $failure.CategoryInfo.Category | Should -Be 'InvalidArgument'
            $failure.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        }
        $told.Thrown | Should -BeNullOrEmpty
        # A number is no name. Nothing else was asked for, so nothing is judged.
        @(Get-ExoMailboxAuthState -Identity 7 @with -ErrorAction SilentlyContinue).Count | Should -Be 0
    }

    It 'that are none ask for none' {
        @(@() | Get-ExoMailboxAuthState @with).Count | Should -Be 0
        @($all | Where-Object -FilterScript { $false } | Get-ExoMailboxAuthState @with).Count | Should -Be 0
        $told = Get-TestStream -Script { @() | Get-ExoMailboxAuthState @with -Expand -Trace }
        foreach ($stream in 'Output', 'Error', 'Warning') {
            $told.$stream | Should -BeNullOrEmpty
        }
        $told.Thrown | Should -BeNullOrEmpty
    }

    It 'that are null or empty are refused' {
        foreach ($nothing in $null, '') {
            $told = Get-TestStream -Script { $nothing | Get-ExoMailboxAuthState @with -ErrorAction Continue }
            $told.Output | Should -BeNullOrEmpty
            $told.Error.Count | Should -Be 1
        }
        { Get-ExoMailboxAuthState -Identity $null @with } | Should -Throw
        { Get-ExoMailboxAuthState -Identity '' @with } | Should -Throw
        { Get-ExoMailboxAuthState -Identity @() @with } | Should -Throw
    }
}

Describe 'A mailbox that is not there' {
    It 'is an error that does not end the command' {
        $told = Get-TestStream -Script {
            'nobody@contoso.com', 'm00003@contoso.com', 'Nemo@contoso.com', 'm00001@contoso.com' |
                Get-ExoMailboxAuthState @with -ErrorAction Continue
        }
        Get-Number -State $told.Output | Should -Be '1 3'
        $told.Thrown | Should -BeNullOrEmpty
        @($told.Error.TargetObject) | Should -Be @('nobody@contoso.com', 'Nemo@contoso.com')
        foreach ($failure in $told.Error) {
            $failure.FullyQualifiedErrorId | Should -BeExactly 'Exo.Mailbox.NotFound,Get-ExoMailboxAuthState'
            $failure.CategoryInfo.Category | Should -Be 'ObjectNotFound'
            $failure.CategoryInfo.TargetName | Should -Be $failure.TargetObject
            $failure.Exception.Message | Should -BeLike "*$($failure.TargetObject)*"
            $failure.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        }
    }

    It 'is silent, kept or thrown as -ErrorAction says' {
        $told = Get-TestStream -Script {
            'nobody@contoso.com', 'm00001@contoso.com' |
                Get-ExoMailboxAuthState @with -ErrorAction SilentlyContinue
        }
        Get-Number -State $told.Output | Should -Be '1'
        $told.Error | Should -BeNullOrEmpty
        $failure = Get-TestFailure -Script {
            Get-ExoMailboxAuthState -Identity 'nobody@contoso.com' @with -ErrorAction Stop
        }
        $failure.FullyQualifiedErrorId | Should -BeExactly 'Exo.Mailbox.NotFound,Get-ExoMailboxAuthState'
        $failure.TargetObject | Should -Be 'nobody@contoso.com'
        @(Get-ExoMailboxAuthState -Identity 'nobody@contoso.com' @with -ErrorAction Ignore).Count | Should -Be 0
    }

    It 'is told once, and not where -Verdict alone leaves a mailbox out' {
        $missing = @()
        $null = 'nobody@contoso.com', 'NOBODY@contoso.com' |
            Get-ExoMailboxAuthState @with -ErrorAction SilentlyContinue -ErrorVariable missing
        $missing.Count | Should -Be 1
        $missing = @()
        $quiet = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'missing' }
        @(Get-ExoMailboxAuthState -Identity $second @with -Verdict Unknown @quiet).Count | Should -Be 0
        $missing.Count | Should -Be 0
    }
}

Describe 'Three thousand names' {
    It 'are answered in one pass' {
        $many = Get-TestTenant -Count 3000
        $snapshot = Write-TestSnapshot -Name 'many' -Tenant $many
        $names = 3000..1 | ForEach-Object -Process { 'm{0:d5}@contoso.com' -f $_ }
        $found = @($names | Get-ExoMailboxAuthState -Snapshot $snapshot -AsOf 2026-11-25)
        $found.Count | Should -Be 3000
        $found[0].PrimarySmtpAddress | Should -Be 'm00001@contoso.com'
    }
}
