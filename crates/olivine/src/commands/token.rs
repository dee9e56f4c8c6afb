//! `olivine token`: tokens for programs that use the data API.

use olivine_store::StoreOptions;
use olivine_store::site::tokens::NewToken;

use crate::cli::{Cli, TokenCommand};
use crate::exit::Problem;
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
        TokenCommand::Create {
            user,
            label,
            courses,
            aggregates_only,
        } => {
            let courses = (!courses.is_empty()).then(|| courses.into_iter().collect());
            let new = NewToken {
                label,
                courses,
                aggregates_only,
                expires: None,
            };
            let (id, text) = store.site().create_token(&user, new).await?;
            output::note(&format!("Token {id} of {user}; it is shown this once:"));
            output::say(&text);
        }
        TokenCommand::List => {
            let tokens = store.site().list_tokens(None).await?;
            if cli.json {
                output::json(&tokens);
                return Ok(());
            }
            let rows = tokens.iter().map(|token| {
                let last_used = token
                    .last_used
                    .map(|time| time.to_string())
                    .unwrap_or_else(|| "never".to_owned());
                vec![
                    token.id.to_string(),
                    token.user_name.clone(),
                    token.label.clone(),
                    token.created.to_string(),
                    last_used,
                ]
            });
            output::say(&output::table(&["id", "user", "for", "made", "last used"], rows));
        }
        TokenCommand::Revoke { id } => {
            store.site().revoke_token(id).await?;
            output::note(&format!("Token {id} has ended"));
        }
    }
    Ok(())
}
