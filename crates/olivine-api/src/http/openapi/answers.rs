//! What a query answers.

use olivine_report::manifest::ColumnType;
use serde_json::{Map, Value, json};

use crate::query::AnswerColumn;
use crate::query::prepared::Prepared;
use crate::shape::{Empty, PageForm};

/// Schemas that many answers share.
pub fn shared_schemas() -> Value {
    json!({
        "Error": {
            "type": "object",
            "description": "`detail` says what is wrong; where there is `error_code`, `developer_message` does. `status` stands alone.",
            "properties": {
                "detail": { "type": "string" },
                "error_code": { "type": "string" },
                "developer_message": { "type": "string" },
                "status": { "type": "integer" },
            },
        },
        "Column": {
            "type": "object",
            "properties": {
                "name": { "type": "string" },
                "type": { "type": ["string", "null"] },
                "doc": { "type": "string" },
                "unit": { "type": ["string", "null"] },
            },
            "required": ["name", "type", "doc", "unit"],
        },
        "Page": {
            "type": "object",
            "properties": {
                "number": { "type": "integer", "minimum": 1 },
                "size": { "type": "integer", "minimum": 1 },
                "pages": { "type": "integer", "minimum": 1 },
                "rows": { "type": "integer", "minimum": 0, "description": "Of all pages." },
            },
            "required": ["number", "size", "pages", "rows"],
        },
    })
}

/// The responses of an operation by status.
pub fn of(prepared: &Prepared, generic: bool, post: bool) -> Value {
    let mut content = json!({
        "application/json": { "schema": answer_schema(prepared, generic) },
        "text/html": { "schema": { "type": "string" } },
    });
    let single = prepared.shape.single && !generic;
    if !single {
        content["text/csv"] = json!({ "schema": { "type": "string" } });
    }
    if generic {
        content["application/vnd.apache.parquet"] = json!({});
        content["application/vnd.apache.arrow.stream"] = json!({});
    }
    let mut responses = json!({ "200": { "description": prepared.declared.doc, "content": content } });
    if generic {
        responses["304"] = json!({ "description": "The client has this answer already." });
    }
    for (status, text) in refusals(prepared, generic, post) {
        responses[status] = json!({ "description": text });
        if generic {
            // Beyond `/api/reports/` a refused CSV has no body, and a page is a page.
            responses[status]["content"] =
                json!({ "application/json": { "schema": { "$ref": "#/components/schemas/Error" } } });
            if status == "400" {
                // Handlers of the data API say some things as text.
                responses[status]["content"]["text/html"] = json!({});
            }
        }
    }
    responses
}

fn refusals(prepared: &Prepared, generic: bool, post: bool) -> Vec<(&'static str, &'static str)> {
    let mut refusals = vec![
        ("400", "A parameter is wrong; the body says which."),
        ("401", "No valid token."),
        ("403", "Outside the rights of the token."),
        (
            "404",
            match prepared.empty {
                Empty::List | Empty::Object if generic => "No such page or format.",
                _ => "No data, no such page or format.",
            },
        ),
        ("406", "No format fits the Accept header."),
        ("429", "Too many requests."),
        ("503", "Too busy; try again."),
    ];
    if post {
        refusals.extend([
            ("413", "The body is too long."),
            ("415", "The body is neither a form nor JSON."),
        ]);
    }
    refusals
}

fn answer_schema(prepared: &Prepared, generic: bool) -> Value {
    let columns = prepared.columns();
    let properties: Map<String, Value> = columns
        .iter()
        .map(|column| (column.name.clone(), column_schema(prepared, column)))
        .collect();
    let row = json!({ "type": "object", "properties": properties });
    let rows = json!({ "type": "array", "items": row });
    if generic {
        return json!({
            "type": "object",
            "properties": {
                "report": { "type": "string" },
                "query": { "type": "string" },
                "as_of": { "type": ["string", "null"], "format": "date", "description": "Last complete day." },
                "created": { "type": ["string", "null"], "format": "date-time", "description": "When it was loaded." },
                "columns": { "type": "array", "items": { "$ref": "#/components/schemas/Column" } },
                "page": { "$ref": "#/components/schemas/Page" },
                "rows": rows,
            },
            "required": ["report", "query", "as_of", "created", "columns", "rows"],
        });
    }
    if prepared.shape.single {
        return row;
    }
    match prepared.shape.page.map(|paging| paging.form) {
        None => match prepared.handler_parameters().iter().any(|known| known.name == "page") {
            // Its handler cuts pages when it is asked to, or always.
            true => json!({ "anyOf": [rows, page_of(rows, PageForm::DataApi)] }),
            false => rows,
        },
        Some(PageForm::DataApi) => page_of(rows, PageForm::DataApi),
        Some(PageForm::Enterprise) => json!({ "anyOf": [page_of(rows.clone(), PageForm::Enterprise), rows] }),
    }
}

fn page_of(rows: Value, form: PageForm) -> Value {
    let link = || json!({ "type": ["string", "null"], "format": "uri" });
    let number = || json!({ "type": "integer", "minimum": 0 });
    let mut page = json!({
        "type": "object",
        "properties": { "count": number(), "num_pages": number(), "next": link(), "previous": link(), "results": rows },
        "required": ["count", "num_pages", "next", "previous", "results"],
    });
    if form == PageForm::Enterprise {
        page["properties"]["current_page"] = number();
        page["properties"]["start"] = number();
    }
    page
}

fn column_schema(prepared: &Prepared, column: &AnswerColumn) -> Value {
    let of_type = |kind: &str| json!({ "type": [kind, "null"] });
    let as_text = prepared.shape.money.contains(&column.name);
    let mut schema = match (prepared.nested_schema(&column.name), column.kind) {
        (Some(nested), _) => nested,
        (None, _) if as_text => of_type("string"),
        (None, Some(ColumnType::Integer)) => of_type("integer"),
        (None, Some(ColumnType::Float)) => of_type("number"),
        (None, Some(ColumnType::Boolean)) => of_type("boolean"),
        (None, Some(ColumnType::Date)) => json!({ "type": ["string", "null"], "format": "date" }),
        (None, Some(ColumnType::Datetime)) if column.iso8601 => {
            json!({ "type": ["string", "null"], "format": "date-time" })
        }
        (None, Some(ColumnType::Datetime)) => {
            json!({ "type": ["string", "null"], "examples": ["2031-03-05T040302"] })
        }
        (None, Some(ColumnType::String(_) | ColumnType::Text)) => of_type("string"),
        // A pivot fills its columns with the type of its cells.
        (None, None) if prepared.shape.pivot.is_some() => of_type("integer"),
        (None, None) => json!({}),
    };
    let unit = column
        .unit
        .as_ref()
        .map(|unit| format!(" ({unit})"))
        .unwrap_or_default();
    let doc = format!("{}{unit}", column.doc);
    if !doc.is_empty() {
        schema["description"] = doc.into();
    }
    schema
}
