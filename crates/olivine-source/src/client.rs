//! The REST client for LMS and discovery APIs (`ES 5.4`, `ES F-1` … `F-5`).

use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use reqwest::{Client, RequestBuilder, Response, StatusCode, Url, header};
use serde_json::Value;
use tracing::warn;

use crate::account::{Account, Token};
use crate::error::{SourceError, without_password};

/// How long a request is tried again for, counted from its first try (`ES 5.4`).
pub const DEFAULT_PATIENCE: Duration = Duration::from_secs(7200);
/// First pause before a request is tried again; doubled each time.
const FIRST_PAUSE: Duration = Duration::from_millis(500);
/// Longest pause that is not the server's wish, so that a service that is back is found soon.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// Tries of a request that the server fails at (500): there it mostly fails again, whereas one that is down comes back (`ES F-3`).
const FAULT_TRIES: usize = 5;

/// Asks APIs, with a token, patience and paging.
#[derive(Clone)]
pub struct RestClient {
    http: Client,
    account: Option<Account>,
    token: Option<Token>,
    /// A key that a service wants with every request, in this header.
    key: Option<(&'static str, header::HeaderValue)>,
    patience: Duration,
    first_pause: Duration,
}

/// The tries of one request: each is followed by a longer pause, until patience ends.
struct Tries {
    begun: Instant,
    patience: Duration,
    pause: Duration,
    /// How often the server failed at it.
    faults: usize,
}

impl Tries {
    /// Waits before the next try. Gives the problem back where that would come too late, or where the server failed too often.
    async fn wait(&mut self, problem: SourceError, wish: Option<Duration>) -> Result<(), SourceError> {
        if matches!(problem, SourceError::ApiFails { .. }) {
            self.faults += 1;
            if self.faults >= FAULT_TRIES {
                return Err(problem);
            }
        }
        let Some(pause) = self.pause_after(self.begun.elapsed(), wish) else {
            return Err(problem);
        };
        warn!(?pause, "{problem}; it is asked again");
        tokio::time::sleep(pause).await;
        Ok(())
    }

    /// How long to wait before the next try, so long after the first one: what the server wishes, where it has a wish. None: the next
    /// try would come after the end of patience.
    fn pause_after(&mut self, elapsed: Duration, wish: Option<Duration>) -> Option<Duration> {
        let pause = wish.unwrap_or_else(|| jittered(self.pause));
        self.pause = (self.pause * 2).min(LONGEST_PAUSE);
        (elapsed.saturating_add(pause) <= self.patience).then_some(pause)
    }
}

/// What to do with an answer that is no success.
enum Verdict {
    /// Try again, after this pause if the server named one.
    Again(Option<Duration>),
    NewToken,
    GiveUp,
}

impl RestClient {
    /// A client; without an account it asks without a token.
    ///
    /// # Errors
    /// The certificates of this machine cannot be read.
    pub fn new(account: Option<Account>) -> Result<Self, SourceError> {
        let http = Client::builder()
            .connect_timeout(Duration::from_secs(10))
            .read_timeout(Duration::from_secs(60))
            .user_agent(concat!("olivine/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| unreachable("client", &error))?;
        Ok(Self {
            http,
            account,
            token: None,
            key: None,
            patience: DEFAULT_PATIENCE,
            first_pause: FIRST_PAUSE,
        })
    }

    /// The same with other patience: how long a request is tried again for, counted from its first try. Each page of a list has its
    /// own.
    #[must_use]
    pub fn with_patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// The same with another first pause.
    #[must_use]
    pub fn with_first_pause(self, first_pause: Duration) -> Self {
        Self { first_pause, ..self }
    }

    fn tries(&self) -> Tries {
        Tries {
            begun: Instant::now(),
            patience: self.patience,
            pause: self.first_pause,
            faults: 0,
        }
    }

    /// The same with a key in a header of every request: there it is in no message and no log.
    ///
    /// # Errors
    /// A key that cannot stand in a header.
    pub fn with_key(self, name: &'static str, key: &str) -> Result<Self, SourceError> {
        let mut value = header::HeaderValue::from_str(key)
            .map_err(|_| unexpected(name, "the key holds characters that no key has".to_owned()))?;
        value.set_sensitive(true);
        Ok(Self {
            key: Some((name, value)),
            ..self
        })
    }

    /// All elements of a paged list: `results` of each page, following `next` or `pagination.next` as given.
    ///
    /// # Errors
    /// As [`RestClient::get`]. [`SourceError::NotFound`] says that there is no such list; a later page that is not there is a list
    /// that cannot be read to its end.
    pub async fn list(&mut self, url: &str, query: &[(&str, String)]) -> Result<Vec<Value>, SourceError> {
        let mut next = Some(with_query(url, query)?);
        let mut seen = std::collections::BTreeSet::new();
        let mut elements = Vec::new();
        while let Some(url) = next.take() {
            // A server that sends us round in a circle must not keep us for ever.
            if !seen.insert(url.to_string()) {
                break;
            }
            let mut page = match self.get(&url).await {
                Err(SourceError::NotFound { url: missing }) if seen.len() > 1 => {
                    return Err(unexpected(&missing, StatusCode::NOT_FOUND.to_string()));
                }
                page => page?,
            };
            if let Some(Value::Array(results)) = page.get_mut("results").map(Value::take) {
                elements.extend(results);
            }
            let link = page
                .get("next")
                .filter(|link| link.is_string())
                .or_else(|| page.pointer("/pagination/next"));
            next = match link.and_then(Value::as_str) {
                Some(link) => Some(
                    url.join(link)
                        .map_err(|_| unexpected(url.as_str(), format!("bad link {}", without_password(link))))?,
                ),
                None => None,
            };
        }
        Ok(elements)
    }

    /// One JSON answer, or none where the API knows no such thing (404).
    ///
    /// # Errors
    /// As [`RestClient::get`].
    pub async fn find(&mut self, url: &Url) -> Result<Option<Value>, SourceError> {
        match self.get(url).await {
            Ok(answer) => Ok(Some(answer)),
            Err(SourceError::NotFound { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// One JSON answer. Requests that may heal are tried again with growing pauses, one that the server fails at a few times only; a
    /// token that is refused is renewed once.
    ///
    /// # Errors
    /// No usable answer until patience ends; a server that fails each time ([`SourceError::ApiFails`]); a status that trying again does
    /// not help with; no JSON.
    pub async fn get(&mut self, url: &Url) -> Result<Value, SourceError> {
        let mut renewed = false;
        let mut tries = self.tries();
        loop {
            let authorized = self.authorization().await?;
            let mut request = self.http.get(url.clone()).header(header::ACCEPT, "application/json");
            if let Some((name, key)) = &self.key {
                request = request.header(*name, key.clone());
            }
            if let Some(authorization) = authorized {
                request = request.header(header::AUTHORIZATION, authorization);
            }
            let (problem, wait) = match send(request, url.as_str()).await {
                // A body that breaks off is a broken connection, not a wrong answer.
                Ok(answer) if answer.status().is_success() => match answer.bytes().await {
                    Ok(body) => {
                        return serde_json::from_slice(&body)
                            .map_err(|error| unexpected(url.as_str(), format!("no JSON: {error}")));
                    }
                    Err(error) => (unreachable(url.as_str(), &error), None),
                },
                Ok(answer) => {
                    let status = answer.status();
                    match verdict(&answer, self.account.is_some() && !renewed) {
                        Verdict::NewToken => {
                            renewed = true;
                            self.token = None;
                            continue;
                        }
                        Verdict::GiveUp => return Err(given_up(url, answer).await),
                        Verdict::Again(wait) => (failed(url.as_str(), status), wait),
                    }
                }
                Err(error) => (error, None),
            };
            tries.wait(problem, wait).await?;
        }
    }

    /// Asks for a token and nothing else, for those who want to know whether the service account is good.
    ///
    /// # Errors
    /// No token until patience ends, or the account is refused.
    pub async fn sign_in(&mut self) -> Result<(), SourceError> {
        self.authorization().await.map(drop)
    }

    /// The header for the account, with a token that is still good.
    async fn authorization(&mut self) -> Result<Option<String>, SourceError> {
        let Some(account) = self.account.clone() else {
            return Ok(None);
        };
        if let Some(token) = self.token.as_ref().filter(|token| token.is_good()) {
            return Ok(Some(token.header.clone()));
        }
        let url = &account.token_url;
        let mut tries = self.tries();
        let answer = loop {
            let (problem, wait) = match send(self.http.post(url).form(&account.form()), url).await {
                Ok(answer) if answer.status().is_success() => match answer.bytes().await {
                    Ok(body) => break body,
                    Err(error) => (unreachable(url, &error), None),
                },
                Ok(answer) => {
                    let status = answer.status();
                    match verdict(&answer, false) {
                        Verdict::Again(wait) => (failed(url, status), wait),
                        _ => {
                            return Err(SourceError::ApiRefused {
                                url: without_password(url),
                                reason: status.to_string(),
                            });
                        }
                    }
                }
                Err(error) => (error, None),
            };
            tries.wait(problem, wait).await?;
        };
        let token = account.token(&answer)?;
        let header = token.header.clone();
        self.token = Some(token);
        Ok(Some(header))
    }
}

/// Words for a key of which no more may be asked, as APIs of Google say them.
const QUOTAS: [&str; 4] = [
    "quotaExceeded",
    "dailyLimitExceeded",
    "rateLimitExceeded",
    "userRateLimitExceeded",
];

/// Their word for a key that is none, which comes with the status of a bad request.
const NO_KEY: &str = "API_KEY_INVALID";

/// What a status means that trying again does not help with; its body may tell more.
async fn given_up(url: &Url, answer: Response) -> SourceError {
    let status = answer.status();
    // One whose body breaks off means the same.
    let body = answer.bytes().await.unwrap_or_default();
    let said: Value = serde_json::from_slice(&body).unwrap_or_default();
    let word = |place: &str| said.pointer(place).and_then(Value::as_str);
    let url = without_password(url.as_str());
    if let Some(reason) = word("/error/errors/0/reason").filter(|reason| QUOTAS.contains(reason)) {
        let reason = reason.to_owned();
        return SourceError::Quota { url, reason };
    }
    match status {
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => SourceError::ApiRefused {
            url,
            reason: status.to_string(),
        },
        StatusCode::BAD_REQUEST if word("/error/details/0/reason") == Some(NO_KEY) => SourceError::ApiRefused {
            url,
            reason: NO_KEY.to_owned(),
        },
        StatusCode::NOT_FOUND => SourceError::NotFound { url },
        _ => unexpected(&url, status.to_string()),
    }
}

async fn send(request: RequestBuilder, url: &str) -> Result<Response, SourceError> {
    request.send().await.map_err(|error| unreachable(url, &error))
}

fn verdict(answer: &Response, may_renew: bool) -> Verdict {
    let named = answer
        .headers()
        .get(header::RETRY_AFTER)
        .and_then(|text| retry_after(text.to_str().ok()?, Utc::now()));
    match answer.status().as_u16() {
        408 | 429 | 500 | 502 | 503 | 504 | 520 => Verdict::Again(named),
        401 if may_renew => Verdict::NewToken,
        _ => Verdict::GiveUp,
    }
}

/// The pause that a server names: seconds, or a date (RFC 9110); one that is past is no pause.
fn retry_after(text: &str, now: DateTime<Utc>) -> Option<Duration> {
    if let Ok(seconds) = text.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = DateTime::parse_from_rfc2822(text.trim()).ok()?;
    Some((date.to_utc() - now).to_std().unwrap_or_default())
}

/// A pause between half of it and the whole, so that many clients do not come back at once.
fn jittered(pause: Duration) -> Duration {
    // The clock's last digits are random enough for this.
    let share = f64::from(Utc::now().timestamp_subsec_nanos() % 1000) / 1000.0;
    pause.mul_f64(0.5 + share / 2.0)
}

pub(crate) fn with_query(url: &str, query: &[(&str, String)]) -> Result<Url, SourceError> {
    let mut parsed = Url::parse(url).map_err(|error| unexpected(url, error.to_string()))?;
    if !query.is_empty() {
        parsed.query_pairs_mut().extend_pairs(query);
    }
    Ok(parsed)
}

fn unreachable(url: &str, error: &reqwest::Error) -> SourceError {
    passing(url, error.to_string())
}

/// A status that may pass by itself.
fn failed(url: &str, status: StatusCode) -> SourceError {
    match status {
        StatusCode::INTERNAL_SERVER_ERROR => SourceError::ApiFails {
            url: without_password(url),
        },
        _ => passing(url, status.to_string()),
    }
}

fn passing(url: &str, reason: String) -> SourceError {
    SourceError::Api {
        url: without_password(url),
        reason,
        passing: true,
    }
}

fn unexpected(url: &str, reason: String) -> SourceError {
    SourceError::Api {
        url: without_password(url),
        reason,
        passing: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_long_a_server_asks_to_wait() {
        let now = DateTime::parse_from_rfc3339("2025-03-20T10:00:00Z").unwrap().to_utc();
        let table = [
            ("0", Some(0)),
            (" 120 ", Some(120)),
            ("Thu, 20 Mar 2025 10:01:30 GMT", Some(90)),
            ("Thu, 20 Mar 2025 09:00:00 GMT", Some(0)),
            ("Wed, 20 Mar 2025 10:01:30 GMT", None),
            ("-1", None),
            ("soon", None),
        ];
        for (text, seconds) in table {
            assert_eq!(retry_after(text, now), seconds.map(Duration::from_secs), "{text:?}");
        }
    }

    /// `ES 5.4`: half a second, one, two, four … until two hours are over.
    #[test]
    fn patience_is_two_hours_of_growing_pauses() {
        let mut tries = RestClient::new(None).unwrap().tries();
        let mut clock = Duration::ZERO;
        let mut most = FIRST_PAUSE;
        while let Some(pause) = tries.pause_after(clock, None) {
            assert!((most / 2..=most).contains(&pause), "after {clock:?}: {pause:?}");
            clock += pause;
            most = (most * 2).min(LONGEST_PAUSE);
        }
        assert!(clock <= DEFAULT_PATIENCE, "{clock:?}");
        assert!(clock + LONGEST_PAUSE > DEFAULT_PATIENCE, "{clock:?}");
    }

    #[test]
    fn a_server_may_wish_for_more_than_our_pauses_but_not_for_more_than_our_patience() {
        let mut tries = RestClient::new(None).unwrap().tries();
        let minutes = |number: u64| Duration::from_secs(60 * number);
        assert_eq!(tries.pause_after(Duration::ZERO, Some(minutes(10))), Some(minutes(10)));
        assert_eq!(tries.pause_after(minutes(10), Some(minutes(110))), Some(minutes(110)));
        assert_eq!(tries.pause_after(minutes(10), Some(minutes(111))), None);
        assert_eq!(tries.pause_after(minutes(10), Some(Duration::MAX)), None);
        let mut hasty = RestClient::new(None).unwrap().with_patience(Duration::ZERO).tries();
        assert_eq!(
            hasty.pause_after(Duration::from_millis(1), None),
            None,
            "one try is all"
        );
    }
}
