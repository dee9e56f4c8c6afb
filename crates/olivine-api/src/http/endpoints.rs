//! Which query answers which path.

use olivine_report::manifest::{API_VERSIONS, ApiVersion};

use super::path::{Found, Pattern};
use crate::query::prepared::Prepared;
use crate::query::queries::Queries;

/// The paths of all queries that have one.
pub struct Endpoints(Vec<Endpoint>);

/// A path and its query.
pub struct Endpoint {
    /// The path below the version.
    pub pattern: Pattern,
    /// API versions that have it.
    pub versions: Vec<&'static ApiVersion>,
    /// Report id of the query.
    pub report: String,
    /// Name of the query.
    pub query: String,
    /// Whether it also takes POST.
    pub post: bool,
}

/// The version that a path belongs to, and what follows its base.
pub fn version_of(path: &str) -> Option<(&'static ApiVersion, &str)> {
    API_VERSIONS
        .iter()
        .find_map(|version| Some((version, path.strip_prefix(version.base)?)))
}

impl Endpoints {
    /// Collects the paths, the more fixed ones first. A path that cannot be read is left out.
    pub fn new(queries: &Queries) -> Self {
        let mut endpoints: Vec<Endpoint> = queries.iter().filter_map(endpoint_of).collect();
        endpoints.sort_by(|left, right| {
            let order = right.pattern.fixed_length().cmp(&left.pattern.fixed_length());
            order.then_with(|| left.pattern.declared().cmp(right.pattern.declared()))
        });
        Self(endpoints)
    }

    /// The endpoint for a decoded path below the version.
    pub fn find(&self, version: &ApiVersion, path: &str) -> Option<(&Endpoint, Found)> {
        self.0
            .iter()
            .filter(|endpoint| endpoint.versions.contains(&version))
            .find_map(|endpoint| Some((endpoint, endpoint.pattern.find(path)?)))
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Endpoint> {
        self.0.iter()
    }
}

impl Endpoint {
    /// Methods it takes, as the `Allow` header lists them.
    pub fn allow(&self) -> &'static str {
        if self.post {
            "GET, POST, HEAD, OPTIONS"
        } else {
            "GET, HEAD, OPTIONS"
        }
    }
}

fn endpoint_of(prepared: &Prepared) -> Option<Endpoint> {
    let declared = prepared.declared.path.as_deref()?;
    let pattern = match Pattern::parse(declared) {
        Ok(pattern) => pattern,
        Err(problem) => {
            tracing::warn!(
                report = prepared.report,
                query = prepared.name,
                problem,
                "path left out"
            );
            return None;
        }
    };
    Some(Endpoint {
        pattern,
        versions: API_VERSIONS
            .iter()
            .filter(|version| prepared.declared.api.iter().any(|name| name == version.name))
            .collect(),
        report: prepared.report.clone(),
        query: prepared.name.clone(),
        post: prepared.shape.post,
    })
}
