//! Layouts changed by hand: what each change makes of a plan, and what is refused.

use eniplan_core::finding::Code;
use eniplan_core::layout::edit::{self, Edited};
use eniplan_core::plan::{Plan, Role};
use proptest::prelude::*;

const PLAN: &str = "
zones: [a, b]
vpc: {cidrs: [10.0.0.0/16], peers: [10.9.0.0/16], routes: [10.5.0.0/24]}
subnets:
  - {name: private-a, zone: a, cidr: 10.0.0.0/20, taken: [10.0.0.20, 10.0.8.9], reservations: [10.0.8.0/21]}
  - {name: private-b, zone: b, cidr: 10.0.16.0/20, used: 7}
  - {name: there, zone: a, cidr: 10.0.32.0/20, id: subnet-0123}
  - {name: public-b, zone: b, role: public, cidr: 10.0.48.0/20}
node_groups: [{subnets: [private-a, private-b]}]
others: [{name: lambda, addresses: 4, subnets: [private-a]}]
";

fn plan() -> Plan {
    let (plan, findings) = Plan::from_text(PLAN.as_bytes()).unwrap();
    assert!(findings.is_empty(), "{findings:?}");
    plan
}

fn code(edited: &Edited) -> Code {
    edited.as_ref().unwrap_err().code
}

fn text(plan: &Plan) -> Vec<String> {
    let subnets = plan.subnets.iter();
    subnets
        .map(|one| format!("{} {}", one.name.as_deref().unwrap_or_default(), one.cidr))
        .collect()
}

#[test]
fn a_split_shares_out_what_is_known() {
    let split = edit::split(&plan(), "private-a").unwrap();
    assert_eq!(
        text(&split)[..3],
        [
            "private-a 10.0.0.0/21",
            "private-a-2 10.0.8.0/21",
            "private-b 10.0.16.0/20"
        ]
    );
    let taken = |index: usize| {
        split.subnets[index]
            .taken
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        (taken(0), taken(1)),
        (vec!["10.0.0.20".to_owned()], vec!["10.0.8.9".to_owned()])
    );
    assert!(split.subnets[0].reservations.is_empty());
    assert_eq!(split.subnets[1].reservations[0].to_string(), "10.0.8.0/21");
}

#[test]
fn a_merge_takes_equal_halves_of_one_zone_and_role() {
    let split = edit::split(&plan(), "private-a").unwrap();
    assert_eq!(
        edit::merge(&split, "private-a", "private-a-2").unwrap(),
        plan()
    );
    // 10.0.0.0/20 and 10.0.16.0/20 are halves of 10.0.0.0/19, in two zones.
    assert_eq!(
        code(&edit::merge(&plan(), "private-a", "private-b")),
        Code::EditRefused
    );
    let again = edit::split(&split, "private-a-2").unwrap();
    assert_eq!(
        code(&edit::merge(&again, "private-a", "private-a-2")),
        Code::EditRefused
    );
    assert_eq!(
        code(&edit::merge(&plan(), "private-a", "private-a")),
        Code::EditRefused
    );
}

/// Where two are made one, whatever chose the second by name chooses the first.
#[test]
fn names_follow_a_merge() {
    let mut split = edit::split(&plan(), "private-a").unwrap();
    let second = split.subnets[1].name.clone().unwrap();
    split.node_groups[0].subnets =
        Some(vec![second.clone(), split.subnets[0].name.clone().unwrap()]);
    split.others[0].subnets = vec![second];
    let merged = edit::merge(&split, "private-a", "private-a-2").unwrap();
    assert_eq!(merged.node_groups[0].subnets.as_ref().unwrap().len(), 1);
    assert_eq!(merged.others[0].subnets[0].as_str(), "private-a");
}

#[test]
fn a_subnet_moves_with_what_is_known_of_it() {
    let moved = edit::move_to(&plan(), "private-a", "10.0.64.0/20".parse().unwrap()).unwrap();
    let subnet = &moved.subnets[0];
    assert_eq!(subnet.cidr.to_string(), "10.0.64.0/20");
    let taken: Vec<String> = subnet.taken.iter().map(ToString::to_string).collect();
    assert_eq!(taken, ["10.0.64.20", "10.0.72.9"]);
    assert_eq!(subnet.reservations[0].to_string(), "10.0.72.0/21");
    // It may grow over its own place.
    let grown = edit::move_to(
        &edit::split(&plan(), "private-b").unwrap(),
        "private-b",
        "10.0.16.0/22".parse().unwrap(),
    );
    assert_eq!(grown.unwrap().subnets[1].cidr.to_string(), "10.0.16.0/22");
}

#[test]
fn what_aws_refuses_is_refused_with_its_finding() {
    let plan = plan();
    let block = |text: &str| text.parse().unwrap();
    let cases = [
        (edit::split(&plan, "there"), Code::EditRefused),
        (edit::split(&plan, "nowhere"), Code::EditRefused),
        (
            edit::move_to(&plan, "there", block("10.0.64.0/20")),
            Code::EditRefused,
        ),
        (
            edit::move_to(&plan, "private-a", block("10.0.16.0/21")),
            Code::SubnetsOverlap,
        ),
        (
            edit::move_to(&plan, "private-a", block("10.1.0.0/20")),
            Code::SubnetOutsideVpc,
        ),
        (
            edit::move_to(&plan, "private-a", block("10.0.64.0/29")),
            Code::SubnetSize,
        ),
        (
            edit::add_subnet(&plan, "a", Role::Pods, block("10.0.40.0/21")),
            Code::SubnetsOverlap,
        ),
        (
            edit::add_block(&plan, block("10.0.128.0/17"), true),
            Code::VpcCidrsOverlap,
        ),
        (
            edit::add_block(&plan, block("192.168.0.0/16"), true),
            Code::VpcCidrRestricted,
        ),
        (
            edit::add_block(&plan, block("10.9.128.0/17"), true),
            Code::PeerOverlap,
        ),
        (
            edit::add_block(&plan, block("10.5.0.0/23"), true),
            Code::RouteConflict,
        ),
        (
            edit::add_block(&plan, block("100.64.0.0/15"), false),
            Code::VpcCidrSize,
        ),
    ];
    for (edited, expected) in cases {
        assert_eq!(code(&edited), expected);
    }
}

#[test]
fn holes_and_blocks_are_filled() {
    let plan = edit::add_block(&plan(), "100.64.0.0/16".parse().unwrap(), false).unwrap();
    let plan = edit::add_subnet(&plan, "b", Role::Pods, "100.64.0.0/18".parse().unwrap()).unwrap();
    let plan = edit::add_subnet(&plan, "b", Role::Pods, "100.64.64.0/18".parse().unwrap()).unwrap();
    assert_eq!(
        text(&plan)[4..],
        ["pods-b 100.64.0.0/18", "pods-b-2 100.64.64.0/18"]
    );
    assert!(!plan.vpc.cidrs[1].routable);
    let shared = Plan {
        vpc: eniplan_core::plan::Vpc {
            shared: true,
            ..plan.vpc.clone()
        },
        ..plan
    };
    assert_eq!(
        code(&edit::add_block(
            &shared,
            "100.65.0.0/16".parse().unwrap(),
            false
        )),
        Code::EditRefused
    );
}

proptest! {
    /// Any number of splits, merged in the order against it, is the plan as it was.
    #[test]
    fn merging_undoes_splitting(times in 1usize..9) {
        let mut plans = vec![plan()];
        for _ in 0..times {
            if let Ok(split) = edit::split(plans.last().unwrap(), "private-a") {
                plans.push(split);
            }
        }
        // The youngest half has the highest number.
        let mut merged = plans.last().unwrap().clone();
        for number in (2..=plans.len()).rev() {
            merged = edit::merge(&merged, "private-a", &format!("private-a-{number}")).unwrap();
        }
        let blocks = |plan: &Plan| plan.subnets.iter().map(|one| (one.name.clone(), one.cidr)).collect::<Vec<_>>();
        prop_assert_eq!(blocks(&merged), blocks(&plan()));
    }
}

#[test]
fn the_other_half_is_found_or_named() {
    let split = edit::split(&plan(), "private-a").unwrap();
    for name in ["private-a", "private-a-2"] {
        let both = edit::halves(&split, name).unwrap();
        assert_eq!(both, ("private-a".into(), "private-a-2".into()));
    }
    // 10.0.0.0/20 and 10.0.16.0/20 are the halves of 10.0.0.0/19; 10.0.16.0/20 is whole where the first is split.
    let refusal = edit::halves(&split, "private-b").unwrap_err();
    assert!(refusal.message().contains("10.0.0.0/20"), "{refusal:?}");
    let alone = edit::halves(&plan(), "public-b").unwrap();
    assert_eq!(alone, ("there".into(), "public-b".into()));
}

#[test]
fn subnets_of_a_cluster_that_exists_stay_unless_their_ids_tell_them_apart() {
    let mut existing = plan();
    existing.cluster.existing = true;
    assert!(edit::split(&existing, "private-a").is_ok());
    existing.subnets[2].id = None;
    assert_eq!(
        code(&edit::split(&existing, "private-a")),
        Code::EditRefused
    );
}

#[test]
fn of_two_subnets_with_one_name_neither_is_taken() {
    let mut doubled = plan();
    doubled.subnets[1].name = doubled.subnets[0].name.clone();
    assert_eq!(code(&edit::split(&doubled, "private-a")), Code::EditRefused);
}

#[test]
fn a_vpc_of_fifty_blocks_takes_no_other() {
    let mut full = plan();
    for part in 0..49u8 {
        let block = format!("100.{}.0.0/16", 64 + part).parse().unwrap();
        full = edit::add_block(&full, block, false).unwrap();
    }
    let refused = edit::add_block(&full, "100.127.0.0/16".parse().unwrap(), false);
    assert_eq!(code(&refused), Code::VpcCidrMost);
}
