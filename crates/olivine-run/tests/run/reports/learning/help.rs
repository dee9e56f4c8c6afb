//! Random help with problems: what the model takes of it, and the line that tells of it.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Help {
    Hint,
    Feedback,
    Answer,
}

/// Some help with a problem, and its line without what all lines have.
pub fn random(rng: &mut ChaCha8Rng, problem: &str) -> (Help, Value) {
    let hint = "edx.problem.hint.demandhint_displayed";
    let feedback = "edx.problem.hint.feedback_displayed";
    let by_server =
        |event_type: &str, event: Value| json!({"event_type": event_type, "event_source": "server", "event": event});
    match rng.random_range(0..6) {
        0 => (Help::Hint, by_server(hint, json!({"module_id": problem}))),
        1 => (
            Help::Hint,
            by_server(hint, json!({"module_id": 5, "problem_id": problem})),
        ),
        2 => (Help::Feedback, by_server(feedback, json!({"module_id": problem}))),
        3 => {
            let event = json!({"problem": problem}).to_string();
            let line = json!({"event_type": "problem_show", "event_source": "browser", "event": event});
            (Help::Answer, line)
        }
        _ => (Help::Answer, by_server("showanswer", json!({"problem_id": problem}))),
    }
}
