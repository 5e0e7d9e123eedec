//! One macro for what reading tells an admin: the key of each variant's text and what stands in
//! its places. The texts themselves are in the catalogue of `findings`, in both languages; there a
//! test holds the English ones against `Display` here.

/// Gives a type `KEYS`, `key` and `values`. One list makes all three, so that no variant can be
/// left out of `KEYS`, by which the catalogue is checked.
macro_rules! keyed {
    ($type:ident {
        $($pattern:pat => $key:ident $({ $($name:ident: $value:expr),+ })?),+ $(,)?
    }) => {
        impl $type {
            /// Every key.
            pub const KEYS: &'static [&'static str] = &[$(stringify!($key)),+];

            /// The key of the text.
            #[allow(unused_variables, reason = "the patterns bind what `values` shows")]
            pub const fn key(&self) -> &'static str {
                match self { $($pattern => stringify!($key)),+ }
            }

            /// What stands in the places of the text, by the name of the place.
            pub fn values(&self) -> Vec<(&'static str, String)> {
                match self {
                    $($pattern => vec![$($((stringify!($name), $value.to_string())),+)?]),+
                }
            }
        }
    };
}

pub(crate) use keyed;
