//! The client for programs without async.

use std::sync::Arc;

use tokio::runtime::{Builder, Handle, Runtime};

use crate::{ClientBuilder, Error, Operation, Paged, Response};

/// Calls operations and waits for the answers. Cheap to clone, and can be shared by threads.
///
/// ```no_run
/// # use huaweicloud_runtime::{Client, Error, Operation, blocking};
/// # fn example<O: Operation>(operation: &O) -> Result<(), Error> {
/// let client = blocking::Client::new(Client::builder().region("cn-north-4"))?;
/// let response = client.send(operation)?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Client {
    client: crate::Client,
    runtime: Arc<Waiter>,
}

/// A runtime that may be dropped anywhere: a plain one panics if that happens in async code.
#[derive(Debug)]
struct Waiter(Option<Runtime>);

impl Drop for Waiter {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

impl Client {
    /// Makes a client with these settings.
    ///
    /// # Errors
    /// As [`ClientBuilder::build`], and where a thread must not wait: in async code.
    pub fn new(builder: ClientBuilder) -> Result<Self, Error> {
        refuse_async()?;
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| Error::invalid(format!("the blocking client cannot be set up: {error}")))?;
        let client = runtime.block_on(builder.build())?;
        Ok(Self { client, runtime: Arc::new(Waiter(Some(runtime))) })
    }

    /// Sends an operation and waits for the answer.
    ///
    /// # Errors
    /// As [`Client::send`](crate::Client::send), and where a thread must not wait: in async code.
    pub fn send<O: Operation>(&self, operation: &O) -> Result<Response<O::Output>, Error> {
        self.wait(self.client.send(operation))?
    }

    /// Waits for what is awaited in async code, such as the end of a job:
    ///
    /// ```no_run
    /// # use huaweicloud_runtime::{Error, StartsJob, blocking};
    /// # fn example<O: StartsJob>(client: &blocking::Client, create: O) -> Result<(), Error> {
    /// let done = client.run(client.client().send_and_wait(create))?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Those of what is awaited, and where a thread must not wait: in async code.
    pub fn run<T>(&self, work: impl IntoFuture<Output = Result<T, Error>>) -> Result<T, Error> {
        self.wait(work.into_future())?
    }

    fn wait<T>(&self, future: impl Future<Output = T>) -> Result<T, Error> {
        refuse_async()?;
        let Some(runtime) = &self.runtime.0 else {
            return Err(Error::invalid("the blocking client has ended"));
        };
        Ok(runtime.block_on(future))
    }

    /// The items of all pages, one after the other. Ends after the last item, and after an error.
    ///
    /// ```no_run
    /// # use huaweicloud_runtime::{Error, Paged, blocking};
    /// # fn example<O: Paged<Item = String>>(client: &blocking::Client, names: O) -> Result<(), Error> {
    /// for name in client.items(names) {
    ///     println!("{}", name?);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn items<O: Paged>(&self, operation: O) -> Items<O> {
        Items { client: self.clone(), stream: self.client.items(operation), refused: false }
    }

    /// The client itself, such as for [`with_retry`](crate::Client::with_retry).
    pub fn client(&self) -> &crate::Client {
        &self.client
    }

    /// The same blocking client with other settings.
    #[must_use]
    pub fn with(&self, change: impl FnOnce(&crate::Client) -> crate::Client) -> Self {
        Self { client: change(&self.client), runtime: Arc::clone(&self.runtime) }
    }
}

/// The items of a list; see [`Client::items`].
#[must_use = "nothing is sent unless items are taken"]
pub struct Items<O: Paged> {
    client: Client,
    stream: crate::Items<O>,
    /// Waiting is not allowed here.
    refused: bool,
}

impl<O: Paged> Iterator for Items<O> {
    type Item = Result<O::Item, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.refused {
            return None;
        }
        match self.client.wait(self.stream.next()) {
            Ok(item) => item,
            Err(error) => {
                self.refused = true;
                Some(Err(error))
            }
        }
    }
}

impl<O: Paged> std::iter::FusedIterator for Items<O> {}

/// A thread that serves async tasks would stop all of them while it waits.
fn refuse_async() -> Result<(), Error> {
    if Handle::try_current().is_err() {
        return Ok(());
    }
    Err(Error::invalid("the blocking client is used in async code: use `Client` and `.await` there"))
}
