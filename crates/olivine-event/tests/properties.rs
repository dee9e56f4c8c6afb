//! What holds for every line.

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

proptest! {
    #[test]
    fn no_bytes_panic(line in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = parse(&line);
    }

    #[test]
    fn no_text_of_json_characters_panics(line in "[{}\\[\\]\":,\\\\u0-9a-fnulxte. +-]{0,200}") {
        let _ = parse(line.as_bytes());
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
        let end = line.char_indices().map(|(at, _)| at).filter(|at| *at <= cut).last().unwrap_or(0);
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
        assert!(begin.elapsed().as_secs() < 20, "{}…", &line[..80]);
    }
}
