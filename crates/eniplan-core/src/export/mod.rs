//! Report to text: the files that do what the plan says.
//!
//! Text from the plan is data in every file: HCL is escaped in [`hcl`], YAML in [`yaml`], Markdown in [`markdown`].
//! The same plan gives the same bytes, on every machine.

mod blueprint;
mod cni;
mod groups;
pub mod hcl;
mod header;
mod helm;
pub mod markdown;
mod names;
mod readme;
mod terraform;
pub(crate) mod text;
pub mod yaml;

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

pub use header::MARK;

use crate::analyze::Report;
use crate::aws::catalogue::Catalogue;
use crate::finding::{Code, Finding, SITE};
use crate::link;
use crate::plan::Plan;

use blueprint::Blueprint;

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

/// What a file belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The Terraform root module.
    Terraform,
    /// Values of Helm charts.
    Helm,
    /// The plan itself.
    Plan,
    /// Texts for people.
    Document,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Terraform, Self::Helm, Self::Plan, Self::Document];

    /// The word for programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Terraform => "terraform",
            Self::Helm => "helm",
            Self::Plan => "plan",
            Self::Document => "document",
        }
    }
}

/// The files of a plan, and what there is to say about them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    /// The files in the order in which they are applied, the README first.
    pub files: Vec<File>,
    /// What could not be exported, and what was decided.
    pub findings: Vec<Finding>,
}

/// The link that stands in every file: the plan on the project's own site, or nothing where it is too long for one.
pub fn plan_link(plan: &Plan) -> String {
    link::encode(plan).map_or_else(|_| String::new(), |text| format!("{SITE}#/vpc?p={text}"))
}

/// Writes what a plan needs: Terraform, Helm values, the plan itself and a README.
///
/// A strategy that cannot be exported gives its reason, and no half of it.
pub fn export(plan: &Plan, report: &Report, catalogue: &Catalogue, link: &str) -> Export {
    let blueprint = Blueprint::of(plan, report, catalogue, link);
    let mut files = Vec::new();
    if blueprint.is_buildable() {
        files.extend(terraform::files(&blueprint));
    }
    let is_strategy_exported = !blueprint
        .findings
        .iter()
        .any(|finding| finding.code == Code::ExportNotYet);
    if is_strategy_exported {
        files.push(helm::file(&blueprint));
    }
    files.push(plan_file(&blueprint));
    files.insert(0, readme::file(&blueprint, &files));
    Export {
        files,
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
