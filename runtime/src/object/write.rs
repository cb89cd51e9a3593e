//! Values as JSON, or as any other format of serde.

use serde::{
    Serialize, Serializer,
    ser::{Error, SerializeMap, SerializeSeq},
};

use super::{Entries, List, Member, Object, View, each_member};

/// Writes a value. Members that are absent are left out.
///
/// # Errors
/// If the format cannot hold it.
pub fn write<S: Serializer>(member: &dyn Member, serializer: S) -> Result<S::Ok, S::Error> {
    member.view().serialize(serializer)
}

/// A value as JSON text.
pub(crate) fn to_json(member: &dyn Member) -> Result<Vec<u8>, serde_json::Error> {
    serde_json::to_vec(&member.view())
}

/// A value as JSON.
#[cfg(feature = "testing")]
pub(crate) fn to_value(member: &dyn Member) -> Result<serde_json::Value, serde_json::Error> {
    serde_json::to_value(member.view())
}

impl Serialize for View<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Self::Absent => serializer.serialize_unit(),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Boolean(value) => serializer.serialize_bool(value),
            Self::Integer(value) => serializer.serialize_i64(value),
            Self::Number(value) => serializer.serialize_f64(value),
            Self::Choice(choice) => serializer.serialize_str(choice.text()),
            Self::Object(object) => members(object, serializer),
            Self::List(list) => items(list, serializer),
            Self::Map(map) => entries(map, serializer),
            Self::Json(value) => value.serialize(serializer),
            Self::File(file) => Err(S::Error::custom(format!("a file is no JSON: `{}`", file.name()))),
            Self::Content(content) => serializer.serialize_str(&String::from_utf8_lossy(content)),
        }
    }
}

fn members<S: Serializer>(object: &dyn Object, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    let mut outcome = Ok(());
    each_member(object, &mut |name, member| {
        let view = member.view();
        if outcome.is_ok() && !matches!(view, View::Absent) {
            outcome = map.serialize_entry(name, &view);
        }
    });
    outcome?;
    map.end()
}

fn items<S: Serializer>(list: &dyn List, serializer: S) -> Result<S::Ok, S::Error> {
    let mut sequence = serializer.serialize_seq(None)?;
    let mut outcome = Ok(());
    list.items(&mut |item| {
        if outcome.is_ok() {
            outcome = sequence.serialize_element(&item.view());
        }
    });
    outcome?;
    sequence.end()
}

fn entries<S: Serializer>(map: &dyn Entries, serializer: S) -> Result<S::Ok, S::Error> {
    let mut entries = serializer.serialize_map(None)?;
    let mut outcome = Ok(());
    map.entries(&mut |name, value| {
        if outcome.is_ok() {
            outcome = entries.serialize_entry(name, &value.view());
        }
    });
    outcome?;
    entries.end()
}
