//! `Debug` of values: what is absent is left out, and what is secret is not shown.

use std::fmt;

use super::{Member, Object, View, each_member};

/// Prints a struct with the names that its members have in the documentation.
///
/// # Errors
/// If the formatter fails.
pub fn print(object: &dyn Object, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    let path = object.type_path();
    let mut printed = formatter.debug_struct(path.rsplit_once("::").map_or(path, |(_, name)| name));
    let secrets = object.secrets();
    each_member(object, &mut |name, member| {
        if secrets.contains(&name) {
            printed.field(name, &format_args!("[secret]"));
        } else if !matches!(member.view(), View::Absent) {
            printed.field(name, &Printed(member));
        }
    });
    printed.finish()
}

struct Printed<'a>(&'a dyn Member);

impl fmt::Debug for Printed<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.view() {
            View::Absent => formatter.write_str("None"),
            View::Text(text) => fmt::Debug::fmt(text, formatter),
            View::Boolean(value) => fmt::Debug::fmt(&value, formatter),
            View::Integer(value) => fmt::Debug::fmt(&value, formatter),
            View::Number(value) => fmt::Debug::fmt(&value, formatter),
            View::Choice(choice) => choice.fmt(formatter),
            View::Object(object) => print(object, formatter),
            View::List(list) => {
                let mut printed = formatter.debug_list();
                list.items(&mut |item| {
                    printed.entry(&Printed(item));
                });
                printed.finish()
            }
            View::Map(map) => {
                let mut printed = formatter.debug_map();
                map.entries(&mut |name, value| {
                    printed.entry(&name, &Printed(value));
                });
                printed.finish()
            }
            View::Json(value) => fmt::Debug::fmt(value, formatter),
            View::File(file) => fmt::Debug::fmt(file, formatter),
            View::Content(content) => fmt::Debug::fmt(content, formatter),
        }
    }
}
