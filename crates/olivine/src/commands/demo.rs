//! `olivine demo`: a sandbox site from nothing to a served dashboard.

use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use olivine_store::StoreOptions;
use olivine_store::site::users::NewUser;

use crate::cli::{Cli, DemoArgs, SandboxArgs};
use crate::commands::import::import_lms;
use crate::commands::import_structure::import_structure;
use crate::commands::ingest::ingest_into;
use crate::commands::init::write_site;
use crate::commands::run::run_tasks;
use crate::commands::sandbox::simulate;
use crate::commands::serve::serve;
use crate::exit::{Problem, ProgramError, code};
use crate::output::{self, grouped};
use crate::rooms::{self, Rooms};
use crate::settings::Site;

/// The account of the demo. Its password is no secret: the site is made up and listens on this machine only.
const ACCOUNT: (&str, &str) = ("demo", "demo-olives");

/// The site file of the demo.
const SITE: &str = r#"[site]
name = "Olivine demo"

[ingest]
sources = ["sandbox/logs"]

[lms]
database = "sandbox/lms"

[catalog]
url = "sandbox/catalog"

[structure]
url = "sandbox/structure"

[geo]
database = "sandbox/country.mmdb"

[ecommerce]
database = "sandbox/ecommerce"

[reports]
on = [
  "engagement.students",
  "learners.at_risk",
  "learners.detail",
  "learners.roster",
  "learners.time_on_task",
  "site.catalog",
  "site.enterprise",
]
"#;

/// Makes the site, computes everything, and serves it unless `--once` is given.
///
/// # Errors
/// A step failed; the message names it.
pub async fn demo(cli: &Cli, args: DemoArgs) -> Result<ExitCode, Problem> {
    let begin = Instant::now();
    let sandbox = args.dir.join("sandbox");
    prepare(&args.dir, &sandbox)?;
    let truth = simulate(SandboxArgs {
        out: sandbox,
        courses: args.courses,
        learners: args.learners,
        days: args.days,
        seed: args.seed,
        end: None,
        events: None,
    })
    .await?;
    let site = Site::open(&args.dir, &cli.overrides)?;
    let rooms = Rooms::open(&site).await?;
    let taken = ingest_into(&site, &rooms.lake, &[]).await?;
    import_lms(&site, &rooms.lake, None, None, None).await?;
    import_structure(&site, &rooms.lake, None, None).await?;
    let run = run_tasks(&site, &rooms, &rooms::run_options(&site)?).await?;
    make_account(&site).await?;
    let tables = rooms.store.published().await?;
    let seconds = begin.elapsed().as_secs_f64();
    if cli.json {
        output::json(&serde_json::json!({
            "lines_written": truth.lines, "ingest": taken, "run": run, "tables": tables.len(), "seconds": seconds,
        }));
    } else {
        output::note(&format!(
            "\n{} events, {} duplicates, {} dead letters, {} lines of noise; {} reports in {} tables; {seconds:.1} seconds.",
            grouped(taken.counts.events),
            grouped(taken.counts.duplicates),
            grouped(taken.counts.dead()),
            grouped(taken.counts.noise),
            rooms.registry.reports().len(),
            tables.len(),
        ));
        output::note(&format!("Sign in as {} with the password {}.", ACCOUNT.0, ACCOUNT.1));
    }
    if run.has_failures() {
        return Ok(ExitCode::from(code::TASK_FAILED));
    }
    drop(rooms);
    if !args.once {
        serve(&site, Some(&args.bind)).await?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Makes way for a new demo: what an earlier one left is removed, anything else is left alone.
fn prepare(dir: &Path, sandbox: &Path) -> Result<(), Problem> {
    let site_file = dir.join(crate::settings::SITE_FILE);
    if let Ok(text) = fs::read_to_string(&site_file) {
        if text != SITE {
            return Err(ProgramError::SiteExists(dir.to_owned()).into());
        }
        for old in [sandbox.to_owned(), dir.join("data")] {
            if old.exists() {
                fs::remove_dir_all(&old).map_err(|source| ProgramError::File { path: old, source })?;
            }
        }
    }
    write_site(dir, SITE)
}

async fn make_account(site: &Site) -> Result<(), Problem> {
    let store = rooms::store(site, StoreOptions::default()).await?;
    let (name, password) = ACCOUNT;
    let new = NewUser {
        name: name.to_owned(),
        password: Some(password.to_owned()),
        staff: true,
        people: true,
        ..NewUser::default()
    };
    store.site().create_user(new).await?;
    Ok(())
}
