//! Tables for spreadsheets.

use alloc::vec::Vec;

use super::super::File;
use super::super::blueprint::Blueprint;
use super::super::csv::{Cell, write};
use super::file;
use alloc::string::ToString;

/// One table of subnets, one of node groups, one of walls.
pub(super) fn files(blueprint: &Blueprint) -> [File; 3] {
    let report = blueprint.report;
    let subnets: Vec<Vec<Cell>> = blueprint
        .subnets
        .iter()
        .filter_map(|subnet| {
            let now = subnet.report?;
            let max = subnet.at_max;
            Some(Vec::from([
                subnet.key.as_str().into(),
                subnet.zone.as_str().into(),
                subnet.placed.role.word().into(),
                subnet.placed.cidr.to_string().as_str().into(),
                now.addresses.into(),
                now.usable.into(),
                now.used.into(),
                now.free.into(),
                now.short.into(),
                max.map(|max| max.free).into(),
                max.map(|max| max.short).into(),
                now.prefixes_total.into(),
                now.prefixes_free.into(),
            ]))
        })
        .collect();
    let groups = groups(blueprint);
    let walls: Vec<Vec<Cell>> = report
        .walls
        .iter()
        .map(|wall| {
            Vec::from([
                wall.kind.name().into(),
                wall.subject.as_str().into(),
                wall.pods.into(),
                wall.nodes.into(),
                wall.message().as_str().into(),
            ])
        })
        .collect();
    [
        file(
            "documents/subnets.csv",
            write(
                &[
                    "name",
                    "zone",
                    "role",
                    "cidr",
                    "addresses",
                    "usable",
                    "used",
                    "free",
                    "short",
                    "free_at_max",
                    "short_at_max",
                    "prefixes",
                    "prefixes_free",
                ],
                &subnets,
            ),
            "Subnets and how full they are, for spreadsheets",
        ),
        file(
            "documents/node-groups.csv",
            write(
                &[
                    "name",
                    "instance_type",
                    "nodes",
                    "max_pods",
                    "addresses_per_node",
                    "idle_addresses_per_node",
                    "peak_addresses_per_node",
                    "max_nodes",
                    "pods_desired",
                    "pods_placed",
                    "pods_pending",
                    "pods_without_address",
                ],
                &groups,
            ),
            "Node groups and what becomes of their pods, for spreadsheets",
        ),
        file(
            "documents/walls.csv",
            write(&["kind", "subject", "pods", "nodes", "message"], &walls),
            "What stops growth, the first one first, for spreadsheets",
        ),
    ]
}

fn groups(blueprint: &Blueprint) -> Vec<Vec<Cell>> {
    blueprint
        .report
        .node_groups
        .iter()
        .map(|group| {
            Vec::from([
                group.name.as_str().into(),
                group.instance_type.as_str().into(),
                group.nodes.into(),
                group.max_pods.into(),
                group.addresses_per_node.into(),
                group.idle_addresses_per_node.into(),
                group.peak_addresses_per_node.into(),
                group.max_nodes.into(),
                group.pods_desired.into(),
                group.pods_placed.into(),
                group.pods_pending.into(),
                group.pods_without_address.into(),
            ])
        })
        .collect()
}
