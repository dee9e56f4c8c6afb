//! Queries: what answers them, and their address in the data API.

use super::{Findings, is_name, is_path_part};
use crate::manifest::{API_VERSIONS, Query};
use crate::report::Report;

pub(super) fn check_query(report: &Report, name: &str, query: &Query, found: &mut Findings<'_>) {
    let place = format!("query.{name}");
    found.unless(
        is_name(name),
        &place,
        "the name must be lower case letters, digits and `_`",
    );
    let sources = usize::from(query.sql.is_some()) + usize::from(query.handler.is_some());
    found.unless(sources > 0, &place, "has neither `sql` nor `handler`");
    if let Some(file) = &query.sql {
        found.unless(
            report.file(file).is_some(),
            format!("{place}.sql"),
            format!("there is no file `{file}`"),
        );
    }
    if let Some(of) = &query.of {
        let other = report.manifest.queries.get(of);
        found.unless(
            query.sql.is_some() && other.is_some_and(|other| other.sql.is_some() && other.of.is_none()),
            format!("{place}.of"),
            format!("`{of}` is no query of the report with SQL of its own, or this one has none to read its rows with"),
        );
    }
    if let Some(path) = &query.path {
        let stem = path.strip_suffix('/').unwrap_or(path);
        let is_closed = path.ends_with('/') || path.ends_with('}');
        found.unless(
            is_closed && stem.split('/').all(is_path_part),
            format!("{place}.path"),
            "must be words and whole parts such as `{course_id}`, each followed by `/`",
        );
    }
    found.unless(
        query.path.is_some() != query.api.is_empty(),
        format!("{place}.api"),
        "`path` and the API versions that serve it come together",
    );
    for version in query
        .api
        .iter()
        .filter(|version| API_VERSIONS.iter().all(|known| known.name != **version))
    {
        let known = API_VERSIONS.map(|version| version.name).join(", ");
        found.add(format!("{place}.api"), format!("`{version}` is none of {known}"));
    }
}
