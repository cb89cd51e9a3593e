//! Which operations a request may be meant for.

use spec::model::{Method, Operation};

use crate::{loopback::Received, percent};

/// A request that fits method and path of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fit {
    /// The values of the placeholders, decoded, in the order of the path.
    pub(crate) values: Vec<(String, String)>,
    /// How many characters of the path are the operation's own.
    pub(crate) literal: usize,
}

/// Method and path of an operation held to a request; `None` if they differ.
pub(crate) fn fit(operation: &Operation, request: &Received) -> Option<Fit> {
    if Method::parse(&request.method) != Some(operation.method) {
        return None;
    }
    let template: Vec<&str> = operation.path.split('/').collect();
    let sent: Vec<&str> = request.path().split('/').collect();
    // A slash at the end makes no difference, as for the gateway.
    let sent = match sent.split_last() {
        Some((&"", rest)) if rest.len() == template.len() && rest.len() > 1 => rest,
        _ => &sent,
    };
    if template.len() != sent.len() {
        return None;
    }
    let mut fit = Fit { values: Vec::new(), literal: 0 };
    for (template, sent) in template.iter().zip(sent) {
        segment(template, &percent::decode(sent).ok()?, &mut fit)?;
    }
    Some(fit)
}

/// A segment may hold several placeholders with text between them.
fn segment(template: &str, sent: &str, fit: &mut Fit) -> Option<()> {
    let (literal, rest) = template.split_once('{').unwrap_or((template, ""));
    fit.literal += literal.len();
    let mut sent = sent.strip_prefix(literal)?;
    let mut rest = rest;
    if literal.len() == template.len() {
        return sent.is_empty().then_some(());
    }
    loop {
        let (name, after) = rest.split_once('}')?;
        let (literal, next) = after.split_once('{').unwrap_or((after, ""));
        let is_last = literal.len() == after.len();
        let value = if is_last {
            sent.strip_suffix(literal)?
        } else {
            let (value, remaining) = sent.split_once(literal)?;
            sent = remaining;
            value
        };
        if value.is_empty() {
            return None;
        }
        fit.literal += literal.len();
        fit.values.push((name.to_owned(), value.to_owned()));
        if is_last {
            return Some(());
        }
        rest = next;
    }
}

/// How much of what tells the operation from others with the same method and path is there; `None` if some
/// of it is missing.
pub(crate) fn told(
    operation: &Operation,
    query: &[(String, Option<String>)],
    roots: &[&str],
) -> Option<usize> {
    let constants = &operation.discriminator.query;
    let is_there = |(name, value): (&String, &Option<String>)| {
        query.iter().any(|(known, sent)| {
            known == name && value.as_deref().unwrap_or_default() == sent.as_deref().unwrap_or_default()
        })
    };
    if !constants.iter().all(is_there) {
        return None;
    }
    match &operation.discriminator.body_root {
        Some(root) if !roots.contains(&root.as_str()) => None,
        root => Some(constants.len() + usize::from(root.is_some())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(template: &str, sent: &str) -> Option<Vec<String>> {
        let mut fit = Fit { values: Vec::new(), literal: 0 };
        segment(template, sent, &mut fit)?;
        Some(fit.values.into_iter().map(|(_, value)| value).collect())
    }

    #[test]
    fn placeholders_take_what_stands_between_the_text_around_them() {
        assert_eq!(values("jobs", "jobs"), Some(vec![]));
        assert_eq!(values("{id}", "a:b"), Some(vec!["a:b".to_owned()]));
        assert_eq!(values("{region}:{id}", "r:1:2"), Some(vec!["r".to_owned(), "1:2".to_owned()]));
        assert_eq!(values("os-{id}.zip", "os-7.zip"), Some(vec!["7".to_owned()]));
    }

    #[test]
    fn another_text_or_no_value_does_not_fit() {
        assert_eq!(values("jobs", "job"), None);
        assert_eq!(values("jobs", "jobs2"), None);
        assert_eq!(values("{id}", ""), None);
        assert_eq!(values("os-{id}", "7"), None);
    }
}
