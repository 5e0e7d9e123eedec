//! One `conditional-access` row: checked against the shapes of the contract (§3), then read.

use exo_policy::conditional_access::{Policy, PolicyState, Selection, Users};

use crate::json::{Json, OtherShape, id_of_text, is_cut_off, name_of_text};
use exo_policy::Read;

/// The keys of `conditions` that rules name; any other that is configured narrows the policy.
const NAMED_CONDITIONS: [&str; 13] = [
    "userRiskLevels",
    "signInRiskLevels",
    "servicePrincipalRiskLevels",
    "insiderRiskLevels",
    "clientAppTypes",
    "platforms",
    "locations",
    "devices",
    "deviceStates",
    "clientApplications",
    "applications",
    "users",
    "authenticationFlows",
];

/// Reads a row, or says which property makes it damaged.
pub(crate) fn read(row: &Json) -> Result<Policy, OtherShape> {
    let Read::Value(state) = row.name("state") else {
        return Err(OtherShape("state"));
    };
    let mut policy = Policy {
        id: row.name("id").value().unwrap_or_default(),
        display_name: row.name("displayName").value().unwrap_or_default(),
        state: match state.to_ascii_lowercase().as_str() {
            "enabled" => PolicyState::Enabled,
            "enabledforreportingbutnotenforced" => PolicyState::ReportOnly,
            _ => PolicyState::Off,
        },
        ..Policy::default()
    };
    // A row that is readable and not enabled counts as read, whatever else is in it.
    if let Err(shape) = fill(&mut policy, row)
        && policy.state == PolicyState::Enabled
    {
        return Err(shape);
    }
    Ok(policy)
}

fn fill(policy: &mut Policy, row: &Json) -> Result<(), OtherShape> {
    let Some(conditions @ Json::Object(keys)) = row.get("conditions") else {
        return Err(OtherShape("conditions"));
    };
    grant(policy, object(row, "grantControls")?)?;
    object(row, "sessionControls")?;

    let applications = object(conditions, "applications")?;
    policy.applications = Selection {
        include: list(applications, "includeApplications")?,
        exclude: list(applications, "excludeApplications")?,
    };
    policy.application_filter = object(applications, "applicationFilter")?.is_configured();
    policy.user_actions = !list(applications, "includeUserActions")?.is_empty();
    let contexts = "includeAuthenticationContextClassReferences";
    policy.authentication_contexts = !list(applications, contexts)?.is_empty();
    policy.workload_identities = object(conditions, "clientApplications")?.is_configured();

    policy.client_app_types = list(conditions, "clientAppTypes")?;
    for property in ["userRiskLevels", "signInRiskLevels", "servicePrincipalRiskLevels"] {
        policy.risk_levels.push((property, list(conditions, property)?));
    }
    let insider = "insiderRiskLevels";
    policy.risk_levels.push((insider, names(conditions, insider)?));
    let flows = object(conditions, "authenticationFlows")?;
    policy.transfer_methods = names(flows, "transferMethods")?;

    let of = object(conditions, "users")?;
    policy.include = Users {
        users: list(of, "includeUsers")?,
        groups: list(of, "includeGroups")?,
        roles: list(of, "includeRoles")?,
        external_types: external_types(of, "includeGuestsOrExternalUsers")?,
    };
    policy.exclude = Users {
        users: list(of, "excludeUsers")?,
        groups: list(of, "excludeGroups")?,
        roles: list(of, "excludeRoles")?,
        external_types: external_types(of, "excludeGuestsOrExternalUsers")?,
    };

    let locations = object(conditions, "locations")?;
    policy.locations = Selection {
        include: list(locations, "includeLocations")?,
        exclude: list(locations, "excludeLocations")?,
    };
    let platforms = object(conditions, "platforms")?;
    policy.platforms = Selection {
        include: list(platforms, "includePlatforms")?,
        exclude: list(platforms, "excludePlatforms")?,
    };
    policy.devices = object(conditions, "devices")?.is_configured();
    policy.device_states = object(conditions, "deviceStates")?.is_configured();
    policy.other_conditions = keys
        .iter()
        .filter(|(key, value)| {
            value.is_configured()
                && !NAMED_CONDITIONS.iter().any(|named| named.eq_ignore_ascii_case(key))
        })
        .map(|(key, _)| key.clone())
        .collect();
    Ok(())
}

fn grant(policy: &mut Policy, controls: &Json) -> Result<(), OtherShape> {
    policy.built_in_controls = list(controls, "builtInControls")?;
    policy.terms_of_use = list(controls, "termsOfUse")?;
    policy.custom_authentication_factors = list(controls, "customAuthenticationFactors")?;
    policy.authentication_strength = object(controls, "authenticationStrength")?.is_configured();
    policy.operator = match controls.get("operator") {
        Some(Json::Text(text)) => match name_of_text(text) {
            Read::OtherShape => return Err(OtherShape("operator")),
            name => name.value().map(str::to_owned),
        },
        Some(value) if value.is_configured() => return Err(OtherShape("operator")),
        _ => None,
    };
    Ok(())
}

/// An object, or `Null` where nothing is configured.
fn object<'j>(of: &'j Json, property: &'static str) -> Result<&'j Json, OtherShape> {
    match of.get(property) {
        Some(value) if value.is_configured() => match value {
            Json::Object(_) => Ok(value),
            _ => Err(OtherShape(property)),
        },
        _ => Ok(&Json::Null),
    }
}

/// A list of ids or words.
fn list(of: &Json, property: &'static str) -> Result<Vec<String>, OtherShape> {
    collect(of, property, |text, into| match id_of_text(text) {
        Read::Value(id) => {
            into.push(id.to_owned());
            true
        }
        Read::Null => true,
        Read::Absent | Read::OtherShape => false,
    })
}

/// Words separated by commas, or a list of them.
fn names(of: &Json, property: &'static str) -> Result<Vec<String>, OtherShape> {
    collect(of, property, |text, into| {
        let words = text.split(',').map(str::trim).filter(|word| !word.is_empty());
        words.into_iter().all(|word| {
            into.push(word.to_owned());
            !is_cut_off(word)
        })
    })
}

/// The texts of a list, or of one text in its place, as `take` reads them.
fn collect(
    of: &Json,
    property: &'static str,
    take: impl Fn(&str, &mut Vec<String>) -> bool,
) -> Result<Vec<String>, OtherShape> {
    let mut found = Vec::new();
    let fits = match of.get(property) {
        Some(value) if value.is_configured() => match value {
            Json::Text(text) => take(text, &mut found),
            Json::List(items) => items
                .iter()
                .filter(|item| item.is_configured())
                .all(|item| matches!(item, Json::Text(text) if take(text, &mut found))),
            Json::Null | Json::Bool(_) | Json::Number(_) | Json::Object(_) => false,
        },
        _ => true,
    };
    if fits { Ok(found) } else { Err(OtherShape(property)) }
}

fn external_types(of: &Json, property: &'static str) -> Result<Option<Vec<String>>, OtherShape> {
    let external = object(of, property)?;
    let types = names(external, "guestOrExternalUserTypes")?;
    Ok(external.is_configured().then_some(types))
}
