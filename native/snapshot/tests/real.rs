//! Exports of real tenants (`tests/cases/real`), joined with mailboxes written here; every
//! expectation was derived by hand from the contract (§4).

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use exo_policy::{Calendar, Gate, Judge, Pair, PerPair, TraceStep, Verdict};
use exo_snapshot::{Part, PartState, Snapshot};
use serde_json::{Value, json};
use tempfile::TempDir;

const TODAY: &str = "2026-11-24";
const ANN: &str = "11111111-aaaa-4bbb-8ccc-000000000001";
const PRINTER: &str = "11111111-aaaa-4bbb-8ccc-000000000002";
const EVE: &str = "11111111-aaaa-4bbb-8ccc-000000000003";
/// Excluded by the device code policy of the ScubaGear tenant.
const EXCLUDED: &str = "2d9a50a8-6688-48eb-8646-86acb74e2f05";

/// The groups that the community policies exclude: from all of them, from CA002, from CA005.
const BREAK_GLASS: &str = "2802b872-ccfb-4b29-a9a9-459808dfb11b";
const LEGACY_ALLOWED: &str = "8861a932-f1d1-4d1d-a5e6-cdce20fada27";
const APPS_ALLOWED: &str = "20cd89e3-25e2-4fcd-82c5-de666dfd31a4";

const ALLOWED: &str = "Allowed None None Documented - -";
const RETIRED: &str = "Blocked Retirement BasicRetired Documented - -";
const CA_BLOCK: &str = "Blocked ConditionalAccess CaBlock Documented - -";
/// SMTP AUTH with Basic that works until its switch goes off by default.
const SMTP_ALLOWED: &str = "Allowed None None Documented 2026-12-31 -";

fn real(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases/real").join(folder)
}

/// The one file of the community folder that begins so.
fn community(start: &str) -> PathBuf {
    let found = fs::read_dir(real("community")).unwrap().map(|entry| entry.unwrap().path());
    let mut found =
        found.filter(|path| path.file_name().unwrap().to_str().unwrap().starts_with(start));
    found.next().unwrap()
}

/// A snapshot around a real export.
struct Tenant(TempDir);

impl Tenant {
    /// What neither export has: security defaults off, no authentication policy, devices free.
    fn new() -> Self {
        let tenant = Self(tempfile::tempdir().unwrap());
        tenant.write("manifest.json", &json!({"schema": 1, "collectedAt": "2026-11-20T08:00:00Z"}));
        tenant.write("security-defaults.json", &json!({"isEnabled": false}));
        tenant.write("authentication-policies.json", &json!([]));
        tenant.write("activesync-organization.json", &json!({"DefaultAccessLevel": "Allow"}));
        tenant.write("activesync-rules.json", &json!([]));
        tenant
    }

    /// The ScubaGear export with three mailboxes: SMTP AUTH left to the organization, on, off.
    fn scubagear() -> Self {
        let tenant = Self::new();
        for file in ["organization.json", "transport.json", "conditional-access.json"] {
            fs::copy(real("scubagear").join(file), tenant.0.path().join(file)).unwrap();
        }
        tenant.people(&[(ANN, None), (PRINTER, Some(false)), (EVE, Some(true))], |_| json!({}));
        tenant
    }

    /// The community policies as a folder, licence and all; `directory` adds to a person's row.
    fn community(directory: impl Fn(&str) -> Value) -> Self {
        let tenant = Self::new();
        let folder = tenant.0.path().join("conditional-access");
        fs::create_dir(&folder).unwrap();
        for start in ["CA002", "CA004", "CA005", "LICENSE"] {
            let file = community(start);
            fs::copy(&file, folder.join(file.file_name().unwrap())).unwrap();
        }
        let organization =
            json!({"OAuth2ClientProfileEnabled": true, "DefaultAuthenticationPolicy": null});
        tenant.write("organization.json", &organization);
        tenant.write("transport.json", &json!({"SmtpClientAuthenticationDisabled": false}));
        tenant.people(&[(ANN, None), (PRINTER, None), (EVE, None)], directory);
        tenant
    }

    fn write(&self, name: &str, value: &Value) {
        fs::write(self.0.path().join(name), value.to_string()).unwrap();
    }

    /// Mailboxes with everything on but what is said of SMTP AUTH, and their users.
    fn people(&self, of: &[(&str, Option<bool>)], directory: impl Fn(&str) -> Value) {
        let (mut mailboxes, mut users, mut graph) = (Vec::new(), Vec::new(), Vec::new());
        for (id, smtp_off) in of {
            mailboxes.push(json!({
                "ExternalDirectoryObjectId": id, "ImapEnabled": true, "PopEnabled": true,
                "ActiveSyncEnabled": true, "EwsEnabled": null, "MAPIEnabled": true,
                "OWAEnabled": true, "SmtpClientAuthenticationDisabled": smtp_off,
                "EwsApplicationAccessPolicy": null
            }));
            users.push(json!({
                "ExternalDirectoryObjectId": id, "UserPrincipalName": format!("{id}@contoso.com"),
                "AuthenticationPolicy": null, "AccountDisabled": false, "EXOModuleEnabled": true
            }));
            let mut row = json!({
                "id": id, "accountEnabled": true, "userType": "Member", "assignedPlans": [],
                "perUserMfaState": "disabled"
            });
            row.as_object_mut().unwrap().append(directory(id).as_object_mut().unwrap());
            graph.push(row);
        }
        self.write("cas-mailboxes.json", &Value::Array(mailboxes));
        self.write("users.json", &Value::Array(users));
        self.write("directory-users.json", &Value::Array(graph));
    }

    /// The verdicts of everybody on a date, with the trace of one pair.
    fn judge(&self, as_of: &str, traced: Pair) -> BTreeMap<String, Judged> {
        let snapshot = Snapshot::open(self.0.path()).unwrap();
        let report = snapshot.reports().get(Part::ConditionalAccess).unwrap();
        assert_eq!(report.state, PartState::Complete);
        for report in snapshot.reports().iter() {
            assert!(report.warnings.list().is_empty(), "{report:?}");
        }
        let calendar = Calendar::builtin().unwrap();
        let date = as_of.parse().unwrap();
        let judge = Judge::new(snapshot.tenant(), &calendar, date, None).unwrap();
        let mut found = BTreeMap::new();
        let read = snapshot.read_mailboxes(|record| {
            let mut answers = judge.answers();
            judge.ask(&record.mailbox, &mut answers);
            let trace = judge.trace(&record.mailbox, &answers, traced, record.name());
            let judged = Judged { verdicts: judge.verdicts(&answers), trace };
            found.insert(record.identity.unwrap().to_owned(), judged);
            ControlFlow::Continue(())
        });
        assert!(read.unwrap().iter().all(|report| report.warnings.list().is_empty()));
        found
    }

    fn today(&self) -> BTreeMap<String, Judged> {
        self.judge(TODAY, Pair::ImapOAuth)
    }
}

struct Judged {
    verdicts: PerPair<Verdict>,
    trace: Vec<TraceStep>,
}

impl Judged {
    fn says(&self, expected: &[(Pair, &str)]) {
        for (pair, words) in expected {
            assert_eq!(said(self.verdicts.get(*pair)), *words, "{pair}");
        }
    }

    /// What the trace tells of a policy.
    fn policy(&self, start: &str) -> &str {
        let told = self
            .trace
            .iter()
            .find(|step| step.gate == Gate::ConditionalAccess && step.object.starts_with(start));
        &told.unwrap_or_else(|| panic!("{start} is in {:#?}", self.trace)).value
    }
}

/// Verdict, gate, reason, confidence, date and assumed gates.
fn said(verdict: Verdict) -> String {
    let assumed: Vec<&str> = verdict.assumed.iter().map(|gate| gate.word()).collect();
    let date = verdict.changes_on.map_or("-".to_owned(), |date| date.to_string());
    let assumed = if assumed.is_empty() { "-".to_owned() } else { assumed.join("+") };
    let Verdict { verdict, decided_by, reason, confidence, .. } = verdict;
    format!("{verdict} {decided_by} {reason} {confidence} {date} {assumed}")
}

#[test]
fn the_files_are_as_their_tools_wrote_them() {
    for start in ["CA002", "CA004"] {
        assert!(
            fs::read(community(start)).unwrap().starts_with(&[0xFF, 0xFE]),
            "UTF-16LE: {start}"
        );
    }
    let text = fs::read(community("CA005")).unwrap();
    assert!(text.starts_with(&[0xEF, 0xBB, 0xBF]) && text.windows(2).any(|two| two == b"\r\n"));
    let text = fs::read_to_string(real("scubagear/organization.json")).unwrap();
    assert!(text.starts_with('[') && !text.contains("EwsEnabled"));
}

#[test]
fn scubagear_all_pairs_of_a_mailbox_that_leaves_smtp_to_the_organization() {
    let ews = "Unknown Organization MissingData Documented 2027-04-01 -";
    Tenant::scubagear().today()[ANN].says(&[
        (Pair::MapiHttpBasic, RETIRED),
        (Pair::MapiHttpOAuth, ALLOWED),
        (Pair::EwsBasic, RETIRED),
        // The export has no EwsEnabled: not read, and never taken for off.
        (Pair::EwsOAuth, ews),
        (Pair::EwsAppOnly, ews),
        (Pair::ActiveSyncBasic, RETIRED),
        (Pair::ActiveSyncOAuth, ALLOWED),
        // MS.AAD.1.1v1 names exchangeActiveSync, which is what a certificate signs in as.
        (Pair::ActiveSyncCertificate, CA_BLOCK),
        (Pair::ImapBasic, RETIRED),
        // Neither the strength (MFA) nor the session policy stops a client that can ask a person.
        (Pair::ImapOAuth, ALLOWED),
        (Pair::ImapAppOnly, ALLOWED),
        (Pair::PopBasic, RETIRED),
        (Pair::PopOAuth, ALLOWED),
        (Pair::PopAppOnly, ALLOWED),
        (Pair::SmtpBasic, "Blocked Organization SmtpAuthOffForOrganization Documented - -"),
        (Pair::SmtpOAuth, "Blocked Organization SmtpAuthOffForOrganization Inferred - -"),
        (Pair::SmtpAppOnly, "Blocked Organization SmtpAuthOffForOrganization Inferred - -"),
        (Pair::AutodiscoverBasic, "Blocked Retirement BasicRetired Inferred - -"),
        (Pair::AutodiscoverOAuth, ALLOWED),
        (Pair::OutlookWebOAuth, ALLOWED),
        (Pair::PowerShellBasic, RETIRED),
        (Pair::PowerShellOAuth, ALLOWED),
    ]);
}

#[test]
fn scubagear_ews_is_not_known_until_it_ends() {
    let tenant = Tenant::scubagear();
    let unknown = "Unknown Organization MissingData Documented 2027-04-01 -";
    for date in ["2025-04-01", "2026-09-30", "2026-10-01", "2027-03-31"] {
        tenant.judge(date, Pair::EwsOAuth)[ANN].says(&[(Pair::EwsOAuth, unknown)]);
    }
    let retired = "Blocked Retirement EwsRetired Announced - -";
    tenant.judge("2027-04-01", Pair::EwsOAuth)[ANN].says(&[(Pair::EwsOAuth, retired)]);
}

#[test]
fn scubagear_a_mailbox_overrides_the_organization_either_way() {
    let found = Tenant::scubagear().today();
    // On for the mailbox, off for the organization: that it works is inferred.
    found[PRINTER].says(&[
        (Pair::SmtpOAuth, "Allowed None None Inferred - -"),
        (Pair::SmtpAppOnly, "Allowed None None Inferred - -"),
        // Basic gets as far as MS.AAD.1.1v1.
        (Pair::SmtpBasic, CA_BLOCK),
    ]);
    found[EVE].says(&[
        (Pair::SmtpOAuth, "Blocked Mailbox SmtpAuthOffForMailbox Inferred - -"),
        (Pair::SmtpAppOnly, "Blocked Mailbox SmtpAuthOffForMailbox Inferred - -"),
        (Pair::SmtpBasic, "Blocked Mailbox SmtpAuthOffForMailbox Documented - -"),
    ]);
}

#[test]
fn scubagear_policies_for_exceptional_sign_ins_are_skipped_and_told() {
    let tenant = Tenant::scubagear();
    tenant.people(&[(ANN, None), (EXCLUDED, Some(false))], |_| json!({}));
    let found = tenant.today();
    for name in [ANN, EXCLUDED] {
        found[name].says(&[(Pair::ImapOAuth, ALLOWED), (Pair::OutlookWebOAuth, ALLOWED)]);
        for start in ["MS.AAD.3.9v1", "MS.AAD.2.1v1", "MS.AAD.2.3v1"] {
            let told = found[name].policy(start);
            assert!(told.contains("skipped"), "{start}: {told}");
        }
    }
    // Being excluded from the device code policy lets nobody out of the others.
    found[EXCLUDED].says(&[(Pair::SmtpBasic, CA_BLOCK)]);
}

#[test]
fn scubagear_without_the_legacy_policy_the_strength_blocks_what_cannot_answer_it() {
    let tenant = Tenant::scubagear();
    let path = tenant.0.path().join("conditional-access.json");
    let all: Vec<Value> = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    assert_eq!(all.len(), 7);
    let without = |starts: &[&str]| {
        let left = all.iter().filter(|policy| {
            let name = policy.get("DisplayName").and_then(Value::as_str).unwrap();
            !starts.iter().any(|start| name.starts_with(start))
        });
        tenant.write("conditional-access.json", &left.cloned().collect());
        tenant.today()
    };
    let not_possible = "Blocked ConditionalAccess CaControlNotPossible Documented - -";
    without(&["MS.AAD.1.1v1"])[PRINTER].says(&[
        (Pair::SmtpBasic, not_possible),
        (Pair::ActiveSyncCertificate, not_possible),
        (Pair::ImapOAuth, ALLOWED),
    ]);
    // What is left asks nothing of an ordinary sign-in, though each carries an
    // AuthenticationStrength (null), empty lists and an annotation of it.
    without(&["MS.AAD.1.1v1", "MS.AAD.3.2v1"])[PRINTER].says(&[
        (Pair::SmtpBasic, "Allowed None None Inferred 2026-12-31 -"),
        (
            Pair::ActiveSyncCertificate,
            "Conditional Retirement EasCertificateExistingTenantsOnly Documented 2026-12-31 -",
        ),
    ]);
}

const CONDITION: &str = "Conditional ConditionalAccess CaCondition Documented - -";
const NOT_KNOWN: &str = "Unknown ConditionalAccess CaMembershipUnknown Documented - -";

#[test]
fn community_members_of_excluded_groups_by_group_members() {
    let tenant = Tenant::community(|_| json!({}));
    tenant.write(
        "group-members.json",
        &json!([
            {"id": BREAK_GLASS, "members": [EVE]},
            {"id": LEGACY_ALLOWED.to_uppercase(), "members": [PRINTER.to_uppercase()]},
            {"id": APPS_ALLOWED, "members": []}
        ]),
    );
    let found = tenant.today();
    found[ANN].says(&[
        (Pair::SmtpBasic, CA_BLOCK),
        (Pair::ActiveSyncCertificate, CA_BLOCK),
        // CA005: compliantApplication on phones outside a device filter.
        (Pair::ImapOAuth, CONDITION),
        (Pair::OutlookWebOAuth, CONDITION),
        (Pair::ActiveSyncOAuth, "Conditional ConditionalAccess CaCondition Inferred - -"),
        // No policy for users touches an application's token.
        (Pair::ImapAppOnly, ALLOWED),
        (Pair::SmtpAppOnly, ALLOWED),
        (Pair::ImapBasic, RETIRED),
    ]);
    found[PRINTER].says(&[(Pair::SmtpBasic, SMTP_ALLOWED), (Pair::ImapOAuth, CONDITION)]);
    found[EVE].says(&[
        (Pair::SmtpBasic, SMTP_ALLOWED),
        (Pair::ImapOAuth, ALLOWED),
        (Pair::OutlookWebOAuth, ALLOWED),
        (Pair::ActiveSyncOAuth, ALLOWED),
    ]);
    // The trace says on what: the platforms and the device filter.
    let told = found[ANN].policy("CA005");
    assert!(told.contains("platforms") && told.contains("devices"), "{told}");
    // CA004 blocks all client apps, but transfers alone; CA002 is another client's.
    let told = found[ANN].policy("CA004");
    assert!(told.contains("skipped"), "{told}");
}

#[test]
fn community_members_of_excluded_groups_by_directory_rows() {
    let groups = |id: &str| match id {
        ANN => json!({"groups": ["33333333-0000-4000-8000-000000000001"]}),
        PRINTER => json!({"groups": [LEGACY_ALLOWED]}),
        _ => json!({}),
    };
    let tenant = Tenant::community(groups);
    let found = tenant.today();
    found[ANN].says(&[(Pair::SmtpBasic, CA_BLOCK), (Pair::ImapOAuth, CONDITION)]);
    found[PRINTER].says(&[(Pair::SmtpBasic, SMTP_ALLOWED), (Pair::ImapOAuth, CONDITION)]);
    // Neither source knows Eve's groups; Basic is off at the end of the year all the same.
    found[EVE].says(&[
        (Pair::SmtpBasic, "Unknown ConditionalAccess CaMembershipUnknown Documented 2026-12-31 -"),
        (Pair::ImapOAuth, NOT_KNOWN),
        (Pair::OutlookWebOAuth, NOT_KNOWN),
        (Pair::ActiveSyncOAuth, "Unknown ConditionalAccess CaMembershipUnknown Inferred - -"),
        (Pair::ImapAppOnly, ALLOWED),
    ]);

    // A row of group-members decides over the directory row; of the other groups Eve's
    // membership stays open, but one exclusion that is sure is enough.
    tenant.write(
        "group-members.json",
        &json!([{"id": LEGACY_ALLOWED, "members": [EVE]}, {"id": APPS_ALLOWED, "members": null}]),
    );
    let found = tenant.today();
    found[PRINTER].says(&[(Pair::SmtpBasic, CA_BLOCK)]);
    found[EVE].says(&[(Pair::SmtpBasic, SMTP_ALLOWED), (Pair::ImapOAuth, NOT_KNOWN)]);
}
