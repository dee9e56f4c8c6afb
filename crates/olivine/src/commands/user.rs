//! `olivine user`: accounts of people.

use std::collections::BTreeSet;
use std::path::Path;

use clap::{Args, Subcommand};
use olivine_store::site::users::NewUser;
use olivine_store::{Courses, SiteState, Store, StoreOptions};

use crate::cli::Cli;
use crate::commands::course_ids;
use crate::exit::Problem;
use crate::input;
use crate::output;
use crate::rooms;
use crate::settings::Site;

/// Accounts of people.
#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Make an account; the password is read from standard input.
    Add(NewAccount),
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
    Set(Rights),
    /// Remove an account, with its tokens and sessions.
    Remove {
        /// The account.
        name: String,
    },
    /// Bar an account from signing in; its tokens do not count either.
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

/// An account to be made.
#[derive(Debug, Clone, Args)]
pub struct NewAccount {
    /// No password: they sign in at the LMS, or use tokens only.
    #[arg(long)]
    pub no_password: bool,
    /// Name to sign in with.
    pub name: String,
    /// May see every course.
    #[arg(long)]
    pub staff: bool,
    /// May see reports about single learners.
    #[arg(long)]
    pub people: bool,
    /// May see this course (may be given several times).
    #[arg(long = "course", value_name = "COURSE_ID")]
    pub courses: Vec<String>,
}

/// What an account may see from now on; what is not given stays.
#[derive(Debug, Clone, Args)]
pub struct Rights {
    /// The account.
    pub name: String,
    /// Whether they may see every course.
    #[arg(long, value_name = "true|false")]
    pub staff: Option<bool>,
    /// Whether they may see reports about single learners.
    #[arg(long, value_name = "true|false")]
    pub people: Option<bool>,
    /// Whether they see numbers of groups only, whatever else they may.
    #[arg(long, value_name = "true|false")]
    pub aggregates_only: Option<bool>,
    /// The courses they may see from now on, instead of those before (may be given several times).
    #[arg(long = "course", value_name = "COURSE_ID")]
    pub courses: Vec<String>,
    /// From now on they may see no course of their own.
    #[arg(long, conflicts_with = "courses")]
    pub no_courses: bool,
}

/// Runs a `user` command.
///
/// # Errors
/// The store cannot be used, there is no such account, or the password is too short.
pub async fn user(cli: &Cli, site: &Site, command: UserCommand) -> Result<(), Problem> {
    let store = rooms::store(site, StoreOptions::default()).await?;
    let state = store.site();
    match command {
        UserCommand::Add(account) => add(&store, account).await,
        UserCommand::List => list(cli, state).await,
        UserCommand::Password { name } => new_password(state, &name).await,
        UserCommand::Reads { user, days } => reads(cli, state, user.as_deref(), days).await,
        UserCommand::Set(rights) => set(&store, rights).await,
        UserCommand::Remove { name } => remove(state, &name).await,
        UserCommand::Enable { name } => enable(state, &name).await,
        UserCommand::Disable { name } => disable(state, &name).await,
    }
}

async fn add(store: &Store, account: NewAccount) -> Result<(), Problem> {
    let password = if account.no_password {
        None
    } else {
        Some(input::secret_line("Password")?)
    };
    let new = NewUser {
        name: account.name,
        password,
        staff: account.staff,
        people: account.people,
        courses: account.courses.into_iter().collect(),
    };
    let user = store.site().create_user(new).await?;
    output::note(&if user.has_password && !user.staff && user.courses.is_empty() {
        let name = output::in_shell(Path::new(&user.name));
        format!(
            "{} can sign in, and sees no course yet: `olivine user set {name} --course COURSE_ID` grants one",
            user.name
        )
    } else if user.has_password {
        format!("{} can sign in", user.name)
    } else {
        let without = "has an account without a password: for the LMS and for tokens";
        format!("{} {without}", user.name)
    });
    course_ids::warn_of_unknown(store, &user.courses).await
}

async fn list(cli: &Cli, state: &SiteState) -> Result<(), Problem> {
    let users = state.list_users().await?;
    if cli.json {
        output::json(&users);
        return Ok(());
    }
    let yes = |truth: bool| if truth { "yes" } else { "" }.to_owned();
    let rows = users.iter().map(|user| {
        let sees = user.principal();
        let courses = match sees.courses {
            Courses::All => "all".to_owned(),
            Courses::Some(courses) => courses.len().to_string(),
        };
        let signs_in = match (user.has_password, &user.lms) {
            (true, _) => "here",
            (false, Some(_)) => "at the LMS",
            (false, None) => "",
        };
        vec![
            user.name.clone(),
            courses,
            yes(sees.people),
            signs_in.to_owned(),
            yes(user.disabled),
        ]
    });
    output::say(&output::table(
        &["name", "courses", "sees people", "signs in", "disabled"],
        rows,
    ));
    Ok(())
}

async fn new_password(state: &SiteState, name: &str) -> Result<(), Problem> {
    let password = input::secret_line("Password")?;
    state.set_password(name, Some(&password)).await?;
    state.delete_sessions_of(name).await?;
    output::note(&format!("{name} has a new password"));
    Ok(())
}

async fn reads(cli: &Cli, state: &SiteState, user: Option<&str>, days: u32) -> Result<(), Problem> {
    let reads = state.list_people_reads(user, days).await?;
    if cli.json {
        output::json(&reads);
        return Ok(());
    }
    let rows = reads.into_iter().map(|reads| {
        let (read, last) = (reads.read, reads.last_read.to_string());
        let what = format!("{}/{}", read.report, read.query);
        vec![
            read.user_name,
            what,
            read.course_id,
            read.person,
            reads.reads.to_string(),
            last,
        ]
    });
    let header = ["user", "report", "course", "learner", "times", "last"];
    output::say(&output::table(&header, rows));
    Ok(())
}

async fn set(store: &Store, rights: Rights) -> Result<(), Problem> {
    let state = store.site();
    let name = rights.name;
    if let Some(staff) = rights.staff {
        state.set_staff(&name, staff).await?;
    }
    if let Some(people) = rights.people {
        state.set_people(&name, people).await?;
    }
    if let Some(aggregates_only) = rights.aggregates_only {
        state.set_aggregates_only(&name, aggregates_only).await?;
    }
    let courses: BTreeSet<String> = rights.courses.into_iter().collect();
    if rights.no_courses || !courses.is_empty() {
        state.set_courses(&name, &courses).await?;
    }
    output::note(&format!("{name} is as you said"));
    course_ids::warn_of_unknown(store, &courses).await
}

async fn remove(state: &SiteState, name: &str) -> Result<(), Problem> {
    state.delete_user(name).await?;
    output::note(&format!("{name} is removed"));
    Ok(())
}

async fn enable(state: &SiteState, name: &str) -> Result<(), Problem> {
    state.set_disabled(name, false).await?;
    output::note(&format!("{name} can sign in again"));
    Ok(())
}

async fn disable(state: &SiteState, name: &str) -> Result<(), Problem> {
    state.set_disabled(name, true).await?;
    state.delete_sessions_of(name).await?;
    output::note(&format!("{name} can no longer sign in"));
    Ok(())
}
