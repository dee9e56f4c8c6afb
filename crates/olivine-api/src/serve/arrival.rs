//! The body of a request, which has to arrive within some time.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, SizeHint};
use tokio::time::{Sleep, sleep};

use super::connections::{Open, Waiting};

/// Reading it fails once all of it together took too long, however often a piece comes.
#[derive(Debug)]
pub struct Arriving {
    body: Body,
    patience: Duration,
    /// Runs from when it is first read: that a request waits for its turn is not its client's fault.
    time: Option<Pin<Box<Sleep>>>,
    late: Late,
    open: Arc<Open>,
    waiting: Option<Waiting>,
}

/// Whether a body did not arrive in time. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Late(Arc<AtomicBool>);

impl Late {
    /// Whether it did not.
    pub fn is_so(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

impl Arriving {
    /// A body of a request on this connection; `late` tells when it was given up.
    pub fn new(body: Body, patience: Duration, open: &Arc<Open>, late: &Late) -> Self {
        Self {
            body,
            patience,
            time: None,
            late: late.clone(),
            open: Arc::clone(open),
            waiting: None,
        }
    }
}

impl HttpBody for Arriving {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let patience = self.patience;
        let time = self.time.get_or_insert_with(|| Box::pin(sleep(patience)));
        if time.as_mut().poll(context).is_ready() {
            self.late.0.store(true, Ordering::Relaxed);
            self.waiting = None;
            let error = io::Error::from(io::ErrorKind::TimedOut);
            return Poll::Ready(Some(Err(axum::Error::new(error))));
        }
        let frame = Pin::new(&mut self.body).poll_frame(context);
        if frame.is_ready() {
            self.waiting = None;
        } else if self.waiting.is_none() {
            let waiting = self.open.wait();
            self.waiting = Some(waiting);
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;
    use futures::{StreamExt, stream};

    use super::super::connections::Connections;
    use super::*;

    /// Reads a body of so many pieces, one every 50 milliseconds, in at most three seconds; whether that was too late.
    async fn read(pieces: usize) -> (Option<Bytes>, bool) {
        let listed = Arc::new(Connections::default()).add();
        let late = Late::default();
        let dripping = stream::iter(0..pieces).then(|_| async {
            sleep(Duration::from_millis(50)).await;
            Ok::<_, io::Error>(Bytes::from_static(b"x"))
        });
        let body = Arriving::new(
            Body::from_stream(dripping),
            Duration::from_secs(3),
            listed.open(),
            &late,
        );
        (to_bytes(Body::new(body), 1000).await.ok(), late.is_so())
    }

    #[tokio::test]
    async fn a_body_has_some_time_in_all() {
        assert_eq!(read(0).await, (Some(Bytes::new()), false));
        assert_eq!(read(2).await, (Some(Bytes::from_static(b"xx")), false));
        assert_eq!(read(1000).await, (None, true), "however often a piece comes");
    }
}
