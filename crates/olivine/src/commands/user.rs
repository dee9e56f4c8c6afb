//! `olivine user`: accounts of people.

use std::io::{self, BufRead, IsTerminal};

use olivine_store::StoreOptions;
use olivine_store::site::users::NewUser;

use crate::cli::{Cli, UserCommand};
use crate::exit::{Problem, ProgramError};
use crate::output;
use crate::rooms;
use crate::settings::Site;

/// Runs a `user` command.
///
/// # Errors
/// The store cannot be used, there is no such account, or the password is too short.
pub async fn user(cli: &Cli, site: &Site, command: UserCommand) -> Result<(), Problem> {
    let store = rooms::store(site, StoreOptions::default()).await?;
    let state = store.site();
    match command {
        UserCommand::Add {
            name,
            staff,
            people,
            courses,
        } => {
            let password = read_password()?;
            let new = NewUser {
                name,
                password: Some(password),
                staff,
                people,
                courses: courses.into_iter().collect(),
            };
            let user = state.create_user(new).await?;
            output::note(&format!("{} can sign in", user.name));
        }
        UserCommand::List => {
            let users = state.list_users().await?;
            if cli.json {
                output::json(&users);
                return Ok(());
            }
            let yes = |truth: bool| if truth { "yes" } else { "" }.to_owned();
            let rows = users.iter().map(|user| {
                let courses = if user.staff {
                    "all".to_owned()
                } else {
                    user.courses.len().to_string()
                };
                vec![user.name.clone(), courses, yes(user.people), yes(user.disabled)]
            });
            output::say(&output::table(&["name", "courses", "sees people", "disabled"], rows));
        }
        UserCommand::Password { name } => {
            let password = read_password()?;
            state.set_password(&name, Some(&password)).await?;
            state.delete_sessions_of(&name).await?;
            output::note(&format!("{name} has a new password"));
        }
        UserCommand::Disable { name } => {
            state.set_disabled(&name, true).await?;
            state.delete_sessions_of(&name).await?;
            output::note(&format!("{name} can no longer sign in"));
        }
    }
    Ok(())
}

/// One line of standard input. It is never an argument: those can be seen by others on the machine.
fn read_password() -> Result<String, Problem> {
    if io::stdin().is_terminal() {
        output::note("Password (it is shown as you type):");
    }
    let mut line = String::new();
    io::stdin()
        .lock()
        .read_line(&mut line)
        .map_err(|source| ProgramError::File {
            path: "standard input".into(),
            source,
        })?;
    let password = line.trim_end_matches(['\r', '\n']).to_owned();
    if password.chars().count() < 8 {
        return Err(ProgramError::Usage("a password has at least 8 characters".to_owned()).into());
    }
    Ok(password)
}
