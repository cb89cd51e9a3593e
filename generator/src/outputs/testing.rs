//! `src/testing.rs` of a service crate: operations by name, for data-driven tests.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::{arguments, ident, job, rust_file};
use crate::docs::Docs;
use crate::error::GenerateError;
use crate::file::OutputFile;
use crate::plan::{OperationPlan, ServicePlan};

/// Generates the file.
pub(crate) fn file(service: &ServicePlan<'_>) -> Result<OutputFile, GenerateError> {
    let docs = Docs::new().paragraph("Operations by their ids, for tests that are data.").inner();
    let ids: Vec<&str> = service.operations.iter().map(|plan| plan.operation.id.as_str()).collect();
    let mut functions = BTreeSet::new();
    let operations: Vec<TokenStream> = service
        .operations
        .iter()
        .map(|plan| {
            let (id, blank) = (&plan.operation.id, arguments::blank(plan));
            let function = erase(service, plan);
            functions.insert(function);
            let function = ident(function);
            quote!(#id => #function(#blank),)
        })
        .collect();
    let functions = functions.into_iter().map(ident);
    let allow = service.operations.iter().any(|plan| plan.operation.deprecated);
    let allow = allow.then(|| quote!(#![allow(deprecated)]));
    let tokens = quote! {
        #docs
        #allow
        use huaweicloud_runtime::testing::{AnyOperation #(, #functions)*};

        /// The ids of all operations, sorted.
        pub const OPERATIONS: &[&str] = &[#(#ids),*];

        /// The operation with this id, without arguments. `None` if there is no such operation.
        pub fn operation(id: &str) -> Option<Box<dyn AnyOperation>> {
            let operation = match id {
                #(#operations)*
                _ => return None,
            };
            Some(operation)
        }
    };
    let made_from = format!("spec/services/{}", service.name());
    rust_file(service.name(), None, service.path("src/testing.rs"), &made_from, tokens)
}

/// The runtime's function that does without the operation's type.
fn erase(service: &ServicePlan<'_>, plan: &OperationPlan<'_>) -> &'static str {
    if plan.paging.is_some() {
        "paged"
    } else if job::begins(service, plan) {
        "job"
    } else {
        "plain"
    }
}
