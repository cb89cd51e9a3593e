//! Path templates: `/v1/{project_id}/clusters/{cluster_id}`.

use crate::{Error, encode::encode_into};

/// What the client knows of those who call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    Project,
    Domain,
}

/// What a placeholder stands for that the client knows, however its words are joined: `projectId` is
/// `project_id`.
pub(crate) fn known(placeholder: &str) -> Option<Known> {
    let letters = || placeholder.bytes().filter(u8::is_ascii_alphanumeric).map(|b| b.to_ascii_lowercase());
    if letters().eq(*b"projectid") {
        Some(Known::Project)
    } else if letters().eq(*b"domainid") {
        Some(Known::Domain)
    } else {
        None
    }
}

/// The names of the placeholders.
pub(crate) fn placeholders(template: &str) -> impl Iterator<Item = &str> {
    template.split('{').skip(1).filter_map(|part| Some(part.split_once('}')?.0))
}

/// Fills the template in one pass, so that a value which looks like a placeholder stays a value.
/// Each value is encoded as a part of one segment, whatever it holds.
pub(crate) fn fill<'a>(
    template: &str,
    value_of: impl Fn(&str) -> Result<&'a str, Error>,
) -> Result<String, Error> {
    let mut path = String::with_capacity(template.len() + 64);
    let mut rest = template;
    while let Some((literal, after)) = rest.split_once('{') {
        let Some((name, tail)) = after.split_once('}') else {
            return Err(Error::invalid(format!("the path template `{template}` has an unclosed brace")));
        };
        let value = value_of(name)?;
        refuse_vanishing(name, value)?;
        path.push_str(literal);
        encode_into(&mut path, value.as_bytes());
        rest = tail;
    }
    path.push_str(rest);
    Ok(path)
}

/// URL libraries and servers resolve `.` and `..` and merge empty segments, so the request would reach
/// another resource than the one meant.
fn refuse_vanishing(name: &str, value: &str) -> Result<(), Error> {
    match value {
        "" => Err(Error::invalid(format!("path parameter `{name}` is empty"))),
        "." | ".." => Err(Error::invalid(format!(
            "path parameter `{name}` is `{value}`, which would lead to another path"
        ))),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_that_looks_like_a_placeholder_stays_a_value() {
        let path = fill("/{a}/{b}", |name| Ok(if name == "a" { "{b}" } else { "x" }));
        assert_eq!(path.unwrap(), "/%7Bb%7D/x");
    }

    #[test]
    fn a_project_is_one_however_its_words_are_joined() {
        let known: Vec<_> = placeholders("/{projectId}/{domain_id}/{job_id}").map(known).collect();
        assert_eq!(known, [Some(Known::Project), Some(Known::Domain), None]);
    }

    #[test]
    fn two_placeholders_can_share_a_segment() {
        let path = fill("/ips/{region}:{id}", |name| Ok(if name == "id" { "<1>" } else { "r" }));
        assert_eq!(path.unwrap(), "/ips/r:%3C1%3E");
    }
}
