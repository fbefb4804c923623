//! `eniplan cidr info`: what AWS makes of a block.

use std::io::Write;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::process::ExitCode;
use std::str::FromStr;

use clap::ValueEnum;
use eniplan_core::aws::{ipv6, subnet, vpc};
use eniplan_core::finding::Grouped;
use eniplan_core::net::{Ipv4Prefix, Ipv6Prefix, PrefixError};
use serde::Serialize;

use crate::failure::{Failure, Fault};
use crate::screen::Screen;

/// The addresses of a block, what they are for, and whether AWS takes it as a VPC's or a subnet's.
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  eniplan cidr info 10.0.0.0/19\n  eniplan cidr info 2600:1f18:1234:5600::/56 --format json"
)]
pub(crate) struct Args {
    /// The block, IPv4 or IPv6, such as 10.0.0.0/16
    #[arg(value_name = "PREFIX")]
    block: String,
    /// Lines for people, or JSON for programs
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum Format {
    #[default]
    Table,
    Json,
}

/// Everything there is to say; counts above 2^53 are text in JSON.
#[derive(Serialize)]
struct Info {
    cidr: String,
    family: &'static str,
    network: String,
    last: String,
    addresses: Count,
    usable: Count,
    prefixes: Option<u64>,
    range: &'static str,
    vpc: Answer,
    subnet: Answer,
}

#[derive(Serialize)]
struct Answer {
    ok: bool,
    message: String,
}

/// Addresses of a block.
#[derive(Serialize)]
#[serde(untagged)]
enum Count {
    Number(u64),
    Text(String),
}

impl Count {
    fn of(size: Option<u128>, reserved: u64) -> Self {
        let Some(size) = size else {
            return Self::Text("340282366920938463463374607431768211456".to_owned());
        };
        let left = size.saturating_sub(reserved.into());
        match u64::try_from(left) {
            Ok(left) if left <= 1 << 53 => Self::Number(left),
            _ => Self::Text(left.to_string()),
        }
    }

    fn shown(&self) -> String {
        match self {
            Self::Number(number) => Grouped(*number).to_string(),
            Self::Text(text) => text.clone(),
        }
    }
}

impl Answer {
    fn yes(message: impl Into<String>) -> Self {
        Self {
            ok: true,
            message: message.into(),
        }
    }

    fn no(message: impl Into<String>) -> Self {
        Self {
            ok: false,
            message: message.into(),
        }
    }
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    let info = if args.block.contains(':') {
        of_ipv6(read(&args.block)?)
    } else {
        of_ipv4(read(&args.block)?)
    };
    match args.format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, &info)?;
            writeln!(out)?;
        }
        Format::Table => table(out, &args.block, &info)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// The block that a text names, or that the address it names stands in.
fn read<P: FromStr<Err = PrefixError<P>>>(text: &str) -> Result<P, Fault> {
    match text.parse() {
        Ok(block) | Err(PrefixError::HostBits(block)) => Ok(block),
        Err(PrefixError::Malformed) => {
            let shown = crate::commands::shortened(text);
            Err(Fault::new(format!("`{shown}` is no block of addresses"))
                .at("the command line")
                .help("write an address, a slash and a length, such as 10.0.0.0/16 or fd00::/48"))
        }
    }
}

fn table(out: &mut dyn Write, given: &str, info: &Info) -> Result<(), Failure> {
    let screen = Screen::of_stdout();
    if given != info.cidr {
        let shown = crate::commands::shortened(given);
        writeln!(
            out,
            "{}",
            screen.wrap(
                0,
                &format!("{shown} is written {}, which AWS reads it as.", info.cidr)
            )
        )?;
    }
    let yes_no = |answer: &Answer| {
        let word = if answer.ok { "yes" } else { "no" };
        format!("{word}: {}", answer.message)
    };
    let prefixes = info.prefixes.map(|prefixes| Grouped(prefixes).to_string());
    let lines = [
        ("block", Some(info.cidr.clone())),
        ("range", Some(info.range.to_owned())),
        ("first", Some(info.network.clone())),
        ("last", Some(info.last.clone())),
        ("addresses", Some(info.addresses.shown())),
        (
            "usable",
            Some(format!(
                "{} in a subnet, where AWS keeps {}",
                info.usable.shown(),
                subnet::RESERVED_ADDRESSES
            )),
        ),
        (
            "/28 prefixes",
            prefixes.map(|prefixes| format!("{prefixes} in an empty subnet")),
        ),
        ("as a VPC", Some(yes_no(&info.vpc))),
        ("as a subnet", Some(yes_no(&info.subnet))),
    ];
    for (label, text) in lines {
        if let Some(text) = text {
            writeln!(out, "{label:<12}  {}", screen.wrap(14, &text))?;
        }
    }
    Ok(())
}

fn of_ipv4(block: Ipv4Prefix) -> Info {
    Info {
        cidr: block.to_string(),
        family: "ipv4",
        network: block.network().to_string(),
        last: Ipv4Addr::from(block.last()).to_string(),
        addresses: Count::Number(block.size()),
        usable: Count::Number(subnet::usable(block)),
        prefixes: Some(subnet::prefixes(block)),
        range: block.range(),
        vpc: ipv4_vpc(block),
        subnet: ipv4_subnet(block),
    }
}

fn ipv4_vpc(block: Ipv4Prefix) -> Answer {
    if let Some(refused) = ipv4_size(block, "a VPC block") {
        return refused;
    }
    if let Some(range) = never(block) {
        return Answer::no(format!("{range} is kept by AWS"));
    }
    if block.overlaps(vpc::DOCKER) {
        return Answer::yes(format!(
            "but {} meets Docker's bridge, which Cloud9 and SageMaker use as well",
            vpc::DOCKER
        ));
    }
    if vpc::SHARED.contains(block) {
        return Answer::yes("of 100.64.0.0/10, which any VPC takes as a secondary block");
    }
    Answer::yes("as the primary block; which secondary blocks go with it is another question")
}

fn ipv4_subnet(block: Ipv4Prefix) -> Answer {
    if let Some(refused) = ipv4_size(block, "a subnet") {
        return refused;
    }
    if let Some(range) = never(block) {
        return Answer::no(format!("{range} is kept by AWS"));
    }
    let (least, recommended) = subnet::CLUSTER_NEEDS;
    let usable = subnet::usable(block);
    if usable < recommended {
        return Answer::yes(format!(
            "but EKS wants {least} free addresses in each cluster subnet and recommends {recommended}"
        ));
    }
    Answer::yes("large enough for EKS to place its interfaces in")
}

fn never(block: Ipv4Prefix) -> Option<Ipv4Prefix> {
    vpc::NEVER.into_iter().find(|range| range.overlaps(block))
}

fn ipv4_size(block: Ipv4Prefix, what: &str) -> Option<Answer> {
    let (largest, smallest) = (subnet::SHORTEST, subnet::LONGEST);
    (!(largest..=smallest).contains(&block.length()))
        .then(|| Answer::no(format!("AWS takes /{largest} to /{smallest} as {what}")))
}

fn of_ipv6(block: Ipv6Prefix) -> Info {
    let answer = |lengths: ipv6::Lengths, what: &str| {
        let (from, to) = lengths;
        let rule = format!(
            "AWS takes /{from} to /{to} in steps of {} as {what}",
            ipv6::STEP
        );
        if ipv6::takes(lengths, block.length()) {
            Answer::yes(rule)
        } else {
            Answer::no(rule)
        }
    };
    Info {
        cidr: block.to_string(),
        family: "ipv6",
        network: block.network().to_string(),
        last: Ipv6Addr::from(block.last()).to_string(),
        addresses: Count::of(block.size(), 0),
        usable: Count::of(block.size(), subnet::RESERVED_ADDRESSES),
        prefixes: None,
        range: block.range(),
        vpc: answer(ipv6::VPC, "a VPC's IPv6 block"),
        subnet: answer(ipv6::SUBNET, "a subnet's IPv6 block"),
    }
}
