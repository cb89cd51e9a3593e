//! Pointers into an operation's JSON, with names for the items of its lists.

use serde_json::{Map, Value};

/// Lists that the JSON leaves out if they are empty.
const LISTS: [&str; 4] = ["parameters", "required", "enum", "oneOf"];
/// Maps that the JSON leaves out if they are empty.
const MAPS: [&str; 4] = ["schemas", "properties", "headers", "error_codes"];
/// Names listed in a message.
const LISTED: usize = 12;

/// The parts of a pointer, unescaped. The error says what is wrong with it.
pub(super) fn tokens(select: &str) -> Result<Vec<String>, String> {
    let Some(rest) = select.strip_prefix('/') else {
        return Err(format!(
            "`select` must begin with `/`, as in `/parameters/query.limit`; it is `{select}`"
        ));
    };
    rest.split('/').map(unescape).collect()
}

fn unescape(token: &str) -> Result<String, String> {
    let bad = token.split('~').skip(1).any(|rest| !rest.starts_with(['0', '1']));
    if bad {
        return Err(format!("`{token}`: write `~0` for `~` and `~1` for `/` in names"));
    }
    Ok(token.replace("~1", "/").replace("~0", "~"))
}

/// A name as part of a pointer.
pub fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// Puts `new` where `tokens` lead to, if `old` stands there; without `old` nothing may. Without `new`
/// what stands there is removed. The error says what was expected and what is there.
pub(super) fn replace(
    root: &mut Value,
    tokens: &[String],
    old: Option<&Value>,
    new: Option<&Value>,
) -> Result<(), String> {
    let Some((last, parents)) = tokens.split_last() else { return Err("`select` is empty".to_owned()) };
    let mut place = root;
    let mut walked = String::new();
    for token in parents {
        if old.is_none() && new.is_some() {
            add_omitted(place, token);
        }
        let around = describe(place);
        walked.push('/');
        walked.push_str(&escape(token));
        place = child(place, token).ok_or_else(|| format!("there is nothing at `{walked}`; {around}"))?;
    }
    let around = describe(place);
    match (old, child(place, last).as_deref()) {
        (Some(old), Some(found)) if old != found => {
            return Err(format!(
                "expected {old}, and there is {found}; the page has changed: check the patch"
            ));
        }
        (Some(old), None) => return Err(format!("expected {old}, and there is nothing; {around}")),
        (None, Some(found)) => {
            return Err(format!("expected nothing, and there is {found}; say so with `old`"));
        }
        _ => {}
    }
    put(place, last, new)
}

/// Adds the empty list or map that a model's file does not show.
fn add_omitted(place: &mut Value, token: &str) {
    let Value::Object(members) = place else { return };
    if members.contains_key(token) {
        return;
    }
    if LISTS.contains(&token) {
        members.insert(token.to_owned(), Value::Array(Vec::new()));
    } else if MAPS.contains(&token) {
        members.insert(token.to_owned(), Value::Object(Map::new()));
    }
}

fn child<'v>(place: &'v mut Value, token: &str) -> Option<&'v mut Value> {
    match place {
        Value::Object(members) => members.get_mut(token),
        Value::Array(items) => position(items, token).and_then(|index| items.get_mut(index)),
        _ => None,
    }
}

fn put(place: &mut Value, token: &str, new: Option<&Value>) -> Result<(), String> {
    match (place, new) {
        (Value::Object(members), Some(new)) => {
            members.insert(token.to_owned(), new.clone());
            Ok(())
        }
        (Value::Object(members), None) => {
            members.remove(token);
            Ok(())
        }
        (Value::Array(items), new) => put_item(items, token, new),
        (other, _) => Err(format!("{other} has no parts")),
    }
}

fn put_item(items: &mut Vec<Value>, token: &str, new: Option<&Value>) -> Result<(), String> {
    match (position(items, token), new) {
        (Some(index), Some(new)) => {
            if let Some(item) = items.get_mut(index) {
                item.clone_from(new);
            }
        }
        (Some(index), None) => {
            items.remove(index);
        }
        (None, Some(new)) => {
            let name = label(new).unwrap_or_else(|| items.len().to_string());
            if name != token {
                return Err(format!("the new item is `{name}`, and `select` ends in `{token}`"));
            }
            items.push(new.clone());
        }
        (None, None) => {}
    }
    Ok(())
}

/// Where an item of a list stands: by what it is called, else by its number.
fn position(items: &[Value], token: &str) -> Option<usize> {
    let called = |item: &Value| label(item).as_deref() == Some(token);
    let numbered = || {
        let index: usize = token.parse().ok()?;
        items.get(index).filter(|item| label(item).is_none()).map(|_| index)
    };
    items.iter().position(called).or_else(numbered)
}

/// What an item of a list is called: a parameter `query.limit`, a plain value itself.
fn label(item: &Value) -> Option<String> {
    match item {
        Value::Object(members) => {
            let text = |key| members.get(key).and_then(Value::as_str);
            Some(format!("{}.{}", text("in")?, text("name")?))
        }
        Value::Array(_) => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

/// What a pointer can go on with.
fn describe(place: &Value) -> String {
    let names: Vec<String> = match place {
        Value::Object(members) => members.keys().map(|name| escape(name)).collect(),
        Value::Array(items) => items
            .iter()
            .zip(0..)
            .map(|(item, index)| label(item).map_or_else(|| index.to_string(), |name| escape(&name)))
            .collect(),
        other => return format!("{other} has no parts"),
    };
    match names.len() {
        0 => "its parent is empty".to_owned(),
        count if count > LISTED => {
            format!(
                "there are {} and {} more",
                names.get(..LISTED).unwrap_or_default().join(", "),
                count - LISTED
            )
        }
        _ => format!("there are {}", names.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{replace, tokens};

    #[allow(clippy::needless_pass_by_value, reason = "the cases read better")]
    fn run(select: &str, old: Option<Value>, new: Option<Value>) -> Result<Value, String> {
        let mut root = json!({
            "parameters": [{"name": "a/b", "in": "query", "schema": {"type": "string"}}],
            "schema": {"required": ["x"], "enum": [1, "two"], "oneOf": [{"type": "string"}]},
        });
        replace(&mut root, &tokens(select)?, old.as_ref(), new.as_ref())?;
        Ok(root)
    }

    #[test]
    fn a_parameter_is_named_by_its_place_and_name() {
        let root = run("/parameters/query.a~1b/schema/type", Some(json!("string")), Some(json!("integer")));
        assert_eq!(root.unwrap()["parameters"][0]["schema"], json!({"type": "integer"}));
    }

    #[test]
    fn a_plain_value_is_named_by_itself() {
        assert_eq!(
            run("/schema/required/x", Some(json!("x")), None).unwrap()["schema"]["required"],
            json!([])
        );
        let added = run("/schema/enum/3", None, Some(json!(3))).unwrap();
        assert_eq!(added["schema"]["enum"], json!([1, "two", 3]));
    }

    #[test]
    fn what_has_no_name_is_counted() {
        let root = run("/schema/oneOf/0/type", Some(json!("string")), Some(json!("array"))).unwrap();
        assert_eq!(root["schema"]["oneOf"], json!([{"type": "array"}]));
    }

    #[test]
    fn lists_and_maps_that_are_left_out_can_be_filled() {
        let parameter = "/parameters/query.a~1b/schema";
        let root = run(&format!("{parameter}/enum/on"), None, Some(json!("on"))).unwrap();
        assert_eq!(root["parameters"][0]["schema"]["enum"], json!(["on"]));
        let root = run(&format!("{parameter}/properties/x"), None, Some(json!({}))).unwrap();
        assert_eq!(root["parameters"][0]["schema"]["properties"], json!({"x": {}}));
    }

    #[test]
    fn errors_say_what_was_expected_and_what_is_there() {
        let string = || Some(json!("string"));
        let cases = [
            (
                "/schema/oneOf/0/type",
                Some(json!("array")),
                None,
                "expected \"array\", and there is \"string\"",
            ),
            (
                "/schema/oneOf/0/format",
                string(),
                None,
                "expected \"string\", and there is nothing; there are type",
            ),
            ("/schema/oneOf/0/type", None, string(), "expected nothing, and there is \"string\""),
            ("/schema/oneOf/7/type", string(), None, "there is nothing at `/schema/oneOf/7`; there are 0"),
            (
                "/parameters/path.a/name",
                string(),
                None,
                "nothing at `/parameters/path.a`; there are query.a~1b",
            ),
            ("/schema/required/y", None, Some(json!("z")), "the new item is `z`, and `select` ends in `y`"),
        ];
        for (select, old, new, expected) in cases {
            let message = run(select, old, new).unwrap_err();
            assert!(message.contains(expected), "{message}");
        }
    }
}
