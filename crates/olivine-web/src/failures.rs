//! What can fail in this room, declared once.

use olivine_failure::{Class, Failure};

/// A page could not be made.
pub static PAGE: Failure = Failure {
    code: "WEB-001",
    class: Class::Bug,
    title: "a page could not be made",
    hint: "Report it with the lines of the log around it; other pages are not affected.",
    page: "A page's template or a report's chart could not be put together. Reports that came as plugins are checked \
           when they are loaded; what slips through shows as a failed section, and the page stands.",
};

/// The message files are broken.
pub static MESSAGES: Failure = Failure {
    code: "WEB-002",
    class: Class::Bug,
    title: "the words of the pages cannot be read",
    hint: "If you added a language or a plugin with words, check its .ftl file; the message names the line.",
    page: "Pages take their words from Fluent files. A file that is not well-formed, or a key that stands twice, stops \
           the program from starting, so that nobody meets half a page.",
};

/// A section names something that does not exist.
pub static SECTION: Failure = Failure {
    code: "WEB-003",
    class: Class::Configuration,
    title: "a section of a report cannot be shown",
    hint: "Run `olivine report check` on the report's folder and correct what it names.",
    page: "A section of a report's manifest names a view, a chart or a query that does not exist, or its chart is not \
           JSON. The other sections of the page are shown.",
};

/// The session of a visitor could not be read or written.
pub static SESSION: Failure = Failure {
    code: "WEB-004",
    class: Class::Environment,
    title: "sign-ins cannot be read or written",
    hint: "Check that the site's state (site.db, or the database of the settings) can be written, then try again.",
    page: "Who is signed in is kept in the site's state. If that cannot be reached nobody can sign in and everybody \
           counts as signed out; nothing is lost.",
};

/// The page assets were not built.
pub static ASSETS: Failure = Failure {
    code: "WEB-005",
    class: Class::Configuration,
    title: "the program was built without its page assets",
    hint: "Run `make web` and build the program again.",
    page: "Styles and scripts are built by npm into web/dist and become part of the program when it is compiled. \
           Without them the pages still show all numbers, but plain and without drawings.",
};

/// Numbers for a choice of people and days are still being worked out.
pub static WORKING: Failure = Failure {
    code: "WEB-006",
    class: Class::Transient,
    title: "numbers for a choice of people and days are still being worked out",
    hint: "Ask again in a moment.",
    page: "A page that shows some people or days only has its numbers worked out when somebody asks for them, one page after the \
           other. Those that take longer than a visitor would wait are there the next time somebody asks.",
};

/// Numbers for a choice of people and days took too long.
pub static TOO_LONG: Failure = Failure {
    code: "WEB-007",
    class: Class::Environment,
    title: "numbers for a choice of people and days took too long",
    hint: "Give the server more threads or memory (`engine.threads`, `engine.memory_mib`), or look whether a run was at work at that time.",
    page: "A page that shows some people or days only has its numbers worked out when somebody asks for them. That may take two minutes; \
           what takes longer is given up, so that others have their turn, and begun anew when somebody asks again.",
};

/// All failures of this room, for the book.
pub const FAILURES: &[&Failure] = &[&PAGE, &MESSAGES, &SECTION, &SESSION, &ASSETS, &WORKING, &TOO_LONG];
