//! The operation's struct: fields, `new`, setters.

use proc_macro2::TokenStream;
use quote::quote;
use spec::model::SetBy;
use spec::names;

use super::type_items::{hides, numbers};
use super::{ident, rust_type};
use crate::docs::{Docs, code};
use crate::facts;
use crate::plan::{Argument, OperationPlan, Type};

/// Clippy's limit on arguments.
const MANY: usize = 7;

/// The fields, without their struct.
pub(super) fn fields(plan: &OperationPlan<'_>) -> TokenStream {
    let arguments = plan.arguments.iter().map(|argument| {
        let name = ident(&argument.rust);
        let ty = rust_type::written(plan, &argument.ty);
        let ty = if argument.required { ty } else { quote!(Option<#ty>) };
        quote!(#name: #ty,)
    });
    let body = plan.body.as_ref().map(|body| {
        let ty = rust_type::written(plan, &body.ty);
        let ty = if body.request.required { ty } else { quote!(Option<#ty>) };
        quote!(body: #ty,)
    });
    quote!(#(#arguments)* #body)
}

/// Which field is which argument.
pub(super) fn named(plan: &OperationPlan<'_>) -> TokenStream {
    let operation = ident(&plan.rust);
    let arguments = plan.arguments.iter().map(|argument| {
        let (rust, key) = (ident(&argument.rust), &argument.key);
        quote!(#rust = #key)
    });
    let body = plan.body.iter().map(|_| quote!(body = "body"));
    let pairs = arguments.chain(body);
    let secret =
        |argument: &&Argument<'_>| argument.ty == Type::String && names::is_secret(&argument.parameter.name);
    let secrets = plan.arguments.iter().filter(secret).map(|argument| argument.key.as_str());
    let hides = hides(&secrets.collect::<Vec<_>>());
    let numbers = numbers(plan.arguments.len() + plan.body.iter().count());
    quote!(runtime::arguments!(#operation { #(#pairs),* } #numbers #hides);)
}

/// `new`, with what is required.
pub(super) fn constructor(plan: &OperationPlan<'_>) -> TokenStream {
    let required = || plan.arguments.iter().filter(|argument| argument.required);
    let body = plan.body.as_ref().filter(|body| body.request.required);
    let docs = Docs::new()
        .paragraph("The operation with its required arguments.")
        .lines(required().map(|argument| format!("- `{}`: {}", bare(&argument.rust), described(argument))));
    let docs = docs.outer();
    let parameters = required().map(|argument| {
        let name = ident(&argument.rust);
        let ty = rust_type::accepted(plan, &argument.ty);
        quote!(#name: #ty)
    });
    let body_parameter = body.map(|body| {
        let ty = rust_type::accepted(plan, &body.ty);
        quote!(body: #ty)
    });
    let parameters: Vec<TokenStream> = parameters.chain(body_parameter).collect();
    let values = plan.arguments.iter().map(|argument| {
        let name = ident(&argument.rust);
        value(plan, &name, &argument.ty, argument.required)
    });
    let body_value =
        plan.body.as_ref().map(|body| value(plan, &quote!(body), &body.ty, body.request.required));
    let values = values.chain(body_value);
    let allow = (parameters.len() > MANY).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    quote! {
        #docs
        #allow
        pub fn new(#(#parameters),*) -> Self {
            Self { #(#values),* }
        }
    }
}

/// The operation as it is before it is given anything, for tests that are data.
pub(super) fn blank(plan: &OperationPlan<'_>) -> TokenStream {
    let operation = ident(&plan.rust);
    let arguments = plan.arguments.iter().filter(|argument| argument.required).map(|argument| &argument.ty);
    let body = plan.body.iter().filter(|body| body.request.required).map(|body| &body.ty);
    let blanks = arguments.chain(body).map(|ty| match ty {
        Type::String => quote!(""),
        Type::List(items) if rust_type::converts(plan, items) => quote!([""; 0]),
        Type::List(_) => quote!(Vec::new()),
        _ if rust_type::converts(plan, ty) => quote!(""),
        _ => quote!(Default::default()),
    });
    quote!(crate::#operation::new(#(#blanks),*))
}

fn value(plan: &OperationPlan<'_>, name: &TokenStream, ty: &Type, required: bool) -> TokenStream {
    if !required {
        return quote!(#name: None);
    }
    let value = rust_type::converted(plan, ty, name);
    if value.to_string() == name.to_string() { quote!(#name) } else { quote!(#name: #value) }
}

/// A setter for each argument that is not required.
pub(super) fn setters(plan: &OperationPlan<'_>) -> TokenStream {
    let arguments = plan.arguments.iter().filter(|argument| !argument.required).map(|argument| {
        let docs = Docs::new().paragraph(format!("Sets the {}", described(argument)));
        let deprecated = argument.parameter.deprecated.then(deprecated);
        setter(plan, &argument.rust, &argument.ty, &docs, deprecated.as_ref())
    });
    let body = plan.body.as_ref().filter(|body| !body.request.required).map(|body| {
        let docs = Docs::new().paragraph("Sets the body.");
        setter(plan, "body", &body.ty, &docs, None)
    });
    quote!(#(#arguments)* #body)
}

fn setter(
    plan: &OperationPlan<'_>,
    name: &str,
    ty: &Type,
    docs: &Docs,
    deprecated: Option<&TokenStream>,
) -> TokenStream {
    let name = ident(name);
    let accepted = rust_type::accepted(plan, ty);
    let converted = rust_type::converted(plan, ty, &name);
    let docs = docs.outer();
    quote! {
        #docs
        #deprecated
        pub fn #name(mut self, #name: #accepted) -> Self {
            self.#name = Some(#converted);
            self
        }
    }
}

/// The mark of what the documentation calls obsolete.
pub(super) fn deprecated() -> TokenStream {
    quote!(#[deprecated = "obsolete according to the documentation"])
}

fn described(argument: &Argument<'_>) -> String {
    let parameter = argument.parameter;
    let mut text = format!("{} parameter {}.", parameter.location.as_str(), code(&parameter.name));
    if parameter.set_by == SetBy::Client {
        text.push_str(" Unless set, it is the client's.");
    }
    if argument.required && parameter.deprecated {
        text.push_str(" Deprecated.");
    }
    for fact in facts::of(&parameter.schema) {
        text.push(' ');
        text.push_str(&fact);
    }
    text
}

/// A name without the mark of a raw identifier.
pub(super) fn bare(name: &str) -> &str {
    name.strip_prefix("r#").unwrap_or(name)
}
