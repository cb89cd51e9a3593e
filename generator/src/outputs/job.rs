//! `JobQuery` and `StartsJob`, for operations that tell of jobs and that begin them.

use proc_macro2::TokenStream;
use quote::quote;

use super::paging::member;
use super::{ident, rust_type};
use crate::docs::{Docs, link};
use crate::plan::{Argument, OperationPlan, ServicePlan, TextField, Type};

/// The implementation of `JobQuery`.
pub(super) fn query(plan: &OperationPlan<'_>) -> Option<TokenStream> {
    let job = plan.job_query.as_ref()?;
    let name = ident(&plan.rust);
    let answer = rust_type::written(plan, &Type::Named(plan.output.clone()));
    let (success, failure) = (&job.query.success, &job.query.failure);
    let (success, failure) = (success.iter(), failure.iter());
    let id = ident(&job.id);
    let is_required = plan.arguments.iter().any(|argument| argument.rust == job.id && argument.required);
    let id =
        if is_required { quote!(self.#id.clone()) } else { quote!(self.#id.clone().unwrap_or_default()) };
    let function = |name: TokenStream, field: &TextField| {
        let value = text(field);
        quote! {
            fn #name(answer: &#answer) -> Option<String> {
                #value
            }
        }
    };
    let state = function(quote!(state_of), &job.state);
    let code = job.code.as_ref().map(|field| function(quote!(code_of), field));
    let reason = job.reason.as_ref().map(|field| function(quote!(reason_of), field));
    Some(quote! {
        impl runtime::JobQuery for #name {
            const SUCCESS: &'static [&'static str] = &[#(#success),*];
            const FAILURE: &'static [&'static str] = &[#(#failure),*];

            fn job_id(&self) -> String {
                #id
            }
            #state
            #code
            #reason
        }
    })
}

/// Whether [`start`] writes anything.
pub(crate) fn waits(plan: &OperationPlan<'_>, query: &OperationPlan<'_>) -> bool {
    plan.waiter().is_some() && made(plan, query).is_some()
}

/// Whether [`start`] writes anything of this operation of the service.
pub(super) fn begins(service: &ServicePlan<'_>, plan: &OperationPlan<'_>) -> bool {
    query_of(service, plan).is_some_and(|query| waits(plan, query))
}

/// The operation that is asked about the job.
fn query_of<'p, 's>(service: &'p ServicePlan<'s>, plan: &OperationPlan<'_>) -> Option<&'p OperationPlan<'s>> {
    let (_, id) = plan.waiter()?;
    service.operations.iter().find(|other| other.operation.id == id)
}

/// The method `send_and_wait`, and the implementation of `StartsJob`; none if the operation lacks what the
/// query takes.
pub(super) fn start(
    service: &ServicePlan<'_>,
    plan: &OperationPlan<'_>,
) -> Option<(TokenStream, TokenStream)> {
    let (job, id) = plan.waiter()?;
    let query = query_of(service, plan)?;
    let made = made(plan, query)?;
    let (name, query) = (ident(&plan.rust), ident(&query.rust));
    let answer = rust_type::written(plan, &Type::Named(plan.output.clone()));
    let job = text(job);
    let docs = Docs::new()
        .paragraph("Sends the operation, and waits for the end of the job that it begins when awaited.")
        .paragraph(format!(
            "Gives the last answer of {}.",
            link(&format!("`{id}`"), &format!("crate::{query}"))
        ))
        .outer();
    let method = quote! {
        #docs
        pub fn send_and_wait(&self, client: &runtime::Client) -> runtime::Wait<crate::#query> {
            client.send_and_wait(self.clone())
        }
    };
    let implementation = quote! {
        impl runtime::StartsJob for #name {
            type Query = crate::#query;

            fn query(&self, answer: &#answer) -> Option<crate::#query> {
                let job: Option<String> = #job;
                let job = job.filter(|job| !job.is_empty())?;
                #made
            }
        }
    };
    Some((method, implementation))
}

/// The query with the arguments that it shares with the operation. `None` if one is missing.
fn made(plan: &OperationPlan<'_>, query: &OperationPlan<'_>) -> Option<TokenStream> {
    let id = &query.job_query.as_ref()?.id;
    if query.body.as_ref().is_some_and(|body| body.request.required) {
        return None;
    }
    let same = |needed: &Argument<'_>, required| {
        let mut arguments = plan.arguments.iter();
        let known = arguments
            .find(|known| known.required == required && known.parameter.name == needed.parameter.name)?;
        let value = ident(&known.rust);
        let are_texts = plan.is_text(&known.ty) && query.is_text(&needed.ty);
        let are_copied = matches!(known.ty, Type::Boolean | Type::Integer | Type::Number);
        if are_texts {
            Some((value, quote!(.as_str())))
        } else {
            (are_copied && known.ty == needed.ty).then(|| (value, quote!()))
        }
    };
    let mut given = Vec::new();
    let mut set = Vec::new();
    for needed in &query.arguments {
        let setter = ident(&needed.rust);
        if needed.rust == *id {
            if needed.required {
                given.push(quote!(job));
            } else {
                set.push(quote!(query = query.#setter(job);));
            }
        } else if needed.required {
            let (known, by) = same(needed, true)?;
            given.push(quote!(self.#known #by));
        } else if needed.parameter.set_by == spec::model::SetBy::Client
            && let Some((known, by)) = same(needed, false)
        {
            // The client's, unless set for this call.
            let value = if by.is_empty() { quote!(*value) } else { quote!(value #by) };
            set.push(quote! {
                if let Some(value) = &self.#known {
                    query = query.#setter(#value);
                }
            });
        }
    }
    let name = ident(&query.rust);
    if set.is_empty() {
        return Some(quote!(Some(crate::#name::new(#(#given),*))));
    }
    Some(quote! {
        let mut query = crate::#name::new(#(#given),*);
        #(#set)*
        Some(query)
    })
}

fn text(field: &TextField) -> TokenStream {
    let value = member(&field.fields, &quote!(as_ref));
    if field.is_enum {
        quote!(#value.map(|value| value.as_str().to_owned()))
    } else {
        quote!(#value.cloned())
    }
}
