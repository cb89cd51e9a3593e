//! An operation id from the title's verb and the path's nouns, for pages that state none.
//!
//! ```text
//! GET  /v1/{project_id}/clusters/{cluster_id}/tags     ListClusterTags    a plain noun takes its owner's
//! POST /v1/{project_id}/clusters/{cluster_id}/restart  RestartCluster     the path itself names the action
//! GET  /v2/{project_id}/backups/policy                 ShowBackupPolicy   nouns in a row belong together
//! ```

use std::collections::{BTreeMap, BTreeSet};

use crate::extract::Draft;
use crate::model::{Method, Operation, Schema, SchemaType};
use crate::names;
use crate::vocabulary::vocabulary;

/// The id that a page's title, method and path suggest.
pub(super) fn derive(draft: &Draft, operation: &Operation, roots: &BTreeSet<String>) -> String {
    let mut path = PathNouns::of(&operation.path);
    if path.tail.len() > 1 && path.tail.first().is_some_and(|first| roots.contains(*first)) {
        path.tail.remove(0);
    }
    let last = path.tail.last().copied().unwrap_or("root");
    if let Some(id) = action(&path, last) {
        return names::type_name(&id);
    }
    let stated = vocabulary().verb(&draft.title);
    if vocabulary().is_action_segment(last) {
        let noun = path.tail.iter().rev().nth(1).copied().or(path.owner).unwrap_or(last);
        if let Some(id) = operation.discriminator.stated().and_then(|stated| acted(stated, &singular(noun))) {
            return names::type_name(&id);
        }
        return names::type_name(&format!("{}-{}", stated.unwrap_or("Run"), singular(noun)));
    }
    let verb = verb(stated, operation, &path, last);
    let plural = verb == "List" || verb.starts_with("Batch");
    names::type_name(&format!("{verb}-{}", path.noun(plural)))
}

/// First nouns that a third of all paths share: they tell no operation from another.
pub(super) fn common_roots<'p>(paths: impl Iterator<Item = &'p str>) -> BTreeSet<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut all = 0;
    for path in paths {
        all += 1;
        let mut segments =
            path.split('/').filter(|part| !part.is_empty() && !part.contains('{') && !is_version(part));
        if let Some(first) = segments.next() {
            *counts.entry(first).or_default() += 1;
        }
    }
    counts.into_iter().filter(|(_, count)| count * 3 >= all).map(|(root, _)| root.to_owned()).collect()
}

/// The literal segments that name what an operation is about.
struct PathNouns<'p> {
    /// Those after the last placeholder, or before it if the path ends with one.
    tail: Vec<&'p str>,
    /// What the placeholder before them stands for: `clusters` in `/clusters/{id}/tags`.
    owner: Option<&'p str>,
    /// The placeholder at the end.
    ends_with: Option<&'p str>,
}

impl<'p> PathNouns<'p> {
    fn of(path: &'p str) -> Self {
        let mut segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
        let ends_with = segments.pop_if(|last| last.contains('{'));
        let mut tail = Vec::new();
        let mut owner = None;
        for segment in segments.iter().rev().skip_while(|segment| segment.contains('{')) {
            if !segment.contains('{') {
                if owner.is_some() || !tail.is_empty() && is_after_placeholder(&segments, segment) {
                    owner = Some(*segment);
                    break;
                }
                tail.push(*segment);
            }
        }
        tail.retain(|segment| !is_version(segment));
        tail.reverse();
        Self { tail, owner: owner.filter(|segment| !is_version(segment)), ends_with }
    }

    /// Nouns in a row, all but the last in singular; a noun that says nothing by itself takes its owner.
    fn noun(&self, plural: bool) -> String {
        let mut nouns: Vec<&str> = self.tail.clone();
        while nouns.len() > 1 && nouns.last().is_some_and(|last| vocabulary().is_filler(last)) {
            nouns.pop();
        }
        let Some((last, before)) = nouns.split_last() else { return "root".to_owned() };
        let mut words: Vec<String> = before.iter().map(|noun| singular(noun)).collect();
        if words.is_empty()
            && vocabulary().is_generic_noun(last)
            && let Some(owner) = self.owner
        {
            words.push(singular(owner));
        }
        words.push(if plural { plural_of(last) } else { singular(last) });
        words.join("-")
    }
}

/// Whether a placeholder stands right after this segment and something else follows.
fn is_after_placeholder(segments: &[&str], segment: &str) -> bool {
    let position = segments.iter().rposition(|known| std::ptr::eq(*known, segment));
    position.and_then(|at| segments.get(at + 1)).is_some_and(|next| next.contains('{'))
}

pub(super) fn is_version(segment: &str) -> bool {
    let digits = segment.strip_prefix(['v', 'V']).unwrap_or_default();
    !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit() || c == '.')
}

/// `restart`, `batch-delete`, `cluster-shrink`: the segment names the action; its object is what else
/// it holds, or what it acts on.
fn action(path: &PathNouns<'_>, segment: &str) -> Option<String> {
    if path.ends_with.is_some() {
        return None;
    }
    let words: Vec<&str> = segment.split(['-', '_']).collect();
    let before = path.tail.iter().rev().nth(1).copied();
    let target = before.or(path.owner).map(singular)?;
    let verb_of = |word: &str| vocabulary().action(word);
    match words.as_slice() {
        [batch, verb] if batch.eq_ignore_ascii_case("batch") => {
            let owner = path.owner.filter(|_| before.is_some()).map(singular).unwrap_or_default();
            Some(format!("Batch-{}-{owner}-{target}", verb_of(verb).unwrap_or(verb)))
        }
        [only] => verb_of(only).map(|verb| format!("{verb}-{target}")),
        [first, .., last] => match (verb_of(first), verb_of(last)) {
            (Some(verb), _) if words.len() == 2 => Some(format!("{verb}-{last}-{target}")),
            (Some(verb), _) => Some(format!("{verb}-{}", words.get(1..)?.join("-"))),
            (None, Some(verb)) => Some(format!("{verb}-{target}")),
            (None, None) => None,
        },
        [] => None,
    }
}

/// What a constant of the request says is done: `resize_flavor` to an instance, `clear-graph`.
fn acted(stated: &str, noun: &str) -> Option<String> {
    let words = names::words(stated);
    let (batch, words) = match words.split_first() {
        Some((first, rest)) if first == "batch" => ("Batch-", rest),
        _ => ("", words.as_slice()),
    };
    let at = words.iter().position(|word| vocabulary().action(word).is_some());
    let verb = at.and_then(|at| vocabulary().action(words.get(at)?)).unwrap_or("Run");
    let object: Vec<&str> = words
        .iter()
        .skip(at.map_or(0, |at| at + 1))
        .map(String::as_str)
        .filter(|word| *word != noun)
        .collect();
    (!words.is_empty()).then(|| format!("{batch}{verb}-{noun}-{}", object.join("-")))
}

fn verb(
    stated: Option<&'static str>,
    operation: &Operation,
    path: &PathNouns<'_>,
    last: &str,
) -> &'static str {
    let lists = || match path.ends_with {
        None => last.ends_with('s') && !is_invariant(last) || answers_list(operation, last),
        // A placeholder that is no id chooses a kind: the answer is a list of them.
        Some(placeholder) => !placeholder.to_lowercase().ends_with("id}") && answers_list(operation, last),
    };
    match (stated, operation.method) {
        (Some("Show") | None, Method::Get | Method::Head | Method::Options) => {
            if lists() {
                "List"
            } else {
                "Show"
            }
        }
        (Some("Add" | "Set") | None, Method::Post) => "Create",
        (Some(verb), _) => verb,
        (None, Method::Put | Method::Patch) => "Update",
        (None, Method::Delete) => "Delete",
    }
}

/// Whether the answer is a list, or an object with a list of what the path names.
fn answers_list(operation: &Operation, last: &str) -> bool {
    let is_list = |schema: &Schema| schema.schema_type == Some(SchemaType::Array);
    let plain = |name: &str| singular(name).replace(['-', '_'], "").to_lowercase();
    let mut answers = operation.responses.iter().filter(|(status, _)| status.starts_with('2'));
    let named = |schema: &Schema| {
        let mut lists = schema.properties.iter().filter(|(_, member)| is_list(member));
        lists.any(|(name, _)| plain(name).contains(&plain(last)) || plain(last).contains(&plain(name)))
            || schema.properties.values().filter(|member| is_list(member)).count() == 1
                && schema.properties.len() <= 2
    };
    answers.any(|(_, answer)| answer.schema.as_ref().is_some_and(|schema| is_list(schema) || named(schema)))
}

fn is_invariant(noun: &str) -> bool {
    vocabulary().is_invariant_noun(noun)
}

/// `jobs` → `job`, `policies` → `policy`, `addresses` → `address`.
pub(super) fn singular(noun: &str) -> String {
    let last_word = noun.rsplit(['-', '_']).next().unwrap_or(noun);
    if is_invariant(last_word) {
        return noun.to_owned();
    }
    if let Some(stem) = noun.strip_suffix("ies") {
        return format!("{stem}y");
    }
    let es = noun.strip_suffix("es").filter(|stem| stem.ends_with(['s', 'x', 'z']) || stem.ends_with("ch"));
    if let Some(stem) = es {
        return stem.to_owned();
    }
    noun.strip_suffix('s').filter(|stem| !stem.ends_with(['s', 'u'])).unwrap_or(noun).to_owned()
}

/// The plural of a noun that may be in singular.
fn plural_of(noun: &str) -> String {
    let last_word = noun.rsplit(['-', '_']).next().unwrap_or(noun);
    if noun.ends_with('s') || is_invariant(last_word) {
        return noun.to_owned();
    }
    match noun.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o'])) {
        Some(stem) => format!("{stem}ies"),
        None => format!("{noun}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::{PathNouns, action, plural_of, singular};

    fn parts(path: &str) -> (Vec<&str>, Option<&str>, Option<&str>) {
        let nouns = PathNouns::of(path);
        (nouns.tail, nouns.owner, nouns.ends_with)
    }

    #[test]
    fn the_nouns_of_a_path_and_what_they_belong_to() {
        assert_eq!(parts("/v1/{p}/clusters/{c}/tags"), (vec!["tags"], Some("clusters"), None));
        assert_eq!(parts("/v1/{p}/clusters/{c}/tags/{key}"), (vec!["tags"], Some("clusters"), Some("{key}")));
        assert_eq!(parts("/v2/{p}/backups/policy"), (vec!["backups", "policy"], None, None));
        assert_eq!(parts("/v1/{p}/jobs/{j}"), (vec!["jobs"], None, Some("{j}")));
    }

    #[test]
    fn a_segment_that_is_an_action_acts_on_its_owner() {
        let named = |path: &str| {
            let nouns = PathNouns::of(path);
            nouns.tail.last().and_then(|last| action(&nouns, last))
        };
        assert_eq!(named("/v1/{p}/clusters/{c}/restart").as_deref(), Some("Restart-cluster"));
        assert_eq!(named("/v1/{p}/clusters/{c}/cluster-shrink").as_deref(), Some("Shrink-cluster"));
        assert_eq!(
            named("/v1/{p}/clusters/{c}/cns/batch-create").as_deref(),
            Some("Batch-Create-cluster-cn")
        );
        assert_eq!(named("/v1/{p}/clusters/{c}/tags"), None);
    }

    #[test]
    fn nouns_in_singular_and_plural() {
        for (plural, expected) in [
            ("jobs", "job"),
            ("policies", "policy"),
            ("addresses", "address"),
            ("status", "status"),
            ("access", "access"),
            ("dns", "dns"),
        ] {
            assert_eq!(singular(plural), expected);
        }
        assert_eq!(plural_of("policy"), "policies");
        assert_eq!(plural_of("storage-type"), "storage-types");
    }
}
