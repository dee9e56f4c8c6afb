//! `olivine report enable` and `disable`: the switch of a report, kept in the state of the site.

use olivine_report::{Registry, ReportState};
use olivine_store::StoreOptions;

use crate::cli::Cli;
use crate::exit::{Problem, ProgramError};
use crate::output;
use crate::rooms;
use crate::settings::Site;

/// Switches a report. A switch that agrees with the settings is not kept: the settings then say it. Programs that serve the site
/// take it up by themselves.
///
/// # Errors
/// There is no such report, or it is broken and cannot be switched on.
pub(super) async fn switch(cli: &Cli, id: &str, on: bool) -> Result<(), Problem> {
    let site = Site::open(&cli.site, &cli.overrides)?;
    let store = rooms::store(&site, StoreOptions::default()).await?;
    let registry = rooms::registry(&site, &store).await?;
    let Some(kept) = registry.switch_to_keep(id, on) else {
        return Err(ProgramError::Unknown {
            kind: "report",
            name: id.to_owned(),
        }
        .into());
    };
    let by = format!("switched {} on the command line", if on { "on" } else { "off" });
    let kept = kept.map(|on| (on, by.as_str()));
    store.site().switch_report(id, kept).await?;
    let after = rooms::registry(&site, &store).await?;
    say(cli, &registry, &after, id, on);
    Ok(())
}

/// What became of the report, and which others broke over it.
fn say(cli: &Cli, before: &Registry, registry: &Registry, id: &str, on: bool) {
    let lines = registry.listing();
    let Some(line) = lines.iter().find(|line| line.id == id) else {
        return;
    };
    if cli.json {
        output::json(line);
        return;
    }
    output::note(&match (on, line.state) {
        (true, ReportState::Broken) => format!("{id} is switched on, but broken: {}", line.reason),
        (true, _) => format!("{id} is on; its numbers come with the next `olivine run`"),
        (false, _) => format!("{id} is off: no page, no menu entry, no API route, no task"),
    });
    let problems = new_problems(before, registry);
    if !on && !problems.is_empty() {
        output::note(&format!("Left out with it, until `olivine report enable {id}`:"));
    }
    for problem in problems {
        output::note(&problem);
    }
}

/// What is wrong with reports that nothing was wrong with before.
pub(super) fn new_problems(before: &Registry, after: &Registry) -> Vec<String> {
    let problems = |registry: &Registry| -> Vec<String> {
        let all = registry.broken().iter().flat_map(|broken| &broken.problems);
        all.map(ToString::to_string).collect()
    };
    let known = problems(before);
    let mut new = problems(after);
    new.retain(|problem| !known.contains(problem));
    new
}
