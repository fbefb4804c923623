//! The project's own tasks, called as `cargo xtask TASK`.
//!
//! Each task is a module with its `Options` and a `run`.

mod tidy;
mod workspace;

use std::process::ExitCode;

use clap::Parser;

/// The tasks of eniplan.
#[derive(Parser)]
#[command(bin_name = "cargo xtask")]
enum Task {
    /// Check what compilers do not: file names and sizes, forbidden markup, registry hosts.
    Tidy,
}

fn main() -> ExitCode {
    let outcome = match Task::parse() {
        Task::Tidy => tidy::run(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
