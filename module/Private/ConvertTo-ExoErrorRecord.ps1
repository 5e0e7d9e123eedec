# The error record behind an exception of the shim: its document where it has one.
function ConvertTo-ExoErrorRecord {
    [CmdletBinding()]
    [OutputType([System.Management.Automation.ErrorRecord])]
    param(
        [Parameter(Mandatory)]
        [System.Management.Automation.ErrorRecord] $ErrorRecord
    )

    $exception = $ErrorRecord.Exception
    while ($null -ne $exception) {
        if ($exception.GetType().FullName -eq 'ExoModernAuth.Interop.V1.NativeException') {
            return New-ExoErrorRecord -Document $exception.Document -InnerException $exception
        }
        $exception = $exception.InnerException
    }
    $ErrorRecord
}
