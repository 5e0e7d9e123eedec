# Loads the shim and the native library on first use, and opens this runspace's session.
function Initialize-ExoNative {
    [CmdletBinding()]
    param()

    if ($null -ne $script:ExoSession) {
        return
    }
    if (-not ('ExoModernAuth.Interop.V1.Native' -as [type])) {
        $shim = Join-Path -Path $PSScriptRoot -ChildPath 'ExoModernAuth.Interop.dll'
        if (-not [System.IO.File]::Exists($shim)) {
            throw (Get-ExoLoadError -Name 'LibraryMissing' -Category ObjectNotFound -Value $shim)
        }
        try {
            $null = [System.Reflection.Assembly]::LoadFrom($shim)
        } catch {
            throw (Get-ExoLoadError -Name 'LibraryUnusable' -Category InvalidOperation -Value @(
                    $shim, $_.Exception.GetBaseException().Message))
        }
    }
    $library = [ExoModernAuth.Interop.V1.Library]
    if ($null -eq $library::Path) {
        $rid = $library::RuntimeIdentifier()
        $runtimes = Join-Path -Path $PSScriptRoot -ChildPath 'runtimes'
        $path = Join-Path -Path $runtimes -ChildPath "$rid/native/$($library::FileName())"
        $there = @(if ([System.IO.Directory]::Exists($runtimes)) {
                [System.IO.Directory]::GetDirectories($runtimes) | Split-Path -Leaf
            })
        if ($there -and $there -notcontains $rid) {
            throw (Get-ExoLoadError -Name 'PlatformNotSupported' -Category NotImplemented -Value @(
                    $rid, ($there -join ', ')))
        }
        if (-not [System.IO.File]::Exists($path)) {
            throw (Get-ExoLoadError -Name 'LibraryMissing' -Category ObjectNotFound -Value $path)
        }
        try {
            $library::Load($path)
        } catch {
            throw (Get-ExoLoadError -Name 'LibraryUnusable' -Category InvalidOperation -Value @(
                    $path, $_.Exception.GetBaseException().Message))
        }
    }
    # Another version of this module may have been used in this process, and a process has one library.
    $native = [ExoModernAuth.Interop.V1.Native]
    $found = $native::BuildInfo()['version']
    $expected = $ExecutionContext.SessionState.Module.Version.ToString()
    if (($native::AbiVersion() -shr 16) -ne $native::Major -or $found -ne $expected) {
        throw (Get-ExoLoadError -Name 'VersionMismatch' -Category InvalidOperation -Value $found, $expected)
    }
    try {
        $script:ExoSession = New-Object -TypeName ExoModernAuth.Interop.V1.Session
    } catch {
        throw (ConvertTo-ExoErrorRecord -ErrorRecord $_)
    }
}
