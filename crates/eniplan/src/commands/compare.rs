//! `eniplan compare`: the same workload under every strategy, or two plans side by side.

use std::fs;
use std::io::Write;
use std::process::ExitCode;

use clap::ValueEnum;
use clap::builder::PossibleValuesParser;
use eniplan_core::analyze::strategies::{Comparison, Figures, Refusal, Row, STRATEGIES, compare};
use eniplan_core::aws::catalogue::Catalogue;
use eniplan_core::export::comparison;
use serde::Serialize;

use crate::failure::{Failure, Fault};
use crate::input::{self, Case};
use crate::screen::Screen;
use crate::show;

/// The same workload under every strategy: addresses, nodes, pods, what changes and what breaks.
///
/// Each strategy changes the plan as data and runs the same analysis on it. With a second plan, the figures of both and
/// their difference.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// A plan file, a share link, or - for standard input
    #[arg(value_name = "PLAN")]
    plan: String,
    /// A second plan to compare it with, in place of strategies
    #[arg(value_name = "PLAN2", conflicts_with = "strategy")]
    other: Option<String>,
    /// One strategy alone, in full
    #[arg(long, value_name = "ID", value_parser = PossibleValuesParser::new(STRATEGIES.iter().map(|strategy| strategy.id)))]
    strategy: Option<String>,
    /// Write the changed plan there; - is standard output
    #[arg(long, short, value_name = "FILE", requires = "strategy")]
    output: Option<String>,
    /// A table for people, JSON for programs, or Markdown for a wiki
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: Format,
}

const AFTER_HELP: &str = "\
A strategy keeps the workload: where its pods no longer fit on the nodes there are, it adds nodes, and says so.

Examples:
  eniplan compare examples/shop-prod.yaml
  eniplan compare examples/shop-prod.yaml --strategy calico
  eniplan compare examples/shop-prod.yaml --strategy warm-targets --output - | eniplan plan -
  eniplan compare before.yaml after.yaml --format markdown";

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    #[default]
    Table,
    Json,
    Markdown,
}

/// A comparison as data, with what belongs to it.
#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    name: &'a str,
    source: &'a str,
    #[serde(flatten)]
    comparison: &'a Comparison,
}

/// Two plans as data.
#[derive(Serialize)]
struct Pair<'a> {
    version: u32,
    plans: [Side<'a>; 2],
}

#[derive(Serialize)]
struct Side<'a> {
    name: &'a str,
    source: &'a str,
    figures: &'a Figures,
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    let inputs: Vec<String> = [Some(&args.plan), args.other.as_ref()]
        .into_iter()
        .flatten()
        .cloned()
        .collect();
    let mut cases = Vec::new();
    for input in &inputs {
        cases.push(input::case(input)?);
    }
    let catalogue = Catalogue::bundled();
    if let [first, second] = cases.as_slice() {
        return pair(args.format, first, second, &catalogue, out);
    }
    let Some(case) = cases.first() else {
        return Ok(ExitCode::SUCCESS);
    };
    let mut comparison = compare(&case.plan, &case.report, &catalogue);
    if let Some(id) = &args.strategy {
        comparison.rows.retain(|row| row.strategy.id == id);
    }
    if let (Some(file), [row]) = (&args.output, comparison.rows.as_slice()) {
        write_plan(row, file, out)?;
        return Ok(ExitCode::SUCCESS);
    }
    match (args.format, comparison.rows.as_slice()) {
        (Format::Json, _) => {
            let document = Document {
                version: 1,
                name: case.plan.name(),
                source: &case.source,
                comparison: &comparison,
            };
            serde_json::to_writer_pretty(&mut *out, &document)?;
            writeln!(out)?;
        }
        (Format::Table, [row]) => {
            show::strategies::one(out, case, &comparison.present, row, Screen::of_stdout())?;
        }
        (Format::Table, _) => {
            show::strategies::all(out, case, &comparison, Screen::of_stdout())?;
        }
        (Format::Markdown, _) => {
            let text = comparison::in_markdown(&case.plan, &case.report, &comparison);
            out.write_all(text.as_bytes())?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes the changed plan, or says why there is none.
fn write_plan(row: &Row, file: &str, out: &mut dyn Write) -> Result<(), Failure> {
    let Some(plan) = &row.apply else {
        let why = row
            .refusal
            .as_ref()
            .map(Refusal::message)
            .unwrap_or_default();
        return Err(
            Fault::new(format!("{} cannot run. {why}", row.strategy.title))
                .at("--strategy")
                .help("`eniplan compare PLAN` lists what can")
                .into(),
        );
    };
    let text = plan.to_text();
    if file == "-" {
        out.write_all(text.as_bytes())?;
        return Ok(());
    }
    fs::write(file, text).map_err(|error| {
        Fault::new(format!("the plan cannot be written: {error}"))
            .at(super::shortened(file))
            .help("name a file in a folder that exists")
            .into()
    })
}

fn pair(
    format: Format,
    first: &Case,
    second: &Case,
    catalogue: &Catalogue,
    out: &mut dyn Write,
) -> Result<ExitCode, Failure> {
    let [before, after] =
        [first, second].map(|case| Figures::of(&case.plan, &case.report, catalogue));
    match format {
        Format::Json => {
            let side = |case, figures| {
                let case: &Case = case;
                Side {
                    name: case.plan.name(),
                    source: &case.source,
                    figures,
                }
            };
            let document = Pair {
                version: 1,
                plans: [side(first, &before), side(second, &after)],
            };
            serde_json::to_writer_pretty(&mut *out, &document)?;
            writeln!(out)?;
        }
        Format::Table => {
            show::strategies::two(out, (first, &before), (second, &after), Screen::of_stdout())?;
        }
        Format::Markdown => {
            show::strategies::two_in_markdown(out, (first, &before), (second, &after))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
