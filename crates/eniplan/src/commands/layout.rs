//! `eniplan layout`: subnets for a plan, or blocks and subnets for many VPCs.

mod document;
mod files;
mod fleet;
mod table;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueEnum;
use clap::builder::PossibleValue;
use eniplan_core::analyze::{Gate, analyze};
use eniplan_core::aws::catalogue::Catalogue;
use eniplan_core::finding::Finding;
use eniplan_core::layout::{self, By, Options, Preset, Presets};
use eniplan_core::net::Ipv4Prefix;
use eniplan_core::plan::{MOST_BYTES, Plan};

use super::{FailOn, shortened, shown};
use crate::failure::{Failure, Fault};
use crate::input;
use crate::screen::Screen;

/// Lay out the subnets of a plan, extend them, or give blocks of a pool to many VPCs.
///
/// What the plan lists stays where it is, whatever is asked; what is added goes into free holes, and what cannot grow is
/// said with what would have to move.
/// With --pool and --wants, every VPC of a list gets routable blocks that no other has, each Region's side by side.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// A plan file, a share link, or - for standard input
    #[arg(value_name = "PLAN", required_unless_present = "wants")]
    plan: Option<String>,
    /// Layouts that people know, with commas between those that go together
    #[arg(
        long,
        value_name = "NAMES",
        value_enum,
        value_delimiter = ',',
        default_value = "sized"
    )]
    preset: Vec<PresetName>,
    /// Months of growth to have room for; left out: policy.min_months, or 12
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=1200))]
    months: Option<u32>,
    /// What one prefix is to cover where it cannot be both
    #[arg(long, value_name = "WHAT", value_enum, default_value_t)]
    by: ByName,
    /// The primary block, in place of the plan's
    #[arg(long, value_name = "CIDR", value_parser = block, conflicts_with = "wants")]
    primary: Option<Ipv4Prefix>,
    /// Blocks to give to VPCs, with commas between them
    #[arg(long, value_name = "CIDR", value_parser = block, value_delimiter = ',', num_args = 1.., requires = "wants", conflicts_with = "plan")]
    pool: Vec<Ipv4Prefix>,
    /// The VPCs that are wanted: a list of {name, region, zones, nodes, pods, strategy} in YAML or JSON
    #[arg(long, value_name = "FILE", requires = "pool", conflicts_with = "plan")]
    wants: Option<String>,
    /// A table for people, JSON for programs, or the plan itself in YAML
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: Format,
    /// Write the plan with its subnets to this file, or a plan for each VPC that is wanted into this folder
    #[arg(short, long, value_name = "PATH")]
    output: Option<PathBuf>,
    /// Write over files that are there
    #[arg(long, requires = "output")]
    force: bool,
    /// End with exit code 1 when there is a finding as bad as this
    #[arg(long, value_name = "SEVERITY", value_enum, default_value_t = FailOn::Error)]
    fail_on: FailOn,
}

const AFTER_HELP: &str = "\
eksctl, default and sized exclude each other; three-tier, secondary-pods and control-plane-28 go with each of them.
`eniplan plan` takes preset default until the plan lists its subnets.
docs/wants.md lists the keys of a VPC that is wanted.

Examples:
  eniplan layout examples/shop-prod.yaml
  eniplan layout plan.yaml --preset secondary-pods,control-plane-28 -o laid-out.yaml
  eniplan layout plan.yaml --preset eksctl --format json | jq -r '.subnets[].cidr'
  eniplan layout --pool 10.64.0.0/10 --wants examples/fleet/wants.yaml -o plans
  eniplan plan plans --summary";

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    #[default]
    Table,
    Json,
    Yaml,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum ByName {
    /// The subnets of a role, over all zones
    #[default]
    Role,
    /// The subnets of a zone, of all roles
    Zone,
}

/// A preset on the command line.
#[derive(Clone, Copy)]
struct PresetName(Preset);

impl ValueEnum for PresetName {
    fn value_variants<'a>() -> &'a [Self] {
        const ALL: [PresetName; Preset::ALL.len()] = {
            let mut all = [PresetName(Preset::Sized); Preset::ALL.len()];
            let mut index = 0;
            while index < all.len() {
                all[index] = PresetName(Preset::ALL[index]);
                index += 1;
            }
            all
        };
        &ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.0.name()).help(self.0.text()))
    }
}

fn block(text: &str) -> Result<Ipv4Prefix, String> {
    use eniplan_core::net::PrefixError;
    text.parse().map_err(|error| match error {
        PrefixError::HostBits(block) => {
            format!("it is not on a boundary of its size; that block is {block}")
        }
        PrefixError::Malformed => "write an IPv4 block such as 10.0.0.0/16".to_owned(),
    })
}

impl Args {
    fn options(&self) -> Result<Options, Fault> {
        let presets: Vec<Preset> = self.preset.iter().map(|name| name.0).collect();
        let presets = Presets::of(&presets).map_err(|(first, second)| {
            Fault::new(format!(
                "{} and {} exclude each other",
                first.name(),
                second.name()
            ))
            .at("--preset")
            .help("name one of sized, default and eksctl, and any of the others")
        })?;
        Ok(Options {
            presets,
            months: self.months,
            primary: self.primary,
            by: match self.by {
                ByName::Role => By::Role,
                ByName::Zone => By::Zone,
            },
        })
    }

    /// Whether any finding is bad enough for exit code 1.
    fn fails<'a>(&self, mut findings: impl Iterator<Item = &'a Finding>) -> bool {
        findings.any(|finding| self.fail_on.catches(finding.severity))
    }
}

/// A plan that was laid out.
struct Laid {
    /// As it was read.
    reading: Vec<Finding>,
    presets: String,
    outcome: layout::Outcome,
    /// What the analysis asks of the plan with its subnets.
    gates: Vec<Gate>,
}

impl Laid {
    fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.reading.iter().chain(&self.outcome.findings)
    }
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    let options = args.options()?;
    if let Some(wants) = &args.wants {
        return fleet::run(args, wants, &options, out);
    }
    let (plan, reading) = input::plan(args.plan.as_deref().unwrap_or("-"))?;
    let catalogue = Catalogue::bundled();
    let outcome = layout::lay_out(&plan, &catalogue, &options);
    let laid = Laid {
        reading,
        presets: options.presets.names(),
        gates: analyze(&outcome.plan, &catalogue).gates,
        outcome,
    };
    if let Some(path) = &args.output {
        files::write(&[(path.clone(), text_of(&laid.outcome.plan)?)], args.force)?;
    }
    match args.format {
        Format::Table => table::write(out, &laid, Screen::of_stdout())?,
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, &document::Document::of(&laid))?;
            writeln!(out)?;
        }
        Format::Yaml => {
            if args.output.is_none() {
                out.write_all(text_of(&laid.outcome.plan)?.as_bytes())?;
            }
            laid.findings().for_each(tell);
        }
    }
    if let Some(path) = args
        .output
        .as_ref()
        .filter(|_| args.format == Format::Table)
    {
        writeln!(out, "\nwritten to {}", path.display())?;
    }
    Ok(ExitCode::from(u8::from(args.fails(laid.findings()))))
}

/// The plan as text, if that is no longer than what is read again.
fn text_of(plan: &Plan) -> Result<String, Fault> {
    let text = plan.to_text();
    if text.len() > MOST_BYTES {
        return Err(
            Fault::new("the plan with its subnets is larger than any plan that is read")
                .help("lay out fewer zones"),
        );
    }
    Ok(text)
}

/// Says a finding on standard error, where it does not mix with a plan.
fn tell(finding: &Finding) {
    crate::failure::tell(format_args!(
        "{}[{}]: {}\n  help: {}",
        finding.severity.name(),
        finding.code,
        shown(&finding.message()),
        shown(&finding.help())
    ));
}

/// What was typed for a file, for a message.
fn shown_path(path: &std::path::Path) -> String {
    shortened(&path.display().to_string())
}
