//! Every strategy on every example: the plans of the matrix of exports.

use eniplan_core::export::Strategy;
use eniplan_core::plan::{
    Cni, IpFamily, Ipv6Source, Plan, Provisioner, Role, Subnet, VpcCidr, Within,
};

/// The three examples, by name.
pub const EXAMPLES: [(&str, &str); 3] = [
    (
        "article-three-28s",
        include_str!("../../examples/article-three-28s.yaml"),
    ),
    (
        "best-practices-c5-large",
        include_str!("../../examples/best-practices-c5-large.yaml"),
    ),
    ("shop-prod", include_str!("../../examples/shop-prod.yaml")),
];

/// An example with the strategy in place of its own.
///
/// # Panics
///
/// Where an example is no plan.
pub fn plan(example: &str, strategy: Strategy) -> Plan {
    let (mut plan, findings) = Plan::from_text(example.as_bytes()).expect("a plan");
    assert_eq!(findings, []);
    let networking = &mut plan.networking;
    networking.custom_networking = false;
    networking.prefix_delegation = false;
    match strategy {
        Strategy::SecondaryAddresses => networking.subnet_discovery = false,
        Strategy::SubnetDiscovery => add_pods(&mut plan),
        Strategy::Prefixes => networking.prefix_delegation = true,
        Strategy::CustomNetworking | Strategy::CustomNetworkingPrefixes => {
            networking.custom_networking = true;
            networking.prefix_delegation = strategy == Strategy::CustomNetworkingPrefixes;
            add_pods(&mut plan);
        }
        Strategy::PodSecurityGroups => networking.pod_security_groups = true,
        Strategy::AutoMode => {
            networking.cni = Cni::AutoMode;
            for group in &mut plan.node_groups {
                group.provisioner = Provisioner::AutoMode;
            }
        }
        Strategy::Ipv6 => {
            networking.ip_family = IpFamily::Ipv6;
            let block = "2001:db8:1234:1a00::/56".parse().expect("a block");
            plan.vpc.ipv6_cidr = Some(Ipv6Source::Block(block));
        }
        Strategy::Calico => networking.cni = Cni::Calico,
        Strategy::CiliumOverlay => networking.cni = Cni::CiliumOverlay,
        Strategy::CiliumEni => networking.cni = Cni::CiliumEni,
        Strategy::Flannel => networking.cni = Cni::Flannel,
        Strategy::WeaveNet => networking.cni = Cni::WeaveNet,
    }
    if strategy.replaces_vpc_cni() && strategy != Strategy::CiliumEni {
        for group in &mut plan.node_groups {
            group.max_pods = Some(Within::of(110));
        }
    }
    assert_eq!(Strategy::of(&plan), strategy);
    plan
}

/// Gives the plan a block for pods and a subnet of it in each zone, unless it has some.
fn add_pods(plan: &mut Plan) {
    if plan.subnets.iter().any(|subnet| subnet.role == Role::Pods) {
        return;
    }
    let block = |text: &str| text.parse().expect("a block");
    if plan.vpc.cidrs.len() < 2 {
        plan.vpc.cidrs.push(VpcCidr {
            cidr: block("100.64.0.0/16"),
            routable: false,
        });
    }
    for (index, zone) in plan.zones().into_iter().enumerate() {
        plan.subnets.push(Subnet {
            zone: zone.name,
            role: Role::Pods,
            cidr: block(&format!("100.64.{}.0/18", index * 64)),
            ..Subnet::default()
        });
    }
}
