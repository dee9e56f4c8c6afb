//! The state machines of enrollment against the worked vectors of `EN 3.4` and `EN 3.13`.

use chrono::{Days, NaiveDate};
use olivine_engine::enrollment::{Kind, Step, Stretch, Summary, stretches, summary};
use proptest::prelude::*;

/// Day 1 of the vectors.
fn day(number: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 3, 1).unwrap() + Days::new(number - 1)
}

/// `a 2.10 audit` → an activation on day 2 at 10:00 in the track audit; `2.10:30:00.5` gives more of the time.
fn step(text: &'static str) -> Step<&'static str> {
    let mut words = text.split(' ');
    let kind = match words.next().unwrap() {
        "a" => Kind::Activated,
        "d" => Kind::Deactivated,
        "m" => Kind::ModeChanged,
        other => panic!("{other}"),
    };
    Step {
        time: time(words.next().unwrap()),
        kind,
        mode: words.next().unwrap(),
    }
}

fn time(text: &str) -> i64 {
    let (number, clock) = text.split_once('.').unwrap();
    let clock = if clock.contains(':') {
        clock.to_owned()
    } else {
        format!("{clock}:00:00")
    };
    let clock = if clock.matches(':').count() == 1 {
        format!("{clock}:00")
    } else {
        clock
    };
    let clock = clock.parse::<chrono::NaiveTime>().unwrap();
    day(number.parse().unwrap())
        .and_time(clock)
        .and_utc()
        .timestamp_micros()
}

/// The daily rows of `EN 3.3` up to the end of day `last`: `day:at_end,change,mode`.
fn daily(stretches: &[Stretch<&str>], last: u64) -> String {
    let mut rows = Vec::new();
    for number in 1..=last {
        let date = day(number);
        let Some(stretch) = stretches
            .iter()
            .find(|stretch| stretch.date <= date && stretch.until.is_none_or(|until| date < until))
        else {
            continue;
        };
        let change = if stretch.date == date { stretch.change } else { 0 };
        let sign = if change > 0 { "+" } else { "" };
        rows.push(format!(
            "{number}:{},{sign}{change},{}",
            u8::from(stretch.at_end),
            stretch.mode
        ));
    }
    rows.join(" ")
}

fn machine(events: &[&'static str]) -> (String, Option<Summary<&'static str>>) {
    machine_to(events, 3)
}

fn machine_to(events: &[&'static str], last: u64) -> (String, Option<Summary<&'static str>>) {
    let mut steps: Vec<Step<&str>> = events.iter().map(|text| step(text)).collect();
    let days = daily(&stretches(&mut steps), last);
    (days, summary(&mut steps, Some("verified"), Some("credit")))
}

#[test]
fn edge_vectors() {
    let (days, last) = machine(&["a 1.10 audit", "a 2.10 verified"]);
    assert_eq!(days, "1:1,+1,audit 2:1,0,verified 3:1,0,verified");
    let last = last.unwrap();
    assert_eq!(
        (last.current_mode, last.is_active, last.first_verified_time),
        ("audit", true, None)
    );

    let (days, last) = machine(&["d 2.10 audit", "a 3.10 audit"]);
    assert_eq!(days, "2:0,0,audit 3:1,+1,audit");
    let last = last.unwrap();
    assert_eq!((last.first_time, last.last_unenrollment_time), (time("3.10"), None));

    let (days, last) = machine(&["m 1.10 verified", "a 2.10 audit"]);
    assert_eq!(days, "1:0,0,verified 2:1,+1,audit 3:1,0,audit");
    let last = last.unwrap();
    assert_eq!((last.first_mode, last.first_verified_time), ("audit", None));

    let (days, last) = machine(&["a 1.10 audit", "d 2.10 audit", "m 2.11 verified"]);
    assert_eq!(days, "1:1,+1,audit 2:0,-1,verified 3:0,0,verified");
    let last = last.unwrap();
    assert_eq!((last.current_mode, last.is_active), ("audit", false));

    let (days, last) = machine(&["a 1.10 audit", "d 1.11 audit", "a 1.12 verified"]);
    assert_eq!(days, "1:1,+1,verified 2:1,0,verified 3:1,0,verified");
    let last = last.unwrap();
    assert_eq!((last.first_mode, last.is_active), ("audit", true));
    assert_eq!(last.last_unenrollment_time, Some(time("1.11")));
    assert_eq!(last.first_verified_time, Some(time("1.12")));

    let (days, last) = machine(&["a 1.10 audit", "d 2.10 honor"]);
    assert_eq!(days, "1:1,+1,audit 2:0,-1,honor 3:0,0,honor");
    let last = last.unwrap();
    assert_eq!((last.current_mode, last.is_active), ("audit", false));

    let (days, last) = machine(&["a 1.10 audit", "d 2.10 audit", "d 3.10 audit"]);
    assert_eq!(days, "1:1,+1,audit 2:0,-1,audit 3:0,0,audit");
    assert_eq!(last.unwrap().last_unenrollment_time, Some(time("2.10")));

    let (days, last) = machine(&["a 1.10 audit", "m 2.10 credit", "m 3.10 verified"]);
    assert_eq!(days, "1:1,+1,audit 2:1,0,credit 3:1,0,verified");
    let last = last.unwrap();
    assert_eq!(last.current_mode, "verified");
    assert_eq!(last.first_credit_time, Some(time("2.10")));
    assert_eq!(last.first_verified_time, Some(time("3.10")));

    let (days, last) = machine(&["d 2.10 audit", "a 2.10 audit"]);
    assert_eq!(days, "2:0,0,audit 3:0,0,audit");
    let last = last.unwrap();
    assert_eq!((last.is_active, last.first_time), (false, time("2.10")));
    assert_eq!(last.last_unenrollment_time, Some(time("2.10")));
}

#[test]
fn worked_example() {
    let first = ["a 1.10 audit", "m 3.09 verified", "d 4.12 verified"];
    let third = ["d 2.23:59:59.999999 audit", "a 2.23:59:59.999999 audit", "a 5.00 audit"];
    let (days, last) = machine_to(&first, 5);
    assert_eq!(
        days,
        "1:1,+1,audit 2:1,0,audit 3:1,0,verified 4:0,-1,verified 5:0,0,verified"
    );
    let last = last.unwrap();
    assert_eq!(
        (last.current_mode, last.is_active, last.first_mode),
        ("verified", false, "audit")
    );
    assert_eq!(last.first_time, time("1.10"));
    assert_eq!(last.last_unenrollment_time, Some(time("4.12")));
    assert_eq!(last.first_verified_time, Some(time("3.09")));

    let (days, last) = machine_to(&["d 2.08 honor"], 5);
    assert_eq!(
        (days.as_str(), last),
        ("2:0,0,honor 3:0,0,honor 4:0,0,honor 5:0,0,honor", None)
    );

    let (days, last) = machine_to(&third, 5);
    assert_eq!(days, "2:0,0,audit 3:0,0,audit 4:0,0,audit 5:1,+1,audit");
    let last = last.unwrap();
    assert_eq!((last.current_mode, last.is_active), ("audit", true));
    assert_eq!(last.first_time, time("2.23:59:59.999999"));
    assert_eq!(last.last_unenrollment_time, Some(time("2.23:59:59.999999")));

    let (days, last) = machine_to(&["m 4.05 verified"], 5);
    assert_eq!((days.as_str(), last), ("4:0,0,verified 5:0,0,verified", None));
}

#[test]
fn nothing_gives_nothing() {
    assert_eq!(stretches::<&str>(&mut []), Vec::new());
    assert_eq!(summary::<&str>(&mut [], None, None), None);
}

/// The rules of `EN 3.3` as they stand there, written out day by day: the slow twin of [`stretches`].
fn day_by_day(steps: &[Step<&'static str>], last: u64) -> String {
    let mut steps = steps.to_vec();
    steps.sort_by_key(|step| (step.time, step.kind, step.mode));
    let (mut enrolled, mut previous, mut mode, mut started) = (false, false, "unknown", false);
    let mut rows = Vec::new();
    for number in 1..=last {
        let (begin, end) = (time(&format!("{number}.00")), time(&format!("{}.00", number + 1)));
        for step in steps.iter().filter(|step| (begin..end).contains(&step.time)) {
            started = true;
            mode = step.mode;
            match step.kind {
                Kind::Activated => enrolled = true,
                Kind::Deactivated => enrolled = false,
                Kind::ModeChanged => {}
            }
        }
        if started {
            let change = i8::from(enrolled) - i8::from(previous);
            let sign = if change > 0 { "+" } else { "" };
            rows.push(format!("{number}:{},{sign}{change},{mode}", u8::from(enrolled)));
            previous = enrolled;
        }
    }
    rows.join(" ")
}

fn any_steps() -> impl Strategy<Value = Vec<Step<&'static str>>> {
    let kinds = prop_oneof![Just(Kind::Activated), Just(Kind::Deactivated), Just(Kind::ModeChanged)];
    let modes = prop_oneof![Just("audit"), Just("verified"), Just("credit"), Just("honor")];
    // Few times, so that equal ones are common.
    let times = (1_u64..8, 0_u64..3).prop_map(|(number, hour)| time(&format!("{number}.{hour:02}")));
    let step = (times, kinds, modes).prop_map(|(time, kind, mode)| Step { time, kind, mode });
    proptest::collection::vec(step, 0..14)
}

proptest! {
    #[test]
    fn stretches_say_what_the_rules_say(mut steps in any_steps()) {
        let expected = day_by_day(&steps, 9);
        prop_assert_eq!(daily(&stretches(&mut steps), 9), expected);
    }

    #[test]
    fn order_and_repetitions_leave_no_trace(steps in any_steps(), seed in any::<u64>()) {
        let mut other: Vec<_> = steps.iter().chain(steps.iter().filter(|step| step.time as u64 % 2 == seed % 2)).copied().collect();
        other.sort_by_key(|step| (step.time as u64 ^ seed).wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let mut steps = steps;
        prop_assert_eq!(stretches(&mut steps.clone()), stretches(&mut other.clone()));
        prop_assert_eq!(
            summary(&mut steps, Some("verified"), Some("credit")),
            summary(&mut other, Some("verified"), Some("credit"))
        );
    }
}
