//! The declared failures of this room.

use olivine_failure::{Class, Failure};

/// No such address, or nothing there.
pub static NOT_FOUND: Failure = Failure {
    code: "API-001",
    class: Class::Data,
    title: "nothing at this address",
    hint: "Check the address. If it is right, the course has no results of this kind yet: run the report's tasks and ask again.",
    page: "The data API answers 404 in two forms. `{\"status\":404}` means that there is no such address: a wrong path, an \
           API version that does not have it, a course id with fewer than three parts, or a report that is switched off. \
           `{\"detail\":\"Not found.\"}` means that the address is right and the results hold no row for the course and \
           the dates asked for. `olivine tasks` shows which task fills which table and when it ran last.",
};

/// Missing or wrong credentials.
pub static NOT_AUTHENTICATED: Failure = Failure {
    code: "API-002",
    class: Class::Configuration,
    title: "no valid token or password",
    hint: "Send the header `Authorization: Token …` with a token made by `olivine token create`.",
    page: "Every address that shows numbers needs a token. Tokens are shown once, when they are made, and stored as a \
           hash; a lost one is revoked and replaced. The scheme word is `Token`; `Bearer` counts as no credentials. Many \
           failed attempts from one address are slowed down for a minute.",
};

/// Outside the reader's rights.
pub static FORBIDDEN: Failure = Failure {
    code: "API-003",
    class: Class::Configuration,
    title: "outside the rights of this token or user",
    hint: "Give the user the course, or the right to see people, with `olivine user`.",
    page: "A token sees the courses its user was granted; rows about single learners need the people right as well. \
           Lists leave out what the reader may not see; an address of one course answers 403.",
};

/// A request that cannot be understood.
pub static BAD_REQUEST: Failure = Failure {
    code: "API-004",
    class: Class::Data,
    title: "request not understood",
    hint: "Read the message in the answer: it names the parameter and what it may be. `/docs/` lists all of them.",
    page: "The client sent a parameter, a body, a method or an Accept header that this address does not take. Dates are \
           `YYYY-MM-DD` or `YYYY-MM-DDTHHMMSS` in UTC.",
};

/// Over the limits.
pub static TOO_MANY_REQUESTS: Failure = Failure {
    code: "API-005",
    class: Class::Transient,
    title: "too many requests",
    hint: "Wait as long as the Retry-After header says. If a trusted program needs more, raise its limit in the settings.",
    page: "Requests of one user are counted over the last minute. `/status/` and `/health/` are never counted. A 503 \
           means that the server was working on as many requests as it may at once.",
};

/// A query that cannot be served as declared.
pub static BAD_QUERY: Failure = Failure {
    code: "API-006",
    class: Class::Configuration,
    title: "query cannot be served as declared",
    hint: "Run `olivine report check` on the report; it shows what is wrong with the query.",
    page: "A report's query names a file, a handler, a shape or a column that is not there. The query is left out of the \
           API; the rest of the site goes on.",
};

/// The answer could not be written.
pub static WRITING: Failure = Failure {
    code: "API-007",
    class: Class::Bug,
    title: "answer could not be written",
    hint: "This is a fault of the program. Please report it with the log lines around it.",
    page: "Making JSON or CSV of a correct answer failed, which should not be possible.",
};

/// The server could not listen or accept.
pub static SERVING: Failure = Failure {
    code: "API-008",
    class: Class::Environment,
    title: "server cannot accept connections",
    hint: "Check that the address is free and that the process may open more files.",
    page: "The listening socket failed. Single connections that fail are logged and do not stop the server.",
};

/// All of them.
pub const FAILURES: &[&Failure] = &[
    &NOT_FOUND,
    &NOT_AUTHENTICATED,
    &FORBIDDEN,
    &BAD_REQUEST,
    &TOO_MANY_REQUESTS,
    &BAD_QUERY,
    &WRITING,
    &SERVING,
];
