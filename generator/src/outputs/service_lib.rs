//! `src/lib.rs` of a service crate: what operations there are.

use proc_macro2::TokenStream;
use quote::quote;

use super::operation::{endpoint, title};
use super::{ident, rust_file};
use crate::docs::{Docs, cell, code, quoted};
use crate::error::GenerateError;
use crate::file::OutputFile;
use crate::plan::{OperationPlan, ServicePlan};

/// Generates the file.
pub(crate) fn file(service: &ServicePlan<'_>) -> Result<OutputFile, GenerateError> {
    let info = &service.service.info;
    let docs = docs(service).inner();
    let allow = allowed(service);
    let (name, endpoint, global) = (&info.name, &info.endpoint, info.global);
    let modules = service.operations.iter().map(|plan| {
        let module = ident(&plan.module);
        quote!(pub mod #module;)
    });
    let operations = service.operations.iter().map(|plan| {
        let (module, name) = (ident(&plan.module), ident(&plan.rust));
        quote!(pub use #module::#name;)
    });
    let error_codes = service.has_error_codes().then(|| {
        quote!(
            pub mod error_codes;
        )
    });
    let tokens = quote! {
        #docs
        #![forbid(unsafe_code)]
        #allow

        #error_codes
        #(#modules)*
        #[cfg(feature = "testing")]
        pub mod testing;

        #(#operations)*

        /// How this service is called, and where it is found.
        pub const SERVICE: huaweicloud_runtime::ServiceMeta =
            huaweicloud_runtime::ServiceMeta { name: #name, endpoint: #endpoint, global: #global };
    };
    let made_from = format!("spec/services/{name}");
    rust_file(name, None, service.path("src/lib.rs"), &made_from, tokens)
}

fn docs(service: &ServicePlan<'_>) -> Docs {
    let info = &service.service.info;
    let head = ["| operation | method and path | title |", "|---|---|---|"].map(str::to_owned);
    let rows = service.operations.iter().map(|plan| {
        let operation = plan.operation;
        let [endpoint, title] = [endpoint(operation), title(operation)].map(|text| cell(&text));
        format!("| [`{}`] | {endpoint} | {title} |", plan.rust)
    });
    Docs::new()
        .paragraph(format!("Client for {} ({}).", quoted(&info.title), code(&info.name)))
        .lines([
            "Each operation is a value: what it requires goes into `new`, the rest into setters, and"
                .to_owned(),
            "`send` sends it. The types of an operation stand in its own module.".to_owned(),
        ])
        .lines(head.into_iter().chain(rows))
}

/// Lints that the names of the documentation would trip.
fn allowed(service: &ServicePlan<'_>) -> TokenStream {
    let operations = &service.operations;
    let deprecated = operations.iter().any(|plan| plan.operation.deprecated);
    let deprecated = deprecated.then(|| quote!(#![allow(deprecated)]));
    let foreign = operations.iter().any(has_foreign_names);
    let foreign =
        foreign.then(|| quote!(#![allow(confusable_idents, mixed_script_confusables, uncommon_codepoints)]));
    quote!(#deprecated #foreign)
}

fn has_foreign_names(plan: &OperationPlan<'_>) -> bool {
    let mut names = plan.rust_names();
    names.any(|name| !name.is_ascii())
}
