//! The reference page of the command line, made from its declaration.

use clap::{Command, CommandFactory};

use super::Page;
use crate::cli::Cli;

pub(super) fn page() -> Page {
    let mut text = String::from(
        "# Commands\n\nLists and summaries are printed as JSON with `--json`. Messages go to standard error, data to \
         standard output.\n\nExit codes: 0 done · 1 failed · 2 wrong usage or settings · 10 another run holds the site · 20 \
         input missing · 25 nothing to do (only with `--fail-if-unchanged`) · 30 a task failed, others may have run · 40 a \
         defect of the program.\n",
    );
    let mut program = Cli::command();
    program.build();
    describe(&mut text, &mut program, 2);
    Page {
        path: "commands.md".into(),
        text,
    }
}

fn describe(text: &mut String, command: &mut Command, depth: usize) {
    let name = command.get_bin_name().unwrap_or_else(|| command.get_name()).to_owned();
    let help = command.clone().term_width(100).render_long_help().to_string();
    let help: String = help.lines().map(|line| format!("{}\n", line.trim_end())).collect();
    text.push_str(&format!(
        "\n{} {name}\n\n```text\n{}\n```\n",
        "#".repeat(depth.min(4)),
        help.trim_end()
    ));
    for subcommand in command
        .get_subcommands_mut()
        .filter(|subcommand| subcommand.get_name() != "help")
    {
        describe(text, subcommand, depth + 1);
    }
}
