//! One line of what `olivine doctor` found.

use std::fmt;

use olivine_failure::Failing;
use serde::Serialize;

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
            format!("{what}: {error}"),
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
