//! `eniplan max-pods-calculator`: what AWS's script printed.

use std::io::Write;
use std::process::ExitCode;

use eniplan_core::aws::calculator::{self, CalculatorError, Flags};
use eniplan_core::aws::catalogue::Catalogue;

use crate::failure::{Failure, Fault};

/// Drop-in for AWS's removed max-pods-calculator.sh: the same flags, one number.
///
/// AWS removed the script with AL2 on 2026-03-04, though the user guide still points to it.
/// The rule is the script's, its oddities included: bare metal counts as not Nitro, so prefixes do not count there, and
/// --cni-max-eni is applied before custom networking takes its interface.
/// The limits of the type come from the bundled catalogue, where the script asked EC2.
///
/// Exit codes are the script's: 1 without a type or a readable version, 254 for an unknown type.
#[derive(clap::Args)]
#[command(
    args_override_self = true,
    after_help = "Example:\n  eniplan max-pods-calculator --instance-type m5.large --cni-version 1.9.0 \\\n    --cni-prefix-delegation-enabled"
)]
#[expect(clippy::struct_excessive_bools, reason = "they are the script's flags")]
pub(crate) struct Args {
    /// The instance type, such as m5.large
    #[arg(
        long,
        value_name = "TYPE",
        default_value = "",
        hide_default_value = true
    )]
    instance_type: String,
    /// The version of the VPC CNI, such as 1.9.0; prefixes count from 1.9
    #[arg(
        long,
        value_name = "VERSION",
        default_value = "",
        hide_default_value = true,
        allow_hyphen_values = true
    )]
    cni_version: String,
    /// The primary interface gives no addresses to pods
    #[arg(long)]
    cni_custom_networking_enabled: bool,
    /// Interfaces hold /28 prefixes in place of single addresses
    #[arg(long)]
    cni_prefix_delegation_enabled: bool,
    /// Use no more interfaces than this
    #[arg(
        long,
        value_name = "N",
        default_value = "",
        hide_default_value = true,
        allow_hyphen_values = true
    )]
    cni_max_eni: String,
    /// Print the number without the caps of 110 and 250
    #[arg(long)]
    show_max_allowed: bool,
    /// The script's way of asking the instance itself; refused with a remedy
    #[arg(long, hide = true)]
    instance_type_from_imds: bool,
    /// The AWS profile that the script used; nothing is asked of AWS here
    #[arg(long, hide = true)]
    profile: Option<String>,
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    if args.instance_type_from_imds {
        let fault = Fault::new("--instance-type-from-imds is not supported")
            .at("the command line")
            .help("eniplan asks no network; name the type with --instance-type");
        return Err(fault.code(1).into());
    }
    let catalogue = Catalogue::bundled();
    let flags = Flags {
        instance_type: &args.instance_type,
        cni_version: &args.cni_version,
        custom_networking: args.cni_custom_networking_enabled,
        prefix_delegation: args.cni_prefix_delegation_enabled,
        max_eni: &args.cni_max_eni,
        show_max_allowed: args.show_max_allowed,
    };
    match calculator::max_pods(&catalogue, &flags) {
        Ok(pods) => {
            writeln!(out, "{pods}")?;
            Ok(ExitCode::SUCCESS)
        }
        Err(error) => Err(fault(&error, &catalogue).code(error.exit_code()).into()),
    }
}

fn fault(error: &CalculatorError, catalogue: &Catalogue) -> Fault {
    let (place, help) = match error {
        CalculatorError::NoInstanceType => (
            "--instance-type",
            "name a type, such as --instance-type m5.large".to_owned(),
        ),
        CalculatorError::NoVersion => (
            "--cni-version",
            "give the version of the VPC CNI, such as --cni-version 1.9.0".to_owned(),
        ),
        CalculatorError::Version(_) => (
            "--cni-version",
            "write it without a leading v and with at least one dot, such as 1.9.0".to_owned(),
        ),
        CalculatorError::MaxEni(_) => (
            "--cni-max-eni",
            "give a whole number, such as --cni-max-eni 2".to_owned(),
        ),
        CalculatorError::UnknownType(name) => {
            ("--instance-type", super::did_you_mean(catalogue, name))
        }
        CalculatorError::VcpusUnknown(_) => (
            "--instance-type",
            "with --show-max-allowed the cap is left out".to_owned(),
        ),
    };
    Fault::new(error.to_string()).at(place).help(help)
}
