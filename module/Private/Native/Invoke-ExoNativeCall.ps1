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
    try {
        [ExoModernAuth.Interop.V1.Native]::Call($script:ExoSession, $request)
    } catch {
        throw (ConvertTo-ExoErrorRecord -ErrorRecord $_)
    }
}
