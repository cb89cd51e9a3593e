//! What all lists have in common: asking for one page after the other. Not generic: the compiler sees it once.

use std::task::{Context, Poll};

use bytes::Bytes;

use super::{
    Paged, Paging, PagingArgument,
    cursor::{Cursor, Seen, Turn},
};
use crate::{BoxFuture, Client, Error, OperationMeta, RequestParts, Response, execute::answer_to};

/// An operation whose answer goes on, without its type.
pub(super) trait AnyPaged {
    fn meta(&self) -> &'static OperationMeta;
    fn paging(&self) -> Paging;
    fn parts(&self) -> Result<RequestParts, Error>;
    fn position(&mut self) -> &mut dyn PagingArgument;
    fn page_size(&mut self) -> &mut dyn PagingArgument;
}

impl<O: Paged> AnyPaged for O {
    fn meta(&self) -> &'static OperationMeta {
        const { &O::META }
    }

    fn paging(&self) -> Paging {
        O::PAGING
    }

    fn parts(&self) -> Result<RequestParts, Error> {
        O::parts(self)
    }

    fn position(&mut self) -> &mut dyn PagingArgument {
        O::position(self)
    }

    fn page_size(&mut self) -> &mut dyn PagingArgument {
        O::page_size(self)
    }
}

/// Where a list has come to.
pub(super) struct Pager {
    client: Client,
    /// `None` before the first page.
    cursor: Option<Cursor>,
    call: Option<BoxFuture<'static, Result<Response<Bytes>, Error>>>,
    ended: bool,
    /// What is still to be said after the last page.
    error: Option<Error>,
}

impl Pager {
    pub(super) fn new(client: Client) -> Self {
        Self { client, cursor: None, call: None, ended: false, error: None }
    }

    /// The answer with the next page; `None` after the last one.
    pub(super) fn poll_answer(
        &mut self,
        operation: &mut dyn AnyPaged,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Response<Bytes>, Error>>> {
        if self.ended {
            return Poll::Ready(self.error.take().map(|error| Err(error.of(operation.meta()))));
        }
        let mut call = match self.call.take() {
            Some(call) => call,
            None => match self.call(operation) {
                Ok(call) => call,
                Err(error) => return Poll::Ready(Some(Err(self.end(operation, error)))),
            },
        };
        match call.as_mut().poll(context) {
            Poll::Pending => {
                self.call = Some(call);
                Poll::Pending
            }
            Poll::Ready(Ok(answer)) => Poll::Ready(Some(Ok(answer))),
            Poll::Ready(Err(error)) => Poll::Ready(Some(Err(self.end(operation, error)))),
        }
    }

    /// Sends the request for the next page.
    fn call(
        &mut self,
        operation: &mut dyn AnyPaged,
    ) -> Result<BoxFuture<'static, Result<Response<Bytes>, Error>>, Error> {
        if self.cursor.is_none() {
            self.cursor = Some(Cursor::begin(operation)?);
        }
        Ok(answer_to(self.client.clone(), operation.meta(), operation.parts()))
    }

    /// Looks whether and where the list goes on after a page; gives whether it does. The error is given instead of
    /// the page.
    pub(super) fn turn(&mut self, operation: &mut dyn AnyPaged, page: Seen) -> Result<bool, Error> {
        let turn = self.cursor.as_mut().map_or(Turn::Last, |cursor| cursor.after(page));
        let outcome = match turn {
            Turn::Next(position) => operation.position().set(&position).map(|()| true),
            Turn::Repeated(error) => Err(error),
            Turn::Lost(error) => {
                self.error = Some(error);
                Ok(false)
            }
            Turn::Last => Ok(false),
        };
        match outcome {
            Ok(goes_on) => {
                self.ended = !goes_on;
                Ok(goes_on)
            }
            Err(error) => Err(self.end(operation, error)),
        }
    }

    /// Ends the list with an error.
    pub(super) fn end(&mut self, operation: &dyn AnyPaged, error: Error) -> Error {
        self.ended = true;
        error.of(operation.meta())
    }

    pub(super) fn is_terminated(&self) -> bool {
        self.ended && self.error.is_none()
    }
}
