//! Charts: a Vega-Lite specification of a report, the rows it draws, and the words of the page, as one JSON text that
//! the browser draws without evaluating anything as code.

use serde_json::{Value, json};

use crate::assets::Assets;
use crate::format;
use crate::language::Words;
use crate::mark::{self, Drawn, Mark};
use crate::presenter::ChartRows;

/// A chart of a section.
pub struct Chart {
    /// Its place on the page, unique there.
    pub name: String,
    /// What it draws, in one sentence, for those who do not see it.
    pub label: String,
    /// The same, shown below; none if there is nothing to say beyond the heading.
    pub summary: Option<String>,
    /// Heading of its section, for what is said of it.
    pub title: String,
    /// Name of the file it is saved as, without ending.
    pub file: String,
    /// What is counted.
    pub caption: Option<String>,
    /// Specification, rows and number forms, safe to stand in a script element.
    pub json: String,
}

/// Member of a specification that says how it is embedded. That is for the page to say: with it a chart could load what it likes.
pub(crate) const EMBEDDING: &str = "usermeta";

/// The JSON text of a chart. Texts of the specification that begin with `@` are words of the page (`@column-date`) or
/// addresses of assets (`@asset:world.json`); those that begin with `$` are left for the browser, which knows colours. Marks are
/// drawn on time axes; which were, is given back.
///
/// # Errors
/// What is wrong with the specification.
pub fn json<'a>(
    specification: &str,
    rows: &ChartRows,
    marks: &'a [Mark],
    words: &Words,
    assets: &Assets,
) -> Result<(String, Vec<Drawn<'a>>), String> {
    let mut spec: Value = serde_json::from_str(specification).map_err(|error| format!("not JSON: {error}"))?;
    if let Some(members) = spec.as_object_mut() {
        members.remove(EMBEDDING);
    }
    resolve(&mut spec, words, assets)?;
    // After the words were put in: what people write is no key of a message.
    let drawn = mark::draw(&mut spec, rows, marks);
    let text =
        json!({ "spec": spec, "data": rows, "marks": mark::values(&drawn), "locale": locale(words) }).to_string();
    // Inside a script element only `<` could end it; as an escape it means the same to JSON.
    Ok((text.replace('<', "\\u003c"), drawn))
}

fn resolve(value: &mut Value, words: &Words, assets: &Assets) -> Result<(), String> {
    match value {
        Value::String(text) => {
            if let Some(asset) = text.strip_prefix("@asset:") {
                *text = assets.link(asset);
            } else if let Some(key) = text.strip_prefix('@') {
                *text = words.find(key).ok_or_else(|| format!("there is no message `{key}`"))?;
            }
            Ok(())
        }
        Value::Array(items) => items.iter_mut().try_for_each(|item| resolve(item, words, assets)),
        Value::Object(fields) => fields.values_mut().try_for_each(|field| resolve(field, words, assets)),
        _ => Ok(()),
    }
}

/// Forms of numbers and dates for d3, the same as in [`crate::format`].
fn locale(words: &Words) -> Value {
    let months = |form: &str| {
        (1..=12)
            .map(|month| words.t(&format!("{form}-{month}")))
            .collect::<Vec<_>>()
    };
    // d3 wants names of days; no chart writes them.
    let days = ["1", "2", "3", "4", "5", "6", "7"];
    json!({
        "number": {
            "decimal": words.t("number-decimal"),
            "thousands": words.t("number-group"),
            "grouping": [3],
            "currency": ["", ""],
            "minus": words.t("number-minus"),
            "percent": format::percent_sign(words),
        },
        "time": {
            "dateTime": words.t("chart-date-short"),
            "date": words.t("chart-date-short"),
            "time": "%H:%M",
            "periods": [words.t("time-am"), words.t("time-pm")],
            "days": days,
            "shortDays": days,
            "months": months("month"),
            "shortMonths": months("month-short"),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Languages;

    fn made(specification: &str) -> Result<Value, String> {
        let words = Languages::load().unwrap().words(Some("en"), None);
        let (text, _) = json(specification, &ChartRows::default(), &[], &words, &Assets::load())?;
        assert!(!text.contains('<'));
        Ok(serde_json::from_str(&text).unwrap())
    }

    #[test]
    fn words_are_put_in_and_nothing_ends_the_script() {
        let chart = made(r#"{ "title": "@column-date", "note": "</script>", "range": "$colors" }"#).unwrap();
        assert_eq!(chart["spec"]["title"], "Date");
        assert_eq!(chart["spec"]["note"], "</script>");
        assert_eq!(chart["spec"]["range"], "$colors");
        assert_eq!(chart["locale"]["time"]["shortMonths"][0], "Jan");
        assert_eq!(chart["locale"]["number"]["percent"], "%");
    }

    #[test]
    fn a_chart_does_not_say_how_it_is_embedded() {
        let chart =
            made(r#"{ "mark": "bar", "usermeta": { "embedOptions": { "config": "https://example.org/x.json" } } }"#);
        assert_eq!(chart.unwrap()["spec"], json!({ "mark": "bar" }));
    }

    #[test]
    fn what_is_wrong_is_said() {
        assert!(made("{").unwrap_err().starts_with("not JSON"));
        assert!(
            made(r#"{ "a": ["@nothing-like-it"] }"#)
                .unwrap_err()
                .contains("nothing-like-it")
        );
    }
}
