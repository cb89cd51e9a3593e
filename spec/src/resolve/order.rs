//! Which table describes which object where captions are lost.
//!
//! Reader text keeps the tables of a section in their order and loses their captions. The first table
//! is the root; each one after it describes an object that a table before it mentions. Which one is a
//! question of the least cost: tables follow the order of mention, depth first; all fields of one type
//! have one table; an object fits what the examples show of it; a description may say `see Table 5`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::link::{FieldId, Links, holds_object, is_header_table, is_variant, object_name, table_number};
use super::locate::all_response_headers;
use crate::extract::{Draft, DraftTable, Field, TypeExpression, parse_type};
use crate::model::ExampleRole;
use crate::vocabulary::{Role, normalize};

/// How many beginnings of an assignment are followed at the same time.
const BEAM: usize = 24;
/// No section has more tables without captions.
const MAX_TABLES: usize = 200;
/// More mentioned objects than this do not wait for their tables at the same time.
const MAX_OPEN: usize = 64;
/// A table that describes no object.
const NO_OBJECT: i32 = 12;
/// The same, if it looks like a variant of the root.
const VARIANT: i32 = 3;
/// A table that describes another form of an object that has a table.
const FORM: i32 = 4;
/// An object that nothing says has a table, on a page whose descriptions number their tables.
const UNCOUNTED: i32 = NO_OBJECT + 2;
/// The description gives the table's number, or another one.
const NUMBERED: (i32, i32) = (-12, 6);
/// An object that stands before the chosen one in the order of mention.
const PASSED: i32 = 2;
/// An object with a type name that no table describes.
const LEFT: i32 = 8;

/// Links the tables without captions of all sections of a draft.
pub(super) fn by_order(draft: &Draft, links: &mut Links) {
    for section in [Role::Request, Role::Response] {
        let of_section = draft.tables.iter().filter(|table| table.section == section);
        let statuses: BTreeSet<_> = of_section.map(|table| table.status).collect();
        for status in statuses {
            let members: Vec<usize> = (0..draft.tables.len())
                .filter(|&index| {
                    draft.tables.get(index).is_some_and(|table| {
                        let captionless = table.caption.is_none() && table.page.is_none();
                        let headers = is_header_table(table) || all_response_headers(&table.fields);
                        table.section == section && table.status == status && captionless && !headers
                    })
                })
                .take(MAX_TABLES)
                .collect();
            let samples = samples(draft, section, status);
            let search = Search::new(draft, links, &members, &samples);
            let found = search.run(&members, &samples);
            for (field, table) in found.links {
                links.insert(field, table);
            }
            for (first, table) in found.forms {
                links.add_form(first, table);
            }
        }
    }
}

/// The bodies that the examples of a section and status show.
pub(super) fn samples(draft: &Draft, section: Role, status: Option<u16>) -> Vec<&Value> {
    let role = if section == Role::Request { ExampleRole::Request } else { ExampleRole::Response };
    let belongs = |stated: Option<u16>| status.is_none() || stated.is_none() || status == stated;
    let examples = draft
        .examples
        .iter()
        .filter(|example| example.role == role && belongs(example.status) && !example.failure);
    examples.filter_map(|example| example.body.as_ref()).flat_map(objects).collect()
}

/// The objects in a value: itself, or those in a list.
pub(super) fn objects(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(items) => items.iter().flat_map(objects).collect(),
        Value::Object(_) => vec![value],
        _ => Vec::new(),
    }
}

/// The names of all members that objects have.
pub(super) fn members<'v>(objects: &[&'v Value]) -> BTreeSet<&'v String> {
    objects.iter().filter_map(|object| object.as_object()).flat_map(|members| members.keys()).collect()
}

/// The objects that examples show anywhere under each name.
pub(super) fn by_name<'d>(samples: &[&'d Value]) -> BTreeMap<&'d String, Vec<&'d Value>> {
    let mut shown: BTreeMap<&String, Vec<&Value>> = BTreeMap::new();
    let mut left = samples.to_vec();
    while let Some(sample) = left.pop() {
        for (name, value) in sample.as_object().into_iter().flatten() {
            let inner = objects(value);
            left.extend(&inner);
            shown.entry(name).or_default().extend(inner);
        }
    }
    shown
}

/// Whether what examples show of a field has nothing in common with the table that its description
/// numbers: then the number counts the tables of another page.
fn contradicts(draft: &Draft, number: u32, shown: Option<&Vec<&Value>>) -> bool {
    let place = usize::try_from(number).ok().and_then(|number| number.checked_sub(1));
    let Some(table) = place.and_then(|place| draft.tables.get(place)) else { return false };
    shown.is_some_and(|samples| resemblance(samples, table) > 3)
}

/// What the fields that share a table have in common: a type name, or the table's number. Else each
/// field is alone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Named(String),
    Numbered(u32),
    Field(FieldId),
}

impl Key {
    /// The key of a field, by the name of its type and the number of its table, if it has them.
    fn of(field: FieldId, name: Option<&str>, number: Option<u32>) -> Self {
        match (name, number) {
            (Some(name), _) => Key::Named(normalize(name)),
            (None, Some(number)) => Key::Numbered(number),
            (None, None) => Key::Field(field),
        }
    }
}

/// The number of the table that a field's row refers to.
fn number_of(field: &Field) -> Option<u32> {
    table_number(&field.type_text).or_else(|| table_number(&field.description))
}

/// An object that is mentioned and has no table yet.
#[derive(Clone)]
struct Open<'d> {
    key: Key,
    samples: Vec<&'d Value>,
    /// The number of its table, where a description states it.
    number: Option<u32>,
    /// It has been passed over once.
    passed: bool,
}

/// A beginning of an assignment.
#[derive(Clone, Default)]
struct State<'d> {
    cost: i32,
    /// In the order of mention, depth first.
    open: Vec<Open<'d>>,
    placed: BTreeMap<Key, usize>,
    /// Tables that describe another form of an object, after the object's first table.
    forms: Vec<(usize, usize)>,
}

/// What a table may describe.
#[derive(Clone, Copy)]
enum Choice {
    NoObject,
    /// Another form of the object that this table describes.
    Form(usize),
    /// The open object at this position.
    Open(usize),
}

/// What a search finds.
#[derive(Default)]
struct Found {
    links: Vec<(FieldId, usize)>,
    forms: Vec<(usize, usize)>,
}

struct Search<'d> {
    draft: &'d Draft,
    /// The objects that each table mentions.
    mentions: BTreeMap<usize, Vec<(FieldId, Key)>>,
    /// The last table that mentions each object.
    last: BTreeMap<Key, usize>,
    /// What is linked already.
    linked: BTreeMap<FieldId, usize>,
    targets: BTreeSet<usize>,
    /// Whether most objects give the numbers of their tables.
    counted: bool,
}

impl<'d> Search<'d> {
    fn new(draft: &'d Draft, links: &Links, members: &[usize], samples: &[&'d Value]) -> Self {
        let root = members.first().copied().unwrap_or_default();
        let mut search = Search {
            draft,
            mentions: BTreeMap::new(),
            last: BTreeMap::new(),
            linked: BTreeMap::new(),
            targets: BTreeSet::new(),
            counted: false,
        };
        let shown = by_name(samples);
        let first = draft.tables.get(root);
        let mut rows_of_first: BTreeMap<&str, usize> = BTreeMap::new();
        for (field, row) in first.iter().flat_map(|first| &first.fields).zip(0..) {
            rows_of_first.entry(&field.name).or_insert(row);
        }
        let (mut bare, mut numbered) = (0, 0);
        for &index in members {
            let Some(table) = draft.tables.get(index) else { continue };
            let variant = first.is_some_and(|first| is_variant(first, table));
            let mut mentions = Vec::new();
            for (field, row) in table.fields.iter().zip(0..) {
                let expression = parse_type(&field.type_text);
                if !holds_object(&expression) {
                    continue;
                }
                let id = (index, row);
                if let Some(target) = links.table_of(id) {
                    search.linked.insert(id, target);
                }
                let number =
                    number_of(field).filter(|&number| !contradicts(draft, number, shown.get(&field.name)));
                // A variant of the first table mentions the same objects.
                let same = rows_of_first.get(field.name.as_str()).filter(|_| variant);
                let field = same.map_or(id, |&row| (root, row));
                let key = Key::of(field, object_name(&expression), number);
                search.last.insert(key.clone(), index);
                bare += usize::from(!matches!(key, Key::Named(_)));
                numbered += usize::from(number.is_some());
                mentions.push((id, key));
            }
            search.mentions.insert(index, mentions);
            if links.is_target(index) {
                search.targets.insert(index);
            }
        }
        search.counted = numbered > 1 && numbered * 2 > bare;
        search
    }

    /// The links of the assignment that costs least, and the tables of further forms of objects.
    fn run(&self, members: &[usize], samples: &[&'d Value]) -> Found {
        let Some((&root, rest)) = members.split_first() else { return Found::default() };
        let mut first = State::default();
        self.mention(&mut first, root, 0, samples);
        let mut states = vec![first];
        for &table in rest {
            states = self.step(&states, root, table);
        }
        let best = states.into_iter().min_by_key(|state| state.cost + left(state));
        let State { placed, forms, .. } = best.unwrap_or_default();
        let mentions = members.iter().filter_map(|table| self.mentions.get(table)).flatten();
        let links = mentions
            .filter(|(field, _)| !self.linked.contains_key(field))
            .filter_map(|(field, key)| placed.get(key).map(|&table| (*field, table)))
            .collect();
        Found { links, forms }
    }

    fn field(&self, (table, row): FieldId) -> Option<&'d Field> {
        self.draft.tables.get(table)?.fields.get(row)
    }

    /// The objects that a table mentions are open, before those that were open already.
    fn mention(&self, state: &mut State<'d>, table: usize, at: usize, samples: &[&'d Value]) {
        let mut at = at;
        for (id, key) in self.mentions.get(&table).into_iter().flatten() {
            let Some(field) = self.field(*id) else { continue };
            let shown: Vec<&Value> =
                samples.iter().filter_map(|sample| sample.get(&field.name)).flat_map(objects).collect();
            if let Some(known) = state.open.iter_mut().find(|open| open.key == *key) {
                known.samples.extend(shown);
            } else if !state.placed.contains_key(key) && state.open.len() < MAX_OPEN {
                let number = match key {
                    Key::Numbered(number) => Some(*number),
                    Key::Named(_) => number_of(field),
                    Key::Field(_) => None,
                };
                let open = Open { key: key.clone(), samples: shown, number, passed: false };
                state.open.insert(at.min(state.open.len()), open);
                at += 1;
            }
        }
    }

    fn step(&self, states: &[State<'d>], root: usize, table: usize) -> Vec<State<'d>> {
        let mut choices: Vec<(i32, usize, Choice)> = Vec::new();
        // Asked once for all states.
        let variant = self.is_variant(root, table);
        let mut forms: BTreeMap<usize, bool> = BTreeMap::new();
        for (index, state) in states.iter().enumerate() {
            if self.targets.contains(&table) {
                choices.push((state.cost, index, Choice::NoObject));
                continue;
            }
            let nothing = if variant { VARIANT } else { NO_OBJECT };
            choices.push((state.cost + nothing, index, Choice::NoObject));
            for &first in state.placed.values() {
                if *forms.entry(first).or_insert_with(|| self.is_variant(first, table)) {
                    choices.push((state.cost + FORM, index, Choice::Form(first)));
                }
            }
            let mut passed = 0;
            for (position, open) in state.open.iter().enumerate() {
                let cost = state.cost + passed + self.fit(open, table, variant);
                choices.push((cost, index, Choice::Open(position)));
                if !open.passed && !self.is_mentioned_after(&open.key, table) {
                    passed += PASSED;
                }
            }
        }
        choices.sort_by_key(|(cost, ..)| *cost);
        choices.truncate(BEAM);
        let followed = choices.into_iter().filter_map(|(cost, index, choice)| {
            let mut state = states.get(index)?.clone();
            state.cost = cost;
            let position = match choice {
                Choice::Open(position) => position,
                Choice::NoObject | Choice::Form(_) => {
                    if let Choice::Form(first) = choice {
                        state.forms.push((first, table));
                    }
                    self.mention(&mut state, table, 0, &[]);
                    return Some(state);
                }
            };
            for open in state.open.iter_mut().take(position) {
                open.passed = open.passed || !self.is_mentioned_after(&open.key, table);
            }
            let chosen = state.open.remove(position);
            state.placed.insert(chosen.key, table);
            self.mention(&mut state, table, 0, &chosen.samples);
            Some(state)
        });
        followed.collect()
    }

    fn is_variant(&self, first: usize, table: usize) -> bool {
        let tables = self.draft.tables.get(first).zip(self.draft.tables.get(table));
        tables.is_some_and(|(first, table)| is_variant(first, table))
    }

    fn is_mentioned_after(&self, key: &Key, table: usize) -> bool {
        self.last.get(key).is_some_and(|last| *last > table)
    }

    /// What it costs that a table describes an object; `variant` says that it looks like one of the root.
    fn fit(&self, open: &Open<'_>, table: usize, variant: bool) -> i32 {
        let mut cost = match open.number {
            Some(number) if usize::try_from(number).is_ok_and(|number| number == table + 1) => NUMBERED.0,
            Some(_) => NUMBERED.1,
            None => 0,
        };
        let likeness = self.draft.tables.get(table).map_or(0, |table| resemblance(&open.samples, table));
        cost += likeness;
        if let Key::Field(id) = open.key {
            // The type is bare, so there may be no table at all.
            let map = self
                .field(id)
                .is_some_and(|field| matches!(parse_type(&field.type_text), TypeExpression::Map(_)));
            cost += if map || variant { 2 * FORM } else { 1 };
            if self.counted && likeness >= 0 {
                cost += UNCOUNTED;
            }
        }
        let mentions = self.mentions.get(&table).map(Vec::as_slice).unwrap_or_default();
        if let Key::Named(name) = &open.key {
            let is_child = |(_, key): &(FieldId, Key)| matches!(key, Key::Named(child) if child != name && child.starts_with(name));
            if mentions.iter().any(is_child) {
                cost -= 1;
            }
            // An object that has objects itself stands after the last table that mentions it.
            if mentions.iter().any(|(_, key)| matches!(key, Key::Named(_)))
                && self.is_mentioned_after(&open.key, table)
            {
                cost += 1;
            }
        }
        cost
    }
}

/// What it costs that objects with type names are left without tables.
fn left(state: &State<'_>) -> i32 {
    let named = state.open.iter().filter(|open| matches!(open.key, Key::Named(_))).count();
    i32::try_from(named).unwrap_or(i32::MAX / LEFT) * LEFT
}

/// What it costs that a table describes what examples show: less than nothing if they agree.
fn resemblance(samples: &[&Value], table: &DraftTable) -> i32 {
    let shown = members(samples);
    let known = table.fields.iter().map(|field| &field.name).filter(|name| shown.contains(name));
    match (known.collect::<BTreeSet<_>>().len(), shown.len()) {
        (_, 0) => 0,
        (0, all) => 4 + 2 * i32::try_from(all.min(3)).unwrap_or_default(),
        (known, all) if known == all => -(4 + i32::try_from(known.min(4)).unwrap_or_default()),
        (known, all) if known * 2 >= all => -3,
        _ => 3,
    }
}
