//! The figures of the whole plan.

use alloc::format;

use super::{Of, Teller, Term};
use crate::analyze::report::{GroupReport, SubnetReport};

/// A figure of a subnet or a group.
type Part<T> = fn(&T) -> u64;

impl Teller<'_> {
    pub(super) fn totals(&mut self) {
        let report = self.report;
        let of_subnets: [(&str, &'static str, &'static str, Part<SubnetReport>); 2] = [
            ("usable", "usable addresses", "of a subnet", |subnet| {
                subnet.usable
            }),
            (
                "addresses_used",
                "addresses taken",
                "of a subnet",
                |subnet| subnet.used,
            ),
        ];
        for (key, what, each, part) in of_subnets {
            let values = report.subnets.iter().map(|subnet| (1, part(subnet)));
            let term = Term::total(each, "subnets", values);
            self.tell(format!("totals.{key}"), "the plan", Of::sum(what), term);
        }
        let of_groups: [(&str, &'static str, Part<GroupReport>); 5] = [
            ("nodes", "nodes", |group| group.nodes),
            ("pods_desired", "pods wanted", |group| group.pods_desired),
            ("pods_placed", "pods placed", |group| group.pods_placed),
            ("pods_pending", "pods pending", |group| group.pods_pending),
            ("pods_without_address", "pods without an address", |group| {
                group.pods_without_address
            }),
        ];
        for (key, what, part) in of_groups {
            let values = report.node_groups.iter().map(|group| (1, part(group)));
            let term = Term::total("of a group", "groups", values);
            self.tell(format!("totals.{key}"), "the plan", Of::sum(what), term);
        }
    }
}
