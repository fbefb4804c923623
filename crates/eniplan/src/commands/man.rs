//! `eniplan man`: manual pages.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::CommandFactory as _;
use clap_mangen::Man;

use crate::Cli;
use crate::failure::{Failure, Fault};

/// The manual page, or all of them into a folder.
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  eniplan man | man -l -\n  eniplan man -o ~/.local/share/man/man1"
)]
pub(crate) struct Args {
    /// The folder to write a page for each command into
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    let mut command = Cli::command();
    command.build();
    let Some(folder) = &args.output else {
        out.write_all(&page(command)?)?;
        return Ok(ExitCode::SUCCESS);
    };
    let unwritable = |error: &std::io::Error| {
        Fault::new(format!("the pages cannot be written: {error}"))
            .at(crate::commands::shown(&folder.display().to_string()))
            .help("name a folder that you may write to")
    };
    fs::create_dir_all(folder).map_err(|error| unwritable(&error))?;
    for command in all(&command) {
        let name = command
            .get_display_name()
            .unwrap_or(command.get_name())
            .to_owned();
        let path = folder.join(format!("{name}.1"));
        fs::write(&path, page(command)?).map_err(|error| unwritable(&error))?;
        let shown = crate::commands::shown(&path.display().to_string());
        writeln!(out, "{shown}")?;
    }
    Ok(ExitCode::SUCCESS)
}

/// A command and everything below it, but for `help`.
fn all(command: &clap::Command) -> Vec<clap::Command> {
    let mut commands = vec![command.clone()];
    for below in command.get_subcommands() {
        if below.get_name() != "help" {
            commands.extend(all(below));
        }
    }
    commands
}

fn page(command: clap::Command) -> std::io::Result<Vec<u8>> {
    let mut text = Vec::new();
    Man::new(command).render(&mut text)?;
    Ok(text)
}
