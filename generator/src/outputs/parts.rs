//! `Operation::parts`: the arguments as parts of a request.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use spec::model::Location;

use super::ident;
use crate::plan::{Argument, Body, OperationPlan, Type};

/// The body of the function.
pub(super) fn statements(plan: &OperationPlan<'_>) -> TokenStream {
    if plan.arguments.is_empty() && plan.body.is_none() {
        return quote!(Ok(runtime::RequestParts::new()));
    }
    let arguments = plan.arguments.iter().map(argument);
    let body = plan.body.as_ref().map(body);
    quote! {
        let mut parts = runtime::RequestParts::new();
        #(#arguments)*
        #body
        Ok(parts)
    }
}

fn argument(argument: &Argument<'_>) -> TokenStream {
    let field = ident(&argument.rust);
    let name = &argument.parameter.name;
    let method = format_ident!("{}", argument.parameter.location.as_str());
    if argument.parameter.location == Location::Path && !argument.required {
        return quote!(parts.path_opt(#name, self.#field.as_deref()););
    }
    match (&argument.ty, argument.required) {
        (Type::List(_), true) => quote!(for value in &self.#field { parts.#method(#name, value); }),
        (Type::List(_), false) => {
            quote!(for value in self.#field.iter().flatten() { parts.#method(#name, value); })
        }
        (_, true) => quote!(parts.#method(#name, &self.#field);),
        (_, false) => quote!(if let Some(value) = &self.#field { parts.#method(#name, value); }),
    }
}

fn body(body: &Body<'_>) -> TokenStream {
    if body.request.required {
        quote!(parts.json(&self.body)?;)
    } else {
        quote!(if let Some(body) = &self.body {
            parts.json(body)?;
        })
    }
}
