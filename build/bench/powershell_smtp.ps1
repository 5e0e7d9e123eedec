# How many mailboxes have SMTP AUTH with Basic open? Answered with PowerShell alone: a peer of the
# ExoModernAuth benchmark, written as a careful Exchange admin would who cares for speed (lines are
# streamed, tables are hashed, no pipeline in the loops). It answers an easier question than the module
# does: Conditional Access, security defaults, the calendar and per-user MFA are left out; what is
# missing counts as null and blocks nothing.
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $Snapshot
)

Set-StrictMode -Version 1.0
$ErrorActionPreference = 'Stop'
$watch = [System.Diagnostics.Stopwatch]::StartNew()
$folder = (Resolve-Path -LiteralPath $Snapshot).ProviderPath
function Get-Line($Name) { [System.IO.File]::ReadLines("$folder/$Name.ndjson") }

$transport = [System.IO.File]::ReadAllText("$folder/transport.json") | ConvertFrom-Json
$organization = [System.IO.File]::ReadAllText("$folder/organization.json") | ConvertFrom-Json
$openByDefault = $transport.SmtpClientAuthenticationDisabled -eq $false
$defaultPolicy = $organization.DefaultAuthenticationPolicy

$blocking = @{}
foreach ($line in Get-Line 'authentication-policies') {
    $policy = ConvertFrom-Json -InputObject $line
    if ($policy.AllowBasicAuthSmtp -eq $false) { $blocking[$policy.Name] = $true }
}
$ownPolicy = @{}
foreach ($line in Get-Line 'users') {
    $user = ConvertFrom-Json -InputObject $line
    if ($user.AuthenticationPolicy) { $ownPolicy[$user.ExternalDirectoryObjectId] = $user.AuthenticationPolicy }
}
$disabled = @{}
foreach ($line in Get-Line 'directory-users') {
    $user = ConvertFrom-Json -InputObject $line
    if ($user.accountEnabled -eq $false) { $disabled[$user.id] = $true }
}
$mailboxes = 0
$open = 0
foreach ($line in Get-Line 'cas-mailboxes') {
    $mailbox = ConvertFrom-Json -InputObject $line
    $mailboxes++
    $own = $mailbox.SmtpClientAuthenticationDisabled
    if ($own -eq $true -or ($null -eq $own -and -not $openByDefault)) { continue }
    $id = $mailbox.ExternalDirectoryObjectId
    $policy = if ($ownPolicy.ContainsKey($id)) { $ownPolicy[$id] } else { $defaultPolicy }
    if ($disabled.ContainsKey($id) -or ($policy -and $blocking.ContainsKey($policy))) { continue }
    $open++
}
'{{"mailboxes":{0},"open":{1},"seconds":{2}}}' -f $mailboxes, $open, $watch.Elapsed.TotalSeconds.ToString(
    [System.Globalization.CultureInfo]::InvariantCulture)
