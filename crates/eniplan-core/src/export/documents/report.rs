//! The report as Markdown.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::File;
use super::super::blueprint::Blueprint;
use super::super::header::MARK;
use super::super::markdown::{AsCode, Piece, escaped, push_heading, push_table};
use super::super::text::push;
use crate::finding::{Finding, Grouped};

pub(super) fn file(blueprint: &Blueprint) -> File {
    let report = blueprint.report;
    let mut text = String::new();
    push(
        &mut text,
        format_args!("# {}: addresses\n\n", escaped(blueprint.title())),
    );
    push(&mut text, format_args!("{MARK}.\n"));
    if !blueprint.link.is_empty() {
        push(
            &mut text,
            format_args!("[Open the plan]({}) to change it.\n", blueprint.link),
        );
    }
    let totals = &report.totals;
    push(
        &mut text,
        format_args!(
            "At the desired size {} nodes and {} of {} pods take {} of {} addresses.\n",
            Grouped(totals.nodes),
            Grouped(totals.pods_placed),
            Grouped(totals.pods_desired),
            Grouped(totals.addresses_used),
            Grouped(totals.usable)
        ),
    );
    push_heading(&mut text, 2, "Gates");
    for gate in &report.gates {
        let answer = if gate.ok { "Yes" } else { "No" };
        push(
            &mut text,
            format_args!(
                "- {} {answer}: {}\n",
                gate.kind.question(),
                escaped(&gate.message())
            ),
        );
    }
    push_heading(&mut text, 2, "Walls");
    let walls: Vec<Vec<String>> = report
        .walls
        .iter()
        .map(|wall| {
            Vec::from([
                AsCode(wall.kind.name()).markdown(),
                wall.pods.markdown(),
                wall.nodes.markdown(),
                escaped(&wall.message()),
            ])
        })
        .collect();
    push_table(&mut text, &["wall", "pods", "nodes", "what"], &walls);
    push_heading(&mut text, 2, "Subnets");
    push_table(
        &mut text,
        &[
            "subnet",
            "zone",
            "role",
            "block",
            "usable",
            "used",
            "free",
            "short",
            "free at max",
        ],
        &subnets(blueprint),
    );
    push_heading(&mut text, 2, "Node groups");
    push_table(
        &mut text,
        &[
            "group",
            "type",
            "nodes",
            "max pods",
            "addresses a node",
            "peak",
            "pods placed",
            "pending",
            "without address",
        ],
        &groups(blueprint),
    );
    push_findings(&mut text, &report.findings);
    super::file("documents/report.md", text, "The report for people")
}

fn subnets(blueprint: &Blueprint) -> Vec<Vec<String>> {
    let rows = blueprint.subnets.iter().filter_map(|subnet| {
        let now = subnet.report?;
        Some(Vec::from([
            AsCode(&subnet.key).markdown(),
            escaped(&subnet.zone),
            subnet.placed.role.word().to_string(),
            subnet.placed.cidr.to_string(),
            now.usable.markdown(),
            now.used.markdown(),
            now.free.markdown(),
            now.short.markdown(),
            subnet
                .at_max
                .map_or_else(String::new, |max| max.free.markdown()),
        ]))
    });
    rows.collect()
}

fn groups(blueprint: &Blueprint) -> Vec<Vec<String>> {
    let rows = blueprint.report.node_groups.iter().map(|group| {
        Vec::from([
            AsCode(&group.name).markdown(),
            escaped(&group.instance_type),
            group.nodes.markdown(),
            group.max_pods.markdown(),
            group.addresses_per_node.markdown(),
            group.peak_addresses_per_node.markdown(),
            group.pods_placed.markdown(),
            group.pods_pending.markdown(),
            group.pods_without_address.markdown(),
        ])
    });
    rows.collect()
}

fn push_findings(text: &mut String, findings: &[Finding]) {
    push_heading(text, 2, "Findings");
    for finding in findings {
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
    if findings.is_empty() {
        text.push_str("None.\n");
    }
}
