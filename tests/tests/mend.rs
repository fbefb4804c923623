//! Changes that mend: each does what it says, by the analysis of the changed plan.

use eniplan_core::analyze::mend::{Standing, best_fix, of_finding, of_wall};
use eniplan_core::analyze::{Report, Wall, analyze};
use eniplan_core::aws::catalogue::Catalogue;
use eniplan_core::finding::Code;
use eniplan_core::plan::Plan;

fn plan(text: &str) -> Plan {
    let (plan, findings) = Plan::from_text(text.as_bytes()).expect("a plan");
    assert!(findings.is_empty(), "{findings:?}");
    plan
}

fn analyzed(plan: &Plan) -> Report {
    analyze(plan, &Catalogue::bundled())
}

/// One zone of 251 addresses and ten nodes of ten pods.
const TIGHT: &str = "zones: [a]\nsubnets: [{name: private-a, zone: a, cidr: 10.0.0.0/24}]\n\
    node_groups: [{name: web, instance_types: [m5.large], nodes: {desired: 10, max: 10}, pods: {desired: 100}}]";

/// Plans that stop at one thing or another.
const PLANS: [&str; 9] = [
    "{}",
    TIGHT,
    "node_groups: [{name: web, instance_types: [m5.large], nodes: {desired: 3}, pods: {desired: 81}}]",
    "node_groups: [{name: web, instance_types: [m5.large], nodes: {desired: 3, max: 9}, pods: {desired: 200, max: 300}}]",
    "networking: {prefix_delegation: true}\nzones: [a, b]\nvpc: {cidrs: [10.0.0.0/16, 10.1.0.0/16]}\nsubnets: [{name: x, zone: a, cidr: 10.0.0.0/26}, {name: y, zone: b, cidr: 10.0.0.64/26}]\nnode_groups: [{name: web, instance_types: [m5.large], nodes: {desired: 3, max: 9}, pods: {desired: 90, cpu: 100m, memory: 128Mi}}]",
    "networking: {warm: {eni: 3, ip: 5, minimum_ip: 200}, max_eni: 9}\nnode_groups: [{name: web, instance_types: [m5.large], pods: {desired: 30}}]",
    "networking: {cni: calico, pod_cidr: 192.168.0.0/24, block_size: 28}\nnode_groups: [{name: web, instance_types: [m5.large], nodes: {desired: 9, max: 40}, pods: {desired: 100, max: 300}}]",
    "endpoints: {load_balancers: {alb: 1}}\nzones: [a]\nsubnets: [{name: x, zone: a, cidr: 10.0.0.0/26}]\nnode_groups: [{name: web, instance_types: [m5.large], max_pods: 12, nodes: {desired: 2, max: 3}, pods: {desired: 20}}]",
    "node_groups: [{name: jobs, provisioner: fargate, daemonset_pods: 1, pods: {desired: 5}}]",
];

fn examples() -> Vec<Plan> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples");
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .expect("the examples")
        .map(|entry| entry.expect("a file").path())
        .filter(|path| path.extension().is_some_and(|end| end == "yaml"))
        .collect();
    paths.sort();
    let texts = paths
        .iter()
        .map(|path| std::fs::read_to_string(path).expect("a text"));
    let own = PLANS.iter().map(ToString::to_string);
    own.chain(texts)
        .filter_map(|text| Plan::from_text(text.as_bytes()).ok())
        .map(|(plan, _)| plan)
        .collect()
}

#[test]
fn the_way_past_a_wall_moves_it() {
    let mut ways = 0;
    for plan in examples() {
        let report = analyzed(&plan);
        for wall in &report.walls {
            let Some(mend) = of_wall(&plan, &report, wall) else {
                continue;
            };
            ways += 1;
            let then = analyzed(&mend.plan);
            // A quota and what it can be raised to are two walls of one kind.
            let of_kind = |other: &&Wall| other.kind == wall.kind && other.subject == wall.subject;
            let same = then.walls.iter().filter(of_kind);
            let same = same.max_by_key(|other| other.pods);
            assert!(
                same.is_none_or(|same| same.pods > wall.pods || same.nodes > wall.nodes),
                "{}: {wall:?}\n{}\n{same:?}",
                plan.name(),
                mend.text()
            );
        }
    }
    assert!(ways > 15, "{ways}");
}

#[test]
fn what_a_finding_asks_for_ends_it() {
    let mut seen = Vec::new();
    for plan in examples() {
        let report = analyzed(&plan);
        for finding in &report.findings {
            let Some(mend) = of_finding(&plan, &report, finding) else {
                continue;
            };
            let then = analyzed(&mend.plan);
            let is_there = |other: &&eniplan_core::finding::Finding| {
                other.code == finding.code
                    && other.subject == finding.subject
                    && other.message() == finding.message()
            };
            assert!(
                !then.findings.iter().any(|other| is_there(&other)),
                "{}\n{}",
                finding.message(),
                mend.text()
            );
            if !seen.contains(&finding.code) {
                seen.push(finding.code);
            }
        }
    }
    for code in [
        Code::WarmTargets,
        Code::SettingIgnored,
        Code::MinimumTooHigh,
        Code::PodsPending,
        Code::SubnetShort,
        Code::NotOnFargate,
    ] {
        assert!(seen.contains(&code), "{code:?} of {seen:?}");
    }
}

/// Ten pods of a m5.large take both of two interfaces with 9 each, and WARM_ENI_TARGET=1 a third: 30 addresses.
/// Two spare ones beside ten are 12, and with the two interfaces' own 14: 16 a node come back, and 140 with the
/// control plane's 4 fit into 251.
#[test]
fn the_best_fix_of_idle_addresses_is_a_warm_target() {
    let plan = plan(TIGHT);
    let report = analyzed(&plan);
    let best = best_fix(&plan, &Catalogue::bundled(), &report).expect("a fix");
    assert!(best.is_needed());
    assert_eq!(
        best.order,
        "Set WARM_IP_TARGET=2 with MINIMUM_IP_TARGET=12: 16 addresses back per node."
    );
    assert_eq!(
        best.mend.text(),
        "networking.warm.ip: 2, networking.warm.minimum_ip: 12"
    );
    // The only zone may not fail, whatever is set.
    assert_eq!((best.now.shut, best.then.shut), (3, 1));
    assert_eq!(best.then.used, 144);
}

#[test]
fn the_best_fix_helps_as_it_says_wherever_there_is_one() {
    let catalogue = Catalogue::bundled();
    let mut needed = 0;
    for plan in examples() {
        let report = analyzed(&plan);
        let Some(best) = best_fix(&plan, &catalogue, &report) else {
            continue;
        };
        assert_eq!(best.now, Standing::of(&report));
        assert_eq!(best.then, Standing::of(&analyzed(&best.mend.plan)));
        assert_ne!(best.now, best.then, "{}", best.order);
        assert!((best.then.waiting, best.then.shut) <= (best.now.waiting, best.now.shut));
        assert!(best.order.ends_with('.'), "{}", best.order);
        needed += usize::from(best.is_needed());
    }
    assert!(needed >= 4, "{needed}");
    let nothing = plan("{}");
    assert_eq!(best_fix(&nothing, &catalogue, &analyzed(&nothing)), None);
}

#[test]
fn more_pods_at_max_than_nodes_carry_want_a_higher_max() {
    // 27 workload pods a node: 300 of them want 12 nodes.
    let plan = plan(
        "node_groups: [{name: web, instance_types: [m5.large], nodes: {desired: 3, max: 9}, pods: {desired: 60, max: 300}}]",
    );
    let report = analyzed(&plan);
    let best = best_fix(&plan, &Catalogue::bundled(), &report).expect("a fix");
    assert_eq!(best.order, "Raise nodes.max of web to 12 for 300 pods.");
    assert_eq!(best.mend.text(), "node_groups[0].nodes.max: 12");
    assert_eq!((best.now.shut, best.then.shut), (1, 0));
}

/// Each m5.large carries 27 pods, so that 30 of them want two nodes, of which the group may have none.
#[test]
fn a_group_that_may_have_no_node_gets_as_many_as_its_pods_need() {
    let plan = plan(
        "node_groups: [{name: web, instance_types: [m5.large], nodes: {min: 0, desired: 0, max: 0}, pods: {desired: 30}}]",
    );
    let report = analyzed(&plan);
    let mut walls = report.walls.iter();
    let wall = walls.find(|wall| wall.kind.name() == "nodes-max");
    let mend = of_wall(&plan, &report, wall.expect("its max is a wall")).expect("a change");
    assert_eq!(
        mend.text(),
        "node_groups[0].nodes.desired: 2, node_groups[0].nodes.max: 2"
    );
    assert_eq!(analyzed(&mend.plan).totals.pods_pending, 0);
    let best = best_fix(&plan, &Catalogue::bundled(), &report).expect("a fix");
    assert_eq!(best.then.waiting, 0, "{}", best.order);
}

/// A change is tried by an analysis of the changed plan, which is felt at each keystroke where a plan is large.
#[test]
fn of_a_plan_too_large_to_try_changes_none_is_best() {
    let wanting = |subnets: u32| {
        let listed = (0..subnets).map(|at| {
            let address = std::net::Ipv4Addr::from((10 << 24) + at * 16);
            format!("{{name: s{at}, zone: a, cidr: {address}/28}}")
        });
        let listed: Vec<String> = listed.collect();
        let plan = plan(&format!(
            "zones: [a]\nsubnets: [{}]\nnode_groups: [{{instance_types: [m5.large], nodes: {{desired: 1}}, pods: {{desired: 60}}}}]",
            listed.join(", ")
        ));
        best_fix(&plan, &Catalogue::bundled(), &analyzed(&plan)).is_some()
    };
    assert!(wanting(100));
    assert!(!wanting(1_300));
}

/// In every zone and at every moment, what is wanted and what is left is what its subnets give out.
#[test]
fn zones_add_up_to_their_subnets() {
    for plan in examples() {
        let report = analyzed(&plan);
        for moment in 0..=report.states.len() {
            let subnets = match moment.checked_sub(1) {
                Some(index) => &report.states[index].subnets,
                None => &report.subnets,
            };
            let zones = report.zones_at(moment);
            for zone in &zones {
                let wanted = zone.demand.total() + zone.surge;
                assert_eq!(wanted + zone.free, zone.usable + zone.short);
                let of_zone = subnets.iter().filter(|subnet| subnet.zone == zone.zone);
                let total: u64 = of_zone.map(|subnet| subnet.demand.total()).sum();
                assert_eq!(wanted, total);
            }
            let is_update = moment > 0 && report.states[moment - 1].name == "upgrade";
            let surge: u64 = zones.iter().map(|zone| zone.surge).sum();
            assert!(is_update || surge == 0);
        }
    }
    // Two new nodes in each of three zones with nothing on them yet: what they want is surge.
    let plan = plan("node_groups: [{instance_types: [m5.large], pods: {desired: 60}}]");
    let report = analyzed(&plan);
    let upgrade = report
        .states
        .iter()
        .position(|state| state.name == "upgrade");
    let zones = report.zones_at(upgrade.expect("a state") + 1);
    assert!(zones.iter().all(|zone| zone.surge > 0), "{zones:?}");
}

/// The gate is the worst drill.
#[test]
fn a_zone_may_fail_where_every_one_may() {
    for plan in examples() {
        let report = analyzed(&plan);
        let gate = &report.gates[2];
        assert_eq!(gate.ok, report.drills.iter().all(|drill| drill.gate.ok));
        assert!(report.drills.is_empty() || report.drills.iter().any(|drill| drill.gate == *gate));
        let lost = report
            .states
            .iter()
            .filter(|state| state.name.starts_with("zone-loss:"));
        assert_eq!(lost.count(), report.drills.len());
    }
}
