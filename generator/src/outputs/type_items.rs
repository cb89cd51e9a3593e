//! Structs and enums of an operation's module.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use spec::model::ServiceInfo;
use spec::names;

use super::{arguments, ident, provenance, rust_type};
use crate::docs::{Docs, code, quoted};
use crate::facts;
use crate::plan::{Definition, Direction, Field, Kind, OperationPlan, Origin, Others, Type, TypeKey};

/// All types, the body and the answer first.
pub(super) fn all(info: &ServiceInfo, plan: &OperationPlan<'_>) -> TokenStream {
    let mut definitions: Vec<_> = plan.definitions.iter().collect();
    definitions.sort_by_key(|(key, definition)| (definition.origin, key.direction, &key.pointer));
    definitions.into_iter().map(|(key, definition)| item(info, plan, key, definition)).collect()
}

fn item(
    info: &ServiceInfo,
    plan: &OperationPlan<'_>,
    key: &TypeKey,
    definition: &Definition<'_>,
) -> TokenStream {
    let name = ident(plan.type_names.get(key).map_or("", String::as_str));
    let tables = provenance::tables(info, plan.operation, &key.pointer);
    let docs = docs(plan, key, definition).paragraph(tables).outer();
    match &definition.kind {
        Kind::Struct { fields, others } => {
            let attributes = struct_attributes(key.direction);
            let members = members(key.direction, &name, fields, others.as_ref());
            let fields = fields.iter().map(|member| field(plan, member));
            let others = others.as_ref().map(|others| others_field(plan, others));
            quote! {
                #docs
                #attributes
                pub struct #name { #(#fields)* #others }
                #members
            }
        }
        Kind::Wrapper(ty) => {
            let attributes = struct_attributes(Direction::Response);
            let ty = rust_type::written(plan, ty);
            quote! {
                #docs
                #attributes
                pub struct #name(pub #ty);
                runtime::answer!(#name(#ty));
            }
        }
        Kind::Enum(variants) => {
            let variants = variants.iter().map(|(value, rust)| {
                let docs = Docs::new().paragraph(code(value)).outer();
                let rust = ident(rust);
                quote!(#docs #rust = #value)
            });
            quote! {
                runtime::string_enum! {
                    #docs
                    pub enum #name { #(#variants),* }
                }
            }
        }
    }
}

/// What serde's derive and others would do for an answer or a request is done by [`members`] for a part of the
/// compiler's time.
fn struct_attributes(direction: Direction) -> TokenStream {
    let open = (direction == Direction::Response).then(|| quote!(#[non_exhaustive]));
    quote! {
        #[derive(Clone, Default)]
        #open
    }
}

/// What `Debug` does not show.
pub(super) fn hides(secrets: &[&str]) -> Option<TokenStream> {
    (!secrets.is_empty()).then(|| quote!(hides { #(#secrets),* }))
}

/// Which field holds which member.
fn members(
    direction: Direction,
    name: &TokenStream,
    fields: &[Field<'_>],
    others: Option<&Others>,
) -> TokenStream {
    let pair = |field: &Field<'_>| {
        let (rust, documented) = (ident(&field.rust), field.documented);
        quote!(#rust = #documented)
    };
    let others = others.map(|others| {
        let rust = ident(&others.rust);
        quote!(else #rust)
    });
    // Only texts are hidden: an object hides its own members.
    let secret = |field: &&Field<'_>| field.ty == Type::String && names::is_secret(field.documented);
    let secrets = fields.iter().filter(secret).map(|field| field.documented);
    let hides = hides(&secrets.collect::<Vec<_>>());
    let (required, optional): (Vec<_>, Vec<_>) = fields.iter().partition(|field| field.required);
    let pairs = required.into_iter().chain(optional).map(pair);
    let numbers = numbers(fields.len());
    if direction == Direction::Response {
        quote!(runtime::answer!(#name { #(#pairs),* } #numbers #others #hides);)
    } else {
        quote!(runtime::request!(#name { #(#pairs),* } #numbers #others #hides);)
    }
}

/// The numbers of the fields, which a macro cannot make itself.
pub(super) fn numbers(fields: usize) -> TokenStream {
    let numbers = (0..fields).map(Literal::usize_unsuffixed);
    quote!({ #(#numbers)* })
}

fn field(plan: &OperationPlan<'_>, field: &Field<'_>) -> TokenStream {
    let name = ident(&field.rust);
    let ty = rust_type::written(plan, &field.ty);
    let ty = if field.boxed { quote!(Box<#ty>) } else { ty };
    let ty = if field.required { ty } else { quote!(Option<#ty>) };
    let documented = field.documented;
    let renamed = arguments::bare(&field.rust) != documented;
    let on_wire = renamed.then(|| format!("Field {}.", code(documented)));
    let text: Vec<String> = on_wire.into_iter().chain(facts::of(field.schema)).collect();
    let docs = Docs::new().paragraph(text.join(" ")).outer();
    let deprecated = field.schema.deprecated.then(arguments::deprecated);
    quote!(#docs #deprecated pub #name: #ty,)
}

fn others_field(plan: &OperationPlan<'_>, others: &Others) -> TokenStream {
    let name = ident(&others.rust);
    let ty = rust_type::written(plan, &Type::Map(Box::new(others.ty.clone())));
    let docs = Docs::new().paragraph("All other members.").outer();
    quote!(#docs pub #name: #ty,)
}

fn docs(plan: &OperationPlan<'_>, key: &TypeKey, definition: &Definition<'_>) -> Docs {
    let operation = &plan.rust;
    let owner = definition.owner.strip_prefix("parameters.").unwrap_or(&definition.owner);
    let what = match (definition.origin, key.direction, owner) {
        (Origin::Root, Direction::Response, _) => format!("Answer to [`{operation}`]."),
        (Origin::Root, _, _) => format!("Body of [`{operation}`]."),
        (_, Direction::Both, _) => format!("Values of {}.", code(owner)),
        (_, _, "request_body") => format!("Item of the body of [`{operation}`]."),
        (_, _, "responses") => format!("Item of the answer to [`{operation}`]."),
        (_, Direction::Request, _) => format!("{} in the request.", code(owner)),
        (_, Direction::Response, _) => format!("{} in the answer.", code(owner)),
    };
    let title = definition.schema.and_then(|schema| schema.title.as_deref()).map(quoted);
    let how = if key.direction == Direction::Request && has_optional(definition) {
        "Whatever is not needed comes from `..Default::default()`."
    } else {
        ""
    };
    Docs::new().paragraph(what).paragraph(title.unwrap_or_default()).paragraph(how)
}

fn has_optional(definition: &Definition<'_>) -> bool {
    match &definition.kind {
        Kind::Struct { fields, others } => others.is_some() || fields.iter().any(|field| !field.required),
        _ => false,
    }
}
