# An error document of the library as an error record: its name is the FullyQualifiedErrorId.
function New-ExoErrorRecord {
    [CmdletBinding()]
    [OutputType([System.Management.Automation.ErrorRecord])]
    [System.Diagnostics.CodeAnalysis.SuppressMessageAttribute(
        'PSUseShouldProcessForStateChangingFunctions', '', Justification = 'makes an object')]
    param(
        [Parameter(Mandatory)]
        [System.Collections.IDictionary] $Document,

        [System.Exception] $InnerException
    )

    $exception = New-Object -TypeName System.InvalidOperationException -ArgumentList @(
        [string] $Document['message'], $InnerException)
    $record = New-Object -TypeName System.Management.Automation.ErrorRecord -ArgumentList @(
        $exception, [string] $Document['name'],
        [System.Management.Automation.ErrorCategory] $Document['category'], $Document['target'])
    $details = New-Object -TypeName System.Management.Automation.ErrorDetails -ArgumentList @(
        [string] $Document['message'])
    $details.RecommendedAction = [string] $Document['action']
    $record.ErrorDetails = $details
    $record
}
