//! `eniplan cidr exclude`: a block without others.

use std::io::Write;
use std::process::ExitCode;

use eniplan_core::net::{AddressSpace, IpPrefix};

use super::{Format, list};
use crate::failure::Failure;

/// What is left of a block without others: the fewest blocks, lowest first.
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  eniplan cidr exclude 10.0.0.0/16 10.0.64.0/18\n  eniplan cidr exclude 10.0.0.0/8 taken.txt - --format json"
)]
pub(crate) struct Args {
    /// The block
    #[arg(value_name = "PREFIX")]
    block: String,
    /// What to take out: blocks, files of them, or - for standard input
    #[arg(value_name = "LIST", long_help = list::HELP, required = true)]
    lists: Vec<String>,
    /// One a line, or a JSON list
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: Format,
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    let block = list::block(&args.block)?;
    let listed = list::read(&args.lists)?;
    let (four, six) = list::spaces(&listed);
    match block {
        IpPrefix::V4(block) => {
            super::write_list(out, args.format, &AddressSpace::of(block).difference(&four))?;
        }
        IpPrefix::V6(block) => {
            super::write_list(out, args.format, &AddressSpace::of(block).difference(&six))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
