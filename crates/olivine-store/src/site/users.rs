//! Users of the site and what they may see.

use std::collections::BTreeSet;

use chrono::NaiveDateTime;

use super::rights::LmsPerson;
use super::{Courses, Principal, SiteState, broken, now, time};
use crate::connection::DEADLOCK_ATTEMPTS;
use crate::error::StoreError;
use crate::value::Value;

const LONGEST_NAME: usize = 150;

/// A user.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct User {
    /// Their name, unique, compared letter by letter.
    pub name: String,
    /// Whether they may not sign in and their tokens do not count.
    pub disabled: bool,
    /// Whether they see every course.
    pub staff: bool,
    /// Whether they see reports about single learners.
    pub people: bool,
    /// Whether they see numbers of groups only, whatever else gives them the right to see single learners.
    pub aggregates_only: bool,
    /// Whether they have a password here (others sign in at the LMS or use tokens only).
    pub has_password: bool,
    /// The courses granted to them; they count where `staff` is not set.
    pub courses: BTreeSet<String>,
    /// What the LMS says about them, if they signed in there.
    pub lms: Option<LmsPerson>,
    /// Since when they are known, UTC.
    pub created: NaiveDateTime,
}

impl User {
    /// What they may see now: what was granted here, and what the LMS says as long as that counts.
    pub fn principal(&self) -> Principal {
        let at = time(now());
        let administrator = self.lms.as_ref().is_some_and(|person| person.is_administrator(at));
        let courses = if self.staff || administrator {
            Courses::All
        } else {
            let mut courses = self.courses.clone();
            courses.extend(self.lms.iter().flat_map(|person| person.courses(at)));
            Courses::Some(courses)
        };
        let people = self.people || self.lms.as_ref().is_some_and(|person| person.people);
        Principal {
            user_name: self.name.clone(),
            courses,
            people: people && !self.aggregates_only,
        }
    }
}

/// A user to be made.
#[derive(Debug, Clone, Default)]
pub struct NewUser {
    /// Their name.
    pub name: String,
    /// Their password here, if they sign in here.
    pub password: Option<String>,
    /// Whether they see every course.
    pub staff: bool,
    /// Whether they see reports about single learners.
    pub people: bool,
    /// Courses granted to them.
    pub courses: BTreeSet<String>,
}

pub(super) struct Account {
    pub(super) id: i64,
    pub(super) user: User,
    password: Option<String>,
}

const ACCOUNT: &str = "SELECT id, name, password, disabled, staff, people, created, aggregates_only FROM olivine_user \
                       WHERE name = ?";

impl SiteState {
    /// Makes a user.
    ///
    /// # Errors
    /// [`StoreError::UserExists`], [`StoreError::Credential`], what stops a write.
    pub async fn create_user(&self, new: NewUser) -> Result<User, StoreError> {
        check_name(&new.name)?;
        if self.account(&new.name).await?.is_some() {
            return Err(StoreError::UserExists { name: new.name });
        }
        let password = match &new.password {
            Some(password) => Some(self.hash_password(password).await?),
            None => None,
        };
        let mut transaction = self.database.begin().await?;
        let values = vec![
            Value::from(new.name.as_str()),
            Value::from(password),
            Value::from(i64::from(new.staff)),
            Value::from(i64::from(new.people)),
            Value::from(now()),
        ];
        let sql =
            "INSERT INTO olivine_user (name, password, disabled, staff, people, created) VALUES (?, ?, 0, ?, ?, ?)";
        match transaction.execute(sql, values).await {
            // Someone else made the same name since it was looked for.
            Err(StoreError::Taken { .. }) => return Err(StoreError::UserExists { name: new.name }),
            made => made?,
        };
        for course in &new.courses {
            transaction
                .execute(GRANT, vec![course.as_str().into(), new.name.as_str().into()])
                .await?;
        }
        transaction.commit().await?;
        self.user(&new.name)
            .await?
            .ok_or(StoreError::UnknownUser { name: new.name })
    }

    /// The user of that name.
    ///
    /// # Errors
    /// What stops a read.
    pub async fn user(&self, name: &str) -> Result<Option<User>, StoreError> {
        Ok(self.account(name).await?.map(|account| account.user))
    }

    /// All users by name.
    ///
    /// # Errors
    /// What stops a read.
    pub async fn list_users(&self) -> Result<Vec<User>, StoreError> {
        let sql = "SELECT id, name, password, disabled, staff, people, created, aggregates_only FROM olivine_user ORDER BY name";
        let mut lms = self.lms_people().await?;
        let grants = self
            .rows("SELECT user_id, course_id FROM olivine_grant", Vec::new())
            .await?;
        let mut users = Vec::new();
        for row in self.rows(sql, Vec::new()).await?.rows {
            let mut account = account(&row).ok_or_else(|| broken("user"))?;
            let own = grants.rows.iter().filter(|grant| grant[0].as_int() == Some(account.id));
            account.user.courses = own.filter_map(|grant| grant[1].as_text().map(str::to_owned)).collect();
            account.user.lms = lms.remove(&account.id);
            users.push(account.user);
        }
        Ok(users)
    }

    /// Whether name and password are those of a user who may sign in: then what they may see. Takes as long for a name
    /// nobody has. Nothing is counted here: see [`Self::begin_login`].
    ///
    /// # Errors
    /// What stops a read.
    pub async fn verify_password(&self, name: &str, password: &str) -> Result<Option<Principal>, StoreError> {
        let account = if name.chars().count() <= LONGEST_NAME {
            self.account(name).await?
        } else {
            None
        };
        let kept = account.as_ref().and_then(|account| account.password.clone());
        let matches = self.password_matches(password, kept).await?;
        Ok(account
            .filter(|account| matches && !account.user.disabled)
            .map(|account| account.user.principal()))
    }

    /// Gives a user another password, or none (`None`: they sign in elsewhere). Ends their web sessions and the tokens they
    /// were given for the password they had; tokens made for a purpose stay.
    ///
    /// # Errors
    /// [`StoreError::UnknownUser`], [`StoreError::Credential`], what stops a write.
    pub async fn set_password(&self, name: &str, password: Option<&str>) -> Result<(), StoreError> {
        let hash = match password {
            Some(password) => Some(self.hash_password(password).await?),
            None => None,
        };
        self.change(name, "UPDATE olivine_user SET password = ? WHERE name = ?", hash.into())
            .await?;
        self.delete_sessions_of(name).await?;
        self.revoke_login_tokens_of(name).await
    }

    /// Shuts a user out, or lets them in again. Their web sessions end.
    ///
    /// # Errors
    /// [`StoreError::UnknownUser`], what stops a write.
    pub async fn set_disabled(&self, name: &str, disabled: bool) -> Result<(), StoreError> {
        let value = Value::from(i64::from(disabled));
        self.change(name, "UPDATE olivine_user SET disabled = ? WHERE name = ?", value)
            .await?;
        self.delete_sessions_of(name).await.map(drop)
    }

    /// Sets whether a user sees every course.
    ///
    /// # Errors
    /// [`StoreError::UnknownUser`], what stops a write.
    pub async fn set_staff(&self, name: &str, staff: bool) -> Result<(), StoreError> {
        self.change(
            name,
            "UPDATE olivine_user SET staff = ? WHERE name = ?",
            Value::from(i64::from(staff)),
        )
        .await
    }

    /// Sets whether a user sees reports about single learners.
    ///
    /// # Errors
    /// [`StoreError::UnknownUser`], what stops a write.
    pub async fn set_people(&self, name: &str, people: bool) -> Result<(), StoreError> {
        self.change(
            name,
            "UPDATE olivine_user SET people = ? WHERE name = ?",
            Value::from(i64::from(people)),
        )
        .await
    }

    /// Sets whether a user sees numbers of groups only, whatever else gives them the right to see single learners.
    ///
    /// # Errors
    /// [`StoreError::UnknownUser`], what stops a write.
    pub async fn set_aggregates_only(&self, name: &str, aggregates_only: bool) -> Result<(), StoreError> {
        self.change(
            name,
            "UPDATE olivine_user SET aggregates_only = ? WHERE name = ?",
            Value::from(i64::from(aggregates_only)),
        )
        .await
    }

    /// Sets the courses granted to a user.
    ///
    /// # Errors
    /// [`StoreError::UnknownUser`], what stops a write.
    pub async fn set_courses(&self, name: &str, courses: &BTreeSet<String>) -> Result<(), StoreError> {
        let account = self.account(name).await?.ok_or_else(|| unknown(name))?;
        let mut attempt = 1;
        loop {
            match self.replace_courses(&account, courses).await {
                // Grants of users who have none yet are at the same place in the index.
                Err(StoreError::Deadlock { .. }) if attempt < DEADLOCK_ATTEMPTS => attempt += 1,
                done => return done,
            }
        }
    }

    async fn replace_courses(&self, account: &Account, courses: &BTreeSet<String>) -> Result<(), StoreError> {
        let name = account.user.name.as_str();
        let mut transaction = self.database.begin().await?;
        transaction
            .execute("DELETE FROM olivine_grant WHERE user_id = ?", vec![account.id.into()])
            .await?;
        for course in courses {
            transaction
                .execute(GRANT, vec![course.as_str().into(), name.into()])
                .await?;
        }
        transaction.commit().await
    }

    /// Removes a user, with grants, tokens and sessions.
    ///
    /// # Errors
    /// [`StoreError::UnknownUser`], what stops a write.
    pub async fn delete_user(&self, name: &str) -> Result<(), StoreError> {
        if self
            .execute("DELETE FROM olivine_user WHERE name = ?", vec![name.into()])
            .await?
            == 0
        {
            return Err(unknown(name));
        }
        self.delete_sessions_of(name).await.map(drop)
    }

    async fn change(&self, name: &str, sql: &'static str, value: Value) -> Result<(), StoreError> {
        if self.account(name).await?.is_none() {
            return Err(unknown(name));
        }
        self.execute(sql, vec![value, name.into()]).await.map(drop)
    }

    pub(super) async fn account(&self, name: &str) -> Result<Option<Account>, StoreError> {
        let rows = self.rows(ACCOUNT, vec![name.into()]).await?;
        let Some(row) = rows.rows.first() else { return Ok(None) };
        let mut account = account(row).ok_or_else(|| broken("user"))?;
        account.user.courses = self.courses_of(account.id).await?;
        account.user.lms = self.lms_person(account.id).await?;
        Ok(Some(account))
    }

    pub(super) async fn courses_of(&self, user_id: i64) -> Result<BTreeSet<String>, StoreError> {
        let rows = self
            .rows(
                "SELECT course_id FROM olivine_grant WHERE user_id = ?",
                vec![user_id.into()],
            )
            .await?;
        Ok(rows
            .rows
            .iter()
            .filter_map(|row| row[0].as_text().map(str::to_owned))
            .collect())
    }
}

const GRANT: &str = "INSERT INTO olivine_grant (user_id, course_id) SELECT id, ? FROM olivine_user WHERE name = ?";

fn unknown(name: &str) -> StoreError {
    StoreError::UnknownUser { name: name.to_owned() }
}

fn account(row: &[Value]) -> Option<Account> {
    let flag = |place: usize| row.get(place).and_then(Value::as_int).map(|flag| flag != 0);
    let password = row.get(2)?.as_text().map(str::to_owned);
    let user = User {
        name: row.get(1)?.as_text()?.to_owned(),
        disabled: flag(3)?,
        staff: flag(4)?,
        people: flag(5)?,
        aggregates_only: flag(7)?,
        has_password: password.is_some(),
        courses: BTreeSet::new(),
        lms: None,
        created: time(row.get(6)?.as_int()?),
    };
    Some(Account {
        id: row.first()?.as_int()?,
        user,
        password,
    })
}

fn check_name(name: &str) -> Result<(), StoreError> {
    let reason = if name.is_empty() {
        "it is empty"
    } else if name.chars().count() > LONGEST_NAME {
        "it is longer than 150 characters"
    } else if name.trim() != name || name.chars().any(char::is_control) {
        "blanks at its ends or control characters"
    } else {
        return Ok(());
    };
    Err(StoreError::Credential {
        what: "user name",
        reason,
    })
}
