# Assembles the module folder on Windows: the native library of this process, the shim, the script file.
# Needs the Rust toolchain; the C# compiler is the one that every Windows has.
[CmdletBinding()]
param()

$ErrorActionPreference = 'Stop'
$root = Split-Path -Path $PSScriptRoot -Parent
if (-not (Get-Command -Name cargo -ErrorAction SilentlyContinue)) {
    throw 'The Rust toolchain is missing: install it from https://rustup.rs, then run this again.'
}
$rid = if ($env:PROCESSOR_ARCHITECTURE -eq 'ARM64') { 'win-arm64' } else { 'win-x64' }
$module = Join-Path -Path $root -ChildPath 'module\ExoModernAuth'
$native = Join-Path -Path $module -ChildPath "runtimes\$rid\native"
$target = if ($env:CARGO_TARGET_DIR) { $env:CARGO_TARGET_DIR } else { Join-Path -Path $root -ChildPath 'target' }

Push-Location -Path $root
try {
    cargo build --release --locked --quiet -p exo-cdylib
    if ($LASTEXITCODE) { throw 'The native library could not be built.' }
    cargo run --locked --quiet -p exo-xtask --no-default-features -- psm1
    if ($LASTEXITCODE) { throw 'The script file could not be made.' }
} finally {
    Pop-Location
}
$null = New-Item -ItemType Directory -Path $native -Force
Copy-Item -Path (Join-Path -Path $target -ChildPath 'release\exo_native.dll') -Destination $native -Force

$compiler = Join-Path -Path $env:WINDIR -ChildPath 'Microsoft.NET\Framework64\v4.0.30319\csc.exe'
$sources = Join-Path -Path $root -ChildPath 'module\Interop\*.cs'
$shim = Join-Path -Path $module -ChildPath 'ExoModernAuth.Interop.dll'
& $compiler /nologo /langversion:5 /optimize+ /warnaserror+ /target:library "/out:$shim" $sources
if ($LASTEXITCODE) { throw 'The shim could not be compiled.' }
