//! Pages and the sections that stand on them.

use super::{Findings, is_name, is_path_part};
use crate::report::Report;

pub(super) fn check_pages(report: &Report, found: &mut Findings<'_>) {
    let manifest = &report.manifest;
    for (at, page) in manifest.pages.iter().enumerate() {
        let place = format!("page.{}", at + 1);
        let is_part = |part: &str| is_path_part(part) || (!part.is_empty() && part.split('-').all(is_name));
        let fine = page.path.ends_with('/') && page.path.split('/').rev().skip(1).all(is_part);
        found.unless(
            fine && manifest.path.is_some(),
            &place,
            "the path must be words and whole parts such as `{video}`, each followed by `/`, below a report with a path",
        );
        found.unless(
            manifest.sections_of(Some(&page.path)).next().is_some(),
            &place,
            "no section stands on it",
        );
    }
}

pub(super) fn check_sections(report: &Report, found: &mut Findings<'_>) {
    let manifest = &report.manifest;
    for (at, section) in manifest.sections.iter().enumerate() {
        let place = format!("section.{}", at + 1);
        for query in std::iter::once(&section.query)
            .chain(&section.csv_query)
            .chain(&section.query_of_group)
        {
            // Whether another report has it can change while this one is on: the page looks when it is shown.
            found.unless(
                query.contains('/') || manifest.queries.contains_key(query),
                &place,
                format!("there is no query `{query}`"),
            );
        }
        if let Some(chart) = &section.chart {
            found.unless(
                report.chart(chart).is_some(),
                &place,
                format!("there is no file `{chart}`"),
            );
        }
        if let Some(page) = &section.page {
            found.unless(
                manifest.pages.iter().any(|known| known.path == *page),
                &place,
                format!("there is no page `{page}`"),
            );
        }
    }
}
