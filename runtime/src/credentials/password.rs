//! Name and password, for which IAM gives tokens of 24 hours.

use serde_json::{Value, json};

use super::{Fetched, Proof, answer::subject_token, fetch::Source};
use crate::{Error, clock, secret::Secret};

#[derive(Clone)]
pub(crate) struct Password {
    domain: String,
    user: String,
    secret: Secret,
}

impl Password {
    pub(super) fn new(domain: String, user: String, password: Secret) -> Self {
        Self { domain, user, secret: password }
    }

    pub(super) fn named(&self) -> Vec<(&'static str, &str)> {
        vec![("domain", &self.domain), ("user", &self.user), ("password", self.secret.expose())]
    }

    pub(super) async fn fetch(&self, source: &Source) -> Result<Fetched, Error> {
        let user = json!({
            "domain": {"name": self.domain},
            "name": self.user,
            "password": self.secret.expose(),
        });
        let scope = match (&source.project_id, &source.region) {
            (Some(id), _) => json!({"project": {"id": id}}),
            (None, Some(region)) => json!({"project": {"name": region}}),
            (None, None) => json!({"domain": {"name": self.domain}}),
        };
        let identity = json!({"methods": ["password"], "password": {"user": user}});
        let body = json!({"auth": {"identity": identity, "scope": scope}});
        let answer = source.post(&source.iam, "/v3/auth/tokens", &[], body).await?;
        let token = Secret::new(subject_token(&answer)?);
        let body: Value = serde_json::from_slice(&answer).unwrap_or_default();
        let text = |pointer: &str| body.pointer(pointer).and_then(Value::as_str);
        Ok(Fetched {
            proof: Proof::Token(token),
            expires: text("/token/expires_at").and_then(clock::from_json),
            project_id: text("/token/project/id").map(str::to_owned),
            domain_id: text("/token/user/domain/id").map(str::to_owned),
        })
    }
}
