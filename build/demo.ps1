# What build/run shows: the first commands of a new user, on a snapshot. Written for Windows PowerShell
# 5.1 and PowerShell 7.
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $Snapshot
)

$ErrorActionPreference = 'Stop'
Import-Module -Name (Join-Path -Path $PSScriptRoot -ChildPath '../module/ExoModernAuth/ExoModernAuth.psd1') -Force
$commands = @(
    'Test-ExoModernAuthReadiness -Snapshot $snapshot'
    'Get-ExoMailboxAuthState -Snapshot $snapshot | Select-Object -First 5'
    'Get-ExoMailboxAuthState -Snapshot $snapshot | Where-Object SmtpBasic -eq Allowed | Select-Object DisplayName, SmtpBasic'
    'Get-ExoMailboxAuthState -Snapshot $snapshot -AsOf 2027-01-01 | Group-Object EwsOAuth -NoElement'
    'Get-ExoAuthDeadline -Protocol Smtp'
)
foreach ($command in $commands) {
    "PS> $command"
    & ([scriptblock]::Create($command)) | Out-String -Stream
}
"Help: Get-Help about_ExoVerdicts; Get-Help Get-ExoMailboxAuthState -Full"
