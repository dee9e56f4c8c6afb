//! A router that can be exchanged while it serves: requests under way end on the one they began with.

use std::sync::{Arc, PoisonError, RwLock};

use axum::Router;
use axum::extract::Request;
use tower::ServiceExt;

/// Holds the router in use. Clones share it.
#[derive(Clone, Default)]
pub struct Exchange(Arc<RwLock<Router>>);

impl Exchange {
    /// Uses another router from the next request on.
    pub fn replace(&self, router: Router) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = router;
    }

    /// A router that passes each request to the one in use.
    pub fn router(&self) -> Router {
        let held = self.clone();
        Router::new().fallback(move |request: Request| {
            let now = held.0.read().unwrap_or_else(PoisonError::into_inner).clone();
            now.oneshot(request)
        })
    }
}

#[cfg(test)]
mod tests {
    use axum::body::{Body, to_bytes};
    use axum::routing::get;

    use super::*;

    async fn asked(router: &Router, path: &str) -> (u16, String) {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let response = router.clone().oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let text = to_bytes(response.into_body(), 1000).await.unwrap();
        (status, String::from_utf8_lossy(&text).into_owned())
    }

    #[tokio::test]
    async fn requests_end_on_the_router_they_began_with() {
        let exchange = Exchange::default();
        let outer = exchange.router();
        let (go, gone) = tokio::sync::oneshot::channel::<()>();
        let gone = Arc::new(tokio::sync::Mutex::new(Some(gone)));
        let slow = move || async move {
            if let Some(gone) = gone.lock().await.take() {
                gone.await.unwrap();
            }
            "old"
        };
        exchange.replace(
            Router::new()
                .route("/slow", get(slow))
                .route("/a", get(|| async { "old" })),
        );
        let under_way = tokio::spawn({
            let outer = outer.clone();
            async move { asked(&outer, "/slow").await }
        });
        tokio::task::yield_now().await;
        exchange.replace(Router::new().route("/b", get(|| async { "new" })));
        assert_eq!(asked(&outer, "/b").await, (200, "new".to_owned()));
        assert_eq!(asked(&outer, "/a").await.0, 404);
        go.send(()).unwrap();
        assert_eq!(under_way.await.unwrap(), (200, "old".to_owned()));
    }
}
