use super::*;

const HOUR: i64 = 3_600_000_000;

fn item(hours: i64, said: Said, mode: &str) -> Item {
    Item {
        time: hours * HOUR,
        said,
        mode: mode.into(),
    }
}

fn validated(hours: i64, is_active: bool, created: i64, mode: &str) -> Item {
    let said = Said::Validated(Validation {
        is_active,
        created: Some(created * HOUR),
        dump_start: (hours - 2) * HOUR,
        dump_end: hours * HOUR,
    });
    item(hours, said, mode)
}

/// Repairs as text: time in microseconds after the hour that is nearest below.
fn found(mut items: Vec<Item>, how: &Repairing) -> Vec<String> {
    let shown = repairs(&mut items, how).into_iter().map(|repair| {
        let kind = repair.event_type.rsplit('.').next().unwrap();
        let (hour, micros) = (repair.time.div_euclid(HOUR), repair.time.rem_euclid(HOUR));
        format!("{hour}+{micros} {kind} {} [{}]", repair.mode, repair.reason)
    });
    shown.collect()
}

/// The example of `EN 8.3.7`.
#[test]
fn an_unenrollment_that_nobody_logged() {
    let items = vec![item(10, Said::Activated, "audit"), validated(50, false, 10, "verified")];
    assert_eq!(
        found(items, &Repairing::default()),
        [
            "10+1 deactivated audit [activate => validate(inactive)]",
            "10+2 mode_changed verified [activate => validate(inactive) (audit=>verified)]",
        ]
    );
}

#[test]
fn an_enrollment_before_the_first_event() {
    let inside = Repairing::default();
    let after = Repairing {
        from: 20 * HOUR,
        ..inside
    };
    let before_too = Repairing {
        generate_before: true,
        earliest: Some(15 * HOUR),
        ..after
    };
    let everything = Repairing {
        include_nonstate_changes: true,
        ..before_too
    };
    let active = || vec![validated(50, true, 10, "audit")];
    let inactive = || vec![validated(50, false, 10, "audit")];
    let left = || vec![item(30, Said::Deactivated, "audit")];
    let began = "10+0 activated audit [start => validate(active)]";
    assert_eq!(found(active(), &inside), [began]);
    assert_eq!(found(active(), &after), [""; 0]);
    assert_eq!(
        found(active(), &before_too),
        ["15+0 activated audit [start => validate(active)]"]
    );
    assert_eq!(found(inactive(), &before_too), [""; 0]);
    assert_eq!(
        found(inactive(), &everything),
        [
            "15+0 activated audit [start => validate(inactive)]",
            "15+1 deactivated audit [start => validate(inactive)]",
        ]
    );
    assert_eq!(found(left(), &inside), [""; 0]);
    let just_before = format!("29+{} activated audit [start => deactivate]", HOUR - 1);
    assert_eq!(found(left(), &before_too), [just_before]);
    let mut known = left();
    known.push(validated(50, false, 10, "audit"));
    assert_eq!(found(known, &inside), ["10+0 activated audit [start => deactivate]"]);
}

#[test]
fn an_event_while_the_table_was_copied() {
    // The copy ran from 48 to 50 o'clock and saw the person enrolled; at 49 o'clock the person left.
    let items = vec![
        item(10, Said::Activated, "audit"),
        item(49, Said::Deactivated, "audit"),
        validated(50, true, 10, "audit"),
    ];
    assert_eq!(found(items, &Repairing::default()), [""; 0]);
    // Half an hour before the copy began, it does not explain the row.
    let items = vec![
        item(10, Said::Activated, "audit"),
        item(47, Said::Deactivated, "audit"),
        validated(50, true, 10, "audit"),
    ];
    assert_eq!(
        found(items, &Repairing::default()),
        ["47+1 activated audit [deactivate => validate(active)]"]
    );
}

#[test]
fn a_validation_that_is_expected() {
    let how = Repairing {
        expected_validation: Some(60 * HOUR),
        ..Repairing::default()
    };
    assert_eq!(
        found(vec![item(10, Said::Activated, "audit")], &how),
        ["10+1 deactivated audit [activate => missing]"]
    );
    assert_eq!(
        found(vec![validated(50, true, 10, "audit")], &how),
        ["10+0 activated audit [start => validate(active)]"]
    );
    assert_eq!(found(Vec::new(), &how), [""; 0]);
}

/// Of random histories whose begin is known from a copy of the table: order and copies do not matter, and with the repairs put in,
/// nothing is lacking any more, unless several things happen at once or during a copy (`EN 8.3.6`).
#[test]
fn repaired_histories_are_whole() {
    let mut seed = 7_u64;
    let mut dice = |sides: i64| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        i64::try_from(seed >> 33).unwrap() % sides
    };
    let mut repaired = 0;
    for _ in 0..20_000 {
        let mut hour = 10;
        let mut items = Vec::new();
        for _ in 0..dice(6) {
            // Times of their own, more than a copy apart.
            hour += 3 + dice(5);
            let mode = ["audit", "honor", "verified"][usize::try_from(dice(3)).unwrap()];
            items.push(match dice(5) {
                0 => item(hour, Said::Activated, mode),
                1 => item(hour, Said::Deactivated, mode),
                2 => item(hour, Said::ModeChanged, mode),
                _ => validated(hour, dice(2) == 0, 5, mode),
            });
        }
        if !items.is_empty() {
            items.push(validated(hour + 10, dice(2) == 0, 5, "audit"));
        }
        let first = Repairing {
            generate_before: dice(2) == 0,
            include_nonstate_changes: dice(2) == 0,
            expected_validation: None,
            ..Repairing::default()
        };
        let made = repairs(&mut items.clone(), &first);
        let mut shuffled = items.clone();
        shuffled.extend(items.iter().rev().cloned());
        assert_eq!(repairs(&mut shuffled, &first), made);
        repaired += made.len();
        items.extend(made.into_iter().map(|repair| {
            let said = match repair.event_type {
                ACTIVATED => Said::Activated,
                DEACTIVATED => Said::Deactivated,
                _ => Said::ModeChanged,
            };
            Item {
                time: repair.time,
                said,
                mode: repair.mode,
            }
        }));
        let again = Repairing {
            generate_before: false,
            ..first
        };
        assert_eq!(repairs(&mut items.clone(), &again), [], "{items:?}");
    }
    assert!(repaired > 10_000, "only {repaired} repairs");
}

#[test]
fn absurd_times_are_taken_as_they_are() {
    let how = Repairing {
        generate_before: true,
        ..Repairing::default()
    };
    for time in [i64::MIN + 10, -1, i64::MAX - 10] {
        let mut items = vec![Item {
            time,
            said: Said::Deactivated,
            mode: "".into(),
        }];
        assert_eq!(repairs(&mut items, &how).len(), 1);
    }
    assert_eq!(time_text(i64::MAX), None);
    assert_eq!(time_text(-1).as_deref(), Some("1969-12-31T23:59:59.999999"));
}
