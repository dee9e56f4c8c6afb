//! `olivine embed`: a link to a report, for a frame of another page.

use std::sync::Arc;

use clap::Args;
use olivine_api::{ApiState, embed_link};
use olivine_identity::Embedded;
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
    let link = embed_link(&state, &embedding, &user.principal(), &embedded)?;
    if cli.json {
        let seconds = embedding.good_for.as_secs();
        output::json(&serde_json::json!({ "url": link, "expires_in": seconds }));
    } else {
        output::say(&link);
    }
    Ok(())
}
