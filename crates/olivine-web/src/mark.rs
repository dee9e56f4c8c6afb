//! Marks on time axes: when a course starts and ends, and the notes of its team (`UI 7.3`, annotate).

use chrono::NaiveDate;
use serde_json::{Value, json};

use crate::catalogue::Course;
use crate::format;
use crate::language::Words;
use crate::notes::Note;
use crate::presenter::ChartRows;

/// A day with a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    pub day: NaiveDate,
    pub label: String,
}

/// Start and end of a course and its notes, by day.
pub fn marks(words: &Words, course: Option<&Course>, notes: &[Note]) -> Vec<Mark> {
    let of_course = |time: Option<chrono::NaiveDateTime>, label: &str| {
        time.map(|time| Mark {
            day: time.date(),
            label: words.t(label),
        })
    };
    let start = course.and_then(|course| of_course(course.start, "mark-start"));
    let end = course.and_then(|course| of_course(course.end, "mark-end"));
    let notes = notes.iter().map(|note| Mark {
        day: note.day,
        label: note.text.clone(),
    });
    let mut marks: Vec<Mark> = start.into_iter().chain(end).chain(notes).collect();
    marks.sort_by_key(|mark| mark.day);
    marks
}

/// The same in words, for those who do not see the drawing.
pub fn sentence(words: &Words, marks: &[&Mark]) -> Option<String> {
    let named = marks.iter().map(|mark| {
        let day = format::date_short(words, mark.day);
        words.with("mark-named", &[("label", &mark.label), ("date", &day)])
    });
    let list = named.collect::<Vec<_>>().join(&words.t("list-separator"));
    (!marks.is_empty()).then(|| words.t1("marks-drawn", "marks", &list))
}

/// Draws marks on a chart over time; those beyond the days it shows are left out, so that they do not stretch the axis. Gives the ones
/// drawn: none on other charts.
pub fn draw<'a>(spec: &mut Value, rows: &ChartRows, marks: &'a [Mark]) -> Vec<&'a Mark> {
    let Some(field) = time_field(spec) else {
        return Vec::new();
    };
    let days = rows.rows.iter().filter_map(|row| {
        let text = row.get(&field)?.as_str()?.get(..10)?;
        text.parse::<NaiveDate>().ok()
    });
    let (mut first, mut last) = (None, None);
    for day in days {
        first = Some(first.map_or(day, |known: NaiveDate| known.min(day)));
        last = last.max(Some(day));
    }
    let (Some(first), Some(last)) = (first, last) else {
        return Vec::new();
    };
    let drawn: Vec<&Mark> = marks.iter().filter(|mark| (first..=last).contains(&mark.day)).collect();
    if drawn.is_empty() {
        return drawn;
    }
    let x = json!({ "field": "mark_day", "type": "temporal", "scale": { "type": "utc" } });
    let data = json!({ "name": "marks" });
    let layers = [
        json!({
            "data": data,
            "mark": { "type": "rule", "color": "$--ink-soft", "strokeDash": [4, 3], "strokeWidth": 1, "tooltip": null },
            "encoding": { "x": x },
        }),
        json!({
            "data": data,
            "mark": {
                "type": "text", "align": "left", "baseline": "top", "dx": 4, "fontSize": 11, "color": "$--ink-soft", "limit": 140,
                "tooltip": null,
            },
            "encoding": {
                "x": x,
                "y": { "value": { "expr": "2 + 13 * (datum.mark_line ? datum.mark_line : 0)" } },
                "text": { "field": "mark_label" },
            },
        }),
    ];
    layered(spec, layers);
    drawn
}

/// The data set `marks` of a chart. It stands beside the specification, in which some words mean something else to the browser.
pub fn values(drawn: &[&Mark]) -> Vec<Value> {
    let value = |(at, mark): (usize, &&Mark)| json!({ "mark_day": format!("{}T00:00:00Z", mark.day), "mark_label": mark.label, "mark_line": at % 3 });
    drawn.iter().enumerate().map(value).collect()
}

/// The field over which a chart draws time; none if it draws something else.
fn time_field(spec: &Value) -> Option<String> {
    let x = &spec["encoding"]["x"];
    (x["type"] == "temporal").then(|| x["field"].as_str().map(str::to_owned))?
}

/// Puts layers over what a chart draws; a chart of one view becomes one of layers first.
fn layered(spec: &mut Value, layers: [Value; 2]) {
    let Value::Object(fields) = spec else { return };
    if !fields.contains_key("layer") {
        let mut own = serde_json::Map::new();
        for name in ["data", "transform", "mark"] {
            if let Some(value) = fields.remove(name) {
                own.insert(name.to_owned(), value);
            }
        }
        // All that is drawn, but for the time, belongs to the view: marks have neither height nor colour of its data.
        if let Some(Value::Object(encoding)) = fields.get_mut("encoding") {
            let names: Vec<String> = encoding.keys().filter(|name| *name != "x").cloned().collect();
            let taken = names
                .into_iter()
                .filter_map(|name| Some((name.clone(), encoding.remove(&name)?)));
            own.insert("encoding".to_owned(), Value::Object(taken.collect()));
        }
        fields.insert("layer".to_owned(), json!([own]));
    }
    if let Some(Value::Array(known)) = fields.get_mut("layer") {
        // Below the layer that follows the pointer, which stands last.
        let place = known.len().saturating_sub(usize::from(known.len() > 1));
        known.splice(place..place, layers);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::presenter::samples::{day, english};

    fn rows(days: &[&str]) -> ChartRows {
        let row = |day: &&str| serde_json::Map::from_iter([("x".to_owned(), json!(format!("{day}T00:00:00Z")))]);
        ChartRows {
            rows: days.iter().map(row).collect(),
            ..ChartRows::default()
        }
    }

    fn mark(date: &str, label: &str) -> Mark {
        Mark {
            day: day(date),
            label: label.to_owned(),
        }
    }

    #[test]
    fn marks_within_the_days_are_drawn() {
        let marks = [
            mark("2026-01-01", "start"),
            mark("2026-02-01", "exam"),
            mark("2027-01-01", "end"),
        ];
        let mut spec = json!({ "encoding": { "x": { "field": "x", "type": "temporal" } }, "layer": [{ "mark": "line" }, { "mark": "rule" }] });
        let drawn = draw(&mut spec, &rows(&["2026-02-03", "2026-01-20"]), &marks);
        assert_eq!(drawn, [&marks[1]]);
        assert_eq!(spec["layer"].as_array().unwrap().len(), 4);
        assert_eq!(
            spec["layer"][3]["mark"], "rule",
            "what follows the pointer stays on top"
        );
        assert_eq!(values(&drawn)[0]["mark_day"], "2026-02-01T00:00:00Z");
        let said = sentence(&english(), &drawn).unwrap();
        assert!(said.contains("exam") && said.contains("1 Feb 2026"), "{said}");
    }

    #[test]
    fn a_chart_of_one_view_becomes_one_of_layers() {
        let mut spec = json!({
            "data": { "name": "rows" }, "mark": "bar",
            "encoding": { "x": { "field": "x", "type": "temporal" }, "y": { "field": "n" }, "color": { "field": "c" } },
        });
        let marks = [mark("2026-01-20", "exam")];
        assert_eq!(draw(&mut spec, &rows(&["2026-01-20"]), &marks).len(), 1);
        assert_eq!(spec["layer"][0]["mark"], "bar");
        assert_eq!(spec["layer"][0]["encoding"]["color"]["field"], "c");
        assert_eq!(spec["encoding"], json!({ "x": { "field": "x", "type": "temporal" } }));
        let mut other = json!({ "mark": "bar", "encoding": { "x": { "field": "x", "type": "nominal" } } });
        let before = other.clone();
        assert!(draw(&mut other, &rows(&["2026-01-20"]), &marks).is_empty());
        assert_eq!(other, before);
    }
}
