# Asks the library what it answers at once; gives the answer as a dictionary.
function Invoke-ExoNativeCall {
    [CmdletBinding()]
    [OutputType([System.Collections.IDictionary])]
    param(
        [Parameter(Mandatory)]
        [string] $Operation,

        [hashtable] $Argument = @{}
    )

    Initialize-ExoNative
    $request = @{ v = 1; op = $Operation; language = Get-ExoLanguage; args = $Argument }
    $answer = $null
    # An error comes as a document, not as an exception, so that $Error gets one entry and not two.
    if (-not [ExoModernAuth.Interop.V1.Native]::TryCall($script:ExoSession.Handle, $request, [ref] $answer)) {
        throw (New-ExoErrorRecord -Document $answer)
    }
    $answer
}
