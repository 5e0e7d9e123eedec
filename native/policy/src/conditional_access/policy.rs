//! One Conditional Access policy as the reader found it, and what it can do to a client.

use crate::id::Id;
use crate::words::{Method, Pair, Protocol, Reason};

/// The application id of Exchange Online.
const EXCHANGE_ONLINE: &str = "00000002-0000-0ff1-ce00-000000000000";
/// Grant controls that a device or an application answers, not a person.
const DEVICE_OR_APP: [&str; 4] =
    ["compliantDevice", "domainJoinedDevice", "approvedApplication", "compliantApplication"];

/// The client app types of Conditional Access as far as mailboxes meet them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientType {
    /// Legacy authentication other than ActiveSync.
    Other,
    /// ActiveSync with Basic or a certificate.
    ExchangeActiveSync,
    /// OAuth from a mail application.
    MobileAppsAndDesktopClients,
    /// OAuth in a browser.
    Browser,
}

impl ClientType {
    /// All of them.
    pub const ALL: [Self; 4] =
        [Self::Other, Self::ExchangeActiveSync, Self::MobileAppsAndDesktopClients, Self::Browser];

    /// The type under which the pair signs in; `None` for application tokens, which policies
    /// scoped to users do not touch.
    pub const fn of(pair: Pair) -> Option<Self> {
        match (pair.method(), pair.protocol()) {
            (Method::AppOnly, _) => None,
            (Method::OAuth, Protocol::OutlookWeb) => Some(Self::Browser),
            (Method::OAuth, _) => Some(Self::MobileAppsAndDesktopClients),
            (_, Protocol::ActiveSync) => Some(Self::ExchangeActiveSync),
            (_, _) => Some(Self::Other),
        }
    }

    /// Whether the client can answer nothing but a password or a certificate.
    pub const fn is_legacy(self) -> bool {
        matches!(self, Self::Other | Self::ExchangeActiveSync)
    }

    /// The words of `clientAppTypes` that mean this type.
    const fn words(self) -> &'static [&'static str] {
        match self {
            Self::Other => &["all", "other"],
            Self::ExchangeActiveSync => &["all", "exchangeActiveSync", "easSupported"],
            Self::MobileAppsAndDesktopClients => &["all", "mobileAppsAndDesktopClients"],
            Self::Browser => &["all", "browser"],
        }
    }
}

/// `state`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PolicyState {
    /// `enabled`
    Enabled,
    /// `enabledForReportingButNotEnforced`
    ReportOnly,
    /// `disabled`, or a word that the contract does not know.
    #[default]
    Off,
}

/// The user side of a policy, either what it includes or what it excludes.
#[derive(Clone, Debug, Default)]
pub struct Users {
    /// `includeUsers` / `excludeUsers`.
    pub users: Vec<String>,
    /// `includeGroups` / `excludeGroups`.
    pub groups: Vec<String>,
    /// `includeRoles` / `excludeRoles`: template ids.
    pub roles: Vec<String>,
    /// `guestOrExternalUserTypes` of a configured `…GuestsOrExternalUsers` object.
    pub external_types: Option<Vec<String>>,
}

impl Users {
    pub(crate) fn names(&self, word: &str) -> bool {
        contains(&self.users, word)
    }

    /// The users named by id.
    pub(crate) fn ids(&self) -> impl Iterator<Item = Id> {
        let special = ["All", "None", "GuestsOrExternalUsers"];
        self.users
            .iter()
            .filter(move |user| !special.iter().any(|word| word.eq_ignore_ascii_case(user)))
            .filter_map(|user| Id::parse(user))
    }

    pub(crate) fn external_includes_b2b_member(&self) -> Option<bool> {
        self.external_types.as_ref().map(|types| contains(types, "b2bCollaborationMember"))
    }
}

/// A condition with a list of what it takes in and one of what it leaves out.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// The included names.
    pub include: Vec<String>,
    /// The excluded names.
    pub exclude: Vec<String>,
}

impl Selection {
    /// Whether it takes in anything less than everything.
    fn narrows(&self) -> bool {
        !self.exclude.is_empty()
            || self.include.iter().any(|name| !name.eq_ignore_ascii_case("all"))
    }
}

/// A `conditionalAccessPolicy`. Lists hold no nulls and no blanks; what is not configured is empty.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// `id`
    pub id: String,
    /// `displayName`
    pub display_name: String,
    /// `state`
    pub state: PolicyState,
    /// `grantControls.builtInControls`
    pub built_in_controls: Vec<String>,
    /// `grantControls.termsOfUse`
    pub terms_of_use: Vec<String>,
    /// `grantControls.customAuthenticationFactors`
    pub custom_authentication_factors: Vec<String>,
    /// `grantControls.authenticationStrength` is configured.
    pub authentication_strength: bool,
    /// `grantControls.operator`
    pub operator: Option<String>,
    /// `conditions.applications.includeApplications` and `excludeApplications`
    pub applications: Selection,
    /// `conditions.applications.applicationFilter` is configured.
    pub application_filter: bool,
    /// `conditions.applications.includeUserActions` is configured.
    pub user_actions: bool,
    /// `conditions.applications.includeAuthenticationContextClassReferences` is configured.
    pub authentication_contexts: bool,
    /// `conditions.clientApplications` is configured.
    pub workload_identities: bool,
    /// `conditions.clientAppTypes`
    pub client_app_types: Vec<String>,
    /// The risk levels that the policy asks for: property and values.
    pub risk_levels: Vec<(&'static str, Vec<String>)>,
    /// `conditions.authenticationFlows.transferMethods`
    pub transfer_methods: Vec<String>,
    /// The users it includes.
    pub include: Users,
    /// The users it excludes.
    pub exclude: Users,
    /// `conditions.locations`
    pub locations: Selection,
    /// `conditions.platforms`
    pub platforms: Selection,
    /// `conditions.devices` is configured.
    pub devices: bool,
    /// `conditions.deviceStates` is configured.
    pub device_states: bool,
    /// Configured keys of `conditions` that no rule names.
    pub other_conditions: Vec<String>,
}

/// What a policy does to one client type where it matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PolicyEffect {
    /// Nothing.
    None,
    /// It stops the sign-in.
    Block(Reason),
    /// It lets devices or applications through that fulfil a condition.
    NeedsDeviceOrApp,
}

/// Why a policy cannot touch ordinary sign-ins of a client type at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Skipped {
    /// It is not enabled.
    NotEnabled,
    /// It is for user actions, authentication contexts or workload identities.
    OtherKind,
    /// It asks for a risk level or an authentication flow: property and value.
    Exceptional(String),
    /// It does not include Exchange Online.
    OtherApplications,
    /// It does not include the client app type.
    OtherClientType,
    /// Its controls do nothing to the client.
    NoEffect,
}

impl Policy {
    /// What an admin calls it: the display name, else the id.
    pub fn name(&self) -> &str {
        if self.display_name.is_empty() { &self.id } else { &self.display_name }
    }

    /// Every control that the policy requires, as named in it.
    pub fn required_controls(&self) -> Vec<&str> {
        let mut controls: Vec<&str> = self.built_in_controls.iter().map(String::as_str).collect();
        controls.extend(self.terms_of_use.iter().map(String::as_str));
        controls.extend(self.custom_authentication_factors.iter().map(String::as_str));
        if self.authentication_strength {
            controls.push("authenticationStrength");
        }
        controls
    }

    /// What it does to a client of this type.
    pub fn effect(&self, client: ClientType) -> PolicyEffect {
        if contains(&self.built_in_controls, "block") {
            return PolicyEffect::Block(Reason::CaBlock);
        }
        let required = self.required_controls();
        if client.is_legacy() {
            return if required.is_empty() {
                PolicyEffect::None
            } else {
                PolicyEffect::Block(Reason::CaControlNotPossible)
            };
        }
        let of_device =
            |control: &&str| DEVICE_OR_APP.iter().any(|word| word.eq_ignore_ascii_case(control));
        let needs = self.built_in_controls.iter().any(|control| of_device(&control.as_str()));
        let either = self.operator.as_deref().is_some_and(|o| o.eq_ignore_ascii_case("OR"))
            && !required.iter().all(of_device);
        if needs && !either { PolicyEffect::NeedsDeviceOrApp } else { PolicyEffect::None }
    }

    /// Why it is skipped for every user, or `None` where the user decides.
    pub fn skipped(&self, client: ClientType) -> Option<Skipped> {
        if self.state != PolicyState::Enabled {
            return Some(Skipped::NotEnabled);
        }
        if self.effect(client) == PolicyEffect::None {
            return Some(Skipped::NoEffect);
        }
        if self.user_actions || self.authentication_contexts || self.workload_identities {
            return Some(Skipped::OtherKind);
        }
        if let Some(exception) = self.exceptional() {
            return Some(Skipped::Exceptional(exception));
        }
        if !self.includes_exchange() {
            return Some(Skipped::OtherApplications);
        }
        let types = &self.client_app_types;
        if !types.is_empty() && !client.words().iter().any(|word| contains(types, word)) {
            return Some(Skipped::OtherClientType);
        }
        None
    }

    /// The risk level or authentication flow without which the policy does not strike.
    fn exceptional(&self) -> Option<String> {
        for (property, levels) in &self.risk_levels {
            if !levels.is_empty() && !contains(levels, "none") {
                return Some(format!("{property}: {}", levels.join(", ")));
            }
        }
        let flow = self.transfer_methods.iter().any(|method| !method.eq_ignore_ascii_case("none"));
        flow.then(|| format!("transferMethods: {}", self.transfer_methods.join(", ")))
    }

    fn includes_exchange(&self) -> bool {
        let names = |list: &[String]| {
            ["All", "Office365", EXCHANGE_ONLINE]
                .iter()
                .any(|application| contains(list, application))
        };
        (names(&self.applications.include) || self.application_filter)
            && !names(&self.applications.exclude)
    }

    /// The conditions that make a match depend on more than the user.
    pub fn narrowing(&self) -> Vec<String> {
        let named = [
            ("locations", self.locations.narrows()),
            ("platforms", self.platforms.narrows()),
            ("devices", self.devices),
            ("deviceStates", self.device_states),
            ("applicationFilter", self.application_filter),
        ];
        let named =
            named.iter().filter(|(_, narrows)| *narrows).map(|(name, _)| (*name).to_owned());
        named.chain(self.other_conditions.iter().cloned()).collect()
    }
}

/// Whether the list holds the word, without regard to case.
fn contains(list: &[String], word: &str) -> bool {
    list.iter().any(|item| item.eq_ignore_ascii_case(word))
}
