//! Settings for a new client.

use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

use tokio::sync::OnceCell;

use crate::{
    Client, Credentials, Error, Retry, Transport,
    client::Settings,
    clock::Clock,
    credentials::{Cache, Found, Metadata, Source, find},
    endpoint::{self, Endpoint, Endpoints, check_region},
    environment::Environment,
    flight::AskedOnce,
    retry::Budget,
    transport::{Limits, default_transport},
};

/// Settings for a new [`Client`]. Only a region (or an endpoint) is needed where [`Credentials`] can be
/// found. The project and the account of the credentials are asked for when a call needs them, unless they
/// are given or in `HUAWEICLOUD_SDK_PROJECT_ID` and `HUAWEICLOUD_SDK_DOMAIN_ID`.
#[derive(Clone, Default)]
#[must_use]
pub struct ClientBuilder {
    region: Option<String>,
    endpoint: Option<String>,
    credentials: Option<Credentials>,
    project_id: Option<String>,
    domain_id: Option<String>,
    iam_endpoint: Option<String>,
    sts_endpoint: Option<String>,
    transport: Option<Arc<dyn Transport>>,
    limits: Limits,
    call_timeout: Option<Duration>,
    retry: Retry,
    retry_budget: Option<u32>,
    derived_signatures: bool,
    no_content_type_on_get: bool,
    environment: Environment,
    clock: Clock,
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

    /// Where to ask IAM about credentials, projects and accounts, instead of the region's IAM. Calls of the
    /// IAM service's own operations go to [`endpoint`](Self::endpoint) or the region's IAM all the same.
    pub fn iam_endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.iam_endpoint = Some(endpoint.into());
        self
    }

    /// Where to ask STS about credentials and accounts, instead of the region's STS.
    pub fn sts_endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.sts_endpoint = Some(endpoint.into());
        self
    }

    /// The project that calls are made in and that fills `{project_id}` in paths, instead of what the
    /// environment says or IAM knows.
    pub fn project_id(mut self, project_id: impl Into<String>) -> Self {
        self.project_id = Some(project_id.into());
        self
    }

    /// The account (domain) that fills `{domain_id}` in paths, instead of what the environment says or IAM
    /// knows. Calls of IAM itself are made in its name.
    pub fn domain_id(mut self, domain_id: impl Into<String>) -> Self {
        self.domain_id = Some(domain_id.into());
        self
    }

    /// How long a connection may take to open: 10 seconds if not set.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.limits.connect_timeout = timeout;
        self
    }

    /// How long each attempt may take from the first byte sent to the last byte read: 60 seconds if not set.
    pub fn request_timeout(mut self, timeout: Duration) -> Self {
        self.limits.request_timeout = timeout;
        self
    }

    /// How long a call may take in all, attempts and pauses included: no limit if not set.
    pub fn call_timeout(mut self, timeout: Duration) -> Self {
        self.call_timeout = Some(timeout);
        self
    }

    /// When a call is sent again.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// How many further attempts all calls of the client may make in a row: 100 if not set. Every five
    /// calls that succeed add one, up to this number.
    pub fn retry_budget(mut self, attempts: u32) -> Self {
        self.retry_budget = Some(attempts);
        self
    }

    /// Signs with keys that are derived for one day, region and service (`V11-HMAC-SHA256`), for services
    /// that ask for it.
    pub fn derived_signatures(mut self) -> Self {
        self.derived_signatures = true;
        self
    }

    /// Sends no `Content-Type` with a GET that has no body.
    pub fn no_content_type_on_get(mut self) -> Self {
        self.no_content_type_on_get = true;
        self
    }

    /// Looks up environment variables here instead of in the process.
    pub fn environment(mut self, variable: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> Self {
        self.environment = Environment::new(variable);
        self
    }

    /// Takes the time from here instead of from the system.
    pub fn clock(mut self, now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Clock::new(now);
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

    /// Checks the settings, takes from the environment and the profile what was not given, and makes the
    /// client. Only if no credentials are found there, the metadata service of a cloud server and the
    /// pod's identity are asked for some.
    ///
    /// # Errors
    /// If there is no region and no endpoint, no credentials, or if a setting is not valid.
    pub async fn build(self) -> Result<Client, Error> {
        if let Some(region) = &self.region {
            check_region(region)?;
        }
        let endpoint = self.endpoint.as_deref().map(Endpoint::parse).transpose()?;
        if self.region.is_none() && endpoint.is_none() {
            return Err(Error::no_region());
        }
        let environment = &self.environment;
        let mut found = match self.credentials.clone() {
            Some(credentials) => Found { credentials: Some(credentials), ..Found::default() },
            None => find(environment)?,
        };
        let id = |given: &Option<String>, variable| given.clone().or_else(|| environment.variable(variable));
        found.project_id = id(&self.project_id, "HUAWEICLOUD_SDK_PROJECT_ID").or(found.project_id);
        found.domain_id = id(&self.domain_id, "HUAWEICLOUD_SDK_DOMAIN_ID").or(found.domain_id);
        match found.credentials.take() {
            Some(credentials) => self.client(credentials, &found, endpoint),
            None => self.client_of_a_server(&found, endpoint).await,
        }
    }

    /// With the keys of the cloud server's agency, or else of the pod's identity.
    async fn client_of_a_server(&self, found: &Found, endpoint: Option<Endpoint>) -> Result<Client, Error> {
        let server = self.client(Credentials::instance_metadata(), found, endpoint.clone())?;
        let Err(no_server) = server.fetch_credentials().await else { return Ok(server) };
        let Some(pod) = found.pod.clone() else { return Err(Error::no_credentials(no_server)) };
        let pod = self.client(pod, found, endpoint)?;
        pod.fetch_credentials().await?;
        Ok(pod)
    }

    fn client(
        &self,
        credentials: Credentials,
        found: &Found,
        endpoint: Option<Endpoint>,
    ) -> Result<Client, Error> {
        credentials.check()?;
        let region = self.region.as_deref();
        let variable = |name| self.environment.variable(name);
        let iam = self.iam_endpoint.clone().or_else(|| found.iam_endpoint.clone());
        let iam = iam.or_else(|| variable("HUAWEICLOUD_SDK_IAM_ENDPOINT"));
        let sts = self.sts_endpoint.clone().or_else(|| variable("HUAWEICLOUD_SDK_STS_ENDPOINT"));
        let transport = match &self.transport {
            Some(transport) => Arc::clone(transport),
            None => default_transport(&self.limits)?,
        };
        let source = Source {
            credentials,
            region: self.region.clone(),
            project_id: found.project_id.clone(),
            iam: iam.map_or_else(|| endpoint::iam(region), |text| Endpoint::parse(&text))?,
            sts: sts.map_or_else(|| endpoint::sts(region), |text| Endpoint::parse(&text))?,
            near: OnceCell::new_with(self.transport.clone()),
            transport,
            metadata: Metadata::default(),
        };
        let settings = Settings {
            endpoints: Endpoints::new(self.region.clone(), endpoint, self.environment.clone())?,
            cache: Cache::holding(source.known()),
            source,
            project: AskedOnce::holding(found.project_id.clone()),
            domain: AskedOnce::holding(found.domain_id.clone()),
            clock: self.clock.clone(),
            budget: Budget::new(self.retry_budget.unwrap_or(100)),
            derived_signatures: self.derived_signatures,
            content_type_on_get: !self.no_content_type_on_get,
        };
        Ok(Client::new(settings, self.retry.clone(), self.call_timeout))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use bytes::Bytes;

    use super::*;
    use crate::{BoxFuture, TransportError, TransportErrorKind};

    /// No network, and no environment but this.
    async fn build(variables: &[(&str, &str)], builder: ClientBuilder) -> Result<Client, Error> {
        let variables: BTreeMap<String, String> =
            variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        builder.environment(move |name| variables.get(name).cloned()).transport(Nowhere).build().await
    }

    struct Nowhere;

    impl Transport for Nowhere {
        fn send(
            &self,
            _: http::Request<Bytes>,
        ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
            Box::pin(async { Err(TransportError::new(TransportErrorKind::Connect, "nowhere")) })
        }
    }

    const KEYS: [(&str, &str); 2] = [("HUAWEICLOUD_SDK_AK", "AK"), ("HUAWEICLOUD_SDK_SK", "SK")];

    #[tokio::test]
    async fn credentials_and_project_come_from_the_environment() {
        let variables =
            [KEYS[0], KEYS[1], ("HUAWEICLOUD_SDK_PROJECT_ID", "p"), ("HUAWEICLOUD_SDK_DOMAIN_ID", "d")];
        let client = build(&variables, Client::builder().region("cn-north-4")).await.unwrap();
        assert_eq!(client.project_id(), Some("p"));
        assert_eq!(client.domain_id(), Some("d"));
        assert!(format!("{client:?}").contains(r#"access_key: "AK", temporary: false"#), "{client:?}");
    }

    #[tokio::test]
    async fn a_security_token_in_the_environment_makes_the_keys_temporary() {
        let variables = [KEYS[0], KEYS[1], ("HUAWEICLOUD_SDK_SECURITY_TOKEN", "t")];
        let client = build(&variables, Client::builder().region("cn-north-4")).await.unwrap();
        assert!(format!("{client:?}").contains("temporary: true"), "{client:?}");
    }

    #[tokio::test]
    async fn what_is_given_wins_over_the_environment() {
        let builder = Client::builder()
            .region("cn-north-4")
            .credentials(Credentials::access_key("mine", "SK"))
            .project_id("my-project");
        let client = build(&[KEYS[0], KEYS[1], ("HUAWEICLOUD_SDK_PROJECT_ID", "p")], builder).await.unwrap();
        assert_eq!(client.project_id(), Some("my-project"));
        assert!(format!("{client:?}").contains(r#"access_key: "mine""#), "{client:?}");
    }

    #[tokio::test]
    async fn without_credentials_the_error_says_where_they_can_come_from() {
        let message = build(&[], Client::builder().region("cn-north-4")).await.unwrap_err().to_string();
        assert!(message.contains("HUAWEICLOUD_SDK_AK") && message.contains(".credentials("), "{message}");
    }

    #[tokio::test]
    async fn half_a_key_pair_is_an_error_that_names_the_other_half() {
        let message =
            build(&KEYS[..1], Client::builder().region("cn-north-4")).await.unwrap_err().to_string();
        assert!(message.contains("HUAWEICLOUD_SDK_SK is not"), "{message}");
    }

    #[tokio::test]
    async fn without_region_and_endpoint_the_error_names_both() {
        let message = build(&KEYS, Client::builder()).await.unwrap_err().to_string();
        assert!(message.contains(".region(") && message.contains(".endpoint("), "{message}");
    }

    #[tokio::test]
    async fn empty_credentials_are_refused() {
        let builder = Client::builder().region("cn-north-4").credentials(Credentials::token(""));
        assert_eq!(
            build(&[], builder).await.unwrap_err().to_string(),
            "the token of the credentials is empty"
        );
    }
}
