//! Who is calling: what a user gives, and what is fetched with it.

mod answer;
mod cache;
mod chain;
mod federated;
mod fetch;
mod metadata;
mod oidc;
mod password;
mod pod;
mod profile;

use std::{fmt, path::PathBuf, time::SystemTime};

pub(crate) use self::{
    cache::Cache,
    chain::{Found, find},
    fetch::{Source, plain, send},
    metadata::Metadata,
};
use self::{federated::Federated, oidc::Oidc, password::Password, pod::Pod};
use crate::{Error, secret::Secret};

/// Proof of who is calling, or how to get it. Secrets in it are never printed and are wiped from memory on
/// drop.
///
/// Not given to the [builder](crate::ClientBuilder), credentials come from the first of these that is set
/// up, in the order of the vendor's SDKs:
///
/// 1. OpenID Connect: `HUAWEICLOUD_OIDC_PROVIDER_URN`, `HUAWEICLOUD_OIDC_AGENCY_URN` and
///    `HUAWEICLOUD_OIDC_ID_TOKEN` or `HUAWEICLOUD_OIDC_TOKEN_FILE` (see [`oidc`](Self::oidc));
/// 2. the environment: `HUAWEICLOUD_SDK_IDP_ID` and `HUAWEICLOUD_SDK_ID_TOKEN_FILE`, or
///    `HUAWEICLOUD_SDK_AK`, `HUAWEICLOUD_SDK_SK` and, if they are temporary,
///    `HUAWEICLOUD_SDK_SECURITY_TOKEN`;
/// 3. the profile `~/.huaweicloud/credentials`, or the file that `HUAWEICLOUD_SDK_CREDENTIALS_FILE` names:
///    sections `[basic]` and `[global]` with `ak`, `sk`, `security_token`, `project_id`, `domain_id`,
///    `iam_endpoint`, `idp_id`, `id_token_file`;
/// 4. the agency of the cloud server that the program runs on;
/// 5. the identity of the pod it runs in: `HC_CONTAINER_CREDENTIALS_FULL_URI` and
///    `HC_CONTAINER_AUTHORIZATION_TOKEN_FILE`.
///
/// What is fetched is kept and fetched again 40 minutes before it expires, once for all clones of a client.
#[derive(Clone)]
pub struct Credentials(pub(crate) Kind);

#[derive(Clone)]
pub(crate) enum Kind {
    Fixed(Proof),
    Password(Password),
    Federated(Federated),
    Oidc(Oidc),
    Metadata,
    Pod(Pod),
}

/// What a request is authenticated with.
#[derive(Clone)]
pub(crate) enum Proof {
    Keys(Keys),
    Token(Secret),
}

/// What a request is signed with.
#[derive(Clone)]
pub(crate) struct Keys {
    pub(crate) access_key: String,
    pub(crate) secret_key: Secret,
    pub(crate) security_token: Option<Secret>,
}

/// What came of fetching.
pub(crate) struct Fetched {
    pub(crate) proof: Proof,
    /// `None` if it never does, or does not say readably when.
    pub(crate) expires: Option<SystemTime>,
    /// What a token is scoped to.
    pub(crate) project_id: Option<String>,
    pub(crate) domain_id: Option<String>,
}

impl Fetched {
    fn fixed(proof: &Proof) -> Self {
        Self { proof: proof.clone(), expires: None, project_id: None, domain_id: None }
    }
}

impl Credentials {
    /// A permanent access key (AK) and its secret key (SK). Requests are signed.
    pub fn access_key(access_key: impl Into<String>, secret_key: impl Into<String>) -> Self {
        Self::keys(access_key.into(), secret_key.into(), None)
    }

    /// A temporary access key with the security token it was issued with. Requests are signed.
    pub fn temporary(
        access_key: impl Into<String>,
        secret_key: impl Into<String>,
        security_token: impl Into<String>,
    ) -> Self {
        Self::keys(access_key.into(), secret_key.into(), Some(security_token.into()))
    }

    /// A token of IAM, sent as `X-Auth-Token`. Requests are not signed.
    pub fn token(token: impl Into<String>) -> Self {
        Self(Kind::Fixed(Proof::Token(Secret::new(token))))
    }

    /// Name and password of a user of an account (domain), for which IAM gives tokens. They are scoped to
    /// the client's project, or to the one that is named as the client's region.
    pub fn password(domain: impl Into<String>, user: impl Into<String>, password: impl Into<String>) -> Self {
        Self(Kind::Password(Password::new(domain.into(), user.into(), Secret::new(password))))
    }

    /// The id token of an identity provider (IdP) that the account trusts, in a file that is read each
    /// time; IAM gives temporary keys for it.
    pub fn federated(idp_id: impl Into<String>, id_token_file: impl Into<PathBuf>) -> Self {
        Self(Kind::Federated(Federated { idp_id: idp_id.into(), id_token_file: id_token_file.into() }))
    }

    /// The id token of an OpenID Connect provider in a file that is read each time; STS gives temporary
    /// keys of the agency for it. Both URNs are those of IAM.
    pub fn oidc(
        provider_urn: impl Into<String>,
        agency_urn: impl Into<String>,
        id_token_file: impl Into<PathBuf>,
    ) -> Self {
        Self(Kind::Oidc(Oidc::new(provider_urn.into(), agency_urn.into(), id_token_file.into())))
    }

    /// The agency of the cloud server that the program runs on.
    pub fn instance_metadata() -> Self {
        Self(Kind::Metadata)
    }

    /// The identity of the pod that the program runs in: the URL that gives temporary keys, and the file
    /// with the token to show there.
    pub fn pod_identity(url: impl Into<String>, token_file: impl Into<PathBuf>) -> Self {
        Self(Kind::Pod(Pod { url: url.into(), token_file: token_file.into() }))
    }

    fn keys(access_key: String, secret_key: String, security_token: Option<String>) -> Self {
        Self(Kind::Fixed(Proof::Keys(Keys {
            access_key,
            secret_key: Secret::new(secret_key),
            security_token: security_token.map(Secret::new),
        })))
    }

    /// Refuses what can only be a mistake, before the first request.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let named = match &self.0 {
            Kind::Fixed(Proof::Keys(keys)) => {
                vec![("access key", keys.access_key.as_str()), ("secret key", keys.secret_key.expose())]
            }
            Kind::Fixed(Proof::Token(token)) => vec![("token", token.expose())],
            Kind::Password(password) => password.named(),
            Kind::Federated(federated) => vec![("identity provider's id", federated.idp_id.as_str())],
            Kind::Oidc(oidc) => oidc.named(),
            Kind::Metadata => Vec::new(),
            Kind::Pod(pod) => vec![("URL of the pod's identity", pod.url.as_str())],
        };
        match named.into_iter().find(|(_, value)| value.is_empty()) {
            Some((name, _)) => Err(Error::invalid(format!("the {name} of the credentials is empty"))),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match &self.0 {
            Kind::Fixed(Proof::Keys(keys)) => {
                return formatter
                    .debug_struct("Credentials")
                    .field("access_key", &keys.access_key)
                    .field("temporary", &keys.security_token.is_some())
                    .finish_non_exhaustive();
            }
            Kind::Fixed(Proof::Token(_)) => "token",
            Kind::Password(_) => "password",
            Kind::Federated(_) => "federated",
            Kind::Oidc(_) => "oidc",
            Kind::Metadata => "instance_metadata",
            Kind::Pod(_) => "pod_identity",
        };
        write!(formatter, "Credentials {{ {name} }}")
    }
}
