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
    let names = service.operations.iter().map(|plan| ident(&plan.rust));
    let allow = service.operations.iter().any(|plan| plan.operation.deprecated);
    let allow = allow.then(|| quote!(#![allow(deprecated)]));
    let tokens = quote! {
        #docs
        #allow
        use huaweicloud_runtime::Error;
        use huaweicloud_runtime::testing::{ErasedOperation, erase};

        /// The ids of all operations, sorted.
        pub const OPERATIONS: &[&str] = &[#(#ids),*];

        /// The operation with this id and these arguments: one flat object of documented names, and
        /// `body`. `None` if there is no such operation.
        pub fn operation(
            id: &str,
            arguments: serde_json::Value,
        ) -> Option<Result<Box<dyn ErasedOperation>, Error>> {
            let operation = match id {
                #(#ids => erase::<crate::#names>(arguments),)*
                _ => return None,
            };
            Some(operation)
        }
    };
    let made_from = format!("spec/services/{}", service.name());
    rust_file(service.name(), None, service.path("src/testing.rs"), &made_from, tokens)
}
