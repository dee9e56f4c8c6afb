//! Marks on time axes: when a course starts and ends, when its subsections are due, and the notes of its team (`UI 7.3`,
//! annotate).

use chrono::NaiveDate;
use olivine_api::query::{Answer, Params, Reader};
use serde_json::{Value, json};

use crate::course_list::Course;
use crate::format;
use crate::language::Words;
use crate::notes::{self, Note};
use crate::presenter::{ChartRows, rows_of};
use crate::site::Site;
use crate::visit::Visit;
use crate::wired::DUE_DATES;

/// Lines on which labels stand, one below the other.
const LINES: usize = 3;
/// How many labels a line of a wide chart holds beside each other.
const LABELS_OF_LINE: i64 = 6;

/// A day with a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    pub day: NaiveDate,
    pub label: String,
}

/// A mark on a chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn<'a> {
    mark: &'a Mark,
    /// The line of its label; none where there is no room for one.
    line: Option<usize>,
}

/// What can be marked on time axes of a course. Marks are an ornament: without course list, structure or notes there are fewer.
pub async fn of_course(site: &Site, visit: &Visit, course_id: &str) -> Vec<Mark> {
    let course_list = site.course_list.get(site).await.ok();
    let course = course_list.as_ref().and_then(|course_list| course_list.find(course_id));
    let notes = notes::of_course(site, course_id).await.unwrap_or_default();
    let due = due_dates(site, visit, course_id).await;
    marks(&visit.words, course, &notes, due.as_ref())
}

async fn due_dates(site: &Site, visit: &Visit, course_id: &str) -> Option<Answer> {
    let params = Params::new(Reader::from(visit.principal.as_ref()?)).with("course_id", course_id);
    let (report, query) = DUE_DATES;
    olivine_api::query::answer(&site.api, report, query, &params).await.ok()
}

/// Start and end of a course, its notes, and what is due: what comes first has its label before others.
fn marks(words: &Words, course: Option<&Course>, notes: &[Note], due: Option<&Answer>) -> Vec<Mark> {
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
    let due = due.into_iter().flat_map(rows_of).filter_map(|row| {
        let name = row.text("name").map_or_else(|| words.t("empty-text"), str::to_owned);
        Some(Mark {
            day: row.datetime("due")?.date(),
            label: words.t1("mark-due", "name", &name),
        })
    });
    start.into_iter().chain(end).chain(notes).chain(due).collect()
}

/// The same in words, for those who do not see the drawing.
pub fn sentence(words: &Words, drawn: &[Drawn<'_>]) -> Option<String> {
    let named = drawn.iter().map(|Drawn { mark, .. }| {
        let day = format::date_short(words, mark.day);
        words.with("mark-named", &[("label", &mark.label), ("date", &day)])
    });
    let list = named.collect::<Vec<_>>().join(&words.t("list-separator"));
    (!drawn.is_empty()).then(|| words.t1("marks-drawn", "marks", &list))
}

/// Draws marks on a chart over time; those beyond the days it shows are left out, so that they do not stretch the axis. Gives the ones
/// drawn: none on other charts.
pub fn draw<'a>(spec: &mut Value, rows: &ChartRows, marks: &'a [Mark]) -> Vec<Drawn<'a>> {
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
    let within = marks.iter().filter(|mark| (first..=last).contains(&mark.day));
    let drawn = labelled(within, (last - first).num_days() / LABELS_OF_LINE);
    if drawn.is_empty() {
        return drawn;
    }
    let x = json!({ "field": "mark_day", "type": "temporal", "scale": { "type": "utc" } });
    let data = json!({ "name": "marks" });
    // What days keep clear is a part of the width, which is less on a phone.
    let room = format!("min(140, width / {LABELS_OF_LINE} - 6)");
    let layers = [
        json!({
            "data": data,
            "mark": { "type": "rule", "color": "$--ink-soft", "strokeDash": [4, 3], "strokeWidth": 1, "tooltip": null },
            "encoding": { "x": x },
        }),
        json!({
            "data": data,
            "mark": {
                "type": "text", "align": "left", "baseline": "top", "dx": 4, "fontSize": 11, "color": "$--ink-soft",
                "limit": { "expr": room }, "tooltip": null,
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

/// Gives each label the first line on which it stands so many days clear of others; by day.
fn labelled<'a>(marks: impl Iterator<Item = &'a Mark>, days: i64) -> Vec<Drawn<'a>> {
    let mut lines: [Vec<NaiveDate>; LINES] = Default::default();
    let mut drawn = Vec::new();
    for mark in marks {
        let is_clear = |taken: &Vec<NaiveDate>| taken.iter().all(|day| (*day - mark.day).num_days().abs() > days);
        let line = lines.iter().position(is_clear);
        if let Some(line) = line {
            lines[line].push(mark.day);
        }
        drawn.push(Drawn { mark, line });
    }
    drawn.sort_by_key(|drawn| drawn.mark.day);
    drawn
}

/// The data set `marks` of a chart. It stands beside the specification, in which some words mean something else to the browser.
pub fn values(drawn: &[Drawn<'_>]) -> Vec<Value> {
    let value = |Drawn { mark, line }: &Drawn<'_>| {
        let label = line.map_or("", |_| mark.label.as_str());
        json!({ "mark_day": format!("{}T00:00:00Z", mark.day), "mark_label": label, "mark_line": line })
    };
    drawn.iter().map(value).collect()
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
    use olivine_api::query::Cell;

    use super::*;
    use crate::presenter::samples::{answer, day, english};

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
        assert_eq!(drawn.iter().map(|drawn| drawn.mark).collect::<Vec<_>>(), [&marks[1]]);
        assert_eq!(spec["layer"].as_array().unwrap().len(), 4);
        assert_eq!(
            spec["layer"][3]["mark"], "rule",
            "what follows the pointer stays on top"
        );
        assert_eq!(
            spec["layer"][2]["mark"]["limit"]["expr"], "min(140, width / 6 - 6)",
            "a label ends before the next one may begin"
        );
        assert_eq!(values(&drawn)[0]["mark_day"], "2026-02-01T00:00:00Z");
        let said = sentence(&english(), &drawn).unwrap();
        assert!(said.contains("exam") && said.contains("1 Feb 2026"), "{said}");
    }

    #[test]
    fn what_is_due_is_named() {
        let row = |name: Option<&str>, due: &str| {
            vec![
                name.map_or(Cell::Null, |name| Cell::Text(name.to_owned())),
                Cell::Datetime(due.parse().unwrap()),
            ]
        };
        let due = answer(
            &["name", "due"],
            vec![
                row(Some("Easy knots"), "2026-01-10T23:30:00"),
                row(None, "2026-01-17T00:00:00"),
            ],
        );
        let course = Course {
            end: Some("2026-01-31T05:00:00".parse().unwrap()),
            ..Course::default()
        };
        let all = marks(&english(), Some(&course), &[], Some(&due));
        assert_eq!(
            all,
            [
                mark("2026-01-31", "Course end"),
                mark("2026-01-10", "Due: Easy knots"),
                mark("2026-01-17", "Due: (empty)"),
            ]
        );
        let mut spec = json!({ "encoding": { "x": { "field": "x", "type": "temporal" } }, "mark": "line" });
        let drawn = draw(&mut spec, &rows(&["2026-01-01", "2026-01-31"]), &all);
        let said = sentence(&english(), &drawn).unwrap();
        assert!(
            said.contains("Due: Easy knots (10 Jan 2026); Due: (empty) (17 Jan 2026); Course end (31 Jan 2026)"),
            "{said}"
        );
    }

    #[test]
    fn labels_stand_clear_of_each_other_and_the_first_ones_go_first() {
        let marks = [
            mark("2026-01-20", "note"),
            mark("2026-01-18", "one"),
            mark("2026-01-18", "two"),
            mark("2026-01-19", "three"),
            mark("2026-02-19", "four"),
        ];
        let drawn = labelled(marks.iter(), 5);
        let shown: Vec<(&str, Option<usize>)> = drawn
            .iter()
            .map(|drawn| (drawn.mark.label.as_str(), drawn.line))
            .collect();
        assert_eq!(
            shown,
            [
                ("one", Some(1)),
                ("two", Some(2)),
                ("three", None),
                ("note", Some(0)),
                ("four", Some(0))
            ]
        );
        assert_eq!(
            values(&drawn)[2]["mark_label"],
            "",
            "a line alone; the sentence names it"
        );
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
