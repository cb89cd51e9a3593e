//! Tags as nearly all of them are written: lower case, attributes in quotation marks, no entities.

use super::tokens::{ATTRIBUTES, Tag, raw_text};

/// A tag that needs no tokenizer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum PlainTag<'t> {
    Start(Tag<'t>),
    End(&'t str),
}

/// The plain tag at the start of `piece` with its length; `None` if a tokenizer must look at it.
pub(super) fn plain_tag(piece: &str) -> Option<(PlainTag<'_>, usize)> {
    let rest = piece.strip_prefix('<')?;
    let (rest, is_end) = rest.strip_prefix('/').map_or((rest, false), |rest| (rest, true));
    let (name, mut rest) = split_name(rest)?;
    let mut attributes = Vec::new();
    loop {
        let after_space = rest.trim_start_matches([' ', '\n', '\t']);
        let end = after_space.strip_prefix("/>").or_else(|| after_space.strip_prefix('>'));
        if let Some(text) = end {
            let length = piece.len() - text.len();
            return match is_end {
                true => Some((PlainTag::End(name), length)),
                false if raw_text(name).is_some() => None,
                false => Some((PlainTag::Start(Tag { name, attributes }), length)),
            };
        }
        if after_space.len() == rest.len() {
            return None;
        }
        let (key, value, after) = split_attribute(after_space)?;
        if ATTRIBUTES.contains(&key) && !attributes.iter().any(|(known, _)| *known == key) {
            attributes.push((key, value));
        }
        rest = after;
    }
}

/// A name in lower case and what follows it.
fn split_name(text: &str) -> Option<(&str, &str)> {
    let is_in_name = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == b'-';
    let length = text.bytes().take_while(is_in_name).count();
    text.split_at_checked(length)
        .filter(|(name, _)| name.starts_with(|first: char| first.is_ascii_lowercase()))
}

/// Name and value of an attribute in quotation marks, and what follows it.
fn split_attribute(text: &str) -> Option<(&str, &str, &str)> {
    let (key, rest) = split_name(text)?;
    let rest = rest.strip_prefix('=')?;
    let quote = if rest.starts_with('"') { '"' } else { '\'' };
    let (value, after) = rest.strip_prefix(quote)?.split_once(quote)?;
    let is_plain = !value.bytes().any(|byte| matches!(byte, b'&' | b'\r' | b'\0'));
    is_plain.then_some((key, value, after))
}
