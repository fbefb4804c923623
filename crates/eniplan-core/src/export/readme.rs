//! `README.md`: what the files are for, and in which order they are applied.

use alloc::string::String;

use super::blueprint::Blueprint;
use super::header::MARK;
use super::markdown::escaped;
use super::text::push;
use super::{File, Kind};
use crate::finding::{Finding, Severity};

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
        blueprint.findings.iter(),
    );
    text.push_str("\n## Files\n\n| file | for |\n| --- | --- |\n");
    for file in files {
        push(
            &mut text,
            format_args!("| `{}` | {} |\n", file.path, escaped(&file.purpose)),
        );
    }
    if files.iter().any(|file| file.kind == Kind::Terraform) {
        text.push_str(APPLY);
    }
    File {
        path: "README.md".into(),
        contents: text,
        kind: Kind::Document,
        purpose: "This list".into(),
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

const APPLY: &str = "
## Order

1. Read `terraform/`, and say where its state is kept: it names no backend.
2. `terraform -chdir=terraform init`, then `terraform -chdir=terraform apply`.
   One apply is enough: the VPC CNI's settings are in place before the first node starts.
3. `$(terraform -chdir=terraform output -raw update_kubeconfig)`.
4. Compare `kubectl get nodes -o custom-columns=NAME:.metadata.name,PODS:.status.capacity.pods` with `terraform -chdir=terraform output max_pods`.

`helm/` is for those who install the VPC CNI by its chart; whoever applies `terraform/` as it is needs nothing of it.
";
