//! The slow, obvious form of the ranking: the strategy applied to a plan of one node, and the group resolved.

use alloc::vec::Vec;
use std::vec;

use proptest::prelude::*;

use super::{COLUMNS, Cell, Cells, Ranking};
use crate::analyze::analyze;
use crate::analyze::group::Group;
use crate::analyze::strategies::{Present, Strategy as Way};
use crate::aws::catalogue::{Catalogue, InstanceType};
use crate::plan::{
    Cni, Cpu, IpFamily, Memory, Name, Networking, NodeGroup, Plan, Pods, Provisioner, Target, Warm,
    Within,
};

fn slow(plan: &Plan, id: &str, instance: &InstanceType, catalogue: &Catalogue) -> Cell {
    let mut plan = plan.clone();
    plan.node_groups[0].instance_types = vec![Name::of(&instance.name).unwrap()];
    let report = analyze(&Plan::default(), catalogue);
    let present = Present {
        plan: &plan,
        report: &report,
        catalogue,
    };
    let changed = Way::of_id(id).map_or(Ok(plan.clone()), |way| (way.apply)(&present));
    let Ok(changed) = changed else {
        return Cell::default();
    };
    let group = Group::of(&changed, 0, catalogue, &mut Vec::new()).unwrap();
    let (pods, branches) = if id == "pod-security-groups" {
        let pods = group.capacity().min(group.branch_limit());
        (pods, pods)
    } else {
        (group.capacity(), 0)
    };
    let take = group.kinds[0].take(pods, branches);
    let addresses = u32::try_from(take.addresses()).unwrap();
    Cell {
        max_pods: group.max_pods,
        pods,
        interfaces: u32::try_from(take.interfaces).unwrap(),
        addresses,
        idle: u32::try_from(take.idle).unwrap(),
        addresses_per_pod: (addresses * 100).checked_div(pods).unwrap_or(0),
    }
}

fn networking() -> impl Strategy<Value = Networking> {
    let cni =
        prop_oneof![3 => Just(Cni::VpcCni), 1 => Just(Cni::Calico), 1 => Just(Cni::CiliumEni)];
    let family = prop_oneof![4 => Just(IpFamily::Ipv4), 1 => Just(IpFamily::Ipv6)];
    let target = || (0u32..40).prop_map(Target::of);
    let maybe = move || proptest::option::weighted(0.3, target());
    let warm = (target(), maybe(), maybe(), target());
    let switches = (any::<bool>(), any::<bool>(), any::<bool>());
    let max_eni = proptest::option::weighted(0.2, (1u32..16).prop_map(Within::of));
    (cni, family, switches, warm, max_eni).prop_map(|(cni, ip_family, switches, warm, max_eni)| {
        Networking {
            cni,
            ip_family,
            prefix_delegation: switches.0,
            custom_networking: switches.1,
            pod_security_groups: switches.2,
            warm: Warm {
                eni: warm.0,
                ip: warm.1,
                minimum_ip: warm.2,
                prefix: warm.3,
            },
            max_eni,
            ..Networking::default()
        }
    })
}

fn group() -> impl Strategy<Value = NodeGroup> {
    let provisioner = prop_oneof![
        4 => Just(Provisioner::Managed),
        2 => Just(Provisioner::SelfManaged),
        2 => Just(Provisioner::Karpenter),
        1 => Just(Provisioner::AutoMode)
    ];
    let sizes = (
        proptest::option::weighted(0.7, (1u32..4_000).prop_map(Cpu::of_millicores)),
        proptest::option::weighted(0.7, (1u64..1 << 33).prop_map(Memory::of_bytes)),
    );
    let counts = (
        0u32..12,
        proptest::option::weighted(0.2, 0u32..300),
        proptest::option::weighted(0.2, 0u32..20),
    );
    (provisioner, any::<bool>(), sizes, counts).prop_map(
        |(provisioner, custom_ami, sizes, counts)| NodeGroup {
            provisioner,
            custom_ami,
            pods: Pods {
                cpu: sizes.0,
                memory: sizes.1,
                ..Pods::default()
            },
            daemonset_pods: Within::of(counts.0),
            max_pods: counts.1.map(Within::of),
            host_network_pods: counts.2.map(Within::of),
            ..NodeGroup::default()
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn equals_the_ordinary_way(networking in networking(), group in group(), first in 0usize..40) {
        let plan = Plan { networking, node_groups: vec![group], ..Plan::default() };
        let catalogue = Catalogue::bundled();
        let ranking = Ranking::of(&plan, 0).unwrap();
        let mut rows = vec![Cells::default(); catalogue.listed().count()];
        prop_assert_eq!(ranking.fill(&catalogue, &mut rows), rows.len());
        for (at, instance) in catalogue.listed().enumerate() {
            let mut row = Cells::default();
            ranking.row(instance, &mut row);
            prop_assert_eq!(rows[at], row, "{}", instance.name);
            if at % 40 != first {
                continue;
            }
            for (id, cell) in COLUMNS.into_iter().zip(row) {
                prop_assert_eq!(cell, slow(&plan, id, instance, &catalogue), "{} on {}", id, instance.name);
            }
        }
    }
}
