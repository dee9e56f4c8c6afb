//! `olivine db`: looks after the result store.

use chrono::NaiveDateTime;
use clap::Subcommand;
use olivine_store::Published;
use serde::Serialize;

use crate::cli::Cli;
use crate::exit::Problem;
use crate::output::{self, grouped};
use crate::rooms;
use crate::settings::Site;

/// Looking after the result store.
#[derive(Debug, Subcommand)]
pub enum DbCommand {
    /// Published tables: rows, as of, run, and whether there are earlier numbers to go back to.
    Status,
    /// What the next publish or migration would change.
    Plan,
    /// Bring the site state to this program's version, and add to result tables the columns that are new.
    Migrate {
        /// Instead undo the migrations of the site state above this number, for an older version of this program.
        #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(i64).range(0..))]
        back_to: Option<i64>,
        /// Undo them although rows are lost with the tables and columns that go; without it these are named and nothing is undone.
        #[arg(long, requires = "back_to")]
        lose_data: bool,
    },
    /// Show the numbers again that the last publish replaced. The next run computes them anew: stop the timetable first.
    Rollback {
        /// Result tables; all that the last publish brought when none are named.
        tables: Vec<String>,
    },
}

/// A result table, and when its earlier numbers were published that a roll-back would bring back.
#[derive(Serialize)]
struct Shown {
    #[serde(flatten)]
    table: Published,
    earlier: Option<NaiveDateTime>,
}

/// Runs a `db` command.
///
/// # Errors
/// The store cannot be read or written.
pub async fn db(cli: &Cli, site: &Site, command: DbCommand) -> Result<(), Problem> {
    let store = rooms::store_at_rest(site).await?;
    match command {
        DbCommand::Status => {
            let (kept, published) = (store.kept().await?, store.published().await?);
            let shown: Vec<Shown> = published
                .into_values()
                .map(|table| Shown {
                    earlier: kept.get(&table.table).map(|kept| kept.created),
                    table,
                })
                .collect();
            if cli.json {
                output::json(&shown);
                return Ok(());
            }
            let rows = shown.iter().map(|Shown { table, earlier }| {
                vec![
                    table.table.clone(),
                    grouped(table.rows),
                    table.as_of.to_string(),
                    table.created.to_string(),
                    table.run_id.clone(),
                    earlier.map(|created| created.to_string()).unwrap_or_default(),
                ]
            });
            let columns = ["table", "rows", "as of", "published", "run", "earlier"];
            output::say(&output::table(&columns, rows));
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
        DbCommand::Migrate {
            back_to: Some(number),
            lose_data,
        } => {
            let undone = store.site().migrate_back(number, lose_data).await?;
            output::note(&format!("{} migrations undone", undone.len()));
        }
        DbCommand::Migrate { back_to: None, .. } => {
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
            let (kept, shown) = (store.kept().await?, store.published().await?);
            let latest = store.kept_by_latest_swap().await?;
            let named: Vec<&str> = if tables.is_empty() {
                latest.keys().map(String::as_str).collect()
            } else {
                tables.iter().map(String::as_str).collect()
            };
            // The tables change places: rolled back once more, the later ones come into use again.
            let is_later = |table: &&str| match (kept.get(*table), shown.get(*table)) {
                (Some(kept), Some(shown)) => kept.created > shown.created,
                _ => false,
            };
            let later = named.iter().filter(|table| is_later(table)).count();
            store.rollback(&named).await?;
            output::note(&rolled_back(named.len() - later, later));
        }
    }
    Ok(())
}

/// What tables show after a roll-back: so many the numbers of the publish before, so many those of the later one again.
fn rolled_back(before: usize, later: usize) -> String {
    let show = |number: usize, what: &str| {
        let verb = if number == 1 { "shows" } else { "show" };
        (number > 0).then(|| format!("{} {verb} {what}", output::counted(number as u64, "table")))
    };
    let parts = [
        show(before, "the numbers of the publish before"),
        show(later, "the later numbers again"),
    ];
    let told: Vec<String> = parts.into_iter().flatten().collect();
    if told.is_empty() {
        "No table has numbers of another publish.".to_owned()
    } else {
        told.join("; ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_roll_back_is_not_called_one_to_the_publish_before() {
        assert_eq!(rolled_back(1, 0), "1 table shows the numbers of the publish before");
        assert_eq!(rolled_back(0, 2), "2 tables show the later numbers again");
        assert_eq!(
            rolled_back(2, 1),
            "2 tables show the numbers of the publish before; 1 table shows the later numbers again"
        );
        assert_eq!(rolled_back(0, 0), "No table has numbers of another publish.");
    }
}
