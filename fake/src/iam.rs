//! What SDKs ask on the way: tokens, temporary keys, projects, the account. Answered from the account, so
//! that what one answer says holds in the next request.

use std::time::{Duration, SystemTime};

use serde_json::{Value, json};

use crate::{
    account::{Accounts, id_of},
    caller::identify,
    clock::after,
    loopback::{Answer, Received},
    refusal::Refusal,
};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// The token of the metadata service of a cloud server.
const METADATA_TOKEN: &str = "fake-metadata-token";

/// The answer, if this is such a request.
pub(crate) fn answer(
    request: &Received,
    accounts: &Accounts,
    now: SystemTime,
) -> Option<Result<Answer, Refusal>> {
    let iam = Iam { request, accounts, now };
    Some(match (request.method.as_str(), request.path()) {
        ("POST", "/v3/auth/tokens") => iam.token(),
        ("POST", "/v3.0/OS-AUTH/id-token/tokens") => iam.token_of_an_identity(),
        ("POST", "/v3.0/OS-CREDENTIAL/securitytokens") => iam.keys_of_a_token(),
        ("POST", "/v5/agencies/assume-with-oidc") => iam.keys_of_an_identity(),
        ("GET", "/v3/projects" | "/v3/auth/projects") => iam.known().map(|()| iam.projects()),
        ("GET", "/v3/auth/domains") => iam.known().map(|()| iam.domains()),
        ("GET", "/v5/caller-identity") => iam.known().map(|()| iam.caller()),
        ("PUT", "/meta-data/latest/api/token") => Ok(Answer::text(200, METADATA_TOKEN)),
        ("GET", "/openstack/latest/securitykey") => iam.keys_of_the_server(),
        ("POST", "/pod-identity/credentials") => Ok(Answer::json(200, &iam.keys())),
        _ => return None,
    })
}

struct Iam<'a> {
    request: &'a Received,
    accounts: &'a Accounts,
    now: SystemTime,
}

impl Iam<'_> {
    fn known(&self) -> Result<(), Refusal> {
        identify(self.request, self.accounts, self.now)
    }

    fn body(&self) -> Result<Value, Refusal> {
        serde_json::from_slice(&self.request.body)
            .map_err(|error| Refusal::by_iam(400, format!("the body is not JSON: {error}")))
    }

    /// For a user's password, for another token, or for an agency that a known caller names.
    fn token(&self) -> Result<Answer, Refusal> {
        let body = self.body()?;
        let text = |pointer: &str| body.pointer(pointer).and_then(Value::as_str);
        let account = &self.accounts.account;
        if body.pointer("/auth/identity/assume_role").is_some() {
            self.known()?;
        } else if let Some(token) = text("/auth/identity/token/id") {
            if !self.accounts.is_token(token) {
                return Err(Refusal::by_iam(401, "the token is not one that this cloud gave"));
            }
        } else {
            let user = "/auth/identity/password/user";
            for (member, expected) in [
                ("name", &account.user_name),
                ("password", &account.password),
                ("domain/name", &account.domain_name),
            ] {
                let pointer = format!("{user}/{member}");
                if text(&pointer) != Some(expected) {
                    let message = format!("{pointer} of the body is not the account's, `{expected}`");
                    return Err(Refusal::by_iam(401, message));
                }
            }
        }
        let scope = "/auth/scope/project";
        let project = match (text(&format!("{scope}/id")), text(&format!("{scope}/name"))) {
            (Some(id), _) if self.accounts.is_project(id) => Some((id.to_owned(), account.region.clone())),
            (Some(id), _) => {
                return Err(Refusal::by_iam(401, format!("the account has no project `{id}`")));
            }
            (None, Some(name)) if is_region(name) => Some((self.accounts.project_of(name), name.to_owned())),
            (None, Some(name)) => {
                return Err(Refusal::by_iam(401, format!("the account has no project of the name `{name}`")));
            }
            (None, None) => None,
        };
        Ok(self.with_token(project))
    }

    /// For what an identity provider vouches for.
    fn token_of_an_identity(&self) -> Result<Answer, Refusal> {
        let body = self.body()?;
        if self.request.header("X-Idp-Id").is_none() {
            return Err(Refusal::by_iam(400, "the header X-Idp-Id is missing"));
        }
        if body.pointer("/auth/id_token/id").and_then(Value::as_str).is_none() {
            return Err(Refusal::by_iam(400, "the body has no text at /auth/id_token/id"));
        }
        Ok(self.with_token(None))
    }

    fn with_token(&self, project: Option<(String, String)>) -> Answer {
        let account = &self.accounts.account;
        let domain = json!({"id": account.domain_id, "name": account.domain_name});
        let user = json!({
            "id": id_of(&account.user_name),
            "name": account.user_name,
            "domain": domain,
            "password_expires_at": "",
        });
        let mut token = json!({
            "expires_at": after(self.now, DAY),
            "issued_at": after(self.now, Duration::ZERO),
            "methods": ["password"],
            "user": user,
            "roles": [],
            "catalog": [],
        });
        if let Some(members) = token.as_object_mut() {
            match project {
                Some((id, name)) => {
                    members.insert("project".into(), json!({"id": id, "name": name, "domain": domain}))
                }
                None => members.insert("domain".into(), domain),
            };
        }
        Answer::json(201, &json!({"token": token}))
            .with_header("X-Subject-Token", &self.accounts.issue_token())
    }

    fn keys_of_a_token(&self) -> Result<Answer, Refusal> {
        let body = self.body()?;
        let named = body.pointer("/auth/identity/token/id").and_then(Value::as_str);
        match named {
            Some(token) if self.accounts.is_token(token) => {}
            Some(_) => {
                return Err(Refusal::by_iam(401, "the token of the body is not one that this cloud gave"));
            }
            None => self.known()?,
        }
        Ok(Answer::json(201, &self.keys()))
    }

    fn keys_of_an_identity(&self) -> Result<Answer, Refusal> {
        let body = self.body()?;
        for member in ["provider_urn", "agency_urn", "agency_session_name", "id_token"] {
            if body.get(member).and_then(Value::as_str).is_none() {
                return Err(Refusal::by_gateway(400, format!("the body has no text `{member}`")));
            }
        }
        let keys = self.accounts.issue_keys();
        let keys = json!({
            "access_key_id": keys.access,
            "secret_access_key": keys.secret,
            "security_token": keys.security_token,
            "expiration": after(self.now, DAY),
        });
        Ok(Answer::json(200, &json!({"credentials": keys})))
    }

    fn keys_of_the_server(&self) -> Result<Answer, Refusal> {
        match self.request.header("X-Metadata-Token") {
            Some(token) if token != METADATA_TOKEN => {
                Err(Refusal::by_gateway(401, "X-Metadata-Token is not the one that this cloud gave"))
            }
            _ => Ok(Answer::json(200, &self.keys())),
        }
    }

    fn keys(&self) -> Value {
        let keys = self.accounts.issue_keys();
        json!({"credential": {
            "access": keys.access,
            "secret": keys.secret,
            "securitytoken": keys.security_token,
            "expires_at": after(self.now, DAY),
        }})
    }

    /// The project of the region that is asked for; that of the account's region if none is.
    fn projects(&self) -> Answer {
        let account = &self.accounts.account;
        let pairs = self.request.query_pairs().unwrap_or_default();
        let asked = pairs.into_iter().find(|(name, _)| name == "name").and_then(|(_, value)| value);
        let name = asked.unwrap_or_else(|| account.region.clone());
        let project = |name: &str| {
            json!({
                "id": self.accounts.project_of(name),
                "name": name,
                "domain_id": account.domain_id,
                "parent_id": account.domain_id,
                "is_domain": false,
                "enabled": true,
                "description": "",
                "links": {"self": ""},
            })
        };
        let projects: Vec<Value> = is_region(&name).then(|| project(&name)).into_iter().collect();
        Answer::json(
            200,
            &json!({"projects": projects, "links": {"self": "", "next": null, "previous": null}}),
        )
    }

    fn domains(&self) -> Answer {
        let account = &self.accounts.account;
        let domain = json!({
            "id": account.domain_id,
            "name": account.domain_name,
            "enabled": true,
            "description": "",
            "links": {"self": ""},
        });
        Answer::json(
            200,
            &json!({"domains": [domain], "links": {"self": "", "next": null, "previous": null}}),
        )
    }

    fn caller(&self) -> Answer {
        let account = &self.accounts.account;
        let id = id_of(&account.user_name);
        let urn = format!("iam::{}:user:{}", account.domain_id, account.user_name);
        let caller = json!({"account_id": account.domain_id, "principal_id": id, "principal_urn": urn});
        Answer::json(200, &caller)
    }
}

/// Regions end in a number; an account has a project for each.
fn is_region(name: &str) -> bool {
    let (place, number) = name.rsplit_once('-').unwrap_or_default();
    !place.is_empty() && !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
}
