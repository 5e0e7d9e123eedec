@{
    Severity     = @('Error', 'Warning')
    ExcludeRules = @(
        # The nouns of private functions name what they give.
        'PSUseSingularNouns'
    )
    Rules        = @{
        PSUseCompatibleSyntax      = @{ Enable = $true; TargetVersions = @('5.1', '7.4') }
        PSUseConsistentIndentation = @{ Enable = $true; IndentationSize = 4; PipelineIndentation = 'IncreaseIndentationForFirstPipeline' }
        PSUseConsistentWhitespace  = @{ Enable = $true }
        PSPlaceOpenBrace           = @{ Enable = $true; OnSameLine = $true }
        PSAvoidLongLines           = @{ Enable = $true; MaximumLineLength = 130 }
        PSUseCorrectCasing         = @{ Enable = $true }
    }
}
