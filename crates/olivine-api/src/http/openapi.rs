//! The OpenAPI document, made from the reports.

use olivine_report::manifest::ColumnType;
use serde_json::{Map, Value, json};

use crate::query::prepared::Prepared;
use crate::query::{AnswerColumn, catalog::Catalog};
use crate::state::ApiState;

/// The document for all endpoints and generic routes.
pub fn document(state: &ApiState) -> Value {
    let mut paths = Map::new();
    for endpoint in state.endpoints().iter() {
        let Some(prepared) = state.catalog().find(&endpoint.report, &endpoint.query) else {
            continue;
        };
        for version in &endpoint.versions {
            let path = format!("/api/{version}/{}", endpoint.pattern.declared());
            let names = endpoint.pattern.names();
            let mut item = Map::new();
            item.insert("get".into(), operation(prepared, names, version, false));
            if endpoint.post {
                item.insert("post".into(), operation(prepared, names, version, true));
            }
            paths.insert(path, item.into());
        }
    }
    for prepared in state.catalog().queries() {
        let path = format!("/api/reports/{}/{}/", prepared.report, prepared.name);
        paths.insert(path, json!({ "get": operation(prepared, &[], "reports", false) }));
    }
    add_operational(&mut paths);
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Olivine data API",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Analytics of Open edX courses. Every list is complete unless a page is asked for.",
        },
        "security": [{ "token": [] }],
        "tags": tags(state.catalog(), state),
        "paths": paths,
        "components": {
            "securitySchemes": {
                "token": {
                    "type": "apiKey",
                    "in": "header",
                    "name": "Authorization",
                    "description": "`Token <key>`",
                },
            },
            "schemas": {
                "Error": { "type": "object", "properties": { "detail": { "type": "string" } } },
            },
        },
    })
}

/// Request parameters of a query by name, its own and its handler's.
pub fn parameter_names(prepared: &Prepared) -> Vec<String> {
    let named = prepared.parameter_names().into_iter().map(|(name, _)| name);
    let mut names: Vec<String> = named
        .chain(prepared.handler_parameters().iter().map(|known| known.name.to_owned()))
        .collect();
    if prepared.shape.choose {
        names.extend(["fields", "exclude"].map(String::from));
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
    match name {
        "course_id" => "Course id, old or new style.".into(),
        "course_ids" => "Course ids; all courses without it.".into(),
        "program_ids" => "Program ids; all programs without it.".into(),
        "start_date" => {
            "First day, `YYYY-MM-DD` or `YYYY-MM-DDTHHMMSS`, UTC. Without any date: the latest only.".into()
        }
        "end_date" => "Day after the last, `YYYY-MM-DD` or `YYYY-MM-DDTHHMMSS`, UTC.".into(),
        "fields" => "Keep only these keys.".into(),
        "exclude" => "Leave out these keys; wins over `fields`.".into(),
        _ => prepared.describe(name).doc,
    }
}

fn operation(prepared: &Prepared, path_names: &[String], group: &str, post: bool) -> Value {
    let generic = group == "reports";
    let format = json!({
        "name": "format", "in": "query", "schema": { "enum": ["json", "csv", "api"] },
        "description": "Format of the answer; the Accept header chooses as well.",
    });
    let in_path = path_names.iter().map(|name| {
        let doc = parameter_doc(prepared, name);
        json!({ "name": name, "in": "path", "required": true, "description": doc, "schema": { "type": "string" } })
    });
    let lists = prepared.parameter_names();
    let names: Vec<String> = parameter_names(prepared)
        .into_iter()
        .filter(|name| !path_names.contains(name))
        .collect();
    let is_list =
        |name: &str| lists.iter().any(|(known, list)| known == name && *list) || matches!(name, "fields" | "exclude");
    let schema = |name: &str| match is_list(name) {
        true => json!({ "type": "array", "items": { "type": "string" } }),
        false => json!({ "type": "string" }),
    };
    let in_query = names.iter().map(|name| {
        json!({
            "name": name, "in": "query", "explode": false,
            "description": parameter_doc(prepared, name), "schema": schema(name),
        })
    });
    let parameters: Vec<Value> = if post {
        in_path.chain([format]).collect()
    } else {
        in_path.chain(in_query).chain([format]).collect()
    };
    let content = json!({
        "application/json": { "schema": answer_schema(prepared, generic) },
        "text/csv": { "schema": { "type": "string" } },
    });
    let mut operation = json!({
        "operationId": format!("{}_{}_{}{}", group, prepared.report.replace('.', "_"), prepared.name, if post { "_post" } else { "" }),
        "summary": prepared.declared.doc,
        "tags": [prepared.report],
        "parameters": parameters,
        "responses": { "200": { "description": prepared.declared.doc, "content": content } },
    });
    for (status, text) in [
        ("400", "A parameter is wrong."),
        ("401", "No valid token."),
        ("403", "Outside the rights of the token."),
        ("404", "No data."),
        ("429", "Too many requests."),
    ] {
        operation["responses"][status] = json!({
            "description": text,
            "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Error" } } },
        });
    }
    if post {
        let properties: Map<String, Value> = names.iter().map(|name| (name.clone(), schema(name))).collect();
        let body = json!({ "schema": { "type": "object", "properties": properties } });
        operation["requestBody"] =
            json!({ "content": { "application/x-www-form-urlencoded": body, "application/json": body } });
    }
    operation
}

fn answer_schema(prepared: &Prepared, generic: bool) -> Value {
    let columns = prepared.columns();
    let properties: Map<String, Value> = columns
        .iter()
        .map(|column| (column.name.clone(), column_schema(prepared, column)))
        .collect();
    let row = json!({ "type": "object", "properties": properties });
    let rows = json!({ "type": "array", "items": row });
    match (generic, prepared.shape.single) {
        (true, _) => json!({
            "type": "object",
            "properties": {
                "report": { "type": "string" },
                "query": { "type": "string" },
                "as_of": { "type": ["string", "null"], "format": "date", "description": "Last complete day." },
                "created": { "type": ["string", "null"], "format": "date-time", "description": "When it was loaded." },
                "columns": { "type": "array", "items": { "type": "object" } },
                "rows": rows,
            },
        }),
        (false, true) => row,
        (false, false) => rows,
    }
}

fn column_schema(prepared: &Prepared, column: &AnswerColumn) -> Value {
    let mut schema = match (prepared.nested_schema(&column.name), column.kind) {
        (Some(nested), _) => nested,
        (None, Some(ColumnType::Integer)) => json!({ "type": ["integer", "null"] }),
        (None, Some(ColumnType::Float)) => json!({ "type": ["number", "null"] }),
        (None, Some(ColumnType::Boolean)) => json!({ "type": ["boolean", "null"] }),
        (None, Some(ColumnType::Date)) => json!({ "type": ["string", "null"], "format": "date" }),
        (None, Some(ColumnType::Datetime)) if column.iso8601 => {
            json!({ "type": ["string", "null"], "format": "date-time" })
        }
        (None, Some(ColumnType::Datetime)) => {
            json!({ "type": ["string", "null"], "examples": ["2031-03-05T040302"] })
        }
        (None, Some(ColumnType::String(_) | ColumnType::Text)) => json!({ "type": ["string", "null"] }),
        // A pivot fills its columns with the type of its cells.
        (None, None) if prepared.shape.pivot.is_some() => json!({ "type": ["integer", "null"] }),
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

fn tags(catalog: &Catalog, state: &ApiState) -> Vec<Value> {
    let reports = state.registry().reports().iter();
    let used = reports.filter(|report| catalog.queries().any(|query| query.report == report.manifest.id));
    used.map(|report| json!({ "name": report.manifest.id, "description": report.manifest.question }))
        .collect()
}

fn add_operational(paths: &mut Map<String, Value>) {
    let open = json!([]);
    let object = |text: &str| json!({ "200": { "description": text, "content": { "application/json": {} } } });
    let status =
        json!({ "get": { "summary": "Whether the server lives.", "security": open, "responses": object("It does.") } });
    let authenticated = json!({ "get": { "summary": "Whether the token is valid.", "responses": object("It is.") } });
    let mut health = json!({ "get": { "summary": "Whether the databases answer.", "security": open, "responses": object("They do.") } });
    health["get"]["responses"]["503"] = json!({ "description": "One of them does not." });
    let fields = json!({ "username": { "type": "string" }, "password": { "type": "string" } });
    let body = json!({ "schema": { "type": "object", "properties": fields } });
    let login = json!({
        "post": {
            "summary": "A token for user name and password.",
            "security": open,
            "requestBody": { "content": { "application/json": body, "application/x-www-form-urlencoded": body } },
            "responses": object("The token."),
        },
    });
    for (path, item) in [
        ("/status/", status),
        ("/authenticated/", authenticated),
        ("/health/", health),
        ("/api-token-auth/", login),
    ] {
        paths.insert(path.to_owned(), item);
    }
}
