//! The reference page of the functions that the SQL of reports may call.

use super::Page;

pub(super) fn page() -> Page {
    let mut text = String::from(
        "# Functions\n\nThe SQL of a task may call these beside the functions of the engine. Each example is run by the \
         tests.\n",
    );
    for function in olivine_engine::functions() {
        text.push_str(&format!("\n## `{}`\n\n{}\n", function.signature, function.doc));
        for example in function.examples {
            text.push_str(&format!(
                "\n```sql\nselect {}   -- {}\n```\n",
                example.sql, example.result
            ));
        }
    }
    Page {
        path: "functions.md".into(),
        text,
    }
}
