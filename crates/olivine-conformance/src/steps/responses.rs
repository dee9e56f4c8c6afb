//! `problem_response.*`: the latest answers of learners.

use olivine_engine::answers::{CHOICE_HINTS, TextCleaner};
use serde_json::{Value, json};

use super::answers::lines_of_attempts;
use crate::rows::{Comparison, Rows};
use crate::score::Verdict;
use crate::site::{Site, SiteError, Span};
use crate::vectors::Vector;

/// What stands between the answers of a list in the vectors, and here: texts of rows hold no NUL characters.
const DELIMITERS: (&str, &str) = ("\0", "|");

pub(super) fn clean_text(vector: &Vector) -> Verdict {
    let cleaner = match TextCleaner::new(CHOICE_HINTS) {
        Ok(cleaner) => cleaner,
        Err(error) => return Verdict::Failed(error.to_string()),
    };
    let clean = |text: &Value| text.as_str().map(|text| cleaner.clean(text));
    let found = match &vector.input["text"] {
        Value::Array(texts) => json!(texts.iter().map(clean).collect::<Vec<_>>()),
        text => json!(clean(text)),
    };
    Verdict::of(found, vector.expected["text"].clone())
}

pub(super) async fn latest(vector: &Vector) -> Result<Verdict, SiteError> {
    let mut site = Site::new(None).await?;
    site.set("report.performance.responses_export.list_delimiter", DELIMITERS.1);
    site.ingest_lines(&lines_of_attempts(vector)).await?;
    let found = site
        .table("run_problem_responses", &Span::days("2012-01-01", "2030-01-01"))
        .await?;
    let mut rows: Vec<Value> = Vector::list(&vector.expected, "rows").to_vec();
    for row in &mut rows {
        let answer = row["answer"]
            .as_str()
            .unwrap_or_default()
            .replace(DELIMITERS.0, DELIMITERS.1);
        row["answer"] = Value::String(answer);
    }
    // Place and path come from the structure of the course, which the vectors do not have.
    let columns = [
        "course_id",
        "answer_id",
        "problem_id",
        "problem",
        "username",
        "question",
        "score",
        "max_score",
        "correct",
        "answer",
        "total_attempts",
        "first_attempt_date",
        "last_attempt_date",
    ];
    Ok(found.compare(&Rows::of_objects(&rows, &columns), &Comparison::default()))
}
