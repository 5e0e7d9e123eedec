@{
    Severity     = @('Error', 'Warning')
    ExcludeRules = @(
        # Of private functions, whose nouns name what they give.
        'PSUseSingularNouns'
    )
    Rules        = @{
        PSUseCompatibleSyntax = @{ Enable = $true; TargetVersions = @('5.1', '7.4') }
        PSPlaceOpenBrace      = @{ Enable = $true; OnSameLine = $true; IgnoreOneLineBlock = $true }
        PSAvoidLongLines      = @{ Enable = $true; MaximumLineLength = 140 }
    }
}
