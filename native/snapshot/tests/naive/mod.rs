//! A second opinion on gate 9, `ConditionalAccess`: written from the contract alone (section 3
//! "Forms" and "Shapes", section 4 "Conditional Access"), one small function a sentence, plain
//! loops, no caching.
//!
//! 1. Every text is trimmed and lower-cased when read; comparisons are on lower-case text only.
//! 2. A damaged row gives no verdict; it only takes the part's completeness away.
//! 3. "Of two names that differ in case alone the last counts" means the last in the order of
//!    `serde_json::Map`: file order with the feature `preserve_order`, else byte order.

use serde_json::Value;

/// The person who signs in.
#[derive(Clone, Copy)]
pub struct Person<'a> {
    /// The user's id; `None` where it is not known.
    pub user_id: Option<&'a str>,
    /// The directory-users row; `None` where there is none.
    pub directory: Option<&'a Value>,
}

/// What the snapshot holds for this gate.
#[derive(Clone, Copy)]
pub struct Tenant<'a> {
    /// Rows of conditional-access in file order; `None` where the file is missing.
    pub policies: Option<&'a [Value]>,
    /// Whether the part is complete, damaged rows aside: those are found here.
    pub complete: bool,
    /// Rows `{"id", "members"}` of group-members.
    pub group_members: &'a [Value],
    /// Rows `{"id", "members"}` of role-members.
    pub role_members: &'a [Value],
}

/// What the gate says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Effect {
    /// Nothing stands in the way.
    Pass,
    /// The sign-in is blocked.
    Block,
    /// It depends on app, place or device.
    Conditional,
    /// Not enough was read.
    Unknown,
}

/// The client app type of the sign-in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Client {
    /// Basic on every protocol but ActiveSync.
    Other,
    /// ActiveSync with Basic or a certificate.
    ExchangeActiveSync,
    /// OAuth everywhere but in a browser.
    Mobile,
    /// Outlook on the web.
    Browser,
}

/// Three-valued logic.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Tri {
    Yes,
    No,
    Unknown,
}

// ---- Over all policies ----------------------------------------------------------------

/// The gate's answer and its reason (`None` for pass).
pub fn evaluate(
    tenant: &Tenant<'_>,
    person: &Person<'_>,
    client: Client,
) -> (Effect, &'static str) {
    // File missing: unknown.
    let Some(rows) = tenant.policies else {
        return (Effect::Unknown, "MissingData");
    };
    // A damaged row is no policy and leaves the part not complete.
    let complete = tenant.complete && !rows.iter().any(damaged);
    let mut answers = Vec::new();
    for row in policies_that_count(rows) {
        if let Some(answer) = one_policy(row, tenant, person, client) {
            answers.push(answer);
        }
    }
    // Any certain block: block, the first in file order names the reason.
    if let Some(answer) = first(&answers, Effect::Block) {
        return answer;
    }
    // Else any unknown (also where the part is not complete: a read policy gave the reason).
    if let Some(answer) = first(&answers, Effect::Unknown) {
        return answer;
    }
    // Part not complete: a policy may be missing, so without a certain block the gate is unknown.
    if !complete {
        return (Effect::Unknown, "MissingData");
    }
    // Else any conditional, else pass.
    if let Some(answer) = first(&answers, Effect::Conditional) {
        return answer;
    }
    (Effect::Pass, "None")
}

/// The first answer, in file order, with this effect.
fn first(answers: &[(Effect, &'static str)], effect: Effect) -> Option<(Effect, &'static str)> {
    answers.iter().copied().find(|answer| answer.0 == effect)
}

/// Rows that are not damaged; of two with one id the first (rows without a text id all count).
fn policies_that_count(rows: &[Value]) -> Vec<&Value> {
    let mut seen: Vec<String> = Vec::new();
    let mut counting = Vec::new();
    for row in rows {
        if damaged(row) {
            continue;
        }
        if let Some(id) = text(property(row, "id")) {
            if seen.contains(&id) {
                continue;
            }
            seen.push(id);
        }
        counting.push(row);
    }
    counting
}

// ---- One policy, in the contract's order ----------------------------------------------

/// What one policy says; `None` where it is skipped or does not apply.
fn one_policy(
    row: &Value,
    tenant: &Tenant<'_>,
    person: &Person<'_>,
    client: Client,
) -> Option<(Effect, &'static str)> {
    // Only `state: enabled` counts.
    if text(property(row, "state")).as_deref() != Some("enabled") {
        return None;
    }
    // Effect: no effect, skipped.
    let (effect, reason) = effect_of(row, client)?;
    // Kind.
    if never_applies(row) || exceptional_sign_ins_only(row) {
        return None;
    }
    // Applications, then client app types.
    if !application_matches(row) || !client_matches(row, client) {
        return None;
    }
    // Users: false is skipped; unknown is unknown, narrowed or not.
    match user_matches(row, tenant, person) {
        Tri::No => return None,
        Tri::Unknown => return Some((Effect::Unknown, "CaMembershipUnknown")),
        Tri::Yes => {}
    }
    // Narrowing: a match is conditional, whatever the policy's effect.
    if narrowed(row) {
        return Some((Effect::Conditional, "CaCondition"));
    }
    Some((effect, reason))
}

/// *Effect*; `None` = no effect.
fn effect_of(row: &Value, client: Client) -> Option<(Effect, &'static str)> {
    // The `block` control blocks every client.
    if contains(&list(row, &["grantControls", "builtInControls"]), "block") {
        return Some((Effect::Block, "CaBlock"));
    }
    let controls = required_controls(row);
    // Session controls only (or nothing at all): no effect.
    if controls.is_empty() {
        return None;
    }
    match client {
        // Basic and Certificate clients cannot answer any control.
        Client::Other | Client::ExchangeActiveSync => Some((Effect::Block, "CaControlNotPossible")),
        // OAuth: only a device or app control that cannot be avoided has an effect.
        Client::Mobile | Client::Browser => {
            if needs_device_or_app(row, &controls) {
                Some((Effect::Conditional, "CaControlNeedsDeviceOrApp"))
            } else {
                None
            }
        }
    }
}

/// Controls are required when listed in the three lists or as an authentication strength.
fn required_controls(row: &Value) -> Vec<String> {
    let mut controls = list(row, &["grantControls", "builtInControls"]);
    controls.extend(
        list(row, &["grantControls", "termsOfUse"]).iter().map(|id| format!("terms of use {id}")),
    );
    controls.extend(
        list(row, &["grantControls", "customAuthenticationFactors"])
            .iter()
            .map(|id| format!("custom factor {id}")),
    );
    if configured(at(row, &["grantControls", "authenticationStrength"])) {
        controls.push("authentication strength".to_owned());
    }
    controls
}

/// One of the four device and app controls is required, and the operator is not `OR` (absent is
/// not) with a control outside the four beside it.
fn needs_device_or_app(row: &Value, controls: &[String]) -> bool {
    let required = controls.iter().any(|control| is_device_or_app_control(control));
    let another = controls.iter().any(|control| !is_device_or_app_control(control));
    let is_or = text(at(row, &["grantControls", "operator"])).as_deref() == Some("or");
    required && !(is_or && another)
}

/// The four controls that ask for a device or an app.
fn is_device_or_app_control(control: &str) -> bool {
    ["compliantdevice", "domainjoineddevice", "approvedapplication", "compliantapplication"]
        .contains(&control)
}

/// *Kind*, first sentence: user actions, authentication contexts, workload identities never apply.
fn never_applies(row: &Value) -> bool {
    let applications = ["conditions", "applications"];
    !list_in(row, &applications, "includeUserActions").is_empty()
        || !list_in(row, &applications, "includeAuthenticationContextClassReferences").is_empty()
        || configured(at(row, &["conditions", "clientApplications"]))
}

/// *Kind*, second sentence: a risk level or an authentication flow is asked for.
fn exceptional_sign_ins_only(row: &Value) -> bool {
    asks_for_risk(&list(row, &["conditions", "signInRiskLevels"]))
        || asks_for_risk(&list(row, &["conditions", "userRiskLevels"]))
        || asks_for_risk(&list(row, &["conditions", "servicePrincipalRiskLevels"]))
        || asks_for_risk(&names(row, &["conditions", "insiderRiskLevels"]))
        || asks_for_flow(&names(row, &["conditions", "authenticationFlows", "transferMethods"]))
}

/// A list that contains `none` asks for nothing.
fn asks_for_risk(levels: &[String]) -> bool {
    !levels.is_empty() && !contains(levels, "none")
}

/// Transfer methods other than `none`.
fn asks_for_flow(methods: &[String]) -> bool {
    methods.iter().any(|method| method != "none")
}

/// *Applications*: one of the three included, or a filter, and none of the three excluded.
fn application_matches(row: &Value) -> bool {
    let applications = ["conditions", "applications"];
    let included =
        list_in(row, &applications, "includeApplications").iter().any(|app| is_exchange(app));
    let excluded =
        list_in(row, &applications, "excludeApplications").iter().any(|app| is_exchange(app));
    (included || has_application_filter(row)) && !excluded
}

/// The three names that cover Exchange Online.
fn is_exchange(application: &str) -> bool {
    ["all", "office365", "00000002-0000-0ff1-ce00-000000000000"].contains(&application)
}

/// A configured application filter counts as included (and makes the match conditional: see
/// `narrowed`).
fn has_application_filter(row: &Value) -> bool {
    configured(at(row, &["conditions", "applications", "applicationFilter"]))
}

/// *Client app types*: empty, or contains `all` or the type.
fn client_matches(row: &Value, client: Client) -> bool {
    let types = list(row, &["conditions", "clientAppTypes"]);
    types.is_empty() || types.iter().any(|name| name == "all" || is_type(name, client))
}

/// The names of the client app types; `easSupported` and `exchangeActiveSync` are both ActiveSync.
fn is_type(name: &str, client: Client) -> bool {
    match client {
        Client::Other => name == "other",
        Client::ExchangeActiveSync => name == "exchangeactivesync" || name == "eassupported",
        Client::Mobile => name == "mobileappsanddesktopclients",
        Client::Browser => name == "browser",
    }
}

// ---- Users ----------------------------------------------------------------------------

/// *Users*: included by any selector and not excluded by any.
fn user_matches(row: &Value, tenant: &Tenant<'_>, person: &Person<'_>) -> Tri {
    and(side(row, "include", tenant, person), not(side(row, "exclude", tenant, person)))
}

/// One side (`include` or `exclude`): three-valued "or" over all its selectors.
fn side(row: &Value, side: &str, tenant: &Tenant<'_>, person: &Person<'_>) -> Tri {
    let users = ["conditions", "users"];
    let mut answer = Tri::No;
    for selector in list_in(row, &users, &format!("{side}Users")) {
        answer = or(answer, user_selected(&selector, person));
    }
    for group in list_in(row, &users, &format!("{side}Groups")) {
        answer = or(answer, member_of(&group, tenant.group_members, "groups", person));
    }
    for role in list_in(row, &users, &format!("{side}Roles")) {
        answer = or(answer, member_of(&role, tenant.role_members, "roles", person));
    }
    let key = format!("{side}GuestsOrExternalUsers");
    let path = ["conditions", "users", key.as_str()];
    if configured(at(row, &path)) {
        let types = names(row, &["conditions", "users", key.as_str(), "guestOrExternalUserTypes"]);
        answer = or(answer, external_selected(&types, person));
    }
    answer
}

/// One entry of `includeUsers` or `excludeUsers`.
fn user_selected(selector: &str, person: &Person<'_>) -> Tri {
    match selector {
        "all" => Tri::Yes,
        // Graph's word for nobody; the contract does not list it, so it is read as Graph means it.
        "none" => Tri::No,
        "guestsorexternalusers" => is_guest(person),
        id => match user_id(person) {
            // An id selector is unknown where the user's id is not known.
            None => Tri::Unknown,
            Some(user) => tri(user == id),
        },
    }
}

/// The user's id, where it is known.
fn user_id(person: &Person<'_>) -> Option<String> {
    person.user_id.and_then(clean)
}

/// Unknown while `userType` is not known; every type but Guest is a Member.
fn is_guest(person: &Person<'_>) -> Tri {
    match name(property_of(person.directory, "userType")) {
        None => Tri::Unknown,
        Some(user_type) => tri(user_type == "guest"),
    }
}

/// A configured guests-or-external-users object of the policy, by its types.
fn external_selected(types: &[String], person: &Person<'_>) -> Tri {
    match is_guest(person) {
        // Unknown for a Guest or an unknown type.
        Tri::Yes | Tri::Unknown => Tri::Unknown,
        // False for a Member, but unknown where collaboration members are named and this may be
        // one.
        Tri::No => {
            if contains(types, "b2bcollaborationmember") && may_be_external_member(person) {
                Tri::Unknown
            } else {
                Tri::No
            }
        }
    }
}

/// The directory row's UPN contains `#EXT#` or is not known.
fn may_be_external_member(person: &Person<'_>) -> bool {
    match name(property_of(person.directory, "userPrincipalName")) {
        None => true,
        Some(upn) => upn.contains("#ext#"),
    }
}

/// Membership of a group or role: its members row decides, else the directory row's list, else
/// unknown.
fn member_of(id: &str, rows: &[Value], directory_key: &str, person: &Person<'_>) -> Tri {
    if let Some(members) = members_row(id, rows) {
        // The row decides: unknown where the user's id is not known.
        return match user_id(person) {
            None => Tri::Unknown,
            Some(user) => tri(members.contains(&user)),
        };
    }
    match read_ids(property_of(person.directory, directory_key)) {
        Some(ids) => tri(contains(&ids, id)),
        None => Tri::Unknown,
    }
}

/// The members of the first row with this id; a row whose members were not read counts as no row.
fn members_row(id: &str, rows: &[Value]) -> Option<Vec<String>> {
    for row in rows {
        if text(property(row, "id")).as_deref() == Some(id) {
            return read_ids(property(row, "members"));
        }
    }
    None
}

// ---- Narrowing ------------------------------------------------------------------------

/// *Narrowing*: something that makes a match conditional.
fn narrowed(row: &Value) -> bool {
    has_application_filter(row)
        || narrowed_to_part(row, "locations", "includeLocations", "excludeLocations")
        || narrowed_to_part(row, "platforms", "includePlatforms", "excludePlatforms")
        // Device filter, included or excluded devices, even `All`: whatever is configured there.
        || configured(at(row, &["conditions", "devices"]))
        || configured(at(row, &["conditions", "deviceStates"]))
        || has_unnamed_condition(row)
}

/// Anything listed other than `all`, or anything excluded (excluding `All` is an exclusion too).
fn narrowed_to_part(row: &Value, condition: &str, include: &str, exclude: &str) -> bool {
    let condition = ["conditions", condition];
    list_in(row, &condition, include).iter().any(|entry| entry != "all")
        || !list_in(row, &condition, exclude).is_empty()
}

/// The keys of `conditions` that the contract names.
const NAMED_CONDITIONS: [&str; 13] = [
    "applications",
    "authenticationflows",
    "clientapplications",
    "clientapptypes",
    "devices",
    "devicestates",
    "insiderrisklevels",
    "locations",
    "platforms",
    "serviceprincipalrisklevels",
    "signinrisklevels",
    "userrisklevels",
    "users",
];

/// Any other configured key of `conditions` (times, agents, what Graph adds tomorrow).
fn has_unnamed_condition(row: &Value) -> bool {
    property(row, "conditions").is_some_and(|conditions| {
        properties(conditions).into_iter().any(|(key, value)| {
            !NAMED_CONDITIONS.contains(&key.as_str()) && configured(Some(value))
        })
    })
}

// ---- Shapes ---------------------------------------------------------------------------

/// Objects that section 4 reads; what lies inside `devices`, `deviceStates`, `clientApplications`,
/// `sessionControls` and unnamed keys is not checked.
const OBJECTS: [&[&str]; 14] = [
    &["grantControls"],
    &["grantControls", "authenticationStrength"],
    &["sessionControls"],
    &["conditions", "applications"],
    &["conditions", "applications", "applicationFilter"],
    &["conditions", "authenticationFlows"],
    &["conditions", "clientApplications"],
    &["conditions", "devices"],
    &["conditions", "deviceStates"],
    &["conditions", "locations"],
    &["conditions", "platforms"],
    &["conditions", "users"],
    &["conditions", "users", "includeGuestsOrExternalUsers"],
    &["conditions", "users", "excludeGuestsOrExternalUsers"],
];

/// Lists that section 4 reads.
const LISTS: [&[&str]; 21] = [
    &["grantControls", "builtInControls"],
    &["grantControls", "customAuthenticationFactors"],
    &["grantControls", "termsOfUse"],
    &["conditions", "clientAppTypes"],
    &["conditions", "servicePrincipalRiskLevels"],
    &["conditions", "signInRiskLevels"],
    &["conditions", "userRiskLevels"],
    &["conditions", "applications", "includeApplications"],
    &["conditions", "applications", "excludeApplications"],
    &["conditions", "applications", "includeUserActions"],
    &["conditions", "applications", "includeAuthenticationContextClassReferences"],
    &["conditions", "locations", "includeLocations"],
    &["conditions", "locations", "excludeLocations"],
    &["conditions", "platforms", "includePlatforms"],
    &["conditions", "platforms", "excludePlatforms"],
    &["conditions", "users", "includeUsers"],
    &["conditions", "users", "excludeUsers"],
    &["conditions", "users", "includeGroups"],
    &["conditions", "users", "excludeGroups"],
    &["conditions", "users", "includeRoles"],
    &["conditions", "users", "excludeRoles"],
];

/// Names separated by commas, or a list.
const COMMA_NAMES: [&[&str]; 4] = [
    &["conditions", "insiderRiskLevels"],
    &["conditions", "authenticationFlows", "transferMethods"],
    &["conditions", "users", "includeGuestsOrExternalUsers", "guestOrExternalUserTypes"],
    &["conditions", "users", "excludeGuestsOrExternalUsers", "guestOrExternalUserTypes"],
];

/// Whether a row of conditional-access is damaged.
pub fn damaged(row: &Value) -> bool {
    // No object.
    if !row.is_object() {
        return true;
    }
    match name(property(row, "state")) {
        // Without a text `state`.
        None => return true,
        // State readable and not `enabled`: counts as read, whatever else it holds.
        Some(state) if state != "enabled" => return false,
        Some(_) => {}
    }
    // Without an object `conditions` (an empty object is one).
    if !property(row, "conditions").is_some_and(Value::is_object) {
        return true;
    }
    // A value of another shape.
    OBJECTS.iter().any(|path| !is_object_shape(at(row, path)))
        || LISTS.iter().any(|path| read_list(at(row, path)).is_none())
        || COMMA_NAMES.iter().any(|path| read_comma_names(at(row, path)).is_none())
        || !is_name_shape(at(row, &["grantControls", "operator"]))
}

/// An object is expected: an object, or not configured.
fn is_object_shape(value: Option<&Value>) -> bool {
    !configured(value) || value.is_some_and(Value::is_object)
}

/// A name is expected: a readable text, or not configured.
fn is_name_shape(value: Option<&Value>) -> bool {
    !configured(value) || name(value).is_some()
}

/// A name: a text that is not blank and does not begin `@{`.
fn name(value: Option<&Value>) -> Option<String> {
    text(value).filter(|text| !text.starts_with("@{"))
}

/// A list of a policy; `None` = another shape. Not configured is empty, as list and as element.
fn read_list(value: Option<&Value>) -> Option<Vec<String>> {
    let Some(value) = value.filter(|value| configured(Some(value))) else {
        return Some(Vec::new());
    };
    match value {
        Value::Array(elements) => {
            let elements: Vec<&Value> =
                elements.iter().filter(|element| configured(Some(element))).collect();
            elements_as_ids(&elements)
        }
        // One text is a list of one.
        other => elements_as_ids(&[other]),
    }
}

/// A list of ids in any other part; `None` = not read (absent, null or another shape). An empty
/// list was read.
fn read_ids(value: Option<&Value>) -> Option<Vec<String>> {
    match value? {
        Value::Array(elements) => elements_as_ids(&elements.iter().collect::<Vec<_>>()),
        // One text is a list of one; a blank text is null.
        other => text(Some(other)).and_then(|_| elements_as_ids(&[other])),
    }
}

/// Every element a readable id; nulls and blanks are dropped.
fn elements_as_ids(elements: &[&Value]) -> Option<Vec<String>> {
    let mut ids = Vec::new();
    for element in elements {
        match element {
            Value::Null => {}
            Value::String(_) => {
                let Some(id) = text(Some(element)) else {
                    continue;
                };
                if !is_id(&id) {
                    return None;
                }
                ids.push(id);
            }
            // An element that is no text.
            _ => return None,
        }
    }
    Some(ids)
}

/// No text with blanks inside, no `@{…`, no .NET type name.
fn is_id(text: &str) -> bool {
    !text.contains(char::is_whitespace)
        && !text.starts_with("@{")
        && !text.starts_with("system.")
        && !text.starts_with("microsoft.")
}

/// Names separated by commas, or a list (whose elements may hold commas too); `None` = another
/// shape.
fn read_comma_names(value: Option<&Value>) -> Option<Vec<String>> {
    let parts = match value {
        Some(Value::String(text)) => split_at_commas(text),
        other => read_list(other)?.iter().flat_map(|element| split_at_commas(element)).collect(),
    };
    parts.iter().all(|part| is_id(part)).then_some(parts)
}

/// The names between commas, blank ones dropped.
fn split_at_commas(text: &str) -> Vec<String> {
    text.split(',').filter_map(clean).collect()
}

// ---- Forms ----------------------------------------------------------------------------

/// Not configured: absent, null, empty (text, list), and an object with nothing but these inside.
fn configured(value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null) => false,
        Some(Value::String(text)) => clean(text).is_some(),
        Some(Value::Bool(_) | Value::Number(_)) => true,
        Some(Value::Array(elements)) => elements.iter().any(|element| configured(Some(element))),
        Some(object @ Value::Object(_)) => {
            properties(object).into_iter().any(|(_, inner)| configured(Some(inner)))
        }
    }
}

/// The properties of an object with lower-case names: keys with `@` are ignored, of two that differ
/// in case alone the last counts.
fn properties(value: &Value) -> Vec<(String, &Value)> {
    let mut found: Vec<(String, &Value)> = Vec::new();
    if let Value::Object(map) = value {
        for (key, inner) in map {
            if key.contains('@') {
                continue;
            }
            let key = key.to_lowercase();
            found.retain(|(earlier, _)| *earlier != key);
            found.push((key, inner));
        }
    }
    found
}

/// One property by name; `None` where it is absent or the value is no object.
fn property<'a>(value: &'a Value, wanted: &str) -> Option<&'a Value> {
    let wanted = wanted.to_lowercase();
    properties(value).into_iter().find(|(key, _)| *key == wanted).map(|(_, inner)| inner)
}

/// One property of a row that may not exist.
fn property_of<'a>(row: Option<&'a Value>, wanted: &str) -> Option<&'a Value> {
    row.and_then(|row| property(row, wanted))
}

/// A property inside properties.
fn at<'a>(row: &'a Value, path: &[&str]) -> Option<&'a Value> {
    let mut value = row;
    for key in path {
        value = property(value, key)?;
    }
    Some(value)
}

/// A list of a policy that is not damaged.
fn list(row: &Value, path: &[&str]) -> Vec<String> {
    read_list(at(row, path)).unwrap_or_default()
}

/// A list in an object of a policy that is not damaged.
fn list_in(row: &Value, object: &[&str], key: &str) -> Vec<String> {
    let path: Vec<&str> = object.iter().copied().chain([key]).collect();
    list(row, &path)
}

/// Names separated by commas, or a list, of a policy that is not damaged.
fn names(row: &Value, path: &[&str]) -> Vec<String> {
    read_comma_names(at(row, path)).unwrap_or_default()
}

/// A text that is not blank, ready to be compared.
fn text(value: Option<&Value>) -> Option<String> {
    value.and_then(Value::as_str).and_then(clean)
}

/// White space around a text is ignored, nothing else is null; case does not count.
fn clean(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_lowercase())
}

/// Whether a list holds a name (given in lower case).
fn contains(list: &[String], wanted: &str) -> bool {
    list.iter().any(|entry| entry == wanted)
}

// ---- Three-valued logic ---------------------------------------------------------------

fn tri(known: bool) -> Tri {
    if known { Tri::Yes } else { Tri::No }
}

fn or(left: Tri, right: Tri) -> Tri {
    match (left, right) {
        (Tri::Yes, _) | (_, Tri::Yes) => Tri::Yes,
        (Tri::No, Tri::No) => Tri::No,
        _ => Tri::Unknown,
    }
}

fn and(left: Tri, right: Tri) -> Tri {
    match (left, right) {
        (Tri::No, _) | (_, Tri::No) => Tri::No,
        (Tri::Yes, Tri::Yes) => Tri::Yes,
        _ => Tri::Unknown,
    }
}

fn not(value: Tri) -> Tri {
    match value {
        Tri::Yes => Tri::No,
        Tri::No => Tri::Yes,
        Tri::Unknown => Tri::Unknown,
    }
}
