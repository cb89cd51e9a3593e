//! `src/<operation>.rs`: one operation with its types.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use spec::model::{Operation, Schema, ServiceInfo};

use super::{arguments, ident, job, paging, parts, provenance, rust_file, rust_type, type_items};
use crate::docs::{Docs, code, quoted};
use crate::error::GenerateError;
use crate::file::OutputFile;
use crate::plan::{Kind, OperationPlan, ServicePlan, Type};

/// Generates the file.
pub(crate) fn file(service: &ServicePlan<'_>, plan: &OperationPlan<'_>) -> Result<OutputFile, GenerateError> {
    let id = &plan.operation.id;
    let module_docs = Docs::new().paragraph(format!("[`{}`] and its types.", plan.rust)).inner();
    let allow = has_deprecated(plan).then(|| quote!(#![allow(deprecated)]));
    let (wait, starts) = job::start(service, plan).unzip();
    let operation = operation_struct(&service.service.info, plan, wait.as_ref());
    let implementation = implementation(&service.service.info, plan);
    let paged = paging::implementation(plan);
    let job_query = job::query(plan);
    let types = type_items::all(&service.service.info, plan);
    let tokens = quote! {
        #module_docs
        #allow
        use huaweicloud_runtime as runtime;
        #operation
        #implementation
        #paged
        #job_query
        #starts
        #types
    };
    let path = service.path(&format!("src/{}.rs", plan.module));
    let made_from = format!("spec/services/{}/{id}.json", service.name());
    rust_file(service.name(), Some(id), path, &made_from, tokens)
}

fn operation_struct(info: &ServiceInfo, plan: &OperationPlan<'_>, wait: Option<&TokenStream>) -> TokenStream {
    let name = ident(&plan.rust);
    let docs = docs(info, plan.operation).outer();
    let deprecated = plan.operation.deprecated.then(arguments::deprecated);
    let fields = arguments::fields(plan);
    let constructor = arguments::constructor(plan);
    let setters = arguments::setters(plan);
    let output = rust_type::written(plan, &Type::Named(plan.output.clone()));
    let default = (!plan.has_required()).then(|| quote!(Default));
    let paging = paging::methods(plan);
    let named = arguments::named(plan);
    quote! {
        #docs
        #[derive(Clone, #default)]
        #[must_use]
        #deprecated
        pub struct #name { #fields }

        #named

        impl #name {
            #constructor
            #setters
            /// Sends the operation.
            ///
            /// # Errors
            /// If the request cannot be built or sent, or the service refuses it.
            pub fn send<'a>(&self, client: &'a runtime::Client) -> runtime::Call<'a, #output> {
                client.send(self)
            }
            #paging
            #wait
        }
    }
}

fn implementation(info: &ServiceInfo, plan: &OperationPlan<'_>) -> TokenStream {
    let name = ident(&plan.rust);
    let output = rust_type::written(plan, &Type::Named(plan.output.clone()));
    let operation = plan.operation;
    let (id, path) = (&operation.id, &operation.path);
    let method = format_ident!("{}", operation.method.as_str());
    let fixed_query = operation.discriminator.query.iter().map(|(name, value)| {
        let value = value.as_ref().map_or_else(|| quote!(None), |value| quote!(Some(#value)));
        quote!((#name, #value))
    });
    let content_type = info.content_type(operation);
    let statements = parts::statements(plan);
    let answers_file = plan.answers_file().then(|| {
        quote!(
            const ANSWERS_FILE: bool = true;
        )
    });
    quote! {
        impl runtime::Operation for #name {
            type Output = #output;
            const META: runtime::OperationMeta = runtime::OperationMeta {
                service: &crate::SERVICE,
                id: #id,
                method: runtime::Method::#method,
                path: #path,
                fixed_query: &[#(#fixed_query),*],
                content_type: #content_type,
            };
            #answers_file
            fn parts(&self) -> Result<runtime::RequestParts, runtime::Error> {
                #statements
            }
        }
    }
}

fn docs(info: &ServiceInfo, operation: &Operation) -> Docs {
    let statuses: Vec<String> = operation.responses.keys().map(|status| code(status)).collect();
    let codes: Vec<String> = operation.error_codes.keys().map(|error| code(error)).collect();
    let headers: Vec<String> = operation
        .responses
        .iter()
        .filter(|(status, _)| status.starts_with('2'))
        .flat_map(|(_, response)| response.headers.keys().map(|name| code(name)))
        .collect();
    let list = |what: &str, items: &[String]| {
        if items.is_empty() { String::new() } else { format!("{what}: {}.", items.join(", ")) }
    };
    let page = provenance::page(info, operation);
    let source = format!("Source: {page}. {}", provenance::tables(info, operation, "parameters"));
    Docs::new()
        .paragraph(title(operation))
        .paragraph(endpoint(operation))
        .paragraph(list("Documented status codes", &statuses))
        .paragraph(list("Documented response headers", &headers))
        .paragraph(list("Documented error codes", &codes))
        .paragraph(source.trim_end().to_owned())
}

/// The page's title, or the id if it has none.
pub(super) fn title(operation: &Operation) -> String {
    quoted(if operation.title.is_empty() { &operation.id } else { &operation.title })
}

/// Method and path.
pub(super) fn endpoint(operation: &Operation) -> String {
    code(&format!("{} {}{}", operation.method, operation.path, fixed_query(operation)))
}

fn fixed_query(operation: &Operation) -> String {
    let pairs = operation.discriminator.query.iter();
    let pairs = pairs.map(|(name, value)| match value {
        Some(value) => format!("{name}={value}"),
        None => name.clone(),
    });
    let query = pairs.collect::<Vec<_>>().join("&");
    if query.is_empty() { query } else { format!("?{query}") }
}

fn has_deprecated(plan: &OperationPlan<'_>) -> bool {
    let deprecated = |schema: &Schema| schema.deprecated;
    plan.operation.deprecated
        || plan.arguments.iter().any(|argument| argument.parameter.deprecated)
        || plan.definitions.values().any(|definition| match &definition.kind {
            Kind::Struct { fields, .. } => fields.iter().any(|field| deprecated(field.schema)),
            _ => false,
        })
}
