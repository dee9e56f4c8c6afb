//! The declared failures of this room.

olivine_failure::failures! {
    NOT_FOUND = "API-001" Data "nothing at this address",
        "Check the address. If it is right, the course has no results of this kind yet: run the report's tasks and ask \
         again.",
        "The data API answers 404 in two forms. `{\"status\":404}` means that there is no such address: a wrong path, \
         an API version that does not have it, a course id with fewer than three parts, or a report that is switched \
         off. `{\"detail\":\"Not found.\"}` means that the address is right and the results hold no row for the course \
         and the dates asked for. `olivine tasks` shows which task fills which table and when it ran last.";
    NOT_AUTHENTICATED = "API-002" Configuration "no valid token or password",
        "Send the header `Authorization: Token …` with a token made by `olivine token create`.",
        "Every address that shows numbers needs a token. Tokens are shown once, when they are made, and stored as a \
         hash; a lost one is revoked and replaced. The scheme word is `Token`; `Bearer` counts as no credentials. Many \
         failed attempts from one address are slowed down for a minute.";
    FORBIDDEN = "API-003" Configuration "outside the rights of this token or user",
        "Give the user the course, or the right to see people, with `olivine user`.",
        "A token sees the courses its user was granted; rows about single learners need the people right as well. \
         Lists leave out what the reader may not see; an address of one course answers 403.";
    BAD_REQUEST = "API-004" Data "request not understood",
        "Read the message in the answer: it names the parameter and what it may be. `/docs/` lists all of them.",
        "The client sent a parameter, a body, a method or an Accept header that this address does not take. Dates are \
         `YYYY-MM-DD` or `YYYY-MM-DDTHHMMSS` in UTC.";
    TOO_MANY_REQUESTS = "API-005" Transient "too many requests",
        "Wait as long as the Retry-After header says. If a trusted program needs more, raise its limit in the \
         settings.",
        "Requests of one user are counted over the last minute. `/status/` and `/health/` are never counted. A 503 \
         means that the server was working on as many requests as it may at once.";
    BAD_QUERY = "API-006" Configuration "query cannot be served as declared",
        "Run `olivine report check` on the report; it shows what is wrong with the query.",
        "A report's query names a file, a handler, a shape or a column that is not there. The query is left out of the \
         API; the rest of the site goes on.";
    WRITING = "API-007" Bug "answer could not be written",
        "This is a fault of the program. Please report it with the log lines around it.",
        "Making JSON or CSV of a correct answer failed, which should not be possible.";
    SERVING = "API-008" Environment "server cannot accept connections",
        "Check that the address is free and that the process may open more files.",
        "The listening socket failed. Single connections that fail are logged and do not stop the server.";
}
