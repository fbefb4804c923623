//! `eniplan cidr`: blocks of addresses.

mod info;

use std::io::Write;
use std::process::ExitCode;

use crate::failure::Failure;

/// What there is to know of a block of addresses.
#[derive(clap::Args)]
#[command(after_help = "Example:\n  eniplan cidr info 10.0.0.0/19")]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    Info(info::Args),
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    match &args.command {
        Command::Info(args) => info::run(args, out),
    }
}
