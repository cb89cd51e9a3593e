//! One request and its answer.

use std::{
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::SystemTime,
};

use serde_json::Value;
use spec::model::{Location, Operation};

use crate::{
    account::Accounts,
    answers::{Say, Source, Told, drawn, recorded},
    call::Call,
    caller::identify,
    catalog::{Catalog, Service},
    fault::{Fault, hit},
    files::FileError,
    finding::Finding,
    iam,
    loopback::{Answer, Received},
    paging::{page, with_list},
    reading::{self, Reading},
    refusal::{REQUEST_ID, Refusal},
    route::{fit, told},
};

/// What the cloud does with a request that the specification does not allow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Checks {
    /// It answers all the same; [`Call::findings`] says what is wrong.
    Off,
    /// It refuses what the specification does not allow.
    #[default]
    Specification,
    /// It also refuses what the specification does not know, such as other query parameters.
    Strict,
}

/// Everything that the threads of the cloud share.
pub(crate) struct State {
    pub(crate) catalog: Catalog,
    pub(crate) accounts: Accounts,
    pub(crate) checks: Checks,
    pub(crate) source: Source,
    pub(crate) seed: u64,
    pub(crate) now: fn() -> SystemTime,
    pub(crate) told: Mutex<Told>,
    pub(crate) faults: Mutex<(Vec<Fault>, fastrand::Rng)>,
    pub(crate) calls: Mutex<Vec<Call>>,
    pub(crate) number: AtomicU64,
}

/// What a lock guards stays usable if a thread of a test fails while it has it.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// An operation that a request fits.
struct Candidate<'a> {
    service: &'a Service,
    operation: Arc<Operation>,
    reading: Reading,
    /// The greatest is the one that is meant.
    rank: (bool, usize, Option<usize>, bool, std::cmp::Reverse<usize>, bool),
}

impl State {
    /// Answers a request that came to a service's own address, or to that of all services.
    pub(crate) fn handle(&self, service: Option<&str>, request: &Received) -> Answer {
        let number = self.number.fetch_add(1, Ordering::SeqCst) + 1;
        let mut call = Call::of(request.clone(), format!("fake-request-{number}"));
        let answer = match self.attempt(service, &mut call) {
            Ok(answer) => answer,
            Err(refusal) => refusal.answer(&call.request_id),
        };
        let has_id = answer.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case(REQUEST_ID));
        let answer = if has_id { answer } else { answer.with_header(REQUEST_ID, &call.request_id) };
        call.status = answer.status;
        lock(&self.calls).push(call);
        answer
    }

    fn attempt(&self, service: Option<&str>, call: &mut Call) -> Result<Answer, Refusal> {
        let candidate = self.candidate(service, &call.request)?;
        if let Some(candidate) = &candidate {
            call.service = Some(candidate.operation.service.clone());
            call.operation = Some(candidate.operation.id.clone());
            call.arguments.clone_from(&candidate.reading.arguments);
            call.findings.clone_from(&candidate.reading.findings);
            call.undocumented.clone_from(&candidate.reading.undocumented);
        }
        let hit = {
            let (faults, random) = &mut *lock(&self.faults);
            hit(faults, call.service.as_deref(), call.operation.as_deref(), random)
        };
        thread::sleep(hit.delay);
        if let Some(answer) = hit.instead(&call.request_id) {
            return Ok(answer);
        }
        let said = candidate.as_ref().is_some_and(|candidate| lock(&self.told).knows(&candidate.operation));
        let on_the_way = if said { None } else { iam::answer(&call.request, &self.accounts, (self.now)()) };
        if let Some(answer) = on_the_way {
            return answer.map(|answer| hit.spoil(answer));
        }
        identify(&call.request, &self.accounts, (self.now)())?;
        let Some(Candidate { service, operation, reading, .. }) = candidate else {
            return Err(self.nothing_fits(service, &call.request));
        };
        self.check(service, &operation, &reading)?;
        self.answer(&operation, call).map(|answer| hit.spoil(answer)).map_err(|error| broken(&error))
    }

    /// The services that an address may stand for.
    fn services(&self, address: Option<&str>, request: &Received) -> Vec<&Service> {
        let all = || self.catalog.services.values();
        let host = request.header("Host").unwrap_or_default();
        let label = host.split(['.', ':']).next().unwrap_or_default();
        let endpoint = match address {
            Some(name) => self.catalog.services.get(name).map(Service::endpoint),
            None => Some(label),
        };
        let same: Vec<&Service> = all().filter(|service| Some(service.endpoint()) == endpoint).collect();
        if same.is_empty() { all().collect() } else { same }
    }

    /// The operation that is meant.
    fn candidate(&self, address: Option<&str>, request: &Received) -> Result<Option<Candidate<'_>>, Refusal> {
        let query = request.query_pairs().unwrap_or_default();
        let body: Option<Value> = serde_json::from_slice(&request.body).ok();
        let roots: Vec<&str> = body
            .iter()
            .filter_map(Value::as_object)
            .flat_map(|body| body.keys())
            .map(String::as_str)
            .collect();
        let mut best: Option<Candidate<'_>> = None;
        for service in self.services(address, request) {
            for operation in service.operations().map_err(|error| broken(&error))? {
                let Some(fit) = fit(operation, request) else { continue };
                let told = told(operation, &query, &roots);
                let mut reading = reading::read(operation, service.info.as_ref(), &fit, request);
                if told.is_none() {
                    reading.findings.push(not_told(operation));
                }
                let rank = (
                    told.is_some() && lock(&self.told).knows(operation),
                    fit.literal,
                    told,
                    address == Some(&service.name),
                    std::cmp::Reverse(reading.findings.len() + reading.undocumented.len()),
                    !operation.deprecated,
                );
                if best.as_ref().is_none_or(|best| rank > best.rank) {
                    best = Some(Candidate { service, operation: Arc::clone(operation), reading, rank });
                }
            }
        }
        Ok(best)
    }

    fn nothing_fits(&self, address: Option<&str>, request: &Received) -> Refusal {
        let services = self.services(address, request);
        let names: Vec<&str> = services.iter().map(|service| service.name.as_str()).collect();
        let (method, path) = (&request.method, request.path());
        let names = names.join(", ");
        Refusal::by_gateway(
            404,
            format!("The API does not exist: no operation of {names} is {method} {path}"),
        )
    }

    /// Refuses what the operation does not allow.
    fn check(&self, service: &Service, operation: &Operation, reading: &Reading) -> Result<(), Refusal> {
        if self.checks == Checks::Off {
            return Ok(());
        }
        let in_path = operation.parameters_in(Location::Path).find(|parameter| {
            parameter.set_by == spec::model::SetBy::Client
                && parameter.name.to_ascii_lowercase().starts_with("project")
        });
        let project =
            in_path.and_then(|parameter| reading.arguments.path.get(&parameter.name)).and_then(Value::as_str);
        if let Some(project) =
            project.filter(|project| service.endpoint() != "iam" && !self.accounts.is_project(project))
        {
            let message = format!("the path is of project `{project}`, which is none of the account");
            return Err(Refusal::by_gateway(403, message));
        }
        let undocumented = reading.undocumented.iter().filter(|_| self.checks == Checks::Strict);
        let findings: Vec<String> =
            reading.findings.iter().chain(undocumented).map(ToString::to_string).collect();
        if findings.is_empty() {
            return Ok(());
        }
        let message = format!("{} {}: {}", operation.service, operation.id, findings.join("; "));
        Err(Refusal::by_service(service.envelope(operation), message))
    }

    fn answer(&self, operation: &Operation, call: &Call) -> Result<Answer, FileError> {
        let said = lock(&self.told).take(operation);
        let items = match said {
            Some(Say::Once(answer)) => return Ok(answer),
            Some(Say::Always(respond)) => return Ok(respond(call)),
            Some(Say::List(items)) => Some(items),
            None => None,
        };
        let answer = self.own_answer(operation)?;
        let (Some(pagination), Ok(whole)) = (&operation.pagination, serde_json::from_slice(&answer.body))
        else {
            return Ok(answer);
        };
        let whole = match items {
            Some(items) => with_list(pagination, whole, items.to_vec()),
            None => whole,
        };
        let body = page(operation, &call.arguments, whole).to_string().into_bytes();
        Ok(Answer { body, ..answer })
    }

    /// What no test states: a recording, or what the schema allows.
    fn own_answer(&self, operation: &Operation) -> Result<Answer, FileError> {
        let recordings = match self.source {
            Source::Recorded => self.catalog.recordings(operation)?,
            Source::Drawn => Vec::new(),
        };
        let answer = recorded(operation, &recordings);
        Ok(answer.unwrap_or_else(|| drawn(operation, self.seed)))
    }
}

fn not_told(operation: &Operation) -> Finding {
    let expected = operation.discriminator.stated().unwrap_or("a constant of its query");
    let what = "what tells the operation from others is missing";
    Finding::new(what, "request", expected, "nothing")
}

fn broken(error: &FileError) -> Refusal {
    Refusal::by_gateway(500, format!("the fake cloud is broken: {error}"))
}
