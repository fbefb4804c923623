//! `eniplan cidr merge`: the fewest blocks for a list of them.

use std::io::Write;
use std::process::ExitCode;

use eniplan_core::net::Prefix;

use super::{Format, list};
use crate::failure::Failure;

/// The fewest blocks that hold exactly the addresses of a list, as for routes; or with --cover one block around all.
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  eniplan cidr merge 10.0.0.0/17 10.0.128.0/17     10.0.0.0/16\n  eniplan cidr merge --cover subnets.txt\n  terraform output -json cidrs | eniplan cidr merge -"
)]
pub(crate) struct Args {
    /// Blocks, files of them, or - for standard input
    #[arg(value_name = "LIST", long_help = list::HELP, required = true)]
    lists: Vec<String>,
    /// The smallest block around all of a family, which may hold more addresses
    #[arg(long)]
    cover: bool,
    /// One a line, or a JSON list
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: Format,
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    let listed = list::read(&args.lists)?;
    let (four, six) = list::spaces(&listed);
    let blocks: Vec<String> = if args.cover {
        let texts = [
            four.iter()
                .reduce(Prefix::covering)
                .map(|block| block.to_string()),
            six.iter()
                .reduce(Prefix::covering)
                .map(|block| block.to_string()),
        ];
        texts.into_iter().flatten().collect()
    } else {
        let texts = four.iter().map(|block| block.to_string());
        texts
            .chain(six.iter().map(|block| block.to_string()))
            .collect()
    };
    super::write_list(out, args.format, blocks)?;
    Ok(ExitCode::SUCCESS)
}
