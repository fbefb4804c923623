//! `eniplan cidr subnets`: Terraform's `cidrsubnets`.

use std::io::Write;
use std::process::ExitCode;

use eniplan_core::net::terraform;

use super::Format;
use crate::failure::Failure;

/// Consecutive parts of a block, each of its own size, as Terraform's cidrsubnets makes them.
#[derive(clap::Args)]
#[command(
    after_help = "Example:\n  eniplan cidr subnets 10.0.0.0/16 4 4 8     10.0.0.0/20, 10.0.16.0/20 and 10.0.32.0/24\n\nWhere Terraform fails the exit code is 2."
)]
pub(crate) struct Args {
    /// The block to divide
    #[arg(value_name = "PREFIX")]
    prefix: String,
    /// Bits by which the length grows, for each part
    #[arg(value_name = "NEWBITS", allow_negative_numbers = true)]
    new_bits: Vec<i64>,
    /// One a line, or a JSON list
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: Format,
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    let blocks = terraform::subnets(&args.prefix, &args.new_bits)
        .map_err(|error| super::refusal(&error, &args.prefix))?;
    super::write_list(out, args.format, blocks)?;
    Ok(ExitCode::SUCCESS)
}
