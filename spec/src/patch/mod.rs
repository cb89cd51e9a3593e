//! Corrections of what pages state: `spec/patches/<service>.toml`.
//!
//! A patch names one fact of one operation, what the page states there and what is true. It is applied
//! to the operation as its page gave it, and fails if the page states anything else by now, so that no
//! correction outlives its reason.
//!
//! A fact is selected by a JSON pointer into the operation's committed file. In a list, a parameter is
//! named by its place and name (`/parameters/query.limit/schema`), a plain value by itself
//! (`/request_body/schema/required/name`) and everything else by its number from 0.

mod apply;
mod check;
mod file;
mod pointer;

use std::borrow::Cow;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use apply::{apply, without_operation};
pub use file::{PatchError, PatchFile, PlacedPatch};
pub use pointer::escape;

use crate::model::{Method, Operation};

/// One corrected fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Patch {
    /// The operation's id.
    pub operation: String,
    /// Which fact: a pointer into the operation's committed file.
    pub select: String,
    /// What the page states. Absent if it states nothing there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<Value>,
    /// What is true. Absent to remove the fact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<Value>,
    /// What is wrong with the page.
    pub reason: String,
    /// How that is known: a page with its anchor, an address, the id of a live request.
    pub evidence: String,
}

impl Patch {
    /// The patch as it stands in its file, ready to paste. `None` if it holds a null, which TOML
    /// cannot say.
    pub fn to_toml(&self) -> Option<String> {
        let mut text = String::from("[[patch]]\n");
        let mut line = |key: &str, value: &Value| -> Option<()> {
            let value = toml::Value::try_from(value).ok()?;
            writeln!(text, "{key} = {value}").ok()
        };
        line("operation", &Value::from(self.operation.as_str()))?;
        line("select", &Value::from(self.select.as_str()))?;
        for (key, value) in [("old", &self.old), ("new", &self.new)] {
            if let Some(value) = value {
                line(key, value)?;
            }
        }
        line("reason", &Value::from(self.reason.as_str()))?;
        line("evidence", &Value::from(self.evidence.as_str()))?;
        Some(text)
    }
}

/// The operation with method and path as its page states them, whatever patches made of them.
pub(crate) fn as_on_page(operation: &Operation) -> Cow<'_, Operation> {
    let stated = |select: &str| operation.source.patches.get(select).and_then(Value::as_str);
    let (method, path) = (stated("/method").and_then(Method::parse), stated("/path"));
    if method.is_none() && path.is_none() {
        return Cow::Borrowed(operation);
    }
    let mut page = operation.clone();
    page.method = method.unwrap_or(page.method);
    page.path = path.map_or(page.path, str::to_owned);
    Cow::Owned(page)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Patch, PatchFile};

    fn patch(old: Option<Value>, new: Option<Value>) -> Patch {
        Patch {
            operation: "ShowBoat".to_owned(),
            select: "/schemas/Boat/properties/a~1b".to_owned(),
            old,
            new,
            reason: "the \"page\" says\ntoo little".to_owned(),
            evidence: r"boats\show.md#response".to_owned(),
        }
    }

    #[test]
    fn what_is_pasted_is_what_was_proposed() {
        let objects = json!({"type": "array", "items": {"type": "object", "properties": {"x y": {}}}});
        for (old, new) in [(None, Some(objects)), (Some(json!({"maximum": 1.5})), None)] {
            let patch = patch(old, new);
            let file = PatchFile::parse("boats.toml", &patch.to_toml().unwrap()).unwrap();
            assert_eq!(file.patches.len(), 1);
            assert_eq!(file.patches[0].patch, patch);
        }
    }

    #[test]
    fn null_cannot_be_pasted() {
        assert_eq!(patch(Some(json!({"default": null})), None).to_toml(), None);
    }
}
