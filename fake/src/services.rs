//! What `spec/services.toml` says of the services.

use std::{collections::BTreeMap, fs, path::Path};

use serde::Deserialize;
use spec::model::{JsonBodies, Operation, ServiceInfo};

use crate::files::FileError;

#[derive(Deserialize)]
struct Entry {
    title: String,
    endpoint: String,
    documentation: Option<String>,
    #[serde(default)]
    global: bool,
    json_bodies: Option<JsonBodies>,
}

/// The services of a repository, by name.
///
/// # Errors
/// If the file cannot be read or is not what it should be.
pub fn read(root: &Path) -> Result<BTreeMap<String, ServiceInfo>, FileError> {
    let path = root.join("spec/services.toml");
    let text = fs::read_to_string(&path).map_err(|error| FileError::new(&path, &error))?;
    let entries: BTreeMap<String, Entry> =
        toml::from_str(&text).map_err(|error| FileError::new(&path, &error))?;
    let info = |(name, entry): (String, Entry)| {
        let Entry { title, endpoint, documentation, global, json_bodies } = entry;
        (name.clone(), ServiceInfo { name, title, endpoint, documentation, global, json_bodies })
    };
    Ok(entries.into_iter().map(info).collect())
}

/// The `Content-Type` that requests of an operation have.
pub fn content_type<'a>(service: Option<&'a ServiceInfo>, operation: &'a Operation) -> &'a str {
    match (service, &operation.request_body) {
        (Some(service), _) => service.content_type(operation),
        (None, Some(body)) => &body.content_type,
        (None, None) => "application/json",
    }
}
