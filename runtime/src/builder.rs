//! Settings for a new client.

use std::{sync::Arc, time::Duration};

use crate::{
    Client, Credentials, Error, Transport,
    client::Settings,
    endpoint::{Endpoint, check_region},
    transport::{Limits, reqwest::ReqwestTransport},
};

/// Settings for a new [`Client`]. Only a region (or an endpoint) is needed if the environment has
/// credentials: `HUAWEICLOUD_SDK_AK`, `HUAWEICLOUD_SDK_SK`, and optionally
/// `HUAWEICLOUD_SDK_SECURITY_TOKEN`, `HUAWEICLOUD_SDK_PROJECT_ID`, `HUAWEICLOUD_SDK_DOMAIN_ID`.
#[derive(Clone, Default)]
#[must_use]
pub struct ClientBuilder {
    region: Option<String>,
    endpoint: Option<String>,
    credentials: Option<Credentials>,
    project_id: Option<String>,
    domain_id: Option<String>,
    transport: Option<Arc<dyn Transport>>,
    limits: Limits,
}

impl ClientBuilder {
    /// The region's id, such as `cn-north-4`. Endpoints follow from it.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// One endpoint for all calls, such as `https://dws.cn-north-4.myhuaweicloud.com`, instead of the
    /// region's own.
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = Some(endpoint.into());
        self
    }

    /// Who is calling, instead of what the environment says.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = Some(credentials);
        self
    }

    /// The project that fills `{project_id}` in paths, instead of what the environment says.
    pub fn project_id(mut self, project_id: impl Into<String>) -> Self {
        self.project_id = Some(project_id.into());
        self
    }

    /// The account (domain) that fills `{domain_id}` in paths, instead of what the environment says.
    pub fn domain_id(mut self, domain_id: impl Into<String>) -> Self {
        self.domain_id = Some(domain_id.into());
        self
    }

    /// How long a connection may take to open: 10 seconds if not set.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.limits.connect_timeout = timeout;
        self
    }

    /// How long a request may take from the first byte sent to the last byte read: 60 seconds if not set.
    pub fn request_timeout(mut self, timeout: Duration) -> Self {
        self.limits.request_timeout = timeout;
        self
    }

    /// How many bytes an answer may have: 64 MiB if not set.
    pub fn max_response_size(mut self, bytes: usize) -> Self {
        self.limits.max_response_size = bytes;
        self
    }

    /// Connects directly even if the environment or the system names a proxy.
    pub fn no_proxy(mut self) -> Self {
        self.limits.use_proxy = false;
        self
    }

    /// Sends through this instead of the network, for instance to replay recorded answers in tests.
    /// Time-outs, response size and proxy are then the transport's own affair.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Checks the settings, takes from the environment what was not given, and makes the client.
    ///
    /// # Errors
    /// If there is no region and no endpoint, no credentials, or if a setting is not valid.
    // Nothing to wait for yet; credentials that are fetched will be.
    #[expect(clippy::unused_async)]
    pub async fn build(self) -> Result<Client, Error> {
        self.build_in(&|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
    }

    fn build_in(self, variable: &dyn Fn(&str) -> Option<String>) -> Result<Client, Error> {
        if let Some(region) = &self.region {
            check_region(region)?;
        }
        let endpoint = self.endpoint.as_deref().map(Endpoint::parse).transpose()?;
        if self.region.is_none() && endpoint.is_none() {
            return Err(Error::no_region());
        }
        let credentials = match self.credentials {
            Some(credentials) => credentials,
            None => Credentials::from_environment(variable)?,
        };
        credentials.check()?;
        let transport = match self.transport {
            Some(transport) => transport,
            None => Arc::new(ReqwestTransport::new(&self.limits)?),
        };
        Ok(Client::new(Settings {
            region: self.region,
            endpoint,
            credentials,
            project_id: self.project_id.or_else(|| variable("HUAWEICLOUD_SDK_PROJECT_ID")),
            domain_id: self.domain_id.or_else(|| variable("HUAWEICLOUD_SDK_DOMAIN_ID")),
            transport,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn build(variables: &[(&str, &str)], builder: ClientBuilder) -> Result<Client, Error> {
        builder.build_in(&|name| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        })
    }

    const KEYS: [(&str, &str); 2] = [("HUAWEICLOUD_SDK_AK", "AK"), ("HUAWEICLOUD_SDK_SK", "SK")];

    #[test]
    fn credentials_and_project_come_from_the_environment() {
        let variables =
            [KEYS[0], KEYS[1], ("HUAWEICLOUD_SDK_PROJECT_ID", "p"), ("HUAWEICLOUD_SDK_DOMAIN_ID", "d")];
        let client = build(&variables, Client::builder().region("cn-north-4")).unwrap();
        assert_eq!(client.project_id(), Some("p"));
        assert_eq!(client.domain_id(), Some("d"));
        assert!(format!("{client:?}").contains(r#"access_key: "AK", temporary: false"#), "{client:?}");
    }

    #[test]
    fn a_security_token_in_the_environment_makes_the_keys_temporary() {
        let variables = [KEYS[0], KEYS[1], ("HUAWEICLOUD_SDK_SECURITY_TOKEN", "t")];
        let client = build(&variables, Client::builder().region("cn-north-4")).unwrap();
        assert!(format!("{client:?}").contains("temporary: true"), "{client:?}");
    }

    #[test]
    fn what_is_given_wins_over_the_environment() {
        let builder = Client::builder()
            .region("cn-north-4")
            .credentials(Credentials::access_key("mine", "SK"))
            .project_id("my-project");
        let client = build(&[KEYS[0], KEYS[1], ("HUAWEICLOUD_SDK_PROJECT_ID", "p")], builder).unwrap();
        assert_eq!(client.project_id(), Some("my-project"));
        assert!(format!("{client:?}").contains(r#"access_key: "mine""#), "{client:?}");
    }

    #[test]
    fn without_credentials_the_error_says_where_they_can_come_from() {
        let message = build(&[], Client::builder().region("cn-north-4")).unwrap_err().to_string();
        assert!(message.contains("HUAWEICLOUD_SDK_AK") && message.contains(".credentials("), "{message}");
    }

    #[test]
    fn half_a_key_pair_is_an_error_that_names_the_other_half() {
        let message = build(&KEYS[..1], Client::builder().region("cn-north-4")).unwrap_err().to_string();
        assert!(message.contains("HUAWEICLOUD_SDK_SK is not"), "{message}");
    }

    #[test]
    fn without_region_and_endpoint_the_error_names_both() {
        let message = build(&KEYS, Client::builder()).unwrap_err().to_string();
        assert!(message.contains(".region(") && message.contains(".endpoint("), "{message}");
    }

    #[test]
    fn empty_credentials_are_refused() {
        let builder = Client::builder().region("cn-north-4").credentials(Credentials::token(""));
        assert_eq!(build(&[], builder).unwrap_err().to_string(), "the token of the credentials is empty");
    }
}
