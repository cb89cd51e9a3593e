//! Names of parameters as their cells have them: with marks, remarks, footnotes and stray spaces.

use super::draft::WHOLE_BODY;
use crate::vocabulary::vocabulary;

/// Whether a name says in brackets if it is required: `mode（必选）`, `mode (optional)`.
pub(super) fn required_by_name(name: &str) -> Option<bool> {
    vocabulary().required(in_brackets(name)?.1)
}

/// A name and what stands behind it in brackets.
fn in_brackets(name: &str) -> Option<(&str, &str)> {
    let (before, rest) = name.split_once(['（', '(', '['])?;
    let inside = rest.trim_end().strip_suffix(['）', ')', ']'])?;
    (!before.trim().is_empty() && before.is_ascii()).then(|| (before.trim_end(), inside.trim()))
}

/// A name without what else is said of it: the asterisk of required ones, a translation in brackets.
fn without_remark(name: &str) -> &str {
    let name = name.trim_matches(['"', '“', '”']).trim_end_matches([':', '：']);
    let starred = name.strip_prefix('*').or_else(|| name.strip_suffix('*')).map(str::trim);
    let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let ends = |name: &&str| name.chars().all(word) && name.ends_with(|c: char| c.is_ascii_alphanumeric());
    let name = starred.filter(|bare| !bare.is_empty()).filter(ends).unwrap_or(name);
    match in_brackets(name) {
        Some((before, remark))
            if !remark.is_ascii() || required_by_name(name).is_some_and(|_| remark.len() > 1) =>
        {
            before
        }
        _ => name,
    }
}

/// A name without footnotes, escapes and stray spaces.
pub(super) fn clean_name(cell: &str) -> String {
    let name = cell.trim().trim_matches('`').replace('\\', "");
    let name = without_remark(name.split('\n').next().unwrap_or_default().trim()).trim();
    let joined: String = name.chars().filter(|c| !c.is_whitespace()).collect();
    let plain = joined.chars().all(|c| c.is_ascii_alphanumeric() || "_-.:@/*".contains(c));
    // `scaling_ configuration _id` is one name; `a / b` or words of prose are left as they are.
    let name = if plain && name.contains(['_', '.']) { joined } else { name.to_owned() };
    if !name.is_empty() && name.chars().all(|c| matches!(c, '-' | '–' | '—')) {
        return WHOLE_BODY.to_owned();
    }
    without_footnote(without_version(&name)).to_owned()
}

/// A name without the number of a footnote in brackets.
fn without_footnote(name: &str) -> &str {
    let Some((before, mark)) = name.split_once('[') else { return name };
    let number = mark.strip_suffix(']').is_some_and(|digits| digits.parse::<u8>().is_ok());
    if number && !before.is_empty() { before.trim_end() } else { name }
}

/// A name without the version in brackets that some pages append: `mode（2.2.23）`.
fn without_version(name: &str) -> &str {
    let Some((before, mark)) = name.split_once(['（', '(']) else { return name };
    let version = mark.trim_end_matches(['）', ')']);
    let is_version = !version.is_empty() && version.chars().all(|c| c.is_ascii_digit() || c == '.');
    if is_version && !before.is_empty() { before.trim_end() } else { name }
}

#[cfg(test)]
mod tests {
    use super::clean_name;

    #[test]
    fn spaces_inside_a_name_are_dropped() {
        assert_eq!(clean_name(" scaling_ configuration _id "), "scaling_configuration_id");
        assert_eq!(clean_name("OS-EXT-AZ:availability_zone"), "OS-EXT-AZ:availability_zone");
        assert_eq!(clean_name("自定义 key"), "自定义 key");
    }

    #[test]
    fn a_version_in_brackets_is_no_part_of_a_name() {
        assert_eq!(clean_name("mode（2.2.23）"), "mode");
        assert_eq!(clean_name("rate(%)"), "rate(%)");
    }

    #[test]
    fn remarks_are_no_part_of_a_name() {
        for cell in [
            "*mode",
            "mode*",
            "mode（必选）",
            "mode (optional)",
            "mode[必选]",
            "\"mode\"",
            "mode：",
            "mode（方式）",
        ] {
            assert_eq!(clean_name(cell), "mode", "{cell}");
        }
        assert_eq!(clean_name("x-obs-meta-*"), "x-obs-meta-*");
        assert_eq!(clean_name("自定义key（键）"), "自定义key（键）");
    }

    #[test]
    fn the_mark_of_a_footnote_is_no_part_of_a_name() {
        assert_eq!(clean_name("flavor[2]"), "flavor");
        assert_eq!(clean_name("[数组元素]"), "[数组元素]");
    }
}
