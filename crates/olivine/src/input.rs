//! What is read from standard input.

use std::io::{self, BufRead, IsTerminal};

use console::Term;

use crate::exit::{Problem, ProgramError};
use crate::output;

/// A secret in one line: not shown where somebody types it at a terminal, else what standard input holds. It is never an argument: those
/// can be seen by others on the machine.
///
/// # Errors
/// Standard input cannot be read.
pub fn secret_line(what: &str) -> Result<String, Problem> {
    let failed = |source| ProgramError::File {
        path: "standard input".into(),
        source,
    };
    if io::stdin().is_terminal() {
        // Where both are files, there is nowhere to switch the showing off.
        let terminals = [Term::stderr(), Term::stdout()];
        if let Some(terminal) = terminals.iter().find(|terminal| terminal.is_term()) {
            terminal
                .write_str(&format!("{what} (not shown as you type): "))
                .map_err(failed)?;
            return Ok(terminal.read_secure_line().map_err(failed)?);
        }
        output::note(&format!("{what} (it is shown as you type):"));
    }
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line).map_err(failed)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
