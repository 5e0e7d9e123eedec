# Runs a job to its end on behalf of a command: rows go through -Write, everything else to the
# command's own streams. A job that is stopped (Ctrl+C, Select-Object -First) ends at once.
function Invoke-ExoNativeJob {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet,

        [Parameter(Mandatory)]
        [string] $Operation,

        [Parameter(Mandatory)]
        [hashtable] $Argument,

        # Gets each event that holds rows and gives what is emitted. As plain output, not through
        # WriteObject: an error of whoever reads it would come back wrapped.
        [Parameter(Mandatory)]
        [scriptblock] $Write
    )

    # Short enough for Ctrl+C to be felt at once: a .NET call cannot be interrupted.
    $patience = 100
    $progress = New-ExoProgress
    $job = $null
    try {
        $job = Start-ExoNativeJob -Operation $Operation -Argument $Argument
        do {
            $report = $job.Next($patience)
            switch ($report.Kind) {
                'mailboxes' { & $Write $report }
                'findings' { & $Write $report }
                'progress' { Write-ExoProgress -Cmdlet $Cmdlet -State $progress -Document $report.Document }
                'warnings' { foreach ($text in $report.Document['rows']) { $Cmdlet.WriteWarning($text) } }
                'errors' {
                    foreach ($document in $report.Document['rows']) {
                        $Cmdlet.WriteError((New-ExoErrorRecord -Document $document))
                    }
                }
            }
        } until ($report.Kind -eq 'end')
    } finally {
        if ($null -ne $job) { $job.Dispose() }
    }
    Write-ExoProgress -Cmdlet $Cmdlet -State $progress -Completed
    if ($report.Document['error']) {
        throw (New-ExoErrorRecord -Document $report.Document['error'])
    }
}
