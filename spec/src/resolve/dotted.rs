//! Objects that tables name only in the names of their members, where examples show them.
//!
//! ```text
//! cargo.weight   integer        {"cargo": {"weight": 3, "label": {"color": "red"}}}
//! cargo.label.color  string
//! ```

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::nested::divided;
use super::order::{by_name, samples};
use crate::extract::{Draft, DraftTable, Field, MAX_TABLES};
use crate::vocabulary::{CaptionWord, Role};

/// Objects are nested no deeper on any page.
const MAX_ROUNDS: usize = 8;
/// No table names more objects.
const MAX_OBJECTS: usize = 200;

/// The draft with a row for each such object, and its members in a table of their own.
pub(super) fn hold(draft: &Draft) -> Cow<'_, Draft> {
    let mut draft = Cow::Borrowed(draft);
    for round in 0..MAX_ROUNDS {
        let Some(next) = hold_once(&draft, round) else { break };
        draft = Cow::Owned(next);
    }
    draft
}

fn hold_once(draft: &Draft, round: usize) -> Option<Draft> {
    if !draft.tables.iter().any(may_name_objects) {
        return None;
    }
    let literal = dotted_names(draft);
    let mut shown: BTreeMap<(Role, Option<u16>), Shown<'_>> = BTreeMap::new();
    let mut tables = Vec::new();
    for (table, index) in draft.tables.iter().zip(0..) {
        if tables.len() >= MAX_TABLES || !may_name_objects(table) {
            tables.push(table.clone());
            continue;
        }
        let part = (table.section, table.status);
        let shown = shown.entry(part).or_insert_with(|| Shown::of(samples(draft, part.0, part.1)));
        let objects = objects_of(table, shown, &literal);
        tables.extend(held(table, &objects, &format!("@@{round}.{index}")));
    }
    (tables.len() > draft.tables.len()).then(|| Draft { tables, ..draft.clone() })
}

/// Whether names of a table may begin with objects: they are members of a body, and one has a dot.
fn may_name_objects(table: &DraftTable) -> bool {
    matches!(table.section, Role::Request | Role::Response)
        && matches!(table.word, None | Some(CaptionWord::Body | CaptionWord::Generic))
        && table.page.is_none()
        && table.fields.iter().any(|field| field.name.contains('.'))
}

/// What examples show in one part of the page.
struct Shown<'d> {
    bodies: Vec<&'d Value>,
    /// The names under which objects stand.
    objects: BTreeSet<&'d str>,
}

impl<'d> Shown<'d> {
    fn of(bodies: Vec<&'d Value>) -> Self {
        let named = by_name(&bodies).into_iter().filter(|(_, objects)| !objects.is_empty());
        Self { objects: named.map(|(name, _)| name.as_str()).collect(), bodies }
    }

    fn has_list(&self, name: &str) -> bool {
        self.bodies.iter().any(|body| body.get(name).is_some_and(Value::is_array))
    }
}

/// The names with dots that members of examples have: these are no paths.
fn dotted_names(draft: &Draft) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    let mut bodies: Vec<&Value> = draft.examples.iter().filter_map(|example| example.body.as_ref()).collect();
    while let Some(value) = bodies.pop() {
        match value {
            Value::Object(members) => {
                names.extend(members.keys().map(String::as_str).filter(|name| name.contains('.')));
                bodies.extend(members.values());
            }
            Value::Array(items) => bodies.extend(items),
            _ => {}
        }
    }
    names
}

/// The objects that names of a table begin with, that are no rows of it and that examples show, and whether they
/// show a list of each.
fn objects_of<'t>(
    table: &'t DraftTable,
    shown: &Shown<'_>,
    literal: &BTreeSet<&str>,
) -> BTreeMap<&'t str, bool> {
    let rows: BTreeSet<&str> = table.fields.iter().map(|field| field.name.as_str()).collect();
    let paths = rows.iter().filter(|name| !literal.contains(*name));
    let prefixes: BTreeSet<&str> = paths.filter_map(|name| Some(name.split_once('.')?.0)).collect();
    let objects = prefixes.into_iter().filter(|name| !rows.contains(name) && shown.objects.contains(name));
    objects.take(MAX_OBJECTS).map(|name| (name, shown.has_list(name))).collect()
}

/// The table with a row for each object, and the tables of the objects' members.
fn held(table: &DraftTable, objects: &BTreeMap<&str, bool>, id: &str) -> Vec<DraftTable> {
    let (mut fields, mut parents): (Vec<Field>, Vec<Option<usize>>) = (Vec::new(), Vec::new());
    let mut rows: BTreeMap<&str, usize> = BTreeMap::new();
    for field in &table.fields {
        let member = field.name.split_once('.').and_then(|(name, own)| Some((name, own, objects.get(name)?)));
        let Some((name, own, &list)) = member else {
            fields.push(field.clone());
            parents.push(None);
            continue;
        };
        let row = *rows.entry(name).or_insert_with(|| {
            fields.push(object_row(name, list, field));
            parents.push(None);
            fields.len() - 1
        });
        if let Some(object) = fields.get_mut(row).filter(|_| field.required == Some(true)) {
            object.required = Some(true);
        }
        fields.push(Field { name: own.to_owned(), ..field.clone() });
        parents.push(Some(row));
    }
    divided(&DraftTable { fields, ..table.clone() }, &parents, id)
}

/// The row of an object that stands where its first member stands. It is required if a member is.
fn object_row(name: &str, list: bool, first: &Field) -> Field {
    Field {
        name: name.to_owned(),
        required: Some(false),
        type_text: if list { "Array of objects" } else { "Object" }.to_owned(),
        description: String::new(),
        links: Vec::new(),
        implied: true,
        ..first.clone()
    }
}
