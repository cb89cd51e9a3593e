//! The cloud that a test starts.

use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{Arc, Mutex, atomic::AtomicU64},
    time::SystemTime,
};

use huaweicloud_runtime::{Client, ClientBuilder};
use serde_json::Value;
use spec::model::Operation;

use crate::{
    account::{Account, Accounts},
    answers::{Say, Source, success},
    call::Call,
    catalog::Catalog,
    error::Error,
    fault::Fault,
    files,
    loopback::{Answer, Loopback},
    state::{Checks, State, lock},
};

/// How a cloud is to be.
#[derive(Clone, Debug)]
#[must_use]
pub struct Builder {
    services: Vec<String>,
    account: Account,
    checks: Checks,
    source: Source,
    seed: u64,
    port: u16,
    root: PathBuf,
    live: Option<PathBuf>,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            services: Vec::new(),
            account: Account::default(),
            checks: Checks::default(),
            source: Source::default(),
            seed: 1,
            port: 0,
            root: files::root(),
            live: None,
        }
    }
}

impl Builder {
    /// Only this service; may be called again. All, if it is never called.
    pub fn service(mut self, name: impl Into<String>) -> Self {
        self.services.push(name.into());
        self
    }

    /// Who may call.
    pub fn account(self, account: Account) -> Self {
        Self { account, ..self }
    }

    /// What becomes of requests that the specification does not allow.
    pub fn checks(self, checks: Checks) -> Self {
        Self { checks, ..self }
    }

    /// Where answers come from that no test states.
    pub fn source(self, source: Source) -> Self {
        Self { source, ..self }
    }

    /// What drawn answers and rates of faults follow from: 1 if not set.
    pub fn seed(self, seed: u64) -> Self {
        Self { seed, ..self }
    }

    /// The port of all services together; those of single services are the next ones. Free ones if not set.
    pub fn port(self, port: u16) -> Self {
        Self { port, ..self }
    }

    /// The folder with `spec/` and `contract-tests/recordings`: the repository that this crate was built
    /// from, if not set.
    pub fn repository(self, root: impl Into<PathBuf>) -> Self {
        Self { root: root.into(), ..self }
    }

    /// The folder with recordings of calls, which need not exist: `contract-tests/live` of the repository, if
    /// not set. The newest one that succeeded is what an operation answers.
    pub fn live(self, folder: impl Into<PathBuf>) -> Self {
        Self { live: Some(folder.into()), ..self }
    }

    /// Starts it.
    ///
    /// # Errors
    /// If the specification cannot be read, has no such service, or a port is not free.
    pub fn start(self) -> Result<Cloud, Error> {
        let live = self.live.unwrap_or_else(|| files::live_folder(&self.root));
        let state = Arc::new(State {
            catalog: Catalog::find(&self.root, live, &self.services)?,
            accounts: Accounts::new(self.account),
            checks: self.checks,
            source: self.source,
            seed: self.seed,
            now: SystemTime::now,
            told: Mutex::default(),
            faults: Mutex::new((Vec::new(), fastrand::Rng::with_seed(self.seed))),
            calls: Mutex::default(),
            number: AtomicU64::new(0),
        });
        let serve = |port, service: Option<String>| {
            let state = Arc::clone(&state);
            Loopback::start_at(port, move |request| state.handle(service.as_deref(), request))
        };
        let all = serve(self.port, None)?;
        let mut services = BTreeMap::new();
        for (name, number) in state.catalog.services.keys().zip(1_u16..) {
            let port = if self.port == 0 { 0 } else { self.port.saturating_add(number) };
            services.insert(name.clone(), serve(port, Some(name.clone()))?);
        }
        Ok(Cloud { state, all, services })
    }
}

/// A cloud on this machine. It ends when it is dropped.
pub struct Cloud {
    state: Arc<State>,
    all: Loopback,
    services: BTreeMap<String, Loopback>,
}

impl Cloud {
    /// Settings for a cloud.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// The address of all services. Where operations of several services have one method and path, that of
    /// the service whose address it is is meant; here, the one that fits best.
    pub fn url(&self) -> String {
        self.all.url()
    }

    /// The address of one service.
    ///
    /// # Errors
    /// If there is no such service.
    pub fn endpoint(&self, service: &str) -> Result<String, Error> {
        let known = || self.services.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
        let server = self.services.get(service);
        server
            .map(Loopback::url)
            .ok_or_else(|| Error::new(format!("there is no service `{service}`, but {}", known())))
    }

    /// Who may call.
    pub fn account(&self) -> &Account {
        &self.state.accounts.account
    }

    /// Settings for a client of this cloud: region, keys, project and the addresses of all services.
    pub fn client(&self) -> ClientBuilder {
        let variables = self.variables();
        Client::builder()
            .region(&self.account().region)
            .environment(move |name| variables.get(name).cloned())
            .no_proxy()
    }

    /// The variables that the vendor's SDKs, and clients of this project, find the cloud with.
    pub fn variables(&self) -> BTreeMap<String, String> {
        let account = self.account();
        let mut variables: BTreeMap<String, String> = [
            ("HUAWEICLOUD_SDK_AK", account.access_key.clone()),
            ("HUAWEICLOUD_SDK_SK", account.secret_key.clone()),
            ("HUAWEICLOUD_SDK_PROJECT_ID", account.project_id(&account.region)),
            ("HUAWEICLOUD_SDK_DOMAIN_ID", account.domain_id.clone()),
            ("HUAWEICLOUD_SDK_IAM_ENDPOINT", self.url()),
            ("HUAWEICLOUD_SDK_STS_ENDPOINT", self.url()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into();
        for (service, server) in &self.services {
            let name = format!("HUAWEICLOUD_SDK_REGION_{service}_{}", account.region);
            variables.insert(name.replace('-', "_").to_uppercase(), server.url());
        }
        variables
    }

    /// From now on, the operation answers this body, with its documented status of success.
    ///
    /// # Errors
    /// If there is no such operation.
    pub fn answer(&self, service: &str, operation: &str, body: Value) -> Result<(), Error> {
        let status = self.success(service, operation)?;
        self.respond(service, operation, move |_| Answer::json(status, &body))
    }

    /// From now on, the operation answers what this makes of each call.
    ///
    /// # Errors
    /// If there is no such operation.
    pub fn respond(
        &self,
        service: &str,
        operation: &str,
        respond: impl Fn(&Call) -> Answer + Send + Sync + 'static,
    ) -> Result<(), Error> {
        let key = self.key(service, operation)?;
        lock(&self.state.told).always(key, Say::Always(Arc::new(respond)));
        Ok(())
    }

    /// From now on, the operation gives out these items, page by page as its specification says.
    ///
    /// # Errors
    /// If there is no such operation, or it gives out no pages.
    pub fn list(
        &self,
        service: &str,
        operation: &str,
        items: impl IntoIterator<Item = Value>,
    ) -> Result<(), Error> {
        let key = self.key(service, operation)?;
        let is_paged = self.find(service, operation)?.is_some_and(|known| known.pagination.is_some());
        if !is_paged {
            return Err(Error::new(format!("{service} {operation} gives out no pages: use `answer`")));
        }
        lock(&self.state.told).always(key, Say::List(items.into_iter().collect()));
        Ok(())
    }

    /// The next calls of the operation get these answers, one each.
    ///
    /// # Errors
    /// If there is no such operation.
    pub fn next(
        &self,
        service: &str,
        operation: &str,
        answers: impl IntoIterator<Item = Answer>,
    ) -> Result<(), Error> {
        let key = self.key(service, operation)?;
        lock(&self.state.told).next(key, answers);
        Ok(())
    }

    /// From now on, calls fail in this way too.
    ///
    /// # Errors
    /// If it is meant for an operation that there is not.
    pub fn fault(&self, fault: Fault) -> Result<(), Error> {
        match fault.target() {
            (Some(service), Some(operation)) => drop(self.key(service, operation)?),
            (Some(service), None) => drop(self.endpoint(service)?),
            (None, _) => {}
        }
        lock(&self.state.faults).0.push(fault);
        Ok(())
    }

    /// Forgets what tests said: answers, faults and calls.
    pub fn reset(&self) {
        lock(&self.state.told).clear();
        lock(&self.state.faults).0.clear();
        self.forget();
    }

    /// All requests since the start, or since they were [forgotten](Self::forget).
    pub fn calls(&self) -> Vec<Call> {
        lock(&self.state.calls).clone()
    }

    /// Those of one operation.
    ///
    /// # Errors
    /// If there is no such operation.
    pub fn calls_of(&self, service: &str, operation: &str) -> Result<Vec<Call>, Error> {
        self.key(service, operation)?;
        let is_of = |call: &&Call| {
            call.service.as_deref() == Some(service) && call.operation.as_deref() == Some(operation)
        };
        Ok(lock(&self.state.calls).iter().filter(is_of).cloned().collect())
    }

    /// Forgets the requests.
    pub fn forget(&self) {
        lock(&self.state.calls).clear();
    }

    fn key(&self, service: &str, operation: &str) -> Result<(String, String), Error> {
        self.endpoint(service)?;
        let known = self.state.catalog.services.get(service).is_some_and(|known| known.has(operation));
        if known {
            Ok((service.to_owned(), operation.to_owned()))
        } else {
            Err(Error::new(format!("{service} has no operation `{operation}`")))
        }
    }

    fn success(&self, service: &str, operation: &str) -> Result<u16, Error> {
        self.key(service, operation)?;
        Ok(self.find(service, operation)?.map_or(200, success))
    }

    fn find(&self, service: &str, operation: &str) -> Result<Option<&Operation>, Error> {
        let Some(service) = self.state.catalog.services.get(service) else { return Ok(None) };
        let mut operations = service.operations()?.iter();
        Ok(operations.find(|known| known.id == operation).map(AsRef::as_ref))
    }
}
