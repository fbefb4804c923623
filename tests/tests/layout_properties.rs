//! Layouts of random requirements: legal, sized for what was asked, never renumbered, the same everywhere.

use std::collections::BTreeSet;

use eniplan_core::analyze::{GateReason, Report, analyze};
use eniplan_core::aws::catalogue::Catalogue;
use eniplan_core::finding::{Code, Severity};
use eniplan_core::layout::{By, Options, Outcome, Preset, Presets, holes, lay_out};
use eniplan_core::net::Ipv4Prefix;
use eniplan_core::plan::{NodeGroup, Plan, Role};
use eniplan_tests::random;
use proptest::prelude::*;

const TYPES: [&str; 6] = [
    "t3.medium",
    "m5.large",
    "m6i.xlarge",
    "c5.2xlarge",
    "m5.8xlarge",
    "t3.micro",
];

fn read(text: &str) -> Plan {
    let (plan, findings) = Plan::from_text(text.as_bytes()).unwrap();
    assert!(findings.is_empty(), "{findings:?}\n{text}");
    plan
}

prop_compose! {
    fn group()(
        instance in prop::sample::select(TYPES.to_vec()),
        desired in 0u32..40,
        more in 0u32..40,
        pods in 0u32..900,
        more_pods in 0u32..600,
        daemonset in 0u32..3,
        karpenter in any::<bool>(),
    ) -> String {
        let provisioner = if karpenter { "karpenter" } else { "managed" };
        format!(
            "{{instance_types: [{instance}], provisioner: {provisioner}, nodes: {{min: 0, desired: {desired}, max: {}}}, pods: {{desired: {pods}, max: {}}}, daemonset_pods: {daemonset}}}",
            desired + more,
            pods + more_pods,
        )
    }
}

prop_compose! {
    /// What a team may ask for, in a primary of /16 to /20.
    fn requirement()(
        zones in 2usize..5,
        groups in prop::collection::vec(group(), 0..4),
        length in 16u8..=20,
        prefixes in any::<bool>(),
        custom in any::<bool>(),
        growth in 0u32..8,
        nat in prop::sample::select(vec!["none", "single", "per-zone"]),
        (alb, nlb, endpoints) in (0u32..4, 0u32..3, 0u32..8),
    ) -> Plan {
        read(&format!(
            "zones: [{}]\nvpc: {{cidrs: [10.32.0.0/{length}]}}\nnetworking: {{prefix_delegation: {prefixes}, custom_networking: {custom}}}\nnode_groups: [{}]\ngrowth: {{pods_per_month: {growth}%}}\nendpoints: {{nat_gateways: {nat}, interface_endpoints: {endpoints}, load_balancers: {{alb: {alb}, nlb: {nlb}}}}}\n",
            ["a", "b", "c", "d"][..zones].join(", "),
            groups.join(", "),
        ))
    }
}

prop_compose! {
    fn options()(
        base in prop::sample::select(vec![Preset::Sized, Preset::Default, Preset::Eksctl]),
        further in prop::sample::subsequence(vec![Preset::ThreeTier, Preset::SecondaryPods, Preset::ControlPlane28], 0..=3),
        zone_by_zone in any::<bool>(),
        months in prop::option::of(0u32..24),
    ) -> Options {
        let presets: Vec<Preset> = [base].into_iter().chain(further).collect();
        Options {
            presets: Presets::of(&presets).unwrap(),
            months,
            primary: None,
            by: if zone_by_zone { By::Zone } else { By::Role },
        }
    }
}

/// Whatever was asked: what AWS takes, and nothing over anything else.
fn assert_legal(outcome: &Outcome, report: &Report) {
    let blocks = outcome.plan.vpc_blocks();
    let mut names = BTreeSet::new();
    for (index, subnet) in outcome.subnets.iter().enumerate() {
        assert!((16..=28).contains(&subnet.cidr.length()), "{}", subnet.cidr);
        assert!(
            blocks.iter().any(|block| block.contains(subnet.cidr)),
            "{} stands outside",
            subnet.cidr
        );
        assert!(names.insert(&subnet.name), "{} stands twice", subnet.name);
        for other in &outcome.subnets[..index] {
            assert!(
                !other.cidr.overlaps(subnet.cidr),
                "{} meets {}",
                other.cidr,
                subnet.cidr
            );
        }
        for (at, reserved) in subnet.reservations.iter().enumerate() {
            assert!(
                subnet.cidr.contains(*reserved),
                "{reserved} stands outside {}",
                subnet.cidr
            );
            assert!(
                !subnet.reservations[..at]
                    .iter()
                    .any(|other| other.overlaps(*reserved))
            );
        }
    }
    for (block, holes) in holes(&outcome.plan) {
        let taken: u64 = outcome
            .subnets
            .iter()
            .filter(|one| block.contains(one.cidr))
            .map(|one| one.cidr.size())
            .sum();
        let free: u64 = holes.iter().map(|hole| hole.size()).sum();
        assert_eq!(taken + free, block.size());
    }
    // From 201 to 244 stand the rules of AWS; a sixth block wants a higher quota and is no fault of the layout.
    let refused = report.findings.iter().find(|finding| {
        finding.severity == Severity::Error && (201..245).contains(&finding.code.entry().number)
    });
    if is_complete(outcome) {
        assert!(refused.is_none(), "{}", refused.unwrap().message());
    }
}

fn is_complete(outcome: &Outcome) -> bool {
    outcome
        .findings
        .iter()
        .all(|finding| finding.severity != Severity::Error)
}

/// Whatever fits was made large enough: the analysis, which knows nothing of how it was sized, finds nothing short.
fn assert_sized(outcome: &Outcome, report: &Report) {
    let states = report.states.iter().flat_map(|state| &state.subnets);
    for subnet in report.subnets.iter().chain(states) {
        assert_eq!(
            subnet.short,
            0,
            "{} {}\n{}",
            subnet.name,
            subnet.cidr,
            outcome.plan.to_text()
        );
    }
    for gate in &report.gates {
        let by_room = matches!(
            gate.reason,
            GateReason::Addresses { .. } | GateReason::Blocks { .. }
        );
        assert!(
            gate.ok || !by_room,
            "{}\n{}",
            gate.message(),
            outcome.plan.to_text()
        );
    }
    let blocked = [
        Code::LoadBalancerBlocked,
        Code::UpgradeBlocked,
        Code::NoPrefixRoom,
    ];
    let found = report
        .findings
        .iter()
        .find(|finding| blocked.contains(&finding.code));
    assert!(
        found.is_none(),
        "{}\n{}",
        found.unwrap().message(),
        outcome.plan.to_text()
    );
}

fn assert_kept(before: &Plan, outcome: &Outcome) {
    for (subnet, after) in before.subnets.iter().zip(&outcome.plan.subnets) {
        assert_eq!(
            (&subnet.zone, subnet.role, subnet.cidr),
            (&after.zone, after.role, after.cidr)
        );
        assert_eq!(subnet.name, after.name);
        assert_eq!(subnet.reservations, after.reservations);
    }
    assert!(outcome.plan.subnets.len() >= before.subnets.len());
    assert!(outcome.plan.vpc.cidrs.starts_with(&before.vpc.cidrs));
}

/// What may come later.
fn extended(plan: &Plan, how: u8, group: &str) -> Plan {
    let mut plan = plan.clone();
    match how {
        0 => {
            let zones = plan.zones();
            plan.zones = zones;
            let letter = ["e", "f", "g"][plan.zones.len() % 3];
            plan.zones.extend(read(&format!("zones: [{letter}]")).zones);
        }
        1 => {
            for group in &mut plan.node_groups {
                let text = format!(
                    "node_groups: [{{nodes: {{desired: {}}}}}]",
                    group.nodes.max() * 2 + 1
                );
                group.nodes = read(&text).node_groups[0].nodes.clone();
            }
        }
        2 => {
            let further: NodeGroup =
                read(&format!("node_groups: [{group}]")).node_groups[0].clone();
            plan.node_groups.push(further);
        }
        _ => plan.endpoints = read(
            "endpoints: {nat_gateways: per-zone, interface_endpoints: 9, load_balancers: {alb: 3}}",
        )
        .endpoints,
    }
    plan
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn layouts_are_legal_and_sized(plan in requirement(), options in options()) {
        let catalogue = Catalogue::bundled();
        let outcome = lay_out(&plan, &catalogue, &options);
        let report = analyze(&outcome.plan, &catalogue);
        assert_legal(&outcome, &report);
        if is_complete(&outcome) {
            assert_sized(&outcome, &report);
        } else {
            // What does not fit is told, and what to change.
            let told = outcome.findings.iter().filter(|finding| finding.severity == Severity::Error);
            told.for_each(|finding| assert!(finding.help().len() > 2));
        }
        prop_assert_eq!(&lay_out(&plan, &catalogue, &options), &outcome);
    }

    #[test]
    fn extending_keeps_every_block(plan in requirement(), options in options(), hows in prop::collection::vec(0u8..4, 1..4), group in group()) {
        let catalogue = Catalogue::bundled();
        let mut plan = lay_out(&plan, &catalogue, &options).plan;
        for how in hows {
            let asked = extended(&plan, how, &group);
            let outcome = lay_out(&asked, &catalogue, &options);
            assert_kept(&plan, &outcome);
            let report = analyze(&outcome.plan, &catalogue);
            assert_legal(&outcome, &report);
            if is_complete(&outcome) {
                assert_sized(&outcome, &report);
            }
            for subnet in outcome.subnets.iter().skip(plan.subnets.len()) {
                prop_assert!(subnet.added);
            }
            plan = outcome.plan;
        }
    }

    /// Asked the same again, nothing is new: a layout is its own extension.
    #[test]
    fn a_layout_that_fits_is_done(plan in requirement(), options in options()) {
        let catalogue = Catalogue::bundled();
        let outcome = lay_out(&plan, &catalogue, &options);
        if is_complete(&outcome) {
            let again = lay_out(&outcome.plan, &catalogue, &options);
            prop_assert_eq!(&again.plan.subnets, &outcome.plan.subnets);
            prop_assert_eq!(again.added_blocks, Vec::<Ipv4Prefix>::new());
        }
    }

    /// Groups in another order ask for the same.
    #[test]
    fn the_order_of_groups_does_not_matter(plan in requirement(), options in options()) {
        let catalogue = Catalogue::bundled();
        let mut turned = plan.clone();
        turned.node_groups.reverse();
        let [one, other] = [plan, turned].map(|plan| {
            let outcome = lay_out(&plan, &catalogue, &options);
            outcome.subnets.into_iter().map(|subnet| (subnet.name, subnet.cidr)).collect::<Vec<_>>()
        });
        prop_assert_eq!(one, other);
    }

    /// Any plan at all: nothing listed moves, and the end is reached.
    #[test]
    fn any_plan_is_laid_out(seed in any::<u64>(), options in options()) {
        let plan = random::plan(seed);
        let outcome = lay_out(&plan, &Catalogue::bundled(), &options);
        for (subnet, after) in plan.subnets.iter().zip(&outcome.plan.subnets) {
            prop_assert_eq!(subnet.cidr, after.cidr);
        }
        for (index, subnet) in outcome.subnets.iter().enumerate().filter(|(_, subnet)| subnet.added) {
            for other in &outcome.subnets[..index] {
                prop_assert!(!other.cidr.overlaps(subnet.cidr), "{} meets {}", other.cidr, subnet.cidr);
            }
        }
    }
}

/// Where pods grow by 5 % a month, the half beside each node subnet stays free for it.
#[test]
fn growth_gets_holes_beside_it() {
    let plan = read(
        "zones: [a, b, c]\ngrowth: {pods_per_month: 5%}\nnode_groups: [{instance_types: [m5.large], nodes: {desired: 30}, pods: {desired: 600}}]",
    );
    let outcome = lay_out(&plan, &Catalogue::bundled(), &Options::default());
    let free: Vec<Ipv4Prefix> = holes(&outcome.plan)
        .into_iter()
        .flat_map(|(_, holes)| holes)
        .collect();
    for subnet in outcome
        .subnets
        .iter()
        .filter(|subnet| subnet.role == Role::Nodes)
    {
        let buddy = subnet.cidr.next().unwrap();
        assert!(
            free.iter().any(|hole| hole.contains(buddy)),
            "{} {free:?}",
            subnet.cidr
        );
    }
}
