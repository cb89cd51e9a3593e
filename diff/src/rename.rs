//! Whether a name that is gone and a name that is new are one thing.

use spec::model::{Operation, Schema};

/// Whether one name is a respelling of the other: other case or separators, a slip or two, or a word more.
pub(crate) fn alike(old: &str, new: &str) -> bool {
    let (old_words, new_words) = (words(old), words(new));
    let (old, new) = (old_words.concat(), new_words.concat());
    let shorter = old.chars().count().min(new.chars().count());
    let within =
        |few: &[String], many: &[String]| !few.is_empty() && few.iter().all(|word| many.contains(word));
    old == new
        || (shorter > 3 && distance(&old, &new) <= shorter / 4)
        || within(&old_words, &new_words)
        || within(&new_words, &old_words)
}

/// The words of a name in lower case.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut after_lower = false;
    for char in name.chars() {
        if (char.is_uppercase() && after_lower) || !char.is_alphanumeric() {
            words.push(String::new());
        }
        after_lower = char.is_lowercase() || char.is_numeric();
        if let Some(word) = words.last_mut().filter(|_| char.is_alphanumeric()) {
            word.extend(char.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// How many characters have to be put in, left out or replaced.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (index, char) in a.chars().enumerate() {
        let mut next = vec![index + 1];
        for ((other, diagonal), above) in b.iter().zip(&row).zip(row.iter().skip(1)) {
            let left = next.last().copied().unwrap_or_default();
            let replaced = diagonal + usize::from(char != *other);
            next.push(replaced.min(above + 1).min(left + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

/// Levels of objects that count.
const DEPTH: usize = 4;

/// Whether two schemas describe the same values, as far as types go, whatever their objects are called.
pub(crate) fn same_shape(old: &Schema, base: &Operation, new: &Schema, head: &Operation) -> bool {
    shape(old, base) == shape(new, head)
}

/// The types of a schema as a text, with its members and without the names of objects.
pub(crate) fn shape(schema: &Schema, operation: &Operation) -> String {
    shape_at(schema, operation, 0)
}

fn shape_at(schema: &Schema, operation: &Operation, depth: usize) -> String {
    if let Some(target) = schema.referenced_name().and_then(|name| operation.schemas.get(name)) {
        // An object may hold itself.
        return if depth > DEPTH { "…".to_owned() } else { shape_at(target, operation, depth + 1) };
    }
    let inner = |schema: &Schema| shape_at(schema, operation, depth + 1);
    let members: Vec<String> =
        schema.properties.iter().map(|(name, member)| format!("{name}:{}", inner(member))).collect();
    let items = schema.items.as_deref().map(inner).unwrap_or_default();
    let values = schema.additional_properties.as_deref().map(inner).unwrap_or_default();
    format!("{:?}[{items}]{{{}}}<{values}>", schema.schema_type, members.join(","))
}

#[cfg(test)]
mod tests {
    use super::alike;

    #[test]
    fn respellings_are_alike() {
        for (old, new) in [
            ("pageSize", "page_size"),
            ("instanceId", "instance_id"),
            ("boat", "boats"),
            ("id", "boat_id"),
            ("harbor_name", "harbour_name"),
        ] {
            assert!(alike(old, new), "{old} {new}");
        }
    }

    #[test]
    fn other_words_are_not() {
        for (old, new) in [("name", "size"), ("limit", "marker"), ("id", "ip"), ("start", "status")] {
            assert!(!alike(old, new), "{old} {new}");
        }
    }
}
