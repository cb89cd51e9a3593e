//! Where a service answers.

mod regions_file;
mod table;

use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock},
};

use http::{
    HeaderValue, Uri,
    uri::{self, Authority, PathAndQuery, Scheme},
};

use crate::{Error, ServiceMeta, environment::Environment};

/// Scheme, host and port, nothing else: `https://dws.cn-north-4.myhuaweicloud.com`. Kept as what requests
/// are made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Endpoint {
    scheme: Scheme,
    authority: Authority,
    host: HeaderValue,
}

impl Endpoint {
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        let wrong =
            |why: &str| Error::invalid(format!("endpoint `{text}` {why}: write it as https://host[:port]"));
        if text.contains('@') {
            // Not quoted: it may hold a password.
            return Err(Error::invalid("the endpoint must not hold a user name: use credentials instead"));
        }
        let uri: Uri = text.parse().map_err(|_| wrong("is not a URL"))?;
        let (scheme, default_port) = match uri.scheme_str() {
            Some("https") => (Scheme::HTTPS, ":443"),
            Some("http") => (Scheme::HTTP, ":80"),
            _ => return Err(wrong("starts neither with https:// nor with http://")),
        };
        let authority = uri.authority().ok_or_else(|| wrong("has no host"))?;
        if uri.path() != "/" || uri.query().is_some() || text.contains('#') {
            return Err(wrong("has a path or a query"));
        }
        let authority = authority.as_str().to_ascii_lowercase();
        let authority = authority.strip_suffix(default_port).unwrap_or(&authority);
        let host = HeaderValue::from_str(authority).map_err(|_| wrong("has no host"))?;
        let authority = authority.parse().map_err(|_| wrong("has no host"))?;
        Ok(Self { scheme, authority, host })
    }

    /// The `Host` header: with a port only if it is not the scheme's own.
    pub(crate) fn host(&self) -> &HeaderValue {
        &self.host
    }

    /// Joins with a path that starts with `/`, and a query.
    pub(crate) fn url(&self, path: &str, query: &str) -> String {
        let separator = if query.is_empty() { "" } else { "?" };
        format!("{}://{}{path}{separator}{query}", self.scheme, self.authority)
    }

    /// Joins with path and query, without reading itself anew.
    ///
    /// # Errors
    /// If that is no path.
    pub(crate) fn uri(&self, target: String) -> Result<Uri, Error> {
        let wrong = |error: http::Error| Error::invalid(format!("the URL is not valid: {error}"));
        let target = PathAndQuery::try_from(target).map_err(|error| wrong(error.into()))?;
        let mut parts = uri::Parts::default();
        parts.scheme = Some(self.scheme.clone());
        parts.authority = Some(self.authority.clone());
        parts.path_and_query = Some(target);
        Uri::from_parts(parts).map_err(|error| wrong(error.into()))
    }
}

/// The endpoints of all services for one client.
pub(crate) struct Endpoints {
    region: Option<String>,
    given: Option<Arc<[Endpoint]>>,
    environment: Environment,
    file: regions_file::Regions,
    found: RwLock<BTreeMap<&'static str, Arc<[Endpoint]>>>,
}

impl Endpoints {
    pub(crate) fn new(
        region: Option<String>,
        given: Option<Endpoint>,
        environment: Environment,
    ) -> Result<Self, Error> {
        let path = environment.settings_file("HUAWEICLOUD_SDK_REGIONS_FILE", "regions.yaml");
        let file = path.map(|path| regions_file::read(&path)).transpose()?.unwrap_or_default();
        let given = given.map(|endpoint| Arc::from([endpoint]));
        Ok(Self { region, given, environment, file, found: RwLock::default() })
    }

    /// The one endpoint for all calls, if there is one.
    pub(crate) fn given(&self) -> Option<&Endpoint> {
        self.given.as_ref()?.first()
    }

    /// Where a service answers: the first endpoint, and those to try if its name or certificate fails.
    pub(crate) fn of(&self, service: &ServiceMeta) -> Result<Arc<[Endpoint]>, Error> {
        if let Some(given) = &self.given {
            return Ok(Arc::clone(given));
        }
        let region = self.region.as_deref().ok_or_else(Error::no_region)?;
        let found = self.found.read().unwrap_or_else(PoisonError::into_inner).get(service.name).cloned();
        if let Some(endpoints) = found {
            return Ok(endpoints);
        }
        let endpoints = self.find(service, region)?;
        let mut found = self.found.write().unwrap_or_else(PoisonError::into_inner);
        found.insert(service.name, Arc::clone(&endpoints));
        Ok(endpoints)
    }

    fn find(&self, service: &ServiceMeta, region: &str) -> Result<Arc<[Endpoint]>, Error> {
        let variable = override_variable(service, region);
        if let Some(list) = self.environment.variable(&variable) {
            let endpoints: Result<Vec<_>, _> =
                list.split(',').map(|text| Endpoint::parse(text.trim())).collect();
            return Ok(endpoints.map_err(|error| error.in_setting(&variable))?.into());
        }
        let key = (service.name.to_uppercase(), region.to_owned());
        if let Some(list) = self.file.get(&key) {
            let endpoints: Result<Vec<_>, _> = list.iter().map(|text| Endpoint::parse(text)).collect();
            return Ok(endpoints.map_err(|error| error.in_setting("regions.yaml"))?.into());
        }
        match (table::url(service.endpoint, region), table::regions(service.endpoint)) {
            (Some(url), _) => Ok([Endpoint::parse(&url)?].into()),
            (None, known) if known.is_empty() => {
                let url = format!("https://{}.{region}.myhuaweicloud.com", service.endpoint);
                Ok([Endpoint::parse(&url)?].into())
            }
            (None, known) => Err(Error::invalid(format!(
                "{} is not known in region `{region}`, but in {}. If it is there all the same, call \
                 `.endpoint(…)` on the client builder or set {variable}",
                service.name,
                known.join(", ")
            ))),
        }
    }
}

/// `HUAWEICLOUD_SDK_REGION_DWS_CN_NORTH_4`
fn override_variable(service: &ServiceMeta, region: &str) -> String {
    format!("HUAWEICLOUD_SDK_REGION_{}_{region}", service.name).replace('-', "_").to_uppercase()
}

/// Where to ask IAM about credentials: the region's own, or the one for all regions.
pub(crate) fn iam(region: Option<&str>) -> Result<Endpoint, Error> {
    let regional = region.and_then(|region| table::url("iam", region));
    Endpoint::parse(regional.as_deref().unwrap_or("https://iam.myhuaweicloud.com"))
}

/// Where to ask STS about credentials.
pub(crate) fn sts(region: Option<&str>) -> Result<Endpoint, Error> {
    let regional = region.and_then(|region| table::url("sts", region));
    Endpoint::parse(regional.as_deref().unwrap_or("https://sts.cn-north-4.myhuaweicloud.com"))
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
        let host = |text| Endpoint::parse(text).unwrap().host().to_str().unwrap().to_owned();
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

    const KAFKA: ServiceMeta = ServiceMeta { name: "kafka", endpoint: "dms", global: false };

    fn endpoints(variables: &'static [(&str, &str)], service: &ServiceMeta, region: &str) -> Vec<String> {
        let environment = Environment::new(|name| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        });
        let endpoints = Endpoints::new(Some(region.to_owned()), None, environment).unwrap();
        endpoints.of(service).unwrap().iter().map(|endpoint| endpoint.url("", "")).collect()
    }

    #[test]
    fn the_host_name_of_a_service_may_differ_from_its_name() {
        assert_eq!(endpoints(&[], &KAFKA, "cn-north-4"), ["https://dms.cn-north-4.myhuaweicloud.com"]);
    }

    #[test]
    fn a_variable_overrides_the_table_and_may_list_several() {
        let variables =
            &[("HUAWEICLOUD_SDK_REGION_KAFKA_CN_NORTH_4", "https://a.example.com, https://b.example.com")];
        let expected = ["https://a.example.com", "https://b.example.com"];
        assert_eq!(endpoints(variables, &KAFKA, "cn-north-4"), expected);
    }

    #[test]
    fn a_service_of_which_nothing_is_known_is_in_every_region() {
        let service = ServiceMeta { name: "unheard-of", endpoint: "uo", global: false };
        assert_eq!(endpoints(&[], &service, "cn-new-1"), ["https://uo.cn-new-1.myhuaweicloud.com"]);
    }

    #[test]
    fn an_unknown_region_says_which_are_known_and_what_to_set() {
        let environment = Environment::new(|_| None);
        let endpoints = Endpoints::new(Some("atlantis-1".to_owned()), None, environment).unwrap();
        let message = endpoints.of(&KAFKA).unwrap_err().to_string();
        assert!(
            message.starts_with("kafka is not known in region `atlantis-1`, but in ae-ad-1, "),
            "{message}"
        );
        assert!(message.ends_with("or set HUAWEICLOUD_SDK_REGION_KAFKA_ATLANTIS_1"), "{message}");
    }

    #[test]
    fn a_region_cannot_name_another_host() {
        for region in ["evil.com/", "a.b", "", "CN", "-a", "a\r\n", "a@b"] {
            assert!(check_region(region).is_err(), "{region}");
        }
        assert!(check_region("cn-north-4").is_ok());
    }
}
