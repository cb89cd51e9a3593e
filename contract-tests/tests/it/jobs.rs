//! Every operation that begins a job: the fake cloud lets the job go on and succeed, fail or never end, and the
//! client must wait for it as the specification says.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "helpers of tests")]

use std::{cell::Cell, time::Duration};

use crate::common::{for_all, put};
use contract_tests::{
    arguments::{complete, flat},
    catalog::{Catalog, Entry, chosen_service},
};
use huaweicloud::{Client, Error, Response, Retry};
use huaweicloud_fake::{Answer, Call, Checks, Cloud, sample::Sample};
use serde_json::{Value, json};
use spec::model::{Arguments, JobQuery, Location, SetBy};
use tokio::runtime::Runtime;

/// The job that every operation begins.
const JOB: &str = "job-7";

/// A state that no page calls a last one.
const GOING_ON: &str = "going on";

/// As often as the machine can.
const AT_ONCE: Duration = Duration::ZERO;
const LONG: Duration = Duration::from_secs(60);

#[test]
fn every_job_is_waited_for_until_it_ends() {
    let stage = Stage::new();
    let (starts, waits) = (Cell::new(0), Cell::new(0));
    for_all("jobs", |entry, _| {
        let Some(waiter) = &entry.operation.waiter else { return Ok(()) };
        let query = stage.query(&entry.operation.service, &waiter.query)?;
        let story =
            Story { stage: &stage, start: entry, query, job: query.operation.job_query.as_ref().unwrap() };
        waits.set(waits.get() + story.all()?);
        starts.set(starts.get() + 1);
        Ok(())
    });
    println!("{} operations begin jobs, {} of them waited for", starts.get(), waits.get());
    assert!(starts.get() > 0 || chosen_service().is_some(), "the specification has jobs");
}

struct Stage {
    cloud: Cloud,
    client: Client,
    runtime: Runtime,
    queries: Vec<Entry>,
}

impl Stage {
    fn new() -> Self {
        let cloud = Cloud::builder().checks(Checks::Strict).start().unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let client = runtime.block_on(cloud.client().retry(Retry::never()).build()).unwrap();
        let mut queries = Catalog::load().unwrap().entries;
        queries.retain(|entry| entry.operation.job_query.is_some());
        Self { cloud, client, runtime, queries }
    }

    fn query(&self, service: &str, id: &str) -> Result<&Entry, String> {
        let is_it = |entry: &&Entry| entry.operation.service == service && entry.operation.id == id;
        self.queries.iter().find(is_it).ok_or_else(|| format!("{id} tells no job's state"))
    }
}

/// An operation that begins a job, and the one that tells what became of it.
struct Story<'a> {
    stage: &'a Stage,
    start: &'a Entry,
    query: &'a Entry,
    job: &'a JobQuery,
}

impl Story<'_> {
    /// How every job may end; how many jobs that were.
    fn all(&self) -> Result<usize, String> {
        for state in &self.job.success {
            self.succeeds(state).map_err(|problem| format!("{state}: {problem}"))?;
        }
        for state in &self.job.failure {
            self.fails(state).map_err(|problem| format!("{state}: {problem}"))?;
        }
        self.never_ends().map_err(|problem| format!("a job without end: {problem}"))?;
        Ok(self.job.success.len() + self.job.failure.len() + 1)
    }

    fn succeeds(&self, state: &str) -> Result<(), String> {
        let answers = self.answers(state);
        let last = answers.last().unwrap().to_string();
        let (outcome, polls) = self.play(&answers, AT_ONCE, LONG)?;
        let found = outcome.map_err(|error| error.to_string())?.into_inner();
        let arguments =
            complete(&self.query.operation, &Arguments::default()).map_err(|why| why.to_string())?;
        let call = self.query.client_operation(&flat(&self.query.operation, &arguments))?;
        let expected = call.decode(200, last.as_bytes()).map_err(|error| error.to_string())?;
        same("the last answer", &expected, &found)?;
        same("how often it was asked for", &answers.len(), &polls)
    }

    fn fails(&self, state: &str) -> Result<(), String> {
        let answers = self.answers(state);
        let (outcome, polls) = self.play(&answers, AT_ONCE, LONG)?;
        let error = outcome.err().ok_or("taken for a success")?;
        if !error.is_job_failed() {
            return Err(error.to_string());
        }
        let job = error.job().unwrap();
        let told = |pointer: &Option<String>| pointer.as_ref().map(|_| "told");
        same("the job", JOB, job.id.as_str())?;
        same("the state", &Some(state), &job.state.as_deref())?;
        same("the code", &told(&self.job.code), &job.code.as_deref())?;
        same("the reason", &told(&self.job.reason), &job.reason.as_deref())?;
        same("how often it was asked for", &answers.len(), &polls)
    }

    fn never_ends(&self) -> Result<(), String> {
        let (every, timeout) = (Duration::from_millis(3), Duration::from_millis(30));
        let answers = vec![self.answer(GOING_ON); 12];
        let (outcome, polls) = self.play(&answers, every, timeout)?;
        let error = outcome.err().ok_or("taken for a success")?;
        if !error.is_job_timeout() {
            return Err(error.to_string());
        }
        same("the state", &Some(GOING_ON), &error.job().unwrap().state.as_deref())?;
        if (1..=11).contains(&polls) { Ok(()) } else { Err(format!("asked {polls} times")) }
    }

    /// What is told of a job that goes on for a while, and is in this state at last.
    fn answers(&self, last: &str) -> [Value; 3] {
        // Without a state nothing is known yet.
        [json!({}), self.answer(GOING_ON), self.answer(last)]
    }

    fn answer(&self, state: &str) -> Value {
        let operation = &self.query.operation;
        let schema = operation.responses["200"].schema.as_ref().unwrap();
        let mut answer = Sample::new(operation, 1).value(schema, "");
        put(&mut answer, &self.job.state, state.into());
        for pointer in self.job.code.iter().chain(&self.job.reason) {
            put(&mut answer, pointer, "told".into());
        }
        answer
    }

    /// Begins the job and waits for it: what came of it, and how often it was asked for.
    fn play(
        &self,
        answers: &[Value],
        every: Duration,
        timeout: Duration,
    ) -> Result<(Result<Response<Value>, Error>, usize), String> {
        let Stage { cloud, client, runtime, .. } = self.stage;
        let (start, query) = (&self.start.operation, &self.query.operation);
        let mut begun = json!({});
        put(&mut begun, &start.waiter.as_ref().unwrap().job, JOB.into());
        cloud.reset();
        cloud.answer(&start.service, &start.id, begun).unwrap();
        let answers = answers.iter().map(|answer| Answer::json(200, answer));
        cloud.next(&query.service, &query.id, answers).unwrap();

        let arguments = complete(start, &Arguments::default()).map_err(|why| why.to_string())?;
        let call = self.start.client_operation(&flat(start, &arguments))?;
        let waiting =
            call.send_and_wait(client, every, timeout).ok_or("the client cannot wait for its job")?;
        let outcome = runtime.block_on(waiting);
        let calls = cloud.calls();
        let (begun, polls) = calls.split_first().ok_or("nothing was sent")?;
        same("what was sent first", &Some(&start.id), &begun.operation.as_ref())?;
        for poll in polls {
            self.asks_for_the_job(begun, poll)?;
        }
        Ok((outcome, polls.len()))
    }

    /// The right operation, the job that was begun, and else what both have.
    fn asks_for_the_job(&self, begun: &Call, poll: &Call) -> Result<(), String> {
        same("what was asked", &Some(&self.query.operation.id), &poll.operation.as_ref())?;
        let id = &self.job.id;
        let place = if id.location == Location::Path { &poll.arguments.path } else { &poll.arguments.query };
        same("the job that was asked for", &Some(&json!(JOB)), &place.get(&id.name))?;
        let shared = self
            .query
            .operation
            .parameters_in(Location::Path)
            .filter(|parameter| parameter.name != id.name && parameter.set_by == SetBy::Caller);
        for parameter in shared {
            let value = |call: &Call| call.arguments.path.get(&parameter.name).cloned();
            same(&parameter.name, &value(begun), &value(poll))?;
        }
        Ok(())
    }
}

fn same<T: PartialEq + std::fmt::Debug + ?Sized>(what: &str, expected: &T, found: &T) -> Result<(), String> {
    if expected == found { Ok(()) } else { Err(format!("{what}: {found:?} instead of {expected:?}")) }
}
