//! `olivine embed`: a link to a report, for a frame of another page.

use std::sync::Arc;

use clap::Args;
use olivine_api::{ApiError, ApiState, embed_link};
use olivine_identity::Embedded;
use olivine_report::Registry;
use olivine_store::StoreOptions;

use crate::cli::Cli;
use crate::exit::{Problem, ProgramError};
use crate::live;
use crate::output;
use crate::rooms;
use crate::settings::Site;
use crate::sign_in;

/// Which report to embed.
#[derive(Debug, Clone, Args)]
pub struct EmbedArgs {
    /// Course key.
    pub course: String,
    /// Id of the report, for example `enrollment.activity`.
    pub report: String,
    /// Number of a section of the report's own page, from 1; all of them when not given.
    #[arg(long)]
    pub section: Option<usize>,
    /// In whose name: the link shows what they may see.
    #[arg(long)]
    pub user: String,
}

/// Prints a link.
///
/// # Errors
/// Embedding is off, or the person may not see the report.
pub async fn embed(cli: &Cli, site: &Site, args: EmbedArgs) -> Result<(), Problem> {
    let off = "nothing can be embedded: set `web.embed_key` and `web.embed_origins`";
    let embedding = sign_in::embedding(site)?.ok_or_else(|| ProgramError::Usage(off.to_owned()))?;
    let store = rooms::store(site, StoreOptions::default()).await?;
    let user = store.site().user(&args.user).await?.filter(|user| !user.disabled);
    let user = user.ok_or_else(|| ProgramError::Unknown {
        kind: "account",
        name: args.user.clone(),
    })?;
    let registry = Arc::new(rooms::registry(site, &store).await?);
    let options = live::api_options(site, &store).await?;
    let state = ApiState::new(store, registry, options);
    let embedded = Embedded {
        user: args.user,
        course: args.course,
        report: args.report,
        section: args.section,
    };
    let link = match embed_link(&state, &embedding, &user.principal(), &embedded) {
        // Clients of the API learn no more than that there is nothing.
        Err(ApiError::NotFound) => return Err(missing(state.registry(), &embedded).into()),
        made => made?,
    };
    if cli.json {
        let seconds = embedding.good_for.as_secs();
        output::json(&serde_json::json!({ "url": link, "expires_in": seconds }));
    } else {
        output::say(&link);
    }
    Ok(())
}

/// What is not there of a report that cannot be embedded.
fn missing(registry: &Registry, embedded: &Embedded) -> ProgramError {
    let report = &embedded.report;
    let (kind, name) = match (registry.report(report), embedded.section) {
        (None, _) => ("report", report.clone()),
        (Some(_), None) => ("page of the report", report.clone()),
        (Some(_), Some(section)) => ("section", section.to_string()),
    };
    ProgramError::Unknown { kind, name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_there_is_named() {
        let registry = Registry::built_in();
        let said = |report: &str, section: Option<usize>| {
            let embedded = Embedded {
                user: "ada".to_owned(),
                course: "a/b/c".to_owned(),
                report: report.to_owned(),
                section,
            };
            missing(&registry, &embedded).to_string()
        };
        assert_eq!(
            said("enrollment.activty", Some(1)),
            "there is no report `enrollment.activty`"
        );
        assert_eq!(said("enrollment.activity", Some(9)), "there is no section `9`");
    }
}
