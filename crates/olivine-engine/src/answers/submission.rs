//! From a log line to a submission, and from a submission to one record for each answer (`PF A4` … `A9`).

use std::collections::BTreeMap;

use olivine_event::json::{Document, Value, write_text};
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
    let mut text = String::with_capacity(256);
    let members = parts.into_iter().filter_map(|(name, value)| Some((name, value?)));
    write_object(&mut text, members, Value::write_json);
    Some(text)
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
    let answers = by_name(whole.get("answers"));
    let correct_map = by_name(whole.get("correct_map"));
    let shared = [
        ("grade", Part::of(whole.get("grade"))),
        ("max_grade", Part::of(whole.get("max_grade"))),
        ("problem_display_name", Part::of(whole.get("display_name"))),
    ];
    let shown = |id: &str| !HIDDEN.iter().any(|ending| id.ends_with(ending));
    match whole.get("submission") {
        Some(submission) => submission
            .sorted_members()
            .into_iter()
            .filter(|entry| entry.is_object() && shown(entry.name()))
            .map(|entry| {
                let id = entry.name();
                let entry = by_name(Some(entry));
                let answer = entry.get("answer").map(|answer| answer.to_json());
                let mut members: BTreeMap<_, _> = entry
                    .into_iter()
                    .map(|(name, value)| (name, Part::Value(value)))
                    .collect();
                // What was chosen and what it says differ where answers have codes.
                if let Some(given) = answers.get(id)
                    && answer != Some(given.to_json())
                {
                    members.insert("answer_value_id", Part::Value(*given));
                }
                members.extend(shared);
                record_of(id, members, &correct_map)
            })
            .collect(),
        None => answers
            .iter()
            .filter(|(id, _)| shown(id))
            .filter_map(|(id, given)| {
                let correctness = correct_map
                    .get(id)
                    .filter(|entry| entry.is_object())?
                    .get("correctness");
                let correct = correctness
                    .and_then(Value::as_text)
                    .is_some_and(|text| text == "correct");
                let own = [
                    ("answer_value_id", Part::Value(*given)),
                    ("correct", Part::Truth(correct)),
                    ("variant", Part::of(whole.get("seed"))),
                ];
                let members = own.into_iter().chain(shared).collect();
                Some(record_of(id, members, &correct_map))
            })
            .collect(),
    }
}

/// The record of an answer: its own members and those that all of its submission share, with what was made of it.
fn record_of<'d, 'a>(
    id: &str,
    mut members: BTreeMap<&str, Part<'d, 'a>>,
    correct_map: &BTreeMap<&str, Value<'d, 'a>>,
) -> (String, String) {
    members.insert("answer_correct_map", Part::of(correct_map.get(id).copied()));
    let mut record = String::with_capacity(256);
    write_object(&mut record, members, Part::write_json);
    (id.to_owned(), record)
}

/// The members of an object by their names.
fn by_name<'d, 'a>(object: Option<Value<'d, 'a>>) -> BTreeMap<&'d str, Value<'d, 'a>> {
    let members = object.into_iter().flat_map(Value::sorted_members);
    members.map(|member| (member.name(), member)).collect()
}

/// A member of a record.
#[derive(Clone, Copy)]
enum Part<'d, 'a> {
    Null,
    Truth(bool),
    Value(Value<'d, 'a>),
}

impl<'d, 'a> Part<'d, 'a> {
    fn of(value: Option<Value<'d, 'a>>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }

    fn write_json(self, out: &mut String) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Truth(truth) => out.push_str(if truth { "true" } else { "false" }),
            Self::Value(value) => value.write_json(out),
        }
    }
}

/// Appends an object of members in order.
fn write_object<V>(
    out: &mut String,
    members: impl IntoIterator<Item = (impl AsRef<str>, V)>,
    write: impl Fn(V, &mut String),
) {
    out.push('{');
    for (place, (name, value)) in members.into_iter().enumerate() {
        if place > 0 {
            out.push(',');
        }
        write_text(name.as_ref(), out);
        out.push(':');
        write(value, out);
    }
    out.push('}');
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
