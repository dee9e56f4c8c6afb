//! The command line as people type it; what a command takes is declared beside it.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::commands::backup::BackupCommand;
use crate::commands::config::ConfigCommand;
use crate::commands::db::DbCommand;
use crate::commands::demo::DemoArgs;
use crate::commands::embed::EmbedArgs;
use crate::commands::enrollments::Enrollments;
use crate::commands::import::Import;
use crate::commands::lake::LakeCommand;
use crate::commands::query::QueryArgs;
use crate::commands::report::ReportCommand;
use crate::commands::run::RunArgs;
use crate::commands::runs::RunsCommand;
use crate::commands::sandbox::SandboxCommand;
use crate::commands::token::TokenCommand;
use crate::commands::user::UserCommand;

/// Analytics for Open edX: from tracking logs and LMS tables to reports, a data API and a dashboard.
#[derive(Debug, Parser)]
#[command(name = "olivine", version, propagate_version = true, max_term_width = 100)]
pub struct Cli {
    /// Work on the site in this folder.
    #[arg(short = 'C', long = "site", default_value = ".", global = true, value_name = "DIR")]
    pub site: PathBuf,
    /// Set a setting for this run, for example `--set engine.threads=2`.
    #[arg(long = "set", global = true, value_name = "SECTION.KEY=VALUE")]
    pub overrides: Vec<String>,
    /// Print lists and summaries as JSON.
    #[arg(long, global = true)]
    pub json: bool,
    /// Say more about what is going on (twice: even more).
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub verbose: u8,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a site folder: olivine.toml and data/.
    Init {
        /// The folder; made when it is not there.
        #[arg(default_value = ".")]
        dir: PathBuf,
    },
    /// Take tracking logs into the lake.
    Ingest {
        /// Files, folders or URLs; without any, those of the setting `ingest.sources`.
        sources: Vec<String>,
    },
    /// Bring LMS data into the lake.
    #[command(subcommand)]
    Import(Import),
    /// Work out reports and publish their results.
    Run(RunArgs),
    /// Serve the dashboard and the data API.
    Serve {
        /// Address and port, instead of the setting `web.bind`.
        #[arg(long)]
        bind: Option<String>,
    },
    /// Ask a question in SQL; nothing can be changed.
    Query(QueryArgs),
    /// List the tasks that work out the reports.
    Tasks {
        /// Show the jobs of the pipeline that Olivine replaces, and what stands in for each.
        #[arg(long, conflicts_with = "params")]
        upstream: bool,
        /// Show the parameters of each task and where they come from.
        #[arg(long)]
        params: bool,
    },
    /// Look after reports.
    #[command(subcommand)]
    Report(ReportCommand),
    /// Write the reference part of the book.
    Docs {
        /// Folder of the book.
        #[arg(long, default_value = "docs")]
        out: PathBuf,
        /// Write nothing; fail when a page is stale.
        #[arg(long)]
        check: bool,
    },
    /// Look at the settings.
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Check the site: what is missing, and what to do about it.
    Doctor,
    /// Look after the lake.
    #[command(subcommand)]
    Lake(LakeCommand),
    /// Look after the result store.
    #[command(subcommand)]
    Db(DbCommand),
    /// Copies of results and site state.
    #[command(subcommand)]
    Backup(BackupCommand),
    /// Look at past runs.
    #[command(subcommand)]
    Runs(RunsCommand),
    /// Event files that bring the enrollment events in line with the LMS.
    #[command(subcommand)]
    Enrollments(Enrollments),
    /// API tokens.
    #[command(subcommand)]
    Token(TokenCommand),
    /// Accounts of people.
    #[command(subcommand)]
    User(UserCommand),
    /// A link to a report of a course, for a frame of another page; good for minutes.
    Embed(EmbedArgs),
    /// A made-up site whose true numbers are known.
    #[command(subcommand)]
    Sandbox(SandboxCommand),
    /// A sandbox site from nothing to a served dashboard.
    Demo(DemoArgs),
}
