//! The streams.

use std::{
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll, ready},
    vec,
};

use futures_core::{Stream, stream::FusedStream};

use super::{PageBy, Paged, cursor::Seen, pager::Pager};
use crate::{Client, Error, Response, decode::decode_response};

/// The pages of a list, one answer after the other. Ends after the last page, and after an error.
///
/// Nothing is sent before the first page is asked for, and a page is asked for when the one before has been
/// taken. What the caller set as position and size of the first page holds.
#[must_use = "nothing is sent unless pages are taken"]
pub struct Pages<O: Paged> {
    operation: O,
    pager: Pager,
    /// The items of the page before, to notice a service that ignores the position.
    previous: Vec<O::Item>,
}

impl<O: Paged> Pages<O> {
    pub(crate) fn new(client: Client, operation: O) -> Self {
        Self { operation, pager: Pager::new(client), previous: Vec::new() }
    }

    /// The next page, `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<Response<O::Output>, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Looks whether the list goes on after a page. The error is given instead of the page.
    fn turn(&mut self, answer: &mut Response<O::Output>) -> Result<(), Error> {
        let (total, more, next) = (O::total_of(answer), O::more_of(answer), O::next_of(answer));
        let items = O::items_of(answer.value_mut()).map_or(&[][..], |items| items.as_slice());
        let is_counted = matches!(O::PAGING.by, PageBy::Offset | PageBy::Number);
        let is_repeated = is_counted && self.previous == items;
        let page = Seen { items: items.len(), is_repeated, total, more, next };
        if self.pager.turn(&mut self.operation, page)? && is_counted {
            items.clone_into(&mut self.previous);
        }
        Ok(())
    }
}

impl<O: Paged> Stream for Pages<O> {
    type Item = Result<Response<O::Output>, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        let answer = match ready!(this.pager.poll_answer(&mut this.operation, context)) {
            Some(Ok(answer)) => answer,
            Some(Err(error)) => return Poll::Ready(Some(Err(error))),
            None => return Poll::Ready(None),
        };
        let page = match decode_response(const { &O::META }, O::ANSWERS_FILE, answer) {
            Ok(mut page) => this.turn(&mut page).map(|()| page),
            Err(error) => Err(this.pager.end(&this.operation, error)),
        };
        Poll::Ready(Some(page))
    }
}

impl<O: Paged> FusedStream for Pages<O> {
    fn is_terminated(&self) -> bool {
        self.pager.is_terminated()
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
