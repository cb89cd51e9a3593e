//! `src/error_codes.rs` of a service crate: the codes that its failures may carry.

use quote::quote;

use super::{ident, rust_file};
use crate::docs::{Docs, code};
use crate::error::GenerateError;
use crate::file::OutputFile;
use crate::plan::ServicePlan;
use crate::surface::error_constants;

/// Generates the file; `None` if the service documents no codes.
pub(crate) fn file(service: &ServicePlan<'_>) -> Result<Option<OutputFile>, GenerateError> {
    let codes = service.service.all_error_codes();
    if codes.is_empty() {
        return Ok(None);
    }
    let rust = error_constants(codes.keys().map(String::as_str));
    let constants = codes.iter().filter_map(|(documented, statuses)| {
        let name = ident(rust.get(documented)?);
        let statuses: Vec<&str> = statuses.iter().map(String::as_str).collect();
        let status = if statuses.is_empty() {
            String::new()
        } else {
            format!(", with HTTP status {}", statuses.join(" or "))
        };
        let docs = Docs::new().paragraph(format!("{}{status}.", code(documented))).outer();
        Some(quote!(#docs pub const #name: &str = #documented;))
    });
    let docs = Docs::new()
        .paragraph("The error codes that the service documents; a failure has its own in `Error::code`.")
        .inner();
    let tokens = quote! {
        #docs
        #(#constants)*
    };
    let made_from = format!("spec/services/{}", service.name());
    rust_file(service.name(), None, service.path("src/error_codes.rs"), &made_from, tokens).map(Some)
}
