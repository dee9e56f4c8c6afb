//! Submissions of problems over random histories: the SQL gives what a slow model gives that is written from the rules alone
//! (`PF A1` … `A17`, `R1` … `R7`, `T1` … `T6`), in whatever order, files and copies the lines come.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate};
use olivine_engine::answers::CHOICE_HINTS;
use olivine_report::Registry;
use olivine_report::cases::{Case, Grid};
use olivine_run::cases::CaseSite;
use rand::prelude::*;
use rand_chacha::ChaCha8Rng;
use serde_json::{Map, Value, json};

use crate::history::written;

const HISTORIES: u64 = 20;
const COURSES: [&str; 2] = ["course-v1:Harbour+SAIL+2024", "Harbour/KNOTS/2024"];
const PROBLEMS: usize = 12;
const LEARNERS: usize = 10;
const SUBMISSIONS: usize = 400;
const TYPES: &str =
    "choiceresponse,optionresponse,multiplechoiceresponse,numericalresponse,stringresponse,formularesponse";

type Cell = Option<String>;

/// One accepted event, as it is written into the log.
#[derive(Clone)]
struct Submission {
    course: &'static str,
    problem: String,
    learner: String,
    time: i64,
    event: Value,
    name: Option<&'static str>,
    tags: Option<Value>,
}

fn pick<T: Clone>(rng: &mut impl Rng, values: &[T]) -> T {
    values.choose(rng).unwrap().clone()
}

fn given(rng: &mut impl Rng, kind: &str) -> (Value, Value) {
    // What was chosen or typed, and what it says.
    let choices = [
        ("choice_0", "<b>Red</b>  apple"),
        ("choice_1", "Green"),
        ("choice_2", "<p>Blue</p>"),
    ];
    match kind {
        "multiplechoiceresponse" => {
            let (code, text) = pick(rng, &choices);
            (json!(code), json!(text))
        }
        "choiceresponse" => {
            let many: Vec<(&str, &str)> = choices.iter().filter(|_| rng.random_bool(0.5)).copied().collect();
            let codes: Vec<&str> = many.iter().map(|(code, _)| *code).collect();
            let texts: Vec<&str> = many.iter().map(|(_, text)| *text).collect();
            (json!(codes), json!(texts))
        }
        _ => {
            let typed = pick(
                rng,
                &[
                    json!("4"),
                    json!(" 4 "),
                    json!("5.5"),
                    json!("x<i>y</i>"),
                    json!(""),
                    json!(null),
                    json!(7),
                ],
            );
            (typed.clone(), typed)
        }
    }
}

fn event(rng: &mut impl Rng, problem: usize) -> Value {
    let parts = 1 + problem % 3;
    let is_old = rng.random_bool(0.15);
    let (mut answers, mut submission, mut correct_map) = (Map::new(), Map::new(), Map::new());
    for part in 0..parts {
        let id = format!("p{problem}_{part}_1");
        let kind = match (problem + part) % 5 {
            0 => "multiplechoiceresponse",
            1 => "choiceresponse",
            2 => "numericalresponse",
            3 => pick(rng, &["stringresponse", "multiplechoiceresponse"]),
            _ => pick(rng, &["numericalresponse", "numericalresponse", "customresponse"]),
        };
        let (code, text) = given(rng, kind);
        answers.insert(id.clone(), code);
        let correctness = pick(rng, &["correct", "incorrect", "partially-correct"]);
        correct_map.insert(id.clone(), json!({ "correctness": correctness }));
        let mut entry =
            json!({ "answer": text, "response_type": kind, "correct": correctness == "correct", "question": "Q?" });
        if let Some(variant) = pick(
            rng,
            &[None, Some(json!("")), Some(json!(1)), Some(json!(2)), Some(json!(null))],
        ) {
            entry["variant"] = variant;
        }
        submission.insert(id.clone(), entry);
        answers.insert(format!("{id}_comment"), json!("hidden"));
    }
    let mut event = json!({
        "answers": answers, "correct_map": correct_map, "grade": rng.random_range(0..3), "max_grade": 3,
        "success": pick(rng, &["correct", "incorrect"]), "state": { "seed": pick(rng, &[json!(1), json!(9)]) },
    });
    if !is_old {
        event["submission"] = Value::Object(submission);
    }
    event
}

fn history(rng: &mut ChaCha8Rng) -> Vec<Submission> {
    let begin = NaiveDate::from_ymd_opt(2024, 3, 1)
        .unwrap()
        .and_hms_opt(0, 0, 0)
        .unwrap();
    let begin = begin.and_utc().timestamp_micros();
    (0..SUBMISSIONS)
        .map(|number| {
            let problem = rng.random_range(0..PROBLEMS);
            Submission {
                course: pick(rng, &COURSES),
                problem: format!("block-v1:Harbour+SAIL+2024+type@problem+block@{problem}"),
                learner: format!("learner{}", rng.random_range(0..LEARNERS)),
                // Different for each, so that what comes of equal times does not matter here.
                time: begin + rng.random_range(0..6 * 86_400_i64) * 1_000_000 + i64::try_from(number).unwrap(),
                event: event(rng, problem),
                name: pick(rng, &[None, Some("Quiz"), Some("Other  name")]),
                tags: pick(
                    rng,
                    &[
                        None,
                        Some(json!({})),
                        Some(json!({ "difficulty": "Easy" })),
                        Some(json!({ "difficulty": ["Hard", "Lab", "Hard"], "skill": "Proof", "weight": 5 })),
                    ],
                ),
            }
        })
        .collect()
}

fn line(submission: &Submission) -> String {
    let mut context = json!({ "course_id": submission.course });
    if let Some(name) = submission.name {
        context["module"] = json!({ "display_name": name });
    }
    if let Some(tags) = &submission.tags {
        context["asides"] = json!({ "tagging_aside": { "saved_tags": tags } });
    }
    let mut event = submission.event.clone();
    event["problem_id"] = json!(submission.problem);
    // Half of the payloads are texts.
    let event = if submission.time % 2 == 0 {
        event
    } else {
        json!(event.to_string())
    };
    json!({
        "time": written(submission.time), "username": format!(" {} ", submission.learner), "event_type": "problem_check",
        "event_source": "server", "context": context, "event": event,
    })
    .to_string()
}

/// Lines that are no submissions and must change nothing.
fn noise(of: &Submission) -> Vec<String> {
    let whole: Value = serde_json::from_str(&line(of)).unwrap();
    let with = |name: &str, value: Value| {
        let mut line = whole.clone();
        line[name] = value;
        line.to_string()
    };
    vec![
        with("event_source", json!("browser")),
        with("event_type", json!("problem_graded")),
        with("username", json!("")),
        with("event", json!({ "problem_id": of.problem, "answers": {} })),
        with("event", json!({ "problem_id": of.problem, "answers": { "é": "1" } })),
        with(
            "event",
            json!({ "problem_id": of.problem, "answers": { "a": "1" }, "submission": [1] }),
        ),
        with("event", json!({ "problem_id": 5, "answers": { "a": "1" } })),
        with("event", json!("input_p0_0_1=choice_1")),
        with("context", json!({ "course_id": "no key" })),
    ]
}

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

fn some(value: impl ToString) -> Cell {
    Some(value.to_string())
}

fn filled(text: &str) -> Cell {
    (!text.is_empty()).then(|| text.to_owned())
}

fn distribution(history: &[Submission]) -> Vec<Vec<Cell>> {
    let mut parts: BTreeMap<(String, String), Vec<Record>> = BTreeMap::new();
    for ((course, ..), group) in by_learner(history) {
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

fn responses(history: &[Submission], from: NaiveDate, to: NaiveDate) -> Vec<Vec<Cell>> {
    let inside: Vec<Submission> = history
        .iter()
        .filter(|one| {
            let day = DateTime::from_timestamp_micros(one.time).unwrap().date_naive();
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

fn tags(history: &[Submission], from: NaiveDate, to: NaiveDate) -> Vec<Vec<Cell>> {
    let mut problems: BTreeMap<(&str, &str), Vec<&Submission>> = BTreeMap::new();
    for one in history {
        let day = DateTime::from_timestamp_micros(one.time).unwrap().date_naive();
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

fn grid(columns: &[&str], rows: Vec<Vec<Cell>>) -> Grid {
    Grid {
        columns: columns.iter().map(|column| (*column).to_owned()).collect(),
        rows,
    }
}

const DISTRIBUTION: [&str; 12] = [
    "course_id",
    "module_id",
    "part_id",
    "correct",
    "first_response_count",
    "last_response_count",
    "value_id",
    "answer_value_text",
    "answer_value_numeric",
    "variant",
    "problem_display_name",
    "question_text",
];
const RESPONSES: [&str; 15] = [
    "course_id",
    "problem_id",
    "username",
    "answer_id",
    "problem",
    "question",
    "score",
    "max_score",
    "correct",
    "answer",
    "total_attempts",
    "first_attempt_date",
    "last_attempt_date",
    "location",
    "sort_idx",
];
const TAGS: [&str; 7] = [
    "course_id",
    "org_id",
    "module_id",
    "tag_name",
    "tag_value",
    "total_submissions",
    "correct_submissions",
];

fn case(from: NaiveDate, to: NaiveDate) -> Case {
    let params = [("from", from.to_string()), ("to", to.to_string())];
    Case {
        name: "random".to_owned(),
        title: String::new(),
        rules: Vec::new(),
        params: params
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
        lines: Vec::new(),
        lms: BTreeMap::new(),
        countries: BTreeMap::new(),
        expect: BTreeMap::new(),
    }
}

/// The lines in random order, some twice, in up to three files.
fn files(lines: &[String], rng: &mut ChaCha8Rng) -> Vec<Vec<String>> {
    let mut lines = lines.to_vec();
    let again: Vec<String> = lines.iter().filter(|_| rng.random_bool(0.1)).cloned().collect();
    lines.extend(again);
    lines.shuffle(rng);
    let mut files = vec![Vec::new(); rng.random_range(1..=3)];
    for line in lines {
        let at = rng.random_range(0..files.len());
        files[at].push(line);
    }
    files.retain(|file| !file.is_empty());
    files
}

async fn computed(case: &Case, files: &[Vec<String>], wanted: &BTreeSet<&str>) -> BTreeMap<String, Grid> {
    let registry = Registry::built_in();
    let mut site = CaseSite::prepare(&registry, case).await.unwrap();
    for file in files {
        site.ingest(file).await.unwrap();
    }
    site.tables(wanted).await.unwrap()
}

/// Only for that pattern does the time to clean a text grow with its length alone.
#[test]
fn the_pattern_of_hints_is_the_one_that_the_engine_knows() {
    let registry = Registry::built_in();
    let report = registry.report("performance.responses_export").unwrap();
    let shipped = &report.manifest.params["clean_text_regex"].default;
    assert_eq!(shipped.as_ref().and_then(toml::Value::as_str), Some(CHOICE_HINTS));
}

#[tokio::test]
async fn the_sql_agrees_with_the_model_however_the_lines_come() {
    let registry = Registry::built_in();
    let day = |day: u32| NaiveDate::from_ymd_opt(2024, 3, day).unwrap();
    let (from, to) = (day(2), day(5));
    let mut rows = BTreeMap::<&str, usize>::new();
    for seed in 0..HISTORIES {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let all = history(&mut rng);
        let mut case = case(from, to);
        for (table, grid) in [
            ("answer_distribution", grid(&DISTRIBUTION, distribution(&all))),
            ("run_problem_responses", grid(&RESPONSES, responses(&all, from, to))),
            ("tags_distribution", grid(&TAGS, tags(&all, from, to))),
        ] {
            *rows.entry(table).or_default() += grid.rows.len();
            case.expect.insert(table.to_owned(), grid);
        }
        let wanted: BTreeSet<&str> = rows.keys().copied().collect();
        let lines: Vec<String> = all.iter().map(line).collect();
        let tables = computed(&case, &files(&lines, &mut rng), &wanted).await;
        let found = case.differences(&registry, &tables);
        assert!(
            found.is_empty(),
            "seed {seed}, {} differences:\n{}",
            found.len(),
            found[..found.len().min(12)].join("\n")
        );
    }
    assert!(rows.values().all(|rows| *rows > 400), "{rows:?}");
}

#[tokio::test]
async fn noise_changes_nothing_and_equal_times_give_one_answer() {
    let mut rng = ChaCha8Rng::seed_from_u64(77);
    let day = |day: u32| NaiveDate::from_ymd_opt(2024, 3, day).unwrap();
    let mut all = history(&mut rng);
    // Few different times, so that first and last are decided by content again and again.
    for one in &mut all {
        one.time -= one.time % (6 * 3_600_000_000);
    }
    let lines: Vec<String> = all.iter().map(line).collect();
    let others: Vec<String> = all.iter().take(50).flat_map(noise).collect();
    let with_noise: Vec<String> = lines.iter().chain(&others).cloned().collect();
    let wanted = BTreeSet::from(["answer_distribution", "run_problem_responses"]);
    let case = case(day(1), day(20));
    let sorted = |tables: BTreeMap<String, Grid>| {
        let sort = |(name, mut grid): (String, Grid)| {
            grid.rows.sort();
            (name, grid.rows)
        };
        tables.into_iter().map(sort).collect::<BTreeMap<_, _>>()
    };
    let once = sorted(computed(&case, &files(&lines, &mut rng), &wanted).await);
    assert!(once.values().all(|rows| rows.len() > 100));
    for _ in 0..2 {
        let again = sorted(computed(&case, &files(&with_noise, &mut rng), &wanted).await);
        assert!(once == again, "other rows from the same lines in another order");
    }
}
