//! Names of people, rooms and machines, in Japanese, English and German. All invented.

/// Language of a mailbox's owner.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) enum Locale {
    #[default]
    Japanese,
    English,
    German,
}

/// A name as people write it and as an address spells it.
pub(crate) type Spelled = (&'static str, &'static str);

impl Locale {
    pub(crate) const fn surnames(self) -> &'static [Spelled] {
        match self {
            Self::Japanese => &JAPANESE_SURNAMES,
            Self::English => &ENGLISH_SURNAMES,
            Self::German => &GERMAN_SURNAMES,
        }
    }

    pub(crate) const fn given_names(self) -> &'static [Spelled] {
        match self {
            Self::Japanese => &JAPANESE_GIVEN,
            Self::English => &ENGLISH_GIVEN,
            Self::German => &GERMAN_GIVEN,
        }
    }

    pub(crate) const fn departments(self) -> &'static [Spelled] {
        match self {
            Self::Japanese => &JAPANESE_DEPARTMENTS,
            Self::English => &ENGLISH_DEPARTMENTS,
            Self::German => &GERMAN_DEPARTMENTS,
        }
    }

    pub(crate) const fn titles(self) -> &'static [&'static str] {
        match self {
            Self::Japanese => &["主任", "係長", "課長", "部長", "担当"],
            Self::English => &["Engineer", "Analyst", "Manager", "Director", "Assistant"],
            Self::German => &["Sachbearbeiterin", "Teamleiter", "Ingenieurin", "Geschäftsführer"],
        }
    }

    pub(crate) const fn offices(self) -> &'static [Office] {
        match self {
            Self::Japanese => &JAPANESE_OFFICES,
            Self::English => &ENGLISH_OFFICES,
            Self::German => &GERMAN_OFFICES,
        }
    }

    /// What mailboxes without an owner are called: shared, room, equipment, machine; then how the
    /// address begins.
    pub(crate) const fn things(self, thing: Thing) -> Spelled {
        match (self, thing) {
            (Self::Japanese, Thing::Shared) => ("共有", "kyoyu"),
            (Self::Japanese, Thing::Room) => ("会議室", "kaigishitsu"),
            (Self::Japanese, Thing::Equipment) => ("社用車", "shayosha"),
            (Self::Japanese, Thing::Machine) => ("複合機", "fukugoki"),
            (Self::English, Thing::Shared) => ("Shared Inbox", "shared"),
            (Self::English, Thing::Room) => ("Conference Room", "room"),
            (Self::English, Thing::Equipment) => ("Projector", "projector"),
            (Self::English, Thing::Machine) => ("Scan to Mail", "scanner"),
            (Self::German, Thing::Shared) => ("Gemeinsames Postfach", "postfach"),
            (Self::German, Thing::Room) => ("Besprechungsraum", "raum"),
            (Self::German, Thing::Equipment) => ("Dienstwagen", "dienstwagen"),
            (Self::German, Thing::Machine) => ("Multifunktionsgerät", "drucker"),
        }
    }
}

/// A mailbox without an owner.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Thing {
    Shared,
    Room,
    Equipment,
    Machine,
}

/// Where somebody works.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Office {
    pub(crate) name: &'static str,
    pub(crate) street: &'static str,
    pub(crate) city: &'static str,
    pub(crate) state: &'static str,
    pub(crate) postal_code: &'static str,
    pub(crate) country: &'static str,
    pub(crate) usage_location: &'static str,
}

const JAPANESE_SURNAMES: [Spelled; 36] = [
    ("佐藤", "sato"),
    ("鈴木", "suzuki"),
    ("高橋", "takahashi"),
    ("田中", "tanaka"),
    ("伊藤", "ito"),
    ("渡辺", "watanabe"),
    ("山本", "yamamoto"),
    ("中村", "nakamura"),
    ("小林", "kobayashi"),
    ("加藤", "kato"),
    ("吉田", "yoshida"),
    ("山田", "yamada"),
    ("佐々木", "sasaki"),
    ("山口", "yamaguchi"),
    ("松本", "matsumoto"),
    ("井上", "inoue"),
    ("木村", "kimura"),
    ("林", "hayashi"),
    ("斎藤", "saito"),
    ("清水", "shimizu"),
    ("山崎", "yamazaki"),
    ("森", "mori"),
    ("池田", "ikeda"),
    ("橋本", "hashimoto"),
    ("阿部", "abe"),
    ("石川", "ishikawa"),
    ("前田", "maeda"),
    ("藤田", "fujita"),
    ("小川", "ogawa"),
    ("後藤", "goto"),
    ("岡田", "okada"),
    ("長谷川", "hasegawa"),
    ("村上", "murakami"),
    ("近藤", "kondo"),
    ("石井", "ishii"),
    ("髙島", "takashima"),
];

const JAPANESE_GIVEN: [Spelled; 30] = [
    ("太郎", "taro"),
    ("花子", "hanako"),
    ("一郎", "ichiro"),
    ("健", "ken"),
    ("翔", "sho"),
    ("美咲", "misaki"),
    ("陽菜", "hina"),
    ("大輔", "daisuke"),
    ("直樹", "naoki"),
    ("由美子", "yumiko"),
    ("恵子", "keiko"),
    ("誠", "makoto"),
    ("隆", "takashi"),
    ("裕子", "yuko"),
    ("拓也", "takuya"),
    ("さくら", "sakura"),
    ("あかり", "akari"),
    ("翼", "tsubasa"),
    ("浩", "hiroshi"),
    ("真由美", "mayumi"),
    ("智子", "tomoko"),
    ("和也", "kazuya"),
    ("亮", "ryo"),
    ("彩", "aya"),
    ("麻衣", "mai"),
    ("修", "osamu"),
    ("茂", "shigeru"),
    ("京子", "kyoko"),
    ("慎吾", "shingo"),
    ("エミリ", "emiri"),
];

const ENGLISH_SURNAMES: [Spelled; 20] = [
    ("Smith", "smith"),
    ("Johnson", "johnson"),
    ("Williams", "williams"),
    ("Brown", "brown"),
    ("Jones", "jones"),
    ("Garcia", "garcia"),
    ("Miller", "miller"),
    ("Davis", "davis"),
    ("Wilson", "wilson"),
    ("Anderson", "anderson"),
    ("Taylor", "taylor"),
    ("Moore", "moore"),
    ("Jackson", "jackson"),
    ("O'Brien", "obrien"),
    ("White", "white"),
    ("Harris", "harris"),
    ("Clark", "clark"),
    ("Lewis", "lewis"),
    ("Walker", "walker"),
    ("Smith-Jones", "smith-jones"),
];

const ENGLISH_GIVEN: [Spelled; 20] = [
    ("James", "james"),
    ("Mary", "mary"),
    ("Robert", "robert"),
    ("Patricia", "patricia"),
    ("John", "john"),
    ("Jennifer", "jennifer"),
    ("Michael", "michael"),
    ("Linda", "linda"),
    ("David", "david"),
    ("Elizabeth", "elizabeth"),
    ("William", "william"),
    ("Susan", "susan"),
    ("Joseph", "joseph"),
    ("Jessica", "jessica"),
    ("Thomas", "thomas"),
    ("Sarah", "sarah"),
    ("Daniel", "daniel"),
    ("Karen", "karen"),
    ("Anthony", "anthony"),
    ("Renée", "renee"),
];

const GERMAN_SURNAMES: [Spelled; 16] = [
    ("Müller", "mueller"),
    ("Schmidt", "schmidt"),
    ("Schneider", "schneider"),
    ("Fischer", "fischer"),
    ("Weber", "weber"),
    ("Meyer", "meyer"),
    ("Wagner", "wagner"),
    ("Becker", "becker"),
    ("Schulz", "schulz"),
    ("Hoffmann", "hoffmann"),
    ("Schäfer", "schaefer"),
    ("Köhler", "koehler"),
    ("Krüger", "krueger"),
    ("Groß", "gross"),
    ("von der Heide", "vonderheide"),
    ("Lößnitz", "loessnitz"),
];

const GERMAN_GIVEN: [Spelled; 12] = [
    ("Jürgen", "juergen"),
    ("Anna", "anna"),
    ("Björn", "bjoern"),
    ("Käthe", "kaethe"),
    ("Lukas", "lukas"),
    ("Sophie", "sophie"),
    ("Jörg", "joerg"),
    ("Marie", "marie"),
    ("Uwe", "uwe"),
    ("Ürsula", "uersula"),
    ("Felix", "felix"),
    ("Heike", "heike"),
];

const JAPANESE_DEPARTMENTS: [Spelled; 8] = [
    ("営業部", "eigyo"),
    ("経理部", "keiri"),
    ("人事部", "jinji"),
    ("総務部", "somu"),
    ("情報システム部", "joho"),
    ("製造部", "seizo"),
    ("品質管理部", "hinshitsu"),
    ("開発本部", "kaihatsu"),
];

const ENGLISH_DEPARTMENTS: [Spelled; 6] = [
    ("Sales", "sales"),
    ("Finance", "finance"),
    ("Human Resources", "hr"),
    ("Information Technology", "it"),
    ("Operations, Logistics", "operations"),
    ("Research \"Blue Sky\"", "research"),
];

const GERMAN_DEPARTMENTS: [Spelled; 5] = [
    ("Vertrieb", "vertrieb"),
    ("Buchhaltung", "buchhaltung"),
    ("Qualitätssicherung", "qs"),
    ("Einkauf", "einkauf"),
    ("Geschäftsführung", "gf"),
];

const JAPANESE_OFFICES: [Office; 3] = [
    Office {
        name: "東京本社 12F",
        street: "千代田区丸の内1-1-1",
        city: "東京",
        state: "東京都",
        postal_code: "100-0000",
        country: "Japan",
        usage_location: "JP",
    },
    Office {
        name: "大阪支社",
        street: "北区梅田2-2-2",
        city: "大阪市",
        state: "大阪府",
        postal_code: "530-0000",
        country: "Japan",
        usage_location: "JP",
    },
    Office {
        name: "名古屋工場",
        street: "中村区名駅3-3-3",
        city: "名古屋市",
        state: "愛知県",
        postal_code: "450-0000",
        country: "Japan",
        usage_location: "JP",
    },
];

const ENGLISH_OFFICES: [Office; 2] = [
    Office {
        name: "Building 7, Floor 2",
        street: "1 Example Way",
        city: "Springfield",
        state: "WA",
        postal_code: "00000",
        country: "United States",
        usage_location: "US",
    },
    Office {
        name: "London",
        street: "1 Example Street",
        city: "London",
        state: "",
        postal_code: "EC1A 0AA",
        country: "United Kingdom",
        usage_location: "GB",
    },
];

const GERMAN_OFFICES: [Office; 1] = [Office {
    name: "Büro München",
    street: "Musterstraße 1",
    city: "München",
    state: "Bayern",
    postal_code: "80000",
    country: "Germany",
    usage_location: "DE",
}];
