//! The program: reads the command line, wires the rooms, shows what they say. Holds no logic of its own.
#![forbid(unsafe_code)]

mod cli;
mod commands;
mod exit;
mod failure_shown;
mod failures;
mod input;
mod live;
mod output;
mod progress;
mod report_files;
mod rooms;
mod selections;
mod serving;
mod settings;
mod sign_in;
mod stopped;

use std::process::ExitCode;

use clap::Parser;

/// Ingest and queries allocate and free large buffers on many threads; the system's allocator spends a sixth of an ingest
/// on giving pages back and asking for them again.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    let cli = match cli::Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return failure_shown::show_usage(&error),
    };
    output::start_log(&cli);
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return failure_shown::show_failure(&exit::Problem::from(exit::ProgramError::Runtime(error))),
    };
    let code = match runtime.block_on(commands::run(cli)) {
        Ok(code) => code,
        Err(problem) => failure_shown::show_failure(&problem),
    };
    // A server that was told to end does not wait for what it takes in meanwhile: the next one begins that again.
    runtime.shutdown_background();
    code
}
