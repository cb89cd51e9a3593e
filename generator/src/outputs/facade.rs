//! The crate `huaweicloud`: all services behind one feature each.

use quote::quote;
use spec::names;

use super::package::{DOCS_RS, NO_TESTS, VERSION, head};
use super::{ident, rust_file};
use crate::Listed;
use crate::docs::{Docs, cell, code, quoted};
use crate::error::GenerateError;
use crate::file::{GENERATED, OutputFile};

const MADE_FROM: &str = "spec/services.toml";

/// Generates the crate's files. The services are sorted by name.
pub(crate) fn files(services: &[Listed<'_>]) -> Result<Vec<OutputFile>, GenerateError> {
    Ok(vec![manifest(services), readme(services), library(services)?, rustfmt()])
}

fn manifest(services: &[Listed<'_>]) -> OutputFile {
    let each = |line: fn(&str) -> String| -> Vec<String> {
        services.iter().map(|service| line(&service.info.name)).collect()
    };
    let full = each(|name| format!("\"{name}\"")).join(", ");
    let testing = each(|name| format!(", \"huaweicloud-{name}?/testing\"")).concat();
    let features = each(|name| format!("{name} = [\"dep:huaweicloud-{name}\"]\n")).concat();
    let dependencies = each(|name| {
        format!("huaweicloud-{name} = {{ version = \"{VERSION}\", path = \"services/{name}\", default-features = false, optional = true }}\n")
    })
    .concat();
    let head = head("huaweicloud", "Huawei Cloud client with one feature per service", MADE_FROM);
    let contents = format!(
        r#"{head}{NO_TESTS}
[features]
default = ["rustls"]
# TLS in Rust, with the certificates that the system trusts
rustls = ["huaweicloud-runtime/rustls"]
# TLS of the system; used if `rustls` is off
native-tls = ["huaweicloud-runtime/native-tls"]
# a client for programs without async
blocking = ["huaweicloud-runtime/blocking"]
full = [{full}]
testing = ["huaweicloud-runtime/testing"{testing}]
{features}
[dependencies]
huaweicloud-runtime = {{ version = "{VERSION}", path = "../runtime", default-features = false }}
{dependencies}{DOCS_RS}"#
    );
    OutputFile { path: "generated/Cargo.toml".to_owned(), contents }
}

fn readme(services: &[Listed<'_>]) -> OutputFile {
    let docs = Docs::new()
        .paragraph(format!("<!-- {GENERATED} {MADE_FROM}; do not edit. -->"))
        .paragraph("# huaweicloud")
        .paragraph("A client for Huawei Cloud, generated from its documentation. Each service is a feature:")
        .lines(table(services));
    OutputFile { path: "generated/README.md".to_owned(), contents: docs.markdown() }
}

fn table(services: &[Listed<'_>]) -> Vec<String> {
    let head = ["| feature | service | endpoint | operations |", "|---|---|---|---|"].map(str::to_owned);
    let rows = services.iter().map(|service| {
        let info = service.info;
        let title = cell(&quoted(&info.title));
        let operations = service.operations;
        format!("| `{}` | {title} | {} | {operations} |", info.name, cell(&code(&info.endpoint)))
    });
    head.into_iter().chain(rows).collect()
}

fn library(services: &[Listed<'_>]) -> Result<OutputFile, GenerateError> {
    let docs = Docs::new()
        .paragraph("A client for Huawei Cloud, generated from its documentation.")
        .lines([
            "Each service is a feature of this crate and off by default; `full` is all of them. An"
                .to_owned(),
            "operation is a value that a [`Client`] sends.".to_owned(),
        ])
        .lines(table(services))
        .inner();
    let reexports = services.iter().map(|service| {
        let name = &service.info.name;
        let module = ident(&names::module(name));
        let crate_name = ident(&format!("huaweicloud_{}", name.replace('-', "_")));
        quote! {
            #[cfg(feature = #name)]
            pub use #crate_name as #module;
        }
    });
    let tokens = quote! {
        #docs
        #![forbid(unsafe_code)]

        pub use huaweicloud_runtime::{
            Client, ClientBuilder, Credentials, Error, Items, Job, Paged, Pages, Response, Retry, Wait,
        };
        #[cfg(feature = "blocking")]
        pub use huaweicloud_runtime::blocking;
        #(#reexports)*

        #[cfg(feature = "testing")]
        pub mod testing;
    };
    rust_file("huaweicloud", None, "generated/src/lib.rs".to_owned(), MADE_FROM, tokens)
}

/// The generator formats what it writes; another formatter would undo it.
fn rustfmt() -> OutputFile {
    let contents = format!("# {GENERATED} {MADE_FROM}; do not edit.\n\ndisable_all_formatting = true\n");
    OutputFile { path: "generated/rustfmt.toml".to_owned(), contents }
}
