//! Operations as the generator writes them, and one that takes anything.

use std::collections::BTreeMap;

use huaweicloud_runtime::{
    Error, Method, Operation, OperationMeta, RequestParts, ServiceMeta, answer, arguments, request,
};

pub(crate) static SERVICE: ServiceMeta = ServiceMeta { name: "things", endpoint: "thing", global: false };

/// `PUT /v1/{project_id}/things/{thing_id}`
#[derive(Clone, Default)]
pub(crate) struct UpdateThing {
    pub(crate) thing_id: String,
    pub(crate) project_id: Option<String>,
    pub(crate) names: Vec<String>,
    pub(crate) x_language: Option<String>,
    pub(crate) body: UpdateThingBody,
}

#[derive(Clone, Default)]
pub(crate) struct UpdateThingBody {
    pub(crate) size: i64,
}

request!(UpdateThingBody { size = "size" } { 0 });

#[derive(Clone, Default)]
pub(crate) struct Thing {
    pub(crate) id: Option<String>,
    pub(crate) size: Option<i64>,
    pub(crate) parts: Option<Vec<Thing>>,
    pub(crate) tags: Option<BTreeMap<String, String>>,
}

answer!(Thing { id = "id", size = "size", parts = "parts", tags = "tags" } { 0 1 2 3 });

arguments!(UpdateThing {
    thing_id = "thing_id",
    project_id = "project_id",
    names = "names",
    x_language = "X-Language",
    body = "body",
} { 0 1 2 3 4 });

impl UpdateThing {
    pub(crate) fn new(thing_id: impl Into<String>) -> Self {
        Self { thing_id: thing_id.into(), ..Self::default() }
    }
}

impl Operation for UpdateThing {
    type Output = Thing;
    const META: OperationMeta = OperationMeta {
        service: &SERVICE,
        id: "UpdateThing",
        method: Method::PUT,
        path: "/v1/{project_id}/things/{thing_id}",
        fixed_query: &[],
        content_type: "application/json;charset=utf-8",
    };

    fn parts(&self) -> Result<RequestParts, Error> {
        let mut parts = RequestParts::new();
        parts.path_opt("project_id", self.project_id.as_deref());
        parts.path("thing_id", &self.thing_id);
        for name in &self.names {
            parts.query("name", name);
        }
        if let Some(x_language) = &self.x_language {
            parts.header("X-Language", x_language);
        }
        parts.json(&self.body)?;
        Ok(parts)
    }
}

/// `GET /v1/regions/{region}:{name}?action=look&verbose=`: no project in the path, two placeholders in one
/// segment, a query of its own.
pub(crate) struct LookAtThing {
    pub(crate) region: String,
    pub(crate) name: String,
    pub(crate) query: Vec<(&'static str, String)>,
    pub(crate) headers: Vec<(&'static str, String)>,
}

impl LookAtThing {
    pub(crate) fn new(region: &str, name: &str) -> Self {
        Self { region: region.to_owned(), name: name.to_owned(), query: vec![], headers: vec![] }
    }
}

impl Operation for LookAtThing {
    type Output = Thing;
    const META: OperationMeta = OperationMeta {
        service: &SERVICE,
        id: "LookAtThing",
        method: Method::GET,
        path: "/v1/regions/{region}:{name}",
        fixed_query: &[("verbose", None), ("action", Some("look"))],
        content_type: "application/json",
    };

    fn parts(&self) -> Result<RequestParts, Error> {
        let mut parts = RequestParts::new();
        parts.path("region", &self.region);
        parts.path("name", &self.name);
        for (name, value) in &self.query {
            parts.query(name, value);
        }
        for (name, value) in &self.headers {
            parts.header(name, value);
        }
        Ok(parts)
    }
}

/// `POST /v1/{domain_id}/drivers` with a content type that is not hashed.
pub(crate) struct UploadDriver {
    pub(crate) body: Option<&'static str>,
}

impl Operation for UploadDriver {
    type Output = Thing;
    const META: OperationMeta = OperationMeta {
        service: &SERVICE,
        id: "UploadDriver",
        method: Method::POST,
        path: "/v1/{domain_id}/drivers",
        fixed_query: &[],
        content_type: "application/octet-stream",
    };

    fn parts(&self) -> Result<RequestParts, Error> {
        let mut parts = RequestParts::new();
        parts.path_opt("domain_id", None);
        if let Some(body) = self.body {
            parts.json(body)?;
        }
        Ok(parts)
    }
}

/// `POST /v1/{project_id}/things/{thing_id}`
pub(crate) struct CreateThing(pub(crate) String);

impl Operation for CreateThing {
    type Output = Thing;
    const META: OperationMeta = OperationMeta {
        service: &SERVICE,
        id: "CreateThing",
        method: Method::POST,
        path: "/v1/{project_id}/things/{thing_id}",
        fixed_query: &[],
        content_type: "application/json",
    };

    fn parts(&self) -> Result<RequestParts, Error> {
        let mut parts = RequestParts::new();
        parts.path("thing_id", &self.0);
        parts.json(&UpdateThingBody::default())?;
        Ok(parts)
    }
}
