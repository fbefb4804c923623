//! Plans that share a VPC, added up: figures are worked out by hand.

use eniplan_core::analyze::{SharedVpc, analyze, on_shared_vpcs};
use eniplan_core::aws::catalogue::Catalogue;
use eniplan_core::finding::{Code, Finding};
use eniplan_core::plan::Plan;

fn shared(texts: &[&str]) -> (Vec<SharedVpc>, Vec<(usize, Finding)>) {
    let plans: Vec<Plan> = texts
        .iter()
        .map(|text| {
            let (plan, findings) = Plan::from_text(text.as_bytes()).expect("a plan");
            assert_eq!(findings, [], "{text}");
            plan
        })
        .collect();
    let refs: Vec<&Plan> = plans.iter().collect();
    let names: Vec<&str> = plans.iter().map(Plan::name).collect();
    let shared = on_shared_vpcs(&refs, &Catalogue::bundled());
    let findings = shared.iter().flat_map(|vpc| vpc.findings(&names));
    let findings = findings.collect();
    (shared, findings)
}

/// A plan with line items alone, which take what they say.
fn plan(name: &str, vpc: &str, subnets: &str, addresses: u32) -> String {
    format!(
        "name: {name}\nvpc: {{id: {vpc}}}\nzones: [a, b]\nsubnets:\n{subnets}cluster: {{control_plane_interfaces: 0}}\nothers: [{{name: own, addresses: {addresses}, subnets: [{name}-a]}}]\n"
    )
}

fn subnet(name: &str, cidr: &str, more: &str) -> String {
    format!("  - {{name: {name}-a, zone: a, cidr: {cidr}{more}}}\n")
}

/// A /26 gives out 59 addresses. The first wants 30, the second 40: each fits alone, and together 11 are missing.
#[test]
fn what_fits_alone_is_added_up() {
    let texts = [("one", 30), ("two", 40)]
        .map(|(name, own)| plan(name, "vpc-1", &subnet(name, "10.0.0.0/26", ""), own));
    let (both, findings) = shared(&[&texts[0], &texts[1]]);
    let [vpc] = both.as_slice() else {
        panic!("{both:?}")
    };
    assert_eq!(
        (vpc.id.as_str(), vpc.plans.as_slice()),
        ("vpc-1", &[0, 1][..])
    );
    let [own] = vpc.subnets.as_slice() else {
        panic!("{vpc:?}")
    };
    assert_eq!((own.usable, own.desired, own.max), (59, 70, 70));
    assert_eq!(
        own.names,
        [(0, "one-a".to_owned()), (1, "two-a".to_owned())]
    );
    let told: Vec<(usize, Code, String)> = findings
        .into_iter()
        .map(|(plan, finding)| (plan, finding.code, finding.message()))
        .collect();
    let message = |name: &str| {
        format!(
            "{name}-a (10.0.0.0/26) is 11 short as desired once one, two are added up: 70 addresses wanted, 59 usable."
        )
    };
    assert_eq!(
        told,
        [
            (0, Code::SharedSubnetShort, message("one")),
            (1, Code::SharedSubnetShort, message("two")),
        ]
    );
}

/// What one plan says is used holds the other's addresses of today, and EC2's count of free ones holds both.
#[test]
fn what_others_have_today_is_counted_once() {
    let of = |name: &str, more: &str, own: u32| {
        plan(name, "vpc-1", &subnet(name, "10.0.0.0/26", more), own)
    };
    for (one, two, expected) in [
        // 12 strangers of which 10 are the second plan's own: 2 + 30 + 10.
        (of("one", ", used: 12", 30), of("two", "", 10), 42),
        // The first sees no stranger at all, the second 35, of which 30 are the first's: 5 + 30 + 10.
        (of("one", "", 30), of("two", ", used: 35", 10), 45),
        // 59 − 14 free are 45 used by both and by 5 strangers, whoever counts.
        (of("one", ", free: 14", 30), of("two", ", free: 14", 10), 45),
        (of("one", ", free: 14", 30), of("two", "", 10), 45),
        // Less than the others have: nothing is taken out twice.
        (of("one", ", used: 3", 30), of("two", "", 10), 40),
    ] {
        let (both, findings) = shared(&[&one, &two]);
        assert_eq!(both[0].subnets[0].desired, expected, "{one}{two}");
        assert!(findings.is_empty());
    }
}

/// A t3.nano has 2 interfaces of 2 addresses; without a pod it holds one interface whole, and a warm one.
#[test]
fn nodes_of_today_are_no_strangers_and_those_at_max_count() {
    let text = |name: &str, free: &str| {
        format!(
            "name: {name}\nvpc: {{id: vpc-1}}\nzones: [a]\nsubnets: [{{name: a, zone: a, cidr: 10.0.0.0/26{free}}}]\ncluster: {{control_plane_interfaces: 0}}\nnode_groups: [{{name: {name}, instance_types: [t3.nano], nodes: {{now: 2, desired: 3, max: 9}}}}]\n"
        )
    };
    let alone = {
        let (plan, _) = Plan::from_text(text("one", "").as_bytes()).expect("a plan");
        let report = analyze(&plan, &Catalogue::bundled());
        let max = report.states.iter().find(|state| state.name == "max");
        (report.subnets[0].used, max.expect("max").subnets[0].used)
    };
    let each = alone.0 / 3;
    assert_eq!(alone, (3 * each, 9 * each), "nodes are alike");
    let (both, _) = shared(&[&text("one", ""), &text("two", "")]);
    let own = &both[0].subnets[0];
    assert_eq!((own.desired, own.max), (2 * 3 * each, 2 * 9 * each));
    // 4 nodes and 7 strangers today.
    let free = format!(", free: {}", 59 - 4 * each - 7);
    let (both, _) = shared(&[&text("one", &free), &text("two", &free)]);
    let own = &both[0].subnets[0];
    assert_eq!((own.desired, own.max), (6 * each + 7, 18 * each + 7));
}

#[test]
fn subnets_of_two_plans_that_overlap_are_told_to_both() {
    let outer = plan("one", "vpc-1", &subnet("one", "10.0.0.0/24", ""), 1);
    let inner = plan("two", "vpc-1", &subnet("two", "10.0.0.64/26", ""), 1);
    let (_, findings) = shared(&[&outer, &inner]);
    let told: Vec<(usize, Code, &str)> = findings
        .iter()
        .map(|(plan, finding)| (*plan, finding.code, finding.subject.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (0, Code::SharedVpcOverlap, "one-a"),
            (1, Code::SharedVpcOverlap, "two-a"),
        ]
    );
    assert!(
        findings[0]
            .1
            .message()
            .contains("two-a (10.0.0.64/26) of two")
    );
    // Side by side, or in another VPC, they do not meet.
    let beside = plan("two", "vpc-1", &subnet("two", "10.0.1.0/26", ""), 1);
    let elsewhere = plan("two", "vpc-2", &subnet("two", "10.0.0.64/26", ""), 1);
    for other in [&beside, &elsewhere] {
        assert!(shared(&[&outer, other]).1.is_empty(), "{other}");
    }
    assert_eq!(shared(&[&outer, &elsewhere]).0, []);
    let no_id = outer.replace("vpc: {id: vpc-1}\n", "");
    assert_eq!(shared(&[&no_id, &no_id]).0, []);
}
