//! Text, numbers and booleans, each read from any of them.

use serde::de::Unexpected;
use serde_json::Value;

use super::Reader;

/// What a service sent where a single value is documented.
#[derive(Clone, Copy)]
pub(super) enum Scalar<'a> {
    Boolean(bool),
    Signed(i64),
    Unsigned(u64),
    Float(f64),
    Text(&'a str),
}

impl Scalar<'_> {
    pub(super) fn into_text(self, reader: &mut Reader) -> String {
        match self {
            Self::Text(text) => return text.to_owned(),
            Self::Boolean(_) => reader.note("a boolean for text"),
            Self::Signed(_) | Self::Unsigned(_) | Self::Float(_) => reader.note("a number for text"),
        }
        match self {
            Self::Text(text) => text.to_owned(),
            Self::Boolean(value) => value.to_string(),
            Self::Signed(value) => value.to_string(),
            Self::Unsigned(value) => value.to_string(),
            Self::Float(value) => value.to_string(),
        }
    }

    pub(super) fn into_boolean(self, reader: &mut Reader) -> Result<Option<bool>, &'static str> {
        const WRONG: &str = "expected true or false";
        match self {
            Self::Signed(_) | Self::Unsigned(_) => reader.note("a number for a boolean"),
            Self::Text(_) => reader.note("text for a boolean"),
            Self::Boolean(_) | Self::Float(_) => {}
        }
        match self {
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

    pub(super) fn into_integer(self, reader: &mut Reader) -> Result<Option<i64>, &'static str> {
        const WRONG: &str = "expected an integer";
        match self {
            Self::Float(_) => reader.note("a fraction for an integer"),
            Self::Text(_) => reader.note("text for an integer"),
            Self::Boolean(_) | Self::Signed(_) | Self::Unsigned(_) => {}
        }
        // Wide enough to tell what is out of range from what is no integer.
        let integer: i128 = match self {
            Self::Signed(value) => return Ok(Some(value)),
            Self::Unsigned(value) => value.into(),
            Self::Float(value) => whole(value).ok_or(WRONG)?,
            Self::Text(text) if text.trim().is_empty() => return Ok(None),
            Self::Text(text) => {
                let text = text.trim();
                let float = || text.parse().ok().and_then(whole);
                text.parse().ok().or_else(float).ok_or(WRONG)?
            }
            Self::Boolean(_) => return Err(WRONG),
        };
        i64::try_from(integer).map(Some).map_err(|_| "the integer is out of range")
    }

    /// A large integer loses its last digits, as in any JSON reader.
    #[expect(clippy::cast_precision_loss)]
    pub(super) fn into_number(self, reader: &mut Reader) -> Result<Option<f64>, &'static str> {
        const WRONG: &str = "expected a number";
        if let Self::Text(_) = self {
            reader.note("text for a number");
        }
        match self {
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

    pub(super) fn into_value(self) -> Value {
        match self {
            Self::Boolean(value) => value.into(),
            Self::Signed(value) => value.into(),
            Self::Unsigned(value) => value.into(),
            Self::Float(value) => value.into(),
            Self::Text(text) => text.into(),
        }
    }
}

impl<'a> Scalar<'a> {
    /// As serde's errors name it.
    pub(super) fn unexpected(self) -> Unexpected<'a> {
        match self {
            Self::Boolean(value) => Unexpected::Bool(value),
            Self::Signed(value) => Unexpected::Signed(value),
            Self::Unsigned(value) => Unexpected::Unsigned(value),
            Self::Float(value) => Unexpected::Float(value),
            Self::Text(text) => Unexpected::Str(text),
        }
    }
}

/// `3.0` is the integer 3. Beyond 2^53 a float no longer says which integer is meant.
#[expect(clippy::cast_possible_truncation)]
fn whole(value: f64) -> Option<i128> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    (value.fract() == 0.0 && value.abs() <= EXACT).then_some(value as i128)
}
