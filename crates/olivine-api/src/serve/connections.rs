//! The open connections, and which of them have nothing to do.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Instant;

use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, SizeHint};
use tokio::sync::Notify;

/// Of the idle connections, one in so many is closed when the machine has no room for another one.
const SOME: usize = 10;

/// All open connections of a server.
#[derive(Debug)]
pub struct Connections {
    begun: Instant,
    open: Mutex<BTreeMap<u64, Arc<Open>>>,
    numbers: AtomicU64,
}

/// One of them: it is forgotten with this value, also when what serves it panics.
#[derive(Debug)]
pub struct Listed {
    connections: Arc<Connections>,
    open: Arc<Open>,
}

/// One open connection.
#[derive(Debug)]
pub struct Open {
    number: u64,
    begun: Instant,
    /// Requests under way.
    busy: AtomicUsize,
    /// Since when nothing is under way, in milliseconds since the server began.
    idle_since: AtomicU64,
    close: Notify,
}

/// A request under way; ends with this value, also when the client goes away.
#[derive(Debug)]
pub struct Busy(Arc<Open>);

/// A request under way whose client has to send more of it. Meanwhile its connection has nothing to do, like one with half a head.
#[derive(Debug)]
pub struct Waiting(Arc<Open>);

impl Default for Connections {
    fn default() -> Self {
        Self {
            begun: Instant::now(),
            open: Mutex::default(),
            numbers: AtomicU64::new(0),
        }
    }
}

impl Connections {
    /// Adds one that has nothing to do yet.
    pub fn add(self: &Arc<Self>) -> Listed {
        let open = Arc::new(Open {
            number: self.numbers.fetch_add(1, Ordering::Relaxed),
            begun: self.begun,
            busy: AtomicUsize::new(0),
            idle_since: AtomicU64::new(millis(self.begun)),
            close: Notify::new(),
        });
        self.all().insert(open.number, Arc::clone(&open));
        Listed {
            connections: Arc::clone(self),
            open,
        }
    }

    /// Closes the connection that has had nothing to do for the longest time.
    pub fn close_longest_idle(&self) {
        self.close(1);
    }

    /// Closes some of those that have had nothing to do for the longest time.
    pub fn close_some_idle(&self) {
        let idle = self.all().values().filter(|open| open.is_idle()).count();
        self.close(idle / SOME + 1);
    }

    fn close(&self, how_many: usize) {
        let all = self.all();
        let mut idle: Vec<&Arc<Open>> = all.values().filter(|open| open.is_idle()).collect();
        idle.sort_by_key(|open| open.idle_since.load(Ordering::Relaxed));
        for open in idle.into_iter().take(how_many) {
            open.close.notify_one();
        }
    }

    fn all(&self) -> MutexGuard<'_, BTreeMap<u64, Arc<Open>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Listed {
    /// The connection.
    pub fn open(&self) -> &Arc<Open> {
        &self.open
    }
}

impl Drop for Listed {
    fn drop(&mut self) {
        self.connections.all().remove(&self.open.number);
    }
}

impl Open {
    /// A request begins.
    pub fn begin(self: &Arc<Self>) -> Busy {
        self.busy.fetch_add(1, Ordering::Relaxed);
        Busy(Arc::clone(self))
    }

    /// A request that has begun has to wait for its client.
    pub fn wait(self: &Arc<Self>) -> Waiting {
        self.idle_since.store(millis(self.begun), Ordering::Relaxed);
        self.busy.fetch_sub(1, Ordering::Relaxed);
        Waiting(Arc::clone(self))
    }

    /// Waits until this connection is told to close while nothing is under way.
    pub async fn told_to_close(&self) {
        loop {
            self.close.notified().await;
            if self.is_idle() {
                return;
            }
        }
    }

    fn is_idle(&self) -> bool {
        self.busy.load(Ordering::Relaxed) == 0
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.idle_since.store(millis(self.0.begun), Ordering::Relaxed);
        self.0.busy.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        // Where the request ended before this value did, the count was below nothing meanwhile: it wraps, and is right again now.
        self.0.busy.fetch_add(1, Ordering::Relaxed);
    }
}

/// The body of an answer; its request is under way until all of it has been taken.
#[derive(Debug)]
pub struct WithBusy {
    pub body: Body,
    pub _busy: Busy,
}

impl HttpBody for WithBusy {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

fn millis(begun: Instant) -> u64 {
    u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    async fn is_told(open: &Open) -> bool {
        tokio::time::timeout(Duration::from_millis(20), open.told_to_close())
            .await
            .is_ok()
    }

    #[tokio::test]
    async fn the_longest_idle_is_closed_and_never_a_busy_one() {
        let connections = Arc::new(Connections::default());
        let (first, second) = (connections.add(), connections.add());
        let busy = first.open().begin();
        connections.close_longest_idle();
        assert!(!is_told(first.open()).await && is_told(second.open()).await);
        drop(second);
        connections.close_longest_idle();
        assert!(!is_told(first.open()).await, "nothing is idle");
        drop(busy);
        connections.close_some_idle();
        assert!(is_told(first.open()).await);
    }

    #[tokio::test]
    async fn who_waits_for_a_client_can_be_closed() {
        let connections = Arc::new(Connections::default());
        let only = connections.add();
        let busy = only.open().begin();
        let waiting = only.open().wait();
        connections.close_longest_idle();
        assert!(is_told(only.open()).await);
        drop(waiting);
        connections.close_longest_idle();
        assert!(!is_told(only.open()).await, "it goes on");
        // The request may be given up while it waits, and its parts end in any order.
        let waiting = only.open().wait();
        drop(busy);
        drop(waiting);
        connections.close_longest_idle();
        assert!(is_told(only.open()).await);
    }
}
