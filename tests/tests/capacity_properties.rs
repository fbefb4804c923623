//! What holds for the report of any plan.

use std::fmt::Write as _;

use eniplan_core::analyze::{Fix, Formula, PodPool, Report, SubnetReport, Wall, analyze};
use eniplan_core::aws::catalogue::Catalogue;
use eniplan_core::plan::Plan;
use eniplan_tests::random;
use proptest::prelude::*;

fn conserved(subnets: &[SubnetReport]) {
    for subnet in subnets {
        assert_eq!(subnet.usable, subnet.used + subnet.free, "{}", subnet.name);
        assert_eq!(
            subnet.used + subnet.short,
            subnet.demand.total(),
            "{}",
            subnet.name
        );
        assert!(subnet.short == 0 || subnet.free == 0, "{}", subnet.name);
        assert_eq!(
            subnet.addresses - subnet.usable,
            subnet.addresses.min(5),
            "{}",
            subnet.name
        );
        assert!(
            subnet.prefixes_free <= subnet.prefixes_free_best,
            "{}",
            subnet.name
        );
        assert!(
            subnet.prefixes_free_best <= subnet.prefixes_total,
            "{}",
            subnet.name
        );
    }
}

fn pools_conserved(pools: &[PodPool]) {
    for pool in pools {
        assert_eq!(pool.blocks, pool.used + pool.free, "{pool:?}");
        assert!(pool.short == 0 || pool.free == 0, "{pool:?}");
    }
}

/// What stands at a wall fits, what one node more wants does not; only where nothing fits at all has a wall no nodes.
fn comes_out(wall: &Wall) {
    let fits = match wall.formula {
        Formula::Filled {
            apart,
            nodes,
            next,
            limit,
        } => (apart + nodes <= limit, next <= limit),
        Formula::Counted { at, next, limit } => (at <= limit, next <= limit),
        Formula::Kept { free, next, wanted } => (free >= wanted, next >= wanted),
        Formula::PerNode {
            fit, nodes, room, ..
        } => {
            assert!(room >= fit * nodes && fit == wall.limit, "{wall:?}");
            return;
        }
    };
    assert!(fits == (true, false) || wall.nodes == 0, "{wall:?}");
    assert!(
        !wall.formula().is_empty() && wall.fix().ends_with('.'),
        "{wall:?}"
    );
    let then = match wall.fix {
        Fix::WarmIp { nodes, .. } | Fix::Prefixes { nodes } => nodes,
        _ => None,
    };
    assert!(then.is_none_or(|then| then > wall.nodes), "{wall:?}");
}

fn holds(report: &Report) {
    conserved(&report.subnets);
    pools_conserved(&report.pod_pools);
    for state in &report.states {
        conserved(&state.subnets);
        pools_conserved(&state.pod_pools);
    }
    report.walls.iter().for_each(comes_out);
    for group in &report.node_groups {
        assert_eq!(
            group.pods_placed + group.pods_pending,
            group.pods_desired,
            "{}",
            group.name
        );
        assert!(
            group.pods_without_address <= group.pods_placed,
            "{}",
            group.name
        );
        assert!(
            group.idle_addresses_per_node <= group.addresses_per_node,
            "{}",
            group.name
        );
        assert!(
            group.addresses_per_node <= group.peak_addresses_per_node,
            "{}",
            group.name
        );
    }
    let used: u64 = report.subnets.iter().map(|subnet| subnet.used).sum();
    assert_eq!(report.totals.addresses_used, used);
    for pair in report.walls.windows(2) {
        assert!((pair[0].pods, pair[0].kind) <= (pair[1].pods, pair[1].kind));
    }
    for wall in &report.walls {
        if wall.more < 0 {
            assert_eq!(wall.months, Some(0), "{wall:?}");
        }
        let more = i128::from(wall.pods) - i128::from(report.totals.pods_desired);
        assert!(i128::from(wall.more) == more || wall.pods == 0, "{wall:?}");
    }
    for finding in &report.findings {
        assert!(
            !finding.message().contains('{')
                || finding.subject.contains('{')
                || finding.message().contains("${"),
            "{finding:?}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn addresses_and_pods_are_conserved(seed in any::<u64>()) {
        holds(&analyze(&random::plan(seed), &Catalogue::bundled()));
    }

    /// Plans that look like real ones: legal blocks, known types, a few groups.
    #[test]
    fn likely_plans_as_well(
        nodes in 0u32..400,
        pods in 0u32..8_000,
        length in 16u8..=28,
        cni in prop::sample::select(vec!["vpc-cni", "vpc-cni", "calico", "cilium-overlay", "cilium-eni", "flannel", "weave-net"]),
        mixed in any::<bool>(),
        growth in 0u32..20,
        kind in prop::sample::select(vec!["t3.micro", "m5.large", "m6i.xlarge", "c5.18xlarge", "p5.48xlarge", "t2.medium"]),
        custom in any::<bool>(),
        prefix in any::<bool>(),
        discovery in any::<bool>(),
        warm in prop::option::of(0u32..30),
    ) {
        let warm = warm.map_or("null".to_owned(), |warm| warm.to_string());
        let mix = if mixed {
            format!("provisioner: karpenter, mix: {{{kind}: 60%, m5.xlarge: 25%, r5.4xlarge: 15%}}")
        } else {
            "provisioner: managed".to_owned()
        };
        let text = format!(
            "vpc: {{cidrs: [10.0.0.0/{length}, 100.64.0.0/{length}]}}\n\
             growth: {{pods_per_month: {growth}%}}\n\
             others: [{{name: lambda, addresses: 3, growth: 2%}}]\n\
             networking: {{cni: {cni}, custom_networking: {custom}, prefix_delegation: {prefix}, subnet_discovery: {discovery}, warm: {{ip: {warm}}}}}\n\
             endpoints: {{nat_gateways: per-zone, load_balancers: {{alb: 1}}, interface_endpoints: 2}}\n\
             node_groups: [{{instance_types: [{kind}], {mix}, nodes: {{desired: {nodes}, max: 500}}, pods: {{desired: {pods}}}}}]"
        );
        let (plan, findings) = Plan::from_text(text.as_bytes()).expect("a plan");
        prop_assert_eq!(findings, vec![]);
        let report = analyze(&plan, &Catalogue::bundled());
        holds(&report);
        // What max_nodes says fits, and one node more does not.
        if let Some(most) = report.node_groups[0].max_nodes {
            for (nodes, fits) in [(most, true), (most + 1, false)] {
                let mut grown = plan.clone();
                grown.node_groups[0].nodes.desired = Some(eniplan_core::plan::NodeCount::of(u32::try_from(nodes).expect("few")));
                grown.node_groups[0].nodes.max = None;
                let each = u64::from(pods).div_ceil(u64::from(plan.node_groups[0].nodes.desired().max(1)));
                grown.node_groups[0].pods.desired = eniplan_core::plan::Count::of(u32::try_from(nodes * each).expect("few"));
                let grown = analyze(&grown, &Catalogue::bundled());
                let short = grown.subnets.iter().any(|subnet| subnet.short > 0)
                    || grown.pod_pools.iter().any(|pool| pool.short > 0)
                    || grown.findings.iter().any(|finding| finding.code == eniplan_core::finding::Code::NoPrefixRoom);
                prop_assert_eq!(!short, fits || nodes == 0, "{} nodes", nodes);
            }
        }
    }
}

#[test]
fn a_hundred_thousand_nodes_and_five_thousand_subnets_do_not_overflow() {
    let mut text = String::from("vpc: {cidrs: [10.0.0.0/16]}\nsubnets:\n");
    for index in 0..5_000u32 {
        let address = std::net::Ipv4Addr::from((10 << 24) + index * 16);
        let _ = writeln!(
            text,
            "  - {{name: s{index}, zone: a, role: nodes, cidr: {address}/28}}"
        );
    }
    text.push_str("zones: [a]\nnode_groups: [{instance_types: [m5.large], nodes: {desired: 100000}, pods: {desired: 10000000}}]\n");
    let (plan, _) = Plan::from_text(text.as_bytes()).expect("a plan");
    assert_eq!(plan.subnets.len(), 5_000);
    holds(&analyze(&plan, &Catalogue::bundled()));
}
