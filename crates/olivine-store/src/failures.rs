//! The ways in which the store fails, each declared once.

olivine_failure::failures! {
    ADDRESS = "STORE-001" Configuration "the store's address is not understood",
        "Write sqlite:///folder/results.db or mysql://user@host/database, and name the password in `store.password`.",
        "The address of the store names one of two kinds: `sqlite://` and the path of a file, or `mysql://` with user, host and database; the password is a setting of its own, `store.password`. Anything else is refused before a connection is tried. `olivine config explain store` shows the address in use and where it came from.";
    UNREACHABLE = "STORE-002" Environment "the store cannot be opened",
        "Check that the folder of the file exists and may be written, or what the server says about encryption.",
        "A server with which no encrypted connection comes about. A file that cannot be opened: the folder is missing or belongs to someone else. `olivine doctor` opens the store and says what it finds.";
    ACCESS_DENIED = "STORE-003" Configuration "the store refuses access",
        "Check user name and password, and that the user may create, drop, alter and rename tables in the database.",
        "The server was reached and said no: wrong user or password, or a right is missing. The program needs SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, ALTER and INDEX on its database, because every result table is built anew and renamed into place.";
    UNKNOWN_DATABASE = "STORE-004" Configuration "the database does not exist",
        "Create it: CREATE DATABASE name CHARACTER SET utf8mb4; then start again.",
        "The server answers, but has no database of the name in the address. Databases are not created silently, since a misspelled name would look like a site without data.";
    BUSY = "STORE-005" Transient "the store is busy",
        "It is tried again by itself. If it stays, look for a program that keeps the database locked.",
        "SQLite lets one connection write at a time; MySQL makes a table swap wait until open statements on that table end. Waiting has a limit. If it is reached often, some other program keeps a transaction open: a shell left open, a back-up, a long report.";
    CONNECTION_LOST = "STORE-006" Transient "the connection to the store broke",
        "It is tried again by itself. If it stays, check the server's log and the network.",
        "The server was stopped or restarted, the network broke, or the connection was idle for longer than the server allows. Nothing half-written becomes visible: a publish that lost its connection is not swapped in.";
    DEADLOCK = "STORE-007" Transient "two transactions waited for each other",
        "It is tried again by itself.",
        "The server noticed that two transactions each wait for the other and gave one of them up. Trying again is the remedy.";
    DISK_FULL = "STORE-008" Environment "no room left for the store",
        "Free or add disk space. A publish needs room for the new, the present and the last table.",
        "While a table is published, three generations of it exist for a moment: the last one kept for roll-back, the present one, and the new one. What was readable before stays readable.";
    READ_ONLY = "STORE-009" Environment "the store can only be read",
        "Check the owner and mode of the file and of its folder, and whether the file system or the server is read only.",
        "SQLite needs to write in the folder as well, for the files ending in -wal and -shm. A disk error may have switched a file system to read only. A MySQL replica is read only: give the address of the primary.";
    CORRUPT = "STORE-010" Environment "the store's file is damaged",
        "Restore the newest back-up (olivine backup restore). Results can also be computed again: move results.db away and run.",
        "The file is no SQLite database or its pages do not fit together: a disk error, a copy made while it was written, or another program. Result tables are derived and can be computed again; users and tokens in site.db come back from the back-up only.";
    FILE = "STORE-011" Environment "a file beside the store cannot be used",
        "Check owner, mode and free space at the path shown.",
        "Besides the databases the store keeps small files: locks of running publishes, back-ups. The message names path and reason.";
    NAME = "STORE-012" Configuration "a table or column name is not allowed",
        "Rename it in the report's manifest.",
        "Names of result tables are lower-case letters, digits and single underscores, a letter first, at most 45 characters. `id` and `created` are added to every table and cannot be declared.";
    PARAMETER = "STORE-013" Configuration "parameters and statement do not fit together",
        "Give each :name in the SQL a value, and no others.",
        "Values are bound by name. A name without value or a value without name is a mistake in the report, and is said instead of being guessed at.";
    REFUSED = "STORE-014" Configuration "the statement is not a single reading one",
        "Write one SELECT (or WITH … SELECT); values as :name.",
        "Queries over results only read: one statement, on a connection that cannot write. Comments that MySQL executes, `into` and everything that changes the session are refused.";
    STATEMENT = "STORE-015" Configuration "the store does not understand a statement",
        "Run olivine report check: it tries every query on the real tables.",
        "A mistake in the SQL of a report, or SQL that only one of the two stores knows. Queries are written in the subset that both understand.";
    NOT_PUBLISHED = "STORE-016" Data "a result table does not exist yet",
        "Run the tasks that fill it: olivine run. olivine db plan shows which tables wait for a run.",
        "Result tables come into being when their task first publishes. After an upgrade that declares a new table, the next run publishes it.";
    COLUMN_TYPE = "STORE-017" Data "a result is not of the declared type",
        "Check the SQL of the query: the column holds something else than its declaration says.",
        "Results are read with the type their column is declared with. SQLite keeps whatever it is given, so a query whose expression gives text where a number is declared is noticed here.";
    ROW = "STORE-018" Data "a row does not fit its table",
        "Check the task's SQL: number, order and types of its columns against the table's declaration.",
        "Rows are checked while loading: as many values as columns, each of the declared type, none missing where null is not allowed. Texts that are too long are cut and counted, not refused.";
    DUPLICATE_KEY = "STORE-019" Data "two rows have the same key",
        "Check the task's SQL against the key declared for its table.",
        "Before a table is swapped in, its key is checked to be unique. A duplicate means that something would be counted twice. The earlier table stays in place.";
    NOTHING_TO_ROLL_BACK = "STORE-020" Configuration "there is no earlier table",
        "olivine db status shows which tables have an earlier one.",
        "One generation is kept for each table. A table that was published once has none yet.";
    NEWER_SCHEMA = "STORE-021" Configuration "the store was made by a later version of this program",
        "Start the version that made it, or restore a back-up from before the upgrade.",
        "Site state carries the numbers of the migrations that ran. A program that does not know the highest of them refuses to open it, since it could damage what it does not know.";
    MIGRATION_NEEDED = "STORE-022" Configuration "the site's state needs migrating",
        "Make a back-up, then run olivine db migrate.",
        "Migrations that only add run at start. One that takes away or rewrites waits for the operator, so that a rolling upgrade can finish first.";
    MIGRATION_CHANGED = "STORE-023" Bug "a migration differs from the one that ran",
        "Please report this with the output of olivine db status.",
        "Each migration is recorded with a checksum. A released migration is never changed; if it differs, the program was built from altered sources.";
    NO_RETURN = "STORE-024" Configuration "a migration cannot be undone",
        "Restore the back-up that was made before it ran.",
        "A migration that takes data away has no way back; it is marked as such, with the reason.";
    USER = "STORE-025" Configuration "user, password or token is not as asked",
        "Say it again as the message asks; olivine user list and olivine token list show what there is.",
        "User names are 1 to 150 characters without control characters or blanks at the ends. Passwords have at least 8 characters and at most 1024 bytes. Tokens that are taken over have at least 20 characters and no blanks.";
    UNKNOWN_RUN = "STORE-026" Configuration "there is no such run",
        "olivine runs list shows the runs on record.",
        "Run records are kept in the site's state. A run that was pruned is not there any more.";
    BACKUP = "STORE-027" Data "a back-up is not whole",
        "Use another back-up; make a new one and verify it.",
        "A back-up is checked against its manifest: every file is there, with the size and checksum it had, and opens as a sound database with the same row counts.";
    UNKNOWN_COLUMN = "STORE-028" Configuration "a result table lacks a column",
        "Run olivine db plan: if the table waits for a new form, the next run gives it one; otherwise check the SQL of the query.",
        "A query names a column that the table in use does not have: a mistake in its SQL, or an upgrade whose new column has not been computed yet. New columns that may be null are added when the program starts, so that readers never see this in between.";
    LIMIT = "STORE-029" Configuration "a query was stopped at its limit",
        "Make the query of the report cheaper (an index in its table, fewer rows), or raise `reports.query_seconds` or `reports.query_rows`.",
        "Each query has a time and a number of rows that it may not exceed, so that one slow report does not slow the site down; those of plugins are settings. The section shows that it failed, all others stand. The log names report and query.";
    IN_THE_WAY = "STORE-030" Configuration "there is a store already where one is to be put",
        "Stop the programs of the site and move its files away (results.db, site.db and what ends in -wal and -shm), or name an empty database in `store.url`; then restore again.",
        "A back-up is restored where there is nothing: results and accounts are never written over. A store that holds nothing yet, as any command makes one on its way, is not in the way, unless a program has it open. Nothing was changed.";
    TOO_LARGE = "STORE-031" Configuration "a row is too large for the server",
        "Raise max_allowed_packet on the server, or cut the text in the task that makes it.",
        "MySQL and MariaDB take no statement larger than their max_allowed_packet. Rows are sent in statements well below it, so this is one row with a very long text. The tables in use stay as they are.";
    WOULD_LOSE = "STORE-032" Configuration "going back would lose what is on record",
        "Make a back-up (olivine backup create); then say it again with --lose-data.",
        "Undoing a migration drops the tables and columns that it brought, with the rows in them: the message names each with its number of rows. Nothing was changed. A back-up that is restored later brings the rows back.";
    NO_ANSWER = "STORE-033" Transient "the server of the store does not answer",
        "Check that the server runs and answers at that address. A pass of `olivine serve` tries again by itself; a command has to be run again.",
        "Nobody listens at the address: the server is being restarted, or was not started; another host or port, a firewall. Or it was spoken with and nothing has come from it for an hour, as when the network between broke without a word. `olivine doctor` opens the store and says what it finds.";
    INTERNAL = "STORE-090" Bug "something in the store that should not happen",
        "Please report this with the message.",
        "The program met a state that it holds to be impossible. Nothing that was readable before is changed by it.";
}
