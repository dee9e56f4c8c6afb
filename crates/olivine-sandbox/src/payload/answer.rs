//! What browser and server note of an answer.

use std::fmt::Write as _;
use std::io::Write;

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use crate::json::{escaped, member, string};
use crate::line::Said;
use crate::problem::{Ask, Given, Part, Problem};

/// The form as the browser sends it.
pub(super) fn form(problem: &Problem, given: &Given) -> String {
    let mut form = String::new();
    for (position, part) in problem.parts.iter().enumerate() {
        let input = problem.input(position);
        let many = if part.ask == Ask::SomeChoices { "%5B%5D" } else { "" };
        for choice in part.chosen(given.answers[position]) {
            let value = if part.ask.has_codes() {
                format!("choice_{choice}")
            } else {
                format!("answer+{choice}")
            };
            let between = if form.is_empty() { "" } else { "&" };
            // Writing to memory does not fail.
            let _ = write!(form, "{between}input_{input}{many}={value}");
        }
    }
    if form.is_empty() {
        // Nothing is ticked.
        let _ = write!(form, "input_{}=", problem.input(0));
    }
    form
}

/// What the server notes: in the old way, or with a `submission` (PF A7, A8). Now and then as JSON in a JSON text.
pub(super) fn write(
    out: &mut Vec<u8>,
    said: &Said<'_>,
    problem: &Problem,
    given: &Given,
    attempt: u8,
    rng: &mut ChaCha8Rng,
) {
    if rng.random_ratio(1, 300) {
        let mut inner = Vec::with_capacity(1024);
        object(&mut inner, said, problem, given, attempt);
        // What was filled in is ASCII.
        string(out, &String::from_utf8_lossy(&inner));
    } else {
        object(out, said, problem, given, attempt);
    }
}

fn object(out: &mut Vec<u8>, said: &Said<'_>, problem: &Problem, given: &Given, attempt: u8) {
    let learner = said.session.learner.unwrap_or_default();
    let seed = problem.seed(learner);
    let points = if given.is_right { problem.points } else { 0 };
    let first_input = problem.input(0);
    let _ = write!(
        out,
        "{{\"state\": {{\"seed\": {seed}, \"student_answers\": {{}}, \"has_saved_answers\": false, \"done\": null, \"correct_map\": {{}}, \"input_state\": {{\""
    );
    escaped(out, &first_input);
    let _ = write!(
        out,
        "\": {{}}}}}}, \"grade\": {points}, \"max_grade\": {}, \"attempts\": {attempt}, ",
        problem.points
    );
    member(out, "problem_id", &problem.block.usage);
    member(out, "success", if given.is_right { "correct" } else { "incorrect" });
    out.extend_from_slice(b"\"answers\": {");
    for (position, part) in problem.parts.iter().enumerate() {
        if position > 0 {
            out.extend_from_slice(b", ");
        }
        let input = problem.input(position);
        string(out, &input);
        out.extend_from_slice(b": ");
        sent(out, part, given.answers[position]);
        if part.ask == Ask::Formula {
            out.extend_from_slice(b", ");
            string(out, &format!("{input}_dynamath"));
            out.extend_from_slice(b": \"<math xmlns=\\\"http://www.w3.org/1998/Math/MathML\\\"><mi>x</mi></math>\"");
        }
    }
    out.extend_from_slice(b"}, \"correct_map\": {");
    for position in 0..problem.parts.len() {
        if position > 0 {
            out.extend_from_slice(b", ");
        }
        string(out, &problem.input(position));
        let verdict = if given.right >> position & 1 == 1 {
            "correct"
        } else {
            "incorrect"
        };
        let _ = write!(
            out,
            ": {{\"correctness\": \"{verdict}\", \"hint\": \"\", \"hintmode\": null, \"msg\": \"\", \"npoints\": null, \"queuestate\": null, \"answervariable\": null}}"
        );
    }
    out.push(b'}');
    if problem.is_modern(said.moment.time) {
        submission(out, problem, given, seed);
    }
    out.push(b'}');
}

fn submission(out: &mut Vec<u8>, problem: &Problem, given: &Given, seed: u32) {
    out.extend_from_slice(b", \"submission\": {");
    for (position, part) in problem.parts.iter().enumerate() {
        if position > 0 {
            out.extend_from_slice(b", ");
        }
        string(out, &problem.input(position));
        out.extend_from_slice(b": {\"answer\": ");
        shown(out, part, given.answers[position]);
        let _ = write!(
            out,
            ", \"correct\": {}, \"group_label\": \"\", \"input_type\": \"{}\", \"question\": ",
            given.right >> position & 1 == 1,
            part.ask.input_type()
        );
        string(out, &part.question);
        let _ = write!(
            out,
            ", \"response_type\": \"{}\", \"variant\": ",
            part.ask.response_type()
        );
        if problem.is_random() {
            let _ = write!(out, "{seed}}}");
        } else {
            out.extend_from_slice(b"\"\"}");
        }
    }
    out.push(b'}');
}

/// The answer as the form sent it.
fn sent(out: &mut Vec<u8>, part: &Part, given: u8) {
    if part.ask.has_codes() {
        list(out, part, given, |out, choice| {
            let _ = write!(out, "\"choice_{choice}\"");
        });
    } else {
        shown(out, part, given);
    }
}

/// The answer as people read it.
fn shown(out: &mut Vec<u8>, part: &Part, given: u8) {
    list(out, part, given, |out, choice| string(out, &part.possible[choice].text));
}

fn list(out: &mut Vec<u8>, part: &Part, given: u8, one: impl Fn(&mut Vec<u8>, usize)) {
    let is_list = part.ask == Ask::SomeChoices;
    if is_list {
        out.push(b'[');
    }
    for (position, choice) in part.chosen(given).into_iter().enumerate() {
        if position > 0 {
            out.extend_from_slice(b", ");
        }
        one(out, choice);
    }
    if is_list {
        out.push(b']');
    }
}
