//! The reference page of settings.

use super::Page;
use crate::settings::entries;

pub(super) fn page() -> Page {
    let mut text = String::from(
        "# Settings\n\nEach setting has one name, `section.key`. Its value comes from the command line \
         (`--set section.key=value`), else from the environment (`OLIVINE_SECTION__KEY`), else from `olivine.toml` in the \
         site folder, else it is the default. `olivine config explain` shows which. Unknown names are refused.\n\n\
         *Class* says where a value belongs: *site* in the site file; *secret* is named there as `env:NAME` or \
         `file:PATH` and never written down; *job* with the job; *run* with the single run.\n",
    );
    let mut section = String::new();
    for entry in entries() {
        let (name, _) = entry.key.split_once('.').unwrap_or(("", ""));
        if section != name {
            text.push_str(&format!(
                "\n## {name}\n\n{}\n\n| setting | type | default | class | meaning |\n|---|---|---|---|---|\n",
                entry.section_doc
            ));
            section = name.to_owned();
        }
        let default = if entry.default.is_empty() {
            "none".to_owned()
        } else {
            format!("`{}`", entry.default)
        };
        text.push_str(&format!(
            "| `{}` | {} | {default} | {} | {} |\n",
            entry.key, entry.kind, entry.class, entry.doc
        ));
    }
    text.push_str(
        "\nParameters of single reports stand under `[report.\"REPORT ID\"]`; the page of the report lists them.\n",
    );
    Page {
        path: "settings.md".into(),
        text,
    }
}
