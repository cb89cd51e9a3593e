//! The agency of a cloud server, whose metadata service gives temporary keys.

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use http::{Method, StatusCode};

use super::{
    Fetched,
    answer::temporary_keys,
    fetch::{Source, plain, send},
};
use crate::{Error, Response, clock, secret::Secret};

const URL: &str = "http://169.254.169.254";

/// What the metadata service says where no agency was chosen: a new token would not help.
const NO_AGENCY: &str = "Please configure Cloud Service Agency first";

/// After how long a service that gave no token is asked again.
const ASK_AGAIN: Duration = Duration::from_secs(24 * 60 * 60);

/// The token to show to the metadata service, once it was asked for.
#[derive(Default)]
pub(crate) struct Metadata(Mutex<Known>);

#[derive(Clone, Default)]
struct Known {
    token: Option<Secret>,
    asked: Option<SystemTime>,
}

impl Metadata {
    pub(super) async fn fetch(&self, source: &Source) -> Result<Fetched, Error> {
        let token = self.token(source).await?;
        let answer = match security_key(source, token.as_ref()).await {
            Err(error) if error.is_unauthorized() && !is_no_agency(&error) => {
                let Some(renewed) = self.renew(source).await? else { return Err(error) };
                security_key(source, Some(&renewed)).await?
            }
            answer => answer?,
        };
        temporary_keys(&answer)
    }

    /// The token that is known, or a new one; none if the service knows no tokens.
    async fn token(&self, source: &Source) -> Result<Option<Secret>, Error> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let asked_lately =
            known.asked.is_some_and(|asked| asked.elapsed().is_ok_and(|since| since < ASK_AGAIN));
        if known.token.is_some() || asked_lately { Ok(known.token) } else { self.renew(source).await }
    }

    async fn renew(&self, source: &Source) -> Result<Option<Secret>, Error> {
        let headers = [("x-metadata-token-ttl-seconds", "21600")];
        let url = format!("{URL}/meta-data/latest/api/token");
        let request = plain(Method::PUT, &url, &headers, Bytes::new())?;
        let token = match send(source.near().await?, request).await {
            Ok(answer) => Some(Secret::new(String::from_utf8_lossy(&answer).trim())),
            Err(error) if error.status().is_some_and(knows_no_tokens) => None,
            Err(error) => return Err(error),
        };
        let known = Known { token: token.clone(), asked: clock::HAS_TIMER.then(SystemTime::now) };
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = known;
        Ok(token)
    }
}

fn knows_no_tokens(status: StatusCode) -> bool {
    matches!(status.as_u16(), 404 | 405 | 503)
}

fn is_no_agency(error: &Error) -> bool {
    String::from_utf8_lossy(error.body()).contains(NO_AGENCY)
}

async fn security_key(source: &Source, token: Option<&Secret>) -> Result<Response<Bytes>, Error> {
    let headers: Vec<_> = token.iter().map(|token| ("x-metadata-token", token.expose())).collect();
    let url = format!("{URL}/openstack/latest/securitykey");
    send(source.near().await?, plain(Method::GET, &url, &headers, Bytes::new())?).await
}
