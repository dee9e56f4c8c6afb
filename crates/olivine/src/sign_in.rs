//! Who signs in where, as the settings say.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use olivine_api::Embedding;
use olivine_identity::{
    EmbedKey, Keys, People, PeopleOptions, Provider, ProviderOptions, RightsProblem, RightsSource, Verifier,
};
use olivine_source::SourceError;
use olivine_source::rights::CourseRights;
use olivine_store::Store;
use olivine_store::site::rights::Roles;
use tokio::sync::Mutex;

use crate::exit::Problem;
use crate::rooms;
use crate::settings::{SettingsError, Site};

/// How long the imported table of roles is used before it is looked at again.
const LOOK_AGAIN: Duration = Duration::from_secs(60);

/// Everybody who may sign in.
///
/// # Errors
/// A secret that cannot be read. Keys of the LMS that cannot be read now are read at the next sign-in.
pub async fn people(site: &Site, store: &Store) -> Result<People, Problem> {
    if !site.settings.signs_in_with_lms() {
        return Ok(People::local(store.site().clone()));
    }
    let provider = provider(site)?;
    if let Err(error) = provider.verifier().keys().read().await {
        tracing::error!(%error, "nobody can sign in at the LMS until this is mended");
    }
    let settings = &site.settings;
    let hours = |hours: u32| Duration::from_secs(u64::from(hours) * 3600);
    let options = PeopleOptions {
        fresh: Duration::from_secs(u64::from(settings.sign_in.rights_minutes.max(1)) * 60),
        keep: hours(settings.sign_in.rights_keep_hours.max(1)),
        administrator: hours(settings.web.session_hours.max(1)),
        see_people: settings.sign_in.see_people,
    };
    Ok(People::with_lms(
        store.site().clone(),
        provider,
        rights_source(site)?,
        options,
    ))
}

/// The LMS as the place where people sign in.
///
/// # Errors
/// A secret that cannot be read.
pub fn provider(site: &Site) -> Result<Provider, Problem> {
    let settings = &site.settings.sign_in;
    let keys = match settings.keys.as_str() {
        "" => Keys::none(),
        address if address.contains("://") => Keys::of_address(address.to_owned()),
        file => Keys::of_file(site.path(file)),
    };
    let shared = settings.shared_secret.reveal("sign_in.shared_secret", &site.dir)?;
    let keys = match shared {
        Some(secret) => keys.with_shared_secret(&secret),
        None => keys,
    };
    let skew = Duration::from_secs(settings.clock_skew_seconds.into());
    let verifier = Verifier::new(keys, site.settings.issuer(), settings.audience.clone(), skew);
    let secret = settings.client_secret.reveal("sign_in.client_secret", &site.dir)?;
    let options = ProviderOptions {
        public_url: site.settings.lms.url.clone(),
        internal_url: site.settings.internal_lms_url().to_owned(),
        client_id: settings.client_id.clone(),
        client_secret: secret.unwrap_or_default(),
        redirect_url: format!(
            "{}/complete/edx-oauth2/",
            site.settings.web.public_url.trim_end_matches('/')
        ),
    };
    Ok(Provider::new(options, verifier)?)
}

/// The key that signs links to embedded reports, if there is one.
///
/// # Errors
/// A secret that cannot be read, or is too short.
pub fn embed_key(site: &Site) -> Result<Option<Arc<EmbedKey>>, Problem> {
    let secret = site.settings.web.embed_key.reveal("web.embed_key", &site.dir)?;
    Ok(secret.map(|secret| EmbedKey::new(&secret).map(Arc::new)).transpose()?)
}

/// Who tells the roles of people.
///
/// # Errors
/// A secret that cannot be read.
pub fn rights_source(site: &Site) -> Result<Arc<dyn RightsSource>, Problem> {
    let roles = site.settings.sign_in.roles.clone();
    if site.settings.sign_in.rights == "database" {
        return Ok(Arc::new(FromTables {
            site: site.clone(),
            roles,
            read: Mutex::new(None),
        }));
    }
    let base = site.settings.internal_lms_url().trim_end_matches('/');
    let account = rooms::service_account(site, base)?.ok_or_else(|| SettingsError::SecretMissing {
        key: "lms.client_secret".into(),
        reason:
            "roles in courses are asked for with the service account of the LMS, which `lms.client_id` and this name"
                .into(),
    })?;
    Ok(Arc::new(FromApi(CourseRights::new(base, account, roles)?)))
}

struct FromApi(CourseRights);

#[async_trait]
impl RightsSource for FromApi {
    async fn roles(&self, user_name: &str) -> Result<Roles, RightsProblem> {
        let told: Result<Roles, SourceError> = self.0.of(user_name).await;
        told.map_err(|error| RightsProblem(error.to_string()))
    }
}

/// How reports are embedded, if they are.
///
/// # Errors
/// The key cannot be read, or is too short.
pub fn embedding(site: &Site) -> Result<Option<Embedding>, Problem> {
    let web = &site.settings.web;
    Ok(embed_key(site)?.map(|key| Embedding {
        key,
        good_for: Duration::from_secs(u64::from(web.embed_minutes.max(1)) * 60),
        base: web.public_url.trim_end_matches('/').to_owned(),
    }))
}

/// When the table was read, and what it held.
type Read = (Instant, HashMap<String, Roles>);

struct FromTables {
    site: Site,
    roles: Vec<String>,
    read: Mutex<Option<Read>>,
}

#[async_trait]
impl RightsSource for FromTables {
    async fn roles(&self, user_name: &str) -> Result<Roles, RightsProblem> {
        let mut read = self.read.lock().await;
        let old = read.as_ref().is_none_or(|(at, _)| at.elapsed() > LOOK_AGAIN);
        if old {
            let problem = |problem: Problem| RightsProblem(problem.error.full_text());
            let lake = rooms::lake(&self.site).await.map_err(problem)?;
            let engine = rooms::engine(&self.site);
            let people = olivine_run::rights::course_roles(&lake, &engine, &self.roles).await;
            let people = people.map_err(|error| RightsProblem(error.to_string()))?;
            *read = Some((Instant::now(), people));
        }
        let found = read.as_ref().and_then(|(_, people)| people.get(user_name));
        Ok(found.cloned().unwrap_or_default())
    }
}
