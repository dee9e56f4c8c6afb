//! What a failure is: a code, a class, a title, a hint and a page of the book.
//!
//! Each room declares its failures once, in its `failures.rs` with [`failures!`], which makes a [`Failure`] of each and the list
//! `FAILURES` of all; its error types name one of them through [`Failing`]. The program prints code and hint, the book's failure
//! pages are generated from the lists, and retries ask for the class.
#![forbid(unsafe_code)]

/// Who can do something about a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Class {
    /// Passes by itself; tried again with growing pauses.
    Transient,
    /// The machine or a service around us: disk, memory, network, permissions.
    Environment,
    /// The input: a file, an event, a table, an API answer.
    Data,
    /// What the operator wrote: settings, manifests, arguments.
    Configuration,
    /// Ours. Never the reader's fault.
    Bug,
}

impl Class {
    /// The word used in messages, run records and the book.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Transient => "transient",
            Self::Environment => "environment",
            Self::Data => "data",
            Self::Configuration => "configuration",
            Self::Bug => "bug",
        }
    }
}

impl std::fmt::Display for Class {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One way in which something fails, declared once.
#[derive(Debug, PartialEq, Eq)]
pub struct Failure {
    /// Stable code, `ROOM-NNN`, for example `LAKE-003`. Never used again for another meaning.
    pub code: &'static str,
    /// Who can do something about it.
    pub class: Class,
    /// What went wrong in a few words, lower case, no full stop.
    pub title: &'static str,
    /// What a person who did not write the program should do next: one or two sentences.
    pub hint: &'static str,
    /// The body of its page in the book (Markdown): what it means, how it comes about, how to be sure it is gone.
    pub page: &'static str,
}

/// Declares the failures of a room: a constant for each, and `FAILURES` with all of them.
///
/// Of each: its name, code and [`Class`], its title, its hint, and the body of its page.
///
/// ```
/// olivine_failure::failures! {
///     DISK_FULL = "ROOM-001" Environment "disk is full",
///         "Free some space and run the same command again.",
///         "A file could not be written completely.";
/// }
/// assert_eq!(FAILURES, [&DISK_FULL]);
/// assert_eq!(DISK_FULL.class, olivine_failure::Class::Environment);
/// ```
#[macro_export]
macro_rules! failures {
    ($($name:ident = $code:literal $class:ident $title:literal, $hint:literal, $page:literal;)*) => {
        $(
            #[doc = $title]
            pub const $name: $crate::Failure = $crate::Failure {
                code: $code,
                class: $crate::Class::$class,
                title: $title,
                hint: $hint,
                page: $page,
            };
        )*
        /// All failures of this room.
        pub const FAILURES: &[&$crate::Failure] = &[$(&$name),*];
    };
}

/// An error that names its declared failure.
pub trait Failing: std::error::Error {
    /// The declared failure behind this error.
    fn failure(&self) -> &'static Failure;

    /// Whether trying again may help without anybody doing anything.
    fn is_transient(&self) -> bool {
        self.failure().class == Class::Transient
    }

    /// The message with its causes, in one line. What a message repeats of its cause is said once.
    fn full_text(&self) -> String {
        let mut text = self.to_string();
        let mut cause = self.source();
        while let Some(error) = cause {
            let part = error.to_string();
            if !text.contains(&part) {
                text.push_str(": ");
                text.push_str(&part);
            }
            cause = error.source();
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use std::error::Error;
    use std::fmt;

    use super::*;

    const FAILURE: Failure = Failure {
        code: "TEST-001",
        class: Class::Environment,
        title: "a test",
        hint: "None.",
        page: "None.",
    };

    /// An error with its causes below it.
    #[derive(Debug)]
    struct Layer(&'static str, Option<Box<Self>>);

    impl fmt::Display for Layer {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.0)
        }
    }

    impl Error for Layer {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            self.1.as_deref().map(|cause| cause as &dyn Error)
        }
    }

    impl Failing for Layer {
        fn failure(&self) -> &'static Failure {
            &FAILURE
        }
    }

    #[test]
    fn the_full_text_names_all_causes_once() {
        let full = Layer("disk full", None);
        let write = Layer("write x: disk full", Some(Box::new(full)));
        let table = Layer("table events", Some(Box::new(write)));
        let error: &dyn Failing = &table;
        assert_eq!(error.full_text(), "table events: write x: disk full");
    }
}
