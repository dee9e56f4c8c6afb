//! The pages of failures: one for the list, one for each.

use olivine_failure::Failure;

use super::Page;
use crate::exit::exit_code;
use crate::rooms;

pub(super) fn pages() -> Vec<Page> {
    let failures = rooms::failures();
    let mut list = String::from(
        "# Failures\n\nEvery failure has a code that is shown with it. *Class*: **transient** passes by itself and is tried \
         again; **environment** is the machine or a service around; **data** is the input; **configuration** is what the \
         operator wrote; **bug** is ours.\n\n| code | class | what | exit code |\n|---|---|---|---|\n",
    );
    let mut pages = Vec::new();
    for failure in &failures {
        list.push_str(&format!(
            "| [{code}](failures/{code}.md) | {class} | {title} | {exit} |\n",
            code = failure.code,
            class = failure.class,
            title = failure.title,
            exit = exit_code(failure),
        ));
        pages.push(page(failure));
    }
    pages.push(Page {
        path: "failures.md".into(),
        text: list,
    });
    pages
}

fn page(failure: &Failure) -> Page {
    let Failure {
        code,
        class,
        title,
        hint,
        page,
    } = failure;
    let text = format!("# {code}: {title}\n\nClass: {class}.\n\n**What to do.** {hint}\n\n{page}\n");
    Page {
        path: format!("failures/{code}.md").into(),
        text,
    }
}
