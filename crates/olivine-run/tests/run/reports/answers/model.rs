//! The rules of submissions once more (`PF A1` … `A17`, `R1` … `R7`, `T1` … `T6`), as plainly as they are written.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate};
use serde_json::{Value, json};

use super::history::Submission;
use crate::reports::delivery::{Cell, day_of, some};

const TYPES: &str =
    "choiceresponse,optionresponse,multiplechoiceresponse,numericalresponse,stringresponse,formularesponse";

/// One answer of a first or last submission.
struct Record {
    time: i64,
    is_first: bool,
    problem: String,
    name: String,
    kind: Option<String>,
    code: Option<Value>,
    answer: Option<Value>,
    variant: Option<Value>,
    question: String,
    correct: bool,
}

fn by_learner(history: &[Submission]) -> BTreeMap<(&str, &str, &str), Vec<&Submission>> {
    let mut groups: BTreeMap<_, Vec<&Submission>> = BTreeMap::new();
    for one in history {
        groups
            .entry((one.course, one.problem.as_str(), one.learner.as_str()))
            .or_default()
            .push(one);
    }
    for group in groups.values_mut() {
        group.sort_by_key(|one| one.time);
    }
    groups
}

fn records(of: &Submission, is_first: bool) -> Vec<(String, Record)> {
    let answers = of.event["answers"].as_object().unwrap();
    let shown = answers.iter().filter(|(id, _)| !id.ends_with("_comment"));
    shown
        .map(|(id, code)| {
            let record = Record {
                time: of.time,
                is_first,
                problem: of.problem.clone(),
                name: of.name.unwrap_or_default().to_owned(),
                kind: None,
                code: Some(code.clone()),
                answer: None,
                variant: Some(of.event["state"]["seed"].clone()),
                question: String::new(),
                correct: of.event["correct_map"][id]["correctness"] == "correct",
            };
            let Some(entry) = of.event.get("submission").map(|submission| &submission[id]) else {
                return (id.clone(), record);
            };
            let modern = Record {
                kind: entry["response_type"].as_str().map(str::to_owned),
                code: (entry["answer"] != *code).then(|| code.clone()),
                answer: Some(entry["answer"].clone()),
                variant: entry.get("variant").cloned(),
                question: "Q?".to_owned(),
                correct: entry["correct"] == true,
                ..record
            };
            (id.clone(), modern)
        })
        .collect()
}

fn text(value: &Value) -> String {
    let one = |value: &Value| match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Null => String::new(),
        other => other.to_string(),
    };
    match value {
        Value::Array(all) => format!("[{}]", all.iter().map(one).collect::<Vec<_>>().join("|")),
        other => one(other),
    }
}

/// Without tags, as plainly as the texts of these histories allow.
fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in text.chars() {
        match c {
            '<' => inside = true,
            '>' => {
                inside = false;
                out.push(' ');
            }
            _ if !inside => out.push(c),
            _ => {}
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn markup(value: &Value) -> String {
    match value {
        Value::String(text) => plain(text),
        Value::Array(all) => {
            let all: Vec<String> = all.iter().map(|one| plain(one.as_str().unwrap())).collect();
            format!("[{}]", all.join("|"))
        }
        other => text(other),
    }
}

fn filled(text: &str) -> Cell {
    (!text.is_empty()).then(|| text.to_owned())
}

pub fn distribution(history: &[Submission], to: NaiveDate) -> Vec<Vec<Cell>> {
    let before: Vec<Submission> = history.iter().filter(|one| day_of(one.time) < to).cloned().collect();
    let mut parts: BTreeMap<(String, String), Vec<Record>> = BTreeMap::new();
    for ((course, ..), group) in by_learner(&before) {
        for (of, is_first) in [(group[0], true), (group[group.len() - 1], false)] {
            for (id, record) in records(of, is_first) {
                parts.entry((course.to_owned(), id)).or_default().push(record);
            }
        }
    }
    let mut rows = Vec::new();
    for ((course, id), mut records) in parts {
        records.sort_by_key(|record| -record.time);
        let latest = &records[0];
        let Some(kind) = latest
            .kind
            .clone()
            .filter(|kind| TYPES.split(',').any(|known| known == kind))
        else {
            continue;
        };
        let has_codes = records
            .iter()
            .any(|record| record.kind.as_ref() == Some(&kind) && record.code.is_some());
        let (module, name) = (latest.problem.clone(), latest.name.clone());
        let mut seen: Vec<((String, String), &Record, [i64; 2])> = Vec::new();
        for record in &records {
            let value = record
                .code
                .as_ref()
                .or(record.answer.as_ref())
                .map(text)
                .unwrap_or_default();
            let variant = match record.variant.as_ref().map(text) {
                Some(variant) if !variant.is_empty() => variant,
                _ => "1".to_owned(),
            };
            let key = (value, variant);
            let at = seen.iter().position(|(known, ..)| *known == key).unwrap_or_else(|| {
                seen.push((key, record, [0, 0]));
                seen.len() - 1
            });
            seen[at].2[usize::from(!record.is_first)] += 1;
        }
        for (_, record, [first, last]) in seen {
            let code = if has_codes {
                record.code.as_ref().map(text).unwrap_or_default()
            } else {
                String::new()
            };
            let answer = match &record.answer {
                None if !has_codes => record.code.as_ref(),
                answer => answer.as_ref(),
            };
            let shown = if code.is_empty() {
                answer.map(text)
            } else {
                answer.map(markup)
            }
            .unwrap_or_default();
            let variant = record
                .variant
                .as_ref()
                .and_then(Value::as_i64)
                .filter(|variant| *variant != 0);
            rows.push(vec![
                some(&course),
                some(&module),
                some(&id),
                some(record.correct),
                some(first),
                some(last),
                filled(&code),
                filled(&shown),
                shown.trim().parse::<f64>().ok().and_then(some),
                variant.and_then(some),
                filled(&name),
                filled(&record.question),
            ]);
        }
    }
    rows
}

fn cleaned(value: &Value) -> String {
    let one = |text: &str| {
        let mut out = String::new();
        for c in text.chars() {
            if c != ' ' || !out.ends_with(' ') {
                out.push(c);
            }
        }
        out
    };
    match value {
        Value::String(text) => one(text),
        Value::Null => String::new(),
        Value::Array(all) => all
            .iter()
            .map(|text| one(text.as_str().unwrap()))
            .collect::<Vec<_>>()
            .join("|"),
        other => other.to_string(),
    }
}

pub fn responses(history: &[Submission], from: NaiveDate, to: NaiveDate) -> Vec<Vec<Cell>> {
    let inside: Vec<Submission> = history
        .iter()
        .filter(|one| {
            let day = day_of(one.time);
            day >= from && day < to
        })
        .cloned()
        .collect();
    let time = |micros: i64| some(DateTime::from_timestamp_micros(micros).unwrap().naive_utc());
    let mut rows = Vec::new();
    for ((course, problem, learner), group) in by_learner(&inside) {
        let last = group[group.len() - 1];
        for (id, record) in records(last, false) {
            let correct = match last.event["correct_map"][&id]["correctness"].as_str() {
                Some("correct") => some(true),
                Some("incorrect") => some(false),
                _ => None,
            };
            // A null answer is a missing one.
            let answer = record.answer.filter(|answer| !answer.is_null()).or(record.code);
            rows.push(vec![
                some(course),
                some(problem),
                some(learner),
                some(&id),
                some(cleaned(&json!(record.name))),
                some(record.question),
                some(last.event["grade"].as_f64().unwrap()),
                some(3.0),
                correct,
                some(cleaned(&answer.unwrap_or_default())),
                some(group.len()),
                time(group[0].time),
                time(last.time),
                some(format!(
                    "(Deleted block :) / {}",
                    cleaned(&json!(last.name.unwrap_or_default()))
                )),
                some(-1),
            ]);
        }
    }
    rows
}

pub fn tags(history: &[Submission], from: NaiveDate, to: NaiveDate) -> Vec<Vec<Cell>> {
    let mut problems: BTreeMap<(&str, &str), Vec<&Submission>> = BTreeMap::new();
    for one in history {
        let day = day_of(one.time);
        if day >= from && day < to {
            problems.entry((one.course, &one.problem)).or_default().push(one);
        }
    }
    let mut rows = Vec::new();
    for ((course, problem), mut group) in problems {
        group.sort_by_key(|one| one.time);
        let right = group.iter().filter(|one| one.event["success"] == "correct").count();
        let tags = group[group.len() - 1].tags.clone().unwrap_or_default();
        let mut pairs = BTreeSet::new();
        for (name, value) in tags.as_object().into_iter().flatten() {
            let values = value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]);
            pairs.extend(
                values
                    .iter()
                    .filter_map(|value| Some((name.clone(), value.as_str()?.to_owned()))),
            );
        }
        for (name, value) in pairs {
            rows.push(vec![
                some(course),
                some("Harbour"),
                some(problem),
                some(name),
                some(value),
                some(group.len()),
                some(right),
            ]);
        }
    }
    rows
}
