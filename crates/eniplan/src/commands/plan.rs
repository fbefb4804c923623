//! `eniplan plan`: the report.

use std::io::Write;
use std::process::ExitCode;

use clap::ValueEnum;
use eniplan_core::plan::Date;

use super::{FailOn, date};
use crate::calendar;
use crate::failure::{Failure, Fault};
use crate::input::{self, Case, Cases};
use crate::screen::Screen;
use crate::show::{self, derivations};

/// Will it fit, which wall comes first, and what to change: the report of a plan.
///
/// Reads plans in YAML or JSON, share links, folders of plans, and - for standard input.
/// Whatever is not understood becomes a finding with its place, and the default stands in.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// Plan files, folders, share links, or - for standard input
    #[arg(required = true, value_name = "PLAN|URL")]
    plans: Vec<String>,
    /// A table for people, JSON for programs, or Markdown for a wiki
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: Format,
    /// A row a plan, the worst first
    #[arg(long)]
    summary: bool,
    /// How the numbers come about, behind the report; with PATH only those, such as node_groups[0] or a name
    #[arg(long, value_name = "PATH", num_args = 0..=1, require_equals = true, default_missing_value = "all")]
    explain: Option<String>,
    /// The day from which growth is counted; left out: today
    #[arg(long, value_name = "DAY", value_parser = date)]
    as_of: Option<Date>,
    /// End with exit code 1 when there is a finding as bad as this
    #[arg(long, value_name = "SEVERITY", value_enum, default_value_t = FailOn::Never)]
    fail_on: FailOn,
}

const AFTER_HELP: &str = "\
JSON is one report, or a list of them where several plans or a folder are named.
JSON and Markdown always say how the numbers come about; PATH is that of the JSON.

Examples:
  eniplan plan examples/shop-prod.yaml
  eniplan plan plans/ --summary
  eniplan plan examples/shop-prod.yaml --explain=node_groups[0].max_pods
  eniplan plan examples/shop-prod.yaml --as-of 2026-11-24
  eniplan plan examples/shop-prod.yaml --format json | jq '.gates[] | select(.ok | not)'
  kubectl get configmap plan -o jsonpath='{.data.plan}' | eniplan plan -";

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    #[default]
    Table,
    Json,
    Markdown,
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    let mut cases = input::cases(&args.plans);
    let day = args.as_of.or_else(calendar::today);
    for case in &mut cases.read {
        case.as_of = day;
    }
    match args.format {
        Format::Json => json(&cases, args.summary, out)?,
        Format::Table if args.summary => show::summary::write(out, &cases, None)?,
        Format::Markdown if args.summary => show::markdown::rows(out, &cases, None)?,
        Format::Table => {
            let screen = Screen::of_stdout();
            for (index, case) in cases.read.iter().enumerate() {
                if index > 0 {
                    writeln!(out, "\n{}\n", "─".repeat(screen.width))?;
                }
                table(args, case, screen, out)?;
            }
        }
        Format::Markdown => {
            for (index, case) in cases.read.iter().enumerate() {
                if index > 0 {
                    writeln!(out)?;
                }
                show::markdown::write(out, case)?;
            }
        }
    }
    let fails = cases
        .read
        .iter()
        .flat_map(input::Case::findings)
        .any(|finding| args.fail_on.catches(finding.severity));
    super::end(cases.faults, fails, out)
}

/// The report, and how its numbers come about; the latter alone where some of them are asked for.
fn table(args: &Args, case: &Case, screen: Screen, out: &mut dyn Write) -> Result<(), Failure> {
    let Some(wanted) = args.explain.as_deref() else {
        return Ok(show::terminal::write(out, case, screen)?);
    };
    let chosen = derivations::chosen(case.derivations(), wanted);
    if chosen.is_empty() {
        let shown = super::shortened(wanted);
        return Err(Fault::new(format!("no number of this plan stands at `{shown}`"))
            .at("--explain")
            .help("--format json lists the paths under `derivations`; names of groups and subnets do as well")
            .into());
    }
    let all = wanted == "all";
    if all {
        show::terminal::write(out, case, screen)?;
    } else {
        show::terminal::heading(out, case, screen)?;
    }
    Ok(derivations::write(out, &chosen, !all, screen)?)
}

/// One report, or the list of them; the summary's order where it was asked for.
fn json(cases: &Cases, summary: bool, out: &mut dyn Write) -> Result<(), Failure> {
    let ordered = if summary {
        show::summary::worst_first(&cases.read)
    } else {
        cases.read.iter().collect()
    };
    let documents: Vec<_> = ordered
        .iter()
        .map(|case| case.document().explained(case.derivations()))
        .collect();
    match documents.as_slice() {
        [] => return Ok(()),
        [one] if !cases.many => serde_json::to_writer_pretty(&mut *out, one)?,
        all => serde_json::to_writer_pretty(&mut *out, all)?,
    }
    writeln!(out)?;
    Ok(())
}
