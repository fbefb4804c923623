//! `eniplan cidr`: blocks of addresses.

mod exclude;
mod free;
mod host;
mod info;
mod list;
mod merge;
mod overlap;
mod split;
mod subnet;
mod subnets;

use std::fmt::Display;
use std::io::Write;
use std::process::ExitCode;

use clap::ValueEnum;
use eniplan_core::net::terraform::{Answer, TerraformError};

use crate::failure::{Failure, Fault};

/// Blocks of addresses, IPv4 and IPv6: divided, joined, compared, and what is free in them.
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  eniplan cidr subnet 10.0.0.0/16 8 2\n  eniplan cidr free 10.0.0.0/16 --size /20 taken.txt\n  eniplan cidr overlap ours.txt theirs.csv"
)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    Subnet(subnet::Args),
    Subnets(subnets::Args),
    Host(host::Args),
    Info(info::Args),
    Split(split::Args),
    Merge(merge::Args),
    Exclude(exclude::Args),
    Overlap(overlap::Args),
    Free(free::Args),
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    match &args.command {
        Command::Subnet(args) => subnet::run(args, out),
        Command::Subnets(args) => subnets::run(args, out),
        Command::Host(args) => host::run(args, out),
        Command::Info(args) => info::run(args, out),
        Command::Split(args) => split::run(args, out),
        Command::Merge(args) => merge::run(args, out),
        Command::Exclude(args) => exclude::run(args, out),
        Command::Overlap(args) => overlap::run(args, out),
        Command::Free(args) => free::run(args, out),
    }
}

/// How an answer is written.
#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    #[default]
    #[value(alias = "table")]
    Text,
    Json,
}

/// Writes a list: one a line, or as JSON.
fn write_list<T: Display>(
    out: &mut dyn Write,
    format: Format,
    list: impl IntoIterator<Item = T>,
) -> Result<(), Failure> {
    match format {
        Format::Text => {
            for item in list {
                writeln!(out, "{item}")?;
            }
        }
        Format::Json => {
            let texts: Vec<String> = list.into_iter().map(|item| item.to_string()).collect();
            serde_json::to_writer_pretty(&mut *out, &texts)?;
            writeln!(out)?;
        }
    }
    Ok(())
}

/// Writes what one of Terraform's functions returns, and warns where that is outside the block.
fn write_answer(out: &mut dyn Write, answer: &Answer, prefix: &str) -> Result<(), Failure> {
    writeln!(out, "{}", answer.text)?;
    if !answer.inside {
        out.flush()?;
        crate::failure::tell(format_args!(
            "warning: {} is outside {}; Terraform returns it all the same",
            answer.text,
            super::shortened(prefix)
        ));
    }
    Ok(())
}

/// Why one of Terraform's functions fails, and what to do.
fn refusal(error: &TerraformError, prefix: &str) -> Fault {
    let prefix = super::shortened(prefix);
    let (what, help) = match error {
        TerraformError::Malformed => (
            format!("`{prefix}` is no block of addresses"),
            "write an address, a slash and a length, such as 10.0.0.0/16 or fd00::/48".to_owned(),
        ),
        TerraformError::Length(length) => (
            format!("new bits would make {prefix} a /{length}, and there is none"),
            "IPv4 blocks are /0 to /32, IPv6 blocks /0 to /128".to_owned(),
        ),
        TerraformError::NoSubnet(number, bits) => (
            format!("{prefix} extended by {bits} bits has no subnet {number}"),
            format!("subnets are numbered from 0 to 2^{bits} − 1"),
        ),
        TerraformError::NoHost(number, length) => (
            format!("a /{length} has no host {number}"),
            "hosts are numbered from 0 upwards, or from -1 downwards from the end".to_owned(),
        ),
        TerraformError::NoNewBits => (
            "each subnet takes one new bit at least".to_owned(),
            "write numbers from 1 to 32".to_owned(),
        ),
        TerraformError::TooManyNewBits => (
            "each subnet takes 32 new bits at most".to_owned(),
            "divide a smaller block, or use `eniplan cidr subnet`, which takes more".to_owned(),
        ),
        TerraformError::NoRoom(length, blocks) => {
            let behind = match blocks.last() {
                Some(last) => format!(" behind {last}"),
                None => String::new(),
            };
            (
                format!("{prefix} has no room for a /{length}{behind}"),
                "subnets keep their order, each on its next boundary: ask for the large ones first"
                    .to_owned(),
            )
        }
        TerraformError::AtZero => (
            format!("Terraform's cidrsubnets fails on blocks that start at zero, such as {prefix}"),
            "use `eniplan cidr split`, or `subnet` for one of them".to_owned(),
        ),
        TerraformError::Mapped => (
            format!("Terraform's cidrsubnets fails on mapped IPv4 addresses such as {prefix}"),
            "write the IPv4 block itself".to_owned(),
        ),
    };
    Fault::new(what).at("the command line").help(help)
}

/// A number of Terraform's, or what is wrong with it.
fn number(text: &str) -> Result<eniplan_core::net::terraform::Number, String> {
    text.parse()
        .map_err(|_| "write a whole number below 2^128, such as 5 or -1".to_owned())
}
