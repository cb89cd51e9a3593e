//! Asking once for all calls that need the same answer.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::Error;

/// Many calls may need the same at the same time: one of them asks, the others wait and share what came of
/// it, a failure as well.
#[derive(Default)]
pub(crate) struct Flight {
    turn: tokio::sync::Mutex<()>,
    failed: Mutex<Failed>,
}

#[derive(Clone, Default)]
struct Failed {
    times: u64,
    last: Option<Arc<Error>>,
}

impl Flight {
    /// What is `known`, or comes of `ask`. One that would have to wait for another who asks goes on with
    /// what there is `meanwhile`.
    pub(crate) async fn join<T>(
        &self,
        known: impl Fn() -> Option<T>,
        meanwhile: impl FnOnce() -> Option<T>,
        ask: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Arc<Error>> {
        let before = self.failed().times;
        if let Some(known) = known() {
            return Ok(known);
        }
        let _turn = match self.turn.try_lock() {
            Ok(turn) => turn,
            Err(_) => match meanwhile() {
                Some(enough) => return Ok(enough),
                None => self.turn.lock().await,
            },
        };
        if let Some(known) = known() {
            return Ok(known);
        }
        let Failed { times, last } = self.failed();
        if let Some(failure) = last.filter(|_| times != before) {
            return Err(failure);
        }
        ask.await.map_err(|error| self.fail(error))
    }

    fn failed(&self) -> Failed {
        self.failed.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn fail(&self, error: Error) -> Arc<Error> {
        let error = Arc::new(error);
        let mut failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        failed.times += 1;
        failed.last = Some(Arc::clone(&error));
        error
    }
}

/// A text that is given, or asked for when it is first needed and then known for good.
#[derive(Default)]
pub(crate) struct AskedOnce {
    value: OnceLock<String>,
    flight: Flight,
}

impl AskedOnce {
    pub(crate) fn holding(given: Option<String>) -> Self {
        Self { value: given.map(OnceLock::from).unwrap_or_default(), flight: Flight::default() }
    }

    pub(crate) fn get(&self) -> Option<&str> {
        self.value.get().map(String::as_str)
    }

    /// What is known, or what `ask` finds.
    pub(crate) async fn get_or_ask(
        &self,
        ask: impl Future<Output = Result<String, Error>>,
    ) -> Result<&str, Arc<Error>> {
        let ask = async {
            let found = ask.await?;
            Ok(self.value.get_or_init(|| found).as_str())
        };
        self.flight.join(|| self.get(), || None, ask).await
    }
}
