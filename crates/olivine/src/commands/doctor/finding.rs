//! What `olivine doctor` found, line by line.

use std::fmt;

use olivine_failure::Failing;
use serde::Serialize;

use crate::output;

/// One thing looked at.
#[derive(Debug, Serialize)]
pub struct Finding {
    what: String,
    state: State,
    advice: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum State {
    Fine,
    Missing,
    Wrong,
}

impl Finding {
    /// All is well.
    pub fn fine(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            state: State::Fine,
            advice: String::new(),
        }
    }

    /// Something that a site can do without.
    pub fn missing(what: impl Into<String>, advice: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            state: State::Missing,
            advice: advice.into(),
        }
    }

    /// Something to be mended.
    pub fn wrong(what: impl Into<String>, advice: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            state: State::Wrong,
            advice: advice.into(),
        }
    }

    /// Something that failed, with the hint of its failure.
    pub fn failed(what: &str, error: &dyn Failing) -> Self {
        let failure = error.failure();
        Self::wrong(
            format!("{what}: {}", error.full_text()),
            format!("{} ({})", failure.hint, failure.code),
        )
    }

    /// Whether something is not as it must be.
    pub fn is_wrong(&self) -> bool {
        self.state == State::Wrong
    }

    /// Whether nothing needs to be done.
    pub fn is_fine(&self) -> bool {
        self.state == State::Fine
    }
}

/// What was found so far, in the order in which it was found.
#[derive(Debug)]
pub struct Findings {
    all: Vec<Finding>,
    are_told: bool,
}

impl Findings {
    /// Findings that people read: each is told as soon as it is there, since the next thing may take long to answer.
    pub fn told() -> Self {
        Self {
            all: Vec::new(),
            are_told: true,
        }
    }

    /// Findings that a program gets in one piece.
    pub fn kept() -> Self {
        Self {
            all: Vec::new(),
            are_told: false,
        }
    }

    /// One more.
    pub fn push(&mut self, finding: Finding) {
        if self.are_told {
            output::say(&finding.to_string());
        }
        self.all.push(finding);
    }

    /// All of them.
    pub fn all(&self) -> &[Finding] {
        &self.all
    }
}

impl Extend<Finding> for Findings {
    fn extend<Found: IntoIterator<Item = Finding>>(&mut self, found: Found) {
        for finding in found {
            self.push(finding);
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mark = match self.state {
            State::Fine => "ok     ",
            State::Missing => "missing",
            State::Wrong => "wrong  ",
        };
        write!(f, "{mark}  {}", self.what)?;
        if self.advice.is_empty() {
            Ok(())
        } else {
            write!(f, "\n         → {}", self.advice)
        }
    }
}
