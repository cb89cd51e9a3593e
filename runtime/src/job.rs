//! Jobs: what some operations begin, and how to wait for their end.

use std::{fmt, future::IntoFuture, time::Duration};

use tokio::time::{Instant, sleep};

use crate::{BoxFuture, Client, Error, Operation, Response, clock};

/// An operation that tells the state of a job. Implemented by generated code.
pub trait JobQuery: Operation + Clone + 'static {
    /// States of a job that has done what it was to do.
    const SUCCESS: &'static [&'static str];
    /// States of a job that has ended without that.
    const FAILURE: &'static [&'static str];

    /// Which job it asks for.
    fn job_id(&self) -> String;

    /// The job's state.
    fn state_of(answer: &Self::Output) -> Option<String>;

    /// The error code of a job that failed.
    fn code_of(_answer: &Self::Output) -> Option<String> {
        None
    }

    /// Why a job failed.
    fn reason_of(_answer: &Self::Output) -> Option<String> {
        None
    }
}

/// An operation that begins a job. Implemented by generated code.
pub trait StartsJob: Operation + Clone + 'static {
    /// What tells the job's state.
    type Query: JobQuery;

    /// The query for the job that was begun; `None` if the answer has no job id.
    fn query(&self, answer: &Self::Output) -> Option<Self::Query>;
}

/// A job that was waited for and was not seen to succeed; see [`Error::job`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Its id.
    pub id: String,
    /// Its state in the answer that the error is about.
    pub state: Option<String>,
    /// The error code that the service gives.
    pub code: Option<String>,
    /// The reason that the service gives.
    pub reason: Option<String>,
}

/// Waits for the end of a job when awaited, and gives the last answer about it.
///
/// ```no_run
/// # use std::time::Duration;
/// # use huaweicloud_runtime::{Client, Error, StartsJob};
/// # async fn example<O: StartsJob>(client: &Client, create: O) -> Result<(), Error> {
/// let done = client
///     .send_and_wait(create)
///     .every(Duration::from_secs(2))
///     .timeout(Duration::from_secs(600))
///     .on_progress(|_job| eprint!("."))
///     .await?;
/// # Ok(())
/// # }
/// ```
///
/// A job that fails is an error with [`Error::job`], and so is one that takes too long or can no longer be
/// asked for; those go on all the same.
#[must_use = "nothing is sent unless it is awaited"]
pub struct Wait<Q: JobQuery> {
    client: Client,
    begin: BoxFuture<'static, Result<Q, Error>>,
    every: Duration,
    timeout: Duration,
    progress: Option<Progress<Q>>,
}

type Progress<Q> = Box<dyn FnMut(&<Q as Operation>::Output) + Send>;

impl<Q: JobQuery> Wait<Q> {
    fn new(client: Client, begin: BoxFuture<'static, Result<Q, Error>>) -> Self {
        let (every, timeout) = (Duration::from_secs(5), Duration::from_secs(30 * 60));
        Self { client, begin, every, timeout, progress: None }
    }

    /// Waits for the job that `query` asks for.
    pub(crate) fn for_job(client: Client, query: Q) -> Self {
        Self::new(client, Box::pin(async { Ok(query) }))
    }

    /// Begins the job, then waits for it.
    pub(crate) fn start<O: StartsJob<Query = Q>>(client: Client, operation: O) -> Self {
        let sender = client.clone();
        let begin = async move {
            let answer = sender.send(&operation).await?;
            operation.query(&answer).ok_or_else(|| Error::no_job().of(&O::META))
        };
        Self::new(client, Box::pin(begin))
    }

    /// Asks that often; every five seconds unless set.
    pub fn every(mut self, pause: Duration) -> Self {
        self.every = pause;
        self
    }

    /// Waits no longer than this for the end of the job; half an hour unless set.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Is called with each answer about the job, the last one included.
    pub fn on_progress(mut self, progress: impl FnMut(&Q::Output) + Send + 'static) -> Self {
        self.progress = Some(Box::new(progress));
        self
    }

    async fn wait(mut self) -> Result<Response<Q::Output>, Error> {
        clock::needs_timer("waiting for a job")?;
        let query = self.begin.await?;
        let began = Instant::now();
        loop {
            let unknown = || Job { id: query.job_id(), state: None, code: None, reason: None };
            let answer = self.client.send(&query).await.map_err(|error| error.about(unknown()))?;
            if let Some(progress) = &mut self.progress {
                progress(&answer);
            }
            let state = Q::state_of(&answer);
            let is = |states: &[&str]| {
                state
                    .as_ref()
                    .is_some_and(|state| states.iter().any(|known| known.eq_ignore_ascii_case(state)))
            };
            if is(Q::SUCCESS) {
                return Ok(answer);
            }
            let job = || Job {
                id: query.job_id(),
                state: state.clone(),
                code: Q::code_of(&answer),
                reason: Q::reason_of(&answer),
            };
            if is(Q::FAILURE) {
                return Err(Error::job_failed(job()).of(&Q::META));
            }
            if began.elapsed().saturating_add(self.every) > self.timeout {
                return Err(Error::job_timeout(job(), self.timeout).of(&Q::META));
            }
            sleep(self.every).await;
        }
    }
}

impl<Q: JobQuery> IntoFuture for Wait<Q> {
    type Output = Result<Response<Q::Output>, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.wait())
    }
}

impl fmt::Display for Job {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the job `{}`", self.id)?;
        if let Some(state) = &self.state {
            write!(formatter, " is {state}")?;
        }
        if let Some(code) = &self.code {
            write!(formatter, " ({code})")?;
        }
        if let Some(reason) = &self.reason {
            write!(formatter, ": {reason}")?;
        }
        Ok(())
    }
}
