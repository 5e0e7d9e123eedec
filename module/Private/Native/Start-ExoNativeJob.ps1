# Starts a job of the library.
function Start-ExoNativeJob {
    [CmdletBinding()]
    [System.Diagnostics.CodeAnalysis.SuppressMessageAttribute(
        'PSUseShouldProcessForStateChangingFunctions', '', Justification = 'changes nothing outside')]
    param(
        [Parameter(Mandatory)]
        [string] $Operation,

        [Parameter(Mandatory)]
        [hashtable] $Argument
    )

    Initialize-ExoNative
    $request = @{ v = 1; op = $Operation; language = Get-ExoLanguage; args = $Argument }
    try {
        if ($null -eq $script:ExoWords) {
            $script:ExoWords = [ExoModernAuth.Interop.V1.Native]::Call(
                $script:ExoSession.Handle, @{ v = 1; op = 'words' })
        }
        $words = New-Object -TypeName ExoModernAuth.Interop.V1.Words -ArgumentList @(
            $script:ExoWords, [string[]] $Argument['protocols'], [string[]] $Argument['methods'])
        New-Object -TypeName ExoModernAuth.Interop.V1.Job -ArgumentList $script:ExoSession.Handle, $request, $words
    } catch {
        throw (ConvertTo-ExoErrorRecord -ErrorRecord $_)
    }
}
