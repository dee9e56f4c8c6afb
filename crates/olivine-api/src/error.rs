//! What can go wrong when a question is answered, and what the client is told (`API 1.5`).

use olivine_failure::{Failing, Failure};
use olivine_store::StoreError;

use crate::failures;

/// Why a question is not answered.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    /// No such address, or an id of the wrong shape.
    #[error("no such address")]
    NoRoute,
    /// No such report or query, or one that is switched off.
    #[error("report `{report}` has no query `{query}`")]
    UnknownQuery {
        /// Report id.
        report: String,
        /// Query name.
        query: String,
    },
    /// The answer is empty, or an unknown format was asked for.
    #[error("not found")]
    NotFound,
    /// The answer is empty, and clients expect an empty object with the status.
    #[error("not found")]
    NoObject,
    /// A page number out of range.
    #[error("invalid page")]
    InvalidPage,
    /// A date in no known form.
    #[error("{name} is no date")]
    BadDate {
        /// Name of the parameter.
        name: String,
    },
    /// A parameter with a value it cannot have.
    #[error("{name} value '{value}' must be one of: ({allowed})")]
    BadChoice {
        /// Name of the parameter.
        name: String,
        /// What was sent.
        value: String,
        /// What may be sent.
        allowed: String,
    },
    /// A parameter that asks for what there is not; the text says what there is.
    #[error("{0}")]
    Unfit(String),
    /// An error with a code of its own, as some endpoints have.
    #[error("{message}")]
    Coded {
        /// HTTP status.
        status: u16,
        /// The code clients look at.
        code: &'static str,
        /// What a developer reads.
        message: String,
    },
    /// A list longer than is bound in one statement.
    #[error("more than {max} values of {name}")]
    TooManyValues {
        /// Name of the parameter.
        name: String,
        /// How many are taken.
        max: usize,
    },
    /// A course id that is none, in a parameter.
    #[error("course id `{0}` is malformed")]
    CourseKeyMalformed(String),
    /// A `recent_date` that is no date or not in the past; the text is the whole body.
    #[error("{0}")]
    RecentDate(String),
    /// A body that is not what its type says.
    #[error("unreadable body: {0}")]
    BadBody(String),
    /// Fields of the token form: the body as JSON.
    #[error("refused login")]
    BadLogin(serde_json::Value),
    /// No proof of identity, or a wrong one.
    #[error("not authenticated: {0}")]
    Unauthenticated(&'static str),
    /// The course, or rows about people, are outside what this reader may see.
    #[error("outside the reader's rights")]
    Forbidden,
    /// The same in the words of the API for enterprise portals (`API 1.5`).
    #[error("without the role {0}")]
    MissingRole(&'static str),
    /// A method the address does not take.
    #[error("method {0} not allowed")]
    MethodNotAllowed(String),
    /// No format fits what the client accepts.
    #[error("no acceptable format")]
    NotAcceptable,
    /// A body type that is not read.
    #[error("unsupported media type {0}")]
    UnsupportedMediaType(String),
    /// A body over the limit.
    #[error("body too large")]
    BodyTooLarge,
    /// A body that does not arrive.
    #[error("body too slow")]
    BodyTooSlow,
    /// Too many requests.
    #[error("throttled for {0} s")]
    Throttled(u64),
    /// As many requests at work as are allowed.
    #[error("too busy")]
    Busy,
    /// A query whose declaration cannot be served.
    #[error("query `{query}` of report `{report}`: {problem}")]
    BadQuery {
        /// Report id.
        report: String,
        /// Query name.
        query: String,
        /// What is wrong.
        problem: String,
    },
    /// The result store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A part of the answer could not be written.
    #[error("writing the answer: {0}")]
    Writing(String),
}

/// The body that goes with an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ErrorBody {
    /// `{"status":404}`, from outside the views.
    Status,
    /// `{"detail":"…"}`, from inside the views; empty in CSV.
    Detail(String),
    /// `{"error_code": "…", "developer_message": "…"}`.
    Code(&'static str, String),
    /// Plain text under an HTML type.
    Text(String),
    /// JSON as it stands.
    Json(String),
}

impl ApiError {
    /// HTTP status and body (`API 1.5`).
    pub fn reply(&self) -> (u16, ErrorBody) {
        let detail = |status, text: &str| (status, ErrorBody::Detail(text.to_owned()));
        match self {
            Self::NoRoute | Self::UnknownQuery { .. } => (404, ErrorBody::Status),
            Self::NotFound => detail(404, "Not found."),
            Self::InvalidPage => detail(404, "Invalid page."),
            Self::BadDate { name } => detail(
                400,
                &format!("{name} is not a date: use YYYY-MM-DD or YYYY-MM-DDTHHMMSS."),
            ),
            Self::Coded { status, code, message } => (*status, ErrorBody::Code(code, message.clone())),
            Self::TooManyValues { name, max } => detail(400, &format!("{name} has more than {max} values.")),
            Self::BadChoice { .. } => (400, ErrorBody::Code("illegal_parameter_values", self.to_string())),
            Self::CourseKeyMalformed(key) => (
                400,
                ErrorBody::Code("course_key_malformed", format!("Course id/key {key} malformed.")),
            ),
            Self::RecentDate(text) => (400, ErrorBody::Text(text.clone())),
            Self::BadBody(text) | Self::Unfit(text) => detail(400, text),
            Self::NoObject => (404, ErrorBody::Json("{}".to_owned())),
            Self::MissingRole(role) => detail(403, &format!("MISSING: {role}")),
            Self::BadLogin(fields) => (400, ErrorBody::Json(fields.to_string())),
            Self::Unauthenticated(text) => detail(401, text),
            Self::Forbidden => detail(403, "You do not have permission to perform this action."),
            Self::MethodNotAllowed(method) => detail(405, &format!("Method \"{method}\" not allowed.")),
            Self::NotAcceptable => detail(406, "Could not satisfy the request Accept header."),
            Self::UnsupportedMediaType(kind) => detail(415, &format!("Unsupported media type \"{kind}\" in request.")),
            Self::BodyTooLarge => detail(413, "Request body too large."),
            Self::BodyTooSlow => detail(408, "Request body took too long."),
            Self::Throttled(seconds) => {
                let unit = if *seconds == 1 { "second" } else { "seconds" };
                detail(
                    429,
                    &format!("Request was throttled. Expected available in {seconds} {unit}."),
                )
            }
            Self::Busy | Self::Store(StoreError::Limit { .. }) => (503, ErrorBody::Status),
            Self::BadQuery { .. } | Self::Store(_) | Self::Writing(_) => (500, ErrorBody::Status),
        }
    }

    /// Whether it is ours or the machine's rather than the client's.
    pub fn is_ours(&self) -> bool {
        self.reply().0 >= 500
    }
}

impl Failing for ApiError {
    fn failure(&self) -> &'static Failure {
        match self {
            Self::NoRoute | Self::UnknownQuery { .. } | Self::NotFound | Self::NoObject | Self::InvalidPage => {
                &failures::NOT_FOUND
            }
            Self::Coded { status: 404, .. } => &failures::NOT_FOUND,
            Self::Unauthenticated(_) | Self::BadLogin(_) => &failures::NOT_AUTHENTICATED,
            Self::Forbidden | Self::MissingRole(_) => &failures::FORBIDDEN,
            Self::Throttled(_) | Self::Busy => &failures::TOO_MANY_REQUESTS,
            Self::BadQuery { .. } => &failures::BAD_QUERY,
            Self::Store(error) => error.failure(),
            Self::Writing(_) => &failures::WRITING,
            Self::BadDate { .. }
            | Self::BadChoice { .. }
            | Self::Coded { .. }
            | Self::TooManyValues { .. }
            | Self::CourseKeyMalformed(_)
            | Self::RecentDate(_)
            | Self::BadBody(_)
            | Self::Unfit(_)
            | Self::MethodNotAllowed(_)
            | Self::NotAcceptable
            | Self::UnsupportedMediaType(_)
            | Self::BodyTooLarge
            | Self::BodyTooSlow => &failures::BAD_REQUEST,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_second_is_singular() {
        let body = |seconds| ApiError::Throttled(seconds).reply().1;
        let text = |text: &str| ErrorBody::Detail(format!("Request was throttled. Expected available in {text}."));
        assert_eq!(body(1), text("1 second"));
        assert_eq!(body(59), text("59 seconds"));
    }
}
