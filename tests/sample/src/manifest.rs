//! Writes `manifest.json`.

use std::io;

use crate::dates::{COLLECTED_AT, DateStyle, push_date, push_number};
use crate::folder::{PARTS, write_text};
use crate::json::push_json_text;
use crate::options::Options;
use crate::part::PartSummary;
use crate::tenant::{TENANT_ID, Tenant};

/// The property that a part is sorted by.
fn sorted_by(options: &Options, part: &str) -> Option<&'static str> {
    match part {
        _ if !options.sorted => None,
        "cas-mailboxes" | "users" => Some("ExternalDirectoryObjectId"),
        "directory-users" => Some("id"),
        _ => None,
    }
}

/// Writes the manifest of the parts that were written.
pub(crate) fn write(options: &Options, tenant: &Tenant, parts: &[PartSummary]) -> io::Result<()> {
    let mut out = Vec::new();
    out.extend_from_slice(b"{\n  \"schema\": 1,\n  \"tenantId\": ");
    push_json_text(&mut out, TENANT_ID);
    out.extend_from_slice(b",\n  \"cloud\": \"Global\",\n  \"collectedAt\": \"");
    push_date(&mut out, COLLECTED_AT, DateStyle::Iso);
    out.extend_from_slice(b"\",\n  \"tool\": ");
    push_json_text(&mut out, "exo-sample (a tenant that never existed)");
    out.extend_from_slice(b",\n  \"smtpBasicReenabled\": ");
    out.extend_from_slice(match tenant.smtp_basic_reenabled {
        None => b"null",
        Some(true) => b"true",
        Some(false) => b"false",
    });
    out.extend_from_slice(b",\n  \"parts\": [");
    let mut first = true;
    for name in PARTS {
        let state = tenant.part_state(name);
        if !state.listed {
            continue;
        }
        out.extend_from_slice(if first { b"\n    " } else { b",\n    " });
        first = false;
        out.extend_from_slice(b"{\"name\": ");
        push_json_text(&mut out, name);
        out.extend_from_slice(b", \"status\": ");
        push_json_text(&mut out, state.status);
        out.extend_from_slice(b", \"count\": ");
        match parts.iter().find(|part| part.name == name) {
            Some(part) => {
                let count = part.rows + state.missing_rows;
                push_number(&mut out, i64::try_from(count).unwrap_or(0));
            }
            None => out.extend_from_slice(b"null"),
        }
        out.extend_from_slice(b", \"error\": ");
        push_optional(&mut out, state.error);
        out.extend_from_slice(b", \"sortedBy\": ");
        push_optional(&mut out, sorted_by(options, name));
        if let ("organization", Some(read)) = (name, tenant.allow_list_read) {
            out.extend_from_slice(b", \"ewsAllowListRead\": ");
            out.extend_from_slice(if read { b"true" } else { b"false" });
        }
        out.push(b'}');
    }
    out.extend_from_slice(b"\n  ]\n}\n");
    write_text(options, "manifest.json", &out).map(|_| ())
}

fn push_optional(out: &mut Vec<u8>, text: Option<&str>) {
    match text {
        Some(text) => push_json_text(out, text),
        None => out.extend_from_slice(b"null"),
    }
}
