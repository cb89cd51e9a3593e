//! `README.md` of a service crate.

use crate::docs::{Docs, code, quoted};
use crate::file::{GENERATED, OutputFile};
use crate::plan::ServicePlan;

/// Generates the file.
pub(crate) fn file(service: &ServicePlan<'_>) -> OutputFile {
    let info = &service.service.info;
    let name = service.name();
    let docs = Docs::new()
        .paragraph(format!("<!-- {GENERATED} spec/services.toml; do not edit. -->"))
        .paragraph(format!("# huaweicloud-{name}"))
        .paragraph(format!(
            "{}: {} operations as Rust values. Most programs use it through the crate `huaweicloud`, \
             feature {}.",
            quoted(&info.title),
            service.operations.len(),
            code(name),
        ))
        .paragraph("The crate documentation lists all operations with method, path and source page.");
    OutputFile { path: service.path("README.md"), contents: docs.markdown() }
}
