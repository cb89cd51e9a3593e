//! Where credentials come from that nobody gave, in the order of the vendor's SDKs.

use super::{Credentials, Kind, federated::Federated, oidc::Oidc, pod::Pod, profile};
use crate::{Error, environment::Environment};

/// What is set up, and what else is said there.
#[derive(Default)]
pub(crate) struct Found {
    /// `None` if nothing is: then the program may run on a cloud server.
    pub(crate) credentials: Option<Credentials>,
    /// Where to look if it does not.
    pub(crate) pod: Option<Credentials>,
    pub(crate) project_id: Option<String>,
    pub(crate) domain_id: Option<String>,
    pub(crate) iam_endpoint: Option<String>,
}

/// Looks into the environment, then into the profile.
pub(crate) fn find(environment: &Environment) -> Result<Found, Error> {
    let mut found = match Oidc::find(environment)? {
        Some(oidc) => Found { credentials: Some(Credentials(Kind::Oidc(oidc))), ..Found::default() },
        None => Found { credentials: from_variables(environment)?, ..Found::default() },
    };
    if found.credentials.is_none() {
        found = from_profile(environment)?;
        found.pod = Pod::find(environment).map(|pod| Credentials(Kind::Pod(pod)));
    }
    Ok(found)
}

fn from_variables(environment: &Environment) -> Result<Option<Credentials>, Error> {
    let named = |key: &str| {
        let name = format!("HUAWEICLOUD_SDK_{}", key.to_uppercase());
        environment.variable(&name).map(|value| (name, value))
    };
    from_names(&named, |present, absent| {
        format!("{present} is set, HUAWEICLOUD_SDK_{} is not: set both", absent.to_uppercase())
    })
}

/// `[basic]` is for projects, `[global]` for the account; one client serves both, so the keys of the first
/// that has any are taken.
fn from_profile(environment: &Environment) -> Result<Found, Error> {
    let mut found = Found::default();
    let file = environment.settings_file("HUAWEICLOUD_SDK_CREDENTIALS_FILE", "credentials");
    let Some(path) = file else { return Ok(found) };
    let sections = profile::read(&path)?.unwrap_or_default();
    for section in ["basic", "global"].iter().filter_map(|name| sections.get(*name)) {
        let named = |key: &str| section.get(key).map(|value| (key.to_owned(), value.clone()));
        let of_section = from_names(&named, |present, absent| {
            format!("{}: `{present}` is there, `{absent}` is not: a section needs both", path.display())
        })?;
        found.credentials = found.credentials.or(of_section);
        let value = |key: &str| section.get(key).cloned();
        found.project_id = found.project_id.or_else(|| value("project_id"));
        found.domain_id = found.domain_id.or_else(|| value("domain_id"));
        found.iam_endpoint = found.iam_endpoint.or_else(|| value("iam_endpoint"));
    }
    Ok(found)
}

/// An identity provider wins over keys. Half a pair is a mistake.
fn from_names(
    named: &dyn Fn(&str) -> Option<(String, String)>,
    half: impl Fn(&str, &str) -> String,
) -> Result<Option<Credentials>, Error> {
    let pair = |left: &str, right: &str| match (named(left), named(right)) {
        (Some((_, left)), Some((_, right))) => Ok(Some((left, right))),
        (Some((present, _)), None) => Err(Error::invalid(half(&present, right))),
        (None, Some((present, _))) => Err(Error::invalid(half(&present, left))),
        (None, None) => Ok(None),
    };
    if let Some((idp_id, file)) = pair("idp_id", "id_token_file")? {
        return Ok(Some(Credentials(Kind::Federated(Federated { idp_id, id_token_file: file.into() }))));
    }
    let keys = pair("ak", "sk")?;
    let security_token = named("security_token").map(|(_, value)| value);
    Ok(keys.map(|(access_key, secret_key)| Credentials::keys(access_key, secret_key, security_token)))
}
