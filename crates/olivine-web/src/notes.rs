//! Notes of a course team: a day and a few words, drawn on every time axis (`UI 7.3`, annotate). Kept in the site's state.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tokio::sync::{Mutex, MutexGuard};

use crate::error::WebError;
use crate::site::Site;

/// Notes of a course; more would be unreadable on an axis.
pub const MOST: usize = 50;
/// Characters of a note.
pub const LONGEST: usize = 120;
/// Years a note may be of: what a date field of a form can hold by mistake is refused.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2100;

/// Locks for as many courses at a time as change their notes; courses that share one wait for each other without need.
const LOCKS: usize = 64;
/// The notes of a course are one value, read and written as a whole: who changes them is alone meanwhile, or notes would be lost. The
/// locks belong to the program, as the site is made anew while it is served. Another program on the same site is not held off.
static CHANGING: [Mutex<()>; LOCKS] = [const { Mutex::const_new(()) }; LOCKS];

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

/// Waits until nobody else changes the notes of a course, and keeps others waiting as long as the guard is held.
async fn alone(course_id: &str) -> MutexGuard<'static, ()> {
    let digest: [u8; 32] = Sha256::digest(course_id.as_bytes()).into();
    CHANGING[usize::from(digest[0]) % LOCKS].lock().await
}

/// The notes of a course, by day.
///
/// # Errors
/// [`WebError::Store`].
pub async fn of_course(site: &Site, course_id: &str) -> Result<Vec<Note>, WebError> {
    let value = site.api.store().site().value(&name(course_id)).await?;
    let mut notes: Vec<Note> = value
        .and_then(|value| serde_json::from_value(value).ok())
        .unwrap_or_default();
    notes.sort_by(|one, other| (one.day, &one.text).cmp(&(other.day, &other.text)));
    Ok(notes)
}

/// Adds a note; false where there are as many as there may be.
///
/// # Errors
/// [`WebError::Store`].
pub async fn add(site: &Site, course_id: &str, note: Note) -> Result<bool, WebError> {
    let _alone = alone(course_id).await;
    let mut notes = of_course(site, course_id).await?;
    if notes.len() >= MOST {
        return Ok(false);
    }
    if !notes.contains(&note) {
        notes.push(note);
        keep(site, course_id, &notes).await?;
    }
    Ok(true)
}

/// Takes the note of a day and text away.
///
/// # Errors
/// [`WebError::Store`].
pub async fn remove(site: &Site, course_id: &str, day: &str, text: &str) -> Result<(), WebError> {
    let _alone = alone(course_id).await;
    let mut notes = of_course(site, course_id).await?;
    let before = notes.len();
    notes.retain(|note| note.day.to_string() != day || note.text != text);
    if notes.len() < before {
        keep(site, course_id, &notes).await?;
    }
    Ok(())
}

async fn keep(site: &Site, course_id: &str, notes: &[Note]) -> Result<(), WebError> {
    let value = if notes.is_empty() {
        serde_json::Value::Null
    } else {
        serde_json::json!(notes)
    };
    Ok(site.api.store().site().set_value(&name(course_id), &value).await?)
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
