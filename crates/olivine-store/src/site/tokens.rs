//! API tokens: shown once, kept as a hash.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::NaiveDateTime;
use rand::RngExt;

use super::users::User;
use super::watch::Version;
use super::{Courses, Principal, SiteState, broken, now, secret_hash, time};
use crate::error::StoreError;
use crate::value::Value;

/// What tokens are labelled with that were given for name and password (`API 1.2`). They stand for the password and end with
/// it; this label tells them from tokens that were made for a purpose.
pub const LOGIN_LABEL: &str = "api-token-auth";
/// What tokens begin with, so that one that got where it should not be is recognised.
const PREFIX: &str = "olv_";
/// How coarse the time of last use is, in seconds: a token in use costs one write an hour.
const LAST_USED_STEP: i64 = 3600;
const SHORTEST_IMPORTED: usize = 20;
/// Tokens that are known without looking, at most: those of all programs that ask at about the same time.
const KNOWN: usize = 1024;

/// A token to be made.
#[derive(Debug, Clone, Default)]
pub struct NewToken {
    /// What it is for, in the words of who makes it.
    pub label: String,
    /// The courses it reaches, among those of its user; none: all of the user's.
    pub courses: Option<BTreeSet<String>>,
    /// Whether it reaches counts only, even if its user may see single learners.
    pub aggregates_only: bool,
    /// When it ends, UTC; none: never.
    pub expires: Option<NaiveDateTime>,
}

/// A token on record. Its text is not.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Token {
    /// Its number, to revoke it by.
    pub id: i64,
    /// Whose it is.
    pub user_name: String,
    /// What it is for.
    pub label: String,
    /// The courses it reaches, among those of its user; none: all of the user's.
    pub courses: Option<BTreeSet<String>>,
    /// Whether it reaches counts only.
    pub aggregates_only: bool,
    /// Since when it is, UTC.
    pub created: NaiveDateTime,
    /// When it ends, UTC.
    pub expires: Option<NaiveDateTime>,
    /// When it was last used, UTC, to the hour.
    pub last_used: Option<NaiveDateTime>,
}

/// What a token turned out to be (the API tells them apart: `API 1.2`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenCheck {
    /// It stands for this.
    Valid(Principal),
    /// Its user is shut out.
    UserDisabled,
    /// There is none such, or it was revoked or ended.
    Unknown,
}

impl SiteState {
    /// Makes a token; gives its number and its text, which is not kept and cannot be shown again.
    ///
    /// # Errors
    /// [`StoreError::UnknownUser`], what stops a write.
    pub async fn create_token(&self, user_name: &str, new: NewToken) -> Result<(i64, String), StoreError> {
        let bytes: [u8; 32] = rand::rng().random();
        let text = format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(bytes));
        let id = self.keep_token(user_name, &new, &text).await?;
        Ok((id, text))
    }

    /// Takes over a token that clients know already, for example from an earlier data API; gives its number.
    ///
    /// # Errors
    /// [`StoreError::Credential`] for one that is too short or holds blanks; [`StoreError::UnknownUser`]; what stops a write.
    pub async fn import_token(&self, user_name: &str, text: &str, new: NewToken) -> Result<i64, StoreError> {
        if text.len() < SHORTEST_IMPORTED || text.chars().any(|c| c.is_whitespace() || c.is_control()) {
            let reason = "tokens taken over have at least 20 characters and no blanks";
            return Err(StoreError::Credential { what: "token", reason });
        }
        let known = self
            .rows(
                "SELECT id FROM olivine_token WHERE hash = ?",
                vec![secret_hash(text).into()],
            )
            .await?;
        if !known.is_empty() {
            return Err(StoreError::Credential {
                what: "token",
                reason: "it is known already",
            });
        }
        self.keep_token(user_name, &new, text).await
    }

    async fn keep_token(&self, user_name: &str, new: &NewToken, text: &str) -> Result<i64, StoreError> {
        let unknown = || StoreError::UnknownUser {
            name: user_name.to_owned(),
        };
        let account = self.account(user_name).await?.ok_or_else(unknown)?;
        let hash = secret_hash(text);
        let values = vec![
            account.id.into(),
            new.label.chars().take(255).collect::<String>().into(),
            hash.as_str().into(),
            new.courses
                .as_ref()
                .map(|courses| serde_json::json!(courses).to_string())
                .into(),
            i64::from(!new.aggregates_only).into(),
            now().into(),
            new.expires.map(|time| time.and_utc().timestamp()).into(),
        ];
        let mut transaction = self.database.begin().await?;
        let sql = "INSERT INTO olivine_token (user_id, label, hash, courses, people, created, expires) VALUES (?, ?, ?, ?, ?, ?, ?)";
        transaction.execute(sql, values).await?;
        let rows = transaction
            .rows("SELECT id FROM olivine_token WHERE hash = ?", vec![hash.into()])
            .await?;
        transaction.commit().await?;
        rows.rows
            .first()
            .and_then(|row| row[0].as_int())
            .ok_or_else(|| broken("token"))
    }

    /// The tokens of a user, or all, oldest first.
    ///
    /// # Errors
    /// What stops a read.
    pub async fn list_tokens(&self, user_name: Option<&str>) -> Result<Vec<Token>, StoreError> {
        let sql = "SELECT t.id, u.name, t.label, t.courses, t.people, t.created, t.expires, t.last_used \
                   FROM olivine_token t JOIN olivine_user u ON u.id = t.user_id ORDER BY t.id";
        let rows = self.rows(sql, Vec::new()).await?;
        let tokens: Result<Vec<Token>, _> = rows
            .rows
            .iter()
            .map(|row| token(row).ok_or_else(|| broken("token")))
            .collect();
        Ok(tokens?
            .into_iter()
            .filter(|token| user_name.is_none_or(|name| token.user_name == name))
            .collect())
    }

    /// Ends a token at once.
    ///
    /// # Errors
    /// [`StoreError::UnknownToken`], what stops a write.
    pub async fn revoke_token(&self, id: i64) -> Result<(), StoreError> {
        match self
            .execute("DELETE FROM olivine_token WHERE id = ?", vec![id.into()])
            .await?
        {
            0 => Err(StoreError::UnknownToken { id }),
            _ => Ok(()),
        }
    }

    /// Ends the tokens that a user was given for their password.
    ///
    /// # Errors
    /// What stops a write.
    pub(super) async fn revoke_login_tokens_of(&self, user_name: &str) -> Result<(), StoreError> {
        let sql =
            "DELETE FROM olivine_token WHERE label = ? AND user_id IN (SELECT id FROM olivine_user WHERE name = ?)";
        let values = vec![LOGIN_LABEL.into(), user_name.into()];
        self.execute(sql, values).await.map(drop)
    }

    /// What a token stands for.
    ///
    /// # Errors
    /// What stops a read.
    pub async fn check_token(&self, text: &str) -> Result<TokenCheck, StoreError> {
        // Looked up by its hash: how long that takes says nothing about the text of another token.
        let hash = secret_hash(text);
        let version = self.version().await;
        let kept = match version.and_then(|version| self.known_tokens.find(version, &hash)) {
            Some(kept) => kept,
            None => {
                let Some(found) = self.find_token(&hash).await? else {
                    return Ok(TokenCheck::Unknown);
                };
                let kept = Arc::new(found);
                if let Some(version) = version {
                    self.known_tokens.keep(version, hash, &kept);
                }
                kept
            }
        };
        let now = now();
        if kept.expires.is_some_and(|expires| expires <= now) {
            return Ok(TokenCheck::Unknown);
        }
        if kept.user.disabled {
            return Ok(TokenCheck::UserDisabled);
        }
        if kept.last_used.is_none_or(|used| used + LAST_USED_STEP <= now) {
            self.note_use(kept.id, now).await;
        }
        let granted = kept.user.principal();
        Ok(TokenCheck::Valid(Principal {
            courses: granted.courses.and(&kept.courses),
            people: granted.people && kept.people,
            user_name: granted.user_name,
        }))
    }

    async fn find_token(&self, hash: &str) -> Result<Option<Kept>, StoreError> {
        let sql = "SELECT t.id, u.name, t.courses, t.people, t.expires, t.last_used \
                   FROM olivine_token t JOIN olivine_user u ON u.id = t.user_id WHERE t.hash = ?";
        let rows = self.rows(sql, vec![hash.into()]).await?;
        let Some(row) = rows.rows.first() else {
            return Ok(None);
        };
        let number = |place: usize| row[place].as_int();
        let (Some(id), Some(name)) = (number(0), row[1].as_text()) else {
            return Err(broken("token"));
        };
        let user = self.user(name).await?;
        Ok(user.map(|user| Kept {
            id,
            user,
            courses: courses(&row[2]).map_or(Courses::All, Courses::Some),
            people: number(3).unwrap_or(0) != 0,
            expires: number(4),
            last_used: number(5),
        }))
    }

    /// What a token stands for, if it stands for anything.
    ///
    /// # Errors
    /// What stops a read.
    pub async fn authenticate(&self, text: &str) -> Result<Option<Principal>, StoreError> {
        Ok(match self.check_token(text).await? {
            TokenCheck::Valid(principal) => Some(principal),
            TokenCheck::UserDisabled | TokenCheck::Unknown => None,
        })
    }

    /// Notes the hour of use. A request is not refused because this could not be written.
    async fn note_use(&self, id: i64, now: i64) {
        let hour = now - now.rem_euclid(LAST_USED_STEP);
        let sql = "UPDATE olivine_token SET last_used = ? WHERE id = ?";
        if let Err(error) = self.execute(sql, vec![hour.into(), id.into()]).await {
            tracing::debug!(%error, "could not note the use of a token");
        }
    }
}

/// A token and its user, as kept. What they reach also depends on the time, so that is worked out at each use.
#[derive(Debug)]
struct Kept {
    id: i64,
    user: User,
    courses: Courses,
    people: bool,
    expires: Option<i64>,
    last_used: Option<i64>,
}

/// Tokens that were looked up since the site's state changed last, by their hash.
#[derive(Debug, Default)]
pub(super) struct KnownTokens(Mutex<(Version, HashMap<String, Arc<Kept>>)>);

impl KnownTokens {
    fn find(&self, version: Version, hash: &str) -> Option<Arc<Kept>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.1.get(hash).filter(|_| known.0 == version).cloned()
    }

    /// Keeps a token that was looked up after this version was seen; what is of another version goes.
    fn keep(&self, version: Version, hash: String, kept: &Arc<Kept>) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.0 != version || known.1.len() >= KNOWN {
            *known = (version, HashMap::new());
        }
        known.1.insert(hash, Arc::clone(kept));
    }
}

/// The courses on record; a text that is no list reaches no course rather than all.
fn courses(value: &Value) -> Option<BTreeSet<String>> {
    value
        .as_text()
        .map(|text| serde_json::from_str(text).unwrap_or_default())
}

fn token(row: &[Value]) -> Option<Token> {
    Some(Token {
        id: row.first()?.as_int()?,
        user_name: row.get(1)?.as_text()?.to_owned(),
        label: row.get(2)?.as_text()?.to_owned(),
        courses: courses(row.get(3)?),
        aggregates_only: row.get(4)?.as_int()? == 0,
        created: time(row.get(5)?.as_int()?),
        expires: row.get(6)?.as_int().map(time),
        last_used: row.get(7)?.as_int().map(time),
    })
}
