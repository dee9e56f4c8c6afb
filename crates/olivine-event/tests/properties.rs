//! What holds for every line.

mod line_rules;

use olivine_event::parse;
use proptest::prelude::*;

/// A JSON value of our dialect and two ways of writing it.
fn spelled() -> impl Strategy<Value = (String, String)> {
    let text = "[a-zA-Z0-9 é漢/_-]{0,12}".prop_map(|text| {
        let escaped: String = text.chars().map(|c| format!("\\u{:04x}", u32::from(c))).collect();
        (format!("\"{text}\""), format!("\"{escaped}\""))
    });
    let same = |text: String| (text.clone(), text);
    let leaf = prop_oneof![
        text,
        any::<i64>().prop_map(move |number| same(number.to_string())),
        prop_oneof![Just("true"), Just("null"), Just("1.5")].prop_map(move |word| same(word.to_owned())),
    ];
    leaf.prop_recursive(4, 32, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(|values| {
                let join = |pick: fn(&(String, String)) -> &String, with: &str| {
                    values.iter().map(pick).cloned().collect::<Vec<_>>().join(with)
                };
                (
                    format!("[{}]", join(|v| &v.0, ",")),
                    format!("[ {} ]", join(|v| &v.1, " , ")),
                )
            }),
            prop::collection::btree_map("[a-z]{1,6}", inner, 0..5).prop_map(|members| {
                let forward: Vec<String> = members
                    .iter()
                    .map(|(name, value)| format!("\"{name}\":{}", value.0))
                    .collect();
                let backward: Vec<String> = members
                    .iter()
                    .rev()
                    .map(|(name, value)| format!("\"{name}\" : {}", value.1))
                    .collect();
                (
                    format!("{{{}}}", forward.join(",")),
                    format!("{{ {} }}", backward.join(" , ")),
                )
            }),
        ]
    })
}

/// Names that the reader looks for, and others.
fn member_name() -> impl Strategy<Value = String> {
    let known = [
        "time",
        "event_type",
        "event_source",
        "name",
        "username",
        "context",
        "event",
        "ip",
        "session",
        "page",
        "synthesized",
        "course_id",
        "user_id",
        "org_id",
        "received_at",
    ];
    prop_oneof![4 => prop::sample::select(known.to_vec()).prop_map(str::to_owned), 1 => "[a-z_]{0,8}"]
}

/// Values as they come, with the oddities of the dialect.
fn odd_value() -> impl Strategy<Value = String> {
    let known = [
        r#""problem_check""#,
        r#""play_video""#,
        r#""edx.course.enrollment.activated""#,
        r#""server""#,
        r#""browser""#,
        r#""""#,
        r#"" ""#,
        r#""/courses/course-v1:R+S+T/info""#,
        r#""https://h/courses/course-v1%3AR%2BS%2BT?x""#,
        r#""/xblock/block-v1:R+S+T+type@p+block@x""#,
        r#""https://a/learning/course/course-v1:R+S+T/home""#,
        r#""https://a/course/course-v1:R+S+T/home""#,
        r#"" course-v1:R+S+T\n""#,
        r#""R/S/""#,
        r#""\u0000bo\u0000""#,
        r#""\ud83d""#,
        r#""\ud83d\ude00 \x41 \/""#,
        "\"raw\ttab\"",
        r#""{\"id\": \"9f\", \"currentTime\": \"1.5\"}""#,
        r#"{"course_id":"R/S/T","user_id":"12","mode":"audit"}"#,
        "NaN",
        "-Infinity",
        "+5",
        "7",
        "-0",
        "1e400",
        "123456789012345678901234567890",
        "null",
        "true",
        "[1,[2,{}]]",
        "{}",
    ];
    prop::sample::select(known.to_vec()).prop_map(str::to_owned)
}

proptest! {
    #[test]
    fn rules_hold_for_any_bytes(line in prop::collection::vec(any::<u8>(), 0..400)) {
        line_rules::check(&line);
    }

    #[test]
    fn rules_hold_for_text_of_json_characters(line in "[{}\\[\\]\":,\\\\u0-9a-fnulxte. +-]{0,200}") {
        line_rules::check(line.as_bytes());
    }

    #[test]
    fn rules_hold_for_damaged_events(
        members in prop::collection::vec((member_name(), odd_value()), 0..8),
        context in prop::collection::vec((member_name(), odd_value()), 0..5),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..3),
    ) {
        let object = |members: &[(String, String)]| {
            let members: Vec<String> = members.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
            format!("{{{}}}", members.join(","))
        };
        let mut all = members;
        all.push(("time".into(), "\"2024-01-02T03:04:05.5+01:00\"".into()));
        all.push(("context".into(), object(&context)));
        let mut line = object(&all).into_bytes();
        line_rules::check(&line);
        for (place, byte) in damage {
            let at = place.index(line.len());
            line[at] = byte;
            line_rules::check(&line);
        }
    }

    #[test]
    fn spelling_does_not_change_the_id((one, other) in spelled(), user in 1..1000i64) {
        let first = format!("{{\"time\":\"2024-01-02T03:04:05\",\"event\":{one},\"context\":{{\"user_id\":{user}}}}}");
        let second = format!("noise {{ \"context\" : {{\"user_id\":{user}}}, \"event\": {other} ,\"time\":\"2024-01-02T03:04:05\" }}\n");
        let (first, second) = (parse(first.as_bytes()).unwrap(), parse(second.as_bytes()).unwrap());
        prop_assert_eq!(first.id, second.id);
        prop_assert_eq!(first.user_id, Some(user));
    }

    #[test]
    fn other_content_has_another_id((one, _) in spelled(), (other, _) in spelled()) {
        let line = |value: &str| format!("{{\"time\":\"2024-01-02T03:04:05\",\"event\":{value}}}");
        let (first, second) = (line(&one), line(&other));
        prop_assume!(one != other);
        prop_assert_ne!(parse(first.as_bytes()).unwrap().id, parse(second.as_bytes()).unwrap().id);
    }

    #[test]
    fn a_cut_line_is_a_dead_letter_or_noise_never_another_event((one, _) in spelled(), cut in 0usize..200) {
        let line = format!("{{\"time\":\"2024-01-02T03:04:05\",\"event\":{one}}}");
        let end = line.char_indices().map(|(at, _)| at).rfind(|at| *at <= cut).unwrap_or(0);
        prop_assert!(parse(&line.as_bytes()[..end]).is_err());
    }
}

/// Lines made to be slow: all are read in time that grows as they do. The bound is loose enough for a busy machine, and far below
/// what one quadratic step over 4 MB would take.
#[test]
fn hostile_lines_take_linear_time() {
    let size = 4 << 20;
    let hostile = [
        "{".repeat(size),
        "[".repeat(size) + "{",
        format!("{}{{\"time\":\"x\"}}", "{\"a\":".repeat(100)),
        format!("{{\"time\":\"2024-01-02T03:04:05\"}}{}", "\0 ".repeat(size / 2)),
        format!(
            "{{\"time\":\"2024-01-02T03:04:05\",\"event_type\":\"play_video\",\"event\":\"{}\"}}",
            "{\\\"a\\\":".repeat(size / 7)
        ),
        format!(
            "{{\"time\":\"2024-01-02T03:04:05\",\"event_source\":\"server\",\"context\":{{}},\"event_type\":\"{}\"}}",
            "/courses/%2F".repeat(size / 12)
        ),
        format!("x{}", "}".repeat(size)),
        format!("{{\"a\":\"{}", "\\".repeat(size)),
        format!("{{\"a\":\"{}\"}}", "\\u0041".repeat(size / 6)),
        format!("{{{}\"time\":\"x\"}}", "\"a\":1,".repeat(size / 6)),
        format!(
            "{{\"time\":\"2024-01-02T03:04:05\",\"event_source\":\"server\",\"context\":{{}},\"event_type\":\"{}\"}}",
            "/courses/v1/".repeat(size / 12)
        ),
        format!(
            "{{\"time\":\"2024-01-02T03:04:05\",\"event_source\":\"server\",\"context\":{{}},\"event_type\":\"{}\"}}",
            "/xblock/a/".repeat(size / 10)
        ),
        format!(
            "{{\"time\":\"2024-01-02T03:04:05\",\"context\":{{\"course_id\":\"{}\"}}}}",
            "a+".repeat(size / 2)
        ),
    ];
    for line in hostile {
        let begin = std::time::Instant::now();
        let _ = parse(line.as_bytes());
        assert!(begin.elapsed().as_secs() < 60, "{}…", &line[..80]);
    }
}
