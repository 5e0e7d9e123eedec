//! Judging alone, on one core: 22 verdicts with reason and `ChangesOn` for each mailbox, 20
//! Conditional Access policies with groups, roles and exclusions, 5 to 200 groups a user, more
//! distinct inputs than any memory of answers would hold.
//!
//! Two figures: judging inputs as the reader hands them over (memberships as bits), and the same
//! with each user's group ids looked up among those that policies name on the way.

use std::hint::black_box;
use std::io::{self, Write};
use std::time::Instant;

use exo_policy::conditional_access::{
    ConditionalAccess, MemberTable, Policy, PolicyState, Selection, SelectorKind, Selectors, Users,
};
use exo_policy::{
    AuthenticationPolicies, AuthenticationPolicy, Calendar, Directory, EwsAllowList, Id, Joined,
    Judge, Mailbox, PerUserMfa, PolicyReference, Read, Tenant, User, UserType,
};

const INPUTS: usize = 100_000;
const ROUNDS: usize = 30;

/// Numbers that look random and are the same every time.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    fn switch(&mut self) -> Read<bool> {
        match self.below(20) {
            0 => Read::Null,
            1 => Read::Absent,
            n => Read::Value(n > 5),
        }
    }
}

fn guid(number: u64) -> String {
    format!("{:08x}-0000-4000-8000-{number:012x}", number.wrapping_mul(0x9E37_79B9) as u32)
}

/// Twenty enabled policies: blocks, controls, devices, places; groups, roles, users, guests.
fn policies(numbers: &mut Numbers) -> Vec<Policy> {
    let names = |numbers: &mut Numbers, from: u64, count: u64| -> Vec<String> {
        (0..count).map(|_| guid(from + numbers.below(40))).collect()
    };
    (0..20)
        .map(|position| {
            let everyone = position % 4 == 0;
            let controls = match position % 5 {
                0 => vec!["block"],
                1 => vec!["mfa"],
                2 => vec!["compliantDevice", "domainJoinedDevice"],
                3 => vec!["mfa", "compliantDevice"],
                _ => vec!["approvedApplication"],
            };
            let clients = match position % 3 {
                0 => vec!["exchangeActiveSync", "other"],
                1 => vec!["all"],
                _ => vec!["browser", "mobileAppsAndDesktopClients"],
            };
            let texts = |words: Vec<&str>| words.into_iter().map(str::to_owned).collect();
            Policy {
                id: guid(9000 + position),
                display_name: format!("policy {position}"),
                state: PolicyState::Enabled,
                built_in_controls: texts(controls),
                operator: Some("OR".to_owned()),
                applications: Selection { include: texts(vec!["All"]), exclude: Vec::new() },
                client_app_types: texts(clients),
                include: Users {
                    users: if everyone { texts(vec!["All"]) } else { names(numbers, 5000, 3) },
                    groups: if everyone { Vec::new() } else { names(numbers, 1000, 3) },
                    roles: if everyone { Vec::new() } else { names(numbers, 2000, 2) },
                    external_types: None,
                },
                exclude: Users {
                    users: names(numbers, 5000, 2),
                    groups: names(numbers, 1000, 2),
                    roles: names(numbers, 2000, 1),
                    external_types: None,
                },
                locations: Selection {
                    include: if position % 7 == 6 { texts(vec!["AllTrusted"]) } else { Vec::new() },
                    exclude: Vec::new(),
                },
                ..Policy::default()
            }
        })
        .collect()
}

fn tenant(numbers: &mut Numbers) -> Tenant {
    let policies = policies(numbers);
    let selectors = Selectors::of(&policies);
    let members = MemberTable::new(&selectors);
    let mut tenant = Tenant {
        smtp_client_authentication_disabled: Read::Value(false),
        security_defaults: Read::Value(false),
        authentication_policies: AuthenticationPolicies::new(vec![AuthenticationPolicy {
            name: Some("Block".to_owned()),
            references: vec!["Block".to_owned()],
            allow_basic: [Read::Value(false); 8],
        }]),
        conditional_access: Some(ConditionalAccess::new(policies, selectors, members, true)),
        collected_on: "2026-11-20".parse().ok(),
        ..Tenant::default()
    };
    tenant.organization.oauth2_client_profile_enabled = Read::Value(true);
    tenant.organization.ews_enabled = Read::Value(true);
    tenant.organization.ews_allowed_app_ids = EwsAllowList::Set(guid(1));
    tenant.organization.ews_application_access_policy = Read::Null;
    tenant.organization.default_authentication_policy = Read::Null;
    tenant.device_access.default_access_level = Read::Value("Allow".to_owned());
    tenant.device_access.rules_complete = true;
    tenant
}

/// A mailbox without its memberships, and the texts of its groups.
struct Input {
    mailbox: Mailbox<'static>,
    groups: Vec<String>,
}

fn input(numbers: &mut Numbers) -> Input {
    let groups: Vec<String> = (0..5 + numbers.below(196))
        .map(|_| {
            let of = if numbers.below(20) == 0 { 40 } else { 100_000 };
            guid(1000 + numbers.below(of))
        })
        .collect();
    let user = User {
        authentication_policy: match numbers.below(4) {
            0 => Read::Value(PolicyReference { text: "Block", index: Some(0) }),
            _ => Read::Null,
        },
        account_disabled: Read::Value(false),
        exo_module_enabled: numbers.switch(),
        remote_powershell_enabled: Read::Value(true),
    };
    let directory = Directory {
        account_enabled: Read::Value(numbers.below(30) != 0),
        user_type: Read::Value(if numbers.below(50) == 0 {
            UserType::Guest
        } else {
            UserType::Member
        }),
        external_name: Some(false),
        kiosk_only: Read::Value(numbers.below(10) == 0),
        per_user_mfa: match numbers.below(8) {
            0 => Read::Value(PerUserMfa::Enforced),
            1 => Read::Absent,
            _ => Read::Value(PerUserMfa::Disabled),
        },
        groups_read: true,
        roles_read: numbers.below(40) != 0,
        member_of: &[],
    };
    let mailbox = Mailbox {
        user_id: Id::parse(&guid(5000 + numbers.below(1_000_000))),
        mapi_enabled: numbers.switch(),
        ews_enabled: numbers.switch(),
        active_sync_enabled: numbers.switch(),
        imap_enabled: numbers.switch(),
        pop_enabled: numbers.switch(),
        owa_enabled: numbers.switch(),
        smtp_client_authentication_disabled: match numbers.below(4) {
            0 => Read::Value(false),
            1 => Read::Value(true),
            _ => Read::Null,
        },
        ews_application_access_policy: Read::Null,
        has_device_list: numbers.below(10) == 0,
        user: Joined::Row(user),
        directory: Joined::Row(directory),
    };
    Input { mailbox, groups }
}

/// Mailboxes a second, best of the rounds.
fn measure(mut round: impl FnMut()) -> f64 {
    let mut best = f64::MAX;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        round();
        best = best.min(start.elapsed().as_secs_f64());
    }
    INPUTS as f64 / best
}

/// The mailbox with its memberships.
fn with_bits<'i>(mailbox: &Mailbox<'i>, bits: &'i [u64]) -> Mailbox<'i> {
    let mut mailbox = *mailbox;
    if let Joined::Row(row) = &mut mailbox.directory {
        row.member_of = bits;
    }
    mailbox
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut numbers = Numbers(42);
    let tenant = tenant(&mut numbers);
    let calendar = Calendar::builtin()?;
    let judge = Judge::new(&tenant, &calendar, "2026-11-24".parse()?, None)?;
    let none = Selectors::default();
    let selectors = tenant.conditional_access.as_ref().map_or(&none, |access| &access.selectors);
    let inputs: Vec<Input> = (0..INPUTS).map(|_| input(&mut numbers)).collect();
    let words = selectors.words();
    let mut bits = vec![0; INPUTS * words];
    let look_up = |input: &Input, bits: &mut [u64]| {
        bits.fill(0);
        for group in &input.groups {
            selectors.mark(SelectorKind::Group, group, bits);
        }
    };
    for (input, bits) in inputs.iter().zip(bits.chunks_mut(words)) {
        look_up(input, bits);
    }
    let mailboxes: Vec<Mailbox<'_>> = inputs
        .iter()
        .zip(bits.chunks(words))
        .map(|(input, bits)| with_bits(&input.mailbox, bits))
        .collect();
    let mut answers = judge.answers();
    let judged = measure(|| {
        for mailbox in &mailboxes {
            judge.ask(black_box(mailbox), &mut answers);
            black_box(&judge.verdicts(&answers));
        }
    });
    let mut found = vec![0; words];
    let looked_up = measure(|| {
        for input in &inputs {
            look_up(input, &mut found);
            judge.ask(black_box(&with_bits(&input.mailbox, &found)), &mut answers);
            black_box(&judge.verdicts(&answers));
        }
    });
    let groups: usize = inputs.iter().map(|input| input.groups.len()).sum();
    writeln!(
        io::stdout(),
        "{{\"inputs\":{INPUTS},\"policies\":20,\"selectors\":{},\"groupsPerUser\":{:.1},\
         \"judgedPerSecond\":{judged:.0},\"judgedWithGroupLookUpPerSecond\":{looked_up:.0}}}",
        selectors.len(),
        groups as f64 / inputs.len() as f64,
    )?;
    Ok(())
}
