//! The closed word lists of the contract: one macro makes the type, its list and its spelling,
//! so that a word is written once.

/// Declares an enum whose variants are words of the contract, with the list of all of them,
/// the word as text and a look-up that ignores case.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $word:ident),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[derive(serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$doc])* $word),+ }

        impl $name {
            /// Every word, in the order of the contract.
            pub const ALL: &'static [Self] = &[$(Self::$word),+];

            /// The word as the contract spells it.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$word => stringify!($word)),+ }
            }

            /// The word that `text` spells, without regard to case.
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|w| w.word().eq_ignore_ascii_case(text))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.word())
            }
        }
    };
}

words! {
    /// How a client reaches a mailbox.
    Protocol {
        /// Outlook for Windows.
        MapiHttp,
        /// Exchange Web Services.
        Ews,
        /// Exchange ActiveSync.
        ActiveSync,
        /// IMAP4.
        Imap,
        /// POP3.
        Pop,
        /// SMTP AUTH client submission.
        Smtp,
        /// Autodiscover.
        Autodiscover,
        /// Outlook on the web.
        OutlookWeb,
        /// Exchange Online PowerShell.
        PowerShell,
    }
}

words! {
    /// How the caller proves who it is.
    Method {
        /// A password sent to Exchange Online.
        Basic,
        /// The mailbox owner's own delegated sign-in.
        OAuth,
        /// A client certificate sent straight to Exchange Online.
        Certificate,
        /// An application's own token.
        AppOnly,
    }
}

words! {
    /// The 22 combinations of protocol and method that exist.
    Pair {
        /// MAPI over HTTP with Basic.
        MapiHttpBasic,
        /// MAPI over HTTP with OAuth.
        MapiHttpOAuth,
        /// EWS with Basic.
        EwsBasic,
        /// EWS with the owner's OAuth.
        EwsOAuth,
        /// EWS with an application's token.
        EwsAppOnly,
        /// ActiveSync with Basic.
        ActiveSyncBasic,
        /// ActiveSync with OAuth.
        ActiveSyncOAuth,
        /// ActiveSync with a client certificate.
        ActiveSyncCertificate,
        /// IMAP with Basic.
        ImapBasic,
        /// IMAP with the owner's OAuth.
        ImapOAuth,
        /// IMAP with an application's token.
        ImapAppOnly,
        /// POP with Basic.
        PopBasic,
        /// POP with the owner's OAuth.
        PopOAuth,
        /// POP with an application's token.
        PopAppOnly,
        /// SMTP AUTH with Basic.
        SmtpBasic,
        /// SMTP AUTH with the owner's OAuth.
        SmtpOAuth,
        /// SMTP AUTH with an application's token.
        SmtpAppOnly,
        /// Autodiscover with Basic.
        AutodiscoverBasic,
        /// Autodiscover with OAuth.
        AutodiscoverOAuth,
        /// Outlook on the web (OAuth only).
        OutlookWebOAuth,
        /// Exchange Online PowerShell with Basic.
        PowerShellBasic,
        /// Exchange Online PowerShell with OAuth.
        PowerShellOAuth,
    }
}

impl Pair {
    /// How many pairs there are.
    pub const COUNT: usize = Self::ALL.len();

    /// The protocol of the pair.
    pub const fn protocol(self) -> Protocol {
        match self {
            Self::MapiHttpBasic | Self::MapiHttpOAuth => Protocol::MapiHttp,
            Self::EwsBasic | Self::EwsOAuth | Self::EwsAppOnly => Protocol::Ews,
            Self::ActiveSyncBasic | Self::ActiveSyncOAuth | Self::ActiveSyncCertificate => {
                Protocol::ActiveSync
            }
            Self::ImapBasic | Self::ImapOAuth | Self::ImapAppOnly => Protocol::Imap,
            Self::PopBasic | Self::PopOAuth | Self::PopAppOnly => Protocol::Pop,
            Self::SmtpBasic | Self::SmtpOAuth | Self::SmtpAppOnly => Protocol::Smtp,
            Self::AutodiscoverBasic | Self::AutodiscoverOAuth => Protocol::Autodiscover,
            Self::OutlookWebOAuth => Protocol::OutlookWeb,
            Self::PowerShellBasic | Self::PowerShellOAuth => Protocol::PowerShell,
        }
    }

    /// The method of the pair.
    pub const fn method(self) -> Method {
        match self {
            Self::MapiHttpBasic
            | Self::EwsBasic
            | Self::ActiveSyncBasic
            | Self::ImapBasic
            | Self::PopBasic
            | Self::SmtpBasic
            | Self::AutodiscoverBasic
            | Self::PowerShellBasic => Method::Basic,
            Self::ActiveSyncCertificate => Method::Certificate,
            Self::EwsAppOnly | Self::ImapAppOnly | Self::PopAppOnly | Self::SmtpAppOnly => {
                Method::AppOnly
            }
            _ => Method::OAuth,
        }
    }

    /// The position of the pair in [`Pair::ALL`].
    pub const fn index(self) -> usize {
        self as usize
    }
}

words! {
    /// What a verdict says.
    VerdictWord {
        /// The sign-in works.
        Allowed,
        /// The sign-in does not work.
        Blocked,
        /// It depends on application, place, device or a pending roll-out.
        Conditional,
        /// An input that decides it could not be read.
        Unknown,
    }
}

words! {
    /// The controls, in the order in which they are asked; `None` decides what nothing stops.
    Gate {
        /// The calendar of retirements.
        Retirement,
        /// The licence.
        License,
        /// A setting of the organization.
        Organization,
        /// A setting of the mailbox.
        Mailbox,
        /// Application and device access lists.
        AccessList,
        /// The authentication policy.
        AuthenticationPolicy,
        /// The account.
        Account,
        /// Security defaults.
        SecurityDefaults,
        /// Conditional Access.
        ConditionalAccess,
        /// No control.
        None,
    }
}

words! {
    /// Why a gate or a verdict says what it says.
    Reason {
        /// Basic authentication was retired for the protocol.
        BasicRetired,
        /// SMTP AUTH with Basic is off by default.
        SmtpBasicOffByDefault,
        /// Nothing says whether an admin turned SMTP AUTH with Basic on again.
        SmtpBasicSwitchNotRead,
        /// EWS is retired.
        EwsRetired,
        /// ActiveSync with a client certificate is retired.
        EasCertificateRetired,
        /// Certificates work only in tenants that already used them.
        EasCertificateExistingTenantsOnly,
        /// The licence does not include EWS.
        EwsKioskLicense,
        /// The organization's `EwsEnabled` is False.
        EwsOrgDisabled,
        /// The organization's `EwsEnabled` is null and will be set to False.
        EwsPendingFlip,
        /// `EwsAllowedAppIDs` was not read.
        EwsAllowListNotRead,
        /// `EwsAllowedAppIDs` is empty.
        EwsAllowListEmpty,
        /// Only the applications on `EwsAllowedAppIDs`.
        EwsListedAppsOnly,
        /// `OAuth2ClientProfileEnabled` is False.
        ModernAuthOffForOutlook,
        /// SMTP AUTH is off in the transport configuration.
        SmtpAuthOffForOrganization,
        /// SMTP AUTH is off for the mailbox.
        SmtpAuthOffForMailbox,
        /// The protocol is off for the mailbox.
        ProtocolOffForMailbox,
        /// A user-agent list decides.
        EwsUserAgentList,
        /// Device access rules decide.
        EasDeviceAccess,
        /// The authentication policy blocks Basic.
        BlockedByAuthenticationPolicy,
        /// The assigned authentication policy is not among those read.
        AuthenticationPolicyNotFound,
        /// The account is disabled.
        AccountDisabled,
        /// Per-user MFA leaves app passwords only.
        AppPasswordOnly,
        /// Security defaults block legacy authentication.
        SecurityDefaultsOn,
        /// A Conditional Access policy blocks.
        CaBlock,
        /// A Conditional Access policy asks for what the client cannot give.
        CaControlNotPossible,
        /// A Conditional Access policy asks for a device or application state.
        CaControlNeedsDeviceOrApp,
        /// A Conditional Access policy applies under a condition.
        CaCondition,
        /// Whether a Conditional Access policy applies to the user is not known.
        CaMembershipUnknown,
        /// An input is missing.
        MissingData,
        /// Nothing stops it.
        None,
    }
}

words! {
    /// How firm a rule is.
    Confidence {
        /// Microsoft documents it.
        Documented,
        /// It rests on a date that Microsoft announced, passed or not.
        Announced,
        /// It is inferred from documents.
        Inferred,
    }
}

words! {
    /// What one gate says.
    Effect {
        /// The gate lets it through.
        Pass,
        /// The gate stops it.
        Block,
        /// The gate lets it through under a condition.
        Conditional,
        /// The gate's input is not known.
        Unknown,
    }
}
