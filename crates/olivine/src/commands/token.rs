//! `olivine token`: tokens for programs that use the data API.

use chrono::{Days, NaiveDateTime, Utc};
use olivine_store::StoreOptions;
use olivine_store::site::tokens::NewToken;

use crate::cli::{Cli, TokenArgs, TokenCommand};
use crate::exit::Problem;
use crate::input;
use crate::output;
use crate::rooms;
use crate::settings::Site;

/// Runs a `token` command.
///
/// # Errors
/// The store cannot be used, or there is no such user or token.
pub async fn token(cli: &Cli, site: &Site, command: TokenCommand) -> Result<(), Problem> {
    let store = rooms::store(site, StoreOptions::default()).await?;
    match command {
        TokenCommand::Create(asked) => {
            let (user, new) = token_of(asked);
            let (id, text) = store.site().create_token(&user, new).await?;
            output::note(&format!("Token {id} of {user}; it is shown this once:"));
            output::say(&text);
        }
        TokenCommand::Import(asked) => {
            let (user, new) = token_of(asked);
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
                    time_or_never(Some(token.created)),
                    time_or_never(token.expires),
                    time_or_never(token.last_used),
                ]
            });
            output::say(&output::table(
                &["id", "user", "for", "made", "ends", "last used"],
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
