//! Graph `assignedPlans`, as far as they decide on EWS (contract §4, gate 2).

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// The service plan of Kiosk, F1 and F3.
const KIOSK: &str = "4a82b400-a79f-41a4-b4e2-e94f5787b113";
/// The plans of which any one includes EWS.
const WITH_EWS: [&str; 4] = [
    "9aaf7827-d63c-4b61-89c3-182f06f82e5c",
    "efb87545-963c-4e0d-99df-69c6916d9eb0",
    "8c3069c0-ccdb-44be-ab77-986203a67df2",
    "e9b4930a-925f-45e2-ac2a-3f7788ca6fdd",
];

/// What a plan says about EWS.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum PlanKind {
    /// Without EWS.
    Kiosk,
    /// With EWS.
    WithEws,
    /// Nothing.
    #[default]
    Other,
}

impl From<&str> for PlanKind {
    fn from(text: &str) -> Self {
        let id = text.trim();
        if id.eq_ignore_ascii_case(KIOSK) {
            Self::Kiosk
        } else if WITH_EWS.iter().any(|plan| plan.eq_ignore_ascii_case(id)) {
            Self::WithEws
        } else {
            Self::Other
        }
    }
}

/// `capabilityStatus` is one under which the plan works.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct InUse(pub bool);

impl From<&str> for InUse {
    fn from(text: &str) -> Self {
        let status = text.trim();
        Self(["Enabled", "Warning"].iter().any(|word| word.eq_ignore_ascii_case(status)))
    }
}

/// One plan.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Plan {
    pub kind: PlanKind,
    pub in_use: InUse,
}

/// An element of `assignedPlans`.
pub(crate) enum PlanItem {
    Plan(Plan),
    Null,
    OtherShape,
}

impl<'de> Deserialize<'de> for PlanItem {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PlanVisitor)
    }
}

struct PlanVisitor;

impl<'de> Visitor<'de> for PlanVisitor {
    type Value = PlanItem;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a plan")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<PlanItem, A::Error> {
        let mut plan = Plan::default();
        while let Some(key) = map.next_key::<PlanKey>()? {
            match key {
                PlanKey::ServicePlanId => plan.kind = map.next_value::<Word<PlanKind>>()?.0,
                PlanKey::CapabilityStatus => plan.in_use = map.next_value::<Word<InUse>>()?.0,
                PlanKey::Other => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(PlanItem::Plan(plan))
    }

    fn visit_unit<E>(self) -> Result<PlanItem, E> {
        Ok(PlanItem::Null)
    }

    fn visit_str<E>(self, text: &str) -> Result<PlanItem, E> {
        Ok(if text.trim().is_empty() { PlanItem::Null } else { PlanItem::OtherShape })
    }

    fn visit_bool<E>(self, _: bool) -> Result<PlanItem, E> {
        Ok(PlanItem::OtherShape)
    }

    fn visit_u64<E>(self, _: u64) -> Result<PlanItem, E> {
        Ok(PlanItem::OtherShape)
    }

    fn visit_i64<E>(self, _: i64) -> Result<PlanItem, E> {
        Ok(PlanItem::OtherShape)
    }

    fn visit_f64<E>(self, _: f64) -> Result<PlanItem, E> {
        Ok(PlanItem::OtherShape)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<PlanItem, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(PlanItem::OtherShape)
    }
}

/// The properties of a plan that matter.
#[derive(Default)]
enum PlanKey {
    ServicePlanId,
    CapabilityStatus,
    #[default]
    Other,
}

impl<'de> Deserialize<'de> for PlanKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(WordVisitor(|name: &str| {
            if name.eq_ignore_ascii_case("servicePlanId") {
                Self::ServicePlanId
            } else if name.eq_ignore_ascii_case("capabilityStatus") {
                Self::CapabilityStatus
            } else {
                Self::Other
            }
        }))
    }
}

/// What a text means, where anything else means the default.
struct Word<T>(T);

impl<'de, T: Default + for<'t> From<&'t str>> Deserialize<'de> for Word<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(WordVisitor(|text: &str| T::from(text))).map(Self)
    }
}

struct WordVisitor<F>(F);

impl<'de, T: Default, F: FnOnce(&str) -> T> Visitor<'de> for WordVisitor<F> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a word")
    }

    fn visit_str<E>(self, text: &str) -> Result<T, E> {
        Ok((self.0)(text))
    }

    fn visit_unit<E>(self) -> Result<T, E> {
        Ok(T::default())
    }

    fn visit_bool<E>(self, _: bool) -> Result<T, E> {
        Ok(T::default())
    }

    fn visit_u64<E>(self, _: u64) -> Result<T, E> {
        Ok(T::default())
    }

    fn visit_i64<E>(self, _: i64) -> Result<T, E> {
        Ok(T::default())
    }

    fn visit_f64<E>(self, _: f64) -> Result<T, E> {
        Ok(T::default())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<T, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(T::default())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(T::default())
    }
}
