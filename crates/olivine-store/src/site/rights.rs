//! People who sign in at the LMS and what the LMS says they may see (`UI 5.2`).
//!
//! Rights are kept with the time until which they count, so that they lapse by themselves when the LMS cannot be
//! asked any more, whichever program looks.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use chrono::NaiveDateTime;

use super::users::{NewUser, User};
use super::{SiteState, broken, now, time};
use crate::error::StoreError;
use crate::value::Value;

/// Courses and the roles in them.
pub type Roles = BTreeMap<String, BTreeSet<String>>;

/// Somebody the LMS vouches for.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct LmsPerson {
    /// Their number in the LMS; names can be given away, numbers cannot.
    pub lms_id: Option<i64>,
    /// Until when they count as an administrator of the LMS, who sees every course.
    pub administrator_until: Option<NaiveDateTime>,
    /// Courses in which they have a role.
    pub roles: Roles,
    /// Whether those roles let them see single learners.
    pub people: bool,
    /// When the LMS was last asked for the roles.
    pub read: Option<NaiveDateTime>,
    /// Until when the roles count.
    pub valid_until: Option<NaiveDateTime>,
}

impl LmsPerson {
    /// Whether they count as an administrator at that time.
    pub fn is_administrator(&self, at: NaiveDateTime) -> bool {
        self.administrator_until.is_some_and(|until| until > at)
    }

    /// The courses that count at that time.
    pub fn courses(&self, at: NaiveDateTime) -> BTreeSet<String> {
        if self.valid_until.is_some_and(|until| until > at) {
            self.roles.keys().cloned().collect()
        } else {
            BTreeSet::new()
        }
    }
}

/// Whom the LMS says it is that signs in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LmsIdentity {
    /// The user name, which is the account's name here.
    pub name: String,
    /// Their number in the LMS, where it tells.
    pub lms_id: Option<i64>,
    /// How long they count as an administrator; none: they are not one.
    pub administrator_for: Option<Duration>,
    /// Whether they may see single learners.
    pub people: bool,
}

/// What became of somebody whom the LMS vouches for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Admission {
    /// Let in.
    Admitted(Box<User>),
    /// Shut out here.
    Disabled,
    /// The name belongs to an account with a password of its own, or to another person of the LMS: nobody gets into an
    /// account by choosing its name at the LMS.
    NameTaken,
}

impl SiteState {
    /// Lets somebody in whom the LMS vouches for: makes the account at the first time, and takes over what the LMS says
    /// about it.
    ///
    /// # Errors
    /// [`StoreError::Credential`] for a name that cannot be one, what stops a write.
    pub async fn admit_lms_person(&self, identity: &LmsIdentity) -> Result<Admission, StoreError> {
        let account = match self.account(&identity.name).await? {
            Some(account) => account,
            None => {
                let new = NewUser {
                    name: identity.name.clone(),
                    ..NewUser::default()
                };
                match self.create_user(new).await {
                    // Two tabs signed in at once.
                    Ok(_) | Err(StoreError::UserExists { .. }) => {}
                    Err(error) => return Err(error),
                }
                self.account(&identity.name).await?.ok_or_else(|| broken("user"))?
            }
        };
        if account.user.has_password {
            return Ok(Admission::NameTaken);
        }
        let known = account.user.lms.as_ref();
        let other = |known: &LmsPerson| known.lms_id.is_some() && known.lms_id != identity.lms_id;
        if known.is_some_and(other) {
            return Ok(Admission::NameTaken);
        }
        if account.user.disabled {
            return Ok(Admission::Disabled);
        }
        let until = identity.administrator_for.map(after);
        let set: Vec<Value> = vec![
            identity.lms_id.into(),
            until.into(),
            i64::from(identity.people).into(),
            account.id.into(),
        ];
        if known.is_none() {
            let sql = "INSERT INTO olivine_lms_person (lms_id, administrator_until, people, user_id, roles) VALUES (?, ?, ?, ?, '{}')";
            match self.execute(sql, set.clone()).await {
                Ok(_) | Err(StoreError::Taken { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        let sql = "UPDATE olivine_lms_person SET lms_id = ?, administrator_until = ?, people = ? WHERE user_id = ?";
        self.execute(sql, set).await?;
        let user = self.user(&identity.name).await?.ok_or_else(|| broken("user"))?;
        Ok(Admission::Admitted(Box::new(user)))
    }

    /// Keeps the roles that the LMS just told, for so long. Nothing happens if the person is gone.
    ///
    /// # Errors
    /// What stops a write.
    pub async fn set_lms_roles(&self, name: &str, roles: &Roles, keep: Duration) -> Result<(), StoreError> {
        let Some(account) = self.account(name).await? else {
            return Ok(());
        };
        let values = vec![
            serde_json::json!(roles).to_string().into(),
            now().into(),
            after(keep).into(),
            account.id.into(),
        ];
        let sql = "UPDATE olivine_lms_person SET roles = ?, read_at = ?, valid_until = ? WHERE user_id = ?";
        self.execute(sql, values).await.map(drop)
    }

    /// Notes that the roles of somebody are to be asked for again; they count as before until then.
    ///
    /// # Errors
    /// What stops a write.
    pub async fn age_lms_roles(&self, name: &str) -> Result<(), StoreError> {
        let sql = "UPDATE olivine_lms_person SET read_at = NULL WHERE user_id IN (SELECT id FROM olivine_user WHERE name = ?)";
        self.execute(sql, vec![name.into()]).await.map(drop)
    }

    /// Everybody known from the LMS, by the number of the account.
    pub(super) async fn lms_people(&self) -> Result<BTreeMap<i64, LmsPerson>, StoreError> {
        let sql =
            "SELECT user_id, lms_id, administrator_until, roles, people, read_at, valid_until FROM olivine_lms_person";
        let rows = self.rows(sql, Vec::new()).await?;
        let people = rows.rows.iter().map(|row| person(row).ok_or_else(|| broken("person")));
        people.collect()
    }

    /// What the LMS says about an account.
    pub(super) async fn lms_person(&self, user_id: i64) -> Result<Option<LmsPerson>, StoreError> {
        let sql = "SELECT user_id, lms_id, administrator_until, roles, people, read_at, valid_until \
                   FROM olivine_lms_person WHERE user_id = ?";
        let rows = self.rows(sql, vec![user_id.into()]).await?;
        let Some(row) = rows.rows.first() else { return Ok(None) };
        person(row)
            .map(|(_, person)| Some(person))
            .ok_or_else(|| broken("person"))
    }
}

fn after(time: Duration) -> i64 {
    now().saturating_add(i64::try_from(time.as_secs()).unwrap_or(i64::MAX))
}

fn person(row: &[Value]) -> Option<(i64, LmsPerson)> {
    let at = |place: usize| row.get(place).and_then(Value::as_int).map(time);
    // A text that is no list of roles gives no right rather than all.
    let roles = serde_json::from_str(row.get(3)?.as_text()?).unwrap_or_default();
    let person = LmsPerson {
        lms_id: row.get(1)?.as_int(),
        administrator_until: at(2),
        roles,
        people: row.get(4)?.as_int()? != 0,
        read: at(5),
        valid_until: at(6),
    };
    Some((row.first()?.as_int()?, person))
}
