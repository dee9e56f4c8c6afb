//! The OpenAPI document, made from the reports.

mod answers;
mod operational;
mod parameters;

use serde_json::{Map, Value, json};

use crate::http::endpoints::Endpoint;
use crate::query::prepared::Prepared;
use crate::query::queries::Queries;
use crate::state::ApiState;

pub use parameters::{parameter_doc, parameter_names};

/// Where a query is served: what its parameters and answers are like hangs on it.
#[derive(Clone, Copy)]
enum Served<'a> {
    /// Under a path of its own in a version of the data API.
    Endpoint { endpoint: &'a Endpoint, version: &'a str },
    /// Under `/api/reports/`, like every query.
    Reports,
}

/// The document for all endpoints and generic routes.
pub fn document(state: &ApiState) -> Value {
    let mut paths = Map::new();
    for endpoint in state.endpoints().iter() {
        let Some(prepared) = state.queries().find(&endpoint.report, &endpoint.query) else {
            continue;
        };
        for version in &endpoint.versions {
            let served = Served::Endpoint {
                endpoint,
                version: version.name,
            };
            let mut item = Map::new();
            item.insert("get".into(), operation(prepared, served, false));
            if endpoint.post {
                item.insert("post".into(), operation(prepared, served, true));
            }
            paths.insert(format!("{}{}", version.base, endpoint.pattern.declared()), item.into());
        }
    }
    for prepared in state.queries().iter() {
        let path = format!("/api/reports/{}/{}/", prepared.report, prepared.name);
        paths.insert(path, json!({ "get": operation(prepared, Served::Reports, false) }));
    }
    operational::add(&mut paths);
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Olivine data API",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Analytics of Open edX courses. Every list is complete unless a page is asked for. Days and times are UTC. \
                            Where an answer in CSV is refused, the status says why; only some endpoints add a body.",
        },
        "security": [{ "token": [] }],
        "tags": tags(state.queries(), state),
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
            "schemas": answers::shared_schemas(),
        },
    })
}

fn operation(prepared: &Prepared, served: Served<'_>, post: bool) -> Value {
    let (group, generic) = match served {
        Served::Endpoint { version, .. } => (version, false),
        Served::Reports => ("reports", true),
    };
    let name = format!(
        "{}_{}_{}{}",
        group.replace('-', "_"),
        prepared.report.replace('.', "_"),
        prepared.name,
        if post { "_post" } else { "" }
    );
    let mut operation = json!({
        "operationId": name,
        "summary": prepared.declared.doc,
        "tags": [prepared.report],
        "parameters": parameters::of(prepared, served, post),
        "responses": answers::of(prepared, generic, post),
    });
    if post {
        let body = parameters::body(prepared, served);
        operation["requestBody"] =
            json!({ "content": { "application/x-www-form-urlencoded": body, "application/json": body } });
    }
    operation
}

fn tags(queries: &Queries, state: &ApiState) -> Vec<Value> {
    let reports = state.registry().reports().iter();
    let used = reports.filter(|report| queries.iter().any(|query| query.report == report.manifest.id));
    let reports = used.map(|report| json!({ "name": report.manifest.id, "description": report.manifest.question }));
    let server = json!({ "name": "server", "description": "Is the server well, and who may ask?" });
    reports.chain([server]).collect()
}
