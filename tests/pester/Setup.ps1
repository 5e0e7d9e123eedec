# Helpers of the suite. Each test file dot-sources this one in BeforeAll.
#
#   EXO_MODULE   the manifest of the built module; else the one of this repository
#   EXO_PWSH     the PowerShell of child processes; else the one that runs the tests

function Get-TestRoot {
    Split-Path -Path (Split-Path -Path $PSScriptRoot -Parent) -Parent
}

function Get-TestModule {
    if ($env:EXO_MODULE) {
        return $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($env:EXO_MODULE)
    }
    Join-Path -Path (Get-TestRoot) -ChildPath 'module/ExoModernAuth/ExoModernAuth.psd1'
}

function Get-TestSample {
    Join-Path -Path (Split-Path -Path (Get-TestModule) -Parent) -ChildPath 'Sample'
}

function Import-TestModule {
    # Whatever language the machine has. Child processes do not inherit it.
    $env:EXO_LANGUAGE = 'en'
    Import-Module -Name (Get-TestModule) -Force
}

# A file of JSON of the repository, as objects.
function Get-TestData {
    param([string] $Path)
    $file = Join-Path -Path (Get-TestRoot) -ChildPath $Path
    [System.IO.File]::ReadAllText($file) | ConvertFrom-Json
}

# A text file without byte order mark, whatever the edition's Set-Content would do.
function Write-TestText {
    param([string] $Path, [AllowEmptyString()] [string] $Text)
    $encoding = New-Object -TypeName System.Text.UTF8Encoding -ArgumentList $false
    [System.IO.File]::WriteAllText($Path, $Text, $encoding)
}

# The files of a complete tenant by name, ready to be changed and written. Everything is open that a
# setting can open: mailbox 1 is m00001@contoso.com, its id 00000001-0000-4000-8000-000000000001, its
# Guid f0000001-0000-4000-8000-000000000002.
function Get-TestTenant {
    param([int] $Count = 3)

    $id = '"{0:x8}-0000-4000-8000-000000000001"'
    $address = '"m{0:d5}@contoso.com"'
    $mailbox = '{{"ExternalDirectoryObjectId":' + $id + ',"Guid":"f{0:x7}-0000-4000-8000-000000000002",' +
    '"PrimarySmtpAddress":' + $address + ',"DisplayName":"Mailbox {0}","RecipientTypeDetails":"UserMailbox",' +
    '"ImapEnabled":true,"PopEnabled":true,"ActiveSyncEnabled":true,"EwsEnabled":true,"MAPIEnabled":true,' +
    '"OWAEnabled":true,"SmtpClientAuthenticationDisabled":null,"EwsApplicationAccessPolicy":null,' +
    '"ActiveSyncAllowedDeviceIDs":[],"ActiveSyncBlockedDeviceIDs":[]}}' + "`n"
    $user = '{{"ExternalDirectoryObjectId":' + $id + ',"UserPrincipalName":' + $address +
    ',"WindowsEmailAddress":' + $address + ',"AuthenticationPolicy":null,"AccountDisabled":false,' +
    '"EXOModuleEnabled":true}}' + "`n"
    $person = '{{"id":' + $id + ',"userPrincipalName":' + $address + ',"mail":' + $address +
    ',"accountEnabled":true,"userType":"Member","assignedPlans":[],"perUserMfaState":"disabled",' +
    '"groups":[],"roles":[]}}' + "`n"
    $rows = foreach ($form in $mailbox, $user, $person) {
        $text = New-Object -TypeName System.Text.StringBuilder
        for ($number = 1; $number -le $Count; $number++) {
            $null = $text.AppendFormat($form, $number)
        }
        $text.ToString()
    }
    $parts = foreach ($part in @(
            'organization', 'transport', 'activesync-organization', 'activesync-rules', 'authentication-policies'
            'group-members', 'role-members', 'security-defaults', 'conditional-access', 'mobile-devices')) {
        '{"name":"' + $part + '","status":"complete"}'
    }
    foreach ($part in @(('cas-mailboxes', 'ExternalDirectoryObjectId'), ('users', 'ExternalDirectoryObjectId'),
            ('directory-users', 'id'))) {
        $parts += '{{"name":"{0}","status":"complete","count":{1},"sortedBy":"{2}"}}' -f $part[0], $Count, $part[1]
    }
    @{
        'manifest.json'                  = '{"schema":1,"collectedAt":"2026-11-20T08:00:00Z","parts":[' +
        ($parts -join ',') + ']}'
        'organization.json'              = '{"OAuth2ClientProfileEnabled":true,' +
        '"DefaultAuthenticationPolicy":null,"EwsEnabled":true,' +
        '"EwsAllowedAppIDs":"00001111-aaaa-2222-bbbb-3333cccc4444","EwsApplicationAccessPolicy":null}'
        'transport.json'                 = '{"SmtpClientAuthenticationDisabled":false}'
        'activesync-organization.json'   = '{"DefaultAccessLevel":"Allow"}'
        'security-defaults.json'         = '{"isEnabled":false}'
        'activesync-rules.ndjson'        = ''
        'authentication-policies.ndjson' = ''
        'group-members.ndjson'           = ''
        'role-members.ndjson'            = ''
        'conditional-access.ndjson'      = ''
        'mobile-devices.ndjson'          = ''
        'cas-mailboxes.ndjson'           = $rows[0]
        'users.ndjson'                   = $rows[1]
        'directory-users.ndjson'         = $rows[2]
    }
}

# Writes the files of a tenant into a folder of the test drive, and gives its path. What is null is left out.
function Write-TestSnapshot {
    param([string] $Name = [guid]::NewGuid().ToString('n'), [hashtable] $Tenant)
    $folder = Join-Path -Path $TestDrive -ChildPath $Name
    $null = [System.IO.Directory]::CreateDirectory($folder)
    foreach ($file in $Tenant.Keys) {
        if ($null -ne $Tenant[$file]) {
            Write-TestText -Path (Join-Path -Path $folder -ChildPath $file) -Text $Tenant[$file]
        }
    }
    $folder
}

# The names of the next three functions' own variables begin with test: the script block that they run
# sees them before those of the test.

# The error that ends a script block; an error of its own where nothing does.
function Get-TestFailure {
    param([Alias('Script')] [scriptblock] $TestScript)
    try {
        $null = & $TestScript
    } catch {
        return $_
    }
    throw "No error ended: $TestScript"
}

# What a script block writes to each stream. An error that ends it is in Thrown.
function Get-TestStream {
    param([Alias('Script')] [scriptblock] $TestScript)
    $testAll = New-Object -TypeName System.Collections.Generic.List[object]
    $testThrown = $null
    try {
        & $TestScript *>&1 | ForEach-Object -Process { $testAll.Add($_) }
    } catch {
        $testThrown = $_
    }
    $testStreams = [ordered]@{}
    foreach ($testName in 'Output', 'Error', 'Warning', 'Verbose', 'Debug', 'Information') {
        $testStreams[$testName] = @()
    }
    foreach ($testItem in $testAll) {
        $testName = if ($null -eq $testItem) { 'Output' } else { $testItem.GetType().Name -replace 'Record$', '' }
        if (-not $testStreams.Contains($testName)) { $testName = 'Output' }
        $testStreams[$testName] += $testItem
    }
    $testStreams['Thrown'] = $testThrown
    [pscustomobject] $testStreams
}

# Runs a script block with EXO_LANGUAGE, and puts back what was there.
function Use-TestLanguage {
    param([Alias('Language')] [string] $TestLanguage, [Alias('Script')] [scriptblock] $TestScript)
    $testBefore = $env:EXO_LANGUAGE
    $env:EXO_LANGUAGE = $TestLanguage
    try {
        & $TestScript
    } finally {
        $env:EXO_LANGUAGE = $testBefore
    }
}

# Whether a text has Hiragana, Katakana or Kanji.
function Test-Japanese {
    param([AllowEmptyString()] [string] $Text)
    $Text -match '[\u3040-\u30ff\u4e00-\u9fff]'
}

# Skips a test whose child could not take the culture on that it was asked to.
function Assert-TestCulture {
    param([object] $Child, [string] $Culture = '', [string] $UICulture = '')
    if (($Culture -and $Child.Culture -ne $Culture) -or ($UICulture -and $Child.UICulture -ne $UICulture)) {
        Set-ItResult -Skipped -Because "this machine has no cultures: $($Child.Culture), $($Child.UICulture)"
    }
    if ($Culture -and -not $Child.KnowsCultures) {
        Set-ItResult -Skipped -Because "this machine has no data of cultures (ICU)"
    }
}

# Runs a script block in a process of its own and gives what it emits, the exit code and both outputs.
# Objects come back as Import-Clixml makes them.
function Invoke-TestChild {
    param(
        [scriptblock] $Script,
        [object[]] $Argument = @(),
        [hashtable] $Environment = @{},
        [string] $Module = (Get-TestModule),
        [string] $Culture = '',
        [string] $UICulture = ''
    )

    $folder = Join-Path -Path $TestDrive -ChildPath ('child-' + [guid]::NewGuid().ToString('n'))
    $null = [System.IO.Directory]::CreateDirectory($folder)
    $file = Join-Path -Path $folder -ChildPath 'child.ps1'
    $question = Join-Path -Path $folder -ChildPath 'question.xml'
    $answer = Join-Path -Path $folder -ChildPath 'answer.xml'
    @{ Argument = $Argument; Module = $Module; Culture = $Culture; UICulture = $UICulture } |
        Export-Clixml -LiteralPath $question
    $text = @'
param([string] $Question, [string] $Answer)
$asked = Import-Clixml -LiteralPath $Question
$given = @($asked.Argument)
$thread = [System.Threading.Thread]::CurrentThread
$known = $false
try {
    # A culture without its data has no more than its name: the i of Turkish tells.
    $known = ([System.Globalization.CultureInfo] 'tr-TR').TextInfo.ToUpper('i') -ne 'I'
    if ($asked.Culture) { $thread.CurrentCulture = [System.Globalization.CultureInfo] $asked.Culture }
    if ($asked.UICulture) { $thread.CurrentUICulture = [System.Globalization.CultureInfo] $asked.UICulture }
} catch {
    Write-Verbose -Message 'This .NET knows no cultures; the answer tells which one is in force.'
}
if ($asked.Module) {
    Import-Module -Name $asked.Module
}
$emitted = @(& {
SCRIPT
} @given)
@{
    Emitted   = $emitted
    Culture   = $thread.CurrentCulture.Name
    UICulture = $thread.CurrentUICulture.Name
    Known     = $known
} | Export-Clixml -LiteralPath $Answer -Depth 6
'@.Replace('SCRIPT', $Script.ToString())
    # With its byte order mark, which Windows PowerShell looks for.
    [System.IO.File]::WriteAllText($file, $text, [System.Text.Encoding]::UTF8)

    $start = New-Object -TypeName System.Diagnostics.ProcessStartInfo
    $start.FileName = if ($env:EXO_PWSH) { $env:EXO_PWSH } else { (Get-Process -Id $PID).Path }
    $start.Arguments = '-NoLogo -NoProfile -NonInteractive -ExecutionPolicy Bypass -File "{0}" "{1}" "{2}"' -f @(
        $file, $question, $answer)
    $start.UseShellExecute = $false
    $start.CreateNoWindow = $true
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    $start.EnvironmentVariables.Remove('EXO_LANGUAGE')
    foreach ($name in $Environment.Keys) {
        $start.EnvironmentVariables[$name] = $Environment[$name]
    }
    $process = [System.Diagnostics.Process]::Start($start)
    try {
        $process.StandardInput.Close()
        $output = $process.StandardOutput.ReadToEndAsync()
        $problems = $process.StandardError.ReadToEndAsync()
        if (-not $process.WaitForExit(120000)) {
            $process.Kill()
            throw "The child process did not end: $Script"
        }
        $process.WaitForExit()
        $code = $process.ExitCode
    } finally {
        $process.Dispose()
    }
    if (-not [System.IO.File]::Exists($answer)) {
        throw "The child process ended with $code and no answer: $($output.Result) $($problems.Result)"
    }
    $answered = Import-Clixml -LiteralPath $answer
    [pscustomobject]@{
        Output         = @($answered.Emitted)
        Culture        = $answered.Culture
        UICulture      = $answered.UICulture
        KnowsCultures  = $answered.Known
        ExitCode       = $code
        StandardOutput = $output.Result
        StandardError  = $problems.Result
    }
}
