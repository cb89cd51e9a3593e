//! Types as they are written, and how arguments become them.

use proc_macro2::TokenStream;
use quote::quote;

use super::ident;
use crate::plan::{OperationPlan, Type};

/// The type as it is written in a field.
pub(super) fn written(plan: &OperationPlan<'_>, ty: &Type) -> TokenStream {
    match ty {
        Type::Boolean => quote!(bool),
        Type::Integer => quote!(i64),
        Type::Number => quote!(f64),
        Type::String => quote!(String),
        Type::Any => quote!(runtime::Value),
        Type::File => quote!(runtime::File),
        Type::Content => quote!(runtime::Content),
        Type::List(items) => {
            let items = written(plan, items);
            quote!(Vec<#items>)
        }
        Type::Map(values) => {
            let values = written(plan, values);
            quote!(std::collections::BTreeMap<String, #values>)
        }
        Type::Named(key) => ident(plan.type_names.get(key).map_or("", String::as_str)),
    }
}

/// The type that a function accepts for a value: whatever converts to it.
pub(super) fn accepted(plan: &OperationPlan<'_>, ty: &Type) -> TokenStream {
    let exact = written(plan, ty);
    match ty {
        _ if converts(plan, ty) => quote!(impl Into<#exact>),
        Type::List(items) => {
            let items = accepted(plan, items);
            quote!(impl IntoIterator<Item = #items>)
        }
        _ => exact,
    }
}

/// The expression that makes the value of what was accepted as `name`.
pub(super) fn converted(plan: &OperationPlan<'_>, ty: &Type, name: &TokenStream) -> TokenStream {
    match ty {
        _ if converts(plan, ty) => quote!(#name.into()),
        Type::List(items) if converts(plan, items) => quote!(#name.into_iter().map(Into::into).collect()),
        Type::List(_) => quote!(#name.into_iter().collect()),
        _ => name.clone(),
    }
}

/// Whether a function accepts whatever converts to the type.
pub(super) fn converts(plan: &OperationPlan<'_>, ty: &Type) -> bool {
    match ty {
        Type::String | Type::Any => true,
        Type::Named(key) => plan.is_enum(key),
        _ => false,
    }
}
