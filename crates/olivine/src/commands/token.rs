//! `olivine token`: tokens for programs that use the data API.

use chrono::{Days, NaiveDateTime, Utc};
use clap::{Args, Subcommand};
use olivine_store::site::tokens::{NewToken, Token};
use olivine_store::{Store, StoreOptions};

use crate::cli::Cli;
use crate::commands::course_ids;
use crate::exit::{Problem, ProgramError};
use crate::input;
use crate::output;
use crate::rooms;
use crate::settings::Site;

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

/// Runs a `token` command.
///
/// # Errors
/// The store cannot be used, or there is no such user or token.
pub async fn token(cli: &Cli, site: &Site, command: TokenCommand) -> Result<(), Problem> {
    let store = rooms::store(site, StoreOptions::default()).await?;
    match command {
        TokenCommand::Create(asked) => {
            let (user, new) = token_of(asked);
            check_token(&store, &user, &new).await?;
            let (id, text) = store.site().create_token(&user, new).await?;
            output::note(&format!("Token {id} of {user}; it is shown this once:"));
            output::say(&text);
        }
        TokenCommand::Import(asked) => {
            let (user, new) = token_of(asked);
            check_token(&store, &user, &new).await?;
            let text = input::secret_line("Token")?;
            let id = store.site().import_token(&user, &text, new).await?;
            output::note(&format!("Token {id} of {user}"));
        }
        TokenCommand::List => {
            let tokens = store.site().list_tokens(None).await?;
            if cli.json {
                output::json(&tokens);
                return Ok(());
            }
            let time_or_never = |time: Option<NaiveDateTime>| {
                time.map_or_else(|| "never".to_owned(), |time| time.format("%Y-%m-%d %H:%M").to_string())
            };
            let rows = tokens.iter().map(|token| {
                vec![
                    token.id.to_string(),
                    token.user_name.clone(),
                    token.label.clone(),
                    reach(token),
                    time_or_never(Some(token.created)),
                    time_or_never(token.expires),
                    time_or_never(token.last_used),
                ]
            });
            output::say(&output::table(
                &["id", "user", "for", "reaches", "made", "ends", "last used"],
                rows,
            ));
        }
        TokenCommand::Revoke { id } => {
            store.site().revoke_token(id).await?;
            output::note(&format!("Token {id} has ended"));
        }
    }
    Ok(())
}

/// What a token reaches of what its user may see.
fn reach(token: &Token) -> String {
    let courses = match token.courses.as_ref().map(|courses| (courses.len(), courses.first())) {
        None => "all of theirs".to_owned(),
        Some((1, Some(course))) => course.clone(),
        Some((number, _)) => format!("{number} courses"),
    };
    if token.aggregates_only {
        format!("{courses}, counts only")
    } else {
        courses
    }
}

/// Refuses a token that would not count, and says which of its courses nobody knows.
async fn check_token(store: &Store, user: &str, new: &NewToken) -> Result<(), Problem> {
    if store.site().user(user).await?.is_some_and(|user| user.disabled) {
        let text = format!("{user} is disabled, so that no token of theirs counts: `olivine user enable {user}` first");
        return Err(ProgramError::Usage(text).into());
    }
    match &new.courses {
        Some(courses) => course_ids::warn_of_unknown(store, courses).await,
        None => Ok(()),
    }
}

/// Whose token it is, and the token.
fn token_of(asked: TokenArgs) -> (String, NewToken) {
    let end = |days: u16| Utc::now().naive_utc().checked_add_days(Days::new(days.into()));
    let new = NewToken {
        label: asked.label,
        courses: (!asked.courses.is_empty()).then(|| asked.courses.into_iter().collect()),
        aggregates_only: asked.aggregates_only,
        expires: asked.days.and_then(end),
    };
    (asked.user, new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_that_are_kept_to_something_say_so() {
        let token = |courses: Option<&[&str]>, aggregates_only: bool| Token {
            id: 1,
            user_name: "ada".to_owned(),
            label: String::new(),
            courses: courses.map(|courses| courses.iter().map(|course| (*course).to_owned()).collect()),
            aggregates_only,
            created: NaiveDateTime::default(),
            expires: None,
            last_used: None,
        };
        assert_eq!(reach(&token(None, false)), "all of theirs");
        assert_eq!(reach(&token(Some(&["a/b/c"]), true)), "a/b/c, counts only");
        assert_eq!(reach(&token(Some(&["a/b/c", "d/e/f"]), false)), "2 courses");
    }
}
