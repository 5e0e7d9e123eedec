# Builds the module on Windows and shows it on a snapshot: the sample tenant, or the folder that is given.
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [string] $Snapshot
)

$ErrorActionPreference = 'Stop'
& (Join-Path -Path $PSScriptRoot -ChildPath 'module.ps1')
if (-not $Snapshot) {
    $Snapshot = Join-Path -Path $PSScriptRoot -ChildPath '../module/ExoModernAuth/Sample'
}
& (Join-Path -Path $PSScriptRoot -ChildPath 'demo.ps1') -Snapshot $Snapshot
