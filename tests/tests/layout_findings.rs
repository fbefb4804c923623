//! Each finding of a layout: what raises it, and what comes close and does not.

use std::collections::BTreeSet;

use eniplan_core::aws::catalogue::Catalogue;
use eniplan_core::finding::{Code, Finding, Severity};
use eniplan_core::layout::{Options, Preset, Presets, edit, fleet, lay_out};
use eniplan_core::plan::{Plan, wants};

fn checked(findings: Vec<Finding>) -> BTreeSet<Code> {
    for finding in &findings {
        let (message, help) = (finding.message(), finding.help());
        assert!(
            !message.contains('{') && !help.contains('{') && !help.contains(".."),
            "{message} {help}"
        );
        assert!(
            message.ends_with('.') && help.ends_with('.'),
            "{message} {help}"
        );
    }
    findings.into_iter().map(|finding| finding.code).collect()
}

fn of_plan(text: &str) -> Vec<Finding> {
    let (plan, findings) = Plan::from_text(text.as_bytes()).unwrap();
    assert!(findings.is_empty(), "{findings:?}");
    lay_out(&plan, &Catalogue::bundled(), &Options::default()).findings
}

fn of_eksctl(text: &str) -> Vec<Finding> {
    let (plan, _) = Plan::from_text(text.as_bytes()).unwrap();
    let options = Options {
        presets: Presets::of(&[Preset::Eksctl]).unwrap(),
        ..Options::default()
    };
    lay_out(&plan, &Catalogue::bundled(), &options).findings
}

/// The first line is the pool.
fn of_fleet(text: &str) -> Vec<Finding> {
    let (pool, list) = text.split_once('\n').unwrap();
    let pool: Vec<_> = pool
        .split_whitespace()
        .map(|block| block.parse().unwrap())
        .collect();
    let (wants, findings) = wants::read(list.as_bytes()).unwrap();
    assert!(findings.is_empty(), "{findings:?}");
    fleet::lay_out(&wants, &pool, &Catalogue::bundled(), &Options::default()).findings
}

/// A subnet to split.
fn of_split(text: &str) -> Vec<Finding> {
    let (plan, _) = Plan::from_text(text.as_bytes()).unwrap();
    edit::split(&plan, "x").err().into_iter().collect()
}

type Case = (Code, fn(&str) -> Vec<Finding>, &'static str, &'static str);

/// Code, who raises it, what raises it, a near miss.
#[rustfmt::skip]
const CASES: &[Case] = &[
    // A node of m5.large with 27 pods takes 30 addresses; a /26 gives out 59, so that two fit and three do not.
    (Code::SubnetCannotGrow, of_plan,
        "zones: [a, b]\nsubnets: [{zone: a, cidr: 10.0.0.0/26}, {zone: b, cidr: 10.0.1.0/24}]\ncluster: {control_plane_interfaces: 0}\nnode_groups: [{zones: [a], provisioner: self-managed, instance_types: [m5.large], nodes: {desired: 2}, pods: {desired: 54}}]",
        "zones: [a, b]\nsubnets: [{zone: a, cidr: 10.0.0.0/26}, {zone: b, cidr: 10.0.1.0/24}]\ncluster: {control_plane_interfaces: 0}\nnode_groups: [{zones: [a], provisioner: self-managed, instance_types: [m5.large], nodes: {desired: 1, max: 1}, pods: {desired: 27}}]"),
    (Code::LayoutNoRoom, of_plan,
        "zones: [a, b]\nvpc: {cidrs: [10.32.0.0/27]}",
        "zones: [a, b]\nvpc: {cidrs: [10.32.0.0/26]}"),
    (Code::BlockAdded, of_plan,
        "networking: {custom_networking: true}",
        "networking: {custom_networking: true}\nvpc: {cidrs: [10.32.0.0/16, 100.64.0.0/16]}"),
    (Code::PresetDoesNotFit, of_eksctl,
        "zones: [a, b, c, d, e, f, g, h, i]",
        "zones: [a, b, c, d, e, f, g, h]"),
    (Code::Ipv6Full, of_plan,
        "vpc: {ipv6_cidr: '2600:1f18:1234:5600::/63'}",
        "vpc: {ipv6_cidr: '2600:1f18:1234:5600::/62'}"),
    (Code::EditRefused, of_split,
        "subnets: [{name: x, zone: a, cidr: 10.0.0.0/28}]",
        "subnets: [{name: x, zone: a, cidr: 10.0.0.0/27}]"),
    (Code::PoolExhausted, of_fleet,
        "10.64.0.0/20\n- {name: a, zones: 2, nodes: 40, pods: 400}",
        "10.64.0.0/19\n- {name: a, zones: 2, nodes: 40, pods: 400}"),
    (Code::SharedBlockReused, of_fleet,
        "10.64.0.0/20\n- {name: a, strategy: custom-networking}\n- {name: b, strategy: custom-networking}",
        "10.64.0.0/20\n- {name: a, strategy: custom-networking}\n- {name: b}"),
    (Code::PoolBlockUnusable, of_fleet,
        "10.64.0.0/20 10.64.8.0/21\n- {name: a}",
        "10.64.0.0/20 10.64.16.0/21\n- {name: a}"),
    (Code::FleetOverlap, of_fleet,
        "10.64.0.0/16\n- {name: a, cidrs: [10.64.0.0/20]}\n- {name: b, cidrs: [10.64.8.0/21]}",
        "10.64.0.0/16\n- {name: a, cidrs: [10.64.0.0/20]}\n- {name: b, cidrs: [10.64.16.0/21]}"),
    (Code::PrimaryTooSmall, of_fleet,
        "10.0.0.0/8\n- {name: a, nodes: 20000, pods: 560000}",
        "10.0.0.0/8\n- {name: a, nodes: 20000, pods: 200000, strategy: calico}"),
    (Code::DuplicateName, of_fleet,
        "10.64.0.0/16\n- {name: a}\n- {name: a}",
        "10.64.0.0/16\n- {name: a}\n- {name: b}"),
];

#[test]
fn each_finding_is_raised_and_its_near_miss_is_not() {
    let mut wrong = Vec::new();
    for (code, of, raises, near) in CASES {
        if !checked(of(raises)).contains(code) {
            wrong.push(format!(
                "{code:?} is not raised by\n{raises}\nbut {:?}",
                of(raises)
            ));
        }
        if checked(of(near)).contains(code) {
            wrong.push(format!("{code:?} is raised by\n{near}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn every_code_of_a_layout_has_a_case() {
    let covered: BTreeSet<Code> = CASES.iter().map(|(code, ..)| *code).collect();
    let of_layouts = Code::ALL
        .iter()
        .filter(|code| (245..260).contains(&code.entry().number));
    let missing: Vec<&Code> = of_layouts.filter(|code| !covered.contains(code)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// What would make it fit does: each remedy is tried before it is named.
#[test]
fn remedies_make_it_fit() {
    let text = |vpc: &str| {
        format!(
            "zones: [a, b, c]\nvpc: {vpc}\nnode_groups: [{{instance_types: [m5.large], nodes: {{desired: 30, max: 60}}, pods: {{desired: 600, max: 1200}}}}]"
        )
    };
    let short = of_plan(&text("{cidrs: [10.32.0.0/22]}"));
    let help = short
        .iter()
        .find(|finding| finding.code == Code::LayoutNoRoom)
        .unwrap()
        .help();
    assert_eq!(
        help,
        "A primary block of /20 would do: 10.32.0.0/20; or one more secondary block 10.32.8.0/21 would do."
    );
    for vpc in [
        "{cidrs: [10.32.0.0/20]}",
        "{cidrs: [10.32.0.0/22, 10.32.8.0/21]}",
    ] {
        let findings = of_plan(&text(vpc));
        assert!(
            findings
                .iter()
                .all(|finding| finding.severity != Severity::Error),
            "{vpc} {findings:?}"
        );
    }
    for vpc in [
        "{cidrs: [10.32.0.0/21]}",
        "{cidrs: [10.32.0.0/22, 10.32.8.0/22]}",
    ] {
        assert!(
            checked(of_plan(&text(vpc))).contains(&Code::LayoutNoRoom),
            "{vpc}"
        );
    }
    // A /16 is the largest block that AWS takes, so that what is beyond it comes in several.
    let huge = of_plan(
        "zones: [a, b, c]\nvpc: {cidrs: [10.32.0.0/16]}\nnode_groups: [{instance_types: [m5.large], nodes: {desired: 3000, max: 6000}, pods: {desired: 60000, max: 120000}}]",
    );
    let help = huge[0].help();
    assert!(help.starts_with("2 more blocks would do, as AWS takes none larger than a /16: 10.33.0.0/16, 10.34.0.0/16"), "{help}");
    // Growth may be what there is no room for.
    let growing = of_plan(
        "zones: [a, b]\nvpc: {id: vpc-1, cidrs: [10.32.0.0/23], shared: true}\ngrowth: {pods_per_month: 20%}\nnode_groups: [{instance_types: [m5.large], nodes: {desired: 6, max: 6}, pods: {desired: 120}}]",
    );
    let help = growing[0].help();
    assert!(
        help.starts_with("Room for ")
            && help.ends_with(" months of growth in place of 12 would fit."),
        "{help}"
    );
}
