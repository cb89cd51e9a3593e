//! Text, numbers and booleans, each read from any of them.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{Error, Visitor},
};

use super::{Lenient, watch::note};

/// What a service sent where a single value is documented.
pub(crate) enum Scalar {
    Nothing,
    Boolean(bool),
    Signed(i64),
    Unsigned(u64),
    Float(f64),
    Text(String),
}

impl Scalar {
    pub(crate) fn into_text(self) -> Option<String> {
        match self {
            Self::Boolean(_) => note("a boolean for text"),
            Self::Signed(_) | Self::Unsigned(_) | Self::Float(_) => note("a number for text"),
            Self::Nothing | Self::Text(_) => {}
        }
        match self {
            Self::Nothing => None,
            Self::Boolean(value) => Some(value.to_string()),
            Self::Signed(value) => Some(value.to_string()),
            Self::Unsigned(value) => Some(value.to_string()),
            Self::Float(value) => Some(value.to_string()),
            Self::Text(text) => Some(text),
        }
    }

    fn into_boolean(self) -> Result<Option<bool>, &'static str> {
        const WRONG: &str = "expected true or false";
        match self {
            Self::Signed(_) | Self::Unsigned(_) => note("a number for a boolean"),
            Self::Text(_) => note("text for a boolean"),
            Self::Nothing | Self::Boolean(_) | Self::Float(_) => {}
        }
        match self {
            Self::Nothing => Ok(None),
            Self::Boolean(value) => Ok(Some(value)),
            Self::Signed(0) | Self::Unsigned(0) => Ok(Some(false)),
            Self::Signed(1) | Self::Unsigned(1) => Ok(Some(true)),
            Self::Text(text) => match text.trim().to_ascii_lowercase().as_str() {
                "" => Ok(None),
                "true" | "1" => Ok(Some(true)),
                "false" | "0" => Ok(Some(false)),
                _ => Err(WRONG),
            },
            Self::Signed(_) | Self::Unsigned(_) | Self::Float(_) => Err(WRONG),
        }
    }

    /// `i128` holds every integer type that a field can have.
    fn into_integer(self) -> Result<Option<i128>, &'static str> {
        const WRONG: &str = "expected an integer";
        match self {
            Self::Float(_) => note("a fraction for an integer"),
            Self::Text(_) => note("text for an integer"),
            Self::Nothing | Self::Boolean(_) | Self::Signed(_) | Self::Unsigned(_) => {}
        }
        match self {
            Self::Nothing => Ok(None),
            Self::Signed(value) => Ok(Some(value.into())),
            Self::Unsigned(value) => Ok(Some(value.into())),
            Self::Float(value) => whole(value).map(Some).ok_or(WRONG),
            Self::Text(text) if text.trim().is_empty() => Ok(None),
            Self::Text(text) => {
                let text = text.trim();
                let float = || text.parse().ok().and_then(whole);
                text.parse().ok().or_else(float).map(Some).ok_or(WRONG)
            }
            Self::Boolean(_) => Err(WRONG),
        }
    }

    /// A large integer loses its last digits, as in any JSON reader.
    #[expect(clippy::cast_precision_loss)]
    fn into_number(self) -> Result<Option<f64>, &'static str> {
        const WRONG: &str = "expected a number";
        if let Self::Text(_) = self {
            note("text for a number");
        }
        match self {
            Self::Nothing => Ok(None),
            Self::Signed(value) => Ok(Some(value as f64)),
            Self::Unsigned(value) => Ok(Some(value as f64)),
            Self::Float(value) => Ok(Some(value)),
            Self::Text(text) if text.trim().is_empty() => Ok(None),
            Self::Text(text) => {
                text.trim().parse().ok().filter(|value: &f64| value.is_finite()).map(Some).ok_or(WRONG)
            }
            Self::Boolean(_) => Err(WRONG),
        }
    }
}

/// `3.0` is the integer 3. Beyond 2^53 a float no longer says which integer is meant.
#[expect(clippy::cast_possible_truncation)]
fn whole(value: f64) -> Option<i128> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    (value.fract() == 0.0 && value.abs() <= EXACT).then_some(value as i128)
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ScalarVisitor)
    }
}

struct ScalarVisitor;

impl Visitor<'_> for ScalarVisitor {
    type Value = Scalar;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string, number or boolean")
    }

    fn visit_unit<E>(self) -> Result<Scalar, E> {
        Ok(Scalar::Nothing)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Scalar, E> {
        Ok(Scalar::Boolean(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Scalar, E> {
        Ok(Scalar::Signed(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Scalar, E> {
        Ok(Scalar::Unsigned(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Scalar, E> {
        Ok(Scalar::Float(value))
    }

    fn visit_str<E>(self, text: &str) -> Result<Scalar, E> {
        Ok(Scalar::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Scalar, E> {
        Ok(Scalar::Text(text))
    }
}

impl Lenient for String {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        Ok(Scalar::deserialize(deserializer)?.into_text())
    }
}

impl Lenient for bool {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        Scalar::deserialize(deserializer)?.into_boolean().map_err(Error::custom)
    }
}

impl Lenient for f64 {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        Scalar::deserialize(deserializer)?.into_number().map_err(Error::custom)
    }
}

fn integer<'de, D: Deserializer<'de>, T: TryFrom<i128>>(deserializer: D) -> Result<Option<T>, D::Error> {
    let integer = Scalar::deserialize(deserializer)?.into_integer().map_err(Error::custom)?;
    let fits = |integer| T::try_from(integer).map_err(|_| Error::custom("the integer is out of range"));
    integer.map(fits).transpose()
}

impl Lenient for i32 {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        integer(deserializer)
    }
}

impl Lenient for i64 {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        integer(deserializer)
    }
}

impl Lenient for u64 {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        integer(deserializer)
    }
}
