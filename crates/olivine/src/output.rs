//! Lists and summaries: lines and columns for people, JSON for programs. Data on stdout, messages on stderr.

use std::io::{IsTerminal, Write};
use std::path::Path;

use comfy_table::{ContentArrangement, Table, presets};
use serde::Serialize;
use tracing_subscriber::EnvFilter;

use crate::cli::Cli;

/// Prints to standard output; a closed pipe ends the output, not the program.
pub fn say(text: &str) {
    let mut out = std::io::stdout().lock();
    let _closed_pipe = writeln!(out, "{text}");
}

/// Prints a value as JSON.
pub fn json(value: &impl Serialize) {
    say(&serde_json::to_string_pretty(value).unwrap_or_else(|error| format!("\"{error}\"")));
}

/// Prints a message for the person at the terminal.
pub fn note(text: &str) {
    let mut err = std::io::stderr().lock();
    let _closed_pipe = writeln!(err, "{text}");
}

/// A table of text with a header.
pub fn table(header: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_header(header);
    table.add_rows(rows);
    table.to_string()
}

/// A number with thousands separators, as people read it.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A number and what is counted, a word whose plural follows the rules.
pub fn counted(number: u64, what: &str) -> String {
    let shown = grouped(number);
    if number == 1 {
        return format!("{shown} {what}");
    }
    match what.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o']) => format!("{shown} {stem}ies"),
        _ => format!("{shown} {what}s"),
    }
}

/// A path as it is typed in a shell.
pub fn in_shell(path: &Path) -> String {
    let text = path.display().to_string();
    let is_plain = |c: char| c.is_alphanumeric() || "/._-+:@%,=".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        text
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

/// Bytes in a unit that fits.
pub fn bytes(number: u64) -> String {
    indicatif::BinaryBytes(number).to_string()
}

/// Starts the log on standard error: warnings and errors unless more is asked for.
pub fn start_log(cli: &Cli) {
    let serving = matches!(cli.command, crate::cli::Command::Serve { .. });
    let level = match cli.verbose {
        0 if serving => "warn,olivine=info,olivine_api=info,olivine_web=info",
        // What a run says there it says again in its summary.
        0 => "warn,olivine_run::runner=off",
        1 => "info",
        _ => "debug",
    };
    let filter = EnvFilter::try_from_env("OLIVINE_LOG").unwrap_or_else(|_| EnvFilter::new(level));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    if std::io::stderr().is_terminal() {
        log.init();
    } else {
        log.with_ansi(false).init();
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn numbers_are_grouped_by_thousands() {
        let grouped = [0, 999, 1000, 1_234_567].map(super::grouped);
        assert_eq!(grouped, ["0", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn paths_are_quoted_where_a_shell_would_cut_them() {
        let table = [
            ("site", "site"),
            ("/srv/ölive-1.0", "/srv/ölive-1.0"),
            ("my site", "'my site'"),
            ("it's", r"'it'\''s'"),
            ("a$b", "'a$b'"),
            ("", "''"),
        ];
        for (path, typed) in table {
            assert_eq!(super::in_shell(super::Path::new(path)), typed);
        }
    }

    #[test]
    fn one_thing_is_no_plural() {
        let counted = [0, 1, 2000].map(|number| super::counted(number, "query"));
        assert_eq!(counted, ["0 queries", "1 query", "2,000 queries"]);
        assert_eq!(super::counted(2, "day"), "2 days");
    }
}
