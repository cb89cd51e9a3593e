//! The id token of an OpenID Connect provider, for which STS gives temporary keys of an agency.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::{Fetched, answer::temporary_keys, fetch::Source};
use crate::{
    Error,
    environment::{Environment, read_token},
    secret::Secret,
};

#[derive(Clone)]
pub(crate) struct Oidc {
    provider_urn: String,
    agency_urn: String,
    id_token: IdToken,
    session_name: String,
    duration_seconds: u32,
    policy: Option<String>,
    policy_ids: Vec<String>,
}

#[derive(Clone)]
enum IdToken {
    Given(Secret),
    File(PathBuf),
}

const PROVIDER: &str = "HUAWEICLOUD_OIDC_PROVIDER_URN";
const AGENCY: &str = "HUAWEICLOUD_OIDC_AGENCY_URN";
const DURATION: &str = "HUAWEICLOUD_OIDC_DURATION_SECONDS";

impl Oidc {
    pub(super) fn new(provider_urn: String, agency_urn: String, id_token_file: PathBuf) -> Self {
        Self {
            provider_urn,
            agency_urn,
            id_token: IdToken::File(id_token_file),
            session_name: "oidc-sts-session".to_owned(),
            duration_seconds: 3_600,
            policy: None,
            policy_ids: Vec::new(),
        }
    }

    pub(super) fn named(&self) -> Vec<(&'static str, &str)> {
        let mut named = vec![("provider URN", self.provider_urn.as_str()), ("agency URN", &self.agency_urn)];
        if let IdToken::Given(token) = &self.id_token {
            named.push(("id token", token.expose()));
        }
        named
    }

    /// From the environment, if all that is needed is there.
    pub(super) fn find(environment: &Environment) -> Result<Option<Self>, Error> {
        let variable = |name| environment.variable(name);
        let token = variable("HUAWEICLOUD_OIDC_ID_TOKEN").map(|token| IdToken::Given(Secret::new(token)));
        let file = || variable("HUAWEICLOUD_OIDC_TOKEN_FILE").map(|path| IdToken::File(path.into()));
        let (Some(provider), Some(agency), Some(id_token)) =
            (variable(PROVIDER), variable(AGENCY), token.or_else(file))
        else {
            return Ok(None);
        };
        let mut oidc = Self { id_token, ..Self::new(provider, agency, PathBuf::new()) };
        oidc.session_name = variable("HUAWEICLOUD_OIDC_SESSION_NAME").unwrap_or(oidc.session_name);
        if let Some(text) = variable(DURATION) {
            let wrong = |_| Error::invalid(format!("{DURATION} is no number of seconds: `{text}`"));
            oidc.duration_seconds = text.parse().map_err(wrong)?;
        }
        oidc.policy = variable("HUAWEICLOUD_OIDC_POLICY");
        let ids = variable("HUAWEICLOUD_OIDC_POLICY_IDS").unwrap_or_default();
        oidc.policy_ids =
            ids.split(',').map(str::trim).filter(|id| !id.is_empty()).map(str::to_owned).collect();
        Ok(Some(oidc))
    }

    pub(super) async fn fetch(&self, source: &Source) -> Result<Fetched, Error> {
        let id_token = match &self.id_token {
            IdToken::Given(token) => token.expose().to_owned(),
            IdToken::File(path) => read_token(path)?,
        };
        let mut body = json!({
            "provider_urn": self.provider_urn,
            "agency_urn": self.agency_urn,
            "agency_session_name": self.session_name,
            "id_token": id_token,
            "duration_seconds": self.duration_seconds,
        });
        if let (Value::Object(members), Some(policy)) = (&mut body, &self.policy) {
            members.insert("policy".to_owned(), policy.as_str().into());
        }
        if let (Value::Object(members), false) = (&mut body, self.policy_ids.is_empty()) {
            members.insert("policy_ids".to_owned(), self.policy_ids.clone().into());
        }
        temporary_keys(&source.post(&source.sts, "/v5/agencies/assume-with-oidc", &[], body).await?)
    }
}
