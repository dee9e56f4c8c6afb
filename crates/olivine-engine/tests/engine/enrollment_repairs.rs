//! `enrollment_repairs` against the rules of `EN 8.3` written down once more, as a table and a list, and through SQL in any order and
//! any cut.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow::array::{ArrayRef, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray};
use olivine_engine::enrollment_repair::{Item, Repairing, Said, Validation, repairs};
use proptest::prelude::*;
use proptest::strategy::ValueTree;

use crate::support::{Site, rows};

/// The table of `EN 8.3.5` (a): what is made between a place (row) and what is later (column); `+` only with the switch for changes
/// that change nothing.
const TABLE: &str = "
place             | activate    | deactivate | validate(active) | validate(inactive) | missing
activate          | deactivated+| -          | -                | deactivated        | deactivated
deactivate        | -           | activated+ | activated        | -                  | deactivated+
validate(active)  | deactivated+| -          | -                | deactivated        | -
validate(inactive)| -           | activated+ | activated        | -                  | -
mode_change       | -           | -          | -                | -                  | -
";

fn table() -> BTreeMap<(String, String), String> {
    let mut lines = TABLE.lines().filter(|line| !line.is_empty());
    let cells = |line: &str| line.split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
    let head = cells(lines.next().unwrap());
    let mut table = BTreeMap::new();
    for line in lines.map(cells) {
        for (act, made) in head.iter().zip(&line).skip(1) {
            table.insert((line[0].clone(), act.clone()), made.clone());
        }
    }
    table
}

/// A row of the walk as the rules speak of it.
#[derive(Clone)]
struct Row {
    label: String,
    time: i64,
    mode: String,
    validation: Option<Validation>,
}

fn rows_of(items: &[Item]) -> Vec<Row> {
    let row = |item: &Item| {
        let (label, validation) = match &item.said {
            Said::Activated => ("activate".to_owned(), None),
            Said::Deactivated => ("deactivate".to_owned(), None),
            Said::ModeChanged => ("mode_change".to_owned(), None),
            Said::Validated(validation) => {
                let word = if validation.is_active { "active" } else { "inactive" };
                (format!("validate({word})"), Some(validation.clone()))
            }
        };
        Row {
            label,
            time: item.time,
            mode: item.mode.to_string(),
            validation,
        }
    };
    let mut rows: Vec<Row> = items.iter().map(row).collect();
    // The labels sort like the names of the events, as far as the word before the bracket goes.
    let kind = |row: &Row| row.label.split('(').next().unwrap().to_owned();
    rows.sort_by_key(|row| (row.time, kind(row), row.mode.clone(), row.validation.clone()));
    rows.reverse();
    rows
}

/// Repairs as (time, kind, mode, reason, after, before).
type Made = (i64, String, String, String, Option<i64>, i64);

fn model(items: &[Item], how: &Repairing) -> Vec<Made> {
    let table = table();
    let mut rows = rows_of(items);
    if rows.is_empty() {
        return Vec::new();
    }
    for place in 0..rows.len() - 1 {
        let (Some(copy), None) = (rows[place].validation.clone(), &rows[place + 1].validation) else {
            continue;
        };
        let earlier = rows[place + 1].clone();
        let says_otherwise = match earlier.label.as_str() {
            "activate" => !copy.is_active,
            "deactivate" => copy.is_active,
            _ => earlier.mode != rows[place].mode,
        };
        if copy.dump_start < earlier.time && earlier.time < copy.dump_end && says_otherwise {
            rows[place].time = earlier.time - 1;
            rows.swap(place, place + 1);
        }
    }
    if let Some(expected) = how.expected_validation
        && rows[0].time < expected
    {
        let missing = Row {
            label: "missing".to_owned(),
            time: expected,
            mode: String::new(),
            validation: None,
        };
        rows.insert(0, missing);
    }
    let mut made: Vec<Made> = Vec::new();
    for place in 1..=rows.len() {
        // Everything later than the place decides together: look for it anew each time.
        let later = &rows[..place];
        let act = later.iter().rev().find(|row| row.label != "mode_change");
        let mode_row = &rows[place - 1];
        let mode = if mode_row.label == "missing" {
            None
        } else {
            Some(mode_row.mode.clone())
        };
        let created = later
            .iter()
            .filter_map(|row| row.validation.as_ref()?.created)
            .next_back();
        let Some(here) = rows.get(place) else {
            let Some(act) = act else { break };
            let mode = mode.unwrap_or_else(|| "honor".to_owned());
            let reason = format!("start => {}", act.label);
            let known = created.filter(|created| how.generate_before || *created >= how.from);
            let first = known.map(|created| created.max(how.earliest.unwrap_or(i64::MIN)));
            let mut make = |kind: &str, time: i64, after: Option<i64>| {
                made.push((time, kind.to_owned(), mode.clone(), reason.clone(), after, act.time));
            };
            match (act.label.as_str(), first) {
                ("deactivate" | "validate(active)", Some(first)) => make("activated", first, created),
                ("validate(inactive)", Some(first)) if how.include_nonstate_changes => {
                    make("activated", first, created);
                    make("deactivated", first + 1, created);
                }
                ("deactivate" | "validate(active)", None) if created.is_none() && how.generate_before => {
                    make("activated", act.time - 1, None);
                }
                _ => {}
            }
            break;
        };
        let mut last = here.time;
        if let Some(act) = act {
            let entry = table[&(here.label.clone(), act.label.clone())].clone();
            let is_wanted = entry != "-" && (how.include_nonstate_changes || !entry.ends_with('+'));
            if is_wanted {
                last += 1;
                let kind = entry.trim_end_matches('+').to_owned();
                let reason = format!("{} => {}", here.label, act.label);
                made.push((last, kind, here.mode.clone(), reason, Some(here.time), act.time));
            }
        }
        if let Some(mode) = mode
            && mode != here.mode
            && mode_row.label != "mode_change"
            && mode_row.label != "activate"
        {
            let reason = format!("{} => {} ({}=>{mode})", here.label, mode_row.label, here.mode);
            made.push((
                last + 1,
                "mode_changed".to_owned(),
                mode,
                reason,
                Some(last),
                mode_row.time,
            ));
        }
    }
    made
}

fn found(items: &[Item], how: &Repairing) -> Vec<Made> {
    let found = repairs(&mut items.to_vec(), how).into_iter().map(|repair| {
        let kind = repair.event_type.rsplit('.').next().unwrap().to_owned();
        (
            repair.time,
            kind,
            repair.mode.to_string(),
            repair.reason,
            repair.after,
            repair.before,
        )
    });
    found.collect()
}

fn one_item() -> impl Strategy<Value = Item> {
    // Few different times, so that things happen at once and during copies.
    let said = prop_oneof![
        Just(Said::Activated),
        Just(Said::Deactivated),
        Just(Said::ModeChanged),
        (any::<bool>(), proptest::option::of(0..30_i64), 0..30_i64, 0..12_i64).prop_map(
            |(is_active, created, dump_start, length)| {
                Said::Validated(Validation {
                    is_active,
                    created,
                    dump_start,
                    dump_end: dump_start + length,
                })
            }
        ),
    ];
    (0..30_i64, said, prop_oneof!["audit", "honor", "verified"]).prop_map(|(time, said, mode)| Item {
        time,
        said,
        mode: mode.into(),
    })
}

fn parameters() -> impl Strategy<Value = Repairing> {
    let time = || proptest::option::of(0..40_i64);
    (0..20_i64, any::<bool>(), any::<bool>(), time(), time()).prop_map(
        |(from, generate_before, include_nonstate_changes, earliest, expected_validation)| Repairing {
            from,
            generate_before,
            include_nonstate_changes,
            earliest,
            expected_validation,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    #[test]
    fn the_walk_does_what_the_rules_say(
        items in proptest::collection::vec(one_item(), 0..7),
        how in parameters(),
    ) {
        let mut once: Vec<Item> = Vec::new();
        for item in &items {
            if !once.contains(item) {
                once.push(item.clone());
            }
        }
        prop_assert_eq!(found(&items, &how), model(&once, &how));
    }
}

/// A table of items of several people, in batches of some size.
fn batches(people: &[(i64, Item)], size: usize) -> Vec<RecordBatch> {
    let times = |time: &dyn Fn(&Item) -> Option<i64>| -> ArrayRef {
        Arc::new(
            people
                .iter()
                .map(|(_, item)| time(item))
                .collect::<TimestampMicrosecondArray>(),
        )
    };
    let validation = |item: &Item| match &item.said {
        Said::Validated(validation) => Some(validation.clone()),
        _ => None,
    };
    let kinds = people.iter().map(|(_, item)| {
        let kind = match item.said {
            Said::Activated => "activated",
            Said::Deactivated => "deactivated",
            Said::ModeChanged => "mode_changed",
            Said::Validated(_) => "validated",
        };
        format!("edx.course.enrollment.{kind}")
    });
    let columns: Vec<(&str, ArrayRef)> = vec![
        (
            "person",
            Arc::new(people.iter().map(|(person, _)| Some(*person)).collect::<Int64Array>()),
        ),
        ("time", times(&|item| Some(item.time))),
        ("event_type", Arc::new(StringArray::from_iter_values(kinds))),
        (
            "mode",
            Arc::new(StringArray::from_iter_values(
                people.iter().map(|(_, item)| &*item.mode),
            )),
        ),
        (
            "is_active",
            Arc::new(
                people
                    .iter()
                    .map(|(_, item)| validation(item).map(|validation| i64::from(validation.is_active)))
                    .collect::<Int64Array>(),
            ),
        ),
        ("enrolled_at", times(&|item| validation(item)?.created)),
        ("dump_start", times(&|item| Some(validation(item)?.dump_start))),
        ("dump_end", times(&|item| Some(validation(item)?.dump_end))),
    ];
    let whole =
        RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, column)| (name, column, true)));
    let whole = whole.unwrap();
    let begins = (0..whole.num_rows()).step_by(size);
    begins
        .map(|begin| whole.slice(begin, size.min(whole.num_rows() - begin)))
        .collect()
}

#[tokio::test]
async fn sql_gives_the_same_in_any_order_and_any_cut() {
    let site = Site::new().await;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let strategy = proptest::collection::vec(one_item(), 0..7);
    let people: Vec<Vec<Item>> = (0..300)
        .map(|_| strategy.new_tree(&mut runner).unwrap().current())
        .collect();
    let how = Repairing {
        from: 0,
        generate_before: true,
        include_nonstate_changes: true,
        earliest: Some(4),
        expected_validation: Some(33),
    };
    let mut expected = Vec::new();
    for (person, items) in people.iter().enumerate() {
        for (time, kind, mode, reason, ..) in found(items, &how) {
            expected.push(format!("{person} {time} {kind} {mode} {reason}"));
        }
    }
    expected.sort();
    assert!(expected.len() > 300, "only {} repairs", expected.len());
    let sql = "with each as (select person, unnest(enrollment_repairs(time, event_type, mode, is_active, enrolled_at, dump_start, \
               dump_end, to_timestamp_micros(0), 1, 1, to_timestamp_micros(4), to_timestamp_micros(33))) as repair \
               from items group by person) \
               select person, cast(repair['time'] as bigint), replace(repair['event_type'], 'edx.course.enrollment.', ''), \
               repair['mode'], repair['reason'] from each";
    let mut table: Vec<(i64, Item)> = Vec::new();
    for (person, items) in (0_i64..).zip(&people) {
        table.extend(items.iter().map(|item| (person, item.clone())));
    }
    for turn in 0..4 {
        match turn {
            1 => table.reverse(),
            2 => table.sort_by_key(|(person, item)| (item.time, *person)),
            3 => table.extend(table.clone()),
            _ => {}
        }
        for size in [table.len(), 17, 1] {
            let session = site.session();
            let cut = batches(&table, size);
            session.register_batches("items", cut[0].schema(), cut.clone()).unwrap();
            let mut answer = rows(&session, sql, &BTreeMap::new()).await.unwrap();
            answer.sort();
            assert_eq!(answer, expected, "turn {turn}, batches of {size}");
        }
    }
}
