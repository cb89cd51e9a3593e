//! In whose name a call is made: the credentials of the moment, and the project and account they belong to.

use std::sync::Arc;

use bytes::Bytes;
use http::Method;
use serde_json::Value;

use crate::{
    Client, Error, OperationMeta, RequestParts, Response,
    authenticate::{Signer, authenticate},
    body::Body,
    client::Settings,
    credentials::{Fetched, Proof, plain, send},
    encode::canonical_query,
    endpoint::Endpoint,
    path::{Known, known, placeholders},
    signing::{Algorithm, SdkDate},
};

/// In whose name one attempt is made.
pub(crate) struct Identity<'a> {
    settings: &'a Settings,
    fetched: Arc<Fetched>,
}

impl<'a> Identity<'a> {
    /// What is known without asking anybody.
    pub(crate) fn known(settings: &'a Settings) -> Option<Self> {
        let fetched = settings.cache.known(settings.clock.now())?;
        Some(Self { settings, fetched })
    }

    pub(crate) fn proof(&self) -> &Proof {
        &self.fetched.proof
    }

    pub(crate) fn project_id(&self) -> Option<&str> {
        self.settings.project_id().or(self.fetched.project_id.as_deref())
    }

    pub(crate) fn domain_id(&self) -> Option<&str> {
        self.settings.domain_id().or(self.fetched.domain_id.as_deref())
    }

    /// How requests of an operation are signed in this name: either the project or the account is named.
    pub(crate) fn signer(&self, meta: &OperationMeta) -> Signer<'_> {
        let (project_id, domain_id) = (self.project_id(), self.domain_id());
        let global = meta.service.global;
        let (project_id, domain_id) = match (project_id, domain_id) {
            (Some(_), Some(domain)) if global => (None, Some(domain)),
            (Some(project), _) => (Some(project), None),
            (None, domain) => (None, domain),
        };
        let algorithm = if self.settings.derived_signatures {
            let region = self.settings.source.region.as_deref().filter(|_| project_id.is_some());
            Algorithm::V11HmacSha256 { region: region.unwrap_or("globe"), service: meta.service.endpoint }
        } else {
            Algorithm::SdkHmacSha256
        };
        Signer { proof: self.proof(), project_id, domain_id, algorithm }
    }

    async fn current(settings: &'a Settings) -> Result<Self, Error> {
        let now = || settings.clock.now();
        let fetched = match settings.cache.fresh(now()) {
            Some(fresh) => fresh,
            // On the heap, so that calls which fetch nothing do not move what fetching needs.
            None => Box::pin(settings.cache.get(&now, settings.source.fetch())).await?,
        };
        Ok(Self { settings, fetched })
    }
}

/// Fetches what is needed for a call and not yet known.
pub(crate) async fn identify<'a>(
    client: &'a Client,
    meta: &OperationMeta,
    parts: &RequestParts,
) -> Result<Identity<'a>, Error> {
    let settings = client.settings();
    let identity = Identity::current(settings).await?;
    let signed = matches!(identity.proof(), Proof::Keys(_));
    let global = meta.service.global;
    let in_path =
        |what| placeholders(meta.path).any(|name| known(name) == Some(what) && !parts.has_path(name));
    if identity.project_id().is_none()
        && (signed && !global || in_path(Known::Project))
        && let Some(region) = &settings.source.region
    {
        let found = settings.project.get_or_ask(Box::pin(find_project(&identity, region))).await;
        found.map_err(|error| no_project(region, error))?;
    }
    let nameless = signed && global && identity.project_id().is_none();
    if identity.domain_id().is_none() && (nameless || in_path(Known::Domain)) {
        settings.domain.get_or_ask(Box::pin(find_domain(&identity))).await.map_err(no_domain)?;
    }
    Ok(identity)
}

fn no_project(region: &str, cause: Arc<Error>) -> Error {
    let problem = format!(
        "the project of region `{region}` could not be found; call `.project_id(…)` on the client builder"
    );
    Error::identity(problem, cause)
}

fn no_domain(cause: Arc<Error>) -> Error {
    let problem = "the account (domain) could not be found; call `.domain_id(…)` on the client builder";
    Error::identity(problem, cause)
}

async fn find_project(identity: &Identity<'_>, region: &str) -> Result<String, Error> {
    let query = canonical_query(&[("name", region)]);
    let answer = ask(identity, &identity.settings.source.iam, "/v3/projects", &query).await?;
    let ids = ids(&answer, "projects")?;
    let problem = match &ids[..] {
        [id] => return Ok(id.clone()),
        [] => format!("the account has no project of the name `{region}`"),
        several => format!("the account has several of the name `{region}`: {}", several.join(", ")),
    };
    Err(Error::unreadable(&answer, problem))
}

async fn find_domain(identity: &Identity<'_>) -> Result<String, Error> {
    let source = &identity.settings.source;
    let answer = ask(identity, &source.iam, "/v3/auth/domains", "").await?;
    if let Some(id) = ids(&answer, "domains")?.into_iter().next() {
        return Ok(id);
    }
    let answer = ask(identity, &source.sts, "/v5/caller-identity", "").await?;
    let json = json(&answer)?;
    let id = json.get("account_id").and_then(Value::as_str).filter(|id| !id.is_empty());
    id.map(str::to_owned).ok_or_else(|| Error::unreadable(&answer, "the answer has no `account_id`"))
}

fn json(answer: &Response<Bytes>) -> Result<Value, Error> {
    serde_json::from_slice(answer).map_err(|_| Error::unreadable(answer, "the answer is not JSON"))
}

fn ids(answer: &Response<Bytes>, list: &str) -> Result<Vec<String>, Error> {
    let json = json(answer)?;
    let Some(items) = json.get(list).and_then(Value::as_array) else {
        return Err(Error::unreadable(answer, format!("the answer has no list `{list}`")));
    };
    Ok(items.iter().filter_map(|item| item.get("id")?.as_str()).map(str::to_owned).collect())
}

/// A signed GET without content type, project and account, as the vendor's SDKs send it; once more if the
/// answer shows that the clock was off.
async fn ask(
    identity: &Identity<'_>,
    endpoint: &Endpoint,
    path: &str,
    query: &str,
) -> Result<Response<Bytes>, Error> {
    let clock = &identity.settings.clock;
    let skew = clock.skew();
    match ask_once(identity, endpoint, path, query).await {
        Err(error) if matches!(identity.proof(), Proof::Keys(_)) && clock.learn_from(&error, skew) => {
            ask_once(identity, endpoint, path, query).await
        }
        outcome => outcome,
    }
}

async fn ask_once(
    identity: &Identity<'_>,
    endpoint: &Endpoint,
    path: &str,
    query: &str,
) -> Result<Response<Bytes>, Error> {
    let request = plain(Method::GET, &endpoint.url(path, query), &[], Bytes::new())?;
    let mut request = request.map(Body::Bytes);
    let algorithm = Algorithm::SdkHmacSha256;
    let signer = Signer { proof: identity.proof(), project_id: None, domain_id: None, algorithm };
    authenticate(&mut request, &signer, &SdkDate::from(identity.settings.clock.now()))?;
    send(identity.settings.source.transport.as_ref(), request.map(|_| Bytes::new())).await
}
