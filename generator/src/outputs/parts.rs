//! `Operation::parts`: the arguments as parts of a request.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use spec::model::Location;

use super::ident;
use crate::plan::{Argument, Body, Encoding, Field, OperationPlan, Type};

/// The body of the function.
pub(super) fn statements(plan: &OperationPlan<'_>) -> TokenStream {
    if plan.arguments.is_empty() && plan.body.is_none() {
        return quote!(Ok(runtime::RequestParts::new()));
    }
    let arguments = plan.arguments.iter().map(argument);
    let body = plan.body.as_ref().map(|given| body(plan, given));
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

fn body(plan: &OperationPlan<'_>, body: &Body<'_>) -> TokenStream {
    let (given, value) = if body.request.required {
        (None, quote!(&self.body))
    } else {
        (Some(quote!(if let Some(body) = &self.body)), quote!(body))
    };
    let written = match body.encoding {
        Encoding::Json => quote!(parts.body(#value)?;),
        Encoding::File => quote!(parts.file(#value);),
        Encoding::Multipart | Encoding::UrlEncoded => form(plan, body.encoding, &value),
    };
    given.map_or_else(|| written.clone(), |given| quote!(#given { #written }))
}

fn form(plan: &OperationPlan<'_>, encoding: Encoding, body: &TokenStream) -> TokenStream {
    let fields = plan.form().map(|(_, fields)| fields).unwrap_or_default();
    let fields = fields.iter().map(|field| form_field(plan, field));
    let send = if encoding == Encoding::Multipart {
        quote!(parts.multipart(&form);)
    } else {
        quote!(parts.url_encoded(&form)?;)
    };
    quote! {
        let body = #body;
        let mut form = runtime::Form::new();
        #(#fields)*
        #send
    }
}

fn form_field(plan: &OperationPlan<'_>, field: &Field<'_>) -> TokenStream {
    let rust = ident(&field.rust);
    let name = field.documented;
    let item = quote!(value);
    match (&field.ty, field.required) {
        (Type::List(items), true) => {
            let add = form_value(plan, name, items, &item);
            quote!(for value in &body.#rust { #add })
        }
        (Type::List(items), false) => {
            let add = form_value(plan, name, items, &item);
            quote!(for value in body.#rust.iter().flatten() { #add })
        }
        (ty, true) => form_value(plan, name, ty, &quote!(&body.#rust)),
        (ty, false) => {
            let add = form_value(plan, name, ty, &item);
            quote!(if let Some(value) = &body.#rust { #add })
        }
    }
}

/// Objects are sent as their JSON.
fn form_value(plan: &OperationPlan<'_>, name: &str, ty: &Type, value: &TokenStream) -> TokenStream {
    match ty {
        Type::File => quote!(form.file(#name, #value);),
        Type::Any | Type::Content | Type::List(_) | Type::Map(_) => quote!(form.json(#name, #value)?;),
        Type::Named(key) if !plan.is_enum(key) => quote!(form.json(#name, #value)?;),
        Type::Boolean | Type::Integer | Type::Number | Type::String | Type::Named(_) => {
            quote!(form.text(#name, #value);)
        }
    }
}
