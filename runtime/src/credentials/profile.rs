//! `~/.huaweicloud/credentials`: sections `[basic]` and `[global]` of `name = value` lines.

use std::{collections::BTreeMap, path::Path};

use crate::{Error, environment::read_if_there};

/// One section's values.
pub(super) type Section = BTreeMap<String, String>;

/// The sections of the file, by name; `None` if there is no file.
pub(super) fn read(path: &Path) -> Result<Option<BTreeMap<String, Section>>, Error> {
    let Some(text) = read_if_there(path)? else { return Ok(None) };
    let sections = parse(&text).map_err(|line| {
        // The line is not quoted: it may hold a secret.
        Error::invalid(format!("{}: line {line} is neither `[section]` nor `name = value`", path.display()))
    })?;
    Ok(Some(sections))
}

/// Names are read in lower case; the error is the number of a line that is nothing known.
fn parse(text: &str) -> Result<BTreeMap<String, Section>, usize> {
    let mut sections = BTreeMap::new();
    let mut current: Option<&mut Section> = None;
    for (number, line) in (1_usize..).zip(text.trim_start_matches('\u{feff}').lines()) {
        let line = line.trim();
        if line.is_empty() || line.starts_with(['#', ';']) {
            continue;
        }
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            current = Some(sections.entry(name.trim().to_ascii_lowercase()).or_default());
            continue;
        }
        let (name, value) = line.split_once(['=', ':']).ok_or(number)?;
        let section = current.as_mut().ok_or(number)?;
        if !value.trim().is_empty() {
            section.insert(name.trim().to_ascii_lowercase(), value.trim().to_owned());
        }
    }
    Ok(sections)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_hold_names_and_values() {
        let text = "# mine\n[basic]\nak = A\nSK=a=b\nproject_id: p\nempty =\n\n[global]\nak = G\n";
        let sections = parse(text).unwrap();
        let expected = [("ak", "A"), ("project_id", "p"), ("sk", "a=b")];
        assert_eq!(sections["basic"], expected.map(|(n, v)| (n.to_owned(), v.to_owned())).into());
        assert_eq!(sections["global"]["ak"], "G");
    }

    #[test]
    fn a_line_that_is_nothing_known_is_named_by_its_number() {
        assert_eq!(parse("[basic]\nak A\n"), Err(2));
        assert_eq!(parse("ak = A\n"), Err(1), "before the first section");
    }
}
