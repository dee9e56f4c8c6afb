//! A remote object store that is asked again when an answer was lost.
//!
//! The client of the store retries requests that it knows to be safe. It does not retry a listing whose answer breaks
//! off, nor a conditional write whose answer is lost; those two are what a commit is made of. Here every operation is
//! tried again while its failure may pass. A conditional write that then finds its object already there looks whether
//! it is its own. Listings are ordered by name.

use std::fmt;
use std::future::Future;
use std::ops::Range;
use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use backon::{BackoffBuilder, ExponentialBuilder};
use bytes::Bytes;
use futures::stream::BoxStream;
use futures::{StreamExt, TryStreamExt};
use object_store::path::Path;
use object_store::{
    CopyOptions, Error, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta, ObjectStore, ObjectStoreExt,
    PutMode, PutMultipartOptions, PutOptions, PutPayload, PutResult, Result, RetryConfig,
};

/// The store, with patience.
#[derive(Debug, Clone)]
pub(crate) struct Patient {
    inner: Arc<dyn ObjectStore>,
    retries: usize,
    timeout: Duration,
}

impl fmt::Display for Patient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}

/// Whether an error may pass by itself: an outage or a broken connection, not an answer that says no.
pub fn may_pass(error: &Error) -> bool {
    match error {
        Error::Generic { store, .. } if *store == "LocalFileSystem" => false,
        Error::Generic { .. } => {
            let status = http_status(error);
            !status.is_some_and(|status| (400..500).contains(&status) && !matches!(status, 408 | 409 | 425 | 429))
        }
        _ => false,
    }
}

/// The HTTP status behind an error. The client's own error type is private, but its text names the status.
pub(crate) fn http_status(error: &Error) -> Option<u16> {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = cause {
        let text = error.to_string();
        if let Some(rest) = text.split("non-2xx status code: ").nth(1) {
            return rest.get(..3)?.parse().ok();
        }
        cause = error.source();
    }
    None
}

impl Patient {
    pub(crate) fn new(inner: Arc<dyn ObjectStore>, retry: &RetryConfig) -> Self {
        Self {
            inner,
            retries: retry.max_retries,
            timeout: retry.retry_timeout,
        }
    }

    /// Asks once only, but lists in order all the same.
    pub(crate) fn impatient(inner: Arc<dyn ObjectStore>) -> Self {
        Self {
            inner,
            retries: 0,
            timeout: Duration::ZERO,
        }
    }

    async fn patiently<T, F: Future<Output = Result<T>>>(&self, mut operation: impl FnMut() -> F) -> Result<T> {
        let begun = Instant::now();
        let mut pauses = ExponentialBuilder::default()
            .with_min_delay(Duration::from_millis(100))
            .with_max_delay(Duration::from_secs(15))
            .with_jitter()
            .with_max_times(self.retries)
            .build();
        loop {
            let error = match operation().await {
                Ok(value) => return Ok(value),
                Err(error) => error,
            };
            let pause = pauses
                .next()
                .filter(|_| may_pass(&error) && begun.elapsed() < self.timeout);
            let Some(pause) = pause else {
                return Err(error);
            };
            tracing::debug!(%error, "asking the object store again");
            tokio::time::sleep(pause).await;
        }
    }

    async fn holds(&self, location: &Path, payload: &PutPayload) -> Result<bool> {
        let stored = self
            .patiently(|| async { self.inner.get(location).await?.bytes().await })
            .await?;
        Ok(stored == Bytes::from(payload.clone()))
    }
}

#[async_trait]
impl ObjectStore for Patient {
    async fn put_opts(&self, location: &Path, payload: PutPayload, opts: PutOptions) -> Result<PutResult> {
        let result = self
            .patiently(|| self.inner.put_opts(location, payload.clone(), opts.clone()))
            .await;
        match result {
            // Also the client below may have asked twice.
            Err(Error::AlreadyExists { .. } | Error::Precondition { .. })
                if opts.mode == PutMode::Create && self.holds(location, &payload).await? =>
            {
                Ok(PutResult {
                    e_tag: None,
                    version: None,
                })
            }
            result => result,
        }
    }

    async fn put_multipart_opts(&self, location: &Path, opts: PutMultipartOptions) -> Result<Box<dyn MultipartUpload>> {
        self.patiently(|| self.inner.put_multipart_opts(location, opts.clone()))
            .await
    }

    async fn get_opts(&self, location: &Path, options: GetOptions) -> Result<GetResult> {
        self.patiently(|| self.inner.get_opts(location, options.clone())).await
    }

    async fn get_ranges(&self, location: &Path, ranges: &[Range<u64>]) -> Result<Vec<Bytes>> {
        self.patiently(|| self.inner.get_ranges(location, ranges)).await
    }

    fn delete_stream(&self, locations: BoxStream<'static, Result<Path>>) -> BoxStream<'static, Result<Path>> {
        let store = self.clone();
        let deleted = locations.and_then(move |location| {
            let store = store.clone();
            async move {
                store.patiently(|| store.inner.delete(&location)).await?;
                Ok(location)
            }
        });
        deleted.boxed()
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        let (store, prefix) = (self.clone(), prefix.cloned());
        // A listing that breaks off is begun again, so it is collected before it is handed out.
        let listing = async move {
            let list = || store.inner.list(prefix.as_ref()).try_collect::<Vec<ObjectMeta>>();
            let mut metas = store.patiently(list).await?;
            metas.sort_by(|a, b| a.location.cmp(&b.location));
            Ok::<_, Error>(futures::stream::iter(metas.into_iter().map(Ok)))
        };
        futures::stream::once(listing).try_flatten().boxed()
    }

    fn list_with_offset(&self, prefix: Option<&Path>, offset: &Path) -> BoxStream<'static, Result<ObjectMeta>> {
        let (store, prefix, offset) = (self.clone(), prefix.cloned(), offset.clone());
        let listing = async move {
            let list = || {
                store
                    .inner
                    .list_with_offset(prefix.as_ref(), &offset)
                    .try_collect::<Vec<ObjectMeta>>()
            };
            let mut metas = store.patiently(list).await?;
            metas.sort_by(|a, b| a.location.cmp(&b.location));
            Ok::<_, Error>(futures::stream::iter(metas.into_iter().map(Ok)))
        };
        futures::stream::once(listing).try_flatten().boxed()
    }

    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> Result<ListResult> {
        self.patiently(|| self.inner.list_with_delimiter(prefix)).await
    }

    async fn copy_opts(&self, from: &Path, to: &Path, options: CopyOptions) -> Result<()> {
        self.patiently(|| self.inner.copy_opts(from, to, options.clone())).await
    }
}
