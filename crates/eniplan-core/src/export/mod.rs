//! Report to text: the files that do what the plan says.
//!
//! Text from the plan is data in every file: HCL is escaped in [`hcl`], YAML in [`yaml`], Markdown in [`markdown`].
//! The same plan gives the same bytes, on every machine.

mod alarms;
mod blueprint;
mod choices;
mod cni;
pub mod comparison;
pub mod csv;
mod documents;
mod fargate;
mod groups;
pub mod hcl;
mod header;
mod helm;
mod language;
mod left_out;
mod manifests;
pub mod markdown;
mod matrix;
mod names;
mod nodes;
mod overlay;
mod places;
mod pools;
mod readme;
mod request;
mod runbooks;
pub mod shell;
mod stop;
pub mod svg;
mod terraform;
pub(crate) mod text;
pub mod yaml;
mod zip;

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

pub use blueprint::{is_of_plan, stops};
pub use choices::{AS_PLANNED, Choice, Offer, Offers, export_choice, offers};
pub use header::{MARK, is_of_head};
pub use language::Language;
pub use matrix::{Destination, Form, Reason, Strategy, cell};

use crate::analyze::Report;
use crate::aws::catalogue::Catalogue;
use crate::finding::{Finding, SITE};
use crate::link;
use crate::plan::Plan;

use blueprint::Blueprint;
use header::LINK;

/// A generated file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Where it stands below the folder of the export, with slashes.
    pub path: String,
    /// Its text.
    pub contents: String,
    /// What it belongs to.
    pub kind: Kind,
    /// What it is for, in a few words.
    pub purpose: String,
}

impl File {
    /// What it is written in.
    pub fn language(&self) -> Language {
        Language::of(&self.path)
    }
}

/// What a file belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The Terraform root module.
    Terraform,
    /// Values of Helm charts.
    Helm,
    /// Kubernetes manifests.
    Manifests,
    /// User data of nodes, and eksctl's cluster.
    Nodes,
    /// Steps for clusters that run.
    Runbooks,
    /// Alarms of CloudWatch and Prometheus.
    Alarms,
    /// The plan itself.
    Plan,
    /// Texts for people.
    Document,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::Terraform,
        Self::Helm,
        Self::Manifests,
        Self::Nodes,
        Self::Runbooks,
        Self::Alarms,
        Self::Plan,
        Self::Document,
    ];

    /// The word for programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Terraform => "terraform",
            Self::Helm => "helm",
            Self::Manifests => "manifests",
            Self::Nodes => "nodes",
            Self::Runbooks => "runbooks",
            Self::Alarms => "alarms",
            Self::Plan => "plan",
            Self::Document => "document",
        }
    }

    /// A few words for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Terraform => "The Terraform root module",
            Self::Helm => "Values of Helm charts",
            Self::Manifests => "Kubernetes manifests",
            Self::Nodes => "User data of nodes, and eksctl's cluster",
            Self::Runbooks => "Steps for clusters that run",
            Self::Alarms => "Alarms of CloudWatch and Prometheus",
            Self::Plan => "The plan itself",
            Self::Document => "Texts, tables and pictures for people",
        }
    }
}

/// The files of a plan, and what there is to say about them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    /// The cluster's name as AWS takes it, for folders and archives.
    pub name: String,
    /// The files in the order in which they are applied, the README first.
    pub files: Vec<File>,
    /// The steps in which they are applied, in Markdown with paths and commands in backticks.
    pub order: Vec<&'static str>,
    /// What could not be exported, and what was decided.
    pub findings: Vec<Finding>,
}

impl Export {
    /// All files in one zip archive, in a folder of the cluster's name: the same plan gives the same bytes.
    pub fn archive(&self) -> Vec<u8> {
        zip::archive(&self.name, &self.files)
    }
}

/// The link that stands in every file: the plan on the project's own site, or nothing where it is too long for one.
pub fn plan_link(plan: &Plan) -> String {
    link::encode(plan).map_or_else(|_| String::new(), |text| format!("{SITE}{LINK}{text}"))
}

/// What the files go into, and how the Terraform is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// What they go into; left out: what the plan says exists.
    pub into: Option<Destination>,
    /// On modules, or with plain resources.
    pub form: Form,
}

/// Writes what a plan needs, into what it says exists and on modules: Terraform, Helm values, the plan itself and a
/// README.
///
/// A strategy that cannot be exported gives its reason, and no half of it.
pub fn export(plan: &Plan, report: &Report, catalogue: &Catalogue, link: &str) -> Export {
    export_with(plan, report, catalogue, link, Options::default())
}

/// The same into what is chosen, in the form that is chosen.
pub fn export_with(
    plan: &Plan,
    report: &Report,
    catalogue: &Catalogue,
    link: &str,
    options: Options,
) -> Export {
    let mut blueprint = Blueprint::of(plan, report, catalogue, link, options);
    let mut files = Vec::new();
    if blueprint.is_buildable() {
        files.extend(request::file(&blueprint));
        files.extend(terraform::files(&blueprint));
    }
    let pools = pools::pools(&blueprint, catalogue);
    if cell(blueprint.strategy, blueprint.destination).is_ok() {
        let told = pools::findings(&blueprint, &pools);
        files.extend(helm::files(&blueprint));
        files.extend(manifests::files(&blueprint, &pools));
        files.extend(nodes::files(&blueprint, &pools));
        files.extend(runbooks::files(&blueprint, &pools));
        files.extend(alarms::files(&blueprint));
        files.extend(documents::files(&blueprint));
        blueprint.findings.extend(told);
    } else if matches!(blueprint.strategy, Strategy::Ipv6 | Strategy::AutoMode) {
        // What Terraform cannot change of a cluster that exists: its family, and who starts its nodes.
        if blueprint.strategy == Strategy::AutoMode {
            files.extend(manifests::files(&blueprint, &pools));
        }
        files.extend(runbooks::files(&blueprint, &pools));
    }
    files.push(plan_file(&blueprint));
    let order = readme::steps(&blueprint, &files);
    files.insert(0, readme::file(&blueprint, &files));
    Export {
        name: blueprint.name,
        files,
        order,
        findings: blueprint.findings,
    }
}

fn plan_file(blueprint: &Blueprint) -> File {
    let mut contents = String::new();
    text::push_comment(
        &mut contents,
        0,
        &header::header(blueprint, "What was planned"),
    );
    contents.push_str(&blueprint.plan.to_text());
    File {
        path: "plan.yaml".into(),
        contents,
        kind: Kind::Plan,
        purpose: "The plan: open it on the site, or give it to eniplan plan".into(),
    }
}
