//! Fetched credentials, kept until they are about to expire.

use std::{
    sync::{Arc, PoisonError, RwLock},
    time::{Duration, SystemTime},
};

use super::Fetched;
use crate::{Error, flight::Flight};

/// How long before they expire credentials are fetched again.
const BEFORE_EXPIRY: Duration = Duration::from_secs(40 * 60);

/// After how long credentials are fetched again that do not say readably when they expire.
const UNSTATED: Duration = Duration::from_secs(60 * 60);

/// How long after a fetch the next one is at the earliest, as long as there is something to go on with.
const TRY_AGAIN: Duration = Duration::from_secs(60);

/// What was fetched last.
pub(crate) struct Cache {
    state: RwLock<State>,
    flight: Flight,
}

#[derive(Default)]
struct State {
    current: Option<Arc<Fetched>>,
    /// When to fetch again; never what was not fetched.
    due: Option<SystemTime>,
}

impl State {
    /// What has not expired.
    fn usable(&self, now: SystemTime) -> Option<Arc<Fetched>> {
        self.current.clone().filter(|current| current.expires.is_none_or(|expires| now < expires))
    }
}

impl Cache {
    /// A cache that may know from the start what never expires.
    pub(crate) fn holding(fetched: Option<Fetched>) -> Self {
        let state = State { current: fetched.map(Arc::new), due: None };
        Self { state: RwLock::new(state), flight: Flight::default() }
    }

    /// What is known without fetching, if it can still be used.
    pub(crate) fn known(&self, now: SystemTime) -> Option<Arc<Fetched>> {
        self.state.read().unwrap_or_else(PoisonError::into_inner).usable(now)
    }

    /// What is known and neither expired nor about to.
    pub(crate) fn fresh(&self, now: SystemTime) -> Option<Arc<Fetched>> {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        state.usable(now).filter(|_| state.due.is_none_or(|due| now < due))
    }

    /// What is known and not about to expire, else what `fetch` brings. Those who ask meanwhile wait for
    /// it, or go on with what has not expired yet.
    pub(crate) async fn get(
        &self,
        now: &(dyn Fn() -> SystemTime + Send + Sync),
        fetch: impl Future<Output = Result<Fetched, Error>> + Send,
    ) -> Result<Arc<Fetched>, Error> {
        let ask = async { self.land(fetch.await, now()) };
        self.flight.join(|| self.fresh(now()), || self.known(now()), ask).await.map_err(Error::credentials)
    }

    /// A failure is no reason to stop as long as the old credentials can be used.
    fn land(&self, outcome: Result<Fetched, Error>, now: SystemTime) -> Result<Arc<Fetched>, Error> {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        match (outcome, state.usable(now)) {
            (Ok(fetched), _) => {
                let due = match fetched.expires {
                    Some(expires) => expires.checked_sub(BEFORE_EXPIRY).unwrap_or(now),
                    None => now + UNSTATED,
                };
                state.due = Some(due.max(now + TRY_AGAIN));
                let fetched = Arc::new(fetched);
                state.current = Some(Arc::clone(&fetched));
                Ok(fetched)
            }
            (Err(error), Some(old)) => {
                let (status, code) = (error.status().map(|status| status.as_u16()), error.code());
                tracing::warn!(status, code, "credentials could not be renewed; the old ones still hold");
                state.due = Some(now + TRY_AGAIN);
                Ok(old)
            }
            (Err(error), None) => Err(error),
        }
    }
}
