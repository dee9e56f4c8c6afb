//! The command line as people type it.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};

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

/// Which event files to write.
#[derive(Debug, Subcommand)]
pub enum Enrollments {
    /// What the newest snapshot of the LMS table of enrollments holds, as events; a file for each course.
    Validate {
        /// Folder for the files; below it one for the day.
        #[arg(long)]
        out: PathBuf,
        /// When copying the table began, `2024-03-01T02:00:00` (UTC); the begin of the snapshot's day when not given.
        #[arg(long, requires = "dump_end")]
        dump_start: Option<String>,
        /// When it ended; the end of the snapshot's day when not given.
        #[arg(long, requires = "dump_start")]
        dump_end: Option<String>,
    },
    /// The events that the report `enrollment.validation` found to be lacking; a file for each day.
    Repair {
        /// Folder for the files.
        #[arg(long)]
        out: PathBuf,
        /// Write tab-separated values to look at, not events.
        #[arg(long)]
        tuples: bool,
    },
}

/// What to import.
#[derive(Debug, Subcommand)]
pub enum Import {
    /// The course list and the structure of each course.
    Structure {
        /// A folder of JSON files or the base URL of the LMS, instead of the settings `structure.url` and `lms.url`.
        #[arg(long)]
        from: Option<String>,
        /// Day of the snapshot; today (UTC) when not given.
        #[arg(long)]
        date: Option<NaiveDate>,
    },
    /// Lengths of the videos of YouTube that players did not tell; needs `video.youtube_key`. Run `olivine run` before, so that it is
    /// known which.
    Youtube {
        /// Day of the snapshot; today (UTC) when not given.
        #[arg(long)]
        date: Option<NaiveDate>,
    },
    /// The LMS tables, and the course catalog when one is set.
    Lms {
        /// A folder of CSV files or a `mysql://` URL, instead of the setting `lms.database`.
        #[arg(long)]
        from: Option<String>,
        /// A folder of JSON files or a URL, instead of the setting `catalog.url`.
        #[arg(long)]
        catalog: Option<String>,
        /// Day of the snapshot; today (UTC) when not given.
        #[arg(long)]
        date: Option<NaiveDate>,
    },
}

/// Which tasks to run, over which days, and how.
#[derive(Debug, Args)]
pub struct RunArgs {
    /// Tasks or reports; without any, all that are on.
    pub tasks: Vec<String>,
    /// First day, instead of the setting `run.from`.
    #[arg(long)]
    pub from: Option<String>,
    /// Day after the last one, instead of the setting `run.to`.
    #[arg(long)]
    pub to: Option<String>,
    /// Show what would be computed, and change nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Say for each task why it is computed or skipped.
    #[arg(long)]
    pub explain: bool,
    /// Compute also what has not changed.
    #[arg(long)]
    pub force: bool,
    /// Exit with 25 when there was nothing to compute.
    #[arg(long)]
    pub fail_if_unchanged: bool,
}

/// A question in SQL.
#[derive(Debug, Args)]
pub struct QueryArgs {
    /// One SELECT statement.
    pub sql: String,
    /// What to ask.
    #[arg(long, value_enum, default_value_t = On::Results)]
    pub on: On,
    /// How to print the answer.
    #[arg(long, value_enum)]
    pub format: Option<QueryFormat>,
    /// Where to write it instead of standard output; needed for Parquet.
    #[arg(long)]
    pub out: Option<PathBuf>,
}

/// What a query asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum On {
    /// The published results.
    Results,
    /// Events, facts and LMS snapshots.
    Lake,
}

/// How an answer is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum QueryFormat {
    /// Lines and columns for reading.
    Table,
    /// Comma separated.
    Csv,
    /// A list of objects.
    Json,
    /// A Parquet file (`--out`).
    Parquet,
}

/// Looking after reports.
#[derive(Debug, Subcommand)]
pub enum ReportCommand {
    /// Make the folder of a new report, which passes `check` and `test` as it is.
    New {
        /// Its id, for example `engagement.bookmarks`.
        id: String,
        /// Folder in which it is made.
        #[arg(long = "in", default_value = ".", value_name = "DIR")]
        within: PathBuf,
    },
    /// Check the folder of a report: manifest, SQL, columns, audience, chart, words.
    Check {
        /// The folder.
        dir: PathBuf,
    },
    /// Check the folder of a report and run its cases.
    Test {
        /// The folder.
        dir: PathBuf,
    },
    /// Put a report into the folder of plugins of the site, after its checks; it takes the place of one with the same id.
    Install {
        /// A folder, or a `.tar`, `.tar.gz` or `.tgz` with one in it.
        source: PathBuf,
    },
    /// List the reports that come with the program and the plugins: state, reason, version.
    List,
    /// Switch a report on.
    Enable {
        /// Its id.
        id: String,
    },
    /// Switch a report off: its page, menu entry, API routes and tasks go, its numbers stay.
    Disable {
        /// Its id.
        id: String,
    },
    /// Print the JSON Schema of `report.toml` for editors.
    Schema,
}

/// Looking at settings.
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Show each setting: value, where it came from, type, default and meaning.
    Explain {
        /// Only settings whose name starts so.
        prefix: Option<String>,
    },
    /// Check the site file and what it names.
    Lint,
}

/// Looking after the lake.
#[derive(Debug, Subcommand)]
pub enum LakeCommand {
    /// Tables, days, rows and bytes.
    Status,
    /// Join small files of the same day.
    Compact,
    /// Remove files that no version refers to.
    Vacuum {
        /// Keep files younger than this.
        #[arg(long, default_value_t = 168)]
        keep_hours: u64,
    },
}

/// Looking after the result store.
#[derive(Debug, Subcommand)]
pub enum DbCommand {
    /// Published tables: rows, as of, run.
    Status,
    /// What the next publish or migration would change.
    Plan,
    /// Bring the site state to this program's version, and add to result tables the columns that are new.
    Migrate {
        /// Instead undo the migrations of the site state above this number, for an older version of this program.
        #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(i64).range(0..))]
        back_to: Option<i64>,
    },
    /// Show the numbers of the publish before the last one again.
    Rollback {
        /// Result tables; all published ones when none are named.
        tables: Vec<String>,
    },
}

/// Copies of results and site state, as files, whatever the store. The lake is files already.
#[derive(Debug, Subcommand)]
pub enum BackupCommand {
    /// Make a back-up while the site is in use.
    Create {
        /// A folder that does not exist yet; by default one named by the time, below `backups`.
        folder: Option<PathBuf>,
    },
    /// Check that a back-up is whole: sizes, checksums, rows.
    Verify {
        /// Folder of the back-up.
        folder: PathBuf,
    },
    /// Put a back-up, verified first, where the settings say that the store is and where there is none yet.
    Restore {
        /// Folder of the back-up.
        folder: PathBuf,
    },
}

/// Looking at past runs.
#[derive(Debug, Subcommand)]
pub enum RunsCommand {
    /// The latest runs.
    List,
    /// One run in full.
    Show {
        /// Id of the run; `last` for the latest.
        id: String,
    },
}

/// API tokens.
#[derive(Debug, Subcommand)]
pub enum TokenCommand {
    /// Make a token for a user; it is shown this once.
    Create(TokenArgs),
    /// Take over a token that programs have already, for example from another data API; it is read from standard input.
    Import(TokenArgs),
    /// List the tokens of all users, without the tokens themselves.
    List,
    /// End a token.
    Revoke {
        /// Its id, as listed.
        id: i64,
    },
}

/// What a token is for and what it reaches.
#[derive(Debug, Clone, Args)]
pub struct TokenArgs {
    /// The account.
    pub user: String,
    /// What it is for.
    #[arg(long, default_value = "")]
    pub label: String,
    /// Reaches only this course, of those of its user (may be given several times).
    #[arg(long = "course", value_name = "COURSE_ID")]
    pub courses: Vec<String>,
    /// Reaches counts only, never single learners.
    #[arg(long)]
    pub aggregates_only: bool,
    /// Ends by itself after so many days; without it, never.
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u16).range(1..))]
    pub days: Option<u16>,
}

/// Which report to embed.
#[derive(Debug, Clone, Args)]
pub struct EmbedArgs {
    /// Course key.
    pub course: String,
    /// Id of the report, for example `enrollment.activity`.
    pub report: String,
    /// Number of a section, from 1; all of them when not given.
    #[arg(long)]
    pub section: Option<usize>,
    /// In whose name: the link shows what they may see.
    #[arg(long)]
    pub user: String,
}

/// Accounts of people.
#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Make an account; the password is read from standard input.
    Add {
        /// No password: they sign in at the LMS, or use tokens only.
        #[arg(long)]
        no_password: bool,
        /// Name to sign in with.
        name: String,
        /// May see every course.
        #[arg(long)]
        staff: bool,
        /// May see reports about single learners.
        #[arg(long)]
        people: bool,
        /// May see this course (may be given several times).
        #[arg(long = "course", value_name = "COURSE_ID")]
        courses: Vec<String>,
    },
    /// List the accounts.
    List,
    /// Set a new password, read from standard input; ends all sessions of the account.
    Password {
        /// The account.
        name: String,
    },
    /// Who read rows about single learners, on pages or by the API; newest first.
    Reads {
        /// This account only.
        #[arg(long = "user", value_name = "NAME")]
        user: Option<String>,
        /// Days to look back.
        #[arg(long, default_value_t = 30)]
        days: u32,
    },
    /// Change what an account may see.
    Set {
        /// The account.
        name: String,
        /// Whether they may see every course.
        #[arg(long, value_name = "true|false")]
        staff: Option<bool>,
        /// Whether they may see reports about single learners.
        #[arg(long, value_name = "true|false")]
        people: Option<bool>,
        /// Whether they see numbers of groups only, whatever else they may.
        #[arg(long, value_name = "true|false")]
        aggregates_only: Option<bool>,
        /// The courses they may see from now on, instead of those before (may be given several times).
        #[arg(long = "course", value_name = "COURSE_ID")]
        courses: Vec<String>,
        /// From now on they may see no course of their own.
        #[arg(long, conflicts_with = "courses")]
        no_courses: bool,
    },
    /// Remove an account, with its tokens and sessions.
    Remove {
        /// The account.
        name: String,
    },
    /// Bar an account from signing in.
    Disable {
        /// The account.
        name: String,
    },
    /// Let an account sign in again.
    Enable {
        /// The account.
        name: String,
    },
}

/// The sandbox.
#[derive(Debug, Subcommand)]
pub enum SandboxCommand {
    /// Simulate learners and write logs, LMS tables, course structures and the true numbers.
    Generate(SandboxArgs),
}

/// The size of a made-up site.
#[derive(Debug, Clone, Args)]
pub struct SandboxArgs {
    /// Folder to write to.
    #[arg(long)]
    pub out: PathBuf,
    /// Course runs.
    #[arg(long, default_value_t = 12)]
    pub courses: u32,
    /// Learners.
    #[arg(long, default_value_t = 2000)]
    pub learners: u32,
    /// Days.
    #[arg(long, default_value_t = 120)]
    pub days: u32,
    /// The same seed gives the same site.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Last day; yesterday (UTC) when not given.
    #[arg(long)]
    pub end: Option<NaiveDate>,
    /// Stop after about so many events.
    #[arg(long)]
    pub events: Option<u64>,
}

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
    /// Course runs.
    #[arg(long, default_value_t = 12)]
    pub courses: u32,
    /// Learners.
    #[arg(long, default_value_t = 2000)]
    pub learners: u32,
    /// Days.
    #[arg(long, default_value_t = 120)]
    pub days: u32,
    /// The same seed gives the same site.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
}
