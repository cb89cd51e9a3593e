//! One operation: method, path, parameters, bodies, status codes, and where each stands on its page.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{JobQuery, Pagination, Schema, Waiter};

/// What one documentation page states about one operation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Operation {
    /// `UpperCamelCase` id, unique in the service, locked once committed.
    pub id: String,
    /// The service's name in `services.toml`.
    pub service: String,
    /// The page's title.
    pub title: String,
    /// HTTP method.
    pub method: Method,
    /// Path template; each placeholder is one whole or partial segment: `/v1/{project_id}/jobs/{job_id}`.
    pub path: String,
    /// What tells this operation from others with the same method and path.
    #[serde(default, skip_serializing_if = "Discriminator::is_empty")]
    pub discriminator: Discriminator,
    /// The page marks the operation as obsolete.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deprecated: bool,
    /// Sorted by location, then name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<Parameter>,
    /// Absent if the operation takes no body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_body: Option<RequestBody>,
    /// By status code, three digits.
    pub responses: BTreeMap<String, Response>,
    /// How the answer's list goes on; absent if the answer is whole, or the page does not say enough.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pagination: Option<Pagination>,
    /// That the operation tells the state of a job.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job_query: Option<JobQuery>,
    /// That the operation begins a job that can be waited for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiter: Option<Waiter>,
    /// The objects that parameters and bodies refer to. A key is a Rust type name and locked once committed.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub schemas: BTreeMap<String, Schema>,
    /// Service error codes that the page lists for this operation.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub error_codes: BTreeMap<String, ErrorCode>,
    /// Rust names that differ from the plain conversion of the documented name, because two of
    /// them would collide. Keys are `<owner>.<documented name>`, where the owner is a schema,
    /// `parameters`, `request_body` or `responses`, or for the values of an enumeration `<owner>.<member>`.
    /// Locked once committed.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub rust_names: BTreeMap<String, String>,
    /// Where all this was read.
    pub source: Source,
}

impl Operation {
    /// A fingerprint of the contract: everything except the title, the source, and what follows from the
    /// rest: the pagination and what is known of jobs.
    ///
    /// Recordings carry it, so that a recording whose operation has changed is noticed.
    /// Format: `sha256:` and the first 16 hex digits of the SHA-256 of the compact JSON.
    pub fn contract_hash(&self) -> String {
        let mut contract = self.clone();
        contract.title.clear();
        contract.pagination = None;
        contract.job_query = None;
        contract.waiter = None;
        contract.source = Source::default();
        // A value of this type always serializes: its maps have string keys.
        let bytes = serde_json::to_vec(&contract).unwrap_or_default();
        let digest = hex::encode(Sha256::digest(&bytes));
        format!("sha256:{}", digest.get(..16).unwrap_or(&digest))
    }

    /// The path template without the names of its placeholders, which differ from page to page:
    /// `/v1/{}/jobs/{}`.
    pub fn path_identity(&self) -> String {
        let mut parts = self.path.split('{');
        let mut template = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            template.push_str("{}");
            template.push_str(part.split_once('}').map_or("", |(_, after)| after));
        }
        template
    }

    /// The parameters at one location, in the order of the spec.
    pub fn parameters_in(&self, location: Location) -> impl Iterator<Item = &Parameter> {
        self.parameters.iter().filter(move |parameter| parameter.location == location)
    }

    /// Whether a caller may give the parameter: not what the client sets without being asked, and not the
    /// constant query that makes the operation what it is.
    pub fn takes(&self, parameter: &Parameter) -> bool {
        let is_query = parameter.location == Location::Query;
        let fixed = is_query && self.discriminator.query.contains_key(&parameter.name);
        let from_client = parameter.set_by == SetBy::Client && parameter.location != Location::Path;
        !fixed && !from_client
    }
}

/// HTTP method.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// Read.
    #[default]
    Get,
    /// Create, or act.
    Post,
    /// Replace.
    Put,
    /// Remove.
    Delete,
    /// Change in part.
    Patch,
    /// Read without a body.
    Head,
    /// Ask what is allowed.
    Options,
}

impl Method {
    /// All methods that pages use.
    pub const ALL: [Method; 7] = [
        Method::Get,
        Method::Post,
        Method::Put,
        Method::Delete,
        Method::Patch,
        Method::Head,
        Method::Options,
    ];

    /// The method in upper case, as on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Put => "PUT",
            Method::Delete => "DELETE",
            Method::Patch => "PATCH",
            Method::Head => "HEAD",
            Method::Options => "OPTIONS",
        }
    }

    /// Reads a method, in any case.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.as_str().eq_ignore_ascii_case(text))
    }
}

impl std::fmt::Display for Method {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Tells operations with the same method and path apart.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Discriminator {
    /// Query parameters with a constant value; `null` is a flag without `=`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub query: BTreeMap<String, Option<String>>,
    /// The only member of the request body's root object.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body_root: Option<String>,
    /// Nothing in the request tells it apart: an anchor of its page's title, or the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variant: Option<String>,
}

impl Discriminator {
    /// The constant that the request states: the value of a query parameter, or the member of the body.
    pub fn stated(&self) -> Option<&str> {
        let constant = self.query.values().flatten().next();
        constant.or(self.body_root.as_ref()).map(String::as_str)
    }

    /// Whether method and path alone identify the operation.
    pub fn is_empty(&self) -> bool {
        self.query.is_empty() && self.body_root.is_none() && self.variant.is_none()
    }
}

/// A path, query or header parameter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// The name on the wire.
    pub name: String,
    /// Where it is sent.
    #[serde(rename = "in")]
    pub location: Location,
    /// Whether a request without it is refused.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub required: bool,
    /// Whether the page marks it as obsolete.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deprecated: bool,
    /// Who gives the value.
    #[serde(default, skip_serializing_if = "SetBy::is_caller")]
    pub set_by: SetBy,
    /// What values it takes.
    pub schema: Schema,
}

/// Where a parameter is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Location {
    /// A placeholder of the path template.
    Path,
    /// The query string.
    Query,
    /// A request header.
    Header,
    /// A field of a form, as specifications had it before forms were bodies: read, so that revisions can be
    /// compared, and never written.
    Form,
}

impl Location {
    /// The name in the spec: `path`, `query`, `header`.
    pub fn as_str(self) -> &'static str {
        match self {
            Location::Path => "path",
            Location::Query => "query",
            Location::Header => "header",
            Location::Form => "form",
        }
    }
}

/// Who gives a parameter its value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum SetBy {
    /// An argument of the operation.
    #[default]
    Caller,
    /// The client: authentication and content headers always, the project or domain unless the
    /// caller overrides it.
    Client,
}

impl SetBy {
    /// Whether the caller gives the value.
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
    pub fn is_caller(&self) -> bool {
        *self == SetBy::Caller
    }
}

/// What an operation takes as its body.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestBody {
    /// Media type, `application/json` unless the page says otherwise. The members of a form are those of its
    /// schema; a file is a string of format `binary`.
    pub content_type: String,
    /// Whether a request without a body is refused.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub required: bool,
    /// The body itself.
    pub schema: Schema,
}

/// What an operation answers with one status code.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Response {
    /// The page states no status code for success; this one is the method's usual one.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub assumed: bool,
    /// Documented response headers.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, Schema>,
    /// The body. Absent if the page states none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema: Option<Schema>,
}

/// A service's own error code.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ErrorCode {
    /// The HTTP status that comes with it, if the page states one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
}

/// Where an operation was read. Not part of the contract.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Source {
    /// Which of the service's sources in `services.toml`: `pages`, or the name of a repository.
    pub origin: String,
    /// The page, relative to the root of its source, with `/`.
    pub page: String,
    /// Anchor of the page's title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub anchor: Option<String>,
    /// The tables of the page, in order, and what each one became.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tables: Vec<TablePlace>,
    /// The examples of the page, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<ExamplePlace>,
    /// JSON pointers into this file: schemas that no table states and an example shows.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub inferred: BTreeSet<String>,
    /// What the page states where a patch corrects it, by the patch's selector; `null` where it states
    /// nothing.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub patches: BTreeMap<String, serde_json::Value>,
}

/// A table of the page and what it became.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TablePlace {
    /// Role of the section that holds it: `uri`, `request`, `response`, `status`…
    pub section: String,
    /// The page that holds it, if it is another one than the operation's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// The table's own anchor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anchor: Option<String>,
    /// What its rows became: a JSON pointer into this file such as `/parameters`,
    /// `/request_body/schema` or `/schemas/ReConfigure`.
    pub placed: String,
}

/// An example of the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExamplePlace {
    /// Whether it shows a request or a response.
    pub role: ExampleRole,
    /// Status code of a response, if it is stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Anchor of the section that holds it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anchor: Option<String>,
    /// Its number among the examples of its section, from 1.
    pub number: u32,
    /// It was not valid JSON and could be read only after a mechanical repair.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub repaired: bool,
}

/// What an example shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ExampleRole {
    /// What is sent.
    Request,
    /// What is answered.
    Response,
}
