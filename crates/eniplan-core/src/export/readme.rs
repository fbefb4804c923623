//! `README.md`: what the files are for, and in which order they are applied.

use alloc::string::String;
use alloc::vec::Vec;

use super::blueprint::Blueprint;
use super::header::MARK;
use super::markdown::escaped;
use super::matrix::{Destination, Strategy};
use super::text::push;
use super::{File, Kind};
use crate::finding::{Code, Finding, Severity};

/// The file, which lists the others.
pub(super) fn file(blueprint: &Blueprint, files: &[File]) -> File {
    let mut text = String::new();
    push(
        &mut text,
        format_args!("# {}\n\n", escaped(blueprint.title())),
    );
    push(
        &mut text,
        format_args!("{MARK}, from a plan of IP addresses for Amazon EKS.\n"),
    );
    if !blueprint.link.is_empty() {
        push(
            &mut text,
            format_args!("[Open the plan]({}) to change it.\n", blueprint.link),
        );
    }
    text.push_str("\n## What it will do\n\n");
    for gate in &blueprint.report.gates {
        push(
            &mut text,
            format_args!(
                "- {} {}: {}\n",
                gate.kind.question(),
                if gate.ok { "Yes" } else { "No" },
                escaped(&gate.message())
            ),
        );
    }
    let faults = blueprint
        .report
        .findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error);
    push_findings(&mut text, "What is wrong with the plan", faults);
    push_findings(
        &mut text,
        "What the files leave out or decide",
        // The errors stand above, one by one.
        blueprint
            .findings
            .iter()
            .filter(|finding| finding.code != Code::PlanHasErrors),
    );
    text.push_str("\n## Files\n\n| file | for |\n| --- | --- |\n");
    for file in files {
        push(
            &mut text,
            format_args!("| `{}` | {} |\n", file.path, escaped(&file.purpose)),
        );
    }
    push_order(&mut text, blueprint, files);
    File {
        path: "README.md".into(),
        contents: text,
        kind: Kind::Document,
        purpose: "What each file is for, and in which order they are applied".into(),
    }
}

fn push_findings<'a>(text: &mut String, title: &str, findings: impl Iterator<Item = &'a Finding>) {
    let mut first = true;
    for finding in findings {
        if core::mem::take(&mut first) {
            push(text, format_args!("\n## {title}\n\n"));
        }
        push(
            text,
            format_args!(
                "- {} ([{}]({})): {} {}\n",
                finding.severity.name(),
                finding.code,
                finding.url(),
                escaped(&finding.message()),
                escaped(&finding.help())
            ),
        );
    }
}

/// In which order the files are applied, a step each, of those that there are; paths and commands stand in backticks.
pub(super) fn steps(blueprint: &Blueprint, files: &[File]) -> Vec<&'static str> {
    let has = |kind: Kind| files.iter().any(|file| file.kind == kind);
    let says = |what: &str| files.iter().any(|file| file.contents.contains(what));
    let mut steps = Vec::new();
    if blueprint.is_shared() && has(Kind::Terraform) {
        steps.push(
            "Send `request-to-vpc-owner.md` to whoever owns the VPC, and wait until it is done.",
        );
    }
    if has(Kind::Runbooks) && blueprint.destination == Destination::Cluster {
        steps.push("The cluster exists: `runbooks/` leads, with checks and a way back. What one of its steps makes by command and `terraform/` has as well (subnets, settings, groups), let one of the two make, when that step has its turn.");
    }
    if has(Kind::Terraform) {
        steps.push("Read `terraform/`, and say where its state is kept: it names no backend.");
        if blueprint.strategy == Strategy::Flannel && blueprint.destination != Destination::Cluster
        {
            steps.push("Read `runbooks/flannel.md`: what it gives each node by hand is given in another shell while `terraform apply` runs, since a managed group waits for nodes that are Ready.");
        }
        if says("terraform import ") {
            steps.push("`terraform -chdir=terraform init`, then the import that the head of `terraform/addon.tf` names, then `terraform -chdir=terraform apply`.");
        } else {
            steps.push(
                "`terraform -chdir=terraform init`, then `terraform -chdir=terraform apply`.",
            );
        }
        if says("output \"update_kubeconfig\"") {
            steps.push("`$(terraform -chdir=terraform output -raw update_kubeconfig)`.");
        }
        if says("output \"max_pods\"") {
            steps.push("Compare `kubectl get nodes -o custom-columns=NAME:.metadata.name,PODS:.status.capacity.pods` with `terraform -chdir=terraform output max_pods`.");
        }
    }
    if has(Kind::Manifests) {
        steps.push(
            "`manifests/`: each file says at its head when it is applied, and with which command; leave out what stands in for the Terraform.",
        );
    }
    if has(Kind::Alarms) {
        steps.push(
            "`alarms/`: last, once there is something to watch; CloudWatch or Prometheus, or both.",
        );
    }
    steps
}

/// The steps, and what the other files are for.
fn push_order(text: &mut String, blueprint: &Blueprint, files: &[File]) {
    let has = |kind: Kind| files.iter().any(|file| file.kind == kind);
    let steps = steps(blueprint, files);
    if !steps.is_empty() {
        text.push_str("\n## Order\n\n");
        for (index, step) in steps.iter().enumerate() {
            push(text, format_args!("{}. {step}\n", index.saturating_add(1)));
        }
    }
    let besides = [
        (
            Kind::Helm,
            "`helm/` is for those who install the network by its chart; whoever applies `terraform/` as it is needs nothing of it.",
        ),
        (
            Kind::Nodes,
            "`nodes/` is for launch templates and eksctl, in place of the Terraform's node groups.",
        ),
        (
            Kind::Runbooks,
            "`runbooks/` is for a cluster that runs: what to do, what to look at, and the way back.",
        ),
        (
            Kind::Document,
            "`documents/` is to be read and passed on; nothing of it is applied.",
        ),
    ];
    let besides: Vec<&str> = besides
        .into_iter()
        .filter(|(kind, _)| has(*kind))
        .map(|(_, text)| text)
        .collect();
    if !besides.is_empty() {
        text.push_str("\n## Beside it\n\n");
        for sentence in besides {
            push(text, format_args!("- {sentence}\n"));
        }
    }
}
