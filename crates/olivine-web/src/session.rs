//! Sign-ins, kept in the site's state.

use std::sync::Arc;

use async_trait::async_trait;
use tower_sessions::cookie::SameSite;
use tower_sessions::cookie::time::{Duration, OffsetDateTime};
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{self, SessionStore};
use tower_sessions::{Expiry, SessionManagerLayer};

use crate::guard;
use crate::site::Site;

/// Name of the cookie.
const COOKIE: &str = "olivine_session";
/// Key of the signed-in user's name.
pub const USER: &str = "user";
/// Key of the time of signing in, in seconds: a session ends so long after it, however busy it is.
pub const BEGUN: &str = "begun";

/// Key of the time of the last visit, in seconds.
pub const SEEN: &str = "seen";

/// Name of the cookie of sign-ins, on a site with or without HTTPS.
pub fn session_cookie(https: bool) -> String {
    guard::cookie_name(https, COOKIE)
}

/// The layer that loads and saves sessions.
pub fn layer(site: &Arc<Site>) -> SessionManagerLayer<StoredSessions> {
    let minutes = i64::from(site.options.idle_minutes);
    SessionManagerLayer::new(StoredSessions(site.clone()))
        .with_name(session_cookie(site.options.https))
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_secure(site.options.https)
        .with_path("/")
        .with_expiry(Expiry::OnInactivity(Duration::minutes(minutes)))
}

/// Sessions as rows of the site's state. The store keeps only hashes of their ids.
#[derive(Clone)]
pub struct StoredSessions(Arc<Site>);

impl std::fmt::Debug for StoredSessions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("StoredSessions")
    }
}

#[async_trait]
impl SessionStore for StoredSessions {
    async fn create(&self, record: &mut Record) -> session_store::Result<()> {
        let (data, lifetime) = (data(record)?, self.lifetime(record));
        loop {
            let state = self.0.api.store().site();
            if state
                .create_session(&record.id.to_string(), user(record), &data, lifetime)
                .await
                .map_err(backend)?
            {
                return Ok(());
            }
            record.id = Id::default();
        }
    }

    async fn save(&self, record: &Record) -> session_store::Result<()> {
        let state = self.0.api.store().site();
        let saved = state
            .save_session(
                &record.id.to_string(),
                user(record),
                &data(record)?,
                self.lifetime(record),
            )
            .await;
        saved.map_err(backend)
    }

    async fn load(&self, id: &Id) -> session_store::Result<Option<Record>> {
        let Some(data) = self
            .0
            .api
            .store()
            .site()
            .load_session(&id.to_string())
            .await
            .map_err(backend)?
        else {
            return Ok(None);
        };
        let data = serde_json::from_value(data).map_err(|error| session_store::Error::Decode(error.to_string()))?;
        let minutes = i64::from(self.0.options.idle_minutes);
        Ok(Some(Record {
            id: *id,
            data,
            expiry_date: OffsetDateTime::now_utc() + Duration::minutes(minutes),
        }))
    }

    async fn delete(&self, id: &Id) -> session_store::Result<()> {
        self.0
            .api
            .store()
            .site()
            .delete_session(&id.to_string())
            .await
            .map_err(backend)
    }
}

fn data(record: &Record) -> session_store::Result<serde_json::Value> {
    serde_json::to_value(&record.data).map_err(|error| session_store::Error::Encode(error.to_string()))
}

fn user(record: &Record) -> Option<&str> {
    record.data.get(USER).and_then(serde_json::Value::as_str)
}

impl StoredSessions {
    /// How long a session lives from now: until nobody came for long, and never past its end.
    fn lifetime(&self, record: &Record) -> std::time::Duration {
        let idle = record.expiry_date - OffsetDateTime::now_utc();
        let begun = record.data.get(BEGUN).and_then(serde_json::Value::as_i64);
        let left = begun.map_or(idle, |begun| {
            let end = begun + i64::from(self.0.options.session_minutes) * 60;
            Duration::seconds(end - OffsetDateTime::now_utc().unix_timestamp())
        });
        idle.min(left).try_into().unwrap_or_default()
    }
}

fn backend(error: olivine_store::StoreError) -> session_store::Error {
    session_store::Error::Backend(error.to_string())
}
