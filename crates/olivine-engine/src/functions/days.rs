//! Functions about days, weeks and times.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Date32Array, Int64Array, StringArray, TimestampMicrosecondArray};
use arrow::datatypes::{DataType, Date32Type, Int64Type, TimestampMicrosecondType};
use chrono::{Datelike, NaiveDate};
use datafusion::error::{DataFusionError, Result};

use super::arguments::{Argument, time_type};
use super::scalar::Scalar;
use super::{Carries, Example, FunctionDoc, FunctionKind};
use crate::{wall_clock, week};

/// Days between 1970-01-01 and the beginning of the calendar of `chrono`.
const UNIX_EPOCH_FROM_CE: i32 = 719_163;

fn date_of(days: i32) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(days.checked_add(UNIX_EPOCH_FROM_CE)?)
}

fn days_of(date: NaiveDate) -> i32 {
    date.num_days_from_ce() - UNIX_EPOCH_FROM_CE
}

/// A function from day to day.
fn day_to_day(columns: &[ArrayRef], rule: fn(NaiveDate) -> Option<NaiveDate>) -> Result<ArrayRef> {
    let days = columns[0].as_primitive::<Date32Type>();
    let answer: Date32Array = days
        .iter()
        .map(|day| day.and_then(date_of).and_then(rule).map(days_of))
        .collect();
    Ok(Arc::new(answer))
}

pub(super) fn functions() -> Vec<Scalar> {
    vec![
        Scalar::new(ISO_WEEK_START, &[Argument::Day], DataType::Date32, |columns| {
            day_to_day(columns, week::start)
        }),
        Scalar::new(ISO_WEEK_END, &[Argument::Day], DataType::Date32, |columns| {
            day_to_day(columns, week::end)
        }),
        Scalar::new(ISO_WEEK, &[Argument::Day], DataType::Utf8, iso_week),
        Scalar::new(ISO_WEEKDAY, &[Argument::Day], DataType::Int64, iso_weekday),
        Scalar::new(
            DATE_SUB_DAYS,
            &[Argument::Day, Argument::Integer],
            DataType::Date32,
            date_sub_days,
        ),
        Scalar::new(
            DAYS_BETWEEN,
            &[Argument::Day, Argument::Day],
            DataType::Int64,
            days_between,
        ),
        Scalar::new(
            WEEKS_START,
            &[Argument::Day, Argument::Integer],
            DataType::Date32,
            weeks_start,
        ),
        Scalar::new(
            WALL_CLOCK,
            &[Argument::Text, Argument::Time],
            time_type(),
            read_wall_clock,
        ),
    ]
}

const ISO_WEEK_START: FunctionDoc = FunctionDoc {
    name: "iso_week_start",
    signature: "iso_week_start(day date) -> date",
    kind: FunctionKind::Scalar,
    doc: "The Monday of the week of a day.",
    rule: "EN 5",
    carries: Carries::Values,
    examples: &[
        Example {
            sql: "iso_week_start(date '2021-01-03')",
            result: "2020-12-28",
        },
        Example {
            sql: "iso_week_start(date '2024-03-11')",
            result: "2024-03-11",
        },
        Example {
            sql: "iso_week_start(null)",
            result: "null",
        },
    ],
};

const ISO_WEEK_END: FunctionDoc = FunctionDoc {
    name: "iso_week_end",
    signature: "iso_week_end(day date) -> date",
    kind: FunctionKind::Scalar,
    doc: "The Monday after the week of a day: the exclusive end of that week.",
    rule: "EN 5",
    carries: Carries::Values,
    examples: &[Example {
        sql: "iso_week_end(date '2024-12-30')",
        result: "2025-01-06",
    }],
};

const ISO_WEEK: FunctionDoc = FunctionDoc {
    name: "iso_week",
    signature: "iso_week(day date) -> text",
    kind: FunctionKind::Scalar,
    doc: "The week of a day: ISO year, `W`, two digits.",
    rule: "EN 5",
    carries: Carries::Values,
    examples: &[Example {
        sql: "iso_week(date '2024-12-30')",
        result: "2025W01",
    }],
};

const ISO_WEEKDAY: FunctionDoc = FunctionDoc {
    name: "iso_weekday",
    signature: "iso_weekday(day date) -> integer",
    kind: FunctionKind::Scalar,
    doc: "The day of the week: 1 is Monday, 7 is Sunday.",
    rule: "EN 5",
    carries: Carries::Values,
    examples: &[Example {
        sql: "iso_weekday(date '2021-01-03')",
        result: "7",
    }],
};

const DATE_SUB_DAYS: FunctionDoc = FunctionDoc {
    name: "date_sub_days",
    signature: "date_sub_days(day date, days integer) -> date",
    kind: FunctionKind::Scalar,
    doc: "The day so many days before a day; after it for a negative number. Null outside of the calendar.",
    rule: "EN 3.11",
    carries: Carries::Values,
    examples: &[
        Example {
            sql: "date_sub_days(date '2024-03-01', 1)",
            result: "2024-02-29",
        },
        Example {
            sql: "date_sub_days(date '2024-03-11', -7)",
            result: "2024-03-18",
        },
    ],
};

const DAYS_BETWEEN: FunctionDoc = FunctionDoc {
    name: "days_between",
    signature: "days_between(first date, last date) -> integer",
    kind: FunctionKind::Scalar,
    doc: "How many days a day comes after another one; negative if it comes before.",
    rule: "OV-7",
    carries: Carries::Values,
    examples: &[
        Example {
            sql: "days_between(date '2024-02-28', date '2024-03-01')",
            result: "2",
        },
        Example {
            sql: "days_between(date '2024-03-01', date '2024-02-29')",
            result: "-1",
        },
        Example {
            sql: "days_between(null, date '2024-02-29')",
            result: "null",
        },
    ],
};

const WEEKS_START: FunctionDoc = FunctionDoc {
    name: "weeks_start",
    signature: "weeks_start(end_date date, weeks integer) -> date",
    kind: FunctionKind::Scalar,
    doc: "The first day of the last so many complete weeks before the week of `end_date`. Less than one week is an error.",
    rule: "EN 4.1",
    carries: Carries::Values,
    examples: &[
        Example {
            sql: "weeks_start(date '2014-01-01', 1)",
            result: "2013-12-23",
        },
        Example {
            sql: "weeks_start(date '2012-02-29', 52)",
            result: "2011-02-28",
        },
    ],
};

const WALL_CLOCK: FunctionDoc = FunctionDoc {
    name: "wall_clock",
    signature: "wall_clock(time_text text, time timestamp) -> timestamp",
    kind: FunctionKind::Scalar,
    doc: "The time as written, without applying its offset, as if it were UTC: how the old pipeline read times. \
`time_text` is null for times in the form that the LMS writes; then it is `time`. Null for a text in which the old \
pipeline found no day.",
    rule: "EN S2",
    carries: Carries::Values,
    examples: &[
        Example {
            sql: "wall_clock('2024-03-01T23:30:00-05:00', timestamp '2024-03-02T04:30:00')",
            result: "2024-03-01T23:30:00Z",
        },
        Example {
            sql: "wall_clock(null, timestamp '2024-03-02T04:30:00')",
            result: "2024-03-02T04:30:00Z",
        },
        Example {
            sql: "wall_clock('2024-03-01 23:30:00', timestamp '2024-03-01T23:30:00')",
            result: "null",
        },
    ],
};

fn iso_week(columns: &[ArrayRef]) -> Result<ArrayRef> {
    let days = columns[0].as_primitive::<Date32Type>();
    let answer: StringArray = days.iter().map(|day| day.and_then(date_of).map(week::label)).collect();
    Ok(Arc::new(answer))
}

fn iso_weekday(columns: &[ArrayRef]) -> Result<ArrayRef> {
    let days = columns[0].as_primitive::<Date32Type>();
    let weekday = |day: NaiveDate| i64::from(day.weekday().number_from_monday());
    let answer: Int64Array = days.iter().map(|day| day.and_then(date_of).map(weekday)).collect();
    Ok(Arc::new(answer))
}

fn date_sub_days(columns: &[ArrayRef]) -> Result<ArrayRef> {
    let days = columns[0].as_primitive::<Date32Type>();
    let counts = columns[1].as_primitive::<Int64Type>();
    let before = |day: i32, count: i64| i32::try_from(i64::from(day).checked_sub(count)?).ok();
    let answer: Date32Array = days
        .iter()
        .zip(counts)
        .map(|(day, count)| before(day?, count?))
        .collect();
    Ok(Arc::new(answer))
}

fn days_between(columns: &[ArrayRef]) -> Result<ArrayRef> {
    let firsts = columns[0].as_primitive::<Date32Type>();
    let lasts = columns[1].as_primitive::<Date32Type>();
    let answer: Int64Array = firsts
        .iter()
        .zip(lasts)
        .map(|(first, last)| Some(i64::from(last?) - i64::from(first?)))
        .collect();
    Ok(Arc::new(answer))
}

fn weeks_start(columns: &[ArrayRef]) -> Result<ArrayRef> {
    let ends = columns[0].as_primitive::<Date32Type>();
    let counts = columns[1].as_primitive::<Int64Type>();
    let mut answer = Date32Array::builder(ends.len());
    for (end, weeks) in ends.iter().zip(counts) {
        let (Some(end), Some(weeks)) = (end.and_then(date_of), weeks) else {
            answer.append_null();
            continue;
        };
        if weeks < 1 {
            return Err(DataFusionError::Execution(format!(
                "weeks must be at least 1, not {weeks}"
            )));
        }
        answer.append_option(week::first_day_of_last(weeks, end).map(days_of));
    }
    Ok(Arc::new(answer.finish()))
}

fn read_wall_clock(columns: &[ArrayRef]) -> Result<ArrayRef> {
    let texts = columns[0].as_string_view();
    let times = columns[1].as_primitive::<TimestampMicrosecondType>();
    if texts.null_count() == texts.len() {
        return Ok(Arc::clone(&columns[1]));
    }
    let answer: TimestampMicrosecondArray = texts
        .iter()
        .zip(times)
        .map(|(text, time)| match text {
            Some(text) => wall_clock::read(text).map(|read| read.and_utc().timestamp_micros()),
            None => time,
        })
        .collect();
    Ok(Arc::new(answer.with_timezone("UTC")))
}
