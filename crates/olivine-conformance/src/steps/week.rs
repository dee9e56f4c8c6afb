//! `calendar.*` and the weeks of the activity table.

use chrono::{Datelike, NaiveDate};
use olivine_engine::week;
use serde_json::{Value, json};

use crate::score::Verdict;
use crate::vectors::Vector;

fn day(value: &Value) -> Option<NaiveDate> {
    value.as_str()?.parse().ok()
}

fn text(day: Option<NaiveDate>) -> Option<String> {
    day.map(|day| day.to_string())
}

pub(super) fn calendar(vector: &Vector) -> Verdict {
    let interval = &vector.input["interval"];
    let (Some(start), Some(end)) = (day(&interval["start"]), day(&interval["end"])) else {
        return Verdict::Failed("no interval".to_owned());
    };
    let rows: Vec<Value> = start
        .iter_days()
        .take_while(|day| *day < end)
        .map(|day| {
            json!({
                "date": day.to_string(),
                "year": day.year().to_string(),
                "month": day.month().to_string(),
                "day": day.day().to_string(),
                "iso_week": week::label(day),
                "iso_week_start": text(week::start(day)),
                "iso_week_end": text(week::end(day)),
                "iso_weekday": day.weekday().number_from_monday().to_string(),
            })
        })
        .collect();
    Verdict::of(Value::Array(rows), vector.expected["rows"].clone())
}

pub(super) fn weekly_interval(vector: &Vector) -> Verdict {
    let weeks = vector.input["weeks"].as_i64().unwrap_or_default();
    let first =
        day(&vector.input["end_date"]).and_then(|end| Some((week::first_day_of_last(weeks, end)?, week::start(end)?)));
    match first {
        Some((start, end)) => Verdict::of(
            json!({ "start": start.to_string(), "end": end.to_string() }),
            vector.expected["interval"].clone(),
        ),
        None => Verdict::of(true, vector.expected.get("error").is_some()),
    }
}
