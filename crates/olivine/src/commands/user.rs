//! `olivine user`: accounts of people.

use olivine_store::site::users::NewUser;
use olivine_store::{Courses, StoreOptions};

use crate::cli::{Cli, UserCommand};
use crate::exit::Problem;
use crate::input;
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
            no_password,
            name,
            staff,
            people,
            courses,
        } => {
            let password = if no_password {
                None
            } else {
                Some(input::secret_line("Password")?)
            };
            let new = NewUser {
                name,
                password,
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
        }
        UserCommand::Password { name } => {
            let password = input::secret_line("Password")?;
            state.set_password(&name, Some(&password)).await?;
            state.delete_sessions_of(&name).await?;
            output::note(&format!("{name} has a new password"));
        }
        UserCommand::Reads { user, days } => {
            let reads = state.list_people_reads(user.as_deref(), days).await?;
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
        }
        UserCommand::Set {
            name,
            staff,
            people,
            aggregates_only,
            courses,
            no_courses,
        } => {
            if let Some(staff) = staff {
                state.set_staff(&name, staff).await?;
            }
            if let Some(people) = people {
                state.set_people(&name, people).await?;
            }
            if let Some(aggregates_only) = aggregates_only {
                state.set_aggregates_only(&name, aggregates_only).await?;
            }
            if no_courses || !courses.is_empty() {
                state.set_courses(&name, &courses.into_iter().collect()).await?;
            }
            output::note(&format!("{name} is as you said"));
        }
        UserCommand::Remove { name } => {
            state.delete_user(&name).await?;
            output::note(&format!("{name} is removed"));
        }
        UserCommand::Enable { name } => {
            state.set_disabled(&name, false).await?;
            output::note(&format!("{name} can sign in again"));
        }
        UserCommand::Disable { name } => {
            state.set_disabled(&name, true).await?;
            state.delete_sessions_of(&name).await?;
            output::note(&format!("{name} can no longer sign in"));
        }
    }
    Ok(())
}
