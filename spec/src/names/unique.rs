//! One Rust name for each documented name of a scope.

use std::collections::{BTreeMap, BTreeSet};

/// Gives each documented name of one scope a Rust name of its own.
///
/// `locked` are names given before, by documented name: they stay, and nothing else gets them, even if
/// their documented name is gone. Of several documented names with one plain conversion, the one that
/// is spelled exactly like it gets it, else the first in order; the others get a number. The result
/// does not depend on the order of `documented`.
pub fn unique<'a>(
    documented: impl IntoIterator<Item = &'a str>,
    locked: &BTreeMap<String, String>,
    convert: impl Fn(&str) -> String,
) -> BTreeMap<String, String> {
    let mut taken: BTreeSet<String> = locked.values().map(|name| bare(name).to_owned()).collect();
    let mut names = BTreeMap::new();
    let mut groups: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for name in documented {
        match locked.get(name) {
            Some(rust) => drop(names.insert(name.to_owned(), rust.clone())),
            None => drop(groups.entry(convert(name)).or_default().insert(name)),
        }
    }
    // All plain names go first, so that a number never takes a name that is documented as such.
    for (plain, group) in &mut groups {
        if !taken.insert(bare(plain).to_owned()) {
            continue;
        }
        let exact = group.contains(bare(plain)).then(|| bare(plain));
        if let Some(winner) = exact.or_else(|| group.first().copied()) {
            group.remove(winner);
            names.insert(winner.to_owned(), plain.clone());
        }
    }
    for (plain, group) in groups {
        for name in group {
            let mut numbers = 2..=u32::MAX;
            let numbered = numbers.find_map(|number| {
                let candidate = numbered(&plain, number);
                taken.insert(candidate.clone()).then_some(candidate)
            });
            names.extend(numbered.map(|rust| (name.to_owned(), rust)));
        }
    }
    names
}

/// The name itself, or with the first number that makes it free.
pub fn free(wanted: &str, is_taken: impl Fn(&str) -> bool) -> String {
    if !is_taken(wanted) {
        return wanted.to_owned();
    }
    let mut numbered = (2..=u32::MAX).map(|number| format!("{wanted}{number}"));
    numbered.find(|name| !is_taken(name)).unwrap_or_else(|| wanted.to_owned())
}

/// The locked names of one owner, by documented name: what [`Operation::rust_names`] holds under
/// `<owner>.`.
///
/// [`Operation::rust_names`]: crate::model::Operation::rust_names
pub fn locked(rust_names: &BTreeMap<String, String>, owner: &str) -> BTreeMap<String, String> {
    rust_names
        .iter()
        .filter_map(|(key, rust)| {
            let documented = key.strip_prefix(owner)?.strip_prefix('.')?;
            Some((documented.to_owned(), rust.clone()))
        })
        .collect()
}

/// `r#type` and `type` are the same name.
fn bare(name: &str) -> &str {
    name.strip_prefix("r#").unwrap_or(name)
}

fn numbered(plain: &str, number: u32) -> String {
    let base = bare(plain).trim_end_matches('_');
    let is_camel = base.starts_with(|first: char| first.is_ascii_uppercase());
    if is_camel && !super::ends_with_digit(base) {
        format!("{base}{number}")
    } else {
        format!("{base}_{number}")
    }
}
