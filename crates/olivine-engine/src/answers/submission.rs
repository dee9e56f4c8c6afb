//! From a log line to a submission, and from a submission to one record for each answer (`PF A4` … `A9`).

use std::collections::BTreeMap;

use olivine_event::json::{Document, Value};
use olivine_event::{payload, read_object};

/// Endings of ids of answers that are no answers of a learner (`PF A6`).
const HIDDEN: [&str; 2] = ["_dynamath", "_comment"];

/// What is kept of a submission, as canonical JSON; nothing for an event that is no acceptable submission: its `answers` are
/// missing, empty or no object, its `submission` is no object, or an id of an answer has other characters than ASCII or a tab or
/// line end in it (`PF A4`).
pub fn submission_of(raw: &[u8]) -> Option<String> {
    let line = read_object(raw).ok()?;
    let event = line.root();
    let payload = payload::decode(event.get("event")).ok()?;
    let payload = payload.object();
    let answers = payload.get("answers").filter(|answers| answers.is_object())?;
    let submission = payload.get("submission").filter(|submission| !submission.is_null());
    if submission.is_some_and(|submission| !submission.is_object()) {
        return None;
    }
    let ids = answers.members().chain(submission.into_iter().flat_map(Value::members));
    if answers.members().next().is_none() || !ids.map(Value::name).all(is_answer_id) {
        return None;
    }
    let parts = [
        ("answers", Some(answers)),
        ("correct_map", payload.get("correct_map")),
        ("display_name", event.at("context.module.display_name")),
        ("grade", payload.get("grade")),
        ("max_grade", payload.get("max_grade")),
        ("seed", payload.at("state.seed")),
        ("submission", submission),
    ];
    let parts = parts
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?.to_json())));
    Some(object_of(parts))
}

fn is_answer_id(id: &str) -> bool {
    id.is_ascii() && !id.contains(['\t', '\n'])
}

/// The records of a submission as [`submission_of`] gives it: id of the answer, and the record as canonical JSON. Hidden answers and
/// entries of the wrong type have none.
pub fn records(submission: &str) -> Vec<(String, String)> {
    let Ok(document) = Document::read(submission.as_bytes()) else {
        return Vec::new();
    };
    let whole = document.root();
    let by_id = |of: Option<Value<'_, '_>>| -> BTreeMap<String, String> {
        let members = of.into_iter().flat_map(Value::sorted_members);
        members
            .map(|member| (member.name().to_owned(), member.to_json()))
            .collect()
    };
    let answers = by_id(whole.get("answers"));
    let correct_map: BTreeMap<&str, Value<'_, '_>> = whole
        .get("correct_map")
        .into_iter()
        .flat_map(Value::sorted_members)
        .map(|member| (member.name(), member))
        .collect();
    let shared = [
        ("grade", whole.get("grade")),
        ("max_grade", whole.get("max_grade")),
        ("problem_display_name", whole.get("display_name")),
    ];
    let record_of = |id: &str, mut members: BTreeMap<String, String>| {
        for (name, value) in shared {
            members.insert(name.to_owned(), json_or_null(value));
        }
        members.insert(
            "answer_correct_map".to_owned(),
            json_or_null(correct_map.get(id).copied()),
        );
        (id.to_owned(), object_of(members))
    };
    let shown = |id: &str| !HIDDEN.iter().any(|ending| id.ends_with(ending));
    match whole.get("submission") {
        Some(submission) => submission
            .sorted_members()
            .into_iter()
            .filter(|entry| entry.is_object() && shown(entry.name()))
            .map(|entry| {
                let id = entry.name();
                let mut members = by_id(Some(entry));
                // What was chosen and what it says differ where answers have codes.
                if let Some(given) = answers.get(id)
                    && members.get("answer") != Some(given)
                {
                    members.insert("answer_value_id".to_owned(), given.clone());
                }
                record_of(id, members)
            })
            .collect(),
        None => answers
            .iter()
            .filter(|(id, _)| shown(id))
            .filter_map(|(id, given)| {
                let correctness = correct_map
                    .get(id.as_str())
                    .filter(|entry| entry.is_object())?
                    .get("correctness");
                let correct = correctness
                    .and_then(Value::as_text)
                    .is_some_and(|text| text == "correct");
                let members = [
                    ("answer_value_id", given.clone()),
                    ("correct", correct.to_string()),
                    ("variant", json_or_null(whole.get("seed"))),
                ];
                let members = members.into_iter().map(|(name, value)| (name.to_owned(), value));
                Some(record_of(id, members.collect()))
            })
            .collect(),
    }
}

fn json_or_null(value: Option<Value<'_, '_>>) -> String {
    value.map_or_else(|| "null".to_owned(), Value::to_json)
}

/// An object of members that are JSON and in order.
fn object_of<N: AsRef<str>>(members: impl IntoIterator<Item = (N, String)>) -> String {
    let mut text = String::from("{");
    for (name, value) in members {
        if text.len() > 1 {
            text.push(',');
        }
        // A text always has a JSON form.
        text.push_str(&serde_json::to_string(name.as_ref()).unwrap_or_default());
        text.push(':');
        text.push_str(&value);
    }
    text.push('}');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(event: &str) -> Option<Vec<(String, String)>> {
        let line = format!(r#"{{"context": {{"module": {{"display_name": "Quiz"}}}}, "event": {event}}}"#);
        submission_of(line.as_bytes()).map(|submission| records(&submission))
    }

    #[test]
    fn modern_and_old_submissions_have_one_record_for_each_answer_that_is_shown() {
        let modern = of(
            r#"{"answers": {"p_2_1": "choice_0", "p_3_1": "4", "p_3_1_dynamath": "x"}, "grade": 1, "max_grade": 3,
              "submission": {"p_2_1": {"answer": "Red", "correct": false}, "p_3_1": {"answer": "4"}, "p_3_1_dynamath": {}, "p_4_1": null, "p_5_1": {"answer": 5}}}"#,
        );
        let rest = r#""answer_correct_map":null"#;
        let shared = r#""grade":1,"max_grade":3,"problem_display_name":"Quiz"}"#;
        let modern: Vec<String> = modern
            .unwrap()
            .into_iter()
            .map(|(id, record)| format!("{id} {record}"))
            .collect();
        assert_eq!(
            modern,
            [
                format!(r#"p_2_1 {{"answer":"Red",{rest},"answer_value_id":"choice_0","correct":false,{shared}"#),
                format!(r#"p_3_1 {{"answer":"4",{rest},{shared}"#),
                format!(r#"p_5_1 {{"answer":5,{rest},{shared}"#),
            ]
        );
        let old = of(
            r#"{"answers": {"a_1": ["x"], "a_2": "2", "a_3": "3", "a_1_comment": "c"}, "state": {"seed": 7},
              "correct_map": {"a_1": {"correctness": "correct"}, "a_2": null}}"#,
        );
        assert_eq!(
            old.unwrap(),
            [(
                "a_1".to_owned(),
                r#"{"answer_correct_map":{"correctness":"correct"},"answer_value_id":["x"],"correct":true,"grade":null,"max_grade":null,"problem_display_name":"Quiz","variant":7}"#
                    .to_owned()
            )]
        );
    }

    #[test]
    fn what_is_no_submission_is_refused() {
        for event in [
            r#"{"answers": {}}"#,
            r#"{"answers": null}"#,
            r#"{"answers": ["x"]}"#,
            r#"{"answers": 5}"#,
            r#"{}"#,
            r#"{"answers": {"a": "1"}, "submission": ["x"]}"#,
            r#"{"answers": {"é": "1"}}"#,
            r#"{"answers": {"a\tb": "1"}}"#,
            r#"{"answers": {"a": "1"}, "submission": {"a\nb": {}}}"#,
            r#""input_2_1=choice_1""#,
            "null",
        ] {
            assert_eq!(of(event), None, "{event}");
        }
        assert_eq!(of(r#"{"answers": {"a": "1"}, "submission": null}"#), Some(Vec::new()));
        assert_eq!(
            of(r#""{\"answers\": {\"a\": \"1\"}, \"submission\": {\"a\": {}}}""#).map(|all| all.len()),
            Some(1)
        );
    }
}
