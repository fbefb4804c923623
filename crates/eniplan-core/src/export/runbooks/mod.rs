//! Runbooks: how a cluster that runs comes to what the plan says, step by step, and back.

mod addon;
mod auto_mode;
mod calico;
mod cilium;
mod flannel;
mod ipv6;
mod max_pods;
mod pod_security_groups;
mod prefixes;
mod secondary_cidr;
mod subnets_by_tag;
mod switch;
mod warm_targets;

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::blueprint::Blueprint;
use super::header::MARK;
use super::markdown::{escaped, push_commands, push_heading};
use super::pools::Pool;
use super::shell::sh;
use super::text::push;
use super::{File, Kind};
use crate::plan::{Cni, IpFamily, Role, Warm};

/// How to get there.
struct Runbook {
    path: &'static str,
    title: &'static str,
    /// What it does to this plan, in sentences.
    what: Vec<String>,
    /// What does not work meanwhile.
    breaks: Vec<String>,
    /// What is looked at first; nothing is changed.
    before: Vec<Step>,
    steps: Vec<Step>,
    /// What shows that it is done.
    verify: Vec<Step>,
    /// The way back.
    back: Vec<Step>,
    /// What could not be tried.
    unverified: Vec<&'static str>,
    sources: &'static [&'static str],
}

/// A step: what and why, the commands, and what shows that it worked.
struct Step {
    title: &'static str,
    why: String,
    run: String,
    check: Option<(String, String)>,
}

/// A step of commands.
fn step(title: &'static str, why: impl Into<String>, run: impl Into<String>) -> Step {
    Step {
        title,
        why: why.into(),
        run: run.into(),
        check: None,
    }
}

impl Step {
    /// What shows that it worked: a command, and what it says.
    fn check(mut self, run: impl Into<String>, says: impl Into<String>) -> Self {
        self.check = Some((run.into(), says.into()));
        self
    }
}

/// The runbooks that lead to the plan's settings.
pub(super) fn files(blueprint: &Blueprint, pools: &[Pool]) -> Vec<File> {
    let networking = blueprint.networking();
    let mut runbooks = Vec::new();
    match networking.cni {
        Cni::Calico => runbooks.push(calico::runbook(blueprint, pools)),
        Cni::CiliumOverlay | Cni::CiliumEni => runbooks.push(cilium::runbook(blueprint, pools)),
        Cni::Flannel => runbooks.push(flannel::runbook(blueprint, pools)),
        Cni::VpcCni if networking.ip_family == IpFamily::Ipv6 => {
            runbooks.push(ipv6::runbook(blueprint, pools));
        }
        Cni::VpcCni => {
            let has_pods_subnets = blueprint
                .subnets
                .iter()
                .any(|subnet| subnet.placed.role == Role::Pods);
            if networking.warm != Warm::default() {
                runbooks.push(warm_targets::runbook(blueprint, pools));
            }
            if networking.subnet_discovery && !networking.custom_networking && has_pods_subnets {
                runbooks.push(subnets_by_tag::runbook(blueprint, pools));
            }
            if networking.custom_networking {
                runbooks.push(secondary_cidr::runbook(blueprint, pools));
            }
            // With custom networking its runbook has the prefixes too, so that nodes are replaced once.
            if networking.prefix_delegation && !networking.custom_networking {
                runbooks.push(prefixes::runbook(blueprint, pools));
            }
            if networking.pod_security_groups {
                runbooks.push(pod_security_groups::runbook(blueprint, pools));
            }
        }
        Cni::AutoMode | Cni::WeaveNet => {}
    }
    if auto_mode::applies(blueprint, pools) {
        runbooks.push(auto_mode::runbook(blueprint, pools));
    }
    if pools.iter().any(Pool::is_lifted) {
        runbooks.push(max_pods::runbook(blueprint, pools));
    }
    runbooks
        .iter()
        .map(|runbook| written(blueprint, runbook))
        .collect()
}

fn written(blueprint: &Blueprint, runbook: &Runbook) -> File {
    let mut text = String::new();
    push_heading(&mut text, 1, runbook.title);
    push(
        &mut text,
        format_args!("{MARK} for {}.\n", escaped(blueprint.title())),
    );
    if !blueprint.link.is_empty() {
        push(
            &mut text,
            format_args!("[Open the plan]({}) to change it.\n", blueprint.link),
        );
    }
    text.push('\n');
    push_sentences(&mut text, &runbook.what);
    push_heading(&mut text, 2, "What breaks meanwhile");
    for sentence in &runbook.breaks {
        push(&mut text, format_args!("- {sentence}\n"));
    }
    push_heading(&mut text, 2, "How to use it");
    text.push_str(
        "Run everything from the folder of this export, with aws (version 2), kubectl, helm (version 3.10 or later) and jq.\n\
         Set these once in each shell; every command below uses them.\n\
         Put files of an earlier runbook away first: old-nodes.txt and what ends in .before.json or .before.yaml.\n\
         A step can be run again: do so after an interruption, from the first step whose check does not hold.\n\
         Stop at the first check that does not hold.\n",
    );
    push_commands(
        &mut text,
        &sh!(
            "export CLUSTER={} AWS_REGION={}\naws eks update-kubeconfig --name \"$CLUSTER\"",
            blueprint.name,
            blueprint.plan.region.as_str()
        ),
    );
    let mut number = 1usize;
    for (title, steps) in [
        ("Before you begin", &runbook.before),
        ("Steps", &runbook.steps),
        ("Is it done", &runbook.verify),
        ("The way back", &runbook.back),
    ] {
        if steps.is_empty() {
            continue;
        }
        push_heading(&mut text, 2, title);
        for (index, step) in steps.iter().enumerate() {
            if index > 0 {
                text.push('\n');
            }
            push(&mut text, format_args!("### {number}. {}\n\n", step.title));
            number = number.saturating_add(1);
            push_step(&mut text, step);
        }
    }
    if !runbook.unverified.is_empty() {
        push_heading(&mut text, 2, "Not verified");
        text.push_str("Read against the documentation below, and not run in an AWS account:\n\n");
        for sentence in &runbook.unverified {
            push(&mut text, format_args!("- {sentence}\n"));
        }
    }
    push_heading(&mut text, 2, "Sources, read 2026-11-24");
    for source in runbook.sources {
        push(&mut text, format_args!("- {source}\n"));
    }
    File {
        path: runbook.path.into(),
        contents: text,
        kind: Kind::Runbooks,
        purpose: runbook.title.to_string(),
    }
}

fn push_step(text: &mut String, step: &Step) {
    push_sentences(text, core::slice::from_ref(&step.why));
    if !step.run.is_empty() {
        push_commands(text, &step.run);
    }
    if let Some((run, says)) = &step.check {
        push(text, format_args!("\nCheck: {says}\n"));
        if !run.is_empty() {
            push_commands(text, run);
        }
    }
}

fn push_sentences(text: &mut String, sentences: &[String]) {
    for sentence in sentences.iter().filter(|sentence| !sentence.is_empty()) {
        push(text, format_args!("{sentence}\n"));
    }
}
