//! An object store that fails when it is told to.

use std::fmt;
use std::io;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use bytes::Bytes;
use futures::stream::BoxStream;
use object_store::path::Path;
use object_store::{
    CopyOptions, Error, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta, ObjectStore,
    PutMultipartOptions, PutOptions, PutPayload, PutResult, Result,
};
use tokio::sync::Notify;

/// What happens to a write or a read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It is not done, and an error comes back.
    Before,
    /// It is done, but an error comes back.
    After,
    /// The disk is full: half of it is written somewhere, an error comes back.
    Full,
    /// The process dies before it is done.
    DieBefore,
    /// The process dies after it is done.
    DieAfter,
    /// It waits until it is let go on.
    Wait,
    /// It waits until it is let go on, and is the last one that is done.
    WaitAndEnd,
    /// It is a read, and an error comes back.
    Unreadable,
    /// It is a read, and waits until it is let go on.
    WaitToRead,
}

impl Fault {
    fn is_of_a_read(self) -> bool {
        matches!(self, Self::Unreadable | Self::WaitToRead)
    }
}

/// A store whose write or read of a given number (from 1) fails. Pieces of an object are not counted as reads.
#[derive(Debug)]
pub struct Faulty {
    inner: Arc<dyn ObjectStore>,
    fault: Fault,
    at: usize,
    writes: AtomicUsize,
    reads: AtomicUsize,
    reached: Notify,
    let_go: Notify,
}

impl Faulty {
    pub fn new(inner: Arc<dyn ObjectStore>, fault: Fault, at: usize) -> Arc<Self> {
        Arc::new(Self {
            inner,
            fault,
            at,
            writes: AtomicUsize::new(0),
            reads: AtomicUsize::new(0),
            reached: Notify::new(),
            let_go: Notify::new(),
        })
    }

    /// Writes that were asked for.
    pub fn writes(&self) -> usize {
        self.writes.load(Ordering::SeqCst)
    }

    /// Reads that were asked for.
    pub fn reads(&self) -> usize {
        self.reads.load(Ordering::SeqCst)
    }

    /// Waits until what is to wait is asked for.
    pub async fn reached(&self) {
        self.reached.notified().await;
    }

    /// Lets it go on.
    pub fn let_go(&self) {
        self.let_go.notify_one();
    }
}

impl fmt::Display for Faulty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "faulty {}", self.inner)
    }
}

fn broken(error: io::Error) -> Error {
    Error::Generic {
        store: "faulty",
        source: Box::new(error),
    }
}

#[async_trait]
impl ObjectStore for Faulty {
    async fn put_opts(&self, location: &Path, payload: PutPayload, opts: PutOptions) -> Result<PutResult> {
        let number = self.writes.fetch_add(1, Ordering::SeqCst) + 1;
        if number > self.at && self.fault == Fault::WaitAndEnd {
            return Err(broken(io::ErrorKind::ConnectionReset.into()));
        }
        if number != self.at || self.fault.is_of_a_read() {
            return self.inner.put_opts(location, payload, opts).await;
        }
        match self.fault {
            Fault::Before | Fault::Unreadable | Fault::WaitToRead => Err(broken(io::ErrorKind::ConnectionReset.into())),
            Fault::Full => Err(broken(io::ErrorKind::StorageFull.into())),
            Fault::DieBefore => std::process::abort(),
            Fault::Wait | Fault::WaitAndEnd => {
                self.reached.notify_one();
                self.let_go.notified().await;
                self.inner.put_opts(location, payload, opts).await
            }
            Fault::After | Fault::DieAfter => {
                self.inner.put_opts(location, payload, opts).await?;
                if self.fault == Fault::DieAfter {
                    std::process::abort();
                }
                Err(broken(io::ErrorKind::TimedOut.into()))
            }
        }
    }

    async fn put_multipart_opts(&self, location: &Path, opts: PutMultipartOptions) -> Result<Box<dyn MultipartUpload>> {
        self.inner.put_multipart_opts(location, opts).await
    }

    async fn get_opts(&self, location: &Path, options: GetOptions) -> Result<GetResult> {
        let number = self.reads.fetch_add(1, Ordering::SeqCst) + 1;
        if number == self.at && self.fault == Fault::Unreadable {
            return Err(broken(io::ErrorKind::ConnectionReset.into()));
        }
        if number == self.at && self.fault == Fault::WaitToRead {
            self.reached.notify_one();
            self.let_go.notified().await;
        }
        self.inner.get_opts(location, options).await
    }

    async fn get_ranges(&self, location: &Path, ranges: &[Range<u64>]) -> Result<Vec<Bytes>> {
        self.inner.get_ranges(location, ranges).await
    }

    fn delete_stream(&self, locations: BoxStream<'static, Result<Path>>) -> BoxStream<'static, Result<Path>> {
        self.inner.delete_stream(locations)
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        self.inner.list(prefix)
    }

    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> Result<ListResult> {
        self.inner.list_with_delimiter(prefix).await
    }

    async fn copy_opts(&self, from: &Path, to: &Path, options: CopyOptions) -> Result<()> {
        self.inner.copy_opts(from, to, options).await
    }
}
