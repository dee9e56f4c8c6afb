//! What is asked: parameter values and who asks.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use olivine_store::{Courses, Principal};

use super::date;
use crate::error::ApiError;

/// On whose behalf a query is answered.
#[derive(Debug, Clone)]
pub struct Reader {
    /// Their name, for the record of who reads rows about learners; none for the program itself.
    pub name: Option<String>,
    /// Courses whose numbers may be seen.
    pub courses: Courses,
    /// Whether rows about single learners may be seen.
    pub people: bool,
}

impl Reader {
    /// Sees everything: the program itself, tests, the operator on the command line.
    pub fn unlimited() -> Self {
        Self {
            name: None,
            courses: Courses::All,
            people: true,
        }
    }

    /// Whether the numbers of this course may be seen.
    pub fn may_see(&self, course_id: &str) -> bool {
        self.courses.allow(course_id)
    }
}

impl From<&Principal> for Reader {
    fn from(principal: &Principal) -> Self {
        Self {
            name: Some(principal.user_name.clone()),
            courses: principal.courses.clone(),
            people: principal.people,
        }
    }
}

/// Parameter values of a query, as text, and who asks.
#[derive(Debug, Clone)]
pub struct Params {
    /// Who asks.
    pub reader: Reader,
    /// Scheme and host by which the request came, for absolute links; empty where there was no request.
    pub origin: String,
    values: BTreeMap<String, Vec<String>>,
}

impl Params {
    /// No parameters yet.
    pub fn new(reader: impl Into<Reader>) -> Self {
        Self {
            reader: reader.into(),
            origin: String::new(),
            values: BTreeMap::new(),
        }
    }

    /// Adds a value. A second value of the same name makes a list.
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.add(name, value);
        self
    }

    /// Adds a value. A second value of the same name makes a list.
    pub fn add(&mut self, name: &str, value: impl Into<String>) {
        self.values.entry(name.to_owned()).or_default().push(value.into());
    }

    /// Sets the only value, whatever was there.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.values.insert(name.to_owned(), vec![value.into()]);
    }

    /// The value as sent, also when empty; the last one if there are several.
    pub fn raw(&self, name: &str) -> Option<&str> {
        self.values
            .get(name)
            .and_then(|values| values.last())
            .map(String::as_str)
    }

    /// The value; empty counts as not given.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.raw(name).filter(|value| !value.is_empty())
    }

    /// All values as sent, in order.
    pub fn all(&self, name: &str) -> &[String] {
        self.values.get(name).map(Vec::as_slice).unwrap_or_default()
    }

    /// The values of a list: comma lists and repeated values alike; empty ones are left out.
    pub fn list(&self, name: &str) -> Vec<&str> {
        self.all(name)
            .iter()
            .flat_map(|value| value.split(','))
            .filter(|value| !value.is_empty())
            .collect()
    }

    /// The time; empty counts as not given.
    ///
    /// # Errors
    /// [`ApiError::BadDate`] if it is neither `YYYY-MM-DD` nor `YYYY-MM-DDTHHMMSS` (`API 1.4` R).
    pub fn time(&self, name: &str) -> Result<Option<NaiveDateTime>, ApiError> {
        let Some(value) = self.text(name) else { return Ok(None) };
        match date::parse(value) {
            Some(time) => Ok(Some(time)),
            None => Err(ApiError::BadDate { name: name.to_owned() }),
        }
    }
}
