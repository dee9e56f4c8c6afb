//! What holds for every line whatever its bytes; used by the tests and by the fuzz target.

use std::borrow::Cow;

use olivine_event::{Event, course_key, parse};

/// Panics when a line breaks a rule.
pub fn check(line: &[u8]) {
    match parse(line) {
        Ok(event) => {
            check_values(&event);
            check_again(line, &event);
        }
        Err(reason) => assert_eq!(reason.is_noise(), !line.contains(&b'{'), "{reason}"),
    }
}

fn check_values(event: &Event<'_>) {
    let texts = [
        &event.time_text,
        &event.event_type,
        &event.event_source,
        &event.name,
        &event.username,
        &event.course_id,
        &event.course_id_or_url,
        &event.course_id_from_mfe,
        &event.org_id,
        &event.ip,
        &event.session,
        &event.agent,
        &event.host,
        &event.page,
        &event.referer,
    ];
    assert!(texts.into_iter().flatten().all(|text| !text.contains('\0')));
    let courses = [&event.course_id, &event.course_id_or_url, &event.course_id_from_mfe];
    assert!(courses.into_iter().flatten().all(|course| course_key::is_valid(course)));
    assert!(event.course_id.is_none() || event.course_id == event.course_id_or_url);
    assert!(
        event
            .username
            .as_ref()
            .is_none_or(|name| !name.is_empty() && name.trim() == name)
    );
    assert!(event.user_id.is_none_or(|user| user > 0));
    assert!(event.json.starts_with(b"{") && event.json.ends_with(b"}"));
    // Not the day that stands for no day. A day begins at midnight.
    let midnight = event.date().and_hms_opt(0, 0, 0).unwrap().and_utc().timestamp_micros();
    assert_eq!(event.time.div_euclid(86_400_000_000) * 86_400_000_000, midnight);
}

/// The same object alone, and behind noise, is the same event.
fn check_again(line: &[u8], event: &Event<'_>) {
    let alone = parse(event.json);
    assert_eq!(alone.as_ref(), Ok(event), "{}", shown(line));
    let mut noisy = b"May  4 web3 [pid 7]: ".to_vec();
    noisy.extend_from_slice(event.json);
    noisy.extend_from_slice(b" \r\n\0\0");
    assert_eq!(parse(&noisy).as_ref(), Ok(event), "{}", shown(line));
}

fn shown(line: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(line)
}
