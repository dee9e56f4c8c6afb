//! The commands, one file each.

pub mod backup;
pub mod config;
mod course_ids;
pub mod db;
pub mod demo;
mod docs;
mod doctor;
pub mod embed;
pub mod enrollments;
pub mod import;
mod ingest;
mod init;
pub mod lake;
pub mod query;
pub mod report;
pub mod run;
pub mod runs;
pub mod sandbox;
mod serve;
mod tasks;
pub mod token;
mod told;
pub mod user;

use std::process::ExitCode;

use crate::cli::{Cli, Command};
use crate::exit::Problem;
use crate::settings::Site;

/// Does what the command line says.
///
/// # Errors
/// What stopped the command.
pub async fn run(mut cli: Cli) -> Result<ExitCode, Problem> {
    let command = std::mem::replace(&mut cli.command, Command::Doctor);
    // These work without a site.
    let command = match command {
        Command::Init { dir } => return init::init(&dir).map(done),
        Command::Docs { out, check } => return docs::docs(&out, check).map(done),
        Command::Sandbox(command) => return sandbox::sandbox(&cli, command).await.map(done),
        Command::Demo(args) => return demo::demo(&cli, args).await,
        Command::Report(command) => return report::report(&cli, command).await.map(done),
        Command::Config(command) => return config::config(&cli, &command).await,
        Command::Doctor => return doctor::doctor(&cli).await,
        other => other,
    };
    let site = Site::open(&cli.site, &cli.overrides)?;
    match command {
        Command::Ingest { sources } => ingest::ingest(&cli, &site, &sources).await,
        Command::Import(command) => import::import(&cli, &site, command).await.map(done),
        Command::Run(args) => run::run(&cli, &site, args).await,
        Command::Serve { bind } => serve::serve(&site, bind.as_deref()).await.map(done),
        Command::Query(args) => query::query(&cli, &site, args).await.map(done),
        Command::Tasks { upstream: true, .. } => {
            tasks::upstream(&cli, &site).await;
            Ok(ExitCode::SUCCESS)
        }
        Command::Tasks { params, .. } => {
            tasks::tasks(&cli, &site, params).await;
            Ok(ExitCode::SUCCESS)
        }
        Command::Lake(command) => lake::lake(&cli, &site, command).await.map(done),
        Command::Backup(command) => backup::backup(&cli, &site, command).await.map(done),
        Command::Db(command) => db::db(&cli, &site, command).await.map(done),
        Command::Runs(command) => runs::runs(&cli, &site, command).await.map(done),
        Command::Enrollments(command) => enrollments::enrollments(&cli, &site, command).await.map(done),
        Command::Token(command) => token::token(&cli, &site, command).await.map(done),
        Command::Embed(args) => embed::embed(&cli, &site, args).await.map(done),
        Command::User(command) => user::user(&cli, &site, command).await.map(done),
        Command::Init { .. }
        | Command::Docs { .. }
        | Command::Sandbox(_)
        | Command::Demo(_)
        | Command::Report(_)
        | Command::Config(_)
        | Command::Doctor => Ok(ExitCode::SUCCESS),
    }
}

fn done((): ()) -> ExitCode {
    ExitCode::SUCCESS
}
