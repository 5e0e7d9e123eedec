# An error of loading, told from the shell's own table: the library that has the texts is not there.
function Get-ExoLoadError {
    [CmdletBinding()]
    [OutputType([System.Management.Automation.ErrorRecord])]
    param(
        [Parameter(Mandatory)]
        [string] $Name,

        [Parameter(Mandatory)]
        [System.Management.Automation.ErrorCategory] $Category,

        [Parameter(Mandatory)]
        [string[]] $Value
    )

    New-ExoErrorRecord -Document @{
        name     = "Exo.Native.$Name"
        category = $Category
        message  = (Get-ExoText -Name $Name) -f $Value
        action   = (Get-ExoText -Name "${Name}Action") -f $Value
        target   = $Value[0]
    }
}
