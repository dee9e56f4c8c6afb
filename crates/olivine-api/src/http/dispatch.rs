//! Answering the paths of the data API (`API 1`, `API 2`).

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{ACCEPT, CONTENT_DISPOSITION, CONTENT_TYPE, HeaderMap, LINK, WWW_AUTHENTICATE};
use axum::http::request::Parts;
use axum::http::{Method, Response, StatusCode};
use chrono::Utc;
use olivine_store::Principal;
use percent_encoding::percent_decode_str;

use super::admission::{self, AccessUser};
use super::body::{self, Pairs};
use super::csv::ColumnOrder;
use super::endpoints::{Endpoint, version_of};
use super::negotiate::{self, Format};
use super::page_links::PageLinks;
use super::path::Found;
use super::{address, old_proxy, options, render, respond};
use crate::course_key;
use crate::error::ApiError;
use crate::query::prepared::Prepared;
use crate::query::{Answer, Listing, Params, answer_prepared};
use crate::shape::{Empty, PageForm, PagedCsv};
use crate::state::ApiState;

/// The role that the API for enterprise portals misses where the reader's rights end (`API 1.5`).
const ENTERPRISE_ROLE: &str = "can_access_enterprise";
/// What the API for enterprise portals asks for where nobody is known (`API 1.2`); it takes tokens of this site as well.
const ENTERPRISE_SCHEME: &str = r#"JWT realm="api""#;
/// Parameters that name courses.
const COURSE_PARAMETERS: [&str; 2] = ["course_id", "course_ids"];
/// Path of the people of a course, whose CSV is named by the time (`API 1.3`).
const LEARNERS: &str = "learners/";
/// Operational paths, which are unversioned and reached from below a version by a redirect (`API 1.7`).
const OPERATIONAL: [&str; 3] = ["status", "authenticated", "health"];

/// Answers everything below `/api/` and `/enterprise/api/`.
pub async fn data_api(State(state): State<ApiState>, request: Request) -> Response<Body> {
    let uri = request.uri().clone();
    let Ok(path) = percent_decode_str(uri.path()).decode_utf8() else {
        return respond::error(&ApiError::NoRoute);
    };
    let Some((version, rest)) = version_of(&path).or_else(|| old_proxy::version_of(&path)) else {
        return respond::error(&ApiError::NoRoute);
    };
    if let Some((endpoint, found)) = state.endpoints().find(version, rest) {
        // Every query is there that an endpoint was made of.
        let Some(prepared) = state.queries().find(&endpoint.report, &endpoint.query) else {
            return respond::error(&ApiError::NoRoute);
        };
        let call = Call {
            state: &state,
            endpoint,
            prepared,
            enterprise: version.enterprise,
            is_by_old_proxy: old_proxy::has(&path),
        };
        return call.answer(found, request).await;
    }
    let mut operational = OPERATIONAL.into_iter().filter(|_| !version.enterprise);
    if let Some(name) = operational.clone().find(|name| is_operational(rest, name)) {
        return respond::redirect(StatusCode::FOUND, &format!("/{name}/"));
    }
    let with_slash = format!("{rest}/");
    let is_known = operational.any(|name| name == rest) || state.endpoints().find(version, &with_slash).is_some();
    let slash_is_missing = !rest.ends_with('/') && is_known;
    if slash_is_missing {
        add_slash(&request)
    } else {
        respond::error(&ApiError::NoRoute)
    }
}

/// Leads to the same address with a slash at the end of its path. Other methods than GET keep theirs.
pub fn add_slash(request: &Request) -> Response<Body> {
    let reading = matches!(*request.method(), Method::GET | Method::HEAD);
    let status = if reading {
        StatusCode::MOVED_PERMANENTLY
    } else {
        StatusCode::PERMANENT_REDIRECT
    };
    lead(status, &format!("{}/", request.uri().path()), request)
}

/// Leads to another path with the same query.
pub fn lead(status: StatusCode, path: &str, request: &Request) -> Response<Body> {
    let query = request.uri().query().map(|query| format!("?{query}"));
    respond::redirect(status, &format!("{path}{}", query.unwrap_or_default()))
}

fn is_operational(rest: &str, name: &str) -> bool {
    let Some(tail) = rest.strip_prefix(name) else {
        return false;
    };
    let suffix = tail
        .strip_prefix('.')
        .map(|suffix| suffix.strip_suffix('/').unwrap_or(suffix));
    let is_suffix =
        |suffix: &str| !suffix.is_empty() && suffix.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    tail == "/" || suffix.is_some_and(is_suffix)
}

/// A request for one endpoint.
struct Call<'a> {
    state: &'a ApiState,
    endpoint: &'a Endpoint,
    prepared: &'a Prepared,
    enterprise: bool,
    is_by_old_proxy: bool,
}

impl Call<'_> {
    async fn answer(&self, found: Found, request: Request) -> Response<Body> {
        let (parts, content) = request.into_parts();
        let query = body::query_pairs(parts.uri.query());
        let accept = parts.headers.get(ACCEPT).and_then(|accept| accept.to_str().ok());
        let (format, acceptable) = match negotiate::choose(
            negotiate::DATA_API,
            body::last(&query, "format"),
            found.suffix.as_deref(),
            accept,
        ) {
            Ok(format) => (format, Ok(())),
            Err(error) => (negotiate::DEFAULT, Err(error)),
        };
        let admitted = match acceptable {
            Ok(()) => admission::user(self.state, &parts).await,
            Err(error) => Err(error),
        };
        let principal = match admitted {
            Ok(principal) => principal,
            Err(error) => return self.refuse(&error, format),
        };
        let user = AccessUser(principal.user_name.clone());
        let outcome = match parts.method {
            Method::GET | Method::HEAD => {
                self.read(&parts, &found, query.clone(), &query, &principal, format)
                    .await
            }
            Method::POST if self.endpoint.post => {
                match body::read(&parts.headers, content, self.state.options().body_limit).await {
                    Ok(pairs) => self.read(&parts, &found, pairs, &query, &principal, format).await,
                    Err(error) => Err(error),
                }
            }
            Method::OPTIONS => Ok(options::describe(&self.prepared.name, &self.prepared.declared.doc)),
            ref other => Err(ApiError::MethodNotAllowed(other.to_string())),
        };
        let declared = self.endpoint.pattern.declared();
        let outcome = match outcome {
            Err(error) if self.is_by_old_proxy => Err(old_proxy::told(error, declared, &found, &query)),
            outcome => outcome,
        };
        let mut response = match outcome {
            Err(ApiError::Forbidden) if self.enterprise => self.refuse(&ApiError::MissingRole(ENTERPRISE_ROLE), format),
            Err(error @ ApiError::Forbidden) => self.refuse(&error, format),
            outcome => {
                let response = outcome.unwrap_or_else(|error| respond::error_as(&error, format));
                self.finish(response, &parts.headers, &found, &query)
            }
        };
        response.extensions_mut().insert(user);
        response
    }

    async fn read(
        &self,
        parts: &Parts,
        found: &Found,
        pairs: Pairs,
        query: &Pairs,
        principal: &Principal,
        format: Format,
    ) -> Result<Response<Body>, ApiError> {
        let mut params = Params::new(principal);
        params.origin = address::origin(parts, self.state.options().behind_proxy);
        for (name, value) in pairs {
            // A course beside a question that is not about one is no more looked at than any other unknown parameter (`API 2.1`).
            if !COURSE_PARAMETERS.contains(&name.as_str()) || self.prepared.takes(&name) {
                params.add(&name, value);
            }
        }
        check_course_keys(&params, self.endpoint.pattern.names())?;
        for (name, value) in &found.values {
            params.set(name, value);
        }
        if self.endpoint.pattern.is_course_view() {
            // Checked on all of them, also those that use no dates (`API 1.4`).
            params.time("start_date")?;
            params.time("end_date")?;
        }
        let whole = format == Format::Csv && self.is_whole_csv();
        let listing = Listing::declared(self.prepared, &params, whole);
        let answer = answer_prepared(self.state, self.prepared, &params, &listing).await?;
        let nothing = answer.rows.is_empty() && answer.page.is_none();
        match self.prepared.empty {
            Empty::Object if nothing => return Err(ApiError::NoObject),
            Empty::NotFound if nothing => return Err(ApiError::NotFound),
            _ if nothing && answer.single => return Err(ApiError::NotFound),
            _ => {}
        }
        self.render(parts, &answer, query, format)
    }

    fn render(
        &self,
        parts: &Parts,
        answer: &Answer,
        query: &Pairs,
        format: Format,
    ) -> Result<Response<Body>, ApiError> {
        let origin = address::origin(parts, self.state.options().behind_proxy);
        let links = answer
            .page
            .map(|page| PageLinks::new(page, &format!("{origin}{}", parts.uri.path()), query));
        let mut response = match format {
            // An object has no CSV form: clients get an empty answer (`API 1.3`).
            Format::Csv if answer.single => respond::empty(StatusCode::OK),
            Format::Csv => {
                let order = if self.is_whole_csv() {
                    ColumnOrder::Declared
                } else {
                    ColumnOrder::Alphabet
                };
                render::csv(answer, body::last(query, "fields"), order)?
            }
            _ => {
                let json = render::data_api_json(answer, links.as_ref(), self.page_form(), format)?;
                render::text_response(json, format, parts.uri.path())
            }
        };
        if let Some(header) = links.as_ref().and_then(PageLinks::header) {
            respond::set(&mut response, LINK, &header);
        }
        Ok(response)
    }

    fn page_form(&self) -> PageForm {
        self.prepared.shape.page.map(|paging| paging.form).unwrap_or_default()
    }

    /// Whether CSV holds all rows of a list that JSON gives page by page (`API 2.9`).
    fn is_whole_csv(&self) -> bool {
        let csv = self.prepared.shape.page.map(|paging| paging.csv);
        csv == Some(PagedCsv::Whole)
    }

    /// A refusal before the view itself: course views say why in JSON, also where CSV was asked for (`API 1.3` R).
    fn refuse(&self, error: &ApiError, format: Format) -> Response<Body> {
        let as_json = self.endpoint.pattern.is_course_view() && format == Format::Csv;
        let mut response = respond::error_as(error, if as_json { negotiate::DEFAULT } else { format });
        if self.enterprise && response.headers().contains_key(WWW_AUTHENTICATE) {
            respond::set(&mut response, WWW_AUTHENTICATE, ENTERPRISE_SCHEME);
        }
        respond::add_view_headers(&mut response, self.endpoint.allow());
        response
    }

    /// Headers of an answer of the view, and the file name of CSV (`API 1.3`).
    fn finish(
        &self,
        mut response: Response<Body>,
        headers: &HeaderMap,
        found: &Found,
        query: &Pairs,
    ) -> Response<Body> {
        respond::add_view_headers(&mut response, self.endpoint.allow());
        let course_id = found
            .values
            .iter()
            .find(|(name, _)| name == "course_id")
            .map(|(_, value)| value);
        let accepts_csv_only = headers.get(ACCEPT).is_some_and(|accept| accept == "text/csv");
        let asked_course = body::last(query, "course_id").filter(|course_id| course_key::is_valid(course_id));
        let learners_of = asked_course.filter(|_| accepts_csv_only && self.endpoint.pattern.declared() == LEARNERS);
        let course_id = course_id.filter(|_| accepts_csv_only && self.endpoint.pattern.is_course_view());
        let is_csv_list = self.is_whole_csv()
            && response
                .headers()
                .get(CONTENT_TYPE)
                .is_some_and(|kind| kind == respond::CSV);
        let name = match learners_of {
            Some(course_id) => Some(render::learners_file_name(course_id, Utc::now())),
            None if course_id.is_some() || is_csv_list => {
                let course_id = course_id.map(String::as_str);
                Some(render::csv_file_name(course_id, self.prepared))
            }
            None => None,
        };
        if let Some(name) = name {
            respond::set(
                &mut response,
                CONTENT_DISPOSITION,
                &format!("attachment; filename={name}"),
            );
        }
        response
    }
}

/// Refuses course ids that are none, in parameters (`API 1.5`); one in a path is never looked at.
pub fn check_course_keys(params: &Params, path_names: &[String]) -> Result<(), ApiError> {
    let single = params
        .text("course_id")
        .filter(|_| !path_names.iter().any(|name| name == "course_id"));
    let named = params.list("course_ids").into_iter().chain(single);
    match named.into_iter().find(|course_id| !course_key::is_valid(course_id)) {
        Some(malformed) => Err(ApiError::CourseKeyMalformed(malformed.to_owned())),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operational_paths_may_have_a_suffix() {
        for rest in ["status/", "status.json", "status.csv/"] {
            assert!(is_operational(rest, "status"), "{rest}");
        }
        for rest in ["status", "statuses/", "status.", "status.J", "status/x"] {
            assert!(!is_operational(rest, "status"), "{rest}");
        }
    }
}
