//! Every way in which the lake fails, declared once.

olivine_failure::failures! {
    LOCATION = "LAKE-001" Configuration "location cannot be used",
        "Give a folder, a file:// address or an s3:// address, and only the storage options that such an address \
         knows.",
        "The lake lives in a folder of this machine or under an address such as `s3://bucket/prefix`. Inputs may be \
         files, folders and the same kinds of address. The message names the address or option that was not \
         understood.";
    UNREACHABLE = "LAKE-002" Transient "object store did not answer",
        "Check that the address and the network work; run the same command again, nothing is lost or counted twice.",
        "Requests to an object store are tried again with growing pauses. This failure means that it stayed away for \
         longer than that. A commit is one small write, so what was not committed is simply done again by the next \
         run.";
    REFUSED = "LAKE-003" Environment "access refused",
        "Check the keys or the file permissions; the user that runs the program must be able to read and write \
         there.",
        "The storage answered that this user may not do that. Trying again does not help; it is not tried again.";
    DISK_FULL = "LAKE-004" Environment "disk is full",
        "Free some space (`olivine lake vacuum` removes files that no table uses) and run the same command again.",
        "A file could not be written completely. The tables are as they were after the last commit; the half-written \
         files belong to no table and are removed by `olivine lake vacuum`.";
    HELD = "LAKE-005" Environment "another run holds the site",
        "Wait until the other run is done. The lock is released by the system when that process ends, however it \
         ends.",
        "One process at a time writes to a site. The lock is a lock of the operating system on the file `.lock` in the \
         lake folder or, where the lake is in a bucket, in the folder `data` of the site; a left-over file does not \
         hold it. Two site folders over one bucket do not keep each other out, so only one of them may write.";
    // A named input does not exist (ES F-21).
    INPUT_MISSING = "LAKE-006" Configuration "input does not exist",
        "Check the path or address. Nothing was read.",
        "A file, folder or address that was named does not exist. An empty folder is not an error.";
    INPUT_DAMAGED = "LAKE-007" Data "input file is damaged",
        "Copy the file again from where it came from and ingest it; the other files were taken in.",
        "The compressed file ends too early or its checksum does not match. Nothing of it is taken in, so that a \
         repaired copy under the same name is taken in whole. The other files of the run are not affected.";
    INPUT_UNREADABLE = "LAKE-008" Environment "input file could not be read",
        "Check permissions and the disk or server that holds the file, then run the same command again.",
        "The operating system or the object store did not hand out the file. Nothing of it is taken in; the other \
         files of the run are not affected.";
    TABLE_DAMAGED = "LAKE-009" Data "table cannot be read",
        "Restore the lake folder from a backup, or remove the table's folder if it can be made again.",
        "The log of a table, or a data file that it names, is missing, damaged, or of a form that this version does \
         not know. `facts_*` and `lms_*` tables can be made again; `events` and `dead_letters` are the archive.";
    CONFLICT = "LAKE-010" Transient "other writers kept changing the table",
        "Run the same command again when the other writers are done.",
        "Two writers committed to one table at the same time. The later one starts over on what the first one wrote. \
         This failure means that it lost several times in a row.";
    SCHEMA = "LAKE-011" Bug "rows do not fit the table",
        "Report this with the message; nothing was written.",
        "A part of the program handed over rows whose columns are not those it declared.";
    INTERNAL = "LAKE-012" Bug "internal error",
        "Report this with the message; what was not committed is done again by the next run.",
        "A state that the program holds to be impossible.";
    STORAGE = "LAKE-013" Environment "storage failed",
        "Read the message: it is the answer of the file system or of the object store. Then run the same command \
         again.",
        "Reading or writing failed in a way that is neither missing access, a full disk nor a passing outage.";
    // An input file is in a compression that is not read (ES E-2).
    INPUT_COMPRESSION = "LAKE-014" Data "compression is not read",
        "Unpack the file and ingest what is in it, plain or compressed with gzip or zstd; the other files were taken in.",
        "The file begins as those of bzip2, xz, lz4, zip, 7z, tar or another archive do, whatever its name is. Logs \
         are read plain and compressed with gzip or zstd. Nothing of the file is taken in, because its bytes are no \
         lines of a log. The other files of the run are not affected.";
}
