//! Lines as they stand in logs, and what is read from them.

use olivine_event::{Reason, parse};

const PLAIN: &str = r#"{"username": "mira_k", "event_source": "server", "event_type": "problem_check", "time": "2023-10-05T14:03:22.518301+00:00", "ip": "203.0.113.9", "context": {"course_id": "course-v1:RiverU+Soil101+2023", "org_id": "RiverU", "user_id": 4711}, "event": {"problem_id": "block-v1:RiverU+Soil101+2023+type@problem+block@77aa", "success": "correct", "attempts": 2, "grade": 1, "max_grade": 1.5}}"#;

fn reason(line: &str) -> Option<Reason> {
    parse(line.as_bytes()).err()
}

#[test]
fn a_plain_line() {
    let event = parse(PLAIN.as_bytes()).unwrap();
    assert_eq!(event.date().to_string(), "2023-10-05");
    assert_eq!(event.user_id, Some(4711));
    assert_eq!(event.course_id.as_deref(), Some("course-v1:RiverU+Soil101+2023"));
    assert_eq!(event.course_id_or_url, event.course_id);
    assert_eq!(event.time_text, None);
    let problem = event.problem.unwrap();
    assert_eq!(
        (problem.success.as_deref(), problem.attempts, problem.max_grade),
        (Some("correct"), Some(2), Some(1.5))
    );
}

#[test]
fn noise_before_and_blanks_after_the_object() {
    let plain = parse(PLAIN.as_bytes()).unwrap();
    let before = [
        "2021-05-04 10:00:01,123 INFO 77 [tracking] logger.py:41 - ",
        "<134>May  4 10:00:01 web3: ",
        "\u{feff}",
        "\0\0",
        "  ",
    ];
    for prefix in before {
        for end in ["", "\n", "\r\n", "  \u{b}\r\n", "\0\0\0", "\n\0", " \0 \0 \n"] {
            let line = format!("{prefix}{PLAIN}{end}");
            let event = parse(line.as_bytes()).unwrap_or_else(|reason| panic!("{reason} {line:?}"));
            assert_eq!(event.id, plain.id, "{line:?}");
            assert!(event.json.starts_with(b"{") && event.json.ends_with(b"}"));
        }
    }
}

#[test]
fn lines_that_are_no_events() {
    let table = [
        ("", Reason::NoObject),
        ("null", Reason::NoObject),
        ("5", Reason::NoObject),
        ("[1,2]", Reason::NoObject),
        ("GET /favicon.ico 404", Reason::NoObject),
        ("[{\"a\":1}]", Reason::NotAnObject),
        ("{\"username\": \"bo", Reason::BadJson),
        ("{\"a\":1} trailing", Reason::BadJson),
        ("x {\"a\":1} y", Reason::BadJson),
        ("{\"a\":1} {\"b\":2}", Reason::BadJson),
        ("{bad} {\"a\":1}", Reason::BadJson),
        ("{}", Reason::NoTime),
        ("{\"time\":null}", Reason::NoTime),
        ("{\"time\":\"\"}", Reason::NoTime),
        ("{\"time\":1614834367}", Reason::TimeNotText),
        ("{\"time\":[\"x\"]}", Reason::TimeNotText),
        ("{\"time\":\"soon\"}", Reason::BadTime),
    ];
    for (line, expected) in table {
        assert_eq!(reason(line), Some(expected), "{line}");
    }
    assert_eq!(
        reason(&format!("{{\"a\":{}1{}}}", "[".repeat(500), "]".repeat(500))),
        Some(Reason::TooDeep)
    );
}

#[test]
fn browser_event_with_payload_as_text_and_course_from_the_page() {
    let line = r#"{"event_source": "browser", "event_type": "play_video", "time": "2023-10-05T14:05:00+00:00", "username": "mira_k\n",
        "page": "https://lms.example.org/courses/course-v1:RiverU+Soil101+2023/courseware/w1/s2/", "session": "",
        "context": {"course_id": "", "org_id": "", "user_id": "4711"}, "ip": "2001:db8::7",
        "event": "{\"id\": \" 9f01 \", \"currentTime\": \"12.4\", \"code\": \"html5\"}"}"#;
    let event = parse(line.as_bytes()).unwrap();
    assert_eq!(event.username.as_deref(), Some("mira_k"));
    assert_eq!(event.user_id, Some(4711));
    assert_eq!(
        (event.course_id, event.course_id_or_url.as_deref()),
        (None, Some("course-v1:RiverU+Soil101+2023"))
    );
    assert_eq!(event.org_id.as_deref(), Some("RiverU"));
    assert_eq!(event.session, None);
    let video = event.video.unwrap();
    assert_eq!(
        (video.id.as_deref(), video.position, video.duration),
        (Some("9f01"), Some(12.4), None)
    );
}

fn with(members: &str) -> String {
    format!("{{\"time\":\"2024-01-02T03:04:05\",{members}}}")
}

#[test]
fn user_ids() {
    let id = |json: &str| {
        parse(with(&format!("\"context\":{{\"user_id\":{json}}}")).as_bytes())
            .unwrap()
            .user_id
    };
    assert_eq!((id("7"), id("\"7\""), id("\"007\"")), (Some(7), Some(7), Some(7)));
    for none in [
        "\"\"",
        "null",
        "0",
        "-1",
        "7.0",
        "\"x\"",
        "\"7 \"",
        "\"٧\"",
        "99999999999999999999",
        "[]",
        "{}",
        "true",
    ] {
        assert_eq!(id(none), None, "{none}");
    }
}

#[test]
fn course_of_an_event() {
    let course = |members: &str| {
        let line = with(members);
        let event = parse(line.as_bytes()).unwrap();
        (
            event.course_id.map(String::from),
            event.course_id_or_url.map(String::from),
            event.course_id_from_mfe.map(String::from),
        )
    };
    let key = || Some("course-v1:R+S+T".to_owned());
    assert_eq!(
        course(r#""context":{"course_id":" course-v1:R+S+T\n"}"#),
        (key(), key(), None)
    );
    // An invalid id is not made up for by the URL.
    let server = r#""event_source":"server","event_type":"/courses/course-v1:R+S+T/info""#;
    assert_eq!(
        course(&format!("{server},\"context\":{{\"course_id\":\"nonsense\"}}")),
        (None, None, None)
    );
    for empty in [r#"{"course_id":""}"#, r#"{"course_id":5}"#, "{}"] {
        assert_eq!(
            course(&format!("{server},\"context\":{empty}")),
            (None, key(), None),
            "{empty}"
        );
    }
    for no_context in ["null", "5", "\"x\""] {
        assert_eq!(
            course(&format!("{server},\"context\":{no_context}")),
            (None, None, None),
            "{no_context}"
        );
    }
    assert_eq!(course(server), (None, None, None));
    let mobile = r#""event_source":"mobile","page":"/courses/course-v1:R+S+T/","event_type":"/courses/course-v1:R+S+T/","context":{}"#;
    assert_eq!(course(mobile), (None, None, None));
    let front_end =
        r#""event_source":"browser","page":"https://apps.x/learning/course/course-v1:R+S+T/home","context":{}"#;
    assert_eq!(course(front_end), (None, None, key()));
    let own_host =
        r#""event_source":"browser","page":"https://learning.x/course/course-v1:R+S+T/progress","context":{}"#;
    assert_eq!(course(own_host), (None, None, key()));
}

#[test]
fn whether_there_is_a_payload() {
    let has_payload = |members: &str| parse(with(members).as_bytes()).unwrap().has_payload;
    for payload in [r#"{}"#, r#"{"a":1}"#, r#""""#, r#""{\"POST\": {}}""#] {
        assert!(
            has_payload(&format!("\"event_type\":\"/x\",\"event\":{payload}")),
            "{payload}"
        );
    }
    for payload in ["null", "[]", "7", "true", r#""a=1&b=2""#, r#""{\"cut""#, r#""[1]""#] {
        assert!(
            !has_payload(&format!("\"event_type\":\"/x\",\"event\":{payload}")),
            "{payload}"
        );
        let problem = format!("\"event_type\":\"problem_check\",\"event_source\":\"server\",\"event\":{payload}");
        assert!(!has_payload(&problem), "{payload}");
    }
    assert!(!has_payload("\"event_type\":\"/x\""));
}

#[test]
fn enrollment_comes_from_the_payload() {
    let line = with(
        r#""event_type":"edx.course.enrollment.activated","context":{"user_id":1,"course_id":"course-v1:A+B+C"},"event":{"user_id":"22","course_id":" course-v1:R+S+T ","mode":"audit"}"#,
    );
    let enrollment = parse(line.as_bytes()).unwrap().enrollment.unwrap();
    assert_eq!(enrollment.user_id, Some(22));
    assert_eq!(enrollment.course_id.as_deref(), Some("course-v1:R+S+T"));
    assert_eq!(enrollment.mode.as_deref(), Some("audit"));
    let browser_check = with(r#""event_type":"problem_check","event_source":"browser","event":"input_1=2""#);
    assert_eq!(parse(browser_check.as_bytes()).unwrap().problem, None);
}

#[test]
fn nul_characters_are_left_out_and_do_not_change_the_rest() {
    let line = with(r#""username":"mi\u0000ra","ip":"\u0000""#);
    let event = parse(line.as_bytes()).unwrap();
    assert_eq!((event.username.as_deref(), event.ip), (Some("mira"), None));
}

#[test]
fn time_text_is_kept_where_the_old_pipeline_read_another_day() {
    let event = parse(br#"{"time":"2024-03-01T23:30:00-05:00"}"#).unwrap();
    assert_eq!(event.date().to_string(), "2024-03-02");
    assert_eq!(event.time_text.as_deref(), Some("2024-03-01T23:30:00-05:00"));
}

#[test]
fn a_pause_that_does_not_say_where_is_at_the_begin() {
    let position = |event_type: &str, payload: &str| {
        let line = with(&format!("\"event_type\":\"{event_type}\",\"event\":{payload}"));
        parse(line.as_bytes()).unwrap().video.and_then(|video| video.position)
    };
    assert_eq!(position("pause_video", r#"{"id":"x"}"#), Some(0.0));
    assert_eq!(position("pause_video", r#""""#), Some(0.0));
    assert_eq!(position("pause_video", r#"{"id":"x","currentTime":null}"#), None);
    assert_eq!(position("pause_video", r#"{"id":"x","currentTime":3}"#), Some(3.0));
    assert_eq!(position("play_video", r#"{"id":"x"}"#), None);
}

#[test]
fn positions_may_be_texts_or_truth_values() {
    let position = |event_type: &str, payload: &str| {
        let line = with(&format!("\"event_type\":\"{event_type}\",\"event\":{payload}"));
        parse(line.as_bytes()).unwrap().video.and_then(|video| video.position)
    };
    for (at, read) in [
        (r#""12.5""#, Some(12.5)),
        (r#"" 7 ""#, Some(7.0)),
        ("true", Some(1.0)),
        ("false", Some(0.0)),
        (r#""nan""#, None),
        (r#""inf""#, None),
        (r#""""#, None),
        ("[1]", None),
        ("{}", None),
        ("null", None),
    ] {
        assert_eq!(
            position("stop_video", &format!(r#"{{"id":"x","currentTime":{at}}}"#)),
            read,
            "{at}"
        );
    }
    // The app's own name for it counts only under the app's own names of events.
    assert_eq!(position("play_video", r#"{"id":"x","current_time":3}"#), None);
    assert_eq!(
        position("edx.video.played", r#"{"id":"x","current_time":3}"#),
        Some(3.0)
    );
    assert_eq!(position("complete_video", r#"{"id":"x","currentTime":30}"#), Some(30.0));
}

#[test]
fn a_player_event_that_nobody_could_read_says_which_video_and_no_more() {
    let read = |event_type: &str, payload: &str| {
        let line = with(&format!("\"event_type\":\"{event_type}\",\"event\":{payload}"));
        let video = parse(line.as_bytes()).unwrap().video.unwrap();
        (video.id.unwrap().into_owned(), video.position, video.duration)
    };
    let only_which = ("x".to_owned(), None, None);
    assert_eq!(read("play_video", r#"{"id":"x","currentTime":1,"code":7}"#), only_which);
    assert_eq!(
        read("play_video", r#"{"id":"x","currentTime":1,"duration":{}}"#),
        only_which
    );
    let whole = ("x".to_owned(), Some(1.0), None);
    assert_eq!(read("pause_video", r#"{"id":"x","currentTime":1,"code":7}"#), whole);
    let duration = |text: &str| {
        let payload = format!(r#"{{"id":"x","currentTime":1,"code":null,"duration":{text}}}"#);
        read("play_video", &payload).2
    };
    assert_eq!(duration(r#""61.5""#), Some(61.5));
    assert_eq!(duration(r#""long""#), None);
    assert_eq!(duration("null"), None);
    assert_eq!(duration("61"), Some(61.0));
}

#[test]
fn empty_envelope_texts_are_none() {
    let line = with(r#""ip":"","session":"","agent":"","host":"","page":"","referer":"","event_type":"""#);
    let event = parse(line.as_bytes()).unwrap();
    assert_eq!((event.ip, event.session, event.agent), (None, None, None));
    assert_eq!((event.host, event.page, event.referer), (None, None, None));
    assert_eq!(event.event_type.as_deref(), Some(""));
}

#[test]
fn events_in_the_odd_dialect_are_read_and_keep_their_identity() {
    let strict = with(r#""username":"a\tb","context":{"user_id":5},"page":"x\\x41/y""#);
    let odd = with("\"page\":\"x\\x41\\/y\",\"context\":{\"user_id\":+5},\"username\":\"a\tb\"");
    let (strict, odd) = (parse(strict.as_bytes()).unwrap(), parse(odd.as_bytes()).unwrap());
    assert_eq!(strict.id, odd.id);
    assert_eq!((odd.user_id, odd.username.as_deref()), (Some(5), Some("a\tb")));

    let mut latin = with(r#""username":"jos?","context":{"user_id":5}"#).into_bytes();
    let at = latin.iter().position(|byte| *byte == b'?').unwrap();
    latin[at] = 0xe9;
    let latin = parse(&latin).unwrap();
    let replaced = with("\"username\":\"jos\u{fffd}\",\"context\":{\"user_id\":5}");
    assert_eq!(latin.username.as_deref(), Some("jos\u{fffd}"));
    assert_eq!(latin.id, parse(replaced.as_bytes()).unwrap().id);
}

#[test]
fn what_an_event_says_in_vain_is_named() {
    let unread = |members: &str| -> Vec<&'static str> {
        let line = with(members);
        parse(line.as_bytes()).unwrap().unread.names().collect()
    };
    let none: [&str; 0] = [];
    let context = |context: &str| unread(&format!("\"context\":{context}"));
    for nothing in [
        "{}",
        r#"{"course_id":"","user_id":""}"#,
        r#"{"course_id":" ","user_id":null}"#,
        r#"{"course_id":"course-v1:R+S+T","user_id":"7"}"#,
        "null",
    ] {
        assert_eq!(context(nothing), none, "{nothing}");
    }
    assert_eq!(
        context(r#"{"course_id":"soil","user_id":"x"}"#),
        ["course_id", "user_id"]
    );
    assert_eq!(
        context(&format!(r#"{{"course_id":"R/S/{}"}}"#, "t".repeat(300))),
        ["course_id"]
    );
    assert_eq!(context(r#"{"course_id":"R/S/"}"#), ["odd_course_id"]);
    assert_eq!(context(r#"{"user_id":0}"#), ["user_id"]);
    let enrollment = |payload: &str| {
        unread(&format!(
            "\"event_type\":\"edx.course.enrollment.activated\",\"event\":{payload}"
        ))
    };
    assert_eq!(enrollment(r#"{"course_id":"R/S/T","user_id":5}"#), none);
    assert_eq!(
        enrollment(r#"{"course_id":"soil","user_id":-5}"#),
        ["enrollment_course_id", "enrollment_user_id"]
    );
}
