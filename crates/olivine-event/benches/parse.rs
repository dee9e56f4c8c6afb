//! Time to read a line, on one core: `cargo bench -p olivine-event`.

use std::hint::black_box;
use std::time::Instant;

use olivine_event::parse;

const ROUNDS: u32 = 200_000;

fn main() {
    let course = "course-v1:RiverU+Soil101+2023";
    let envelope = format!(
        r#""username": "mira_k", "ip": "203.0.113.9", "agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36", "host": "learn.example.org", "session": "0123456789abcdef0123456789abcdef", "referer": "https://apps.example.org/learning/course/{course}/block-v1:RiverU+Soil101+2023+type@sequential+block@0a1b2c3d4e5f", "accept_language": "de-DE,de;q=0.9,en;q=0.7", "time": "2023-10-05T14:03:22.518301+00:00""#
    );
    let context = format!(
        r#""context": {{"course_id": "{course}", "org_id": "RiverU", "user_id": 4711, "path": "/courses/{course}/xblock/block-v1:RiverU+Soil101+2023+type@problem+block@77aa/handler/xmodule_handler/problem_check", "course_user_tags": {{}}, "module": {{"display_name": "Clay or loam?", "usage_key": "block-v1:RiverU+Soil101+2023+type@problem+block@77aa"}}}}"#
    );
    let check = r#""event": {"problem_id": "block-v1:RiverU+Soil101+2023+type@problem+block@77aa", "success": "correct", "attempts": 2, "grade": 1, "max_grade": 1, "answers": {"77aa_2_1": "choice_0"}, "correct_map": {"77aa_2_1": {"correctness": "correct", "npoints": null, "msg": "", "hint": "", "hintmode": null, "queuestate": null}}, "state": {"seed": 1, "done": null, "student_answers": {}, "correct_map": {}, "input_state": {"77aa_2_1": {}}}, "submission": {"77aa_2_1": {"question": "What is this soil?", "answer": "Clay", "response_type": "multiplechoiceresponse", "input_type": "choicegroup", "correct": true, "variant": "", "group_label": ""}}}"#;
    let play = r#""event": "{\"id\": \"77aa0011223344556677889900aabbcc\", \"code\": \"html5\", \"currentTime\": 12.4, \"duration\": 345.6, \"speed\": \"1.25\"}""#;
    let lines = [
        (
            "problem check",
            format!(
                r#"{{"event_source": "server", "event_type": "problem_check", "name": "problem_check", "page": "x_module", {envelope}, {context}, {check}}}"#
            ),
        ),
        (
            "video, payload as text",
            format!(
                r#"{{"event_source": "browser", "event_type": "play_video", "name": "play_video", "page": "https://learn.example.org/courses/{course}/courseware/w1/s2/", {envelope}, {context}, {play}}}"#
            ),
        ),
        (
            "page visit, course from the URL",
            format!(
                r#"{{"event_source": "server", "event_type": "/courses/{course}/info", "name": "/courses/{course}/info", "page": null, {envelope}, "context": {{"user_id": 4711, "path": "/courses/{course}/info"}}, "event": "{{\"POST\": {{}}, \"GET\": {{}}}}"}}"#
            ),
        ),
    ];
    for (name, line) in &lines {
        let begin = Instant::now();
        for _ in 0..ROUNDS {
            let _ = black_box(parse(black_box(line.as_bytes())));
        }
        let nanoseconds = begin.elapsed().as_nanos() / u128::from(ROUNDS);
        println!("{name:34} {:5} bytes {nanoseconds:6} ns", line.len());
    }
}
