//! `eniplan cidr host`: Terraform's `cidrhost`.

use std::io::Write;
use std::process::ExitCode;

use eniplan_core::net::terraform::{self, Number};

use crate::failure::Failure;

/// One address of a block, as Terraform's cidrhost names it.
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  eniplan cidr host 10.0.0.0/16 5      10.0.0.5\n  eniplan cidr host 10.0.0.0/16 -2     10.0.255.254\n\nWhere Terraform fails the exit code is 2."
)]
pub(crate) struct Args {
    /// The block
    #[arg(value_name = "PREFIX")]
    prefix: String,
    /// Which address, from 0; -1 is the last one
    #[arg(value_name = "HOSTNUM", allow_negative_numbers = true, value_parser = super::number)]
    number: Number,
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    let answer = terraform::host(&args.prefix, args.number)
        .map_err(|error| super::refusal(&error, &args.prefix))?;
    super::write_answer(out, &answer, &args.prefix)?;
    Ok(ExitCode::SUCCESS)
}
