//! `eniplan cidr subnet`: Terraform's `cidrsubnet`.

use std::io::Write;
use std::process::ExitCode;

use eniplan_core::net::terraform::{self, Number};

use crate::failure::Failure;

/// One of the equal parts of a block, as Terraform's cidrsubnet makes it.
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  eniplan cidr subnet 10.0.0.0/16 8 2        10.0.2.0/24\n  eniplan cidr subnet fd00:10::/56 8 255     fd00:10:0:ff::/64\n\nWhere Terraform fails the exit code is 2."
)]
pub(crate) struct Args {
    /// The block to divide
    #[arg(value_name = "PREFIX")]
    prefix: String,
    /// Bits by which its length grows: 8 make a /24 of a /16
    #[arg(value_name = "NEWBITS", allow_negative_numbers = true)]
    new_bits: i64,
    /// Which part, from 0
    #[arg(value_name = "NETNUM", allow_negative_numbers = true, value_parser = super::number)]
    number: Number,
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    let answer = terraform::subnet(&args.prefix, args.new_bits, args.number)
        .map_err(|error| super::refusal(&error, &args.prefix))?;
    super::write_answer(out, &answer, &args.prefix)?;
    Ok(ExitCode::SUCCESS)
}
