//! `Paged` and what uses it, for operations whose answer goes on page by page.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use spec::model::PaginationKind;

use super::{ident, rust_type};
use crate::docs::{Docs, code};
use crate::plan::{ArgumentField, NextField, OperationPlan, PagingPlan, Type};

/// The methods `items` and `pages`.
pub(super) fn methods(plan: &OperationPlan<'_>) -> Option<TokenStream> {
    let paging = plan.paging.as_ref()?;
    let pagination = paging.pagination;
    let (position, size) = (code(&pagination.position.name), code(&pagination.size.name));
    let number = pagination.page_size;
    let items = Docs::new()
        .paragraph("The items of all pages, one after the other.")
        .paragraph(format!(
            "It begins where {position} says, and asks for {number} items each time unless {size} says otherwise. \
             [`Error::is_paging`](runtime::Error::is_paging) tells when the list does not come to an end."
        ))
        .outer();
    let pages = Docs::new().paragraph("All pages, one answer after the other.").outer();
    Some(quote! {
        #items
        pub fn items(&self, client: &runtime::Client) -> runtime::Items<Self> {
            client.items(self.clone())
        }

        #pages
        pub fn pages(&self, client: &runtime::Client) -> runtime::Pages<Self> {
            client.pages(self.clone())
        }
    })
}

/// The implementation of `Paged`.
pub(super) fn implementation(plan: &OperationPlan<'_>) -> Option<TokenStream> {
    let paging = plan.paging.as_ref()?;
    let name = ident(&plan.rust);
    let answer = rust_type::written(plan, &Type::Named(plan.output.clone()));
    let item = rust_type::written(plan, &paging.item);
    let by = format_ident!("{}", by(paging));
    let (first, size) = (paging.pagination.first, paging.pagination.page_size);
    let (first, size) =
        (proc_macro2::Literal::u64_unsuffixed(first), proc_macro2::Literal::u64_unsuffixed(size));
    let (position, page_size) = (argument(&paging.position), argument(&paging.page_size));
    let items = match paging.items.as_slice() {
        [] => quote!(Some(&mut answer.0)),
        fields => member(fields, &quote!(as_mut)),
    };
    let total = paging.total.as_ref().map(|fields| {
        let value = member(fields, &quote!(as_ref));
        quote! {
            fn total_of(answer: &#answer) -> Option<String> {
                runtime::paging::text(#value)
            }
        }
    });
    let more = paging.more.as_ref().map(|fields| {
        let value = member(fields, &quote!(as_ref));
        quote! {
            fn more_of(answer: &#answer) -> Option<bool> {
                #value.copied()
            }
        }
    });
    let next = paging.next.as_ref().map(|field| {
        let value = next(paging, field);
        quote! {
            fn next_of(answer: &#answer) -> Option<String> {
                #value
            }
        }
    });
    Some(quote! {
        impl runtime::Paged for #name {
            type Item = #item;
            const PAGING: runtime::paging::Paging = runtime::paging::Paging {
                by: runtime::paging::PageBy::#by,
                first: #first,
                size: #size,
            };

            fn position(&mut self) -> &mut dyn runtime::paging::PagingArgument {
                #position
            }

            fn page_size(&mut self) -> &mut dyn runtime::paging::PagingArgument {
                #page_size
            }

            fn items_of(answer: &mut #answer) -> Option<&mut Vec<#item>> {
                #items
            }
            #total
            #more
            #next
        }
    })
}

fn by(paging: &PagingPlan<'_>) -> &'static str {
    match (paging.pagination.kind, &paging.next) {
        (PaginationKind::Offset, _) => "Offset",
        (PaginationKind::Page, _) => "Number",
        (PaginationKind::Marker, Some(NextField::LastItem(_))) => "LastItem",
        (PaginationKind::Marker, _) => "Marker",
    }
}

fn argument(argument: &ArgumentField) -> TokenStream {
    let field = ident(&argument.rust);
    if argument.in_body { quote!(&mut self.body.#field) } else { quote!(&mut self.#field) }
}

fn next(paging: &PagingPlan<'_>, field: &NextField) -> TokenStream {
    match field {
        NextField::Answer(fields) => {
            let value = member(fields, &quote!(as_ref));
            quote!(runtime::paging::text(#value))
        }
        NextField::Link(fields) => {
            let (value, name) = (member(fields, &quote!(as_ref)), &paging.pagination.position.name);
            quote!(runtime::paging::marker_of_link(#value, #name))
        }
        NextField::LastItem(rust) => {
            let rust = ident(rust);
            let items = match paging.items.as_slice() {
                [] => quote!(answer.0),
                fields => {
                    let items = member(fields, &quote!(as_ref));
                    quote!(#items?)
                }
            };
            quote!(runtime::paging::text(#items.last()?.#rust.as_ref()))
        }
    }
}

/// A member of the answer, through objects that may be absent.
pub(super) fn member(fields: &[String], by: &TokenStream) -> TokenStream {
    let mut path = quote!(answer);
    for (field, index) in fields.iter().zip(0..) {
        let field = ident(field);
        path = if index == 0 { quote!(#path.#field.#by()) } else { quote!(#path?.#field.#by()) };
    }
    path
}
