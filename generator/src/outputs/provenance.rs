//! Links from generated items to the pages that they come from.
//!
//! They name anchors and no lines, and no revision: a page whose prose changed gives the same code.

use spec::model::{Operation, ServiceInfo, TablePlace};

use crate::docs::{code, link};

/// What the specification calls the pages of this repository.
const OWN: &str = "pages";

/// The operation's page: a link if it is known where the service's pages stand.
pub(super) fn page(info: &ServiceInfo, operation: &Operation) -> String {
    let source = &operation.source;
    let label = code(&source.page);
    let address = address(info, operation, None, source.anchor.as_deref());
    address.map_or_else(|| label.clone(), |address| link(&label, &address))
}

/// The tables that became what the generator plans under a pointer, as a sentence; empty if there are none.
pub(super) fn tables(info: &ServiceInfo, operation: &Operation, pointer: &str) -> String {
    let became = |table: &&TablePlace| planned(&table.placed) == pointer;
    let tables: Vec<&TablePlace> = operation.source.tables.iter().filter(became).collect();
    let named = |(number, table): (usize, &&TablePlace)| {
        let anchor = table.anchor.as_deref()?;
        let label = if tables.len() == 1 { "Table".to_owned() } else { format!("Table {}", number + 1) };
        Some(match address(info, operation, table.page.as_deref(), Some(anchor)) {
            Some(address) => link(&label, &address),
            None => format!("{label} {}", code(anchor)),
        })
    };
    let links: Vec<String> = tables.iter().enumerate().filter_map(named).collect();
    if links.is_empty() { String::new() } else { format!("{}.", links.join(", ")) }
}

/// The generator plans one body of a request, and one of the answers whatever their status.
fn planned(placed: &str) -> &str {
    let placed = placed.trim_start_matches('/');
    match placed.split('/').collect::<Vec<_>>().as_slice() {
        ["request_body", "schema"] => "request_body",
        ["responses", _, "schema"] => "responses",
        _ => placed,
    }
}

/// Where a place of the operation's page, or of another page of its source, can be looked at.
fn address(
    info: &ServiceInfo,
    operation: &Operation,
    page: Option<&str>,
    anchor: Option<&str>,
) -> Option<String> {
    let base = info.documentation.as_ref().filter(|_| operation.source.origin != OWN)?;
    let page = page.unwrap_or(&operation.source.page);
    let anchor = anchor.map(|anchor| format!("#{}", encoded(anchor))).unwrap_or_default();
    Some(format!("{}/{}{anchor}", base.trim_end_matches('/'), encoded(page)))
}

/// What would mean something else in the address of a page.
fn encoded(name: &str) -> String {
    name.replace('%', "%25").replace('?', "%3F").replace('#', "%23")
}
