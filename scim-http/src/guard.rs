//! What keeps one request from harming the server: a time limit, and a wall around panics.

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

/// Why a future did not give its result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stopped {
    TimedOut,
    Panicked,
}

/// The result of `future`, unless it takes longer than `limit` or panics.
pub(crate) async fn guarded<F: Future>(limit: Option<Duration>, future: F) -> Result<F::Output, Stopped> {
    let future = CatchPanic(Box::pin(future));
    match limit {
        Some(limit) => tokio::time::timeout(limit, future).await.unwrap_or(Err(Stopped::TimedOut)),
        None => future.await,
    }
}

struct CatchPanic<F>(Pin<Box<F>>);

impl<F: Future> Future for CatchPanic<F> {
    type Output = Result<F::Output, Stopped>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        // After a panic the future is never polled again, so nobody sees what it left half done. What it shares with
        // others (a store's lock, a pool) guards itself, as it has to against a panic on any other thread.
        match catch_unwind(AssertUnwindSafe(|| self.0.as_mut().poll(cx))) {
            Ok(poll) => poll.map(Ok),
            Err(_) => Poll::Ready(Err(Stopped::Panicked)),
        }
    }
}
