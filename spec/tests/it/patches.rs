//! Patches from the proposal under a finding to the operation that no longer has it.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]

use std::collections::BTreeMap;

use crate::common::{codes, fixture, page, read, rendered};
use spec::diagnostics::Code;
use spec::patch::PatchFile;
use spec::pipeline::{PageFile, ServiceReading, read_service};
use spec::resolve::Context;

/// Reads pages with patches.
fn read_patched(files: Vec<PageFile>, patches: &PatchFile) -> ServiceReading {
    let none = BTreeMap::new();
    let context = Context {
        service: "boats",
        origin: "pages",
        locked: &none,
        names: &BTreeMap::new(),
        patches: Some(patches),
    };
    read_service(context, files, &|| ())
}

/// All proposals, as they are pasted.
fn proposals(reading: &ServiceReading) -> String {
    let proposals = reading.resolved.diagnostics.iter().filter_map(|found| found.proposal.as_ref());
    proposals.map(|patch| patch.to_toml().unwrap()).collect()
}

#[test]
fn a_pasted_proposal_settles_its_finding() {
    for code in [Code::UnknownExampleField, Code::ExampleTypeMismatch] {
        let file = fixture(&format!("diagnostics/{}.md", code.name()));
        let before = read("boats", vec![file.clone()]);
        assert!(codes(&before).contains(&code));
        let patches = PatchFile::parse("boats.toml", &proposals(&before)).unwrap();
        assert_eq!(patches.patches.len(), 1, "{}", rendered(&before));
        let after = read_patched(vec![file], &patches);
        assert_eq!(after.resolved.patch_errors, []);
        assert!(!codes(&after).contains(&code), "{}", rendered(&after));
    }
}

/// A page whose example contradicts its table in every way there is.
const CONTRADICTIONS: &str = r#"# Showing a Boat

## URI

GET /v1/boats

## Response

| Parameter | Type | Description |
|---|---|---|
| masts | Integer | How many. |
| sails | [Sail](#sail) object | The sails. |
| ports | Array of strings | Where it was. |
| crew | Array of [Sail](#sail) objects | Who. |

<a name="sail"></a>**Table 2** Sail

| Parameter | Type | Description |
|---|---|---|
| area | Integer | How large. |
| cloth/kind | String | What of. |

## Example Response

```
{
  "masts": "two",
  "sails": [{"area": 1.5, "cloth/kind": "flax"}],
  "ports": "Aden",
  "crew": [{"area": 2, "old": true}, {"area": "x", "old": 3}],
  "flags": [{"colour": null, "size": 2}]
}
```

## Status Codes

| Status Code | Description |
|---|---|
| 200 | Here it is. |
"#;

#[test]
fn all_proposals_of_a_page_apply_together() {
    let file = page("show.md", CONTRADICTIONS);
    let before = read("boats", vec![file.clone()]);
    let toml = proposals(&before);
    insta::assert_snapshot!(toml);
    let after = read_patched(vec![file], &PatchFile::parse("boats.toml", &toml).unwrap());
    assert_eq!(after.resolved.patch_errors, [], "{toml}");
    let operation = after.resolved.operations.values().next().unwrap();
    let selected: Vec<_> = operation.source.patches.keys().collect();
    assert_eq!(selected.len(), toml.matches("[[patch]]").count());
}

#[test]
fn recordings_follow_the_patched_contract() {
    let file = fixture("diagnostics/example-type-mismatch.md");
    let before = read("boats", vec![file.clone()]).resolved;
    let patches = PatchFile::parse("boats.toml", &proposals(&read("boats", vec![file.clone()]))).unwrap();
    let after = read_patched(vec![file], &patches).resolved;
    let (operation, recording) = (&after.operations["ShowBoat"], &after.recordings["ShowBoat"]);
    assert_eq!(recording.contract, operation.contract_hash());
    assert_ne!(recording.contract, before.recordings["ShowBoat"].contract);
}

#[test]
fn a_page_with_a_patched_path_is_still_its_operation() {
    let text = "# Showing a Boat\n\n## URI\n\nGET /v1/baots/{boat_id}\n\n## Status Codes\n\n\
        | Status Code | Description |\n|---|---|\n| 200 | Here it is. |\n";
    let patches = PatchFile::parse(
        "boats.toml",
        "[[patch]]\noperation = 'ShowBaot'\nselect = '/path'\nold = '/v1/baots/{boat_id}'\n\
         new = '/v1/boats/{boat_id}'\nreason = 'a slip'\nevidence = 'show.md'\n",
    )
    .unwrap();
    let file = page("show.md", text);
    let names = BTreeMap::from([("GET /v1/baots/{boat_id}".to_owned(), "ShowBaot".to_owned())]);
    let none = BTreeMap::new();
    let context =
        Context { service: "boats", origin: "pages", locked: &none, names: &names, patches: Some(&patches) };
    let first = read_service(context, vec![file.clone()], &|| ()).resolved;
    assert_eq!(first.operations["ShowBaot"].path, "/v1/boats/{boat_id}");
    let context = Context { locked: &first.operations, names: &BTreeMap::new(), ..context };
    let again = read_service(context, vec![file], &|| ()).resolved;
    assert_eq!(again.operations, first.operations);
}
