//! Who is calling: a token, or a signature over what really arrived.

use std::time::{Duration, SystemTime};

use huaweicloud_runtime::{
    SdkDate,
    signing::{Algorithm, ToSign, body_hash, canonical_query, sign},
};

use crate::{account::Accounts, loopback::Received, refusal::Refusal};

/// How far the date of a signature may be from the time.
const SKEW: Duration = Duration::from_secs(15 * 60);

/// Holds the request to what the account's callers may show.
pub(crate) fn identify(request: &Received, accounts: &Accounts, now: SystemTime) -> Result<(), Refusal> {
    match (request.header("X-Auth-Token"), request.header("Authorization")) {
        // A token counts even if the request is signed too.
        (Some(token), _) if accounts.is_token(&token) => Ok(()),
        (Some(_), _) => Err(unauthorized("the token of X-Auth-Token is not one that this cloud gave")),
        (None, Some(authorization)) => signed(request, &authorization, accounts, now),
        (None, None) => Err(unauthorized("there is neither X-Auth-Token nor Authorization")),
    }?;
    named(request, accounts)
}

/// In whose name it is called.
fn named(request: &Received, accounts: &Accounts) -> Result<(), Refusal> {
    let account = &accounts.account;
    if let Some(project) = request.header("X-Project-Id").filter(|project| !accounts.is_project(project)) {
        let own = account.project_id(&account.region);
        return Err(forbidden(format!(
            "X-Project-Id is `{project}`, which is no project of the account, such as `{own}`"
        )));
    }
    match request.header("X-Domain-Id").filter(|domain| *domain != account.domain_id) {
        Some(domain) => {
            Err(forbidden(format!("X-Domain-Id is `{domain}`, and the account is `{}`", account.domain_id)))
        }
        None => Ok(()),
    }
}

/// The parts of an `Authorization` header.
struct Parts<'a> {
    access_key: &'a str,
    /// Date, region and service of a derived key.
    scope: Option<(&'a str, &'a str, &'a str)>,
    headers: Vec<&'a str>,
}

fn parts(authorization: &str) -> Option<Parts<'_>> {
    let (algorithm, rest) = authorization.split_once(' ')?;
    let field =
        |name: &str| rest.split(',').find_map(|part| part.trim().strip_prefix(name)?.strip_prefix('='));
    let headers = field("SignedHeaders")?.split(';').collect();
    match algorithm {
        "SDK-HMAC-SHA256" => Some(Parts { access_key: field("Access")?, scope: None, headers }),
        "V11-HMAC-SHA256" => {
            let mut credential = field("Credential")?.split('/');
            let access_key = credential.next()?;
            let scope = (credential.next()?, credential.next()?, credential.next()?);
            Some(Parts { access_key, scope: Some(scope), headers })
        }
        _ => None,
    }
}

fn signed(
    request: &Received,
    authorization: &str,
    accounts: &Accounts,
    now: SystemTime,
) -> Result<(), Refusal> {
    let parts = parts(authorization).ok_or_else(|| {
        unauthorized("Authorization is neither `SDK-HMAC-SHA256 Access=…, SignedHeaders=…, Signature=…` nor `V11-HMAC-SHA256 Credential=…, …`")
    })?;
    let date = date(request, now)?;
    let (secret, security_token) = accounts
        .secret(parts.access_key)
        .ok_or_else(|| unauthorized(format!("the access key `{}` is not known", parts.access_key)))?;
    if request.header("X-Security-Token") != security_token {
        return Err(unauthorized(match security_token {
            Some(_) => "the access key is a temporary one, and X-Security-Token is not the token of it",
            None => "the access key is a lasting one, and there is an X-Security-Token",
        }));
    }
    let expected = expected(request, &parts, &secret, &date)?;
    if authorization == expected.authorization {
        return Ok(());
    }
    let hidden = security_token.unwrap_or_default();
    let canonical = match hidden.as_str() {
        "" => expected.canonical_request,
        token => expected.canonical_request.replace(token, "***"),
    };
    Err(unauthorized(format!("the signature does not hold; the canonical request is {canonical:?}")))
}

/// Signs the request again, as it arrived.
fn expected(
    request: &Received,
    parts: &Parts<'_>,
    secret: &str,
    date: &SdkDate,
) -> Result<huaweicloud_runtime::signing::Signature, Refusal> {
    if !parts.headers.contains(&"x-sdk-date") {
        return Err(unauthorized("x-sdk-date is not among the signed headers"));
    }
    if !parts.headers.is_sorted() {
        return Err(unauthorized("the signed headers are not sorted"));
    }
    let value = |name: &&str| {
        request.header(name).ok_or_else(|| unauthorized(format!("the signed header `{name}` is not there")))
    };
    let values = parts.headers.iter().map(value).collect::<Result<Vec<_>, _>>()?;
    let headers: Vec<(&str, &str)> =
        parts.headers.iter().zip(&values).map(|(name, value)| (*name, value.as_str())).collect();
    let announced = request.header("X-Sdk-Content-Sha256").filter(|_| !request.body.is_empty());
    let query = query(request)?;
    let to_sign = ToSign {
        method: &request.method,
        path: request.path(),
        query: &query,
        headers: &headers,
        body_hash: &announced.unwrap_or_else(|| body_hash(&request.body)),
        date,
    };
    let algorithm = match parts.scope {
        None => Algorithm::SdkHmacSha256,
        Some((day, region, service)) if date.to_string().starts_with(day) => {
            Algorithm::V11HmacSha256 { region, service }
        }
        Some((day, ..)) => {
            return Err(unauthorized(format!("the key is derived for {day}, and X-Sdk-Date is {date}")));
        }
    };
    Ok(sign(&to_sign, parts.access_key, secret, algorithm))
}

/// The query as it is signed: decoded, sorted and encoded again.
fn query(request: &Received) -> Result<String, Refusal> {
    let pairs = request.query_pairs().map_err(unauthorized)?;
    let pairs: Vec<(&str, &str)> =
        pairs.iter().map(|(name, value)| (name.as_str(), value.as_deref().unwrap_or_default())).collect();
    Ok(canonical_query(&pairs))
}

fn date(request: &Received, now: SystemTime) -> Result<SdkDate, Refusal> {
    let text = request.header("X-Sdk-Date").ok_or_else(|| unauthorized("X-Sdk-Date is not there"))?;
    let date: SdkDate =
        text.parse().map_err(|error| unauthorized(format!("X-Sdk-Date is `{text}`: {error}")))?;
    let signed = SystemTime::from(&date);
    let skew = signed.duration_since(now).unwrap_or_else(|before| before.duration());
    if skew > SKEW {
        let now = SdkDate::from(now);
        let message = format!("X-Sdk-Date is {date}, and it is {now} here: more than 15 minutes apart");
        return Err(unauthorized(message));
    }
    Ok(date)
}

fn unauthorized(message: impl Into<String>) -> Refusal {
    let message: String = message.into();
    Refusal::by_gateway(401, format!("Incorrect IAM authentication information: {message}"))
}

fn forbidden(message: String) -> Refusal {
    Refusal::by_gateway(403, message)
}
