//! One event of each kind that a report reads, and everything that its fields may be instead.

use serde_json::{Value, json};

/// The course whose numbers must stay.
pub const GOOD: &str = "course-v1:River+Soil+1";

/// What may stand where something else is expected, as JSON. None of it names the good course or its people.
pub const ODD: &[&str] = &[
    "null",
    "true",
    "-1",
    "0",
    "1.5",
    "9e99",
    "123456789012345678901234567890",
    "\"\"",
    "\" \"",
    "\"\\u0000\"",
    "\"a\\u0000b\\tc\\nd|e;f,g\\\"h\"",
    "\"é漢\\ud83d\\ude00\"",
    "\"course-v1:Bad+Input+1|block-v1:x+type@y+block@z\"",
    "\"99999999999999999999-01-01T00:00:00\"",
    "[]",
    "[[[{\"a\": [null]}]]]",
    "{}",
    "{\"a\": {\"b\": {\"c\": 1}}}",
];

/// One event of each kind, all of one person in one course on one day.
pub fn events_of(course: &str, person: i64) -> Vec<Value> {
    let body = course.trim_start_matches("course-v1:");
    let block = |kind: &str, name: &str| format!("block-v1:{body}+type@{kind}+block@{name}");
    let mut number = 0;
    let mut event = |source: &str, kind: &str, payload: Value| {
        number += 1;
        json!({
            "time": format!("2024-03-02T{:02}:{:02}:00.25+00:00", 8 + number / 60, number % 60),
            "event_type": kind, "name": kind, "event_source": source, "username": format!("person{person}"),
            "session": "s", "ip": "81.2.69.142", "agent": "a", "host": "h",
            "page": format!("https://learn.example.org/courses/{course}/courseware/c/s/1"),
            "referer": "https://learn.example.org/",
            "context": {
                "course_id": course, "user_id": person, "org_id": "Org", "path": "/event",
                "module": {"display_name": "Problem", "usage_key": block("problem", "p")},
                "asides": {"tagging_aside": {"saved_tags": {"learning_outcome": ["Knows", "Does"]}}},
            },
            "event": payload,
        })
    };
    let enrollment = |mode: &str| json!({"course_id": course, "user_id": person, "mode": mode});
    let problem = block("problem", "p");
    let film = |more: Value| {
        let mut payload = json!({"id": "v", "code": "html5", "duration": 100});
        payload
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        payload
    };
    let mut all = vec![
        event("server", "edx.course.enrollment.activated", enrollment("audit")),
        event("server", "edx.course.enrollment.mode_changed", enrollment("verified")),
        event(
            "server",
            "edx.course.enrollment.validated",
            json!({
                "course_id": course, "user_id": person, "mode": "verified", "is_active": true,
                "created": "2024-03-01 10:00:00", "dump_start": "2024-03-02T09:00:00", "dump_end": "2024-03-02T09:30:00",
            }),
        ),
        event(
            "server",
            "problem_check",
            json!({
                "problem_id": problem, "success": "correct", "attempts": 1, "grade": 1, "max_grade": 2,
                "state": {"seed": 1, "correct_map": {}},
                "answers": {"p_2_1": "choice_1", "p_3_1": ["choice_0", "choice_2"]},
                "correct_map": {"p_2_1": {"correctness": "correct", "hint": null}, "p_3_1": {"correctness": "incorrect"}},
                "submission": {
                    "p_2_1": {
                        "answer": "Two", "question": "Which?", "response_type": "multiplechoiceresponse",
                        "input_type": "choicegroup", "correct": true, "variant": "",
                    },
                    "p_3_1": {"answer": ["A", "C"], "question": "Which?", "response_type": "choiceresponse", "correct": false},
                },
            }),
        ),
        event("browser", "load_video", film(json!({}))),
        event("browser", "play_video", film(json!({"currentTime": 0}))),
        event(
            "browser",
            "speed_change_video",
            film(json!({"current_time": 1, "old_speed": "1.0", "new_speed": "1.5"})),
        ),
        event("browser", "seek_video", film(json!({"old_time": 20, "new_time": 40.5}))),
        event("browser", "play_video", film(json!({"currentTime": 40.5}))),
        event("mobile", "edx.video.paused", film(json!({"current_time": 60}))),
        event("browser", "play_video", film(json!({"currentTime": 60}))),
        event("browser", "stop_video", film(json!({"currentTime": 99}))),
        event("browser", "complete_video", film(json!({}))),
        event("browser", "page_close", json!({})),
        event(
            "server",
            "edx.forum.thread.created",
            json!({"commentable_id": "topic", "id": "t", "body": "b", "title": "t", "discussion": {"id": "t"}}),
        ),
        event(
            "server",
            "edx.forum.response.created",
            json!({"commentable_id": "topic", "id": "r"}),
        ),
        event(
            "server",
            "edx.forum.comment.created",
            json!({"commentable_id": "topic", "id": "c"}),
        ),
        event(
            "server",
            "edx.forum.thread.voted",
            json!({"commentable_id": "topic", "vote_value": "up", "undo_vote": false, "target_username": format!("person{person}")}),
        ),
        event(
            "browser",
            "seq_next",
            json!({"id": block("sequential", "s"), "old": 1, "new": 2}),
        ),
        event(
            "browser",
            "edx.ui.lms.sequence.tab_selected",
            json!({"id": block("sequential", "s"), "current_tab": 1, "target_tab": 2, "tab_count": 3}),
        ),
        event(
            "server",
            "edx.completion.block_completion.changed",
            json!({"course_id": course, "block_id": block("video", "v"), "completion": 1.0}),
        ),
        event(
            "mobile",
            "edx.bi.app.navigation.screen",
            json!({"unit_id": block("vertical", "u"), "block_id": null, "label": "x"}),
        ),
        event("server", "showanswer", json!({"problem_id": problem})),
        event(
            "browser",
            "book",
            json!({"chapter": "b.pdf", "new": 2, "old": 1, "type": "gotopage"}),
        ),
        event(
            "server",
            &format!(
                "/courses/{course}/xblock/{}/handler/xmodule_handler/goto_position",
                block("sequential", "s")
            ),
            json!({"POST": {"position": ["2"]}, "GET": {}}),
        ),
        event(
            "server",
            &format!("/courses/{course}/courseware/c/s/"),
            json!({"POST": {}, "GET": {}}),
        ),
    ];
    // What the server notes by itself has no page of a browser.
    for event in all.iter_mut().filter(|event| event["event_source"] == "server") {
        event["page"] = if event["event_type"] == "problem_check" {
            "x_module".into()
        } else {
            Value::Null
        };
    }
    all
}

/// Events as lines, payloads of browsers as text, as they come.
pub fn log(events: &[Value]) -> Vec<String> {
    events
        .iter()
        .map(|event| with_payload_as_text(event).to_string())
        .collect()
}

fn with_payload_as_text(event: &Value) -> Value {
    let mut event = event.clone();
    if event["event_source"] == "browser" {
        event["event"] = event["event"].to_string().into();
    }
    event
}

/// Pointers to all members and elements, at any depth.
pub fn places(value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut below = |name: String, value: &Value| {
        let place = format!("/{}", name.replace('~', "~0").replace('/', "~1"));
        found.extend(places(value).into_iter().map(|inner| format!("{place}{inner}")));
        found.push(place);
    };
    match value {
        Value::Object(members) => members.iter().for_each(|(name, value)| below(name.clone(), value)),
        Value::Array(elements) => {
            let numbered = elements.iter().enumerate();
            numbered.for_each(|(at, value)| below(at.to_string(), value));
        }
        _ => {}
    }
    found
}

/// Pointers to what holds nothing else.
pub fn leaves(value: &Value) -> Vec<String> {
    let is_leaf = |place: &String| {
        value
            .pointer(place)
            .is_some_and(|value| !value.is_object() && !value.is_array())
    };
    places(value).into_iter().filter(is_leaf).collect()
}

/// The event with each of its parts left out, and with everything odd in its place; payloads of browsers also as text, cut and whole.
pub fn mutations(event: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    for place in places(event) {
        let (above, name) = place.rsplit_once('/').unwrap();
        let mut without = event.clone();
        if let Some(Value::Object(members)) = without.pointer_mut(above) {
            members.remove(&name.replace("~1", "/").replace("~0", "~"));
            lines.extend(log(&[without]));
        }
        for odd in ODD {
            let mut other = event.clone();
            *other.pointer_mut(&place).unwrap() = serde_json::from_str(odd).unwrap();
            lines.push(other.to_string());
            if place.starts_with("/event/") {
                lines.push(with_payload_as_text(&other).to_string());
            }
        }
    }
    let whole = log(std::slice::from_ref(event)).remove(0);
    // What a full disk leaves, and what a broken writer adds.
    for cut in [1, whole.len() / 3, whole.len() / 2, whole.len() - 1] {
        lines.push(whole.chars().take(cut).collect());
    }
    lines.push(format!("{whole}}}}}"));
    lines.push(whole.replace("\"username\"", "\"\\u0000username\""));
    lines.push(whole.replace("2024-03-02", "2024-13-02"));
    lines
}
