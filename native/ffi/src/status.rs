//! What an export returns: zero or more is no error, less is one of [`ErrorCode`].

/// Done; the output holds what was asked for.
pub const EXO_OK: i32 = 0;
/// Nothing to report within the time; ask again.
pub const EXO_TIMEOUT: i32 = 1;
/// The job has ended; the output holds its end document, now and whenever it is asked again.
pub const EXO_END: i32 = 2;
/// A pointer is null where bytes were promised, or a value is out of range.
pub const EXO_BAD_ARGUMENT: i32 = -1;
/// The handle was closed, never given out, or is one of another kind.
pub const EXO_BAD_HANDLE: i32 = -2;
/// The text is not UTF-8.
pub const EXO_BAD_UTF8: i32 = -3;
/// The request is not what the operation expects.
pub const EXO_BAD_REQUEST: i32 = -4;
/// There is no such operation.
pub const EXO_UNKNOWN_OPERATION: i32 = -5;
/// The version of the request is not one that this library reads.
pub const EXO_VERSION: i32 = -6;
/// Another thread is waiting for this job.
pub const EXO_BUSY: i32 = -7;
/// The request or the answer is larger than the limit.
pub const EXO_TOO_LARGE: i32 = -8;
/// A defect of this library; the call came to nothing.
pub const EXO_INTERNAL: i32 = -9;
/// The process is a fork of the one that began to use the library.
pub const EXO_FORKED: i32 = -10;
/// Too many open handles.
pub const EXO_TOO_MANY_HANDLES: i32 = -11;

/// Declares the errors: variant, number, name and the PowerShell `ErrorCategory`.
macro_rules! codes {
    ($($(#[$doc:meta])* $code:ident = $number:expr, $name:literal, $category:literal;)+) => {
        /// Every error that a user may see. Names and numbers are stable: one that is retired is
        /// never given to another.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(i32)]
        pub enum ErrorCode { $($(#[$doc])* $code = $number),+ }

        impl ErrorCode {
            /// Every error.
            pub const ALL: &'static [Self] = &[$(Self::$code),+];

            /// Its stable name, the `FullyQualifiedErrorId` in PowerShell.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$code => $name),+ }
            }

            /// The name of its `ErrorCategory`.
            pub const fn category(self) -> &'static str {
                match self { $(Self::$code => $category),+ }
            }
        }
    };
}

codes! {
    /// See [`EXO_BAD_ARGUMENT`].
    BadArgument = EXO_BAD_ARGUMENT, "Exo.Native.BadArgument", "InvalidArgument";
    /// See [`EXO_BAD_HANDLE`].
    BadHandle = EXO_BAD_HANDLE, "Exo.Native.BadHandle", "InvalidOperation";
    /// See [`EXO_BAD_UTF8`].
    BadUtf8 = EXO_BAD_UTF8, "Exo.Native.BadUtf8", "InvalidData";
    /// See [`EXO_BAD_REQUEST`].
    BadRequest = EXO_BAD_REQUEST, "Exo.Native.BadRequest", "InvalidArgument";
    /// See [`EXO_UNKNOWN_OPERATION`].
    UnknownOperation = EXO_UNKNOWN_OPERATION, "Exo.Native.UnknownOperation", "NotImplemented";
    /// See [`EXO_VERSION`].
    Version = EXO_VERSION, "Exo.Native.VersionMismatch", "InvalidOperation";
    /// See [`EXO_BUSY`].
    Busy = EXO_BUSY, "Exo.Native.Busy", "ResourceBusy";
    /// See [`EXO_TOO_LARGE`].
    TooLarge = EXO_TOO_LARGE, "Exo.Native.TooLarge", "LimitsExceeded";
    /// See [`EXO_INTERNAL`].
    Internal = EXO_INTERNAL, "Exo.Native.Internal", "InvalidOperation";
    /// See [`EXO_FORKED`].
    Forked = EXO_FORKED, "Exo.Native.Forked", "InvalidOperation";
    /// See [`EXO_TOO_MANY_HANDLES`].
    TooManyHandles = EXO_TOO_MANY_HANDLES, "Exo.Native.TooManyHandles", "LimitsExceeded";
    /// The native library is not in the module's folder.
    LibraryMissing = -12, "Exo.Native.LibraryMissing", "ObjectNotFound";
    /// The native library cannot be loaded.
    LibraryUnusable = -13, "Exo.Native.LibraryUnusable", "InvalidOperation";
    /// There is no native library for this platform.
    PlatformNotSupported = -14, "Exo.Native.PlatformNotSupported", "NotImplemented";
    /// `-AsOf` is no date.
    AsOfNotADate = -100, "Exo.Argument.AsOfNotADate", "InvalidArgument";
    /// `-AsOf` is earlier than the rules reach.
    AsOfTooEarly = -101, "Exo.Argument.AsOfTooEarly", "InvalidArgument";
    /// No pair has the protocol and the method.
    NoSuchPair = -102, "Exo.Argument.NoSuchPair", "InvalidArgument";
    /// `-OutFile` ends in something else than `.csv` or `.ndjson`.
    OutFileEnding = -103, "Exo.Argument.OutFileEnding", "InvalidArgument";
    /// `-OutFile x.csv` cannot hold a trace.
    OutFileTrace = -104, "Exo.Argument.OutFileTrace", "InvalidArgument";
    /// A path is none of the file system.
    NotAFilePath = -105, "Exo.Argument.NotAFilePath", "InvalidArgument";
    /// An object that was piped in names no mailbox.
    NoIdentity = -106, "Exo.Argument.NoIdentity", "InvalidArgument";
    /// The snapshot is not a folder.
    SnapshotNotAFolder = -600, "Exo.Snapshot.NotAFolder", "ObjectNotFound";
    /// The folder holds no snapshot.
    SnapshotEmpty = -601, "Exo.Snapshot.Empty", "ObjectNotFound";
    /// A file of the snapshot cannot be read.
    SnapshotUnreadable = -602, "Exo.Snapshot.Unreadable", "ReadError";
    /// The manifest is broken.
    SnapshotManifestBroken = -603, "Exo.Snapshot.ManifestBroken", "InvalidData";
    /// A part is there in two forms.
    SnapshotTwoForms = -604, "Exo.Snapshot.TwoForms", "InvalidData";
    /// A part cannot be read from CSV.
    SnapshotCsvNotPossible = -605, "Exo.Snapshot.CsvNotPossible", "InvalidData";
    /// A part is not sorted as promised.
    SnapshotNotSorted = -606, "Exo.Snapshot.NotSorted", "InvalidData";
    /// No mailbox has the name.
    MailboxNotFound = -620, "Exo.Mailbox.NotFound", "ObjectNotFound";
    /// The output file cannot be written.
    OutFileUnwritable = -640, "Exo.OutFile.Unwritable", "WriteError";
    /// Findings fail that `-FailOn` asks about.
    ReadinessFailed = -660, "Exo.Readiness.Failed", "InvalidResult";
}

impl ErrorCode {
    /// Its number, which is also the status of an export that fails with it.
    pub const fn number(self) -> i32 {
        self as i32
    }
}
