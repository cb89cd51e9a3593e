//! The identity of a pod: an address of its node gives temporary keys to those who show the pod's token.

use std::path::PathBuf;

use bytes::Bytes;
use http::{HeaderValue, Method, header};

use super::{
    Fetched,
    answer::temporary_keys,
    fetch::{Source, plain, send},
};
use crate::{
    Error,
    environment::{Environment, read_token},
};

#[derive(Clone)]
pub(crate) struct Pod {
    pub(super) url: String,
    pub(super) token_file: PathBuf,
}

impl Pod {
    /// From the environment, if all that is needed is there.
    pub(super) fn find(environment: &Environment) -> Option<Self> {
        let url = environment.variable("HC_CONTAINER_CREDENTIALS_FULL_URI")?;
        let token_file = environment.variable("HC_CONTAINER_AUTHORIZATION_TOKEN_FILE")?;
        Some(Self { url, token_file: token_file.into() })
    }

    pub(super) async fn fetch(&self, source: &Source) -> Result<Fetched, Error> {
        let token = read_token(&self.token_file)?;
        let headers = [("authorization", token.as_str())];
        let mut request = plain(Method::POST, &self.url, &headers, Bytes::from_static(b"{}"))?;
        request.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        temporary_keys(&send(source.near().await?, request).await?)
    }
}
