//! The commands, a module each: its arguments and a `run` that writes to what it is handed.

mod check;
mod cidr;
mod compare;
mod completions;
mod explain;
mod export;
mod import;
mod instances;
mod layout;
mod link;
mod man;
mod max_pods;
mod max_pods_calculator;
mod node;
mod plan;
mod types;

use std::io::Write;
use std::process::ExitCode;

use eniplan_core::aws::catalogue::Catalogue;
use eniplan_core::finding::Severity;
use eniplan_core::plan::Date;

use crate::failure::{Failure, Fault};

/// What to do.
#[derive(clap::Subcommand)]
pub(crate) enum Command {
    Plan(plan::Args),
    Check(check::Args),
    Import(import::Args),
    Export(export::Args),
    Compare(compare::Args),
    Layout(layout::Args),
    Link(link::Args),
    Node(node::Args),
    MaxPods(max_pods::Args),
    MaxPodsCalculator(max_pods_calculator::Args),
    Instances(instances::Args),
    Explain(explain::Args),
    Cidr(cidr::Args),
    Completions(completions::Args),
    Man(man::Args),
}

/// Runs a command; what it has to say goes to `out`.
pub(crate) fn run(command: Command, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    match command {
        Command::Plan(args) => plan::run(&args, out),
        Command::Check(args) => check::run(&args, out),
        Command::Import(args) => import::run(&args, out),
        Command::Export(args) => export::run(&args, out),
        Command::Compare(args) => compare::run(&args, out),
        Command::Layout(args) => layout::run(&args, out),
        Command::Link(args) => link::run(&args, out),
        Command::Node(args) => node::run(&args, out),
        Command::MaxPods(args) => max_pods::run(&args, out),
        Command::MaxPodsCalculator(args) => max_pods_calculator::run(&args, out),
        Command::Explain(args) => explain::run(&args, out),
        Command::Instances(args) => instances::run(&args, out),
        Command::Cidr(args) => cidr::run(&args, out),
        Command::Completions(args) => completions::run(&args, out),
        Command::Man(args) => man::run(&args, out),
    }
}

/// How bad a finding must be for exit code 1.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum FailOn {
    /// Any finding
    Note,
    /// Warnings and errors
    Warning,
    /// Errors
    Error,
    /// Nothing
    Never,
}

impl FailOn {
    /// Whether a finding of this severity is bad enough.
    pub(crate) fn catches(self, severity: Severity) -> bool {
        match self {
            Self::Note => true,
            Self::Warning => severity >= Severity::Warning,
            Self::Error => severity >= Severity::Error,
            Self::Never => false,
        }
    }
}

/// Tells what could not be read, behind everything that was said, and chooses the exit code.
fn end(faults: Vec<Fault>, fails: bool, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    out.flush()?;
    let is_unread = !faults.is_empty();
    for fault in faults {
        crate::failure::tell(format_args!("{}", Failure::from(fault)));
    }
    Ok(ExitCode::from(match (is_unread, fails) {
        (true, _) => 2,
        (false, true) => 1,
        (false, false) => 0,
    }))
}

/// Reads a day of an option.
fn date(text: &str) -> Result<Date, String> {
    text.parse()
        .map_err(|_| "write a day as 2027-03-31".to_owned())
}

/// What someone who wrote an unknown instance type may do.
fn did_you_mean(catalogue: &Catalogue, name: &str) -> String {
    let nearest = catalogue.nearest(name, 4);
    if nearest.is_empty() {
        "`eniplan instances` lists the known types".to_owned()
    } else {
        format!(
            "did you mean {}? `eniplan instances` lists the known types",
            nearest.join(", ")
        )
    }
}

/// What was typed, cut where it would flood the screen, and without control characters.
pub(crate) fn shortened(text: &str) -> String {
    const MOST: usize = 60;
    let mut shown: String = shown(text).chars().take(MOST).collect();
    if text.chars().nth(MOST).is_some() {
        shown.push('…');
    }
    shown
}

/// Text of others without what a terminal would obey.
pub(crate) fn shown(text: &str) -> String {
    let is_obeyed =
        |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars()
        .map(|c| if is_obeyed(c) { '\u{fffd}' } else { c })
        .collect()
}
