//! The order of tasks: whoever makes a table comes before those who read it.

use std::collections::BTreeMap;

use crate::error::Problem;
use crate::report::Report;

/// Index of the report and name of the task, each after the tasks whose tables it reads.
///
/// # Errors
/// Tasks that wait for each other.
pub(crate) fn tasks(reports: &[Report]) -> Result<Vec<(usize, String)>, Problem> {
    let mut makers: BTreeMap<&str, &str> = BTreeMap::new();
    let mut waiting: Vec<(usize, &str)> = Vec::new();
    for (at, report) in reports.iter().enumerate() {
        for (name, task) in &report.manifest.tasks {
            makers.insert(&task.into, name);
            waiting.push((at, name));
        }
    }
    let mut ordered: Vec<(usize, String)> = Vec::new();
    while !waiting.is_empty() {
        let is_ready = |(at, name): &(usize, &str)| {
            let reads = reports[*at]
                .manifest
                .tasks
                .get(*name)
                .map(|task| task.reads.as_slice())
                .unwrap_or_default();
            reads
                .iter()
                .filter_map(|table| makers.get(table.as_str()))
                .all(|maker| ordered.iter().any(|(_, done)| done == maker))
        };
        let (ready, rest): (Vec<_>, Vec<_>) = waiting.iter().copied().partition(is_ready);
        if ready.is_empty() {
            let (at, name) = rest[rest.len() - 1];
            let names: Vec<&str> = rest.iter().map(|(_, name)| *name).collect();
            let report = reports[at].manifest.id.clone();
            let what = format!("tasks wait for each other: {}", names.join(", "));
            return Err(Problem {
                report,
                place: format!("task.{name}.reads"),
                what,
            });
        }
        ordered.extend(ready.into_iter().map(|(at, name)| (at, name.to_owned())));
        waiting = rest;
    }
    Ok(ordered)
}
