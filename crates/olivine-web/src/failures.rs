//! What can fail in this room, declared once.

olivine_failure::failures! {
    PAGE = "WEB-001" Bug "a page could not be made",
        "Report it with the lines of the log around it; other pages are not affected.",
        "A page's template or a report's chart could not be put together. Reports that came as plugins are checked \
         when they are loaded; what slips through shows as a failed section, and the page stands.";
    MESSAGES = "WEB-002" Bug "the words of the pages cannot be read",
        "If you added a language or a plugin with words, check its .ftl file; the message names the line.",
        "Pages take their words from Fluent files. A file that is not well-formed, or a key that stands twice, stops \
         the program from starting, so that nobody meets half a page.";
    SECTION = "WEB-003" Configuration "a section of a report cannot be shown",
        "Run `olivine report check` on the report's folder and correct what it names.",
        "A section of a report's manifest names a view, a chart or a query that does not exist, or its chart is not \
         JSON. The other sections of the page are shown.";
    SESSION = "WEB-004" Environment "sign-ins cannot be read or written",
        "Check that the site's state (site.db, or the database of the settings) can be written, then try again.",
        "Who is signed in is kept in the site's state. If that cannot be reached nobody can sign in and everybody \
         counts as signed out; nothing is lost.";
    ASSETS = "WEB-005" Configuration "the program was built without its page assets",
        "Run `make web` and build the program again.",
        "Styles and scripts are built by npm into web/dist and become part of the program when it is compiled. Without \
         them the pages still show all numbers, but plain and without drawings.";
    WORKING = "WEB-006" Transient "numbers for a choice of people and days are still being worked out",
        "Ask again in a moment.",
        "A page that shows some people or days only has its numbers worked out when somebody asks for them, one page \
         after the other. Those that take longer than a visitor would wait are there the next time somebody asks.";
    TOO_LONG = "WEB-007" Environment "numbers for a choice of people and days took too long",
        "Give the server more threads or memory (`engine.threads`, `engine.memory_mib`), or look whether a run was at \
         work at that time.",
        "A page that shows some people or days only has its numbers worked out when somebody asks for them. That may \
         take two minutes; what takes longer is given up, so that others have their turn, and begun anew when somebody \
         asks again.";
}
