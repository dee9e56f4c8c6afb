//! Every way in which the lake fails, declared once.

use olivine_failure::{Class, Failure};

/// The declared failures of this room.
pub const FAILURES: &[&Failure] = &[
    &LOCATION,
    &UNREACHABLE,
    &REFUSED,
    &DISK_FULL,
    &HELD,
    &INPUT_MISSING,
    &INPUT_DAMAGED,
    &INPUT_UNREADABLE,
    &TABLE_DAMAGED,
    &CONFLICT,
    &SCHEMA,
    &INTERNAL,
    &STORAGE,
    &INPUT_COMPRESSION,
];

/// The location of the lake or of an input cannot be used.
pub const LOCATION: Failure = Failure {
    code: "LAKE-001",
    class: Class::Configuration,
    title: "location cannot be used",
    hint: "Give a folder, a file:// address or an s3:// address, and only the storage options that such an address knows.",
    page: "The lake lives in a folder of this machine or under an address such as `s3://bucket/prefix`. Inputs may be \
files, folders and the same kinds of address. The message names the address or option that was not understood.",
};

/// The object store did not answer in time.
pub const UNREACHABLE: Failure = Failure {
    code: "LAKE-002",
    class: Class::Transient,
    title: "object store did not answer",
    hint: "Check that the address and the network work; run the same command again, nothing is lost or counted twice.",
    page: "Requests to an object store are tried again with growing pauses. This failure means that it stayed away for \
longer than that. A commit is one small write, so what was not committed is simply done again by the next run.",
};

/// The object store or the file system refuses access.
pub const REFUSED: Failure = Failure {
    code: "LAKE-003",
    class: Class::Environment,
    title: "access refused",
    hint: "Check the keys or the file permissions; the user that runs the program must be able to read and write there.",
    page: "The storage answered that this user may not do that. Trying again does not help; it is not tried again.",
};

/// The disk is full.
pub const DISK_FULL: Failure = Failure {
    code: "LAKE-004",
    class: Class::Environment,
    title: "disk is full",
    hint: "Free some space (`olivine lake vacuum` removes files that no table uses) and run the same command again.",
    page: "A file could not be written completely. The tables are as they were after the last commit; the half-written \
files belong to no table and are removed by `olivine lake vacuum`.",
};

/// Another run is writing to the site.
pub const HELD: Failure = Failure {
    code: "LAKE-005",
    class: Class::Environment,
    title: "another run holds the site",
    hint: "Wait until the other run is done. The lock is released by the system when that process ends, however it ends.",
    page: "One process at a time writes to a site. The lock is a lock of the operating system on the file `.lock` in the \
lake folder; a left-over file does not hold it.",
};

/// A named input does not exist (ES F-21).
pub const INPUT_MISSING: Failure = Failure {
    code: "LAKE-006",
    class: Class::Configuration,
    title: "input does not exist",
    hint: "Check the path or address. Nothing was read.",
    page: "A file, folder or address that was named does not exist. An empty folder is not an error.",
};

/// An input file is damaged.
pub const INPUT_DAMAGED: Failure = Failure {
    code: "LAKE-007",
    class: Class::Data,
    title: "input file is damaged",
    hint: "Copy the file again from where it came from and ingest it; the other files were taken in.",
    page: "The compressed file ends too early or its checksum does not match. Nothing of it is taken in, so that a \
repaired copy under the same name is taken in whole. The other files of the run are not affected.",
};

/// An input file could not be read.
pub const INPUT_UNREADABLE: Failure = Failure {
    code: "LAKE-008",
    class: Class::Environment,
    title: "input file could not be read",
    hint: "Check permissions and the disk or server that holds the file, then run the same command again.",
    page: "The operating system or the object store did not hand out the file. Nothing of it is taken in; the other files \
of the run are not affected.",
};

/// A table's log or data is damaged.
pub const TABLE_DAMAGED: Failure = Failure {
    code: "LAKE-009",
    class: Class::Data,
    title: "table cannot be read",
    hint: "Restore the lake folder from a backup, or remove the table's folder if it can be made again.",
    page: "The log of a table, or a data file that it names, is missing, damaged, or of a form that this version does not \
know. `facts_*` and `lms_*` tables can be made again; `events` and `dead_letters` are the archive.",
};

/// Other writers kept winning.
pub const CONFLICT: Failure = Failure {
    code: "LAKE-010",
    class: Class::Transient,
    title: "other writers kept changing the table",
    hint: "Run the same command again when the other writers are done.",
    page: "Two writers committed to one table at the same time. The later one starts over on what the first one wrote. \
This failure means that it lost several times in a row.",
};

/// Rows do not fit the table's columns.
pub const SCHEMA: Failure = Failure {
    code: "LAKE-011",
    class: Class::Bug,
    title: "rows do not fit the table",
    hint: "Report this with the message; nothing was written.",
    page: "A part of the program handed over rows whose columns are not those it declared.",
};

/// Something that cannot happen.
pub const INTERNAL: Failure = Failure {
    code: "LAKE-012",
    class: Class::Bug,
    title: "internal error",
    hint: "Report this with the message; what was not committed is done again by the next run.",
    page: "A state that the program holds to be impossible.",
};

/// The storage failed in another way.
pub const STORAGE: Failure = Failure {
    code: "LAKE-013",
    class: Class::Environment,
    title: "storage failed",
    hint: "Read the message: it is the answer of the file system or of the object store. Then run the same command again.",
    page: "Reading or writing failed in a way that is neither missing access, a full disk nor a passing outage.",
};

/// An input file is in a compression that is not read (ES E-2).
pub const INPUT_COMPRESSION: Failure = Failure {
    code: "LAKE-014",
    class: Class::Data,
    title: "compression is not read",
    hint: "Unpack the file, or compress it again with gzip or zstd, and ingest that; the other files were taken in.",
    page: "The file begins as those of bzip2, xz, lz4, zip, 7z or another archive do, whatever its name is. Logs are read \
plain and compressed with gzip or zstd. Nothing of the file is taken in, because its bytes are no lines of a log. The \
other files of the run are not affected.",
};
