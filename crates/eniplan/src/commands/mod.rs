//! The commands, a module each: its arguments and a `run` that writes to what it is handed.

mod instances;
mod max_pods;
mod max_pods_calculator;

use std::io::Write;
use std::process::ExitCode;

use eniplan_core::aws::catalogue::Catalogue;

use crate::failure::Failure;

/// What to do.
#[derive(clap::Subcommand)]
pub(crate) enum Command {
    MaxPods(max_pods::Args),
    MaxPodsCalculator(max_pods_calculator::Args),
    Instances(instances::Args),
}

/// Runs a command; what it has to say goes to `out`.
pub(crate) fn run(command: Command, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    match command {
        Command::MaxPods(args) => max_pods::run(&args, out),
        Command::MaxPodsCalculator(args) => max_pods_calculator::run(&args, out),
        Command::Instances(args) => instances::run(&args, out),
    }
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
fn shortened(text: &str) -> String {
    const MOST: usize = 60;
    let mut shown: String = text
        .chars()
        .take(MOST)
        .map(|c| if c.is_control() { '\u{fffd}' } else { c })
        .collect();
    if text.chars().nth(MOST).is_some() {
        shown.push('…');
    }
    shown
}
