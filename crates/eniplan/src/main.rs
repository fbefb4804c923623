//! The command line of eniplan: it reads, calls the core and shows; it computes nothing about addresses.

mod calendar;
mod commands;
mod failure;
mod input;
mod screen;
mod show;
mod table;

use std::io::{self, BufWriter, Write as _};
use std::process::ExitCode;

use clap::Parser;

use crate::commands::Command;
use crate::failure::Failure;

/// Plans IP addresses for Amazon EKS before anyone applies anything.
#[derive(Parser)]
#[command(
    version,
    max_term_width = 100,
    after_help = "Example:\n  eniplan plan examples/article-three-28s.yaml\n\nExit codes: 0 done; 1 done, but a gate failed or there are findings at or above --fail-on; 2 bad usage or unreadable input."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

fn main() -> ExitCode {
    let command = Cli::parse().command;
    let mut out = BufWriter::new(io::stdout().lock());
    let outcome = commands::run(command, &mut out).and_then(|code| {
        out.flush()?;
        Ok(code)
    });
    match outcome {
        Ok(code) => code,
        // Whoever reads has seen enough, as in `eniplan instances | head`.
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(failure) => {
            crate::failure::tell(format_args!("{failure}"));
            failure.exit_code()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Cli;
    use clap::CommandFactory as _;
    use std::fmt::Write as _;

    /// Every page of help in one text, so that a change to any is seen.
    #[test]
    fn the_whole_help() {
        fn write(command: &mut clap::Command, path: &str, out: &mut String) {
            let rule = "=".repeat(path.len());
            let _ = writeln!(out, "{path}\n{rule}\n\n{}", command.render_long_help());
            for sub in command.get_subcommands_mut() {
                if sub.get_name() != "help" {
                    write(sub, &format!("{path} {}", sub.get_name()), out);
                }
            }
        }
        let mut command = Cli::command().term_width(100);
        command.build();
        let mut help = String::new();
        write(&mut command, "eniplan", &mut help);
        insta::with_settings!({ omit_expression => true }, {
            insta::assert_snapshot!("help", help);
        });
    }

    #[test]
    fn flags_do_not_contradict_each_other() {
        Cli::command().debug_assert();
    }
}
