//! The server around a router: bounded, patient only for a while, stopping in order.

use std::convert::Infallible;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use olivine_failure::{Failing, Failure};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tower::ServiceExt;

use crate::failures;

/// How long a client may take to send the head of a request; an idle connection is closed after it as well.
const HEAD_TIMEOUT: Duration = Duration::from_secs(75);
/// How long answers under way may take when the server is told to stop.
const FAREWELL: Duration = Duration::from_secs(20);
/// Pause after the machine refused a connection, for example because too many files are open.
const ACCEPT_PAUSE: Duration = Duration::from_millis(500);
/// Connections open at the same time; further ones wait in the machine's queue.
const MAX_CONNECTIONS: u32 = 2048;

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
    listener.local_addr()?;
    let permits = Arc::new(Semaphore::new(MAX_CONNECTIONS as usize));
    let (stop, stopping) = watch::channel(());
    let mut shutdown = std::pin::pin!(shutdown);
    loop {
        let next = async {
            // The semaphore is never closed, so a permit always comes.
            let permit = Arc::clone(&permits).acquire_owned().await.ok();
            (permit, listener.accept().await)
        };
        let (permit, accepted) = tokio::select! {
            next = next => next,
            () = &mut shutdown => break,
        };
        match accepted {
            Ok((stream, address)) => {
                let (app, stopping) = (app.clone(), stopping.clone());
                tokio::spawn(async move {
                    if let Err(error) = connection(stream, address, app, stopping).await {
                        tracing::debug!(%error, client = %address, "connection ended early");
                    }
                    drop(permit);
                });
            }
            Err(error) => {
                tracing::warn!(%error, "cannot accept a connection");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
    drop(listener);
    drop(stop);
    // Every connection holds a permit: when all permits are back, all connections are closed.
    if tokio::time::timeout(FAREWELL, permits.acquire_many(MAX_CONNECTIONS))
        .await
        .is_err()
    {
        tracing::warn!("stopping with answers still under way");
    }
    Ok(())
}

async fn connection(
    stream: TcpStream,
    address: SocketAddr,
    app: Router,
    mut stopping: watch::Receiver<()>,
) -> Result<(), hyper::Error> {
    // Answers are small and written at once: waiting to fill a packet only delays them. A refusal does no harm.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |mut request: hyper::Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(address));
        let app = app.clone();
        async move {
            let answered: Result<_, Infallible> = app.oneshot(request.map(Body::new)).await;
            answered
        }
    });
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_buf_size(64 * 1024)
        .serve_connection(TokioIo::new(stream), service);
    let mut served = std::pin::pin!(served);
    tokio::select! {
        ended = served.as_mut() => return ended,
        // Nothing is ever sent: the channel ends when the server stops.
        _ = stopping.changed() => served.as_mut().graceful_shutdown(),
    }
    served.await
}
