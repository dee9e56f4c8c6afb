//! `olivine backup`: copies of results and site state, made while the site is in use, verified, restored.

use std::path::{Path, PathBuf};

use chrono::Utc;
use clap::Subcommand;
use olivine_store::StoreOptions;
use olivine_store::backup::{self, Manifest};

use crate::cli::Cli;
use crate::exit::Problem;
use crate::output::{self, bytes, grouped};
use crate::rooms;
use crate::settings::Site;

/// Copies of results and site state, as files, whatever the store. The lake is files already.
#[derive(Debug, Subcommand)]
pub enum BackupCommand {
    /// Make a back-up while the site is in use.
    Create {
        /// A folder that does not exist yet; by default one named by the time, below `backups` in the site folder.
        folder: Option<PathBuf>,
    },
    /// Check that a back-up is whole: sizes, checksums, rows.
    Verify {
        /// Folder of the back-up.
        folder: PathBuf,
    },
    /// Put a back-up, verified first, where the settings say that the store is and where there is none yet, or one that holds nothing.
    Restore {
        /// Folder of the back-up.
        folder: PathBuf,
    },
}

/// Runs a `backup` command.
///
/// # Errors
/// A back-up that is not whole, a store that is there already, what stops a read or a write.
pub async fn backup(cli: &Cli, site: &Site, command: BackupCommand) -> Result<(), Problem> {
    match command {
        BackupCommand::Create { folder } => {
            let folder = folder.unwrap_or_else(|| {
                let backups = site.path(Path::new("backups"));
                backups.join(Utc::now().format("%Y%m%dT%H%M%SZ").to_string())
            });
            let store = rooms::store(site, StoreOptions::default()).await?;
            show(cli, &folder, &backup::create(&store, &folder).await?);
        }
        BackupCommand::Verify { folder } => show(cli, &folder, &backup::verify(&folder).await?),
        BackupCommand::Restore { folder } => {
            let url = rooms::store_url(site)?;
            let store = backup::restore(&folder, &url, StoreOptions::default()).await?;
            let tables = store.published().await?.len();
            output::note(&format!("Restored {tables} result tables and the state of the site."));
        }
    }
    Ok(())
}

fn show(cli: &Cli, folder: &Path, manifest: &Manifest) {
    if cli.json {
        output::json(manifest);
        return;
    }
    let rows = manifest.files.iter().map(|(name, file)| {
        let held: i64 = file.tables.values().sum();
        vec![
            name.clone(),
            bytes(file.bytes),
            grouped(file.tables.len() as u64),
            grouped(held.unsigned_abs()),
        ]
    });
    output::say(&output::table(&["file", "size", "tables", "rows"], rows));
    output::note(&format!(
        "{} is whole, made {} UTC.",
        folder.display(),
        manifest.created
    ));
}
