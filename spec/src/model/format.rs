//! The committed form of the model: JSON files and the JSON Schema that they follow.

use serde::Serialize;

use super::{ErrorCodes, Operation, RecordingFile};

/// The text of a committed JSON file: pretty, with a newline at its end.
///
/// # Errors
/// If the value has map keys that are no strings, which values of this model do not.
pub fn to_file(value: &impl Serialize) -> Result<String, serde_json::Error> {
    let mut text = serde_json::to_string_pretty(value)?;
    text.push('\n');
    Ok(text)
}

/// The JSON Schemas (2020-12) of the model's files, by file name.
///
/// # Errors
/// As [`to_file`].
pub fn json_schemas() -> Result<[(&'static str, String); 3], serde_json::Error> {
    Ok([
        ("error_codes.schema.json", to_file(&schemars::schema_for!(ErrorCodes))?),
        ("operation.schema.json", to_file(&schemars::schema_for!(Operation))?),
        ("recording.schema.json", to_file(&schemars::schema_for!(RecordingFile))?),
    ])
}
