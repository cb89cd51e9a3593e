//! Ids for operations that would have the same one: by what tells the operations apart.
//!
//! ```text
//! GET /v3/{project_id}/vpcs                            ListVpcs             not obsolete, newest version
//! GET /v1/{project_id}/vpcs                            ListVpcsV1           an older version
//! GET /v1/{project_id}/instances/{instance_id}/vpcs    ListInstanceVpcs     more in its path
//! GET /v3/{project_id}/vpcs (obsolete)                 ListVpcsDeprecated
//! ```

use std::cmp::Reverse;

use super::derive::{is_version, singular};
use crate::names;
use crate::vocabulary::{Phrase, vocabulary};

/// What tells an operation from others that want its id.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Claim<'a> {
    pub(super) path: &'a str,
    /// The title of its page.
    pub(super) title: &'a str,
    pub(super) deprecated: bool,
}

/// The order in which operations choose: the first one gets the plain id.
pub(super) fn rank(claim: Claim<'_>) -> impl Ord + use<> {
    (claim.deprecated, Reverse(version(claim.path).map(parts)))
}

/// An id like `wanted`, which `holder` has, that says how this operation differs from the holder. The
/// first that is free; with a number if none is.
pub(super) fn distinguish(
    wanted: &str,
    own: Claim<'_>,
    holder: Option<Claim<'_>>,
    is_taken: impl Fn(&str) -> bool,
) -> String {
    let mut candidates = vec![wanted.to_owned()];
    if let Some(holder) = holder {
        candidates.extend(versioned(wanted, own.path, holder.path));
        candidates.extend(with_path(wanted, own.path, holder.path));
        if own.deprecated && !holder.deprecated {
            candidates.push(format!("{wanted}Deprecated"));
        }
        candidates.extend(by_placeholder(wanted, own.path, holder.path));
        candidates.extend(titled(wanted, own.title));
    }
    let free = candidates.iter().find(|id| !is_taken(id)).cloned();
    free.unwrap_or_else(|| names::free(wanted, is_taken))
}

fn version(path: &str) -> Option<&str> {
    path.split('/').find(|segment| is_version(segment))
}

fn parts(version: &str) -> Vec<u32> {
    let numbers = version.trim_start_matches(['v', 'V']).split('.').map(|part| part.parse().unwrap_or(0));
    let mut numbers: Vec<u32> = numbers.collect();
    while numbers.len() > 1 && numbers.last() == Some(&0) {
        numbers.pop();
    }
    numbers
}

/// `ListVpcsV1`, where the version differs; `ListVpcsAnyVersion`, where it is a placeholder.
fn versioned(wanted: &str, path: &str, holder: &str) -> Option<String> {
    let any = |path: &str| path.split('/').any(|segment| segment.to_lowercase().starts_with("{version"));
    if any(path) && !any(holder) {
        return Some(format!("{wanted}AnyVersion"));
    }
    let own = parts(version(path)?);
    let differs = version(holder).map(parts).as_ref() != Some(&own);
    let digits: String = own.iter().map(u32::to_string).collect();
    differs.then(|| format!("{wanted}V{digits}"))
}

/// What only this path says: `ListInstanceVpcs` for what comes before, `ListVpcsDetail` for what follows.
fn with_path(wanted: &str, path: &str, holder: &str) -> Option<String> {
    let others: Vec<&str> = literals(holder).collect();
    let own: Vec<&str> = literals(path).collect();
    let is_new = |segment: &&&str| !others.contains(*segment);
    let last_shared = own.iter().rposition(|segment| others.contains(segment));
    let (before, after) = own.split_at(last_shared.unwrap_or_default());
    let join = |segments: &[&str]| {
        let new: Vec<String> = segments.iter().filter(is_new).map(|segment| singular(segment)).collect();
        if new.is_empty() { String::new() } else { humps(&new.join("-")) }
    };
    let (before, after) = (join(before), join(after));
    if before.is_empty() && after.is_empty() {
        return None;
    }
    let (verb, noun) = wanted.split_at(end_of_verb(wanted));
    Some(format!("{verb}{before}{noun}{after}"))
}

/// A part of an id.
fn humps(text: &str) -> String {
    // A part may be spelled like a type of the language, the whole is not.
    names::type_name(text).trim_end_matches('_').to_owned()
}

fn literals(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|segment| !segment.is_empty() && !segment.contains('{') && !is_version(segment))
}

/// Where the noun of an id begins: after `List`, after `BatchDelete`.
fn end_of_verb(id: &str) -> usize {
    let from = if id.starts_with("Batch") { "Batch".len() } else { 0 };
    let humps = id.char_indices().filter(|(at, c)| *at > from && c.is_ascii_uppercase());
    humps.map(|(at, _)| at).next().unwrap_or(id.len())
}

/// `ShowPublicationByApiId`, where only this path has that placeholder.
fn by_placeholder(wanted: &str, path: &str, holder: &str) -> Option<String> {
    let placeholder = |path: &str| {
        let name = path.rsplit('/').find(|segment| segment.starts_with('{') && segment.ends_with('}'))?;
        Some(name.trim_matches(['{', '}']).to_owned())
    };
    let count = |path: &str| path.matches('{').count();
    let name = placeholder(path).filter(|_| count(path) > count(holder))?;
    Some(format!("{wanted}By{}", humps(&name)))
}

/// The version of a service in the title, `(2-1-14)`: `ImportGraphV2114`.
fn titled(wanted: &str, title: &str) -> Option<String> {
    let version = vocabulary().phrase(Phrase::TitleVersion, title)?;
    let digits: String = version.chars().filter(char::is_ascii_digit).collect();
    Some(format!("{wanted}V{digits}"))
}

#[cfg(test)]
mod tests {
    use super::{Claim, distinguish, end_of_verb};

    fn named(wanted: &str, path: &str, holder: &str, taken: &[&str]) -> String {
        let claim = |path| Claim { path, ..Claim::default() };
        distinguish(wanted, claim(path), Some(claim(holder)), |id| taken.contains(&id))
    }

    #[test]
    fn an_older_version_says_so() {
        assert_eq!(named("ListVpcs", "/v1/vpcs", "/v3/vpc/vpcs", &["ListVpcs"]), "ListVpcsV1");
        assert_eq!(named("ListVpcs", "/v2.1/vpcs", "/v3/vpcs", &["ListVpcs"]), "ListVpcsV21");
        assert_eq!(named("ListVpcs", "/{version_id}/vpcs", "/v3/vpcs", &["ListVpcs"]), "ListVpcsAnyVersion");
        assert_eq!(named("ListVpcs", "/v1.0/vpcs", "/v1/vpcs", &["ListVpcs"]), "ListVpcs2");
    }

    #[test]
    fn what_only_one_path_says_is_in_its_id() {
        let taken = ["ListAcls", "BatchDeleteAcls"];
        assert_eq!(named("ListAcls", "/v1/instances/{i}/acls", "/v1/acls", &taken), "ListInstanceAcls");
        assert_eq!(
            named("BatchDeleteAcls", "/v1/instances/{i}/acls", "/v1/acls", &taken),
            "BatchDeleteInstanceAcls"
        );
        assert_eq!(named("ListAcls", "/v1/acls/detail", "/v1/acls", &taken), "ListAclsDetail");
        assert_eq!(named("ListAcls", "/v1/acls/{acl_id}", "/v1/acls", &taken), "ListAclsByAclId");
    }

    #[test]
    fn an_obsolete_page_and_a_version_in_the_title_say_so() {
        let path = "/v1/graphs";
        let (holder, is_taken) = (Claim { path, ..Claim::default() }, |id: &str| id == "ListGraphs");
        let obsolete = Claim { deprecated: true, ..holder };
        assert_eq!(distinguish("ListGraphs", obsolete, Some(holder), is_taken), "ListGraphsDeprecated");
        let later = Claim { title: "查询图(2-1-14)", ..holder };
        assert_eq!(distinguish("ListGraphs", later, Some(holder), is_taken), "ListGraphsV2114");
    }

    #[test]
    fn a_number_is_the_last_resort() {
        assert_eq!(named("ListAcls", "/v1/acls", "/v1/acls", &["ListAcls", "ListAcls2"]), "ListAcls3");
    }

    #[test]
    fn a_verb_may_have_two_words() {
        assert_eq!("BatchDeleteAcls".split_at(end_of_verb("BatchDeleteAcls")).0, "BatchDelete");
    }
}
