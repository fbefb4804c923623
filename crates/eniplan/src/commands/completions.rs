//! `eniplan completions`: what shells read to complete commands and flags.

use std::io::Write;
use std::process::ExitCode;

use clap::CommandFactory as _;
use clap_complete::Shell;

use crate::Cli;
use crate::failure::Failure;

/// A script by which a shell completes commands and flags.
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  eniplan completions bash > ~/.local/share/bash-completion/completions/eniplan\n  eniplan completions zsh > \"${fpath[1]}/_eniplan\"\n  eniplan completions fish > ~/.config/fish/completions/eniplan.fish"
)]
pub(crate) struct Args {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    shell: Shell,
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "eniplan", &mut script);
    out.write_all(&script)?;
    Ok(ExitCode::SUCCESS)
}
