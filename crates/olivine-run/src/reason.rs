//! Why a task is computed or not.

use std::fmt;

use serde::Serialize;

/// Why a task is computed or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Reason {
    /// Its table was never filled.
    First,
    /// Something that it was computed from changed.
    Changed {
        /// What changed.
        changes: Vec<Change>,
    },
    /// Some days changed.
    Days {
        /// Days to compute.
        compute: usize,
        /// Days that are gone.
        drop: usize,
        /// Days that are current.
        current: usize,
    },
    /// The run was asked to compute everything.
    Forced,
    /// Nothing changed since it was computed.
    Current,
    /// Another task of this run reads its table.
    Needed {
        /// The tasks that read it.
        by: Vec<String>,
    },
    /// No task of this run reads its table.
    NotNeeded,
    /// A task that it reads from failed.
    Blocked {
        /// The failed task.
        by: String,
    },
}

/// One thing that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum Change {
    /// The task itself: its SQL, its table, the version of its report.
    Task,
    /// A parameter.
    Param {
        /// Its name.
        name: String,
        /// Its value before.
        before: Option<String>,
        /// Its value now.
        now: String,
    },
    /// An input.
    Input {
        /// The table.
        table: String,
    },
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::First => f.write_str("it was never computed"),
            Self::Changed { changes } => {
                let all: Vec<String> = changes.iter().map(ToString::to_string).collect();
                f.write_str(&all.join(", "))
            }
            Self::Days { compute, drop, current } => {
                write!(f, "{} changed", days(*compute))?;
                if *drop > 0 {
                    write!(f, ", {} gone", days(*drop))?;
                }
                write!(f, ", {} current", days(*current))
            }
            Self::Forced => f.write_str("the run is forced"),
            Self::Current => f.write_str("nothing changed since it was computed"),
            Self::Needed { by } => match by.as_slice() {
                [first, second, third, rest @ ..] if !rest.is_empty() => {
                    write!(f, "read by {first}, {second}, {third} and {} more", rest.len())
                }
                few => write!(f, "read by {}", few.join(", ")),
            },
            Self::NotNeeded => f.write_str("nobody reads it in this run"),
            Self::Blocked { by } => write!(f, "not run because {by} failed"),
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Task => f.write_str("the task itself changed"),
            Self::Param {
                name,
                before: Some(before),
                now,
            } => write!(f, "{name} was {before} and is {now}"),
            Self::Param {
                name,
                before: None,
                now,
            } => write!(f, "{name} is {now}"),
            Self::Input { table } => write!(f, "{table} changed"),
        }
    }
}

fn days(number: usize) -> String {
    if number == 1 {
        "1 day".into()
    } else {
        format!("{number} days")
    }
}
