//! `src/testing.rs` of the façade: operations by service and id, for data-driven tests.

use quote::quote;
use spec::names;

use super::{ident, rust_file};
use crate::Listed;
use crate::docs::Docs;
use crate::error::GenerateError;
use crate::file::OutputFile;

/// Generates the file. The services are sorted by name.
pub(crate) fn file(services: &[Listed<'_>]) -> Result<OutputFile, GenerateError> {
    let docs = Docs::new().paragraph("Operations by service and id, for tests that are data.").inner();
    let service_names: Vec<&str> = services.iter().map(|service| service.info.name.as_str()).collect();
    let modules: Vec<_> = service_names.iter().map(|name| ident(&names::module(name))).collect();
    let tokens = quote! {
        #docs
        #![allow(unused_variables, reason = "without any service there is nothing to look up")]

        pub use huaweicloud_runtime::testing::ErasedOperation;
        use huaweicloud_runtime::{Error, Value};

        /// The services that are compiled in, by name, with the ids of their operations; both sorted.
        pub const SERVICES: &[(&str, &[&str])] = &[
            #(#[cfg(feature = #service_names)] (#service_names, crate::#modules::testing::OPERATIONS),)*
        ];

        /// The operation of this service with this id and these arguments: one flat object of
        /// documented names, and `body`. `None` if there is no such operation.
        pub fn operation(
            service: &str,
            id: &str,
            arguments: &Value,
        ) -> Option<Result<ErasedOperation, Error>> {
            let operation = match service {
                #(#[cfg(feature = #service_names)]
                #service_names => crate::#modules::testing::operation(id),)*
                _ => None,
            };
            operation.map(|operation| ErasedOperation::new(operation, arguments))
        }
    };
    rust_file("huaweicloud", None, "generated/src/testing.rs".to_owned(), "spec/services.toml", tokens)
}
