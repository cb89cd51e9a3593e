//! What code that uses a generated operation can see of it: the facts by which two versions of a crate
//! are compared. They are read off the plan that the code is written from, so they cannot differ from it.

use std::collections::BTreeMap;

use spec::model::{Location, Operation};
use spec::names;

use crate::error::GenerateError;
use crate::outputs::job;
use crate::plan::{Definition, Kind, OperationPlan};
pub use crate::plan::{Direction, Type, TypeKey};

/// The version that the manifests of generated crates state.
pub use crate::outputs::VERSION;

/// The public side of one operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Surface {
    /// Name of the operation's struct.
    pub name: String,
    /// Name of its module.
    pub module: String,
    /// Path, query and header parameters, in the order of `new`.
    pub arguments: Vec<Argument>,
    /// The body, the last argument of `new` if it is required.
    pub body: Option<BodyArgument>,
    /// What a successful answer becomes.
    pub output: Type,
    /// What its `items` gives, if its list goes on page by page.
    pub item: Option<Type>,
    /// Whether it begins a job that its `send_and_wait` waits for.
    pub waits: bool,
    /// The types of the operation's module.
    pub types: BTreeMap<TypeKey, TypeItem>,
}

/// A parameter of the operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    /// Where it is sent.
    pub location: Location,
    /// Its name on the wire.
    pub documented: String,
    /// The name of its setter, and of its field.
    pub rust: String,
    /// Its type.
    pub ty: Type,
    /// An argument of `new`; else it has a setter.
    pub required: bool,
}

/// The body of the operation.
#[derive(Clone, Debug, PartialEq)]
pub struct BodyArgument {
    /// Its type.
    pub ty: Type,
    /// The last argument of `new`; else it has a setter.
    pub required: bool,
}

/// A type of the operation's module.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeItem {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: TypeKind,
}

/// What a type is.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeKind {
    /// A struct with public fields.
    Struct {
        /// By documented name.
        fields: BTreeMap<String, Field>,
        /// Name and value type of the map of all other members.
        others: Option<(String, Type)>,
    },
    /// An answer that is not an object.
    Wrapper(Type),
    /// An open enumeration: its variants by documented value.
    Enum(BTreeMap<String, String>),
}

/// A field of a struct.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its name.
    pub rust: String,
    /// Its type, without `Option` and `Box`.
    pub ty: Type,
    /// Whether it is no `Option`.
    pub required: bool,
    /// Whether it is a `Box`.
    pub boxed: bool,
}

/// The modules of operations of one service, by id.
pub fn modules<'a>(ids: impl IntoIterator<Item = &'a str>) -> BTreeMap<String, String> {
    names::unique(ids, &BTreeMap::new(), names::module)
}

/// The constants of error codes of one service, by code.
pub fn error_constants<'a>(codes: impl IntoIterator<Item = &'a str>) -> BTreeMap<String, String> {
    names::unique(codes, &BTreeMap::new(), names::constant)
}

/// The surfaces of some operations of one service. `ids` are those of all its operations: the names of
/// modules depend on them. An operation that no code is generated for has none. Of one that is to be asked
/// about a job and is not among `operations`, it is taken for granted that it can be.
pub fn surfaces<'a>(
    ids: &[&str],
    operations: impl IntoIterator<Item = &'a Operation>,
) -> BTreeMap<String, Result<Surface, GenerateError>> {
    let types = crate::plan::operation_names(ids.iter().copied());
    let modules = modules(ids.iter().copied());
    let plan = |operation: &'a Operation| {
        let name = |names: &BTreeMap<String, String>| names.get(&operation.id).cloned().unwrap_or_default();
        (operation.id.clone(), OperationPlan::new(operation, name(&types), name(&modules)))
    };
    let plans: BTreeMap<String, Result<OperationPlan<'_>, GenerateError>> =
        operations.into_iter().map(plan).collect();
    let waits = |plan: &OperationPlan<'_>| {
        plan.waiter().is_some_and(|(_, query)| match plans.get(query) {
            Some(query) => query.as_ref().is_ok_and(|query| job::waits(plan, query)),
            None => ids.contains(&query),
        })
    };
    let surface = |plan: &Result<OperationPlan<'_>, GenerateError>| {
        plan.as_ref().map(|plan| surface(plan, waits(plan))).map_err(GenerateError::clone)
    };
    plans.iter().map(|(id, plan)| (id.clone(), surface(plan))).collect()
}

fn surface(plan: &OperationPlan<'_>, waits: bool) -> Surface {
    let arguments = plan.arguments.iter().map(|argument| Argument {
        location: argument.parameter.location,
        documented: argument.parameter.name.clone(),
        rust: argument.rust.clone(),
        ty: argument.ty.clone(),
        required: argument.required,
    });
    let body =
        plan.body.as_ref().map(|body| BodyArgument { ty: body.ty.clone(), required: body.request.required });
    let types = plan.definitions.iter().map(|(key, definition)| {
        let name = plan.type_names.get(key).cloned().unwrap_or_default();
        (key.clone(), TypeItem { name, kind: kind(definition) })
    });
    Surface {
        name: plan.rust.clone(),
        module: plan.module.clone(),
        arguments: arguments.collect(),
        body,
        output: Type::Named(plan.output.clone()),
        item: plan.paging.as_ref().map(|paging| paging.item.clone()),
        waits,
        types: types.collect(),
    }
}

fn kind(definition: &Definition<'_>) -> TypeKind {
    match &definition.kind {
        Kind::Struct { fields, others } => {
            let fields = fields.iter().map(|field| {
                let item = Field {
                    rust: field.rust.clone(),
                    ty: field.ty.clone(),
                    required: field.required,
                    boxed: field.boxed,
                };
                (field.documented.to_owned(), item)
            });
            let others = others.as_ref().map(|others| (others.rust.clone(), others.ty.clone()));
            TypeKind::Struct { fields: fields.collect(), others }
        }
        Kind::Wrapper(ty) => TypeKind::Wrapper(ty.clone()),
        Kind::Enum(variants) => TypeKind::Enum(variants.clone()),
    }
}
