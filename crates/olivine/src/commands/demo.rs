//! `olivine demo`: a sandbox site from nothing to a served dashboard.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::Args;
use olivine_lake::SiteLock;
use olivine_store::StoreOptions;
use olivine_store::site::users::NewUser;
use tokio::net::TcpListener;

use crate::cli::Cli;
use crate::commands::import::{import_lms, import_structure};
use crate::commands::ingest::ingest_into;
use crate::commands::init::write_site;
use crate::commands::run::run_tasks;
use crate::commands::sandbox::{SandboxArgs, SiteSize, simulate};
use crate::commands::serve::serve;
use crate::exit::{Problem, ProgramError, code};
use crate::output::{self, grouped};
use crate::rooms::{self, Rooms};
use crate::serving::Serving;
use crate::settings::{DATA_FOLDER, SITE_FILE, Site};

/// The demo.
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Folder of the demo site.
    #[arg(long, default_value = "demo")]
    pub dir: PathBuf,
    /// Stop before serving.
    #[arg(long)]
    pub once: bool,
    /// Address and port to serve on.
    #[arg(long, default_value = "127.0.0.1:8000")]
    pub bind: String,
    /// How large it is.
    #[command(flatten)]
    pub size: SiteSize,
}

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
    if !args.once {
        check_port(&args.bind).await?;
    }
    let held = hold(cli, &args.dir).await?;
    // What an earlier demo left goes only when there is something to put in its place.
    let made = args.dir.join("sandbox.new");
    remove(&made)?;
    let truth = simulate(SandboxArgs {
        out: made.clone(),
        size: args.size,
        end: None,
        events: None,
    })
    .await?;
    prepare(&args.dir, made)?;
    // Only now: the locks are on open files, which hold although the files are gone.
    drop(held);
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

/// Makes sure that the address can be listened on: mostly it cannot because an earlier demo still serves there.
async fn check_port(address: &str) -> Result<(), Problem> {
    let bound = TcpListener::bind(address).await;
    bound.map(drop).map_err(|source| {
        let address = address.to_owned();
        ProgramError::Listen { address, source }.into()
    })
}

/// The locks of an earlier demo, so that nothing writes or is served there meanwhile; none where there is none. A site of another kind is
/// refused.
async fn hold(cli: &Cli, dir: &Path) -> Result<Option<Held>, Problem> {
    let Ok(text) = fs::read_to_string(dir.join(SITE_FILE)) else {
        return Ok(None);
    };
    if text != SITE {
        return Err(ProgramError::SiteExists(dir.to_owned()).into());
    }
    // What has no data can be neither served nor written to.
    if !dir.join(DATA_FOLDER).is_dir() {
        return Ok(None);
    }
    let serving = Serving::prevent(dir)?;
    let site = Site::open(dir, &cli.overrides)?;
    // Nothing writes to a lake that cannot be opened, and the new one makes it good.
    let lake = match rooms::lake(&site).await {
        Ok(lake) => Some(lake.lock()?),
        Err(_) => None,
    };
    Ok(Some(Held {
        _serving: serving,
        _lake: lake,
    }))
}

/// What keeps others from an earlier demo.
struct Held {
    _serving: Serving,
    _lake: Option<SiteLock>,
}

/// Puts the new sandbox in the place of what an earlier demo left; anything else is left alone.
fn prepare(dir: &Path, made: PathBuf) -> Result<(), Problem> {
    let sandbox = dir.join("sandbox");
    if dir.join(SITE_FILE).exists() {
        remove(&sandbox)?;
        remove(&dir.join(DATA_FOLDER))?;
    }
    write_site(dir, SITE)?;
    fs::rename(&made, &sandbox).map_err(|source| ProgramError::File { path: made, source })?;
    Ok(())
}

fn remove(folder: &Path) -> Result<(), Problem> {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(|source| ProgramError::File {
            path: folder.to_owned(),
            source,
        })?;
    }
    Ok(())
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
