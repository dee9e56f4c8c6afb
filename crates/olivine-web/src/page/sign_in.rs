//! Signing in with a local account, and out (`UI 5.1`).

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Form};
use olivine_api::SignIn;
use olivine_api::http::client_address;
use serde::Deserialize;
use tower_sessions::Session;

use super::landing;
use super::refusal::{self, Refusal};
use crate::address::local;
use crate::format;
use crate::guard;
use crate::session::{BEGUN, USER};
use crate::site::Site;
use crate::visit::{self, Visit};

/// Where one goes after signing in if nothing else was asked for.
pub const START: &str = "/courses/";
/// Seconds after which it is worth a try again where too many sign in at once.
const SOON: u64 = 5;

/// The sign-in form.
#[derive(Deserialize)]
pub struct Credentials {
    #[serde(default)]
    csrf: String,
    #[serde(default)]
    next: String,
    #[serde(default)]
    user: String,
    #[serde(default)]
    password: String,
}

/// A form that holds nothing but its token.
#[derive(Deserialize)]
pub struct TokenOnly {
    #[serde(default)]
    csrf: String,
}

/// `GET /login/`: the form; `next` says where to go afterwards.
pub async fn show(State(site): State<Arc<Site>>, Extension(visit): Extension<Visit>) -> Response {
    let next = visit.query.get("next").and_then(local).unwrap_or(START).to_owned();
    if visit.principal.is_some() {
        return Redirect::to(&next).into_response();
    }
    // Where people sign in nowhere else there is nothing to ask; after signing out, or an error, they decide themselves.
    if !site.options.local_accounts && visit.query.get("out").is_none() {
        return Redirect::to(&landing::lms_link(&next)).into_response();
    }
    let message = if visit.query.get("out").is_some() {
        Some(("", visit.words.t("signed-out")))
    } else {
        visit.query.get("next").map(|_| ("", visit.words.t("sign-in-needed")))
    };
    let page = landing::render(&site, &visit, StatusCode::OK, message, &next, "");
    refusal::answer(&site, &visit, page.map_err(Into::into))
}

/// `POST /login/`: checks the password; the session and the token of forms are new afterwards.
pub async fn sign_in(
    State(site): State<Arc<Site>>,
    Extension(visit): Extension<Visit>,
    session: Session,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
    Form(credentials): Form<Credentials>,
) -> Response {
    let peer = peer.map(|Extension(ConnectInfo(peer))| peer);
    let result = try_sign_in(&site, &visit, &session, peer, &headers, &credentials).await;
    refusal::answer(&site, &visit, result)
}

async fn try_sign_in(
    site: &Arc<Site>,
    visit: &Visit,
    session: &Session,
    peer: Option<SocketAddr>,
    headers: &HeaderMap,
    credentials: &Credentials,
) -> Result<Response, Refusal> {
    if !guard::accepts(visit, headers, &credentials.csrf) {
        return Err(Refusal::Form);
    }
    if !site.options.local_accounts {
        return Err(Refusal::NotFound);
    }
    let next = local(&credentials.next).unwrap_or(START);
    let refused = |status, message, wait: Option<u64>| -> Result<Response, Refusal> {
        let message = Some(("failed", message));
        let mut page = landing::render(site, visit, status, message, next, &credentials.user)?;
        if let Some(seconds) = wait {
            page.headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        Ok(page)
    };
    let words = &visit.words;
    let address = client_address(headers, peer, site.api.options().behind_proxy);
    let outcome = site
        .api
        .sign_in(&credentials.user, &credentials.password, &address)
        .await?;
    let principal = match outcome {
        SignIn::Right(principal) => principal,
        SignIn::Wrong => {
            // Not the name: people type passwords into the wrong field.
            tracing::warn!(address, "a sign-in failed");
            return refused(StatusCode::UNAUTHORIZED, words.t("sign-in-failed"), None);
        }
        SignIn::Wait(wait) => {
            let seconds = wait.as_secs().max(1);
            let minutes = seconds.div_ceil(60) as i64;
            let values = [("minutes", &*format::integer(words, minutes))];
            let message = words.counted("sign-in-limited", minutes, &values);
            return refused(StatusCode::TOO_MANY_REQUESTS, message, Some(seconds));
        }
        SignIn::Busy => {
            return refused(StatusCode::SERVICE_UNAVAILABLE, words.t("sign-in-busy"), Some(SOON));
        }
    };
    begin(site, session, &principal.user_name).await?;
    let mut response = Redirect::to(next).into_response();
    renew_form_token(&mut response, site);
    Ok(response)
}

/// Begins the session of somebody: under a new id, with nothing of what was before.
///
/// # Errors
/// What stops the store.
pub async fn begin(site: &Site, session: &Session, user: &str) -> Result<(), Refusal> {
    session.clear().await;
    session.cycle_id().await?;
    session.insert(USER, user).await?;
    session.insert(BEGUN, chrono::Utc::now().timestamp()).await?;
    // Ended ones are of no use to anybody; signing in is rare enough to look after them.
    site.api.store().site().clear_ended_sessions().await?;
    tracing::info!(user, "signed in");
    Ok(())
}

/// Gives the browser another token for its forms.
pub fn renew_form_token(response: &mut Response, site: &Site) {
    visit::set(response, visit::cookie(guard::COOKIE, guard::new_token(), site).build());
}

/// `POST /logout/`: signs out here, and at the LMS where the site wants that.
pub async fn sign_out(
    State(site): State<Arc<Site>>,
    Extension(visit): Extension<Visit>,
    session: Session,
    headers: HeaderMap,
    Form(form): Form<TokenOnly>,
) -> Response {
    if !guard::accepts(&visit, &headers, &form.csrf) {
        return refusal::answer(&site, &visit, Err(Refusal::Form));
    }
    let next = site.options.logout_url.clone();
    end(&site, &visit, &session, next.as_deref().unwrap_or("/login/?out=1")).await
}

/// `GET /logout/`: an old address, which the LMS calls in a hidden frame when somebody signs out there. Nobody else's page
/// may sign a visitor out.
pub async fn sign_out_by_link(
    State(site): State<Arc<Site>>,
    Extension(visit): Extension<Visit>,
    session: Session,
    headers: HeaderMap,
) -> Response {
    let provider = site.api.people().provider();
    let by_lms = provider.is_some_and(|provider| guard::is_from(&headers, provider.public_url()));
    if guard::is_from_elsewhere(&headers) && !by_lms {
        return Redirect::to("/").into_response();
    }
    end(&site, &visit, &session, "/").await
}

/// `GET /logout_then_login/`: reads rights anew.
pub async fn sign_out_then_in(
    State(site): State<Arc<Site>>,
    Extension(visit): Extension<Visit>,
    session: Session,
    headers: HeaderMap,
) -> Response {
    if guard::is_from_elsewhere(&headers) {
        return Redirect::to("/").into_response();
    }
    end(&site, &visit, &session, "/login/").await
}

async fn end(site: &Arc<Site>, visit: &Visit, session: &Session, next: &str) -> Response {
    match try_end(site, visit, session).await {
        Ok(()) => {
            let mut response = Redirect::to(next).into_response();
            renew_form_token(&mut response, site);
            response
        }
        Err(refusal) => refusal::answer(site, visit, Err(refusal)),
    }
}

async fn try_end(site: &Site, visit: &Visit, session: &Session) -> Result<(), Refusal> {
    session.flush().await?;
    if let Some(principal) = &visit.principal {
        site.api.people().forget(&principal.user_name).await?;
    }
    Ok(())
}
