//! Every setting, declared once: name, type, default, class and meaning.
//!
//! The reference page, `olivine.example.toml`, `olivine config explain` and the check for unknown keys are all made from
//! these structs: a doc comment here is the manual. `class` says where a value belongs (`OP b.3` rule 3).

mod data;
mod reports;
mod site;
mod sources;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use data::{Engine, Files, Ingest, Lake, Run, Store};
pub use reports::{Compat, Engagement, Reports};
pub use site::{Api, SignIn, Site, Web};
pub use sources::{Catalog, Ecommerce, Geo, Lms, Rest, Structure, Video};

/// The settings of a site.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// The site as people know it.
    pub site: Site,
    /// Where events and facts live.
    pub lake: Lake,
    /// Reading tracking logs.
    pub ingest: Ingest,
    /// How SQL runs.
    pub engine: Engine,
    /// Where results live.
    pub store: Store,
    /// The LMS: its database and its APIs.
    pub lms: Lms,
    /// The course discovery service.
    pub catalog: Catalog,
    /// What courses are made of.
    pub structure: Structure,
    /// Patience with APIs.
    pub rest: Rest,
    /// The shop, for the enterprise reports.
    pub ecommerce: Ecommerce,
    /// Lengths of videos.
    pub video: Video,
    /// Countries of network addresses.
    pub geo: Geo,
    /// Running tasks.
    pub run: Run,
    /// Files made from results.
    pub files: Files,
    /// The data API.
    pub api: Api,
    /// The dashboard.
    pub web: Web,
    /// Signing in at the LMS.
    pub sign_in: SignIn,
    /// The reports about learners.
    pub engagement: Engagement,
    /// Agreement with the numbers of the pipeline that Olivine replaces.
    pub compat: Compat,
    /// Which reports are on, and where plugins are.
    pub reports: Reports,
    /// Parameters of single reports: `report."enrollment.activity".NAME`. `olivine tasks --params` lists them.
    pub report: BTreeMap<String, BTreeMap<String, serde_json::Value>>,
}
