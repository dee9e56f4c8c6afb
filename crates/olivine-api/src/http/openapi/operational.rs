//! Endpoints that no report declares.

use serde_json::{Map, Value, json};

/// Adds them to the paths of a document.
pub fn add(paths: &mut Map<String, Value>) {
    let object = json!({ "schema": { "type": "object" } });
    let answers = |text: &str| json!({ "description": text, "content": { "application/json": object } });
    let status = json!({ "get": {
        "operationId": "status", "summary": "Whether the server lives.", "tags": ["server"], "security": [],
        "responses": { "200": answers("It does.") },
    } });
    let authenticated = json!({ "get": {
        "operationId": "authenticated", "summary": "Whether the token is valid.", "tags": ["server"],
        "responses": { "200": answers("It is."), "401": answers("It is not."), "429": answers("Too many requests.") },
    } });
    let health = json!({ "get": {
        "operationId": "health", "summary": "Whether the databases answer.", "tags": ["server"], "security": [],
        "responses": { "200": answers("They do."), "503": answers("One of them does not.") },
    } });
    let word = json!({ "type": "string", "minLength": 1 });
    let body = json!({ "schema": {
        "type": "object",
        "properties": { "username": word, "password": word },
        "required": ["username", "password"],
    } });
    let token = json!({ "schema": { "type": "object", "properties": { "token": { "type": "string" } }, "required": ["token"] } });
    let login = json!({ "post": {
        "operationId": "api_token_auth", "summary": "A token for user name and password.", "tags": ["server"], "security": [],
        "requestBody": {
            "required": true,
            "content": { "application/json": body, "application/x-www-form-urlencoded": body },
        },
        "responses": {
            "200": { "description": "The token; it cannot be shown again.", "content": { "application/json": token } },
            "400": answers("A field is missing, or they are not those of a user."),
            "413": answers("The body is too long."),
            "415": answers("The body is neither a form nor JSON."),
            "429": answers("Too many attempts."),
            "503": answers("Too many at the same moment; try again."),
        },
    } });
    let reports = json!({ "get": {
        "operationId": "reports", "summary": "The reports and their queries.", "tags": ["server"],
        "responses": {
            "200": {
                "description": "One object for each report.",
                "content": { "application/json": { "schema": { "type": "array", "items": { "type": "object" } } }, "text/html": {} },
            },
            "401": answers("No valid token."),
            "406": answers("No format fits the Accept header."),
            "429": answers("Too many requests."),
        },
    } });
    for (path, item) in [
        ("/status/", status),
        ("/authenticated/", authenticated),
        ("/health/", health),
        ("/api-token-auth/", login),
        ("/api/reports/", reports),
    ] {
        paths.insert(path.to_owned(), item);
    }
}
