//! Conditional Access policies, as Graph answers them and as its PowerShell SDK writes them.

use crate::dates::COLLECTED_AT;
use crate::guid::Guid;
use crate::json::{pascal_names, push_json_text};
use crate::random::{Purpose, Random};
use crate::row::{Cell, Row};

/// The application id of Exchange Online.
pub(crate) const EXCHANGE: &str = "00000002-0000-0ff1-ce00-000000000000";
/// The application id of SharePoint Online, which no verdict of this product is about.
pub(crate) const SHAREPOINT: &str = "00000003-0000-0ff1-ce00-000000000000";

pub(crate) const LEGACY: &[&str] = &["exchangeActiveSync", "other"];
pub(crate) const MODERN: &[&str] = &["browser", "mobileAppsAndDesktopClients"];

/// One policy. Fields that end in `_json` are ready JSON with names in camelCase; empty means
/// "not configured".
#[derive(Clone, Debug)]
pub(crate) struct Policy {
    pub(crate) name: &'static str,
    pub(crate) state: &'static str,
    pub(crate) client_app_types: &'static [&'static str],
    pub(crate) include_applications: &'static [&'static str],
    pub(crate) exclude_applications: &'static [&'static str],
    pub(crate) user_actions: &'static [&'static str],
    pub(crate) authentication_contexts: &'static [&'static str],
    pub(crate) application_filter_json: &'static str,
    pub(crate) include_users: Vec<String>,
    pub(crate) exclude_users: Vec<String>,
    pub(crate) include_groups: Vec<String>,
    pub(crate) exclude_groups: Vec<String>,
    pub(crate) include_roles: Vec<String>,
    pub(crate) exclude_roles: Vec<String>,
    pub(crate) include_guests_json: &'static str,
    pub(crate) exclude_guests_json: &'static str,
    /// Further members of `conditions`, each with its comma before: `,"platforms":{…}`.
    pub(crate) conditions_json: &'static str,
    /// `null` for a policy of session controls only.
    pub(crate) operator: Option<&'static str>,
    pub(crate) controls: &'static [&'static str],
    pub(crate) custom_factors: &'static [&'static str],
    pub(crate) terms_of_use: &'static [&'static str],
    pub(crate) strength_json: &'static str,
    pub(crate) session_json: &'static str,
    /// Writes `includeGroups` as one bare text.
    pub(crate) groups_as_text: bool,
}

impl Default for Policy {
    /// Enabled, for all applications and client types, for nobody yet, and without an effect yet.
    fn default() -> Self {
        Self {
            name: "",
            state: "enabled",
            client_app_types: &["all"],
            include_applications: &["All"],
            exclude_applications: &[],
            user_actions: &[],
            authentication_contexts: &[],
            application_filter_json: "",
            include_users: Vec::new(),
            exclude_users: Vec::new(),
            include_groups: Vec::new(),
            exclude_groups: Vec::new(),
            include_roles: Vec::new(),
            exclude_roles: Vec::new(),
            include_guests_json: "",
            exclude_guests_json: "",
            conditions_json: "",
            operator: Some("OR"),
            controls: &[],
            custom_factors: &[],
            terms_of_use: &[],
            strength_json: "",
            session_json: "",
            groups_as_text: false,
        }
    }
}

/// `["All"]`.
pub(crate) fn everyone() -> Vec<String> {
    vec!["All".to_owned()]
}

/// What the SDK writes for `conditions` that are not configured: objects of nulls.
const SDK_CONDITIONS: [(&str, &str); 5] = [
    (
        "clientApplications",
        r#"{"excludeServicePrincipals":null,"includeServicePrincipals":null,"servicePrincipalFilter":{"mode":null,"rule":null}}"#,
    ),
    ("platforms", r#"{"excludePlatforms":null,"includePlatforms":null}"#),
    ("locations", r#"{"excludeLocations":null,"includeLocations":null}"#),
    ("devices", r#"{"deviceFilter":{"mode":null,"rule":null}}"#),
    ("authenticationFlows", r#"{"transferMethods":null}"#),
];

impl Policy {
    /// Writes the row. `position` gives the policy its id and dates.
    pub(crate) fn write(&self, row: &mut Row, seed: u64, position: u64) {
        let id = Guid::scattered(seed, Purpose::Policy, position);
        let mut random = Random::keyed(seed, Purpose::Policy, 1000 + position);
        let age = i64::try_from(random.below(150_000_000)).unwrap_or(0);
        let pascal = row.style().pascal;
        let named = |json: String| if pascal { pascal_names(&json) } else { json };
        row.cell("id", Cell::Plain(id.bytes()));
        row.cell("templateId", Cell::Null);
        row.cell("displayName", Cell::Text(self.name));
        row.cell("createdDateTime", Cell::Date(COLLECTED_AT - age));
        row.cell(
            "modifiedDateTime",
            if position.is_multiple_of(2) {
                Cell::Date(COLLECTED_AT - age / 2)
            } else {
                Cell::Null
            },
        );
        row.cell("state", Cell::Text(self.state));
        row.cell("deletedDateTime", Cell::Null);
        if pascal {
            row.cell("additionalProperties", raw("{}"));
        }
        row.cell("conditions", raw(&named(self.conditions(pascal))));
        row.cell("grantControls", raw(&named(self.grant(pascal))));
        row.cell("sessionControls", raw(&named(self.session(pascal))));
    }

    fn conditions(&self, pascal: bool) -> String {
        let unset = |camel: &'static str, sdk: &'static str| if pascal { sdk } else { camel };
        let or_unset = |json: &'static str, sdk: &'static str| {
            if json.is_empty() { unset("null", sdk) } else { json }
        };
        let filter = or_unset(self.application_filter_json, r#"{"mode":null,"rule":null}"#);
        let guests =
            r#"{"externalTenants":{"membershipKind":null},"guestOrExternalUserTypes":null}"#;
        let include_guests = or_unset(self.include_guests_json, guests);
        let exclude_guests = or_unset(self.exclude_guests_json, guests);
        let include_groups = match self.include_groups.first() {
            Some(first) if self.groups_as_text => format!("\"{first}\""),
            _ => texts(&self.include_groups),
        };
        let mut rest = self.conditions_json.to_owned();
        for (name, sdk) in SDK_CONDITIONS {
            if !rest.contains(&format!("\"{name}\"")) {
                rest.push_str(&format!(",\"{name}\":{}", unset("null", sdk)));
            }
        }
        for name in ["signInRiskLevels", "userRiskLevels", "servicePrincipalRiskLevels"] {
            if !rest.contains(&format!("\"{name}\"")) {
                rest.push_str(&format!(",\"{name}\":[]"));
            }
        }
        if !rest.contains("\"insiderRiskLevels\"") {
            rest.push_str(",\"insiderRiskLevels\":null");
        }
        format!(
            concat!(
                r#"{{"clientAppTypes":{},"applications":{{"includeApplications":{},"#,
                r#""excludeApplications":{},"includeUserActions":{},"#,
                r#""includeAuthenticationContextClassReferences":{},"applicationFilter":{}}},"#,
                r#""users":{{"includeUsers":{},"excludeUsers":{},"includeGroups":{},"#,
                r#""excludeGroups":{},"includeRoles":{},"excludeRoles":{},"#,
                r#""includeGuestsOrExternalUsers":{},"excludeGuestsOrExternalUsers":{}}}{}}}"#
            ),
            texts(self.client_app_types),
            texts(self.include_applications),
            texts(self.exclude_applications),
            texts(self.user_actions),
            texts(self.authentication_contexts),
            filter,
            texts(&self.include_users),
            texts(&self.exclude_users),
            include_groups,
            texts(&self.exclude_groups),
            texts(&self.include_roles),
            texts(&self.exclude_roles),
            include_guests,
            exclude_guests,
            rest,
        )
    }

    fn grant(&self, pascal: bool) -> String {
        let sdk_strength = r#"{"allowedCombinations":null,"displayName":null,"id":null}"#;
        let unset_strength = if pascal { sdk_strength } else { "null" };
        let nothing = self.controls.is_empty()
            && self.custom_factors.is_empty()
            && self.terms_of_use.is_empty()
            && self.strength_json.is_empty();
        if nothing && !pascal {
            return "null".to_owned();
        }
        let operator = match self.operator {
            Some(word) if !nothing => format!("\"{word}\""),
            _ => "null".to_owned(),
        };
        format!(
            concat!(
                r#"{{"operator":{},"builtInControls":{},"customAuthenticationFactors":{},"#,
                r#""termsOfUse":{},"authenticationStrength":{}}}"#
            ),
            operator,
            texts(self.controls),
            texts(self.custom_factors),
            texts(self.terms_of_use),
            if self.strength_json.is_empty() { unset_strength } else { self.strength_json },
        )
    }

    fn session(&self, pascal: bool) -> String {
        if !self.session_json.is_empty() {
            return self.session_json.to_owned();
        }
        if !pascal {
            return "null".to_owned();
        }
        concat!(
            r#"{"applicationEnforcedRestrictions":{"isEnabled":null},"#,
            r#""cloudAppSecurity":{"cloudAppSecurityType":null,"isEnabled":null},"#,
            r#""disableResilienceDefaults":null,"#,
            r#""persistentBrowser":{"isEnabled":null,"mode":null},"#,
            r#""signInFrequency":{"isEnabled":null,"type":null,"value":null}}"#
        )
        .to_owned()
    }
}

const fn raw(json: &str) -> Cell<'_> {
    Cell::Raw { json, csv: "" }
}

/// A list of texts as JSON.
pub(crate) fn texts<T: AsRef<str>>(list: &[T]) -> String {
    let mut out = vec![b'['];
    for (position, text) in list.iter().enumerate() {
        if position > 0 {
            out.push(b',');
        }
        push_json_text(&mut out, text.as_ref());
    }
    out.push(b']');
    String::from_utf8(out).unwrap_or_default()
}
