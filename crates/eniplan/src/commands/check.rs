//! `eniplan check`: the gate for pipelines.

mod acceptances;
mod baseline;
mod changes;
mod sarif;
mod verdict;

use std::io::Write;
use std::process::ExitCode;

use clap::ValueEnum;
use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use eniplan_core::analyze::GateKind;
use eniplan_core::export::markdown::escaped;
use eniplan_core::plan::Date;

use self::baseline::Baseline;
use self::verdict::{Terms, Verdict};
use super::{FailOn, date};
use crate::calendar;
use crate::failure::{Failure, Fault};
use crate::input::{self, Case};
use crate::screen::{Ink, Screen};
use crate::show;

/// The gate for pipelines: ends with exit code 1 when a plan does not hold.
///
/// A plan fails when a gate named by --gate is shut, or when it has a finding as bad as --fail-on.
/// Findings under the plan's `accept` do not count until their day is over.
/// With --baseline only what is new or worse counts, and Markdown and the table show before and after.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// Plan files, folders, share links, `terraform show -json`, `terraform.tfstate`, what AWS and kubectl print, or - for standard input
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<String>,
    /// Demand that this gate is open; may be repeated
    #[arg(long = "gate", value_name = "GATE", value_parser = PossibleValuesParser::new(GateKind::ALL.map(GateKind::name)).try_map(|word| gate(&word)))]
    gates: Vec<GateKind>,
    /// Fail on a finding as bad as this
    #[arg(long, value_name = "SEVERITY", value_enum, default_value_t = FailOn::Error)]
    fail_on: FailOn,
    /// The plan as it was, or a report of it from `eniplan plan --format json`: fail only on what is new or worse
    #[arg(long, visible_alias = "base", value_name = "REPORT|PLAN")]
    baseline: Option<String>,
    /// A plan file that what Terraform does is put over: network, cluster and nodes may be in different states
    #[arg(long, value_name = "BASE")]
    plan: Option<String>,
    /// A row a plan, the worst first
    #[arg(long)]
    summary: bool,
    /// The day by which `accept` entries are judged, such as 2027-03-31; today by default
    #[arg(long, value_name = "DATE", value_parser = date)]
    as_of: Option<Date>,
    /// A table for people, JSON for programs, SARIF for code scanning, annotations for GitHub Actions, or Markdown for a comment
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: Format,
}

const AFTER_HELP: &str = "\
Examples:
  eniplan check examples/shop-prod.yaml --gate upgrade --gate zone-loss
  eniplan check plans/ --fail-on warning --format github
  eniplan check plans/ --summary
  terraform show -json tfplan | eniplan check - --plan shop.yaml
  eniplan check plans/ --format sarif > eniplan.sarif
  git show main:shop.yaml > before.yaml
  eniplan check shop.yaml --baseline before.yaml --format markdown";

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    #[default]
    Table,
    Json,
    Sarif,
    Github,
    Markdown,
}

fn gate(word: &str) -> Result<GateKind, String> {
    let found = GateKind::ALL.into_iter().find(|gate| gate.name() == word);
    found.ok_or_else(|| "the gates are upgrade, scale-to-max and zone-loss".to_owned())
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    let today = args.as_of.or_else(calendar::today).ok_or_else(|| {
        Fault::new("the machine's clock names no day").help("give the day with --as-of 2027-03-31")
    })?;
    let baseline = args.baseline.as_deref().map(Baseline::read).transpose()?;
    let terms = Terms {
        gates: &args.gates,
        fail_on: args.fail_on,
        today,
    };
    let cases = input::cases_over(&args.inputs, args.plan.as_deref());
    let is_only = cases.read.len() == 1;
    let verdicts: Vec<Verdict<'_>> = cases
        .read
        .iter()
        .map(|case| {
            let before = baseline
                .as_ref()
                .and_then(|baseline| baseline.of(case, is_only));
            Verdict::of(case, &terms, before)
        })
        .collect();
    match args.format {
        Format::Table | Format::Markdown if args.summary => {
            let check = |case: &Case| {
                let mut own = verdicts.iter();
                let own = own.find(|verdict| std::ptr::eq(verdict.case, case));
                own.map_or(
                    "",
                    |verdict| if verdict.is_ok() { "holds" } else { "FAILS" },
                )
                .to_owned()
            };
            if args.format == Format::Table {
                show::summary::write(out, &cases, Some(&check))?;
            } else {
                show::markdown::rows(out, &cases, Some(&check))?;
            }
        }
        Format::Table => table(&verdicts, out)?,
        Format::Json => {
            let all = serde_json::json!({
                "version": 1,
                "ok": verdicts.iter().all(Verdict::is_ok),
                "plans": verdicts,
            });
            serde_json::to_writer_pretty(&mut *out, &all)?;
            writeln!(out)?;
        }
        Format::Sarif => {
            serde_json::to_writer_pretty(&mut *out, &sarif::log(&verdicts))?;
            writeln!(out)?;
        }
        Format::Github => github(&verdicts, out)?,
        Format::Markdown => markdown(&verdicts, out)?,
    }
    let fails = !verdicts.iter().all(Verdict::is_ok);
    super::end(cases.faults, fails, out)
}

fn table(verdicts: &[Verdict<'_>], out: &mut dyn Write) -> Result<(), Failure> {
    let screen = Screen::of_stdout();
    for verdict in verdicts {
        show::terminal::heading(out, verdict.case, screen)?;
        show::terminal::gates(out, verdict.case, screen)?;
        if let Some(before) = verdict.before {
            changes::table(out, before, verdict.case)?;
        }
        if verdict.counting().next().is_some() {
            show::terminal::findings(out, verdict.case, verdict.counting(), screen)?;
        }
        writeln!(out)?;
        for line in verdict.accepted() {
            writeln!(out, "{}", screen.wrap(0, &super::shown(&line)))?;
        }
        for (_, remark) in verdict.remarks() {
            writeln!(out, "{}", screen.wrap(0, &super::shown(&remark)))?;
        }
        let (ink, word) = if verdict.is_ok() {
            (Ink::Green, "holds")
        } else {
            (Ink::Red, "FAILS")
        };
        let end = screen.paint(ink, word);
        let why = verdict.reason();
        writeln!(out, "{end}  {}\n", screen.wrap(7, &why))?;
    }
    Ok(())
}

fn github(verdicts: &[Verdict<'_>], out: &mut dyn Write) -> Result<(), Failure> {
    for verdict in verdicts {
        for gate in &verdict.shut {
            show::annotations::gate(out, verdict.case, gate)?;
        }
        for finding in verdict.counting() {
            show::annotations::finding(out, verdict.case, finding)?;
        }
        for (path, remark) in verdict.remarks() {
            show::annotations::remark(out, verdict.case, path, &remark)?;
        }
    }
    Ok(())
}

fn markdown(verdicts: &[Verdict<'_>], out: &mut dyn Write) -> Result<(), Failure> {
    for verdict in verdicts {
        show::markdown::heading(out, verdict.case)?;
        if let Some(before) = verdict.before {
            changes::in_markdown(out, before, verdict)?;
        }
        if verdict.counting().next().is_some() {
            show::markdown::findings(out, verdict.case, verdict.counting())?;
        }
        let accepted = verdict.accepted();
        let remarks = verdict.remarks().map(|(_, remark)| remark);
        let lines: Vec<String> = accepted.chain(remarks).collect();
        if !lines.is_empty() {
            writeln!(out, "\n### Accepted\n")?;
        }
        for line in lines {
            writeln!(out, "- {}", escaped(&line))?;
        }
        let word = if verdict.is_ok() {
            "Holds"
        } else {
            "**Fails**"
        };
        writeln!(out, "\n{word}: {}.\n", verdict.reason())?;
    }
    Ok(())
}
