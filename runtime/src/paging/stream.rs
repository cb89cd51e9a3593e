//! The streams.

use std::{
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll, ready},
    vec,
};

use futures_core::{Stream, stream::FusedStream};

use super::{
    Paged,
    cursor::{Cursor, Seen, Turn},
};
use crate::{BoxFuture, Client, Error, Operation, Response};

type Call<O> = BoxFuture<'static, Result<Response<<O as Operation>::Output>, Error>>;

/// The pages of a list, one answer after the other. Ends after the last page, and after an error.
///
/// Nothing is sent before the first page is asked for, and a page is asked for when the one before has been
/// taken. What the caller set as position and size of the first page holds.
#[must_use = "nothing is sent unless pages are taken"]
pub struct Pages<O: Paged> {
    client: Client,
    operation: O,
    /// `None` before the first page.
    cursor: Option<Cursor<O::Item>>,
    call: Option<Call<O>>,
    ended: bool,
    /// What is still to be said after the last page.
    error: Option<Error>,
}

impl<O: Paged> Pages<O> {
    pub(crate) fn new(client: Client, operation: O) -> Self {
        Self { client, operation, cursor: None, call: None, ended: false, error: None }
    }

    /// The next page, `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<Response<O::Output>, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Sends the request for the next page.
    fn call(&mut self) -> Result<Call<O>, Error> {
        if self.cursor.is_none() {
            self.cursor = Some(Cursor::begin(&mut self.operation)?);
        }
        let (client, operation) = (self.client.clone(), self.operation.clone());
        Ok(Box::pin(async move { client.send(&operation).await }))
    }

    /// Looks whether and where the list goes on after a page. The error is given instead of the page.
    fn turn(&mut self, answer: &mut Response<O::Output>) -> Result<(), Error> {
        let (total, more, next) = (O::total_of(answer), O::more_of(answer), O::next_of(answer));
        let items = O::items_of(answer.value_mut()).map_or(&[][..], |items| items.as_slice());
        let page = Seen { items, total, more, next };
        match self.cursor.as_mut().map_or(Turn::Last, |cursor| cursor.after(page)) {
            Turn::Next(position) => return self.operation.position().set(&position),
            Turn::Repeated(error) => return Err(error),
            Turn::Lost(error) => self.error = Some(error),
            Turn::Last => {}
        }
        self.ended = true;
        Ok(())
    }

    fn end(&mut self, error: Error) -> Poll<Option<Result<Response<O::Output>, Error>>> {
        self.ended = true;
        Poll::Ready(Some(Err(error.of(&O::META))))
    }
}

impl<O: Paged> Stream for Pages<O> {
    type Item = Result<Response<O::Output>, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        if this.ended {
            return Poll::Ready(this.error.take().map(|error| Err(error.of(&O::META))));
        }
        let mut call = match this.call.take() {
            Some(call) => call,
            None => match this.call() {
                Ok(call) => call,
                Err(error) => return this.end(error),
            },
        };
        let Poll::Ready(outcome) = call.as_mut().poll(context) else {
            this.call = Some(call);
            return Poll::Pending;
        };
        let mut answer = match outcome {
            Ok(answer) => answer,
            Err(error) => return this.end(error),
        };
        match this.turn(&mut answer) {
            Ok(()) => Poll::Ready(Some(Ok(answer))),
            Err(error) => this.end(error),
        }
    }
}

impl<O: Paged> FusedStream for Pages<O> {
    fn is_terminated(&self) -> bool {
        self.ended && self.error.is_none()
    }
}

/// The items of a list, page after page. Ends after the last item, and after an error.
///
/// A page is asked for when all items of the one before have been taken.
#[must_use = "nothing is sent unless items are taken"]
pub struct Items<O: Paged> {
    pages: Pages<O>,
    page: vec::IntoIter<O::Item>,
}

impl<O: Paged> Items<O> {
    pub(crate) fn new(client: Client, operation: O) -> Self {
        Self { pages: Pages::new(client, operation), page: Vec::new().into_iter() }
    }

    /// The next item, `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<O::Item, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// All items that are left.
    ///
    /// # Errors
    /// As [`Client::send`]; [`Error::is_paging`] if the list does not come to an end.
    pub async fn all(mut self) -> Result<Vec<O::Item>, Error> {
        let mut all = Vec::new();
        while let Some(item) = self.next().await {
            all.push(item?);
        }
        Ok(all)
    }
}

impl<O: Paged> Stream for Items<O> {
    type Item = Result<O::Item, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if let Some(item) = this.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut this.pages).poll_next(context)) {
                Some(Ok(mut answer)) => {
                    let items = O::items_of(answer.value_mut()).map(std::mem::take);
                    this.page = items.unwrap_or_default().into_iter();
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<O: Paged> FusedStream for Items<O> {
    fn is_terminated(&self) -> bool {
        self.page.len() == 0 && self.pages.is_terminated()
    }
}
