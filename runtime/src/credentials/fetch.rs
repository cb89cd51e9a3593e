//! What fetching credentials needs, and which way is taken.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Request, Uri, header};
use serde_json::Value;
use tokio::sync::OnceCell;

use super::{Fetched, Kind, answer, metadata::Metadata};
use crate::{
    Credentials, Error, Response, Transport,
    endpoint::Endpoint,
    request::{AGENT, header_value},
    transport::{Limits, default_transport},
};

/// The content type that the vendor's SDKs send to IAM and STS.
const JSON: &str = "application/json;charset=UTF-8";

/// How the credentials of one client are fetched.
pub(crate) struct Source {
    pub(crate) credentials: Credentials,
    pub(crate) region: Option<String>,
    /// What a token is to be scoped to.
    pub(crate) project_id: Option<String>,
    pub(crate) iam: Endpoint,
    pub(crate) sts: Endpoint,
    pub(crate) transport: Arc<dyn Transport>,
    /// For addresses of this machine: no proxy, and short time-outs. Made when first needed, unless all
    /// requests go through a transport of the user's own.
    pub(crate) near: OnceCell<Arc<dyn Transport>>,
    pub(crate) metadata: Metadata,
}

impl Source {
    pub(crate) fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// What needs no fetching.
    pub(crate) fn known(&self) -> Option<Fetched> {
        match &self.credentials.0 {
            Kind::Fixed(proof) => Some(Fetched::fixed(proof)),
            _ => None,
        }
    }

    /// Fetches anew.
    pub(crate) async fn fetch(&self) -> Result<Fetched, Error> {
        match &self.credentials.0 {
            Kind::Fixed(proof) => Ok(Fetched::fixed(proof)),
            Kind::Password(password) => password.fetch(self).await,
            Kind::Federated(federated) => federated.fetch(self).await,
            Kind::Oidc(oidc) => oidc.fetch(self).await,
            Kind::Metadata => self.metadata.fetch(self).await,
            Kind::Pod(pod) => pod.fetch(self).await,
        }
    }

    pub(super) async fn near(&self) -> Result<&dyn Transport, Error> {
        let limits = Limits {
            connect_timeout: Duration::from_secs(3),
            request_timeout: Duration::from_secs(3),
            use_proxy: false,
            ..Limits::default()
        };
        let near = self.near.get_or_try_init(|| async { default_transport(&limits) }).await?;
        Ok(near.as_ref())
    }

    /// Posts a JSON body to IAM or STS. The body is wiped: it holds a secret.
    pub(super) async fn post(
        &self,
        endpoint: &Endpoint,
        path: &str,
        headers: &[(&'static str, &str)],
        mut body: Value,
    ) -> Result<Response<Bytes>, Error> {
        let text = Bytes::from(body.to_string());
        answer::wipe(&mut body);
        let mut request = plain(Method::POST, &endpoint.url(path, ""), headers, text)?;
        request.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(JSON));
        send(self.transport.as_ref(), request).await
    }
}

/// A request that nothing is signed of.
pub(crate) fn plain(
    method: Method,
    url: &str,
    headers: &[(&'static str, &str)],
    body: Bytes,
) -> Result<Request<Bytes>, Error> {
    // Not quoted: it may hold a password.
    let uri: Uri = url.parse().map_err(|_| Error::invalid("the address of the credentials is not a URL"))?;
    let mut map = HeaderMap::new();
    let host = uri.authority().map(|authority| header_value("Host", authority.as_str())).transpose()?;
    map.extend(host.map(|host| (header::HOST, host)));
    map.insert(header::USER_AGENT, HeaderValue::from_static(AGENT));
    for &(name, value) in headers {
        let mut value = header_value(name, value)?;
        value.set_sensitive(true);
        map.insert(name, value);
    }
    let mut request = Request::new(body);
    *request.method_mut() = method;
    *request.uri_mut() = uri;
    *request.headers_mut() = map;
    Ok(request)
}

/// Sends a request; an answer that says that it failed is an error.
pub(crate) async fn send(
    transport: &dyn Transport,
    request: Request<Bytes>,
) -> Result<Response<Bytes>, Error> {
    let answer = Response::of(transport.send(request).await?);
    match Error::of_answer(&answer) {
        None => Ok(answer),
        Some(error) => Err(error),
    }
}
