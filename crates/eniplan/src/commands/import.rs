//! `eniplan import`: a plan of what people have.

mod document;
mod table;

use std::fmt::Write as _;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueEnum;
use eniplan_core::finding::Code;
use eniplan_import::{COMMANDS, Options, Outcome};

use super::{FailOn, shown};
use crate::failure::{Failure, Fault};
use crate::input;
use crate::screen::Screen;

/// Make a plan of a cluster that runs, from what AWS, kubectl and other tools print.
///
/// Any of them in any order, in one file or many: each is recognised by its shape. What was not seen is assumed and said.
/// The plan goes to standard output as YAML; who holds the addresses, and how that compares with the plan, to standard
/// error. The plan has the ids of VPC and subnets, and no account or ARN.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP, after_long_help = after_help())]
pub(crate) struct Args {
    /// Files, folders, links, or - for standard input
    #[arg(value_name = "FILE", required = true)]
    inputs: Vec<String>,
    /// The VPC that is meant, by id or name, where there are several
    #[arg(long, value_name = "VPC")]
    vpc: Option<String>,
    /// The cluster that is meant, where there are several
    #[arg(long, value_name = "NAME")]
    cluster: Option<String>,
    /// The plan in YAML, everything found in JSON, or a table of it
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: Format,
    /// Write the plan to this file
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write over a file that is there
    #[arg(long, requires = "output")]
    force: bool,
    /// End with exit code 1 when there is a finding as bad as this
    #[arg(long, value_name = "SEVERITY", value_enum, default_value_t = FailOn::Never)]
    fail_on: FailOn,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    #[default]
    Yaml,
    Json,
    Table,
}

const AFTER_HELP: &str = "\
`--help` lists the commands whose output it takes; all of them only read.
eksctl's ClusterConfig, plans and links of eniplan, links and files of visualsubnetcalc.com and lists of CIDR blocks are
taken as well.

Examples:
  eniplan import subnets.json interfaces.json -o plan.yaml
  eniplan import cluster/ --format table
  kubectl get nodes -o json | eniplan import - subnets.json
  eniplan check subnets.json interfaces.json --gate upgrade";

/// The help with every command.
fn after_help() -> String {
    let mut text = format!(
        "{AFTER_HELP}\n\nCommands whose output it takes, with --query leaving out what is not needed:\n"
    );
    for command in COMMANDS {
        // Writing to a String cannot fail.
        let _ = write!(text, "\n# {}\n{}\n", command.shows, in_lines(command.line));
    }
    text
}

/// A command in lines short enough for any terminal, which a shell takes as one.
fn in_lines(command: &str) -> String {
    const WIDE: usize = 74;
    let (mut text, mut used, mut is_quoted) = (String::new(), 0, false);
    for word in command.split(' ') {
        let length = word.chars().count();
        if used > 0 && used + 1 + length > WIDE {
            text.push_str(if is_quoted { "\n    " } else { " \\\n    " });
            used = 4;
        } else if used > 0 {
            text.push(' ');
            used += 1;
        }
        text.push_str(word);
        used += length;
        is_quoted ^= word.matches('\'').count() % 2 == 1;
    }
    text
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    let gathered = input::gathered(&args.inputs)?;
    let options = Options {
        vpc: args.vpc.clone(),
        cluster: args.cluster.clone(),
    };
    let outcome = gathered.outcome(&options)?;
    let text = text_of(&outcome);
    if let Some(path) = &args.output {
        save(path, &text, args.force)?;
    }
    let all = gathered.findings.iter().chain(&outcome.findings);
    let fails = all
        .clone()
        .any(|finding| args.fail_on.catches(finding.severity));
    let unread = gathered.has_errors();
    match args.format {
        Format::Json => {
            serde_json::to_writer_pretty(
                &mut *out,
                &document::Document::of(&gathered, &outcome, &text),
            )?;
            writeln!(out)?;
        }
        Format::Table => table::write(out, &gathered, outcome, Screen::of_stdout())?,
        Format::Yaml => {
            if args.output.is_none() {
                out.write_all(text.as_bytes())?;
                out.flush()?;
            }
            let mut told = Vec::new();
            table::write(&mut told, &gathered, outcome, Screen::plain())?;
            crate::failure::tell(format_args!(
                "{}",
                String::from_utf8_lossy(&told).trim_end()
            ));
        }
    }
    // What could not be read is missing from the plan, which a script must notice.
    Ok(ExitCode::from(match (unread, fails) {
        (true, _) => 2,
        (false, true) => 1,
        (false, false) => 0,
    }))
}

/// The plan as YAML, with what was assumed said before it.
fn text_of(outcome: &Outcome) -> String {
    let mut text = String::new();
    for finding in &outcome.findings {
        if matches!(finding.code, Code::ImportAssumed | Code::ImportLeftOut) {
            let _ = writeln!(
                text,
                "# {} {}",
                shown(&finding.message()),
                shown(&finding.help())
            );
        }
    }
    text.push_str(&outcome.plan.to_text());
    text
}

fn save(path: &PathBuf, text: &str, force: bool) -> Result<(), Fault> {
    let at = || super::shortened(&path.display().to_string());
    if path.exists() && !force {
        return Err(Fault::new("the file is there already")
            .at(at())
            .help("name another one, or write over it with --force"));
    }
    std::fs::write(path, text)
        .map_err(|error| Fault::new(format!("the plan cannot be written: {error}")).at(at()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_stay_one_command() {
        for command in COMMANDS {
            let lines = in_lines(command.line);
            assert!(
                lines.lines().all(|line| line.chars().count() <= 80),
                "{lines}"
            );
            let joined = lines.replace(" \\\n    ", " ").replace("\n    ", " ");
            assert_eq!(joined, command.line);
        }
    }
}
