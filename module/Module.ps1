Set-StrictMode -Version 3.0

# What belongs to this runspace: the session of the native library, the words that its batches hold
# as numbers, and the shell's own sentences by language.
$script:ExoSession = [uint64]0
$script:ExoWords = $null
$script:ExoTexts = @{}

$ExecutionContext.SessionState.Module.OnRemove = {
    if ($script:ExoSession -ne 0) {
        [ExoModernAuth.Interop.V1.Native]::SessionClose($script:ExoSession)
        $script:ExoSession = [uint64]0
    }
}
