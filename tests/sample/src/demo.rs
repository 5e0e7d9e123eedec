//! The profile `demo`: Contoso Japan, sixty mailboxes, with the loose ends every admin knows.
//!
//! Modern authentication is on, legacy authentication is blocked by Conditional Access, and the
//! default authentication policy blocks Basic: by the book. What is left: printers and a batch
//! server that send with SMTP AUTH and a password until the end of December 2026, one printer that
//! was never put into the exclusion group, one application that still waits for its policy, POP
//! left on for seven mailboxes, per-user MFA from before Conditional Access, three phones that stopped
//! in March, two frontline workers without EWS, and leavers whose mailboxes stayed.

use crate::auth_policies::ALLOW_SMTP;
use crate::dates::COLLECTED_AT;
use crate::groups::{Catalog, Listed, Members, MembersShape};
use crate::names::Locale;
use crate::naming::{DOMAIN, GUEST_DOMAIN, INITIAL_DOMAIN, set};
use crate::person::{Kind, Person, Traits};
use crate::policies_demo::{ACCOUNTING, EXCLUDED};
use crate::value::{NO, Phone, Plans, Value, YES};

/// What is special about a mailbox.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Story {
    Plain,
    /// Uses the phone's own mail app.
    MailApp,
    /// POP left on; for the second, IMAP too.
    Pop,
    PopAndImap,
    /// Left the company: the account is disabled, the mailbox stayed.
    Left,
    /// Left the company: nobody switched off POP either.
    LeftWithPop,
    /// Frontline licence.
    Kiosk,
    /// Per-user MFA, enforced years ago.
    PerUserMfa,
    /// A phone that speaks ActiveSync 14.1, which stopped in March 2026.
    OldPhone,
    GlobalAdmin,
    ExchangeAdmin,
    /// In the accounting department, which must use managed devices.
    Accounting,
    /// EWS switched off by hand.
    NoEws,
    Shared,
    SharedPop,
    Room,
    /// SMTP AUTH on, authentication policy and exclusion group in order.
    Printer,
    /// SMTP AUTH on, but not in the exclusion group: Conditional Access stops it.
    PrinterForgotten,
    /// SMTP AUTH on, but the default authentication policy stops it.
    ApplicationWaiting,
    /// SMTP AUTH on with an app password, because per-user MFA is enforced.
    AppPassword,
    /// Emergency account without a mailbox.
    BreakGlass,
    /// Guest of a partner, without a mailbox.
    Guest,
}

/// Surname, given name, local part, department, title, story.
type Entry = (&'static str, &'static str, &'static str, &'static str, &'static str, Story);

/// The people and things of the company. The sixty with mailboxes come first.
#[rustfmt::skip]
const ROSTER: [Entry; 64] = [
    ("佐藤", "健一", "kenichi.sato", "役員室", "代表取締役", Story::PerUserMfa),
    ("鈴木", "裕子", "yuko.suzuki", "役員室", "取締役", Story::Plain),
    ("高橋", "誠", "makoto.takahashi", "情報システム部", "部長", Story::GlobalAdmin),
    ("田中", "翔", "sho.tanaka", "情報システム部", "主任", Story::ExchangeAdmin),
    ("伊藤", "美咲", "misaki.ito", "情報システム部", "担当", Story::NoEws),
    ("渡辺", "浩", "hiroshi.watanabe", "経理部", "部長", Story::Accounting),
    ("山本", "恵子", "keiko.yamamoto", "経理部", "課長", Story::Accounting),
    ("中村", "和也", "kazuya.nakamura", "経理部", "担当", Story::Accounting),
    ("小林", "彩", "aya.kobayashi", "経理部", "担当", Story::Accounting),
    ("加藤", "隆", "takashi.kato", "営業部", "部長", Story::MailApp),
    ("吉田", "直樹", "naoki.yoshida", "営業部", "課長", Story::OldPhone),
    ("山田", "太郎", "taro.yamada", "営業部", "係長", Story::PopAndImap),
    ("佐々木", "麻衣", "mai.sasaki", "営業部", "担当", Story::Plain),
    ("山口", "拓也", "takuya.yamaguchi", "営業部", "担当", Story::MailApp),
    ("松本", "さくら", "sakura.matsumoto", "営業部", "担当", Story::Plain),
    ("井上", "大輔", "daisuke.inoue", "営業部", "担当", Story::Pop),
    ("木村", "京子", "kyoko.kimura", "人事部", "部長", Story::Plain),
    ("林", "智子", "tomoko.hayashi", "人事部", "担当", Story::Plain),
    ("斎藤", "修", "osamu.saito", "総務部", "課長", Story::Pop),
    ("清水", "由美子", "yumiko.shimizu", "総務部", "担当", Story::Plain),
    ("山崎", "亮", "ryo.yamazaki", "製造部", "工場長", Story::OldPhone),
    ("森", "茂", "shigeru.mori", "製造部", "担当", Story::Kiosk),
    ("池田", "翼", "tsubasa.ikeda", "製造部", "担当", Story::Kiosk),
    ("橋本", "慎吾", "shingo.hashimoto", "品質管理部", "課長", Story::Plain),
    ("阿部", "あかり", "akari.abe", "品質管理部", "担当", Story::Plain),
    ("石川", "真由美", "mayumi.ishikawa", "開発本部", "部長", Story::Plain),
    ("前田", "健", "ken.maeda", "開発本部", "担当", Story::Plain),
    ("髙島", "陽菜", "hina.takashima", "開発本部", "担当", Story::MailApp),
    ("小川", "エミリ", "emiri.ogawa", "開発本部", "担当", Story::Plain),
    ("岡田", "一郎", "ichiro.okada", "開発本部", "顧問", Story::Pop),
    ("Smith", "Karen", "karen.smith", "Sales", "Regional Manager", Story::Plain),
    ("O'Brien", "Thomas", "thomas.obrien", "Sales", "Account Manager", Story::OldPhone),
    ("Wilson", "Sarah", "sarah.wilson", "Sales", "Account Manager", Story::MailApp),
    ("Taylor", "Daniel", "daniel.taylor", "Engineering", "Engineer", Story::Plain),
    ("Harris", "Jessica", "jessica.harris", "Engineering", "Engineer", Story::Pop),
    ("Müller", "Jürgen", "juergen.mueller", "Engineering", "Engineer", Story::Plain),
    ("Schäfer", "Anna", "anna.schaefer", "Engineering", "Engineer", Story::Plain),
    ("Clark", "Robert", "robert.clark", "Finance", "Controller", Story::Accounting),
    ("後藤", "花子", "hanako.goto", "営業部", "担当", Story::Left),
    ("長谷川", "健", "ken.hasegawa", "製造部", "担当", Story::Left),
    ("村上", "翔", "sho.murakami", "総務部", "担当", Story::LeftWithPop),
    ("Lewis", "James", "james.lewis", "Sales", "Account Manager", Story::Left),
    ("営業部 共有", "", "eigyo", "営業部", "", Story::Shared),
    ("お問い合わせ窓口", "", "info", "総務部", "", Story::SharedPop),
    ("請求書受付", "", "invoice", "経理部", "", Story::Shared),
    ("採用担当", "", "recruit", "人事部", "", Story::Shared),
    ("Support Desk", "", "support", "情報システム部", "", Story::Shared),
    ("Order Desk", "", "orders", "Sales", "", Story::Shared),
    ("会議室 A (12F)", "", "room-a", "", "", Story::Room),
    ("会議室 B (12F)", "", "room-b", "", "", Story::Room),
    ("役員会議室", "", "room-board", "", "", Story::Room),
    ("Conference Room Osaka", "", "room-osaka", "", "", Story::Room),
    ("応接室 (名古屋工場)", "", "room-nagoya", "", "", Story::Room),
    ("複合機 東京 12F", "", "mfp-tokyo-12f", "総務部", "", Story::Printer),
    ("複合機 大阪", "", "mfp-osaka", "総務部", "", Story::Printer),
    ("複合機 名古屋工場", "", "mfp-nagoya", "総務部", "", Story::PrinterForgotten),
    ("Scan to Mail Warehouse", "", "scan-warehouse", "製造部", "", Story::Printer),
    ("基幹システム 通知", "", "erp-notify", "情報システム部", "", Story::AppPassword),
    ("監視サーバー アラート", "", "monitoring", "情報システム部", "", Story::Printer),
    ("勤怠システム 通知", "", "kintai", "人事部", "", Story::ApplicationWaiting),
    ("緊急用管理者 1", "", "breakglass1", "", "", Story::BreakGlass),
    ("緊急用管理者 2", "", "breakglass2", "", "", Story::BreakGlass),
    ("Nguyen", "Linh", "linh.nguyen", "", "", Story::Guest),
    ("Brown", "William", "william.brown", "", "", Story::Guest),
];

/// People of the roster, those without mailboxes included.
pub(crate) const PEOPLE: u64 = 64;

const fn is_excluded(story: Story) -> bool {
    matches!(
        story,
        Story::Printer | Story::ApplicationWaiting | Story::AppPassword | Story::BreakGlass
    )
}

/// Groups and roles of the company.
pub(crate) fn catalog(seed: u64) -> Catalog {
    let with = |wanted: &dyn Fn(Story) -> bool| {
        let places = (0..).zip(&ROSTER);
        let found = places.filter(|(_, entry)| wanted(entry.5));
        Members::These(found.map(|(index, _)| index).collect())
    };
    let listed = |position, members| Listed { position, members, shape: MembersShape::Plain };
    let mut catalog = Catalog::new(seed, 2, 12);
    catalog.listed_groups = vec![
        listed(EXCLUDED, with(&is_excluded)),
        listed(ACCOUNTING, with(&|story| story == Story::Accounting)),
    ];
    catalog.listed_roles = vec![
        listed(0, with(&|story| matches!(story, Story::GlobalAdmin | Story::BreakGlass))),
        listed(1, with(&|story| story == Story::ExchangeAdmin)),
    ];
    catalog
}

/// Fills in the person at one place of the roster; its id is already there.
pub(crate) fn fill(person: &mut Person) {
    let entry = usize::try_from(person.index).ok().and_then(|place| ROSTER.get(place));
    let Some((surname, given, alias, department, title, story)) = entry else {
        return;
    };
    let japanese = !surname.is_ascii() && *surname != "Müller" && *surname != "Schäfer";
    person.locale = if japanese { Locale::Japanese } else { Locale::English };
    person.surname = if given.is_empty() { "" } else { surname };
    person.given = given;
    person.department = department;
    person.title = title;
    if let Some(office) = Locale::Japanese.offices().first() {
        person.office = office;
    }
    person.traits = traits(*story);
    set(&mut person.alias, &[alias]);
    set(&mut person.smtp, &[alias, "@", DOMAIN]);
    set(&mut person.upn, &[alias, "@", DOMAIN]);
    match (given.is_empty(), japanese) {
        (true, _) => set(&mut person.display, &[surname]),
        (false, true) => set(&mut person.display, &[surname, " ", given]),
        (false, false) => set(&mut person.display, &[given, " ", surname]),
    }
    if *story == Story::Guest {
        set(&mut person.smtp, &[alias, "@", GUEST_DOMAIN]);
        set(&mut person.upn, &[alias, "_", GUEST_DOMAIN, "#EXT#@", INITIAL_DOMAIN]);
    }
    // Leavers' mailboxes were last touched when they left.
    if matches!(story, Story::Left | Story::LeftWithPop) {
        person.changed = COLLECTED_AT - 86_400 * 200;
        person.created = person.created.min(person.changed - 86_400);
    }
}

fn traits(story: Story) -> Traits {
    let mut traits = Traits {
        imap: NO,
        pop: NO,
        smtp_off: Value::Null,
        plans: Plans::Standard,
        other_groups: 3,
        exo_module: NO,
        remote_powershell: NO,
        phone: Phone::Outlook,
        ..Traits::default()
    };
    let thing = |traits: &mut Traits, kind| {
        traits.kind = kind;
        traits.phone = Phone::Nothing;
        traits.active_sync = NO;
        traits.other_groups = 0;
        if kind != Kind::Machine {
            traits.plans = Plans::Empty;
            traits.account_enabled = NO;
            traits.account_disabled = YES;
        }
    };
    match story {
        Story::Plain | Story::Accounting => {}
        Story::MailApp => traits.phone = Phone::Current,
        Story::OldPhone => traits.phone = Phone::Old,
        Story::Pop => traits.pop = YES,
        Story::PopAndImap => {
            traits.pop = YES;
            traits.imap = YES;
        }
        Story::Left | Story::LeftWithPop => {
            traits.account_enabled = NO;
            traits.account_disabled = YES;
            traits.phone = Phone::Nothing;
            traits.pop = Value::Bool(story == Story::LeftWithPop);
        }
        Story::Kiosk => traits.plans = Plans::Kiosk,
        Story::PerUserMfa => traits.mfa = Value::Text("enforced"),
        Story::NoEws => traits.ews = NO,
        Story::GlobalAdmin | Story::ExchangeAdmin => {
            traits.exo_module = YES;
            traits.remote_powershell = YES;
            traits.plans = Plans::Enterprise;
        }
        Story::Shared => thing(&mut traits, Kind::Shared),
        Story::SharedPop => {
            thing(&mut traits, Kind::Shared);
            traits.pop = YES;
            traits.imap = YES;
        }
        Story::Room => thing(&mut traits, Kind::Room),
        Story::Printer
        | Story::PrinterForgotten
        | Story::ApplicationWaiting
        | Story::AppPassword => {
            thing(&mut traits, Kind::Machine);
            traits.smtp_off = NO;
            if story != Story::ApplicationWaiting {
                traits.policy = Value::Text(ALLOW_SMTP.name);
            }
            if story == Story::AppPassword {
                traits.mfa = Value::Text("enforced");
            }
        }
        Story::BreakGlass | Story::Guest => {
            traits.has_mailbox = false;
            traits.plans = Plans::Empty;
            traits.phone = Phone::Nothing;
            traits.other_groups = 0;
            if story == Story::Guest {
                traits.external = true;
                traits.user_type = Value::Text("Guest");
            }
        }
    }
    traits
}
