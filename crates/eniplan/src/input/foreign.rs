//! Inputs that are no plan: answers of AWS, objects of Kubernetes and files of other tools, put together into one.

use std::cell::OnceCell;
use std::path::PathBuf;

use eniplan_core::finding::{Finding, Severity};
use eniplan_import::{Inventory, Options, Outcome, Undecided, plan, read};

use super::Case;
use crate::commands::shown;
use crate::failure::Fault;

/// What was gathered of any number of inputs.
#[derive(Default)]
pub(crate) struct Gathered {
    pub(crate) inventory: Inventory,
    /// What could not be read.
    pub(crate) findings: Vec<Finding>,
    sources: Vec<String>,
    file: Option<PathBuf>,
}

impl Gathered {
    /// Adds an input.
    pub(crate) fn add(&mut self, source: &str, file: Option<PathBuf>, bytes: &[u8]) {
        self.findings
            .extend(read(source, bytes, &mut self.inventory));
        self.sources.push(source.to_owned());
        self.file = self.file.take().or(file);
    }

    /// Whether no input was added.
    pub(crate) fn is_empty(&self) -> bool {
        self.sources.is_empty()
    }

    /// The inputs, for people.
    fn source(&self) -> String {
        match self.sources.as_slice() {
            [] => "nothing".to_owned(),
            [only] => only.clone(),
            [first, rest @ ..] => format!("{first} and {} more", rest.len()),
        }
    }

    /// Makes a plan, or says why there is none.
    pub(crate) fn outcome(&self, options: &Options) -> Result<Outcome, Fault> {
        plan(&self.inventory, options).map_err(|undecided| self.fault(&undecided))
    }

    fn fault(&self, undecided: &Undecided) -> Fault {
        let errors = self.findings.iter();
        let first = errors.max_by_key(|finding| finding.severity);
        match (undecided, first) {
            (Undecided::Nothing, Some(first)) => {
                Fault::new(shown(first.message().trim_end_matches('.')))
                    .at(self.source())
                    .help(shown(&first.help()))
            }
            _ => {
                let message = undecided.to_string();
                let (what, help) = message.rsplit_once("; ").unwrap_or((&message, ""));
                let fault = Fault::new(shown(what)).at(self.source());
                match undecided {
                    Undecided::Several { .. } => fault.help(format!(
                        "{}; `eniplan import` takes the option and writes the plan",
                        shown(help)
                    )),
                    _ => fault,
                }
            }
        }
    }

    /// The plan that was made, as any other that was read.
    pub(crate) fn case(&self, outcome: Outcome) -> Case {
        let mut reading = self.findings.clone();
        reading.extend(outcome.findings);
        Case {
            source: self.source(),
            file: self.file.clone().filter(|_| self.sources.len() == 1),
            plan: outcome.plan,
            reading,
            report: outcome.report,
            as_of: None,
            catalogue: outcome.catalogue,
            root: None,
            derivations: OnceCell::new(),
        }
    }

    /// Whether anything could not be read.
    pub(crate) fn has_errors(&self) -> bool {
        let mut findings = self.findings.iter();
        findings.any(|finding| finding.severity == Severity::Error)
    }
}
