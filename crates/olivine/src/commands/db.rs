//! `olivine db`: looks after the result store.

use crate::cli::{Cli, DbCommand};
use crate::exit::Problem;
use crate::output::{self, grouped};
use crate::rooms;
use crate::settings::Site;

/// Runs a `db` command.
///
/// # Errors
/// The store cannot be read or written.
pub async fn db(cli: &Cli, site: &Site, command: DbCommand) -> Result<(), Problem> {
    let store = rooms::store_at_rest(site).await?;
    match command {
        DbCommand::Status => {
            let published: Vec<_> = store.published().await?.into_values().collect();
            if cli.json {
                output::json(&published);
                return Ok(());
            }
            let rows = published.iter().map(|table| {
                vec![
                    table.table.clone(),
                    grouped(table.rows),
                    table.as_of.to_string(),
                    table.created.to_string(),
                    table.run_id.clone(),
                ]
            });
            output::say(&output::table(&["table", "rows", "as of", "published", "run"], rows));
        }
        DbCommand::Plan => {
            let registry = rooms::registry(site, &store).await?;
            let tables: Vec<_> = registry.result_tables().collect();
            let plan = store.plan(&tables).await?;
            let migrations = store.site().migrations().await?;
            if cli.json {
                output::json(&serde_json::json!({ "tables": plan, "migrations": migrations }));
                return Ok(());
            }
            let rows = plan
                .iter()
                .map(|table| vec![table.table.clone(), format!("{:?}", table.change).to_lowercase()]);
            output::say(&output::table(&["table", "at the next publish"], rows));
            let rows = migrations.iter().map(|migration| {
                let state = match migration.ran {
                    Some(time) => time.format("ran %Y-%m-%d %H:%M").to_string(),
                    None if migration.safe => "runs at the next start".to_owned(),
                    None => "waits for `olivine db migrate`".to_owned(),
                };
                vec![migration.number.to_string(), migration.name.clone(), state]
            });
            output::say(&output::table(&["migration", "what it does", "state"], rows));
        }
        DbCommand::Migrate { back_to: Some(number) } => {
            let undone = store.site().migrate_back(number).await?;
            output::note(&format!("{} migrations undone", undone.len()));
        }
        DbCommand::Migrate { back_to: None } => {
            let done = store.site().migrate().await?;
            let registry = rooms::registry(site, &store).await?;
            let tables: Vec<_> = registry.result_tables().collect();
            let added = store.expand(&tables).await?;
            output::note(&format!(
                "{} migrations done, {} columns added",
                done.len(),
                added.len()
            ));
        }
        DbCommand::Rollback { tables } => {
            let kept = store.kept().await?;
            let named: Vec<&str> = if tables.is_empty() {
                kept.keys().map(String::as_str).collect()
            } else {
                tables.iter().map(String::as_str).collect()
            };
            store.rollback(&named).await?;
            output::note(&format!(
                "{} tables show the numbers of the publish before",
                named.len()
            ));
        }
    }
    Ok(())
}
