//! The server around a router: bounded, patient only for a while, stopping in order.

mod arrival;
mod connections;
mod patience;

use std::convert::Infallible;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, HttpBody};
use axum::extract::ConnectInfo;
use axum::http::header::CONNECTION;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use olivine_failure::{Failing, Failure};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tower::ServiceExt;

use crate::failures;
use arrival::{Arriving, Late};
use connections::{Connections, Listed, WithBusy};
use patience::Patient;

/// Pause after the machine refused a connection, for example because too many files are open.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);
/// How often a full server looks for a connection that has become idle.
const FULL_PAUSE: Duration = Duration::from_millis(20);
/// Bytes that the head of a request may have.
const HEAD_BYTES: usize = 64 * 1024;

/// What the server bounds. Wherever it waits for a client, it does so for a time: whoever vanishes without a word is let go.
#[derive(Debug, Clone)]
pub struct ServeOptions {
    /// Connections served at the same time. When there is no room for a new one, the one that has been idle longest is closed.
    pub max_connections: u32,
    /// How long a client may take to send the head of a request; an idle connection is closed after it as well.
    pub head_timeout: Duration,
    /// How long the body of a request may take, all of it; forms and lists of ids are all that is sent here.
    pub body_timeout: Duration,
    /// How long a client may take nothing of an answer that waits for it.
    pub stall_timeout: Duration,
    /// How long answers under way may take when the server is told to stop.
    pub farewell: Duration,
}

impl Default for ServeOptions {
    fn default() -> Self {
        Self {
            max_connections: 8192,
            head_timeout: Duration::from_secs(75),
            body_timeout: Duration::from_secs(15),
            stall_timeout: Duration::from_secs(60),
            farewell: Duration::from_secs(20),
        }
    }
}

/// The server cannot go on.
#[derive(Debug, thiserror::Error)]
#[error("listening socket: {0}")]
pub struct ServeError(#[from] std::io::Error);

impl Failing for ServeError {
    fn failure(&self) -> &'static Failure {
        &failures::SERVING
    }
}

/// Serves a router until `shutdown` is done; then takes no more connections and gives answers under way some time.
///
/// # Errors
/// [`ServeError`] when the socket is no listening one. What goes wrong with single connections is logged.
pub async fn serve(listener: TcpListener, app: Router, shutdown: impl Future<Output = ()>) -> Result<(), ServeError> {
    serve_with(listener, app, shutdown, ServeOptions::default()).await
}

/// As [`serve`], with bounds of one's own.
///
/// # Errors
/// As [`serve`].
pub async fn serve_with(
    listener: TcpListener,
    app: Router,
    shutdown: impl Future<Output = ()>,
    options: ServeOptions,
) -> Result<(), ServeError> {
    listener.local_addr()?;
    let permits = Arc::new(Semaphore::new(options.max_connections as usize));
    let connections = Arc::new(Connections::default());
    let (stop, stopping) = watch::channel(());
    let mut shutdown = std::pin::pin!(shutdown);
    loop {
        let next = async {
            let accepted = listener.accept().await;
            // Only now is somebody there who needs a place: made before that, room would cost a connection that has just come and is
            // about to ask.
            let permit = match &accepted {
                Ok(_) => room(&permits, &connections).await,
                Err(_) => None,
            };
            (permit, accepted)
        };
        let (permit, accepted) = tokio::select! {
            next = next => next,
            () = &mut shutdown => break,
        };
        match accepted {
            Ok((stream, address)) => {
                let served = Served {
                    app: app.clone(),
                    listed: connections.add(),
                    options: options.clone(),
                    stopping: stopping.clone(),
                };
                tokio::spawn(async move {
                    // Given back at the end, however that comes about.
                    let _permit = permit;
                    if let Err(error) = served.run(stream, address).await {
                        tracing::debug!(%error, client = %address, "connection ended early");
                    }
                });
            }
            Err(error) => {
                tracing::warn!(%error, "cannot accept a connection");
                connections.close_some_idle();
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
    drop(listener);
    drop(stop);
    // Every connection holds a permit: when all permits are back, all connections are closed.
    if tokio::time::timeout(options.farewell, permits.acquire_many(options.max_connections))
        .await
        .is_err()
    {
        tracing::warn!("stopping with answers still under way");
    }
    Ok(())
}

/// Waits until there is room for another connection, and makes some where idle ones take it.
async fn room(permits: &Arc<Semaphore>, connections: &Connections) -> Option<OwnedSemaphorePermit> {
    loop {
        if let Ok(permit) = Arc::clone(permits).try_acquire_owned() {
            return Some(permit);
        }
        connections.close_longest_idle();
        let waited = tokio::time::timeout(FULL_PAUSE, Arc::clone(permits).acquire_owned());
        if let Ok(permit) = waited.await {
            // The semaphore is never closed, so a permit always comes.
            return permit.ok();
        }
    }
}

/// A connection while it is served.
struct Served {
    app: Router,
    listed: Listed,
    options: ServeOptions,
    stopping: watch::Receiver<()>,
}

impl Served {
    async fn run(mut self, stream: TcpStream, address: SocketAddr) -> Result<(), hyper::Error> {
        // Answers are small and written at once: waiting to fill a packet only delays them. A refusal does no harm.
        let _ = stream.set_nodelay(true);
        let (app, open) = (self.app, Arc::clone(self.listed.open()));
        let body_timeout = self.options.body_timeout;
        let service = service_fn(move |mut request: hyper::Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(address));
            let app = app.clone();
            let busy = open.begin();
            let late = Late::default();
            let arriving = request.map(|body| {
                if body.is_end_stream() {
                    return Body::empty();
                }
                Body::new(Arriving::new(Body::new(body), body_timeout, &open, &late))
            });
            async move {
                let Ok(mut response) = app.oneshot(arriving).await;
                if late.is_so() {
                    tracing::debug!(client = %address, "the body of a request did not arrive in time");
                    response = too_slow(response);
                }
                let answered: Result<_, Infallible> = Ok(response.map(|body| WithBusy { body, _busy: busy }));
                answered
            }
        });
        let stream = Patient::new(stream, self.options.stall_timeout);
        let served = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.options.head_timeout)
            .max_buf_size(HEAD_BYTES)
            .serve_connection(TokioIo::new(stream), service);
        let mut served = std::pin::pin!(served);
        tokio::select! {
            ended = served.as_mut() => return ended,
            // Nothing is ever sent: the channel ends when the server stops.
            _ = self.stopping.changed() => served.as_mut().graceful_shutdown(),
            // Room is needed for others, and nothing is under way here.
            () = self.listed.open().told_to_close() => return Ok(()),
        }
        served.await
    }
}

/// The answer to a request whose body did not arrive in time: who read it knows only that it could not be read, unless they say so
/// themselves. What else may come on that connection is not waited for.
fn too_slow(answered: Response) -> Response {
    let mut response = if answered.status() == StatusCode::REQUEST_TIMEOUT {
        answered
    } else {
        (StatusCode::REQUEST_TIMEOUT, "The request took too long to arrive.").into_response()
    };
    response
        .headers_mut()
        .insert(CONNECTION, HeaderValue::from_static("close"));
    response
}
