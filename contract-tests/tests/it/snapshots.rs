//! The client's code for the operations of this repository's own pages, without its documentation: whoever
//! changes the generator sees here, and has to accept, what becomes of them.

use std::fs;

use contract_tests::catalog::{Catalog, root};

#[test]
fn the_code_of_the_founding_operations() {
    let entries = Catalog::load().unwrap().entries;
    let own = entries.iter().filter(|entry| entry.operation.source.origin == "pages");
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let mut seen = 0;
    for entry in own {
        let (service, id) = (&entry.operation.service, &entry.operation.id);
        let module = spec::names::module(id);
        let path = root().join(format!("generated/services/{service}/src/{module}.rs"));
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let is_code = |line: &&str| !line.trim_start().starts_with("//") && !line.is_empty();
        let code: Vec<&str> = text.lines().filter(is_code).collect();
        settings.bind(|| insta::assert_snapshot!(format!("{service}_{id}"), code.join("\n")));
        seen += 1;
    }
    assert!(seen > 0, "no operation comes from pages/");
}
