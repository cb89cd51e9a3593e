//! Which types fields can have.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{Entries, List, Member, Object, Place, View};
use crate::{Content, File};

macro_rules! plain {
    ($type:ty, $kind:ident, $view:expr) => {
        impl Member for $type {
            fn view(&self) -> View<'_> {
                let view: fn(&$type) -> View<'_> = $view;
                view(self)
            }

            fn place(&mut self) -> Place<'_> {
                Place::$kind(self)
            }

            fn clear(&mut self) {
                *self = Self::default();
            }
        }
    };
}

plain!(String, Text, |text| View::Text(text));
plain!(bool, Boolean, |value| View::Boolean(*value));
plain!(i64, Integer, |value| View::Integer(*value));
plain!(f64, Number, |value| View::Number(*value));
plain!(Value, Json, |value| View::Json(value));
plain!(File, File, |file| View::File(file));
plain!(Content, Content, |content| View::Content(content));

impl<T: Object + Default> Member for T {
    fn view(&self) -> View<'_> {
        View::Object(self)
    }

    fn place(&mut self) -> Place<'_> {
        Place::Object(self)
    }

    fn clear(&mut self) {
        *self = Self::default();
    }
}

/// Structs that hold themselves are boxed.
impl<T: Object> Object for Box<T> {
    fn names(&self) -> &'static [&'static str] {
        T::names(self)
    }

    fn member(&self, index: usize) -> Option<&dyn Member> {
        T::member(self, index)
    }

    fn member_mut(&mut self, index: usize) -> Option<&mut dyn Member> {
        T::member_mut(self, index)
    }

    fn others(&self) -> Option<&dyn Entries> {
        T::others(self)
    }

    fn others_mut(&mut self) -> Option<&mut dyn Entries> {
        T::others_mut(self)
    }

    fn secrets(&self) -> &'static [&'static str] {
        T::secrets(self)
    }

    fn type_path(&self) -> &'static str {
        T::type_path(self)
    }
}

impl<T: Member + Default> Member for Option<T> {
    fn view(&self) -> View<'_> {
        match self {
            Some(value) => value.view(),
            None => View::Absent,
        }
    }

    fn place(&mut self) -> Place<'_> {
        self.get_or_insert_default().place()
    }

    fn clear(&mut self) {
        *self = None;
    }
}

impl<T: Member + Default> Member for Vec<T> {
    fn view(&self) -> View<'_> {
        View::List(self)
    }

    fn place(&mut self) -> Place<'_> {
        Place::List(self)
    }

    fn clear(&mut self) {
        Vec::clear(self);
    }
}

impl<T: Member + Default> List for Vec<T> {
    fn items<'a>(&'a self, tell: &mut dyn FnMut(&'a dyn Member)) {
        for item in self {
            tell(item);
        }
    }

    #[expect(clippy::indexing_slicing, reason = "the item was added the line before")]
    fn push(&mut self) -> &mut dyn Member {
        let last = self.len();
        Vec::push(self, T::default());
        &mut self[last]
    }
}

impl<T: Member + Default> Member for BTreeMap<String, T> {
    fn view(&self) -> View<'_> {
        View::Map(self)
    }

    fn place(&mut self) -> Place<'_> {
        Place::Map(self)
    }

    fn clear(&mut self) {
        BTreeMap::clear(self);
    }
}

impl<T: Member + Default> Entries for BTreeMap<String, T> {
    fn entries<'a>(&'a self, tell: &mut dyn FnMut(&'a str, &'a dyn Member)) {
        for (name, value) in self {
            tell(name, value);
        }
    }

    fn insert(&mut self, name: &str) -> &mut dyn Member {
        let value = self.entry(name.to_owned()).or_default();
        value.clear();
        value
    }
}

/// The members of JSON that nobody documents.
impl Entries for Map<String, Value> {
    fn entries<'a>(&'a self, tell: &mut dyn FnMut(&'a str, &'a dyn Member)) {
        for (name, value) in self {
            tell(name, value);
        }
    }

    fn insert(&mut self, name: &str) -> &mut dyn Member {
        let value = self.entry(name).or_insert(Value::Null);
        *value = Value::Null;
        value
    }
}
