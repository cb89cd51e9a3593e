//! Under which names stands what.

use serde_json::{Map, Value};
use spec::names::is_secret;

use super::{Kind, Scrubber};

/// Names of secrets that [`is_secret`] does not know, because documentation may show them: keys, and what
/// is run on a server.
const SECRETS: [&str; 16] = [
    "access",
    "ak",
    "accesskey",
    "accesskeyid",
    "secretaccesskey",
    "awsaccesskeyid",
    "authorization",
    "cookie",
    "setcookie",
    "userdata",
    "signature",
    "sessionid",
    "privatekey",
    "passphrase",
    "apikey",
    "passcode",
];

/// Whose id or name it is.
const OWNERS: [&str; 11] = [
    "project", "domain", "user", "tenant", "account", "owner", "creator", "operator", "member", "agency",
    "customer",
];

/// Names of people and accounts without `name` in them.
const PEOPLE: [&str; 9] =
    ["username", "nickname", "realname", "createdby", "updatedby", "owner", "creator", "contact", "author"];

/// What a value of this name is. `parent` is the name of the object that holds it.
pub(super) fn kind_of(name: &str, parent: &str) -> Option<Kind> {
    let plain = plain(name);
    let plain = plain
        .strip_prefix('x')
        .filter(|_| name.starts_with("X-") || name.starts_with("x-"))
        .unwrap_or(&plain);
    let singular = name.strip_suffix('s').unwrap_or(name);
    if is_secret(name) || is_secret(singular) || SECRETS.contains(&plain) {
        return Some(Kind::Secret);
    }
    let parent = self::plain(parent);
    let owner_of = |text: &str| {
        OWNERS.iter().copied().find(|owner| text == *owner || text.strip_suffix('s') == Some(owner))
    };
    let is_owned = owner_of(&parent).is_some();
    if plain == "id" && is_owned
        || plain.strip_suffix("ids").or_else(|| plain.strip_suffix("id")).is_some_and(ends_in_owner)
    {
        return Some(Kind::Id);
    }
    if plain == "name" && is_owned
        || plain.strip_suffix("names").or_else(|| plain.strip_suffix("name")).is_some_and(ends_in_owner)
        || PEOPLE.contains(&plain)
    {
        return Some(Kind::Name);
    }
    let ends = |endings: &[&str]| endings.iter().any(|ending| plain.ends_with(ending));
    if ends(&["email", "mail", "emails"]) {
        return Some(Kind::Email);
    }
    if ends(&["phone", "mobile", "telephone", "phonenumber", "tel"]) {
        return Some(Kind::Phone);
    }
    None
}

/// `enterprise_project` is an owner too, `upload` none.
fn ends_in_owner(text: &str) -> bool {
    OWNERS.iter().any(|owner| text.ends_with(owner))
}

/// `X-Project-Id`, `projectId` and `project_id` alike: letters and digits in lower case.
fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|char| char.to_ascii_lowercase()).collect()
}

/// `{"key": "password", "value": "…"}`: a name that is data.
pub(super) fn learn_pairs(scrubber: &mut Scrubber, members: &Map<String, Value>) {
    for (key, value) in PAIRS {
        let named = members.get(key).and_then(Value::as_str);
        let held = members.get(value).and_then(Value::as_str);
        if let (Some(named), Some(held)) = (named, held)
            && let Some(kind) = kind_of(named, "")
        {
            scrubber.learn(kind, held);
        }
    }
}

const PAIRS: [(&str, &str); 4] =
    [("key", "value"), ("name", "value"), ("Key", "Value"), ("param_name", "param_value")];
