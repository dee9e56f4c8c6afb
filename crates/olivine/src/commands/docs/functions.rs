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
    text.push_str(
        ".\n\nSome of what both have is not the same on both. Whole numbers divide to whole numbers on SQLite and to fractions on \
         MySQL: write `1.0 * a / b`. The first letter of a text has the place 1 for `substr`; place 0 means something else on each. \
         `lower` and `upper` change other letters than `a` to `z` on MySQL alone. Names of tables are written in lower case.\n",
    );
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
