//! The five founding operations: from the pages of this repository to their specification.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]

use crate::common::{self, codes, contract, files_in, operation, page, read, root, shared};
use serde_json::json;
use spec::diagnostics::Code;
use spec::model::{Location, Operation, RecordingFile, RecordingSource, Schema, SchemaType, SetBy};
use spec::pipeline::PageFile;

/// Service, page in `pages/<service>`, operation id, and the original where it is at hand.
const FOUNDING: [(&str, &str, &str, &str); 5] = [
    ("dli", "delete-enhanced-connection.md", "DeleteEnhancedConnection", "001_ff7b848dddc33f8c.txt"),
    ("drs", "delete-job.txt", "DeleteJob", "002_858fe05f060c3026.txt"),
    ("dws", "delete-data-source.md", "DeleteDataSource", "000_495d8645c5259c54.txt"),
    ("dws", "update-data-source.md", "UpdateDataSource", "003_ac34510b2d13f151.txt"),
    ("kafka", "delete-sink-task.md", "DeleteSinkTask", "004_ebf53eb8091dbd90.txt"),
];

fn founding_page(id: &str) -> (&'static str, PageFile) {
    let (service, name, ..) = FOUNDING.iter().find(|founding| founding.2 == id).unwrap();
    (service, common::file(&root().join("pages").join(service).join(name)))
}

fn founding(id: &str) -> Operation {
    let (service, page) = founding_page(id);
    operation(service, page)
}

fn recordings(id: &str) -> RecordingFile {
    let (service, page) = founding_page(id);
    read(service, vec![page]).resolved.recordings.remove(id).unwrap()
}

#[test]
fn specifications() {
    for (_, _, id, _) in FOUNDING {
        insta::assert_json_snapshot!(format!("{id}-spec"), founding(id));
    }
}

#[test]
fn recordings_of_examples() {
    for (_, _, id, _) in FOUNDING {
        insta::assert_json_snapshot!(format!("{id}-recordings"), recordings(id));
    }
}

/// The pages of this repository state what the originals state, in other words.
#[test]
fn originals_give_the_same_contract() {
    let Some(seeds) = shared("seeds") else { return };
    for (service, name, id, seed) in FOUNDING {
        let ours = read(service, vec![founding_page(id).1]);
        let theirs = read(service, vec![common::file(&seeds.join(seed))]);
        let (our, their) = (&ours.resolved.operations[id], &theirs.resolved.operations[id]);
        assert_eq!(contract(our), contract(their), "{name}");
        assert_ne!(our.title, their.title, "{name}");
        assert_eq!(codes(&ours), codes(&theirs), "{name}");

        let rows = |reading: &spec::pipeline::ServiceReading| *reading.resolved.rows.values().next().unwrap();
        assert_eq!(rows(&ours), rows(&theirs), "{name}");

        let exchanges = |reading: &spec::pipeline::ServiceReading| {
            let recordings = &reading.resolved.recordings[id].recordings;
            let exchange = |recording: &spec::model::Recording| {
                (recording.request.clone(), recording.status, recording.body.clone())
            };
            recordings.iter().map(exchange).collect::<Vec<_>>()
        };
        assert_eq!(exchanges(&ours), exchanges(&theirs), "{name}");
    }
}

#[test]
fn a_whole_service_is_read_without_losing_a_row() {
    for service in ["dli", "drs", "dws", "kafka"] {
        let reading = read(service, files_in(&root().join("pages").join(service)));
        assert_eq!(reading.pages, reading.resolved.operations.len(), "{service}");
        common::assert_balanced(&reading);
    }
}

#[test]
fn only_the_missing_status_table_of_dli_is_found_wanting() {
    for (service, _, id, _) in FOUNDING {
        let expected = if service == "dli" { vec![Code::AssumedStatus] } else { vec![] };
        assert_eq!(codes(&read(service, vec![founding_page(id).1])), expected, "{id}");
    }
}

#[test]
fn the_nested_object_of_an_update_is_found_by_its_anchor() {
    let update = founding("UpdateDataSource");
    let body = update.request_body.unwrap();
    assert!(body.required);
    assert_eq!(body.schema.properties["reconfigure"], Schema::reference_to("ReConfigure"));
    assert_eq!(body.schema.required, ["reconfigure".to_owned()].into());
    let object = &update.schemas["ReConfigure"];
    assert_eq!(object.properties["reboot"], Schema::of(SchemaType::Boolean));
    assert_eq!(object.properties["agency"], Schema::of(SchemaType::String));
    assert!(object.required.is_empty());
}

/// With another caption, nothing but the anchor leads to the table.
#[test]
fn a_caption_does_not_matter_where_there_is_an_anchor() {
    let (service, file) = founding_page("UpdateDataSource");
    let text = String::from_utf8(file.bytes).unwrap().replace("**表 3**  ReConfigure", "**表 3**  其他");
    let update = operation(service, page(&file.path, text));
    assert_eq!(update.schemas["ReConfigure"].properties.len(), 2);
}

#[test]
fn parameters_without_a_type_column_are_strings() {
    let delete = founding("DeleteEnhancedConnection");
    let parameters: Vec<_> = delete.parameters_in(Location::Path).collect();
    assert_eq!(parameters.len(), 2);
    assert!(parameters.iter().all(|parameter| parameter.required));
    assert!(parameters.iter().all(|parameter| parameter.schema == Schema::of(SchemaType::String)));
}

#[test]
fn a_language_header_is_optional_with_a_default() {
    let delete = founding("DeleteJob");
    let language = delete.parameters_in(Location::Header).find(|header| header.name == "X-Language").unwrap();
    assert!(!language.required);
    assert_eq!(language.set_by, SetBy::Caller);
    assert_eq!(language.schema.default, Some(json!("en-us")));
    // The reader mode of a browser drops the list of values.
    assert!(language.schema.enumeration.is_empty());
}

#[test]
fn headers_of_the_client_are_no_arguments() {
    let delete = founding("DeleteJob");
    let of_client = |name: &str| {
        delete
            .parameters_in(Location::Header)
            .any(|header| header.name == name && header.set_by == SetBy::Client)
    };
    assert!(of_client("Content-Type") && of_client("X-Auth-Token"));
}

#[test]
fn the_project_is_known_to_the_client() {
    for (_, _, id, _) in FOUNDING {
        let operation = founding(id);
        let by_client: Vec<_> = operation
            .parameters_in(Location::Path)
            .filter(|parameter| !parameter.set_by.is_caller())
            .collect();
        assert!(matches!(by_client.as_slice(), [project] if project.name == "project_id"), "{id}");
    }
}

#[test]
fn a_failure_has_its_table_and_a_success_only_its_example() {
    let delete = founding("DeleteJob");
    assert_eq!(delete.responses["200"].schema, Some(Schema::of(SchemaType::Object)));
    let failure = delete.responses["400"].schema.as_ref().unwrap();
    let lengths = |name: &str| (failure.properties[name].min_length, failure.properties[name].max_length);
    assert_eq!(lengths("error_code"), (Some(12), Some(12)));
    assert_eq!(lengths("error_msg"), (Some(1), Some(512)));
}

#[test]
fn no_content_has_no_body() {
    let delete = founding("DeleteSinkTask");
    assert_eq!(delete.responses.keys().collect::<Vec<_>>(), ["204"]);
    assert_eq!(delete.responses["204"].schema, None);
    let [recording] = recordings("DeleteSinkTask").recordings.try_into().unwrap();
    assert_eq!((recording.status, recording.body), (204, None));
    assert!(matches!(recording.source, RecordingSource::Status { .. }));
}

#[test]
fn a_status_table_without_a_head_is_read() {
    let delete = founding("DeleteDataSource");
    assert_eq!(
        delete.responses.keys().collect::<Vec<_>>(),
        ["200", "400", "401", "403", "404", "500", "503"]
    );
    assert!(!delete.responses["200"].assumed);
}

#[test]
fn a_wrapped_example_address_and_one_with_a_space_give_their_arguments() {
    for id in ["DeleteDataSource", "UpdateDataSource"] {
        let path = &recordings(id).recordings[0].request.path;
        assert_eq!(path["cluster_id"], "4ca46bf1-5c61-48ff-b4f3-0ad4e5e3ba90", "{id}");
        assert_eq!(path["ext_data_source_id"], "d303f19c-fbd1-4716-ae04-07d1ff358f22", "{id}");
    }
}
