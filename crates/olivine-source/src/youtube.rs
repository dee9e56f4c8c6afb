//! Lengths of videos of YouTube, for events that do not tell them (`PF V9`).

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use olivine_lake::Lake;
use serde_json::Value;
use tracing::warn;

use crate::client::{RestClient, with_query};
use crate::error::SourceError;
use crate::lms::ImportSummary;
use crate::rows::Rows;
use crate::tables::YOUTUBE_VIDEOS;

/// Header of the API key.
pub const KEY_HEADER: &str = "x-goog-api-key";

/// Looks lengths up and brings them, and those known before, into the lake as the snapshot of one day. A video that the service does
/// not know, or answers nonsense for, keeps no length and is asked for again next time (`ES F-29`); so are those left over when the
/// quota of the key is used up. Nothing is written when there is nothing to look up.
///
/// # Errors
/// The service cannot be reached, refuses the key or answers nothing new for want of quota, or the lake cannot be written; then the
/// lake holds what it held before.
pub async fn import(
    root: &str,
    client: &mut RestClient,
    wanted: &BTreeSet<String>,
    mut known: BTreeMap<String, f64>,
    lake: &Lake,
    date: NaiveDate,
    summary: &mut ImportSummary,
) -> Result<(), SourceError> {
    let missing: Vec<&String> = wanted.iter().filter(|id| !known.contains_key(*id)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let url = format!("{}/videos", root.trim_end_matches('/'));
    let mut rows = Rows::begin(lake, &YOUTUBE_VIDEOS, date).await?;
    let before = known.len();
    let mut missing = missing.into_iter();
    while let Some(id) = missing.next() {
        let query = [("id", id.clone()), ("part", "contentDetails".to_owned())];
        let length = match client.get(&with_query(&url, &query)?).await {
            Ok(answer) => length_in(&answer),
            Err(SourceError::NotFound { .. } | SourceError::Api { passing: false, .. }) => None,
            Err(error @ SourceError::Quota { .. }) if known.len() > before => {
                warn!(left = missing.len() + 1, "{error}");
                (0..=missing.len()).for_each(|_| rows.skip("not asked for: the quota is used up".to_owned()));
                break;
            }
            Err(error) => return Err(error),
        };
        match length {
            Some(length) => {
                known.insert(id.clone(), length);
            }
            None => {
                warn!(id, "YouTube does not tell the length of this video");
                rows.skip("length not known".to_owned());
            }
        }
    }
    for (id, length) in &known {
        rows.push(&[Some(id), Some(&length.to_string())]).await?;
    }
    summary.commit(lake, vec![rows.finish().await?]).await
}

/// The length in seconds that an answer of the YouTube data API (`videos?part=contentDetails`) gives for the one video asked for;
/// none where it knows no such video, or tells the length in another form than hours, minutes and seconds.
pub fn duration_of(answer: &[u8]) -> Option<f64> {
    length_in(&serde_json::from_slice(answer).ok()?)
}

fn length_in(answer: &Value) -> Option<f64> {
    seconds(answer.pointer("/items/0/contentDetails/duration")?.as_str()?)
}

/// `PT1H2M3S` → 3723. Nothing else, and nothing of no length: lengths in days are those of broadcasts without end.
fn seconds(text: &str) -> Option<f64> {
    let mut rest = text.strip_prefix("PT")?;
    let mut sum = 0_u64;
    for (unit, length) in [('H', 3600), ('M', 60), ('S', 1)] {
        if let Some((digits, after)) = rest.split_once(unit)
            && let Ok(number) = digits.parse::<u32>()
        {
            sum += u64::from(number) * length;
            rest = after;
        }
    }
    // Below 2^53, so the number is exact.
    (sum > 0).then_some(sum as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_hours_minutes_and_seconds() {
        for (text, length) in [
            ("PT1M2S", Some(62.0)),
            ("PT2H30M1S", Some(9001.0)),
            ("PT45S", Some(45.0)),
            ("PT2H", Some(7200.0)),
            ("PT", None),
            ("PT0S", None),
            ("P1DT2H", None),
            ("P0D", None),
            ("foobar", None),
            ("PT4294967295H", Some(15_461_882_262_000.0)),
            ("PT99999999999H", None),
        ] {
            assert_eq!(seconds(text), length, "{text}");
        }
    }

    #[test]
    fn answers_without_a_video_give_nothing() {
        let answer = br#"{"items": [{"contentDetails": {"duration": "PT1M2S"}}]}"#;
        assert_eq!(duration_of(answer), Some(62.0));
        for answer in [
            "{lksjdf",
            "{}",
            r#"{"items": []}"#,
            r#"{"items": [{"contentDetails": {"duration": 7}}]}"#,
        ] {
            assert_eq!(duration_of(answer.as_bytes()), None, "{answer}");
        }
    }
}
