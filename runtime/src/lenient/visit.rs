//! Where serde's data model meets fields: one visitor for all types.

use std::{borrow::Cow, fmt};

#[cfg(feature = "testing")]
use serde::de::value::MapAccessDeserializer;
use serde::{
    Deserializer,
    de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor},
};
use serde_json::{Map, Value};

use super::{Reader, scalar::Scalar};
use crate::object::{Entries, List, Member, Object, Place, View, each_member};

/// Reads one value into one field.
pub(super) struct Reading<'a> {
    pub(super) reader: &'a mut Reader,
    pub(super) member: &'a mut dyn Member,
}

/// What was read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    Null,
    /// Nothing, in another way: an empty text for a number.
    Nothing,
    Something,
}

impl<'de> DeserializeSeed<'de> for Reading<'_> {
    type Value = Said;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Said, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reading<'_> {
    type Value = Said;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Said, E> {
        self.member.clear();
        Ok(Said::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Said, E> {
        self.scalar(Scalar::Boolean(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Said, E> {
        self.scalar(Scalar::Signed(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Said, E> {
        self.scalar(i64::try_from(value).map_or(Scalar::Unsigned(value), Scalar::Signed))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Said, E> {
        self.scalar(Scalar::Float(value))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Said, E> {
        self.scalar(Scalar::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Said, A::Error> {
        let Self { reader, member } = self;
        member.clear();
        match member.place() {
            Place::List(list) => reader.list(list, items),
            Place::Json(value) => {
                let mut list: Vec<Value> = Vec::new();
                reader.unheard(|reader| reader.list(&mut list, items))?;
                *value = list.into();
                Ok(Said::Something)
            }
            // An empty list is how some languages write an empty map.
            Place::Map(_) if !reader.is_strict => match items.next_element::<IgnoredAny>()? {
                None => {
                    reader.note("an empty list for an object");
                    Ok(Said::Something)
                }
                Some(_) => Err(A::Error::custom("expected an object, found a list")),
            },
            place => Err(A::Error::invalid_type(Unexpected::Seq, &expected(&place))),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Said, A::Error> {
        let Self { reader, member } = self;
        member.clear();
        match member.place() {
            Place::Object(object) => reader.object(object, members),
            Place::Map(map) => reader.map(map, members),
            Place::Json(value) => {
                let mut map = Map::new();
                reader.unheard(|reader| reader.map(&mut map, members))?;
                *value = map.into();
                Ok(Said::Something)
            }
            Place::List(list) if !reader.is_strict => {
                reader.note("one item for a list");
                let said = Reading { reader, member: list.push() }.visit_map(members)?;
                Ok(one(member, said))
            }
            #[cfg(feature = "testing")]
            Place::File(file) => {
                *file = crate::File::named(MapAccessDeserializer::new(members))?;
                Ok(Said::Something)
            }
            place => Err(A::Error::invalid_type(Unexpected::Map, &expected(&place))),
        }
    }
}

impl Reading<'_> {
    fn scalar<E: Error>(self, scalar: Scalar<'_>) -> Result<Said, E> {
        let Self { reader, member } = self;
        let place = member.place();
        if reader.is_strict && !fits(&place, scalar) {
            return Err(E::invalid_type(scalar.unexpected(), &expected(&place)));
        }
        let is_there = match place {
            Place::Text(text) => {
                *text = scalar.into_text(reader);
                true
            }
            Place::Boolean(place) => set(place, scalar.into_boolean(reader))?,
            Place::Integer(place) => set(place, scalar.into_integer(reader))?,
            Place::Number(place) => set(place, scalar.into_number(reader))?,
            Place::Choice(choice) => {
                let text = scalar.into_text(reader);
                if reader.is_listening() && !choice.listed().contains(&text.as_str()) {
                    reader.note("a value that is not listed");
                }
                choice.choose(&text);
                true
            }
            Place::Json(value) => {
                *value = scalar.into_value();
                true
            }
            Place::List(_) => return reader.one_for_a_list(member, scalar),
            Place::Object(_) | Place::Map(_) => match scalar {
                Scalar::Text("") => {
                    reader.note("empty text for an object");
                    false
                }
                Scalar::Text(_) => return Err(E::custom("expected an object, found a string")),
                _ => return Err(E::invalid_type(scalar.unexpected(), &expected(&place))),
            },
            #[cfg(feature = "testing")]
            Place::File(file) if matches!(scalar, Scalar::Text(_)) => {
                *file = crate::File::written(&scalar.into_text(reader)).map_err(E::custom)?;
                true
            }
            Place::File(_) | Place::Content(_) => {
                return Err(E::invalid_type(scalar.unexpected(), &expected(&place)));
            }
        };
        if is_there {
            return Ok(Said::Something);
        }
        member.clear();
        Ok(Said::Nothing)
    }
}

/// Sets a field, if there is anything to set.
fn set<T, E: Error>(place: &mut T, read: Result<Option<T>, &'static str>) -> Result<bool, E> {
    match read.map_err(E::custom)? {
        None => Ok(false),
        Some(value) => {
            *place = value;
            Ok(true)
        }
    }
}

/// A list of one; none if the item says nothing.
fn one(list: &mut dyn Member, item: Said) -> Said {
    if item == Said::Something {
        return item;
    }
    list.clear();
    Said::Nothing
}

/// Whether a value is of the documented type.
fn fits(place: &Place<'_>, scalar: Scalar<'_>) -> bool {
    match place {
        Place::Text(_) | Place::File(_) => matches!(scalar, Scalar::Text(_)),
        Place::Boolean(_) => matches!(scalar, Scalar::Boolean(_)),
        Place::Integer(_) => matches!(scalar, Scalar::Signed(_)),
        Place::Number(_) => matches!(scalar, Scalar::Signed(_) | Scalar::Unsigned(_) | Scalar::Float(_)),
        Place::Choice(_) | Place::Json(_) => true,
        Place::Object(_) | Place::Map(_) | Place::List(_) | Place::Content(_) => false,
    }
}

/// How errors name what is documented.
fn expected(place: &Place<'_>) -> &'static str {
    match place {
        Place::Text(_) | Place::Choice(_) => "a string, number or boolean",
        Place::Boolean(_) => "a boolean",
        Place::Integer(_) => "an integer",
        Place::Number(_) => "a number",
        Place::Object(_) | Place::Map(_) => "an object",
        Place::List(_) => "a list",
        Place::Json(_) => "a value",
        Place::File(_) => "a file",
        Place::Content(_) => "bytes",
    }
}

impl Reader {
    fn object<'de, A: MapAccess<'de>>(
        &mut self,
        object: &mut dyn Object,
        mut members: A,
    ) -> Result<Said, A::Error> {
        let names = object.names();
        let mut next = 0;
        let mut given = Vec::new();
        while let Some(name) = members.next_key_seed(Name)? {
            let index = position(names, &name, next);
            self.within_member(&name, |reader| {
                let member = match index {
                    Some(index) => object.member_mut(index),
                    None => object.others_mut().map(|others| others.insert(&name)),
                };
                match member {
                    Some(member) => members.next_value_seed(Reading { reader, member }).map(drop),
                    None => members.next_value::<IgnoredAny>().map(drop),
                }
            })?;
            next = index.map_or(next, |index| index + 1);
            if self.is_strict {
                given.push(name.into_owned());
            }
        }
        if self.is_strict
            && let Some(name) = missing(object, &given)
        {
            return Err(A::Error::custom(format_args!("missing field `{name}`")));
        }
        Ok(Said::Something)
    }

    /// A `null` item keeps its place, so that the others keep theirs.
    fn list<'de, A: SeqAccess<'de>>(&mut self, list: &mut dyn List, mut items: A) -> Result<Said, A::Error> {
        let mut index = 0;
        loop {
            let said =
                self.within_item(index, |reader| items.next_element_seed(Item { reader, list: &mut *list }))?;
            match said {
                None => return Ok(Said::Something),
                Some(Said::Null) => self.within_item(index, |reader| {
                    reader.note("null for an item");
                    Ok(())
                })?,
                Some(_) => {}
            }
            index += 1;
        }
    }

    fn map<'de, A: MapAccess<'de>>(
        &mut self,
        map: &mut dyn Entries,
        mut members: A,
    ) -> Result<Said, A::Error> {
        while let Some(name) = members.next_key_seed(Name)? {
            let member = map.insert(&name);
            self.within_member(&name, |reader| members.next_value_seed(Reading { reader, member }))?;
        }
        Ok(Said::Something)
    }

    fn one_for_a_list<E: Error>(&mut self, member: &mut dyn Member, scalar: Scalar<'_>) -> Result<Said, E> {
        let is_empty = matches!(scalar, Scalar::Text(""));
        self.note(if is_empty { "empty text for a list" } else { "one item for a list" });
        member.clear();
        let said = match member.place() {
            Place::List(list) if !is_empty => Reading { reader: self, member: list.push() }.scalar(scalar)?,
            _ => Said::Nothing,
        };
        Ok(one(member, said))
    }
}

/// Where a name stands; mostly it is the one after the last.
fn position(names: &[&str], name: &str, next: usize) -> Option<usize> {
    if names.get(next).is_some_and(|expected| *expected == name) {
        return Some(next);
    }
    names.iter().position(|known| *known == name)
}

/// A member that a value of the type always has, and that was not given.
fn missing(object: &dyn Object, given: &[String]) -> Option<String> {
    let mut missing = None;
    each_member(object, &mut |name, member| {
        let is_required = !matches!(member.view(), View::Absent);
        if missing.is_none() && is_required && !given.iter().any(|given| given == name) {
            missing = Some(name.to_owned());
        }
    });
    missing
}

/// Reads one more item of a list.
struct Item<'a> {
    reader: &'a mut Reader,
    list: &'a mut dyn List,
}

impl<'de> DeserializeSeed<'de> for Item<'_> {
    type Value = Said;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Said, D::Error> {
        Reading { reader: self.reader, member: self.list.push() }.deserialize(deserializer)
    }
}

/// The name of a member, copied only if it is written with escapes.
struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Name {
    type Value = Cow<'de, str>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the name of a member")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name.to_owned()))
    }

    fn visit_string<E>(self, name: String) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name))
    }
}
