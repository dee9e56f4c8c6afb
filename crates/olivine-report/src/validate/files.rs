//! Files made from tables: what is in them, and where they are put.

use std::collections::BTreeSet;

use super::{Findings, is_name};
use crate::manifest::OutputFile;
use crate::registry::is_fact_table;
use crate::report::Report;

pub(super) fn check_file(
    report: &Report,
    name: &str,
    file: &OutputFile,
    known: &BTreeSet<&str>,
    found: &mut Findings<'_>,
) {
    let place = format!("file.{name}");
    found.unless(
        is_name(name),
        &place,
        "the name must be lower case letters, digits and `_`",
    );
    found.unless(!file.doc.trim().is_empty(), &place, "has no `doc`");
    let Some(table) = report.manifest.tables.get(&file.table) else {
        return found.add(
            format!("{place}.table"),
            format!("the report declares no table `{}`", file.table),
        );
    };
    found.unless(
        !is_fact_table(&file.table),
        format!("{place}.table"),
        "files are made from result tables or `run_…` tables, not from facts",
    );
    let columns = file.by.iter().map(String::as_str);
    let order = file.order.iter().map(|column| column.trim_end_matches(" desc"));
    for column in columns.chain(order).filter(|name| table.columns.get(name).is_none()) {
        found.add(&place, format!("`{column}` is no column of `{}`", file.table));
    }
    let texts = [&file.path, &file.null, &file.booleans, &file.datetime_format];
    for param in texts
        .into_iter()
        .chain(&file.columns)
        .filter_map(|text| text.strip_prefix('$'))
    {
        found.unless(
            file.params.iter().any(|listed| listed == param),
            format!("{place}.params"),
            format!("`${param}` is not listed"),
        );
    }
    for param in file.params.iter().filter(|param| !known.contains(param.as_str())) {
        found.add(format!("{place}.params"), format!("there is no parameter `{param}`"));
    }
    if !file.path.starts_with('$')
        && let Err(what) = path_template(&file.path, &file.by)
    {
        found.add(format!("{place}.path"), what);
    }
    found.unless(
        file.booleans.starts_with('$') || file.booleans.matches(',').count() == 1,
        format!("{place}.booleans"),
        "must be two texts with a comma between them",
    );
}

/// Whether a text can be the path of files told apart by these columns.
///
/// # Errors
/// What is wrong with it.
pub fn path_template(path: &str, by: &[String]) -> Result<(), String> {
    if path.is_empty()
        || path.starts_with('/')
        || path.ends_with('/')
        || path.split('/').any(|part| matches!(part, "" | "." | ".."))
    {
        return Err("must be a path below the folder of files".to_owned());
    }
    let mut rest = path;
    let mut used = BTreeSet::new();
    while let Some((_, behind)) = rest.split_once('{') {
        let (name, behind) = behind.split_once('}').ok_or("has a `{` without `}`")?;
        let column = name
            .strip_suffix("_sha1")
            .filter(|column| by.iter().any(|known| known == column));
        let column = column.unwrap_or(name);
        if !by.iter().any(|known| known == column) {
            return Err(format!("`{{{name}}}` is no column of `by`"));
        }
        used.insert(column);
        rest = behind;
    }
    match by.iter().find(|column| !used.contains(column.as_str())) {
        Some(column) => Err(format!("files that differ in `{column}` would have the same path")),
        None => Ok(()),
    }
}
