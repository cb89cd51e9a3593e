//! Lists, maps and the like, whose items are read leniently too.

use std::{collections::BTreeMap, fmt, marker::PhantomData};

use serde::{
    Deserializer,
    de::{Error, IntoDeserializer, MapAccess, SeqAccess, Visitor, value::MapAccessDeserializer},
};
use serde_json::Value;

use super::{
    Lenient, Read,
    watch::{note, within},
};

impl Lenient for Value {}

impl<T: Lenient> Lenient for Box<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        Ok(T::read(deserializer)?.map(Box::new))
    }
}

impl<T: Lenient> Lenient for Vec<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        deserializer.deserialize_any(ListVisitor(PhantomData))
    }
}

impl<T: Lenient> Lenient for BTreeMap<String, T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        deserializer.deserialize_any(MapVisitor(PhantomData))
    }
}

/// A list; or a single item, which is a list of one.
struct ListVisitor<T>(PhantomData<T>);

impl<T: Lenient> ListVisitor<T> {
    fn one<'de, E: Error>(item: impl IntoDeserializer<'de, E>) -> Result<Option<Vec<T>>, E> {
        note("one item for a list");
        Ok(T::read(item.into_deserializer())?.map(|item| vec![item]))
    }
}

impl<'de, T: Lenient> Visitor<'de> for ListVisitor<T> {
    type Value = Option<Vec<T>>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = within(None, || items.next_element::<Option<Read<T>>>())? {
            if item.is_none() {
                within(None, || note("null for an item"));
            }
            list.push(or_default(item));
        }
        Ok(Some(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, item: A) -> Result<Self::Value, A::Error> {
        note("one item for a list");
        Ok(T::read(MapAccessDeserializer::new(item))?.map(|item| vec![item]))
    }

    fn visit_str<E: Error>(self, item: &str) -> Result<Self::Value, E> {
        if item.is_empty() {
            note("empty text for a list");
            return Ok(None);
        }
        Self::one(item)
    }

    fn visit_bool<E: Error>(self, item: bool) -> Result<Self::Value, E> {
        Self::one(item)
    }

    fn visit_i64<E: Error>(self, item: i64) -> Result<Self::Value, E> {
        Self::one(item)
    }

    fn visit_u64<E: Error>(self, item: u64) -> Result<Self::Value, E> {
        Self::one(item)
    }

    fn visit_f64<E: Error>(self, item: f64) -> Result<Self::Value, E> {
        Self::one(item)
    }
}

/// A map; or an empty list, which is how some languages write an empty map.
struct MapVisitor<T>(PhantomData<T>);

impl<'de, T: Lenient> Visitor<'de> for MapVisitor<T> {
    type Value = Option<BTreeMap<String, T>>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut map = BTreeMap::new();
        while let Some(key) = entries.next_key::<String>()? {
            let value = within(Some(&key), || entries.next_value::<Option<Read<T>>>())?;
            map.insert(key, or_default(value));
        }
        Ok(Some(map))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        match items.next_element::<serde::de::IgnoredAny>()? {
            None => {
                note("an empty list for an object");
                Ok(Some(BTreeMap::new()))
            }
            Some(_) => Err(A::Error::custom("expected an object, found a list")),
        }
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        if !text.is_empty() {
            return Err(E::custom("expected an object, found a string"));
        }
        note("empty text for an object");
        Ok(None)
    }
}

/// A `null` item keeps its place, so that the others keep theirs.
fn or_default<T: Lenient>(item: Option<Read<T>>) -> T {
    item.and_then(|Read(value)| value).unwrap_or_default()
}
