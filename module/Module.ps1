Set-StrictMode -Version 3.0

# What belongs to this runspace: the session of the native library, the words that its batches hold
# as numbers, and the shell's own sentences by language.
$script:ExoSession = $null
$script:ExoWords = $null
$script:ExoTexts = @{}

$ExecutionContext.SessionState.Module.OnRemove = {
    if ($null -ne $script:ExoSession) {
        $script:ExoSession.Dispose()
    }
}
