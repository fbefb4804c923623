//! Inputs that are no plan: answers of AWS, objects of Kubernetes and files of other tools, put together into one.

use std::cell::OnceCell;
use std::path::PathBuf;

use eniplan_core::finding::{Finding, Severity};
use eniplan_core::plan::tree::Node;
use eniplan_import::{GivenPlan, Inventory, Options, Outcome, Undecided, plan, read};

use super::resources::{self, Resources};
use super::{Case, Reading, places};
use crate::commands::shown;
use crate::failure::Fault;

/// What was gathered of any number of inputs.
#[derive(Default)]
pub(crate) struct Gathered {
    pub(crate) inventory: Inventory,
    /// What could not be read.
    pub(crate) findings: Vec<Finding>,
    sources: Vec<String>,
    resources: Resources,
    file: Option<PathBuf>,
    /// Where the plan that it is put over was read from.
    base: Option<Base>,
}

/// Where a plan was read from.
#[derive(Clone)]
struct Base {
    source: String,
    file: Option<PathBuf>,
    root: Option<Node>,
}

impl Gathered {
    /// Adds an input.
    pub(crate) fn add(&mut self, source: &str, file: Option<PathBuf>, bytes: &[u8]) {
        let found = read(source, bytes, &mut self.inventory);
        if let Some(file) = &file {
            resources::find(&found, file, bytes, &mut self.resources);
        }
        self.findings.extend(found);
        self.sources.push(source.to_owned());
        self.file = self.file.take().or(file);
    }

    /// Takes a plan that the rest is put over; findings then stand in its text.
    pub(super) fn put_over(&mut self, base: Option<Reading>) {
        let Some(base) = base else { return };
        self.inventory.plans.push(GivenPlan {
            source: base.source.clone(),
            plan: base.plan,
            findings: base.findings,
        });
        self.base = Some(Base {
            source: base.source,
            file: base.file,
            root: base.root,
        });
    }

    /// The VPC and cluster that are meant: those of the plan that the rest is put over.
    pub(super) fn meant(&self) -> Options {
        let base = self.base.as_ref().and(self.inventory.plans.last());
        let vpc = base.and_then(|base| base.plan.vpc.id.as_deref());
        let vpc = vpc.filter(|vpc| {
            let mut subnets = self.inventory.subnets.values();
            self.inventory.vpcs.contains_key(*vpc) || subnets.any(|subnet| subnet.vpc == *vpc)
        });
        Options {
            vpc: vpc.map(str::to_owned),
            cluster: None,
        }
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
        if let (Undecided::Nothing, Some(first)) = (undecided, first) {
            return Fault::new(shown(first.message().trim_end_matches('.')))
                .at(self.source())
                .help(shown(&first.help()));
        }
        let message = undecided.to_string();
        let (what, help) = message.rsplit_once("; ").unwrap_or((&message, ""));
        let fault = Fault::new(shown(what)).at(self.source());
        if let Undecided::Several { .. } = undecided {
            let option = "`eniplan import` takes the option and writes the plan";
            return fault.help(format!("{}; {option}", shown(help)));
        }
        fault
    }

    /// The plan that was made, as any other that was read.
    pub(crate) fn case(&self, outcome: Outcome) -> Case {
        let mut reading = self.findings.clone();
        reading.extend(outcome.findings);
        let mut report = outcome.report;
        let base = self.base.clone().unwrap_or_else(|| Base {
            source: self.source(),
            file: self.file.clone().filter(|_| self.sources.len() == 1),
            root: None,
        });
        if let Some(root) = &base.root {
            places::find(root, &mut reading);
            self.stand_in(root, &mut reading);
            places::find(root, &mut report.findings);
        }
        Case {
            source: base.source,
            file: base.file,
            plan: outcome.plan,
            reading,
            report,
            as_of: None,
            catalogue: outcome.catalogue,
            root: base.root,
            resources: self.resources.clone(),
            derivations: OnceCell::new(),
        }
    }

    /// Gives findings of resources the places in the plan file of what they change there.
    fn stand_in(&self, root: &Node, findings: &mut [Finding]) {
        let (Some(given), Some(terraform)) =
            (self.inventory.plans.last(), &self.inventory.terraform)
        else {
            return;
        };
        for finding in findings {
            if !finding.at.is_known() {
                finding.at =
                    resources::in_plan(root, &given.plan, terraform, finding).unwrap_or_default();
            }
        }
    }

    /// Whether anything could not be read.
    pub(crate) fn has_errors(&self) -> bool {
        let mut findings = self.findings.iter();
        findings.any(|finding| finding.severity == Severity::Error)
    }
}
