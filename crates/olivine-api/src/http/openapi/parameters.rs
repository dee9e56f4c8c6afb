//! What a query can be asked with.

use olivine_report::manifest::ColumnType;
use serde_json::{Map, Value, json};

use super::Served;
use crate::handler::Values;
use crate::query::prepared::Prepared;
use crate::shape::PageForm;

/// A course key of either style, of the letters that keys have today.
const COURSE_KEY: &str = "^(course-v1:[A-Za-z0-9_.~-]+\\+[A-Za-z0-9_.~-]+\\+[A-Za-z0-9_.~-]+|[A-Za-z0-9_.~-]+/[A-Za-z0-9_.~-]+/[A-Za-z0-9_.~-]+)$";
/// `YYYY-MM-DDTHHMMSS`, of days that every month has.
const COMPACT_TIME: &str = "^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])T([01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]$";
const UUID: &str = "^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$";
/// Part of a path that stands between slashes.
const WORD: &str = "^[A-Za-z0-9_]+$";
/// A condition of a filter.
const FILTER: &str = "^[a-z0-9_.]+:(eq|ne|lt|le|gt|ge|in|contains|null):";

/// Names of the parameters that every query under `/api/reports/` takes.
const OF_ANY: [&str; 5] = ["filter", "sort", "page", "page_size", "fields"];

/// Request parameters of a query by name, its own and its handler's.
pub fn parameter_names(prepared: &Prepared) -> Vec<String> {
    let named = prepared.parameter_names().into_iter().map(|(name, _)| name);
    let mut names: Vec<String> = named
        .chain(prepared.handler_parameters().iter().map(|known| known.name.to_owned()))
        .collect();
    if prepared.shape.choose {
        names.extend(["fields", "exclude"].map(String::from));
    }
    if !prepared.shape.extra.is_empty() {
        names.push("extra_fields".to_owned());
    }
    if let Some(paging) = prepared.shape.page {
        names.extend(["page", "page_size"].map(String::from));
        if paging.form == PageForm::Enterprise {
            names.extend(["no_page", "ordering"].map(String::from));
        }
    }
    let mut unique: Vec<String> = Vec::new();
    for name in names {
        if !unique.contains(&name) {
            unique.push(name);
        }
    }
    unique
}

/// What a parameter means: by its handler, its column, or as every query understands it.
pub fn parameter_doc(prepared: &Prepared, name: &str) -> String {
    if let Some(known) = prepared.handler_parameters().iter().find(|known| known.name == name) {
        return known.doc.to_owned();
    }
    if let Some(doc) = prepared.filter_doc(name) {
        return doc.to_owned();
    }
    let is_of_old = prepared.declared.path.is_some();
    let known = match name {
        "course_id" => "Course id, old or new style.",
        "course_ids" => "Course ids; all courses without it.",
        "program_ids" => "Program ids; all programs without it.",
        "enterprise_uuid" => "Customer, with or without dashes.",
        "start_date" if is_of_old => {
            "First day, `YYYY-MM-DD` or `YYYY-MM-DDTHHMMSS`, UTC. Without any date: the latest only."
        }
        "start_date" => "First day, `YYYY-MM-DD` or `YYYY-MM-DDTHHMMSS`, UTC.",
        "end_date" => "Day after the last, `YYYY-MM-DD` or `YYYY-MM-DDTHHMMSS`, UTC.",
        "fields" => "Keep only these keys.",
        "exclude" => "Leave out these keys; wins over `fields`.",
        "extra_fields" => "Also give these keys, of those that are left out otherwise.",
        "page" => "Number of the page, or `last`.",
        "page_size" => "Rows on a page.",
        "no_page" => "Any value: all rows at once, as a list.",
        "ordering" => "Key to order by, a `-` before it for descending order.",
        "sort" => "Columns to order by, a `-` before one for descending order; missing values come first.",
        "filter" => {
            "Condition `column:test:value`; tests are `eq`, `ne`, `lt`, `le`, `gt`, `ge`, `in` (values separated by `|`), \
             `contains`, `null` (`true` or `false`). All conditions must hold."
        }
        _ => return prepared.describe(name).doc,
    };
    known.to_owned()
}

/// The parameters of an operation.
pub fn of(prepared: &Prepared, served: Served<'_>, post: bool) -> Vec<Value> {
    let path_names = path_names(served);
    let in_path = path_names.iter().map(|name| {
        json!({
            "name": name, "in": "path", "required": true,
            "description": parameter_doc(prepared, name), "schema": path_schema(name),
        })
    });
    let mut parameters: Vec<Value> = in_path.collect();
    if !post {
        parameters.extend(query_names(prepared, served).iter().map(|name| {
            json!({
                "name": name, "in": "query", "explode": name == "filter", "required": is_required(prepared, name),
                "description": parameter_doc(prepared, name), "schema": schema(prepared, name),
            })
        }));
    }
    let formats = match served {
        // A single object has no CSV form (`API 1.3`), and errors in CSV no body: programs are better off with JSON.
        Served::Endpoint { .. } if prepared.shape.single => json!(["json", "api"]),
        Served::Endpoint { .. } => json!(["json", "csv", "api"]),
        Served::Reports => json!(["json", "csv", "parquet", "arrow", "api"]),
    };
    parameters.push(json!({
        "name": "format", "in": "query", "schema": or_empty(json!({ "type": "string", "enum": formats })),
        "description": "Format of the answer; the Accept header chooses as well.",
    }));
    parameters
}

/// The body of an operation that takes its parameters there.
pub fn body(prepared: &Prepared, served: Served<'_>) -> Value {
    let names = query_names(prepared, served);
    let properties: Map<String, Value> = names
        .iter()
        .map(|name| (name.clone(), schema(prepared, name)))
        .collect();
    json!({ "schema": { "type": "object", "properties": properties } })
}

fn path_names<'a>(served: Served<'a>) -> &'a [String] {
    match served {
        Served::Endpoint { endpoint, .. } => endpoint.pattern.names(),
        Served::Reports => &[],
    }
}

fn query_names(prepared: &Prepared, served: Served<'_>) -> Vec<String> {
    let path_names = path_names(served);
    let mut names = parameter_names(prepared);
    match served {
        Served::Reports => {
            // What a page is asked with is the same for every query here; pages of portals are not.
            names.retain(|name| !matches!(name.as_str(), "no_page" | "ordering"));
            let further = OF_ANY.map(String::from);
            let further: Vec<String> = further.into_iter().filter(|name| !names.contains(name)).collect();
            names.extend(further);
        }
        // Dates are looked at on every view of a course (`API 1.4`).
        Served::Endpoint { endpoint, .. } if endpoint.pattern.is_course_view() => {
            for date in ["start_date", "end_date"] {
                if !names.iter().any(|name| name == date) {
                    names.push(date.to_owned());
                }
            }
        }
        Served::Endpoint { .. } => {}
    }
    names.retain(|name| !path_names.contains(name));
    names
}

fn is_required(prepared: &Prepared, name: &str) -> bool {
    let required = prepared.handler.as_ref().map_or(&[][..], |handler| handler.required());
    required.contains(&name)
}

fn path_schema(name: &str) -> Value {
    match name {
        "course_id" => json!({ "type": "string", "pattern": COURSE_KEY }),
        "enterprise_uuid" => json!({ "type": "string", "pattern": UUID }),
        "report_name" => json!({ "type": "string", "pattern": WORD }),
        "enterprise_enrollment_id" | "enterprise_user_id" => {
            json!({ "type": "integer", "minimum": 0, "maximum": 1_000_000_000 })
        }
        "username" | "offer_id" => json!({ "type": "string", "pattern": WORD }),
        // Ids of blocks may hold anything, but not nothing.
        _ => json!({ "type": "string", "minLength": 1 }),
    }
}

fn schema(prepared: &Prepared, name: &str) -> Value {
    let texts = || json!({ "type": "array", "items": { "type": "string" } });
    if let Some(known) = prepared.handler_parameters().iter().find(|known| known.name == name) {
        return match known.values {
            Values::Any => json!({ "type": "string" }),
            Values::OneOf(values) => or_empty(json!({ "type": "string", "enum": values })),
            Values::Texts => texts(),
            Values::SomeOf(values) => {
                json!({ "type": "array", "items": or_empty(json!({ "type": "string", "enum": values })) })
            }
            Values::Day => or_empty(json!({ "type": "string", "format": "date" })),
            Values::Page => page(),
        };
    }
    let lists = prepared.parameter_names();
    let is_list = |name: &str| lists.iter().any(|(known, list)| known == name && *list);
    match name {
        "course_id" => or_empty(json!({ "type": "string", "pattern": COURSE_KEY })),
        "course_ids" => {
            json!({ "type": "array", "items": or_empty(json!({ "type": "string", "pattern": COURSE_KEY })) })
        }
        "page" => page(),
        "page_size" | "no_page" | "passed_date" => json!({ "type": "string" }),
        "fields" | "exclude" | "extra_fields" | "sort" | "ordering" => texts(),
        "filter" => json!({ "type": "array", "items": { "type": "string", "pattern": FILTER } }),
        _ if is_list(name) => texts(),
        _ if name.ends_with("_date") || name == "date" => day_or_time(),
        _ => match prepared.column_type(name) {
            Some(ColumnType::Integer) => or_empty(json!({ "type": "integer" })),
            Some(ColumnType::Float) => or_empty(json!({ "type": "number" })),
            Some(ColumnType::Boolean) => or_empty(json!({ "type": "boolean" })),
            Some(ColumnType::Date | ColumnType::Datetime) => day_or_time(),
            Some(ColumnType::String(_) | ColumnType::Text) | None => json!({ "type": "string" }),
        },
    }
}

/// The number of a page, or `last`; whether there is such a page is seen when the rows are counted.
fn page() -> Value {
    json!({ "type": "string", "examples": ["2", "last"] })
}

fn day_or_time() -> Value {
    json!({ "anyOf": [
        { "type": "string", "format": "date" },
        { "type": "string", "pattern": COMPACT_TIME },
        { "type": "string", "maxLength": 0 },
    ] })
}

/// An empty value counts as not given.
fn or_empty(schema: Value) -> Value {
    json!({ "anyOf": [schema, { "type": "string", "maxLength": 0 }] })
}
