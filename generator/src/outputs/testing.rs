//! `src/testing.rs` of a service crate: operations by name, for data-driven tests.

use quote::quote;

use super::{ident, rust_file};
use crate::docs::Docs;
use crate::error::GenerateError;
use crate::file::OutputFile;
use crate::plan::ServicePlan;

/// Generates the file.
pub(crate) fn file(service: &ServicePlan<'_>) -> Result<OutputFile, GenerateError> {
    let docs = Docs::new().paragraph("Operations by their ids, for tests that are data.").inner();
    let ids: Vec<&str> = service.operations.iter().map(|plan| plan.operation.id.as_str()).collect();
    let operations = service.operations.iter().map(|plan| {
        let (id, name) = (&plan.operation.id, ident(&plan.rust));
        let erase = if plan.paging.is_some() { quote!(erase_paged) } else { quote!(erase) };
        quote!(#id => #erase::<crate::#name>(arguments),)
    });
    let paged = service.operations.iter().any(|plan| plan.paging.is_some()).then(|| quote!(, erase_paged));
    let plain = service.operations.iter().any(|plan| plan.paging.is_none()).then(|| quote!(, erase));
    let allow = service.operations.iter().any(|plan| plan.operation.deprecated);
    let allow = allow.then(|| quote!(#![allow(deprecated)]));
    let tokens = quote! {
        #docs
        #allow
        use huaweicloud_runtime::Error;
        use huaweicloud_runtime::testing::{ErasedOperation #plain #paged};

        /// The ids of all operations, sorted.
        pub const OPERATIONS: &[&str] = &[#(#ids),*];

        /// The operation with this id and these arguments: one flat object of documented names, and
        /// `body`. `None` if there is no such operation.
        pub fn operation(
            id: &str,
            arguments: serde_json::Value,
        ) -> Option<Result<Box<dyn ErasedOperation>, Error>> {
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
