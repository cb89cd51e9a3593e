//! Where a service answers.

use http::Uri;

use crate::{Error, ServiceMeta};

/// Scheme, host and port, nothing else: `https://dws.cn-north-4.myhuaweicloud.com`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Endpoint {
    scheme: &'static str,
    authority: String,
}

impl Endpoint {
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        let wrong =
            |why: &str| Error::invalid(format!("endpoint `{text}` {why}: write it as https://host[:port]"));
        let uri: Uri = text.parse().map_err(|_| wrong("is not a URL"))?;
        let scheme = match uri.scheme_str() {
            Some("https") => "https",
            Some("http") => "http",
            _ => return Err(wrong("starts neither with https:// nor with http://")),
        };
        let authority = uri.authority().ok_or_else(|| wrong("has no host"))?;
        if authority.as_str().contains('@') {
            // Not quoted: it may hold a password.
            return Err(Error::invalid("the endpoint must not hold a user name: use credentials instead"));
        }
        if uri.path() != "/" || uri.query().is_some() || text.contains('#') {
            return Err(wrong("has a path or a query"));
        }
        let default_port = if scheme == "https" { ":443" } else { ":80" };
        let authority = authority.as_str().to_ascii_lowercase();
        let authority = authority.strip_suffix(default_port).unwrap_or(&authority).to_owned();
        Ok(Self { scheme, authority })
    }

    /// The usual endpoint of a service in a region, which [`check_region`] has seen.
    pub(crate) fn of(service: &ServiceMeta, region: &str) -> Self {
        let authority = format!("{}.{region}.myhuaweicloud.com", service.endpoint);
        Self { scheme: "https", authority }
    }

    /// The `Host` header: with a port only if it is not the scheme's own.
    pub(crate) fn host(&self) -> &str {
        &self.authority
    }

    /// Joins with a path that starts with `/`, and a query.
    pub(crate) fn url(&self, path: &str, query: &str) -> String {
        let separator = if query.is_empty() { "" } else { "?" };
        format!("{}://{}{path}{separator}{query}", self.scheme, self.authority)
    }
}

/// A region becomes a part of a host name: anything else in it would send the request elsewhere.
pub(crate) fn check_region(region: &str) -> Result<(), Error> {
    let plain = region.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if region.is_empty() || !plain || region.starts_with('-') || region.ends_with('-') {
        return Err(Error::invalid(format!(
            "region `{}` is none: write its id, such as cn-north-4",
            region.escape_debug()
        )));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_default_port_is_left_out_of_the_host() {
        let host = |text| Endpoint::parse(text).unwrap().host().to_owned();
        assert_eq!(host("https://Example.com:443/"), "example.com");
        assert_eq!(host("http://127.0.0.1:8080"), "127.0.0.1:8080");
        assert_eq!(host("http://[::1]:80"), "[::1]");
    }

    #[test]
    fn an_endpoint_with_more_than_host_and_port_is_refused() {
        for text in [
            "example.com",
            "ftp://example.com",
            "https://a/b",
            "https://a/?q",
            "https://u:p@a",
            "",
            "https://a/#f",
        ] {
            assert!(Endpoint::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_region_cannot_name_another_host() {
        for region in ["evil.com/", "a.b", "", "CN", "-a", "a\r\n", "a@b"] {
            assert!(check_region(region).is_err(), "{region}");
        }
        assert!(check_region("cn-north-4").is_ok());
    }
}
