@{
    RootModule             = 'ExoModernAuth.psm1'
    ModuleVersion          = '0.1.0'
    GUID                   = '6f1f2a3e-3f0c-4a57-9d3c-3c1a0d6e9b41'
    Author                 = 'ExoModernAuth contributors'
    CompanyName            = 'ExoModernAuth'
    Copyright              = '(c) ExoModernAuth contributors. MIT or Apache-2.0.'
    Description            = 'Who can still sign in to an Exchange Online mailbox with what, over which protocol; which control decides it; and what stops on which announced date. Judges every mailbox of a tenant snapshot offline. English and Japanese.'
    PowerShellVersion      = '5.1'
    DotNetFrameworkVersion = '4.7.2'
    CompatiblePSEditions   = @('Desktop', 'Core')
    FormatsToProcess       = @('ExoModernAuth.Format.ps1xml')
    FunctionsToExport      = @('Get-ExoAuthDeadline', 'Get-ExoMailboxAuthState', 'Test-ExoModernAuthReadiness')
    CmdletsToExport        = @()
    VariablesToExport      = @()
    AliasesToExport        = @()
    FileList               = @(
        'ExoModernAuth.psd1'
        'ExoModernAuth.psm1'
        'ExoModernAuth.Format.ps1xml'
        'ExoModernAuth.Interop.dll'
        'en-US/about_ExoModernAuth.help.txt'
        'en-US/about_ExoVerdicts.help.txt'
        'en-US/ExoModernAuth-help.xml'
        'en-US/ExoModernAuth.Messages.psd1'
        'ja-JP/about_ExoModernAuth.help.txt'
        'ja-JP/about_ExoVerdicts.help.txt'
        'ja-JP/ExoModernAuth-help.xml'
        'ja-JP/ExoModernAuth.Messages.psd1'
    )
    PrivateData            = @{
        PSData = @{
            Tags         = @(
                'ExchangeOnline', 'Exchange', 'Office365', 'Microsoft365', 'ModernAuthentication', 'BasicAuth', 'SmtpAuth', 'EWS'
                'OAuth', 'ConditionalAccess', 'Security', 'PSEdition_Desktop', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS'
            )
            LicenseUri   = 'https://github.com/exomodernauth/exomodernauth/blob/main/LICENSE-MIT'
            ProjectUri   = 'https://github.com/exomodernauth/exomodernauth'
            ReleaseNotes = 'https://github.com/exomodernauth/exomodernauth/blob/main/CHANGELOG.md'
        }
    }
}
