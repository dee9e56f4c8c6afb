//! Random submissions, as values for the model and as log lines for the program.

use chrono::NaiveDate;
use rand::prelude::*;
use rand_chacha::ChaCha8Rng;
use serde_json::{Map, Value, json};

use crate::reports::history::written;

const COURSES: [&str; 2] = ["course-v1:Harbour+SAIL+2024", "Harbour/KNOTS/2024"];
const PROBLEMS: usize = 12;
const LEARNERS: usize = 10;
const SUBMISSIONS: usize = 400;

/// One accepted event, as it is written into the log.
#[derive(Clone)]
pub struct Submission {
    pub course: &'static str,
    pub problem: String,
    pub learner: String,
    pub time: i64,
    pub event: Value,
    pub name: Option<&'static str>,
    pub tags: Option<Value>,
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

pub fn history(rng: &mut ChaCha8Rng) -> Vec<Submission> {
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

pub fn line(submission: &Submission) -> String {
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
pub fn noise(of: &Submission) -> Vec<String> {
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
