//! Published cases of grade A that ask for more of a plan than the figures of `eniplan-cases`.

use eniplan_core::analyze::{Report, SubnetReport, analyze};
use eniplan_core::aws::catalogue::Catalogue;
use eniplan_core::plan::Plan;

fn report(text: &str) -> Report {
    let (plan, findings) =
        Plan::from_text(text.as_bytes()).unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert!(findings.is_empty(), "{findings:?}\n{text}");
    analyze(&plan, &Catalogue::bundled())
}

/// A25: docs.aws, managed-node-update-behavior: five zones, and what may be unavailable at once.
///
/// An idle t3.micro takes two addresses, so new nodes can be counted in the subnets.
#[test]
fn a25_managed_node_update_behavior_surge() {
    for (unavailable, surge) in [(1, 10), (20, 20)] {
        let report = report(&format!(
            "
zones: [a, b, c, d, e]
node_groups: [{{instance_types: [t3.micro], nodes: {{desired: 40}}, update: {{max_unavailable: {unavailable}}}}}]
"
        ));
        let nodes = |subnets: &[SubnetReport]| -> u64 {
            subnets
                .iter()
                .map(|subnet| subnet.demand.nodes())
                .sum::<u64>()
                / 2
        };
        let upgrade = report
            .states
            .iter()
            .find(|state| state.name == "upgrade")
            .unwrap();
        assert_eq!(nodes(&report.subnets), 40);
        assert_eq!(nodes(&upgrade.subnets), 40 + surge, "{unavailable}");
    }
}
