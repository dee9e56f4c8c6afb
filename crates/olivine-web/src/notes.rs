//! Notes of a course team: a day and a few words, drawn on every time axis (`UI 7.3`, annotate). Kept in the site's state.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::error::WebError;
use crate::site::Site;

/// Notes of a course; more would be unreadable on an axis.
pub const MOST: usize = 50;
/// Characters of a note.
pub const LONGEST: usize = 120;
/// Years a note may be of: what a date field of a form can hold by mistake is refused.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2100;

/// A note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// The day it is about.
    pub day: NaiveDate,
    /// What happened.
    pub text: String,
    /// Who wrote it.
    pub author: String,
}

impl Note {
    /// A note from a form; none where day or text make no sense.
    pub fn of(day: &str, text: &str, author: &str) -> Option<Self> {
        let day: NaiveDate = day.trim().parse().ok()?;
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let fits = !text.is_empty() && text.chars().count() <= LONGEST && YEARS.contains(&day.year());
        fits.then(|| Self {
            day,
            text,
            author: author.to_owned(),
        })
    }
}

/// Name of the value that holds the notes of a course. Keys may be longer than names of values.
fn name(course_id: &str) -> String {
    let digest = Sha256::digest(course_id.as_bytes());
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("notes/{hex}")
}

/// The notes of a course, by day.
///
/// # Errors
/// [`WebError::Store`].
pub async fn of_course(site: &Site, course_id: &str) -> Result<Vec<Note>, WebError> {
    let value = site.api.store().site().value(&name(course_id)).await?;
    let mut notes = notes_of(value.unwrap_or_default());
    notes.sort_by(|one, other| (one.day, &one.text).cmp(&(other.day, &other.text)));
    Ok(notes)
}

/// Adds a note; false where there are as many as there may be.
///
/// # Errors
/// [`WebError::Store`].
pub async fn add(site: &Site, course_id: &str, note: Note) -> Result<bool, WebError> {
    let with_it = |value: Value| {
        let mut notes = notes_of(value.clone());
        if notes.len() >= MOST {
            return (value, false);
        }
        if notes.contains(&note) {
            return (value, true);
        }
        notes.push(note.clone());
        (value_of(&notes), true)
    };
    let state = site.api.store().site();
    Ok(state.change_value(&name(course_id), with_it).await?)
}

/// Takes the note of a day and text away.
///
/// # Errors
/// [`WebError::Store`].
pub async fn remove(site: &Site, course_id: &str, day: &str, text: &str) -> Result<(), WebError> {
    let without_it = |value: Value| {
        let mut notes = notes_of(value.clone());
        let before = notes.len();
        notes.retain(|note| note.day.to_string() != day || note.text != text);
        let after = if notes.len() < before { value_of(&notes) } else { value };
        (after, ())
    };
    let state = site.api.store().site();
    Ok(state.change_value(&name(course_id), without_it).await?)
}

/// The notes in a value, which holds all of a course; none in one that cannot be read.
fn notes_of(value: Value) -> Vec<Note> {
    serde_json::from_value(value).unwrap_or_default()
}

fn value_of(notes: &[Note]) -> Value {
    if notes.is_empty() {
        Value::Null
    } else {
        serde_json::json!(notes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_have_a_day_and_a_few_words() {
        let note = Note::of(" 2026-03-01 ", "  Exam \n opened ", "staff").unwrap();
        assert_eq!(
            (note.day.to_string().as_str(), note.text.as_str()),
            ("2026-03-01", "Exam opened")
        );
        for (day, text) in [
            ("", "text"),
            ("2026-02-30", "text"),
            ("0026-03-01", "text"),
            ("2026-03-01", "  "),
            ("2026-03-01", &"x".repeat(LONGEST + 1)),
        ] {
            assert_eq!(Note::of(day, text, "staff"), None, "{day} {text}");
        }
        assert!(name(&"x".repeat(255)).len() < 191);
    }
}
