//! Failures of bringing LMS data in.

olivine_failure::failures! {
    NO_TABLES = "SOURCE-001" Configuration "no LMS tables where they were looked for",
        "Check `lms.database` or `--from`: the LMS database (mostly `edxapp`), or a folder with files such as \
         auth_userprofile.csv; for the catalog `catalog.url` or `--catalog`, for structures `structure.url` or \
         `--from`.",
        "The folder does not exist, or neither folder nor database holds any of the tables that are read. The page of \
         tables in this book lists them. The same goes for a folder of the catalog or of course structures without any \
         of their files. What the lake holds stays as it was.";
    NO_COLUMN = "SOURCE-002" Data "an LMS table lacks a column",
        "Check that it is the table of an Open edX LMS; in a CSV file, that the first line names the columns.",
        "Every column that is read is declared with the program. A table without one of them belongs to something \
         else, to a very old LMS, or to a view that an administrator cut down.";
    FILE = "SOURCE-003" Data "a file of LMS data cannot be read",
        "Check its rights and its form: CSV by RFC 4180, or one JSON object a line.",
        "The message names the file and what is wrong with it. Nothing of the import was taken over.";
    ADDRESS = "SOURCE-004" Configuration "the address of the LMS database is not understood",
        "Write it as mysql://USER@HOST:PORT/DATABASE and name the password in `lms.database_password`.",
        "Special characters in user names are percent-encoded. `mariadb://` means the same as `mysql://`. The password \
         is a secret of its own and never part of the address in the site file.";
    REFUSED = "SOURCE-005" Configuration "the LMS database refuses user, password or database",
        "Check `lms.database` and the password; the user needs the right SELECT on the tables that are read.",
        "The server was reached and said no. `GRANT SELECT ON edxapp.* TO 'olivine'@'HOST'` gives all that is \
         needed.";
    UNREACHABLE = "SOURCE-006" Transient "the LMS database cannot be reached",
        "It is tried again by itself. If it stays so, check host, port, firewall and TLS of `lms.database`.",
        "The connection was refused or lost, the server is busy or shutting down, or nothing came from it for five \
         minutes, as when a firewall drops a connection without a word. An import that breaks off leaves the snapshot \
         before it in place.";
    DATABASE = "SOURCE-007" Environment "the LMS database answers with an error",
        "The message is the server's own; its administrator can tell more.",
        "The server understood who asks, but could not answer.";
    ROWS = "SOURCE-008" Bug "rows do not fit their table",
        "Please report this with the name of the table.",
        "Rows that were read and checked could not be put together. This is a defect of the program.";
    API_DOWN = "SOURCE-009" Transient "an API does not answer",
        "It was tried for up to `rest.retry_seconds` with growing pauses. Try again later; if it stays so, check the \
         URL in the settings.",
        "The LMS, the discovery service or YouTube refused the connection, broke it off, was too slow, or said that it \
         is overloaded (408, 429, 502, 503, 504, 520). Each page of an answer is tried again for two hours (a \
         setting), with pauses that grow to a minute, or as long as the server asks for. A page that the server fails \
         at (500) is asked for five times only: it mostly fails again, and the log of the service tells why.";
    API_ANSWER = "SOURCE-010" Data "an API of the LMS answers something unexpected",
        "Check that the URL in the settings is the API's: `lms.url`, `catalog.url`.",
        "The answer has a status that trying again does not help with, or it is not JSON of the expected form: often a \
         login page or the page of a proxy.";
    API_REFUSED = "SOURCE-011" Configuration "an API refuses the service account or key",
        "Check `lms.client_id` and `lms.client_secret`, and that the account is staff in the LMS; for YouTube \
         `video.youtube_key`.",
        "The token request failed, or a fresh token was refused (401, 403).";
    API_QUOTA = "SOURCE-012" Transient "the quota of an API key is used up",
        "Try again tomorrow: what was looked up so far is kept. A site with many videos may ask Google for a larger \
         quota.",
        "YouTube answers only so many questions a day for one key. `olivine import youtube` keeps the lengths that it \
         got before, counts the videos that it could not ask for, and asks for them the next time. It fails only when \
         it got nothing new.";
    COURSES_FAILED = "SOURCE-013" Data "the LMS fails to tell what some courses are made of",
        "Look into the log of the LMS for errors of its blocks API (500) at these courses; then run `olivine import \
         structure` again.",
        "The blocks API of the LMS failed at a course five times, mostly because something in that course is broken. \
         All other courses were taken in, and of those that failed what the snapshot before held, if anything. The \
         summary of the import names them, and they are asked for again at the next import: `olivine serve` makes one \
         a day. When the API fails at ten courses one after another, or at all there are, it is not a matter of \
         courses: the import fails and nothing changes.";
}
