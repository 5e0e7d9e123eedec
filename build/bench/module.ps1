# One measured use of the module, in a process of its own; prints seconds as JSON.
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [ValidateSet('null', 'where', 'outfile', 'first')]
    [string] $Use,

    [Parameter(Mandatory)]
    [string] $Snapshot,

    [Parameter(Mandatory)]
    [string] $AsOf,

    [string] $OutFile
)

$ErrorActionPreference = 'Stop'
Import-Module -Name (Join-Path -Path $PSScriptRoot -ChildPath '../../module/ExoModernAuth/ExoModernAuth.psd1')
$watch = [System.Diagnostics.Stopwatch]::StartNew()
switch ($Use) {
    'null' { Get-ExoMailboxAuthState -Snapshot $Snapshot -AsOf $AsOf | Out-Null }
    'where' {
        Get-ExoMailboxAuthState -Snapshot $Snapshot -AsOf $AsOf | Where-Object SmtpBasic -eq 'Allowed' | Out-Null
    }
    'outfile' { Get-ExoMailboxAuthState -Snapshot $Snapshot -AsOf $AsOf -OutFile $OutFile }
    'first' { Get-ExoMailboxAuthState -Snapshot $Snapshot -AsOf $AsOf | Select-Object -First 1 | Out-Null }
}
'{{"seconds":{0}}}' -f $watch.Elapsed.TotalSeconds.ToString([System.Globalization.CultureInfo]::InvariantCulture)
