//! `Debug` for what holds secrets: a macro of the runtime prints `[secret]` in their place.

use proc_macro2::TokenStream;
use quote::quote;

use super::ident;

/// A field by its Rust name, and whether it is a secret.
pub(super) type Printed<'a> = (&'a str, bool);

/// `Debug,` for a list of derives, if nothing has to be hidden.
pub(super) fn derived(fields: &[Printed<'_>]) -> Option<TokenStream> {
    fields.iter().all(|(_, secret)| !secret).then(|| quote!(Debug,))
}

/// The implementation, if something has to be hidden.
pub(super) fn implemented(name: &TokenStream, fields: &[Printed<'_>]) -> Option<TokenStream> {
    let named = |hidden: bool| {
        let fields = fields.iter().filter(move |(_, secret)| *secret == hidden);
        fields.map(|(field, _)| ident(field)).collect::<Vec<_>>()
    };
    let (plain, hidden) = (named(false), named(true));
    (!hidden.is_empty()).then(|| quote!(runtime::redacted!(#name { #(#plain),* } { #(#hidden),* });))
}
