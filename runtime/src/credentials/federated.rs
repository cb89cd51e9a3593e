//! The id token of an identity provider, for which IAM gives a token, and for that temporary keys.

use std::path::PathBuf;

use serde_json::json;

use super::{
    Fetched,
    answer::{subject_token, temporary_keys},
    fetch::Source,
};
use crate::{Error, environment::read_token};

#[derive(Clone)]
pub(crate) struct Federated {
    pub(super) idp_id: String,
    pub(super) id_token_file: PathBuf,
}

/// How long the temporary keys are asked for: 6 hours.
const SECONDS: u32 = 21_600;

impl Federated {
    pub(super) async fn fetch(&self, source: &Source) -> Result<Fetched, Error> {
        let body = json!({"auth": {"id_token": {"id": read_token(&self.id_token_file)?}}});
        let path = "/v3.0/OS-AUTH/id-token/tokens";
        let answer = source.post(&source.iam, path, &[("x-idp-id", &self.idp_id)], body).await?;
        let token = json!({"id": subject_token(&answer)?, "duration_seconds": SECONDS});
        let body = json!({"auth": {"identity": {"methods": ["token"], "token": token}}});
        temporary_keys(&source.post(&source.iam, "/v3.0/OS-CREDENTIAL/securitytokens", &[], body).await?)
    }
}
