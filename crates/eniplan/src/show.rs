//! A report as people read it: for the terminal, in Markdown, as a row a plan.

pub(crate) mod annotations;
pub(crate) mod derivations;
mod group;
pub(crate) mod markdown;
pub(crate) mod strategies;
pub(crate) mod summary;
pub(crate) mod terminal;
mod wall;

use eniplan_core::analyze::PodPool;
use eniplan_core::finding::{Counted, Finding, Grouped, Severity};

use crate::input::Case;

/// Findings that share code and help, so that the help is said once.
pub(crate) struct Together<'a> {
    /// The findings, at least one.
    pub(crate) findings: Vec<&'a Finding>,
    /// What to do about each of them.
    pub(crate) help: String,
}

/// Findings together with their like, the worst first.
pub(crate) fn together<'a>(findings: impl Iterator<Item = &'a Finding>) -> Vec<Together<'a>> {
    let mut sorted: Vec<&Finding> = findings.collect();
    sorted.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let mut all: Vec<Together<'a>> = Vec::new();
    for finding in sorted {
        let help = finding.help();
        let alike = all.iter_mut().find(|together| {
            let first = together.findings[0];
            (first.code, first.severity) == (finding.code, finding.severity)
                && together.help == help
        });
        match alike {
            Some(together) => together.findings.push(finding),
            None => all.push(Together {
                findings: vec![finding],
                help,
            }),
        }
    }
    all
}

/// How many findings there are of each severity, as in `2 errors, 1 note`.
pub(crate) fn tally<'a>(findings: impl Iterator<Item = &'a Finding>) -> String {
    let mut counts = [0usize; 3];
    for finding in findings {
        counts[2 - finding.severity as usize] += 1;
    }
    let parts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .zip(counts)
        .filter(|(_, count)| *count > 0)
        .map(|(severity, count)| plural(count as u64, severity.name()))
        .collect();
    if parts.is_empty() {
        "nothing found".to_owned()
    } else {
        parts.join(", ")
    }
}

/// A count with its noun, as in `1 node` and `1,200 nodes`.
pub(crate) fn plural(count: u64, noun: &str) -> String {
    Counted(count, noun).to_string()
}

/// What the answers are worth where something of the plan was not understood and something else stands in for it.
fn caveat(case: &Case) -> Option<String> {
    let is_fault = |finding: &&Finding| {
        finding.severity == Severity::Error && finding.code.of_document().is_some()
    };
    let faults = case.findings().filter(is_fault).count() as u64;
    (faults > 0).then(|| {
        format!(
            "Not all of the plan was understood ({}): these answers are of what stands in for it, as the findings say.",
            plural(faults, "error")
        )
    })
}

/// An overlay's pool in a sentence.
pub(crate) fn pool(pool: &PodPool) -> String {
    let cidrs: Vec<String> = pool.cidrs.iter().map(ToString::to_string).collect();
    let short = if pool.short > 0 {
        format!(", {} short", Grouped(pool.short))
    } else {
        String::new()
    };
    format!(
        "{}: {} holds {} of /{}; nodes claim {}{short}; up to {} a node",
        pool.cni.word(),
        cidrs.join(" + "),
        plural(pool.blocks, "block"),
        pool.block_length,
        Grouped(pool.used),
        plural(pool.pods_per_node, "pod"),
    )
}

/// Region, zones, blocks and size of a plan in a line.
pub(crate) fn outline(case: &Case) -> String {
    eniplan_core::export::comparison::outline(&case.plan, &case.report)
}

/// Whether any group of the plan takes /28 prefixes, so that blocks are worth a column.
pub(crate) fn uses_prefixes(case: &Case) -> bool {
    case.plan.node_groups.iter().any(|group| {
        let networking = group.networking(&case.plan);
        networking.prefix_delegation
            || networking.cni == eniplan_core::plan::Cni::AutoMode
            || group.provisioner == eniplan_core::plan::Provisioner::AutoMode
    })
}
