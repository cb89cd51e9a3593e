//! One operation's module.

use std::collections::BTreeMap;

use spec::model::{Operation, RequestBody, Schema};

use super::arguments::{self, Argument};
use super::definition::{Definition, Direction, Field, Kind, Type, TypeKey};
use super::job::{self, JobQueryPlan, TextField};
use super::paging::{PagingPlan, Parts};
use super::shape::{self, Shape};
use super::types::{Place, Types};
use super::{boxes, naming};
use crate::error::{GenerateError, Problem};

/// Everything that the code of one operation is made of.
pub(crate) struct OperationPlan<'a> {
    pub(crate) operation: &'a Operation,
    /// Name of the operation's struct.
    pub(crate) rust: String,
    /// Name of its module.
    pub(crate) module: String,
    pub(crate) arguments: Vec<Argument<'a>>,
    pub(crate) body: Option<Body<'a>>,
    /// What a successful answer becomes.
    pub(crate) output: TypeKey,
    /// How its list goes on, if it does.
    pub(crate) paging: Option<PagingPlan<'a>>,
    /// How it tells the state of a job, if it does.
    pub(crate) job_query: Option<JobQueryPlan<'a>>,
    /// The id of the job that it begins, if one can be waited for.
    pub(crate) job: Option<TextField>,
    pub(crate) definitions: BTreeMap<TypeKey, Definition<'a>>,
    pub(crate) type_names: BTreeMap<TypeKey, String>,
}

/// What is sent as the body.
pub(crate) struct Body<'a> {
    pub(crate) request: &'a RequestBody,
    pub(crate) ty: Type,
    pub(crate) encoding: Encoding,
}

/// How a body is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    Json,
    /// A form with files.
    Multipart,
    /// A form without.
    UrlEncoded,
    /// A file alone.
    File,
}

impl Encoding {
    fn of(body: &RequestBody) -> Self {
        match body.content_type.as_str() {
            "multipart/form-data" => Self::Multipart,
            "application/x-www-form-urlencoded" => Self::UrlEncoded,
            _ if shape::is_file(&body.schema) => Self::File,
            _ => Self::Json,
        }
    }

    fn is_form(self) -> bool {
        matches!(self, Self::Multipart | Self::UrlEncoded)
    }
}

impl<'a> OperationPlan<'a> {
    /// Plans one operation.
    pub(crate) fn new(operation: &'a Operation, rust: String, module: String) -> Result<Self, GenerateError> {
        Self::plan(operation, rust, module).map_err(|problem| GenerateError {
            service: operation.service.clone(),
            operation: Some(operation.id.clone()),
            problem,
        })
    }

    fn plan(operation: &'a Operation, rust: String, module: String) -> Result<Self, Problem> {
        check_rust_names(operation)?;
        let mut types = Types::new(operation);
        let arguments = arguments::of(operation, &mut types)?;
        let body =
            operation.request_body.as_ref().map(|body| request_body(&mut types, body, &rust)).transpose()?;
        let output = response(&mut types, &rust)?;
        let mut definitions = types.definitions;
        boxes::insert(&mut definitions);
        let taken = BTreeMap::from([("operation".to_owned(), rust.clone())]);
        let type_names = naming::types(&definitions, taken);
        let parts =
            Parts { arguments: &arguments, body: body.as_ref(), output: &output, definitions: &definitions };
        let paging = operation.pagination.as_ref().and_then(|pagination| PagingPlan::new(pagination, &parts));
        let job_query = operation.job_query.as_ref().and_then(|query| JobQueryPlan::new(query, &parts));
        let job = operation.waiter.as_ref().and_then(|waiter| job::text(&waiter.job, &parts));
        Ok(Self {
            operation,
            rust,
            module,
            arguments,
            body,
            output,
            paging,
            job_query,
            job,
            definitions,
            type_names,
        })
    }
}

impl OperationPlan<'_> {
    /// Whether `new` takes any argument.
    pub(crate) fn has_required(&self) -> bool {
        self.arguments.iter().any(|argument| argument.required)
            || self.body.as_ref().is_some_and(|body| body.request.required)
    }

    /// The fields of the form that is the body.
    pub(crate) fn form(&self) -> Option<(&TypeKey, &[Field<'_>])> {
        let body = self.body.as_ref().filter(|body| body.encoding.is_form())?;
        let Type::Named(key) = &body.ty else { return None };
        match &self.definitions.get(key)?.kind {
            Kind::Struct { fields, .. } => Some((key, fields)),
            _ => None,
        }
    }

    /// Whether a type is an enumeration.
    pub(crate) fn is_enum(&self, key: &TypeKey) -> bool {
        self.definitions.get(key).is_some_and(Definition::is_enum)
    }

    /// Whether a type is a text, plain or of an enumeration.
    pub(crate) fn is_text(&self, ty: &Type) -> bool {
        match ty {
            Type::String => true,
            Type::Named(key) => self.is_enum(key),
            _ => false,
        }
    }

    /// Where the id of the job that it begins stands, and the id of the operation that is asked about it.
    pub(crate) fn waiter(&self) -> Option<(&TextField, &str)> {
        Some((self.job.as_ref()?, &self.operation.waiter.as_ref()?.query))
    }

    /// Whether the answer is a file.
    pub(crate) fn answers_file(&self) -> bool {
        let output = self.definitions.get(&self.output);
        output.is_some_and(|definition| matches!(definition.kind, Kind::Wrapper(Type::Content)))
    }

    /// All Rust names that the operation's module declares.
    pub(crate) fn rust_names(&self) -> impl Iterator<Item = &str> {
        let own = [&self.rust, &self.module].into_iter();
        let arguments = self.arguments.iter().map(|argument| &argument.rust);
        let members = self.definitions.values().flat_map(|definition| match &definition.kind {
            Kind::Struct { fields, .. } => fields.iter().map(|field| &field.rust).collect(),
            Kind::Enum(variants) => variants.values().collect(),
            Kind::Wrapper(_) => Vec::new(),
        });
        own.chain(arguments).chain(self.type_names.values()).chain(members).map(String::as_str)
    }
}

/// Locked names come from a file and could be anything.
fn check_rust_names(operation: &Operation) -> Result<(), Problem> {
    let bad = operation.rust_names.values().find(|name| syn::parse_str::<syn::Ident>(name).is_err());
    bad.map_or(Ok(()), |name| Err(Problem::RustName(name.clone())))
}

fn request_body<'a>(
    types: &mut Types<'a>,
    request: &'a RequestBody,
    rust: &str,
) -> Result<Body<'a>, Problem> {
    let place = Place::root("request_body", naming::joined(rust, "Body"), Direction::Request);
    let schema = &request.schema;
    let encoding = Encoding::of(request);
    let ty = if encoding == Encoding::File {
        Type::File
    } else if encoding.is_form() {
        if !shape::is_object(schema) {
            return Err(Problem::Form);
        }
        types.form(schema, &place)?
    } else if schema.reference.is_none() && shape::is_object(schema) {
        types.structure(schema, &place)?
    } else {
        types.resolve(schema, &place)?
    };
    Ok(Body { request, ty, encoding })
}

/// Whether the client takes an answer with this status for a success: 300 lists choices.
fn is_answer(status: &str) -> bool {
    status.starts_with('2') || status == "300"
}

/// One type for all successful answers: the members of all their objects, or the one thing that they
/// are instead.
fn response(types: &mut Types<'_>, rust: &str) -> Result<TypeKey, Problem> {
    let mut place = Place::root("responses", naming::joined(rust, "Response"), Direction::Response);
    let mut schemas: Vec<&Schema> = Vec::new();
    let operation = types.operation;
    for (status, response) in &operation.responses {
        if let Some(schema) = response.schema.as_ref().filter(|_| is_answer(status)) {
            schemas.push(schema);
        }
    }
    schemas.dedup();
    let targets = schemas.iter().map(|schema| types.target(schema)).collect::<Result<Vec<_>, _>>()?;
    let are_objects = targets.iter().all(|(_, schema)| shape::is_object(schema));
    match targets.as_slice() {
        [(key, schema)] if are_objects => {
            // Whatever else refers to this schema means the same type.
            if let Some(key) = key {
                place.stand_for_schema(key);
            }
            types.structure(schema, &place)?;
        }
        _ if are_objects => {
            let schemas: Vec<&Schema> = targets.iter().map(|(_, schema)| *schema).collect();
            types.merged_structure(&schemas, &place)?;
        }
        [(_, schema)] if shape::is_file(schema) => types.define(&place, None, Kind::Wrapper(Type::Content)),
        [(_, schema)] if matches!(shape::of(schema), Shape::List(_) | Shape::Map(_)) => {
            let ty = types.resolve(schema, &place)?;
            types.define(&place, None, Kind::Wrapper(ty));
        }
        _ => types.define(&place, None, Kind::Wrapper(Type::Any)),
    }
    Ok(place.key())
}
