@{
    LibraryMissing = 'The native library ''{0}'' is missing.'
    LibraryMissingAction = 'Install the module again; where it was built from source, run build/run.sh (build/run.ps1 on Windows).'
    LibraryUnusable = 'The native library ''{0}'' cannot be loaded: {1}'
    LibraryUnusableAction = 'Check that the file is not blocked or quarantined (Unblock-File, antivirus), then open a new PowerShell session.'
    PlatformNotSupported = 'There is no native library for this platform ({0}).'
    PlatformNotSupportedAction = 'Run the command on one of: {1}.'
    VersionMismatch = 'The native library is of version {0}, {1} was expected.'
    VersionMismatchAction = 'Another version of the module was used in this PowerShell session: open a new one.'
    Judging = 'Judging mailboxes'
    Progress = '{0:N0}, {1:N0} a second'
    ProgressOf = '{0:N0} of {1:N0}, {2:N0} a second'
}
