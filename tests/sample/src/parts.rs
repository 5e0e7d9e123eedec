//! Which parts a snapshot has, and who fills their rows in.

use std::io;

use crate::auth_policies::{ALLOW_ALL, ALLOW_SMTP, BLOCK_ALL, SMTP_ABSENT, SMTP_NULL};
use crate::cas_mailboxes::CasMailboxes;
use crate::damage::Damage;
use crate::dates::DateStyle;
use crate::directory_users::DirectoryUsers;
use crate::documents;
use crate::folder::write_text;
use crate::memberships::{write_group, write_role};
use crate::mobile_devices;
use crate::options::{Case, Options};
use crate::part::{Part, PartPlan, PartSummary};
use crate::person::Person;
use crate::policies_demo::AUTH_POLICIES;
use crate::population::Population;
use crate::random::Permutation;
use crate::row::{Row, RowStyle, Shape};
use crate::tenant::Tenant;
use crate::users::Users;

/// Everything that the writers of parts share.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Job<'a> {
    pub(crate) options: &'a Options,
    pub(crate) tenant: &'a Tenant,
    pub(crate) population: &'a Population,
}

/// Parts that get damaged rows, in turn.
const DAMAGED: [&str; 5] =
    ["cas-mailboxes", "users", "directory-users", "mobile-devices", "conditional-access"];

/// The type that `Export-Csv` names for rows that a script made.
const CUSTOM: &str = "System.Management.Automation.PSCustomObject";

const fn exchange(name: &'static str, csv_type: &'static str) -> PartPlan {
    PartPlan { name, csv_type, graph: false, never_csv: false }
}

const fn graph(name: &'static str, csv_type: &'static str) -> PartPlan {
    PartPlan { graph: true, ..exchange(name, csv_type) }
}

/// A writer of one part; `None` where the part has no file.
pub(crate) type Writer = fn(Job<'_>) -> io::Result<Option<PartSummary>>;

/// The parts with a row for each person, which take the time.
pub(crate) const LARGE: [Writer; 4] = [cas_mailboxes, users, directory_users, mobile_devices];

/// The others.
pub(crate) const SMALL: [Writer; 9] = [
    |job| job.document("organization", false, documents::organization),
    |job| job.document("transport", false, documents::transport),
    |job| job.document("activesync-organization", false, documents::activesync_organization),
    |job| job.document("security-defaults", true, documents::security_defaults),
    activesync_rules,
    authentication_policies,
    group_members,
    role_members,
    conditional_access,
];

impl Job<'_> {
    /// Opens a row part, unless the scenario has none.
    fn part(&self, plan: PartPlan, estimate: u64) -> io::Result<Option<Part>> {
        if !self.tenant.part_state(plan.name).has_file {
            return Ok(None);
        }
        let damage = match (0..).zip(DAMAGED).find(|(_, name)| *name == plan.name) {
            Some((turn, name)) => {
                let wanted = self.options.damage;
                let share = wanted / 5 + u64::from(turn < wanted % 5);
                Damage::new(share, estimate, name == "conditional-access")
            }
            None => Damage::default(),
        };
        Part::create(self.options, plan, damage).map(Some)
    }

    /// Calls `write` for every person, in the order of the part.
    fn people(
        &self,
        salt: u64,
        mut write: impl FnMut(&Person) -> io::Result<()>,
    ) -> io::Result<()> {
        let total = self.population.total();
        let scramble = Permutation::new(self.options.seed, salt, total);
        let mut person = Person::default();
        for place in 0..total {
            let index = if self.options.sorted { place } else { scramble.at(place) };
            self.population.fill(index, &mut person);
            write(&person)?;
        }
        Ok(())
    }

    fn document(
        &self,
        name: &'static str,
        graph: bool,
        write: fn(&mut Row, &Tenant),
    ) -> io::Result<Option<PartSummary>> {
        if !self.tenant.part_state(name).has_file {
            return Ok(None);
        }
        let pascal = self.options.case == Case::Pascal;
        let mut row = Row::new(RowStyle {
            shape: Shape::Json,
            dates: if pascal { DateStyle::Millis } else { DateStyle::Iso },
            pascal: pascal && graph,
            narrow: false,
        });
        // Tools that collect lists write a single object as a list of one.
        if pascal {
            row.buffer.push(b'[');
        }
        row.begin();
        write(&mut row, self.tenant);
        row.end();
        if pascal {
            row.buffer.push(b']');
        }
        row.buffer.push(b'\n');
        let bytes = write_text(self.options, &format!("{name}.json"), &row.buffer)?;
        Ok(Some(PartSummary { name, rows: 1, damaged: 0, bytes }))
    }
}

fn finish(part: Part) -> io::Result<Option<PartSummary>> {
    part.finish().map(Some)
}

fn cas_mailboxes(job: Job<'_>) -> io::Result<Option<PartSummary>> {
    let plan = exchange(
        "cas-mailboxes",
        "Deserialized.Microsoft.Exchange.Data.Directory.Management.CASMailbox",
    );
    let Some(mut part) = job.part(plan, job.options.mailboxes)? else {
        return Ok(None);
    };
    let rows = CasMailboxes::new(job.options.seed, part.style());
    job.people(1, |person| {
        if person.traits.has_mailbox {
            part.row(|row| rows.write(row, person))?;
        }
        Ok(())
    })?;
    finish(part)
}

fn users(job: Job<'_>) -> io::Result<Option<PartSummary>> {
    let plan = exchange("users", "Deserialized.Microsoft.Exchange.Data.Directory.Management.User");
    let Some(mut part) = job.part(plan, job.options.mailboxes)? else {
        return Ok(None);
    };
    let rows = Users::new(part.style());
    job.people(2, |person| {
        if person.traits.has_user_row {
            part.row(|row| rows.write(row, person))?;
        }
        Ok(())
    })?;
    finish(part)
}

fn directory_users(job: Job<'_>) -> io::Result<Option<PartSummary>> {
    let plan = graph("directory-users", "Microsoft.Graph.PowerShell.Models.MicrosoftGraphUser");
    let Some(mut part) = job.part(plan, job.options.mailboxes)? else {
        return Ok(None);
    };
    let Options { seed, profile, .. } = *job.options;
    let rows = DirectoryUsers::new(seed, profile, &job.population.catalog, part.style());
    job.people(3, |person| {
        if person.traits.has_directory_row {
            part.row(|row| rows.write(row, person))?;
        }
        Ok(())
    })?;
    finish(part)
}

fn mobile_devices(job: Job<'_>) -> io::Result<Option<PartSummary>> {
    let plan = exchange(
        "mobile-devices",
        "Deserialized.Microsoft.Exchange.Data.Directory.SystemConfiguration.MobileDevice",
    );
    let Some(mut part) = job.part(plan, job.options.mailboxes / 2)? else {
        return Ok(None);
    };
    job.people(4, |person| {
        if person.traits.has_mailbox {
            for number in 0..mobile_devices::count(person.traits.phone) {
                part.row(|row| mobile_devices::write(row, job.options.seed, person, number))?;
            }
        }
        Ok(())
    })?;
    finish(part)
}

fn activesync_rules(job: Job<'_>) -> io::Result<Option<PartSummary>> {
    let Some(mut part) = job.part(exchange("activesync-rules", CUSTOM), 3)? else {
        return Ok(None);
    };
    for number in 0..job.tenant.device_rules {
        part.row(|row| documents::activesync_rule(row, number))?;
    }
    finish(part)
}

fn authentication_policies(job: Job<'_>) -> io::Result<Option<PartSummary>> {
    let Some(mut part) = job.part(exchange("authentication-policies", CUSTOM), 5)? else {
        return Ok(None);
    };
    let policies: &[_] = if job.tenant.is_demo() {
        &AUTH_POLICIES
    } else {
        &[BLOCK_ALL, ALLOW_SMTP, ALLOW_ALL, SMTP_NULL, SMTP_ABSENT]
    };
    for policy in policies {
        part.row(|row| policy.write(row))?;
    }
    finish(part)
}

fn group_members(job: Job<'_>) -> io::Result<Option<PartSummary>> {
    let Some(mut part) = job.part(graph("group-members", CUSTOM), 4)? else {
        return Ok(None);
    };
    for listed in &job.population.catalog.listed_groups {
        part.row(|row| write_group(row, job.population, listed))?;
    }
    finish(part)
}

fn role_members(job: Job<'_>) -> io::Result<Option<PartSummary>> {
    let Some(mut part) = job.part(graph("role-members", CUSTOM), 4)? else {
        return Ok(None);
    };
    for listed in &job.population.catalog.listed_roles {
        part.row(|row| write_role(row, job.population, listed))?;
    }
    finish(part)
}

fn conditional_access(job: Job<'_>) -> io::Result<Option<PartSummary>> {
    let plan = PartPlan { never_csv: true, ..graph("conditional-access", CUSTOM) };
    let policies = if job.tenant.has_policies { job.population.policies() } else { Vec::new() };
    let estimate = u64::try_from(policies.len()).unwrap_or(0);
    let Some(mut part) = job.part(plan, estimate)? else {
        return Ok(None);
    };
    for (position, policy) in (0..).zip(&policies) {
        part.row(|row| policy.write(row, job.options.seed, position))?;
    }
    finish(part)
}
