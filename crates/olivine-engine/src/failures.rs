//! Every way in which the engine fails, declared once.

olivine_failure::failures! {
    STATEMENT_REFUSED = "ENGINE-001" Configuration "statement refused",
        "Write one `select` (with `with` before it, if you like). Nothing else runs here.",
        "The SQL of a report and of `olivine query` reads. Statements that write, define, set or copy are refused, and \
         so is more than one statement.";
    SQL = "ENGINE-002" Configuration "SQL cannot be run",
        "The message names the table, column, function or type that does not fit. `olivine report check` shows it \
         without a run.",
        "The statement is not well-formed, or it names a table, a column or a function that does not exist, or uses a \
         value of another type than the place needs. A task sees the tables that its `reads` lists and no others.";
    PARAMETER = "ENGINE-003" Configuration "parameter without a value",
        "List the parameter under `params` of the task, or correct its name in the SQL.",
        "SQL binds parameters as `$name`. The message names one for which nobody gave a value.";
    MEMORY = "ENGINE-004" Environment "memory limit reached",
        "Raise the memory limit of the engine in the settings, or use fewer threads.",
        "Sorting and grouping move to disk when memory runs out; joins and windows cannot. The message says which step \
         wanted more than the limit allows. Published numbers are unchanged.";
    UNREADABLE = "ENGINE-005" Environment "data file cannot be read",
        "Check that the storage of the lake may be read, then run again.",
        "A file that the lake lists could not be read: the storage refused, or gave bytes that are no data file.";
    VANISHED = "ENGINE-006" Transient "data file is gone",
        "Run again; if it stays, the lake is damaged: restore it, or remove the table and compute it anew.",
        "A file that the lake listed when the run began does not exist any more. Housekeeping removes files that are \
         no longer needed; a run that took longer than that waits for may meet this once.";
    SPILL = "ENGINE-007" Environment "folder for intermediate data cannot be used",
        "Make the folder named in the message writable, or name another one in the settings.",
        "What does not fit into memory is written to a folder of this machine. It must exist or be makeable, and be \
         writable.";
    DISK_FULL = "ENGINE-008" Environment "disk is full",
        "Free space on the disk of the folder for intermediate data, or name a folder on another disk in the \
         settings.",
        "Intermediate data did not fit on the disk. They are removed when the run ends; published numbers are \
         unchanged.";
    COUNTRY_DATABASE = "ENGINE-009" Configuration "country database cannot be used",
        "Name a readable country database in the MMDB format, or none at all.",
        "Addresses are located with a database file in the MMDB format. Any database with `country.iso_code` or \
         `country_code` does. Without one every address counts as UNKNOWN.";
    VALUE = "ENGINE-010" Data "a value does not fit the computation",
        "Find the value that the message names; the SQL must allow for it, for example with try_cast or nullif.",
        "The statement met a value with which it cannot compute: a text that is no number, a division by zero, a \
         number that is too large.";
    INTERNAL = "ENGINE-011" Bug "unexpected state in the engine",
        "Please report this with the message; nothing was changed.",
        "The engine found itself in a state that should not be possible.";
    UNREACHABLE = "ENGINE-012" Transient "storage of the lake does not answer",
        "`olivine serve` tries again by itself. If it stays, check that the object store runs and can be reached from \
         this machine.",
        "While SQL ran, the object store of the lake did not answer, broke connections off or said that it is \
         overloaded, for longer than it is asked again for. Published numbers are unchanged.";
    NO_THREADS = "ENGINE-013" Environment "no threads for SQL of plugins",
        "Start the program again, and take out the plugins that `olivine report list` shows as stopped. If no thread can \
         be made at all, raise the limits of the user or the container.",
        "SQL of plugins runs on threads of its own, so that a call which takes too long keeps nobody waiting. What was \
         stopped ends at the next batch of rows; when too many such calls are still at work, no further ones begin. \
         Published numbers are unchanged.";
}
