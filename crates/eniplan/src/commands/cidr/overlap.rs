//! `eniplan cidr overlap`: which blocks of lists overlap.

use std::io::Write;
use std::process::ExitCode;

use eniplan_core::finding::Grouped;
use eniplan_core::net::{Prefix, overlaps};
use serde::Serialize;

use super::Format;
use super::list::{self, Listed};
use crate::failure::Failure;
use crate::show::plural;

/// Every pair of overlapping blocks, with their places; exit code 1 where there is one.
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  eniplan cidr overlap 10.0.0.0/16 10.0.4.0/22 10.1.0.0/16\n  eniplan cidr overlap --between ours.txt on-premises.csv\n  terraform output -json | eniplan cidr overlap - peers.txt --format json"
)]
pub(crate) struct Args {
    /// Blocks, files of them, or - for standard input
    #[arg(value_name = "LIST", long_help = list::HELP, required = true)]
    lists: Vec<String>,
    /// Only pairs of different lists, so that a list may hold a block and its subnets
    #[arg(long)]
    between: bool,
    /// A line a pair, or JSON
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: Format,
}

/// Two blocks that overlap, so that the outer one contains the inner one, or is the same.
#[derive(Serialize)]
struct Overlap<'a> {
    outer: String,
    outer_at: &'a str,
    inner: String,
    inner_at: &'a str,
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    let listed = list::read(&args.lists)?;
    let mut pairs: Vec<(&Listed, &Listed)> = Vec::new();
    pairs_of(&list::ipv4(&listed), args.between, &mut pairs);
    pairs_of(&list::ipv6(&listed), args.between, &mut pairs);
    match args.format {
        Format::Text => {
            for (outer, inner) in &pairs {
                let relation = if outer.block == inner.block {
                    "is the same as"
                } else {
                    "contains"
                };
                writeln!(
                    out,
                    "{} ({}) {relation} {} ({})",
                    outer.block, outer.place, inner.block, inner.place
                )?;
            }
            let overlaps = match pairs.len() {
                0 => "no overlap".to_owned(),
                some => plural(some as u64, "overlap"),
            };
            writeln!(out, "{overlaps} in {} blocks", Grouped(listed.len() as u64))?;
        }
        Format::Json => {
            let shown: Vec<Overlap<'_>> = pairs
                .iter()
                .map(|(outer, inner)| Overlap {
                    outer: outer.block.to_string(),
                    outer_at: &outer.place,
                    inner: inner.block.to_string(),
                    inner_at: &inner.place,
                })
                .collect();
            serde_json::to_writer_pretty(&mut *out, &shown)?;
            writeln!(out)?;
        }
    }
    Ok(ExitCode::from(u8::from(!pairs.is_empty())))
}

/// Adds the pairs of one family.
fn pairs_of<'a, P: Prefix>(
    family: &[(P, &'a Listed)],
    between: bool,
    pairs: &mut Vec<(&'a Listed, &'a Listed)>,
) {
    let blocks: Vec<P> = family.iter().map(|(block, _)| *block).collect();
    overlaps(&blocks, |outer, inner| {
        if let (Some((_, outer)), Some((_, inner))) = (family.get(outer), family.get(inner))
            && (!between || outer.input != inner.input)
        {
            pairs.push((outer, inner));
        }
    });
}
