//! Patches applied to operations.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Patch, PatchError, PatchFile, check, pointer};
use crate::model::Operation;

/// Applies the patches of an operation as its page gave it, in the order of the file, and notes in
/// [`Source::patches`](crate::model::Source::patches) what the page states.
///
/// Gives what went wrong; then the operation stays as it was.
pub fn apply(file: &PatchFile, operation: &mut Operation) -> Vec<PatchError> {
    let own: Vec<_> = file.patches.iter().filter(|placed| placed.patch.operation == operation.id).collect();
    let Some(last) = own.last() else { return Vec::new() };
    let mut errors = Vec::new();
    let mut patched = operation.clone();
    for placed in &own {
        match apply_one(&patched, &placed.patch) {
            Ok(next) => patched = next,
            Err(message) => {
                let message = format!("`{}`: {message}", placed.patch.select);
                errors.push(file.error(placed, message));
            }
        }
    }
    if errors.is_empty() {
        // Only all patches together make a whole: one may rename what another refers to.
        let before = check::check(operation);
        let new = check::check(&patched).into_iter().filter(|problem| !before.contains(problem));
        errors.extend(new.map(|message| file.error(last, message)));
    }
    if errors.is_empty() {
        let stated = |patch: &Patch| (patch.select.clone(), patch.old.clone().unwrap_or(Value::Null));
        patched.source.patches = own.iter().map(|placed| stated(&placed.patch)).collect();
        *operation = patched;
    }
    errors
}

fn apply_one(operation: &Operation, patch: &Patch) -> Result<Operation, String> {
    let mut json = serde_json::to_value(operation).map_err(|error| error.to_string())?;
    let tokens = pointer::tokens(&patch.select)?;
    pointer::replace(&mut json, &tokens, patch.old.as_ref(), patch.new.as_ref())?;
    let misfit = |error| format!("the result does not fit the specification: {error}");
    let mut operation: Operation = serde_json::from_value(json).map_err(misfit)?;
    operation.parameters.sort_by(|a, b| (a.location, &a.name).cmp(&(b.location, &b.name)));
    Ok(operation)
}

/// The patches whose operation is nowhere: not among the operations `read`, nor `committed` and kept
/// because its source is not in `origins`, the sources that were read.
pub fn without_operation(
    file: &PatchFile,
    read: &BTreeSet<String>,
    committed: &BTreeMap<String, Operation>,
    origins: &BTreeSet<String>,
) -> Vec<PatchError> {
    let mut errors = Vec::new();
    for placed in file.patches.iter().filter(|placed| !read.contains(&placed.patch.operation)) {
        let message = match committed.get(&placed.patch.operation) {
            Some(operation) if !origins.contains(&operation.source.origin) => continue,
            Some(operation) => format!("`{}` describes it no more; remove the patch", operation.source.page),
            None => "there is no such operation, neither on a page that was read nor in the committed \
                     specification"
                .to_owned(),
        };
        errors.push(file.error(placed, message));
    }
    errors
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use serde_json::json;

    use super::{apply, without_operation};
    use crate::model::Operation;
    use crate::patch::PatchFile;

    fn boat() -> Operation {
        serde_json::from_value(json!({
            "id": "ShowBoat", "service": "boats", "title": "", "method": "GET", "path": "/v1/{boat_id}",
            "parameters": [{"name": "boat_id", "in": "path", "required": true, "schema": {"type": "string"}}],
            "responses": {"200": {"schema": {"$ref": "#/schemas/Boat"}}},
            "schemas": {"Boat": {"type": "object", "properties": {"masts": {"type": "integer"}}}},
            "source": {"origin": "pages", "page": "show.md"},
        }))
        .unwrap()
    }

    /// A file of patches of `ShowBoat`, each given by the lines between `operation` and `reason`.
    fn file(patches: &[&str]) -> PatchFile {
        let entry = |lines: &&str| {
            format!("[[patch]]\noperation = 'ShowBoat'\n{lines}\nreason = 'x'\nevidence = 'show.md'\n")
        };
        PatchFile::parse("boats.toml", &patches.iter().map(entry).collect::<String>()).unwrap()
    }

    fn errors(patches: &[&str]) -> String {
        let mut operation = boat();
        let errors = apply(&file(patches), &mut operation);
        assert_eq!(operation, boat(), "an error changes nothing");
        errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    }

    const MASTS: &str = "select = '/schemas/Boat/properties/masts/type'\nold = 'integer'\nnew = 'string'";

    #[test]
    fn a_patched_operation_says_what_its_page_states() {
        let mut operation = boat();
        assert_eq!(apply(&file(&[MASTS]), &mut operation), []);
        let json = serde_json::to_value(&operation).unwrap();
        assert_eq!(json["schemas"]["Boat"]["properties"]["masts"], json!({"type": "string"}));
        assert_eq!(json["source"]["patches"], json!({"/schemas/Boat/properties/masts/type": "integer"}));
        assert_ne!(operation.contract_hash(), boat().contract_hash());
    }

    #[test]
    fn patches_of_other_operations_change_nothing() {
        let mut operation = Operation { id: "ListBoats".to_owned(), ..boat() };
        assert_eq!(apply(&file(&[MASTS]), &mut operation), []);
        assert!(operation.source.patches.is_empty());
    }

    #[test]
    fn a_placeholder_and_its_parameter_are_renamed_by_two_patches() {
        let path = "select = '/path'\nold = '/v1/{boat_id}'\nnew = '/v1/{id}'";
        let name = "select = '/parameters/path.boat_id/name'\nold = 'boat_id'\nnew = 'id'";
        let mut operation = boat();
        assert_eq!(apply(&file(&[path, name]), &mut operation), []);
        assert_eq!(operation.parameters[0].name, "id");
        let found = errors(&[path]);
        assert!(found.contains("the path has no placeholder `boat_id`"), "{found}");
        assert!(found.contains("no path parameter is called `id`"), "{found}");
    }

    #[test]
    fn added_parameters_are_sorted() {
        let added = "select = '/parameters/header.X-Language'\n\
            new = { name = 'X-Language', in = 'header', schema = { type = 'string' } }";
        let query = "select = '/parameters/query.limit'\n\
            new = { name = 'limit', in = 'query', schema = { type = 'integer' } }";
        let mut operation = boat();
        assert_eq!(apply(&file(&[added, query]), &mut operation), []);
        let names: Vec<_> = operation.parameters.iter().map(|parameter| parameter.name.as_str()).collect();
        assert_eq!(names, ["boat_id", "limit", "X-Language"]);
    }

    #[test]
    fn a_stale_patch_says_what_is_there() {
        let found = errors(&[&MASTS.replace("'integer'", "'number'")]);
        let expected = "boats.toml:1: patch of ShowBoat: `/schemas/Boat/properties/masts/type`: expected \
            \"number\", and there is \"integer\"";
        assert!(found.starts_with(expected), "{found}");
    }

    #[test]
    fn what_the_specification_cannot_hold_is_refused() {
        let cases = [
            (MASTS.replace("'string'", "'text'"), "unknown variant `text`"),
            ("select = '/schemas/Boat/size'\nnew = 1".to_owned(), "unknown field `size`"),
            ("select = '/method'\nold = 'GET'".to_owned(), "missing field `method`"),
            ("select = '/responses/2xx'\nnew = {}".to_owned(), "`2xx` is no status code"),
            ("select = '/schemas/Boat'\nold = { type = 'object', properties = { masts = { type = 'integer' } } }"
                .to_owned(), "refers to the schema `Boat`, which is not there"),
            ("select = '/schemas/a-b'\nnew = {}".to_owned(), "`a-b` is no type name"),
            ("select = '/path'\nold = '/v1/{boat_id}'\nnew = 'v1/{boat_id}'".to_owned(), "does not begin with `/`"),
        ];
        for (patch, expected) in cases {
            let found = errors(&[&patch]);
            assert!(found.contains(expected), "{found}");
        }
    }

    #[test]
    fn an_operation_that_is_nowhere_is_an_error_and_one_that_was_not_read_is_not() {
        let committed = BTreeMap::from([("ShowBoat".to_owned(), boat())]);
        let (pages, none) = (BTreeSet::from(["pages".to_owned()]), BTreeSet::new());
        let missing = |committed, origins| without_operation(&file(&[MASTS]), &none, committed, origins);
        assert_eq!(missing(&committed, &none), []);
        assert!(missing(&committed, &pages)[0].message.contains("`show.md` describes it no more"));
        assert!(missing(&BTreeMap::new(), &none)[0].message.contains("no such operation"));
    }
}
