//! Reading an object of a remote store as a plain byte stream, from a blocking thread.
//!
//! The store's own retries cover requests. A connection that breaks in the middle of a body is taken up again at the
//! byte where it broke, as long as the object is still the same one.

use std::io::{self, Read};
use std::sync::Arc;
use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use bytes::{Buf, Bytes};
use futures::StreamExt;
use futures::stream::BoxStream;
use object_store::{GetOptions, GetRange, ObjectMeta, ObjectStore};
use tokio::runtime::Handle;

/// The bytes of an object, in order.
pub(super) struct RemoteBytes {
    store: Arc<dyn ObjectStore>,
    meta: ObjectMeta,
    runtime: Handle,
    stream: Option<BoxStream<'static, object_store::Result<Bytes>>>,
    piece: Bytes,
    position: u64,
}

impl RemoteBytes {
    pub(super) fn new(store: Arc<dyn ObjectStore>, meta: ObjectMeta, runtime: Handle) -> Self {
        Self {
            store,
            meta,
            runtime,
            stream: None,
            piece: Bytes::new(),
            position: 0,
        }
    }

    async fn next_piece(&mut self) -> object_store::Result<Option<Bytes>> {
        if self.position >= self.meta.size {
            return Ok(None);
        }
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => {
                let options = GetOptions {
                    range: Some(GetRange::Offset(self.position)),
                    if_match: self.meta.e_tag.clone(),
                    ..GetOptions::default()
                };
                self.store.get_opts(&self.meta.location, options).await?.into_stream()
            }
        };
        let piece = stream.next().await.transpose()?;
        self.stream = Some(stream);
        Ok(piece)
    }

    fn next_piece_with_retries(&mut self) -> io::Result<Option<Bytes>> {
        let mut pauses = ExponentialBuilder::default()
            .with_min_delay(Duration::from_millis(200))
            .with_max_delay(Duration::from_secs(10))
            .with_jitter()
            .with_max_times(6)
            .build();
        loop {
            let runtime = self.runtime.clone();
            let error = match runtime.block_on(self.next_piece()) {
                // The body ended before the object did: a broken connection that looks like an end.
                Ok(None) if self.position < self.meta.size => {
                    self.stream = None;
                    io::Error::new(io::ErrorKind::ConnectionReset, "the answer ended early")
                }
                Ok(piece) => return Ok(piece),
                Err(error @ object_store::Error::Generic { .. }) => io::Error::other(error),
                Err(error) => return Err(io::Error::other(error)),
            };
            let Some(pause) = pauses.next() else {
                return Err(error);
            };
            tracing::debug!(path = %self.meta.location, at = self.position, %error, "reading again");
            self.stream = None;
            std::thread::sleep(pause);
        }
    }
}

impl Read for RemoteBytes {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.piece.is_empty() {
            match self.next_piece_with_retries()? {
                Some(piece) => self.piece = piece,
                None => return Ok(0),
            }
        }
        let length = self.piece.len().min(out.len());
        out[..length].copy_from_slice(&self.piece[..length]);
        self.piece.advance(length);
        self.position += length as u64;
        Ok(length)
    }
}
