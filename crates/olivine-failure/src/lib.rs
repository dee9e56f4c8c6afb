//! What a failure is: a code, a class, a title, a hint and a page of the book.
//!
//! Each room declares its failures once, as a `FAILURES` list of [`Failure`] values, and its error types name one of
//! them through [`Failing`]. The program prints code and hint, the book's failure pages are generated from the
//! lists, and retries ask for the class.

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

/// An error that names its declared failure.
pub trait Failing: std::error::Error {
    /// The declared failure behind this error.
    fn failure(&self) -> &'static Failure;

    /// Whether trying again may help without anybody doing anything.
    fn is_transient(&self) -> bool {
        self.failure().class == Class::Transient
    }
}
