//! Shows a failure to a person: what happened, its code, what to do next.

use std::error::Error;
use std::fmt;
use std::process::ExitCode;

use miette::{Diagnostic, Report};

use crate::exit::{Problem, exit_code};
use crate::failures::USAGE;
use crate::output;

/// Prints the failure on standard error and gives the exit code.
pub fn show_failure(problem: &Problem) -> ExitCode {
    eprintln!("{:?}", Report::new(Shown::from(problem)));
    problem.exit_code()
}

/// Prints help and version where they were asked for, else what is wrong with the command line, with code and hint as of any failure.
pub fn show_usage(error: &clap::Error) -> ExitCode {
    // A closed pipe ends the output, not the program.
    let _closed_pipe = error.print();
    if !error.use_stderr() {
        return ExitCode::SUCCESS;
    }
    output::note(&format!("\n{}: {}", USAGE.code, USAGE.hint));
    ExitCode::from(exit_code(&USAGE))
}

/// A failure in the form that the terminal report wants.
#[derive(Debug)]
struct Shown {
    message: String,
    cause: Option<Cause>,
    code: &'static str,
    hint: &'static str,
}

/// The next error down a chain of causes, as text.
#[derive(Debug)]
struct Cause {
    message: String,
    next: Option<Box<Cause>>,
}

impl Cause {
    /// Texts of the chain below `error`, leaving out what an error repeats of its cause.
    fn below(error: &dyn Error) -> Option<Self> {
        let mut source = error.source()?;
        let said = error.to_string();
        while said.contains(&source.to_string()) {
            source = source.source()?;
        }
        Some(Self {
            message: source.to_string(),
            next: Self::below(source).map(Box::new),
        })
    }
}

impl From<&Problem> for Shown {
    fn from(problem: &Problem) -> Self {
        let failure = problem.error.failure();
        Self {
            message: problem.error.to_string(),
            cause: Cause::below(&*problem.error),
            code: failure.code,
            hint: failure.hint,
        }
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for Shown {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause.as_ref().map(|cause| cause as &dyn Error)
    }
}

impl Diagnostic for Shown {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.code))
    }
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.hint))
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for Cause {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.next.as_deref().map(|cause| cause as &dyn Error)
    }
}
