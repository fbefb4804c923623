//! `eniplan export`: the files that do what a plan says.

mod folder;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use eniplan_core::analyze::analyze;
use eniplan_core::analyze::strategies::{Refusal, STRATEGIES, Strategy};
use eniplan_core::aws::catalogue::Catalogue;
use eniplan_core::export::{self, Choice, Destination, Export, File, Form, Kind, Options};
use eniplan_core::finding::Finding;

use super::{shortened, shown};
use crate::failure::{Failure, Fault};
use crate::input;
use folder::Folder;

/// Write the files that do what a plan says: Terraform, Helm values, manifests, node configuration, runbooks, alarms,
/// documents, the plan itself and a README.
///
/// The Terraform is a root module, on terraform-aws-modules/vpc and /eks or with plain resources.
/// It makes a new VPC and cluster, a cluster in a VPC that exists, or changes to a cluster that exists.
/// Files of an earlier export are written anew; any other file is left alone, unless --force is given.
/// What could not be exported is said on standard error, and the exit code is 1 where that is the Terraform itself.
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  eniplan export examples/shop-prod.yaml -o out\n  eniplan export examples/shop-prod.yaml --list\n  eniplan export examples/shop-prod.yaml --stdout terraform/eks.tf\n  eniplan export examples/shop-prod.yaml -o out --only terraform,helm\n  eniplan export examples/shop-prod.yaml --zip shop-prod.zip\n  eniplan export examples/shop-prod.yaml -o out --into cluster\n  eniplan export examples/shop-prod.yaml -o out --form plain\n  eniplan export examples/shop-prod.yaml -o out --strategy calico --into cluster"
)]
pub(crate) struct Args {
    /// A plan file, a share link, or - for standard input
    #[arg(value_name = "PLAN")]
    plan: String,
    /// Folder to write to; it is made where there is none
    #[arg(short, long, value_name = "DIR", required_unless_present_any = ["stdout", "list", "zip"])]
    output: Option<PathBuf>,
    /// What the files go into; left out, what the plan says exists (vpc.id, cluster.existing)
    #[arg(long, value_name = "WHAT", value_parser = one_of(Destination::ALL.map(|into| (into, into.name(), into.title()))))]
    into: Option<Destination>,
    /// How the Terraform is written
    #[arg(long, default_value = "modules", value_parser = one_of(Form::ALL.map(|form| (form, form.name(), form.title()))))]
    form: Form,
    /// Change the plan to a strategy first, as `eniplan compare` does; left out, the plan as it is
    #[arg(long, value_name = "ID", value_parser = one_of(STRATEGIES.iter().map(|strategy| (strategy, strategy.id, strategy.title))))]
    strategy: Option<&'static Strategy>,
    /// Kinds of files, with commas between them
    #[arg(long, value_name = "KINDS", value_delimiter = ',', value_parser = one_of(Kind::ALL.map(|kind| (kind, kind.name(), kind.title()))))]
    only: Vec<Kind>,
    /// Print this one file and write none
    #[arg(long, value_name = "FILE", conflicts_with_all = ["output", "list"])]
    stdout: Option<String>,
    /// List the files, in the order in which they are applied, and write none
    #[arg(long, conflicts_with = "output")]
    list: bool,
    /// Write all of them as one zip archive
    #[arg(long, value_name = "FILE", conflicts_with_all = ["output", "list", "stdout"])]
    zip: Option<PathBuf>,
    /// Write over files that eniplan did not write
    #[arg(long)]
    force: bool,
}

impl Args {
    fn choice(&self) -> Choice {
        Choice {
            strategy: self.strategy,
            options: Options {
                into: self.into,
                form: self.form,
            },
        }
    }
}

/// Reads one of some words, each with what it means.
fn one_of<T: Clone + Send + Sync + 'static>(
    all: impl IntoIterator<Item = (T, &'static str, &'static str)>,
) -> impl TypedValueParser<Value = T> {
    let all: Vec<_> = all.into_iter().collect();
    let words = all
        .iter()
        .map(|(_, word, title)| PossibleValue::new(*word).help(*title));
    PossibleValuesParser::new(words).try_map(move |word| {
        let found = all.iter().find(|(_, name, _)| *name == word);
        found.map(|(value, _, _)| value.clone()).ok_or("is unknown")
    })
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    let (plan, reading) = input::plan(&args.plan)?;
    let catalogue = Catalogue::bundled();
    let report = analyze(&plan, &catalogue);
    let choice = args.choice();
    let mut export = export::export_choice(&plan, &report, &catalogue, choice)
        .map_err(|refusal| refused(choice, &refusal))?;
    let kinds = &args.only;
    export
        .files
        .retain(|file| kinds.is_empty() || kinds.contains(&file.kind));
    if let Some(path) = &args.zip {
        folder::write_archive(path, &export, args.force)?;
        writeln!(out, "{}", path.display())?;
    }
    let Export {
        files, findings, ..
    } = export;
    if let Some(path) = &args.stdout {
        out.write_all(named(&files, path)?.contents.as_bytes())?;
    } else if args.list {
        list(&files, out)?;
    } else if let Some(output) = &args.output {
        let folder = Folder::at(output);
        folder.write(&files, args.force)?;
        for file in &files {
            writeln!(out, "{}", output.join(&file.path).display())?;
        }
        tell_older(&folder.older(&files));
    }
    for finding in reading.iter().chain(&findings) {
        tell(finding);
    }
    Ok(ExitCode::from(u8::from(findings.iter().any(export::stops))))
}

/// A strategy that cannot change this plan.
fn refused(choice: Choice, refusal: &Refusal) -> Fault {
    let title = choice.strategy.map_or("", |strategy| strategy.title);
    Fault::new(format!("{title} cannot run. {}", refusal.message()))
        .at("--strategy")
        .help("`eniplan compare PLAN` lists what can")
}

fn named<'a>(files: &'a [File], path: &str) -> Result<&'a File, Fault> {
    files.iter().find(|file| file.path == path).ok_or_else(|| {
        let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
        Fault::new(format!(
            "there is no file `{}` in this export",
            shortened(path)
        ))
        .at("--stdout")
        .help(format!("its files are {}", paths.join(", ")))
    })
}

fn list(files: &[File], out: &mut dyn Write) -> Result<(), Failure> {
    let width = files.iter().map(|file| file.path.len()).max().unwrap_or(0);
    for file in files {
        writeln!(out, "{:width$}  {}", file.path, file.purpose)?;
    }
    Ok(())
}

/// Says a finding on standard error, where it does not mix with files.
fn tell(finding: &Finding) {
    let place = if finding.at.is_known() {
        format!(" ({})", finding.at)
    } else {
        String::new()
    };
    let (severity, code) = (finding.severity.name(), finding.code);
    crate::failure::tell(format_args!(
        "{severity}[{code}]{place}: {}\n  help: {}",
        shown(&finding.message()),
        shown(&finding.help())
    ));
}

fn tell_older(older: &[PathBuf]) {
    for path in older {
        crate::failure::tell(format_args!(
            "warning: {} is of an earlier export and no longer part of it\n  help: remove it before you apply the others",
            shown(&path.display().to_string())
        ));
    }
}
