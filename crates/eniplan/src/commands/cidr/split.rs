//! `eniplan cidr split`: a block in equal parts.

use std::io::Write;
use std::process::ExitCode;

use eniplan_core::finding::Grouped;
use eniplan_core::net::{Address as _, IpPrefix, Prefix};

use super::{Format, list};
use crate::failure::{Failure, Fault};

/// Parts that are written at most, as two to this power.
const MOST: u8 = 20;

/// A block in equal parts, lowest first: its halves, or parts of a length, or so many.
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  eniplan cidr split 10.0.0.0/16 /19\n  eniplan cidr split 10.0.0.0/16 --parts 8\n  eniplan cidr split 2600:1f18:1234:5600::/56 /64 --format json"
)]
pub(crate) struct Args {
    /// The block to divide
    #[arg(value_name = "PREFIX")]
    block: String,
    /// Length of each part, such as /19; left out: halves
    #[arg(value_name = "LENGTH", value_parser = list::length)]
    length: Option<u8>,
    /// How many parts, a power of two
    #[arg(long, value_name = "N", conflicts_with = "length")]
    parts: Option<u32>,
    /// One a line, or a JSON list
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: Format,
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    match list::block(&args.block)? {
        IpPrefix::V4(block) => write(args, block, out),
        IpPrefix::V6(block) => write(args, block, out),
    }
}

fn write<P: Prefix>(args: &Args, block: P, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    let fault = |what: String| Fault::new(what).at("the command line");
    let more = match args.parts {
        Some(parts) if parts.is_power_of_two() => parts.trailing_zeros().to_le_bytes()[0],
        Some(parts) => {
            return Err(fault(format!("{parts} parts are not equal blocks"))
                .help("write a power of two, such as 4 or 8")
                .into());
        }
        None => 1,
    };
    let longest = P::Address::BITS;
    let length = args.length.unwrap_or(block.length().saturating_add(more));
    if !(block.length()..=longest).contains(&length) {
        return Err(fault(format!("{block} has no parts of length /{length}"))
            .help(format!(
                "write a length from /{} to /{longest}",
                block.length()
            ))
            .into());
    }
    if length - block.length() > MOST {
        return Err(fault(format!(
            "{block} has more than {} parts of length /{length}",
            Grouped(1 << MOST)
        ))
        .help("divide one of its parts")
        .into());
    }
    super::write_list(out, args.format, block.parts(length))?;
    Ok(ExitCode::SUCCESS)
}
