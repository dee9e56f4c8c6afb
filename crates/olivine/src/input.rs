//! What is read from standard input.

use std::io::{self, BufRead, IsTerminal};

use crate::exit::{Problem, ProgramError};
use crate::output;

/// A secret in one line. It is never an argument: those can be seen by others on the machine.
///
/// # Errors
/// Standard input cannot be read.
pub fn secret_line(what: &str) -> Result<String, Problem> {
    if io::stdin().is_terminal() {
        output::note(&format!("{what} (it is shown as you type):"));
    }
    let mut line = String::new();
    io::stdin()
        .lock()
        .read_line(&mut line)
        .map_err(|source| ProgramError::File {
            path: "standard input".into(),
            source,
        })?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
