//! Who is calling.

use std::fmt;

use crate::{Error, secret::Secret};

/// Proof of who is calling. Secrets in it are never printed and are wiped from memory on drop.
///
/// Not given to the [builder](crate::ClientBuilder), credentials come from the environment:
/// `HUAWEICLOUD_SDK_AK`, `HUAWEICLOUD_SDK_SK` and, if they are temporary,
/// `HUAWEICLOUD_SDK_SECURITY_TOKEN`.
#[derive(Clone)]
pub struct Credentials(pub(crate) Kind);

#[derive(Clone)]
pub(crate) enum Kind {
    AccessKey { access_key: String, secret_key: Secret, security_token: Option<Secret> },
    Token(Secret),
}

impl Credentials {
    /// A permanent access key (AK) and its secret key (SK). Requests are signed.
    pub fn access_key(access_key: impl Into<String>, secret_key: impl Into<String>) -> Self {
        Self::signing(access_key.into(), secret_key.into(), None)
    }

    /// A temporary access key with the security token it was issued with. Requests are signed.
    pub fn temporary(
        access_key: impl Into<String>,
        secret_key: impl Into<String>,
        security_token: impl Into<String>,
    ) -> Self {
        Self::signing(access_key.into(), secret_key.into(), Some(security_token.into()))
    }

    /// A token of IAM, sent as `X-Auth-Token`. Requests are not signed.
    pub fn token(token: impl Into<String>) -> Self {
        Self(Kind::Token(Secret::new(token)))
    }

    fn signing(access_key: String, secret_key: String, security_token: Option<String>) -> Self {
        let security_token = security_token.map(Secret::new);
        Self(Kind::AccessKey { access_key, secret_key: Secret::new(secret_key), security_token })
    }

    /// From environment variables; `variable` looks one up.
    pub(crate) fn from_environment(variable: &dyn Fn(&str) -> Option<String>) -> Result<Self, Error> {
        match (variable("HUAWEICLOUD_SDK_AK"), variable("HUAWEICLOUD_SDK_SK")) {
            (Some(access_key), Some(secret_key)) => {
                Ok(Self::signing(access_key, secret_key, variable("HUAWEICLOUD_SDK_SECURITY_TOKEN")))
            }
            (Some(_), None) => {
                Err(Error::invalid("HUAWEICLOUD_SDK_AK is set, HUAWEICLOUD_SDK_SK is not: set both"))
            }
            (None, Some(_)) => {
                Err(Error::invalid("HUAWEICLOUD_SDK_SK is set, HUAWEICLOUD_SDK_AK is not: set both"))
            }
            (None, None) => Err(Error::invalid(
                "no credentials: set the environment variables HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK, \
                 or call `.credentials(…)` on the client builder",
            )),
        }
    }

    /// Refuses what can only be a mistake, before the first request.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let (name, empty) = match &self.0 {
            Kind::AccessKey { access_key, .. } if access_key.is_empty() => ("access key", true),
            Kind::AccessKey { secret_key, .. } => ("secret key", secret_key.expose().is_empty()),
            Kind::Token(token) => ("token", token.expose().is_empty()),
        };
        if empty { Err(Error::invalid(format!("the {name} of the credentials is empty"))) } else { Ok(()) }
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::AccessKey { access_key, security_token, .. } => formatter
                .debug_struct("Credentials")
                .field("access_key", access_key)
                .field("temporary", &security_token.is_some())
                .finish_non_exhaustive(),
            Kind::Token(_) => formatter.write_str("Credentials { token }"),
        }
    }
}
