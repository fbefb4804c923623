//! `eniplan cidr free`: holes in a block.

use std::io::Write;
use std::process::ExitCode;

use clap::ValueEnum;
use eniplan_core::net::{Address as _, AddressSpace, IpPrefix, Prefix};

use super::{Format, list};
use crate::failure::{Failure, Fault};

/// The next free block of a size, given what is taken; without --size every hole, as the fewest blocks.
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  eniplan cidr free 10.0.0.0/16 --size /20 10.0.0.0/19 10.0.64.0/18\n  eniplan cidr free 10.0.0.0/8 --size /16 --count 3 vpcs.txt\n  eniplan cidr free 10.0.0.0/16 taken.txt\n\nThe exit code is 1 where there is no such hole."
)]
pub(crate) struct Args {
    /// The block in which to look
    #[arg(value_name = "PREFIX")]
    block: String,
    /// What is taken: blocks, files of them, or - for standard input
    #[arg(value_name = "LIST", long_help = list::HELP)]
    lists: Vec<String>,
    /// Length of the block wanted, such as /20
    #[arg(long, value_name = "LENGTH", alias = "length", value_parser = list::length)]
    size: Option<u8>,
    /// How many such blocks
    #[arg(long, value_name = "N", default_value_t = 1, requires = "size", value_parser = clap::value_parser!(u32).range(1..=1 << 20))]
    count: u32,
    /// Which hole to use: the lowest that is large enough, or the tightest, which leaves large ones whole
    #[arg(
        long,
        value_name = "HOLE",
        value_enum,
        default_value_t,
        requires = "size"
    )]
    fit: Fit,
    /// One a line, or a JSON list
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum Fit {
    #[default]
    Lowest,
    Tightest,
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    let block = list::block(&args.block)?;
    let listed = list::read(&args.lists)?;
    let (four, six) = list::spaces(&listed);
    match block {
        IpPrefix::V4(block) => write(args, block, &four, out),
        IpPrefix::V6(block) => write(args, block, &six, out),
    }
}

fn write<P: Prefix>(
    args: &Args,
    block: P,
    taken: &AddressSpace<P>,
    out: &mut dyn Write,
) -> Result<ExitCode, Failure> {
    let mut free = AddressSpace::of(block).difference(taken);
    let Some(length) = args.size else {
        super::write_list(out, args.format, &free)?;
        return Ok(ExitCode::SUCCESS);
    };
    if !(block.length()..=P::Address::BITS).contains(&length) {
        return Err(Fault::new(format!("{block} holds no /{length}"))
            .at("the command line")
            .help(format!(
                "write a length from /{} to /{}",
                block.length(),
                P::Address::BITS
            ))
            .into());
    }
    let mut found = Vec::new();
    for _ in 0..args.count {
        let hole = match args.fit {
            Fit::Lowest => free.first_fit(length),
            Fit::Tightest => free.best_fit(length),
        };
        let Some(hole) = hole else {
            break;
        };
        free.remove(hole);
        found.push(hole);
    }
    super::write_list(out, args.format, &found)?;
    if found.len() as u64 == u64::from(args.count) {
        return Ok(ExitCode::SUCCESS);
    }
    out.flush()?;
    let left = match free.largest() {
        Some(hole) => format!("the largest hole left is {hole}"),
        None => "nothing is left of it".to_owned(),
    };
    let what = match found.len() {
        0 => format!("{block} has no free /{length}: {left}"),
        some => format!(
            "{block} has {some} free /{length}, not {}: {left}",
            args.count
        ),
    };
    Err(Fault::new(what)
        .at("the command line")
        .help("ask for a smaller block, or look in another one")
        .code(1)
        .into())
}
