//! Rows of `Get-MobileDevice`.

use crate::guid::Guid;
use crate::person::Person;
use crate::random::{Purpose, Random};
use crate::row::{Cell, Row, Shape};
use crate::tenant::{FOREST, ORGANIZATION_DN};
use crate::value::{Phone, Value};

/// What the version questions are answered with.
#[derive(Clone, Copy)]
struct Device {
    client_type: Value,
    client_version: Value,
    active_sync_version: Value,
    model: &'static str,
    system: &'static str,
    agent: &'static str,
}

const OUTLOOK: Device = Device {
    client_type: Value::Text("REST"),
    client_version: Value::Text("1.0"),
    active_sync_version: Value::Null,
    model: "Outlook for iOS and Android",
    system: "iOS 18.1",
    agent: "Outlook-iOS/2.0",
};

const CURRENT: Device = Device {
    client_type: Value::Text("EAS"),
    client_version: Value::Text("16.1"),
    active_sync_version: Value::Text("16.1"),
    model: "iPhone15C2",
    system: "iOS 18.1 22B83",
    agent: "Apple-iPhone15C2/2202.83",
};

const OLD: Device = Device {
    client_type: Value::Text("EAS"),
    client_version: Value::Text("14.1"),
    active_sync_version: Value::Text("14.1"),
    model: "SC-02H",
    system: "Android 8.0.0",
    agent: "Android-SAMSUNG-SC-02H/101.80000",
};

const fn eas(client_version: Value, active_sync_version: Value) -> Device {
    Device { client_version, active_sync_version, ..CURRENT }
}

const fn text(version: &'static str) -> Value {
    Value::Text(version)
}

/// Versions and client types as no phone should send them.
const ODD: [Device; 16] = [
    eas(Value::Null, text("14.1")),
    eas(Value::Absent, text("16.0")),
    eas(text("16.10"), Value::Null),
    eas(text("16"), text("14.1")),
    eas(text("v16.1"), Value::Null),
    eas(text("16.1.0.0"), Value::Null),
    eas(text("16.1.0.0.0"), Value::Absent),
    eas(text("2.5"), text("16.1")),
    eas(Value::Number, Value::Null),
    eas(Value::Object, text("12.1")),
    eas(Value::Null, Value::Null),
    eas(Value::Absent, Value::AtText),
    eas(text(" 16.1 "), Value::Null),
    Device { client_type: Value::Null, ..OLD },
    Device { client_type: Value::Absent, ..CURRENT },
    Device { client_type: text("eas"), ..OLD },
];

/// Number of devices of a person.
pub(crate) const fn count(phone: Phone) -> u64 {
    match phone {
        Phone::Nothing => 0,
        Phone::Two => 2,
        _ => 1,
    }
}

fn device(phone: Phone, number: u64) -> Device {
    match phone {
        Phone::Nothing | Phone::Outlook => OUTLOOK,
        Phone::Current => CURRENT,
        Phone::Old => OLD,
        Phone::Two if number == 0 => OUTLOOK,
        Phone::Two => CURRENT,
        Phone::Odd(turn) => {
            let place = usize::from(turn) % ODD.len();
            ODD.get(place).copied().unwrap_or(OLD)
        }
    }
}

/// Writes the cells of device `number` of a person.
pub(crate) fn write(row: &mut Row, seed: u64, person: &Person, number: u64) {
    let device = device(person.traits.phone, number);
    let mut random = Random::keyed(seed, Purpose::Device, person.index * 2 + number);
    let guid = Guid::from_halves(random.next(), random.next());
    let device_id = guid.upper();
    let device_id = device_id.bytes().get(24..).unwrap_or_default();
    let name: [&[u8]; 3] = [device.model.as_bytes(), "\u{a7}".as_bytes(), device_id];
    let [model, mark, suffix] = name;
    let slash: &[u8] = if row.style().shape == Shape::Json { b"\\\\" } else { b"\\" };
    row.cell("FriendlyName", Cell::Text(device.model));
    row.cell("DeviceId", Cell::Plain(device_id));
    row.cell("DeviceImei", Cell::Text(""));
    row.cell("DeviceMobileOperator", Cell::Text(""));
    row.cell("DeviceOS", Cell::Text(device.system));
    row.cell("DeviceOSLanguage", Cell::Text("ja-JP"));
    row.cell("DeviceTelephoneNumber", Cell::Text(""));
    row.cell("DeviceType", Cell::Text(device.model));
    row.cell("DeviceUserAgent", Cell::Text(device.agent));
    row.cell("DeviceModel", Cell::Text(device.model));
    row.cell("FirstSyncTime", Cell::Date(person.created));
    row.cell("UserDisplayName", Cell::Text(&person.display));
    row.cell("DeviceAccessState", Cell::Text("Allowed"));
    row.cell("DeviceAccessStateReason", Cell::Text("Global"));
    row.cell("DeviceAccessControlRule", Cell::Null);
    row.cell("ClientVersion", device.client_version.cell());
    row.cell("ClientType", device.client_type.cell());
    row.cell("IsManaged", Cell::Bool(false));
    row.cell("IsCompliant", Cell::Bool(false));
    row.cell("IsDisabled", Cell::Bool(false));
    row.cell("DeviceActiveSyncVersion", device.active_sync_version.cell());
    row.cell("ProvisioningFlags", Cell::Number(0));
    row.cell("Name", Cell::Parts(&[model, mark, suffix]));
    row.cell(
        "DistinguishedName",
        Cell::Parts(&[
            b"CN=",
            model,
            mark,
            suffix,
            b",CN=ExchangeActiveSyncDevices,CN=",
            person.id.bytes(),
            b",",
            ORGANIZATION_DN,
        ]),
    );
    row.cell(
        "Identity",
        Cell::Parts(&[
            person.id.bytes(),
            slash,
            b"ExchangeActiveSyncDevices",
            slash,
            model,
            mark,
            suffix,
        ]),
    );
    row.cell("Guid", Cell::Plain(guid.bytes()));
    row.cell("WhenChangedUTC", Cell::Date(person.changed));
    row.cell("OriginatingServer", Cell::Parts(&[b"TYXPR01A01DC001.", FOREST]));
    row.cell("IsValid", Cell::Bool(true));
}
