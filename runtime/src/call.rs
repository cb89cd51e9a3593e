//! A call on its way.

use std::{
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::Bytes;

use crate::{BoxFuture, Error, OperationMeta, Response, decode::decode_response, object::Answer};

/// A call of one operation; awaiting it sends the request and gives the answer.
///
/// # Errors
/// If the request cannot be built, does not reach the service, is answered with an error, or the answer
/// does not decode. See [`Error`] for telling them apart.
#[must_use = "nothing is sent unless it is awaited"]
pub struct Call<'a, T> {
    meta: &'static OperationMeta,
    answers_file: bool,
    answer: BoxFuture<'a, Result<Response<Bytes>, Error>>,
    decoded: PhantomData<fn() -> T>,
}

impl<'a, T> Call<'a, T> {
    pub(crate) fn new(
        meta: &'static OperationMeta,
        answers_file: bool,
        answer: BoxFuture<'a, Result<Response<Bytes>, Error>>,
    ) -> Self {
        Self { meta, answers_file, answer, decoded: PhantomData }
    }
}

impl<T: Answer> Future for Call<'_, T> {
    type Output = Result<Response<T>, Error>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        let answer = ready!(this.answer.as_mut().poll(context))?;
        Poll::Ready(decode_response(this.meta, this.answers_file, answer))
    }
}
