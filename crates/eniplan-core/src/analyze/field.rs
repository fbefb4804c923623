//! The field of the plan that a finding is about.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;

use super::mend::place_of;
use super::report::Report;
use crate::finding::{Code, Finding, Operand};
use crate::plan::Plan;

/// Codes of what AWS would say of the network, which have a subnet's name as their subject where they are about one.
const NETWORK: core::ops::Range<u16> = 200..250;
/// Lists of values that are one field each.
const LISTS: [&str; 5] = ["peers", "routes", "zones", "instance_types", "subnets"];

/// Where the fields of a plan stand.
pub struct Fields<'a> {
    plan: &'a Plan,
    /// The listed subnets by name, with their place in the plan.
    subnets: BTreeMap<&'a str, usize>,
}

impl<'a> Fields<'a> {
    /// Of a plan and what was said of it.
    pub fn of(plan: &'a Plan, report: &'a Report) -> Self {
        let listed = report.layout.subnets.iter().rev();
        Self {
            plan,
            subnets: listed
                .filter_map(|subnet| Some((subnet.name.as_str(), subnet.listed?)))
                .collect(),
        }
    }

    /// The path of the field in which what a finding is about is typed; its subject where there is no such field.
    ///
    /// ```
    /// use eniplan_core::analyze::{Fields, analyze};
    /// use eniplan_core::{aws::catalogue::Catalogue, finding::Code, plan::Plan};
    ///
    /// let text = b"zones: [a, b]\nsubnets: [{name: far, zone: q, cidr: 10.0.0.0/24}]";
    /// let (plan, _) = Plan::from_text(text).unwrap();
    /// let report = analyze(&plan, &Catalogue::bundled());
    /// let unknown = report.findings.iter().find(|finding| finding.code == Code::UnknownName).unwrap();
    /// assert_eq!(Fields::of(&plan, &report).path(unknown), "subnets[0].zone");
    /// ```
    pub fn path(&self, finding: &Finding) -> String {
        let subject = finding.subject.as_str();
        let of_group = |key: &str| {
            let index = place_of(self.plan, subject)?;
            Some(format!("node_groups[{index}].{key}"))
        };
        let of_subnet = |key: &str| {
            let index = self.subnets.get(subject)?;
            Some(format!("subnets[{index}].{key}"))
        };
        let found = match finding.code {
            Code::UnknownName if finding.operands.first() == Some(&Operand::from("zone")) => {
                of_subnet("zone")
            }
            Code::NameSaysOtherZone => of_subnet("zone"),
            Code::NoPodsSubnet => Some("networking.custom_networking".into()),
            Code::NoNodeSubnet => of_group("zones"),
            Code::PodsPending => of_group("nodes.desired"),
            Code::PodsWithoutAddress | Code::SecuredAbovePods => of_group("pods.desired"),
            Code::MaxPodsTooHigh
            | Code::MaxPodsUncapped
            | Code::MaxPodsNotRaised
            | Code::MaxPodsDoubt => of_group("max_pods"),
            Code::PrefixesNeedNitro | Code::NotTrunking | Code::CustomNetworkingNeedsInterfaces => {
                of_group("instance_types")
            }
            Code::NotOnWindows => of_group("ami"),
            Code::NodeCountsOutOfOrder => Some(format!("{subject}.desired")),
            code if NETWORK.contains(&code.entry().number) => of_subnet("cidr"),
            _ => None,
        };
        found.unwrap_or_else(|| of_path(subject))
    }
}

/// The field at a path: a block of the VPC has one of its own, the values of a list share one.
fn of_path(path: &str) -> String {
    match path.rsplit_once('[') {
        Some(("vpc.cidrs", rest)) if rest.ends_with(']') => format!("{path}.cidr"),
        Some((list, rest)) if rest.ends_with(']') && is_field(list) => list.into(),
        _ => path.into(),
    }
}

/// Whether a list is one field: `zones` is, and `subnets` of something, but not the table of subnets.
fn is_field(list: &str) -> bool {
    let key = list.rsplit('.').next().unwrap_or(list);
    list != "subnets" && LISTS.contains(&key)
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;
    use crate::analyze::analyze;
    use crate::aws::catalogue::Catalogue;

    /// The fields of a plan's findings, with their codes.
    fn told(text: &str) -> Vec<(Code, String)> {
        let (plan, _) = Plan::from_text(text.as_bytes()).unwrap();
        let report = analyze(&plan, &Catalogue::bundled());
        let fields = Fields::of(&plan, &report);
        let findings = report.findings.iter();
        findings
            .map(|finding| (finding.code, fields.path(finding)))
            .collect()
    }

    #[test]
    fn what_is_wrong_stands_at_the_field_where_it_is_typed() {
        let told = told(
            "region: nowhere\nzones: [a, b]\nvpc: {peers: [10.9.0.0/16, 10.0.0.0/8]}\n\
             networking: {custom_networking: true}\n\
             subnets: [{name: x, zone: a, cidr: 10.0.0.0/24}, {name: far, zone: q, cidr: 192.168.0.0/24}]\n\
             node_groups: [{name: x, instance_types: [m5.large, z99.huge], nodes: {min: 5, desired: 2}, pods: {desired: 900}}]\n\
             others: [{name: y, addresses: 1, subnets: [x, none]}]",
        );
        for (code, path) in [
            (Code::NotARegion, "region"),
            (Code::PeerOverlap, "vpc.cidrs[0].cidr"),
            (Code::UnknownName, "subnets[1].zone"),
            (Code::UnknownName, "others[0].subnets"),
            (Code::SubnetOutsideVpc, "subnets[1].cidr"),
            (Code::UnknownInstanceType, "node_groups[0].instance_types"),
            (Code::NodeCountsOutOfOrder, "node_groups[0].nodes.desired"),
            (Code::PodsPending, "node_groups[0].nodes.desired"),
            (Code::NoPodsSubnet, "networking.custom_networking"),
            // The group has the name of a subnet.
            (Code::NoNodeSubnet, "node_groups[0].zones"),
        ] {
            let found = told.iter().any(|(known, at)| *known == code && at == path);
            assert!(found, "{code} at {path}: {told:?}");
        }
        let at_block = told.iter().filter(|(_, at)| at == "subnets[0].cidr");
        assert_eq!(at_block.count(), 0, "{told:?}");
    }

    #[test]
    fn a_list_of_values_is_one_field_and_a_list_of_records_is_none() {
        assert_eq!(of_path("zones[3]"), "zones");
        assert_eq!(of_path("subnets[3]"), "subnets[3]");
        assert_eq!(of_path("vpc.cidrs[1]"), "vpc.cidrs[1].cidr");
        assert_eq!(of_path("private-a"), "private-a");
    }
}
