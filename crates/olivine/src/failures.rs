//! Failures of the program itself.

olivine_failure::failures! {
    RUNTIME = "MAIN-001" Environment "threads cannot be started",
        "Raise the limit of processes for this user (`ulimit -u`) or free memory.",
        "The program needs a handful of threads. The system refused one, mostly because of a process limit or for want \
         of memory.";
    FILE = "MAIN-002" Environment "a file cannot be read or written",
        "Check that it exists, who owns it, and that the disk has room.",
        "The message names the file and the reason that the system gave.";
    LISTEN = "MAIN-003" Environment "the address cannot be listened on",
        "Choose another with `--bind` or the setting `web.bind`, or stop the program that uses it.",
        "Another program uses the port, the address is not one of this machine, or ports below 1024 need rights that \
         this user lacks.";
    USAGE = "MAIN-004" Configuration "the command cannot be understood",
        "See `olivine help COMMAND`.",
        "Arguments are missing, or do not go together.";
    STALE_DOCS = "MAIN-005" Data "pages of the book are stale",
        "Write them anew with `olivine docs` and commit them.",
        "The reference part of the book is generated from the declarations. The check compares; it found pages that \
         differ from what would be generated now.";
    SITE_EXISTS = "MAIN-006" Configuration "there is a site already",
        "Name another folder; nothing was changed.",
        "`olivine init` never overwrites a site file. `olivine demo` makes its own site anew only while its site file is \
         as it was made.";
    UNKNOWN = "MAIN-007" Configuration "a name that does not exist",
        "List what there is: `olivine tasks`, `olivine report list`, `olivine user list`, `olivine runs list`.",
        "A task, report, user, token or run named on the command line does not exist on this site.";
    DAY_TO_COME = "MAIN-008" Configuration "a day that is still to come",
        "Name the day on which the data were copied; without `--date` it is today (UTC).",
        "A snapshot of LMS data is of the day on which it was taken. One of a day to come would be the newest for all \
         runs until that day, whatever is imported meanwhile, so it is refused; nothing was changed.";
    SERVED = "MAIN-009" Configuration "the site is being served",
        "Stop that program, or name another folder with `--dir`; nothing was changed.",
        "`olivine demo` makes its site anew from the ground. Another `olivine demo` or `olivine serve` shows the site \
         in this folder, and would lose it while people look at it. The other program may listen on another port.";
    EMPTY_LAKE = "MAIN-010" Data "the lake is empty",
        "Take logs in with `olivine ingest`, tables of the LMS with `olivine import lms`; then ask again.",
        "The lake has no tables before something was taken in: `events` comes with the first logs, `lms_…` with the \
         first import, `facts_…` with the first run. If something was taken in, check that `lake.url` names that \
         lake.";
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::rooms;

    #[test]
    fn codes_of_all_rooms_are_used_once_and_words_are_complete() {
        let failures = rooms::failures();
        let codes: BTreeSet<&str> = failures.iter().map(|failure| failure.code).collect();
        assert_eq!(codes.len(), failures.len());
        for failure in failures {
            let code = failure.code;
            let (room, number) = code.split_once('-').unwrap();
            assert!(room.chars().all(|letter| letter.is_ascii_uppercase()), "{code}");
            assert!(
                number.len() == 3 && number.chars().all(|digit| digit.is_ascii_digit()),
                "{code}"
            );
            assert!(!failure.title.is_empty() && !failure.title.ends_with('.'), "{code}");
            assert!(failure.hint.ends_with('.') && failure.page.ends_with('.'), "{code}");
        }
    }
}
