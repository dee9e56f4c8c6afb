//! Failures of bringing LMS data in.

use olivine_failure::{Class, Failure};

/// Failures of this room.
pub const FAILURES: &[&Failure] = &[
    &NO_TABLES,
    &NO_COLUMN,
    &FILE,
    &ADDRESS,
    &REFUSED,
    &UNREACHABLE,
    &DATABASE,
    &ROWS,
    &API_DOWN,
    &API_ANSWER,
    &API_REFUSED,
    &API_QUOTA,
    &COURSES_FAILED,
];

pub(crate) const NO_TABLES: Failure = Failure {
    code: "SOURCE-001",
    class: Class::Configuration,
    title: "no LMS tables where they were looked for",
    hint: "Check `lms.database` or `--from`: the LMS database (mostly `edxapp`), or a folder with files such as auth_userprofile.csv; \
           for the catalog `catalog.url` or `--catalog`, for structures `structure.url` or `--from`.",
    page: "The folder does not exist, or neither folder nor database holds any of the tables that are read. The page of tables \
           in this book lists them. The same goes for a folder of the catalog or of course structures without any of their files. \
           What the lake holds stays as it was.",
};
pub(crate) const NO_COLUMN: Failure = Failure {
    code: "SOURCE-002",
    class: Class::Data,
    title: "an LMS table lacks a column",
    hint: "Check that it is the table of an Open edX LMS; in a CSV file, that the first line names the columns.",
    page: "Every column that is read is declared with the program. A table without one of them belongs to something else, to a \
           very old LMS, or to a view that an administrator cut down.",
};
pub(crate) const FILE: Failure = Failure {
    code: "SOURCE-003",
    class: Class::Data,
    title: "a file of LMS data cannot be read",
    hint: "Check its rights and its form: CSV by RFC 4180, or one JSON object a line.",
    page: "The message names the file and what is wrong with it. Nothing of the import was taken over.",
};
pub(crate) const ADDRESS: Failure = Failure {
    code: "SOURCE-004",
    class: Class::Configuration,
    title: "the address of the LMS database is not understood",
    hint: "Write it as mysql://USER@HOST:PORT/DATABASE and name the password in `lms.database_password`.",
    page: "Special characters in user names are percent-encoded. `mariadb://` means the same as `mysql://`. The password is a \
           secret of its own and never part of the address in the site file.",
};
pub(crate) const REFUSED: Failure = Failure {
    code: "SOURCE-005",
    class: Class::Configuration,
    title: "the LMS database refuses user, password or database",
    hint: "Check `lms.database` and the password; the user needs the right SELECT on the tables that are read.",
    page: "The server was reached and said no. `GRANT SELECT ON edxapp.* TO 'olivine'@'HOST'` gives all that is needed.",
};
pub(crate) const UNREACHABLE: Failure = Failure {
    code: "SOURCE-006",
    class: Class::Transient,
    title: "the LMS database cannot be reached",
    hint: "It is tried again by itself. If it stays so, check host, port, firewall and TLS of `lms.database`.",
    page: "The connection was refused or lost, the server is busy or shutting down, or nothing came from it for five minutes, as \
           when a firewall drops a connection without a word. An import that breaks off leaves the snapshot before it in place.",
};
pub(crate) const DATABASE: Failure = Failure {
    code: "SOURCE-007",
    class: Class::Environment,
    title: "the LMS database answers with an error",
    hint: "The message is the server's own; its administrator can tell more.",
    page: "The server understood who asks, but could not answer.",
};
pub(crate) const ROWS: Failure = Failure {
    code: "SOURCE-008",
    class: Class::Bug,
    title: "rows do not fit their table",
    hint: "Please report this with the name of the table.",
    page: "Rows that were read and checked could not be put together. This is a defect of the program.",
};
pub(crate) const API_DOWN: Failure = Failure {
    code: "SOURCE-009",
    class: Class::Transient,
    title: "an API does not answer",
    hint: "It was tried for up to `rest.retry_seconds` with growing pauses. Try again later; if it stays so, check the URL in the settings.",
    page: "The LMS, the discovery service or YouTube refused the connection, broke it off, was too slow, or said that it is \
           overloaded (408, 429, 502, 503, 504, 520). Each page of an answer is tried again for two hours (a setting), with pauses \
           that grow to a minute, or as long as the server asks for. A page that the server fails at (500) is asked for five times \
           only: it mostly fails again, and the log of the service tells why.",
};
pub(crate) const API_ANSWER: Failure = Failure {
    code: "SOURCE-010",
    class: Class::Data,
    title: "an API of the LMS answers something unexpected",
    hint: "Check that the URL in the settings is the API's: `lms.url`, `catalog.url`.",
    page: "The answer has a status that trying again does not help with, or it is not JSON of the expected form: often a login \
           page or the page of a proxy.",
};
pub(crate) const API_REFUSED: Failure = Failure {
    code: "SOURCE-011",
    class: Class::Configuration,
    title: "an API refuses the service account or key",
    hint: "Check `lms.client_id` and `lms.client_secret`, and that the account is staff in the LMS; for YouTube `video.youtube_key`.",
    page: "The token request failed, or a fresh token was refused (401, 403).",
};
pub(crate) const API_QUOTA: Failure = Failure {
    code: "SOURCE-012",
    class: Class::Transient,
    title: "the quota of an API key is used up",
    hint: "Try again tomorrow: what was looked up so far is kept. A site with many videos may ask Google for a larger quota.",
    page: "YouTube answers only so many questions a day for one key. `olivine import youtube` keeps the lengths that it got before, \
           counts the videos that it could not ask for, and asks for them the next time. It fails only when it got nothing new.",
};
pub(crate) const COURSES_FAILED: Failure = Failure {
    code: "SOURCE-013",
    class: Class::Data,
    title: "the LMS fails to tell what some courses are made of",
    hint: "Look into the log of the LMS for errors of its blocks API (500) at these courses; then run `olivine import structure` again.",
    page: "The blocks API of the LMS failed at a course five times, mostly because something in that course is broken. All other \
           courses were taken in, and of those that failed what the snapshot before held, if anything. The summary of the import \
           names them, and they are asked for again at the next import: `olivine serve` makes one a day. When the API fails at ten \
           courses one after another, or at all there are, it is not a matter of courses: the import fails and nothing changes.",
};
