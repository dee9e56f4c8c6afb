//! The reference page of the functions that the SQL of reports may call.

use super::Page;

pub(super) fn page() -> Page {
    let mut text = String::from(
        "# Functions\n\nThe SQL of a task may call these beside the functions of the engine. Each example is run by the \
         tests.\n\nThe SQL of a query runs on the result store, SQLite or MySQL, and may call what both have: ",
    );
    let portable: Vec<String> = olivine_report::QUERY_FUNCTIONS
        .iter()
        .map(|name| format!("`{name}`"))
        .collect();
    text.push_str(&portable.join(", "));
    text.push_str(".\n");
    for function in olivine_engine::functions() {
        text.push_str(&format!("\n## `{}`\n\n{}\n", function.signature, function.doc));
        for example in function.examples {
            let sql = example.statement();
            text.push_str(&format!("\n```sql\n{sql}   -- {}\n```\n", example.result));
        }
    }
    Page {
        path: "functions.md".into(),
        text,
    }
}
