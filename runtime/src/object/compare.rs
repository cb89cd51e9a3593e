//! Equality of values.

use super::{Entries, List, Member, Object, View, each_member};

/// Whether two structs of one type are equal.
pub fn is_equal(one: &dyn Object, other: &dyn Object) -> bool {
    members(one) == members(other)
}

impl PartialEq for dyn Member + '_ {
    fn eq(&self, other: &Self) -> bool {
        self.view() == other.view()
    }
}

impl PartialEq for View<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (*self, *other) {
            (Self::Absent, Self::Absent) => true,
            (Self::Text(one), Self::Text(other)) => one == other,
            (Self::Boolean(one), Self::Boolean(other)) => one == other,
            (Self::Integer(one), Self::Integer(other)) => one == other,
            (Self::Number(one), Self::Number(other)) => one == other,
            (Self::Choice(one), Self::Choice(other)) => one.text() == other.text(),
            (Self::Object(one), Self::Object(other)) => is_equal(one, other),
            (Self::List(one), Self::List(other)) => items(one) == items(other),
            (Self::Map(one), Self::Map(other)) => entries(one) == entries(other),
            (Self::Json(one), Self::Json(other)) => one == other,
            (Self::File(one), Self::File(other)) => one == other,
            (Self::Content(one), Self::Content(other)) => one == other,
            _ => false,
        }
    }
}

fn members(object: &dyn Object) -> Vec<(&str, &dyn Member)> {
    let mut members = Vec::new();
    each_member(object, &mut |name, member| members.push((name, member)));
    members
}

fn items(list: &dyn List) -> Vec<&dyn Member> {
    let mut items = Vec::new();
    list.items(&mut |item| items.push(item));
    items
}

fn entries(map: &dyn Entries) -> Vec<(&str, &dyn Member)> {
    let mut entries = Vec::new();
    map.entries(&mut |name, value| entries.push((name, value)));
    entries
}
