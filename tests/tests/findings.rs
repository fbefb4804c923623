//! Each finding: a plan that raises it, and one that comes close and does not.

use std::collections::BTreeSet;

use eniplan_core::analyze::analyze;
use eniplan_core::aws::catalogue::Catalogue;
use eniplan_core::finding::Code;
use eniplan_core::plan::Plan;

fn codes(text: &str) -> BTreeSet<Code> {
    let (plan, mut findings) =
        Plan::from_text(text.as_bytes()).unwrap_or_else(|error| panic!("{error}\n{text}"));
    findings.extend(analyze(&plan, &Catalogue::bundled()).findings);
    for finding in &findings {
        let (message, help) = (finding.message(), finding.help());
        assert!(
            !message.contains("{}") && !help.contains("{}") && !help.contains(".."),
            "{message} {help}"
        );
        assert!(
            !finding.subject.is_empty() || finding.at.is_known(),
            "{message}"
        );
    }
    findings.into_iter().map(|finding| finding.code).collect()
}

/// Code, a plan that raises it, a near miss.
#[rustfmt::skip]
const CASES: &[(Code, &str, &str)] = &[
    (Code::UnknownKey, "zone: [a]", "zones: [a, b]"),
    (Code::WrongType, "networking: {prefix_delegation: maybe}", "networking: {prefix_delegation: True}"),
    (Code::OutOfRange, "cluster: {control_plane_interfaces: 5}", "cluster: {control_plane_interfaces: 4}"),
    (Code::OutOfRange, "node_groups: [{nodes: {max: 10000000}}]", "node_groups: [{nodes: {max: 100000}}]"),
    (Code::MissingKey, "subnets: [{zone: a}]", "subnets: [{zone: a, cidr: 10.0.0.0/24}]"),
    (Code::HostBits, "vpc: {cidrs: [10.0.0.1/16]}", "vpc: {cidrs: [10.1.0.0/16]}"),
    (Code::NewerPlan, "version: 2", "version: 1"),
    (Code::DuplicateName, "node_groups: [{name: x}, {name: x}]", "node_groups: [{name: x}, {name: y}]"),
    (Code::DuplicateName, "zones: [a, b, a]", "zones: [a, b]"),
    (Code::UnknownName, "node_groups: [{zones: [d]}]", "node_groups: [{zones: [c]}]"),
    (Code::UnknownName, "node_groups: [{subnets: [nope]}]", "node_groups: [{subnets: [private-a]}]"),
    (Code::UnknownName, "others: [{name: x, addresses: 1, subnets: [nope]}]", "others: [{name: x, addresses: 1, subnets: [private-a]}]"),
    (Code::BothUsedAndFree, "subnets: [{zone: a, cidr: 10.0.0.0/24, used: 1, free: 250}]", "subnets: [{zone: a, cidr: 10.0.0.0/24, used: 1}]"),
    (Code::NodeCountsOutOfOrder, "node_groups: [{nodes: {min: 4, desired: 3}}]", "node_groups: [{nodes: {min: 3, desired: 3}}]"),
    (Code::UnknownInstanceType, "node_groups: [{instance_types: [m5.lage]}]", "node_groups: [{instance_types: [m5.large]}]"),
    (Code::UnknownInstanceType, "node_groups: [{instance_types: [zz9.*]}]", "node_groups: [{instance_types: [c6i.*], provisioner: karpenter}]"),
    (Code::BadMix, "node_groups: [{mix: {m6i.large: 90}}]", "node_groups: [{mix: {m6i.large: 90, c6i.large: 10%}}]"),
    (Code::YamlFeature, "zones: &z [a, b]", "zones: [a, b]"),
    (Code::DuplicateKey, "name: x\nname: y", "name: x"),

    (Code::VpcCidrSize, "vpc: {cidrs: [10.0.0.0/15]}", "vpc: {cidrs: [10.0.0.0/16]}"),
    (Code::VpcCidrSize, "vpc: {cidrs: [10.0.0.0/16, 10.1.0.0/29]}", "vpc: {cidrs: [10.0.0.0/16, 10.1.0.0/28]}"),
    (Code::VpcCidrsOverlap, "vpc: {cidrs: [10.0.0.0/16, 10.0.128.0/17]}", "vpc: {cidrs: [10.0.0.0/17, 10.0.128.0/17]}"),
    (Code::VpcCidrRestricted, "vpc: {cidrs: [10.20.0.0/16, 192.168.0.0/16]}", "vpc: {cidrs: [10.20.0.0/16, 10.21.0.0/16]}"),
    (Code::VpcCidrDisputed, "vpc: {cidrs: [10.20.0.0/16, 198.19.0.0/16]}", "vpc: {cidrs: [10.20.0.0/16, 100.64.0.0/16]}"),
    (Code::VpcCidrQuota, "vpc: {cidrs: [10.1.0.0/16, 10.2.0.0/16, 10.3.0.0/16, 10.4.0.0/16, 10.5.0.0/16, 10.6.0.0/16]}", "vpc: {cidrs: [10.1.0.0/16, 10.2.0.0/16, 10.3.0.0/16, 10.4.0.0/16, 10.5.0.0/16]}"),
    (Code::DockerRange, "vpc: {cidrs: [172.17.0.0/16]}", "vpc: {cidrs: [172.18.0.0/16]}"),
    (Code::NeverUsable, "vpc: {cidrs: [169.254.0.0/16]}", "vpc: {cidrs: [169.253.0.0/16]}"),
    (Code::PeerOverlap, "vpc: {peers: [10.0.128.0/17]}", "vpc: {peers: [10.1.0.0/16]}"),
    (Code::PeerOverlap, "vpc: {cidrs: [10.0.0.0/16, 100.64.0.0/16], peers: [100.64.0.0/10]}", "vpc: {cidrs: [10.0.0.0/16, 100.64.0.0/16], peers: [100.65.0.0/16]}"),
    (Code::RouteConflict, "vpc: {cidrs: [10.1.0.0/16, 10.2.0.0/16], routes: [10.2.0.0/24]}", "vpc: {cidrs: [10.1.0.0/16, 10.2.0.0/16], routes: [10.0.0.0/8]}"),
    (Code::NotARegion, "region: nowhere", "region: us-gov-east-1"),
    (Code::SubnetOutsideVpc, "subnets: [{zone: a, cidr: 10.1.0.0/24}]", "subnets: [{zone: a, cidr: 10.0.1.0/24}]"),
    (Code::SubnetsOverlap, "subnets: [{name: x, zone: a, cidr: 10.0.0.0/23}, {name: y, zone: b, cidr: 10.0.1.0/24}]", "subnets: [{name: x, zone: a, cidr: 10.0.0.0/24}, {name: y, zone: b, cidr: 10.0.1.0/24}]"),
    (Code::SubnetSize, "subnets: [{zone: a, cidr: 10.0.0.0/29}]", "subnets: [{zone: a, cidr: 10.0.0.0/28}]"),
    (Code::SubnetSize, "subnets: [{zone: a, cidr: 10.0.0.0/8}]", "subnets: [{zone: a, cidr: 10.0.0.0/16}]"),
    (Code::TooFewZones, "zones: [a]", "zones: [a, b]"),
    (Code::ServiceCidrBad, "cluster: {service_cidr: 10.0.0.0/20}", "cluster: {service_cidr: 172.20.0.0/16}"),
    (Code::ServiceCidrBad, "cluster: {service_cidr: 172.20.0.0/25}", "cluster: {service_cidr: 172.20.0.0/24}"),
    (Code::ServiceCidrBad, "cluster: {service_cidr: 100.64.0.0/16}", "cluster: {service_cidr: 192.168.0.0/16}"),
    (Code::NoPodsSubnet, "networking: {custom_networking: true}\nnode_groups: [{}]", "networking: {custom_networking: true}\nvpc: {cidrs: [10.0.0.0/16, 100.64.0.0/16]}\nnode_groups: [{}]"),
    (Code::NoNodeSubnet, "zones: [a, b]\nsubnets: [{zone: a, cidr: 10.0.0.0/24}]\nnode_groups: [{}]", "zones: [a, b]\nsubnets: [{zone: a, cidr: 10.0.0.0/24}]\nnode_groups: [{zones: [a]}]"),
    (Code::LayoutDoesNotFit, "vpc: {cidrs: [10.0.0.0/27]}", "vpc: {cidrs: [10.0.0.0/26]}"),
    (Code::MissingTarget, "zones: [a, b]\nsubnets: [{zone: a, cidr: 10.0.0.0/24, role: public}]\nendpoints: {nat_gateways: per-zone}", "endpoints: {nat_gateways: per-zone}"),
    (Code::ZoneDisallowed, "zones: [{name: a, id: use1-az3}, b]", "zones: [{name: a, id: use1-az2}, b]"),
    (Code::ZoneDisallowed, "zones: [a, b, us-west-2-lax-1a]", "zones: [a, b, us-west-2c]"),
    (Code::SubnetUnused, "networking: {custom_networking: true}\nzones: [a, b]\nvpc: {cidrs: [10.0.0.0/16, 100.64.0.0/16]}\nsubnets: [{name: p, zone: a, role: pods, cidr: 100.64.0.0/24}, {name: q, zone: a, role: pods, cidr: 100.64.1.0/24}]", "networking: {custom_networking: true}\nzones: [a, b]\nvpc: {cidrs: [10.0.0.0/16, 100.64.0.0/16]}\nsubnets: [{name: p, zone: a, role: pods, cidr: 100.64.0.0/24}, {name: q, zone: b, role: pods, cidr: 100.64.1.0/24}]"),
    (Code::TaggedSubnets, "zones: [a, b]\nsubnets: [{zone: a, role: pods, cidr: 10.0.0.0/24}]\nnode_groups: [{}]", "zones: [a, b]\nsubnets: [{zone: a, role: pods, cidr: 10.0.0.0/24}]\nnetworking: {subnet_discovery: false}\nnode_groups: [{}]"),
    (Code::TakenOutside, "subnets: [{zone: a, cidr: 10.0.0.0/24, taken: [10.0.1.0]}]", "subnets: [{zone: a, cidr: 10.0.0.0/24, taken: [10.0.0.255]}]"),
    (Code::VpcCidrOrder, "vpc: {cidrs: [10.20.0.0/16, 100.64.0.0/16, 10.21.0.0/16]}", "vpc: {cidrs: [10.20.0.0/16, 10.21.0.0/16, 100.64.0.0/16]}"),
    (Code::VpcCidrOrder, "vpc: {cidrs: [10.20.0.0/16, 10.1.0.0/16, 10.0.0.0/24]}", "vpc: {cidrs: [10.20.0.0/16, 10.0.0.0/24, 10.1.0.0/16]}"),
    (Code::ServiceCidrMeets, "vpc: {peers: [172.16.0.0/12]}", "vpc: {peers: [172.16.0.0/14]}"),
    (Code::ServiceCidrMeets, "vpc: {cidrs: [192.168.0.0/16], routes: [10.0.0.0/8]}", "vpc: {cidrs: [192.168.0.0/16], routes: [0.0.0.0/0]}"),
    (Code::Ipv6VpcSize, "vpc: {ipv6_cidr: '2600:1f18:1234:5600::/64'}", "vpc: {ipv6_cidr: '2600:1f18:1234:5600::/60'}"),
    (Code::Ipv6VpcSize, "vpc: {ipv6_cidr: '2600:1f18:1234:5600::/57'}", "vpc: {ipv6_cidr: amazon}"),
    (Code::Ipv6SubnetSize, "vpc: {ipv6_cidr: '2600:1f18:1234:5600::/56'}\nsubnets: [{zone: a, cidr: 10.0.0.0/24, ipv6_cidr: '2600:1f18:1234:5600::/65'}]", "vpc: {ipv6_cidr: '2600:1f18:1234:5600::/56'}\nsubnets: [{zone: a, cidr: 10.0.0.0/24, ipv6_cidr: '2600:1f18:1234:5600::/64'}]"),
    (Code::Ipv6SubnetOutside, "vpc: {ipv6_cidr: '2600:1f18:1234:5600::/56'}\nsubnets: [{zone: a, cidr: 10.0.0.0/24, ipv6_cidr: '2600:1f18:1234:5700::/64'}]", "vpc: {ipv6_cidr: '2600:1f18:1234:5600::/56'}\nsubnets: [{zone: a, cidr: 10.0.0.0/24, ipv6_cidr: '2600:1f18:1234:56ff::/64'}]"),
    (Code::Ipv6SubnetOutside, "subnets: [{zone: a, cidr: 10.0.0.0/24, ipv6_cidr: '2600:1f18:1234:5700::/64'}]", "vpc: {ipv6_cidr: amazon}\nsubnets: [{zone: a, cidr: 10.0.0.0/24, ipv6_cidr: '2600:1f18:1234:5700::/64'}]"),
    (Code::Ipv6SubnetsOverlap, "vpc: {ipv6_cidr: amazon}\nsubnets: [{name: x, zone: a, cidr: 10.0.0.0/24, ipv6_cidr: '2600:1f18:1234:5700::/64'}, {name: y, zone: b, cidr: 10.0.1.0/24, ipv6_cidr: '2600:1f18:1234:5700::/60'}]", "vpc: {ipv6_cidr: amazon}\nsubnets: [{name: x, zone: a, cidr: 10.0.0.0/24, ipv6_cidr: '2600:1f18:1234:5710::/64'}, {name: y, zone: b, cidr: 10.0.1.0/24, ipv6_cidr: '2600:1f18:1234:5700::/60'}]"),
    (Code::ReservationOutside, "subnets: [{zone: a, cidr: 10.0.0.0/24, reservations: [10.0.0.0/23]}]", "subnets: [{zone: a, cidr: 10.0.0.0/24, reservations: [10.0.0.0/24]}]"),
    (Code::ReservationsOverlap, "subnets: [{zone: a, cidr: 10.0.0.0/24, reservations: [10.0.0.64/26, 10.0.0.96/27]}]", "subnets: [{zone: a, cidr: 10.0.0.0/24, reservations: [10.0.0.64/27, 10.0.0.96/27]}]"),
    (Code::ReservationTooSmall, "subnets: [{zone: a, cidr: 10.0.0.0/24, reservations: [10.0.0.64/29]}]", "subnets: [{zone: a, cidr: 10.0.0.0/24, reservations: [10.0.0.64/28]}]"),

    (Code::SubnetShort, "vpc: {cidrs: [10.0.0.0/24]}\nnode_groups: [{instance_types: [m5.large], nodes: {desired: 6}, pods: {desired: 6}}]", "vpc: {cidrs: [10.0.0.0/24]}\nnode_groups: [{instance_types: [m5.large], nodes: {desired: 3}, pods: {desired: 3}}]"),
    (Code::PodsPending, "node_groups: [{instance_types: [m5.large], nodes: {desired: 1}, pods: {desired: 28}}]", "node_groups: [{instance_types: [m5.large], nodes: {desired: 1}, pods: {desired: 27}}]"),
    (Code::PodsWithoutAddress, "node_groups: [{instance_types: [m5.large], max_pods: 110, nodes: {desired: 1}, pods: {desired: 28}}]", "node_groups: [{instance_types: [m5.large], max_pods: 110, nodes: {desired: 1}, pods: {desired: 27}}]"),
    (Code::MaxPodsTooHigh, "node_groups: [{instance_types: [m5.large], max_pods: 30}]", "node_groups: [{instance_types: [m5.large], max_pods: 29}]"),
    (Code::MaxPodsDoubt, "node_groups: [{instance_types: [m5.large], max_pods: 20}]", "node_groups: [{instance_types: [m5.large], max_pods: 20, custom_ami: true}]"),
    (Code::UpperBound, "vpc: {cidrs: [10.0.0.0/24]}\nsubnets: [{zone: a, cidr: 10.0.0.0/28}, {zone: b, cidr: 10.0.0.16/28}]\nnode_groups: [{instance_types: [t3.micro], nodes: {desired: 2}, pods: {desired: 20}}]", "vpc: {cidrs: [10.0.0.0/24]}\nsubnets: [{zone: a, cidr: 10.0.0.0/28}, {zone: b, cidr: 10.0.0.16/28}]\nnode_groups: [{instance_types: [t3.micro], nodes: {desired: 2}, pods: {desired: 4}}]"),
    (Code::PrefixesNeedNitro, "networking: {prefix_delegation: true}\nnode_groups: [{instance_types: [t2.medium]}]", "networking: {prefix_delegation: true}\nnode_groups: [{instance_types: [t3.medium]}]"),
    (Code::NoPrefixRoom, "networking: {prefix_delegation: true}\nvpc: {cidrs: [10.0.0.0/24]}\nnode_groups: [{pods: {desired: 60}}]", "networking: {prefix_delegation: true}\nvpc: {cidrs: [10.0.0.0/20]}\nnode_groups: [{pods: {desired: 60}}]"),
    (Code::PrefixesOverMinimum, "networking: {prefix_delegation: true}\nnode_groups: [{}]", "node_groups: [{}]"),
    (Code::PoolUnstable, "networking: {warm: {minimum_ip: 5}}\nnode_groups: [{pods: {desired: 30}}]", "networking: {warm: {minimum_ip: 5, ip: 1}}\nnode_groups: [{pods: {desired: 30}}]"),
    (Code::NotTrunking, "networking: {pod_security_groups: true}\nnode_groups: [{instance_types: [t3.large], pods: {desired: 5, security_group_pods: 5}}]", "networking: {pod_security_groups: true}\nnode_groups: [{instance_types: [m5.large], pods: {desired: 5, security_group_pods: 5}}]"),
    (Code::CustomNetworkingNeedsInterfaces, "networking: {custom_networking: true}\nvpc: {cidrs: [10.0.0.0/16, 100.64.0.0/16]}\nnode_groups: [{instance_types: [hpc6id.32xlarge]}]", "networking: {custom_networking: true}\nvpc: {cidrs: [10.0.0.0/16, 100.64.0.0/16]}\nnode_groups: [{instance_types: [t3.micro]}]"),
    (Code::ModelPartial, "networking: {cni: cilium-eni}\nnode_groups: [{}]", "networking: {cni: calico}\nnode_groups: [{}]"),
    (Code::PodCidrOverlaps, "networking: {cni: cilium-overlay}\nnode_groups: [{}]", "networking: {cni: cilium-overlay, pod_cidr: 100.64.0.0/12}\nnode_groups: [{}]"),
    (Code::PodCidrOverlaps, "networking: {cni: calico, pod_cidr: 172.20.0.0/17}\nnode_groups: [{}]", "networking: {cni: calico, pod_cidr: 172.21.0.0/17}\nnode_groups: [{}]"),
    (Code::PodCidrOverlaps, "networking: {cni: calico}\nvpc: {peers: [192.168.7.0/24]}\nnode_groups: [{}]", "networking: {cni: vpc-cni}\nvpc: {peers: [192.168.7.0/24]}\nnode_groups: [{}]"),
    (Code::PodCidrOverlaps, "networking: {cni: calico}\nvpc: {routes: [192.168.0.0/24]}\nnode_groups: [{}]", "networking: {cni: calico}\nvpc: {routes: [192.169.0.0/24]}\nnode_groups: [{}]"),
    (Code::PodCidrOverlaps, "networking: {cni: calico, pod_cidr: [100.64.0.0/16, 100.64.0.0/17]}\nnode_groups: [{}]", "networking: {cni: calico, pod_cidr: [100.64.0.0/17, 100.64.128.0/17]}\nnode_groups: [{}]"),
    (Code::PodPoolSmall, "networking: {cni: flannel, pod_cidr: 10.244.0.0/23}\nnode_groups: [{nodes: {desired: 3}}]", "networking: {cni: flannel, pod_cidr: 10.244.0.0/22}\nnode_groups: [{nodes: {desired: 3, max: 4}}]"),
    (Code::PodPoolSmall, "networking: {cni: cilium-overlay, pod_cidr: 100.64.0.0/22}\nnode_groups: [{nodes: {desired: 3, max: 5}}]", "networking: {cni: cilium-overlay, pod_cidr: 100.64.0.0/22}\nnode_groups: [{nodes: {desired: 4, max: 4}}]"),
    (Code::BlockSizeOutOfRange, "networking: {cni: calico, block_size: 19}\nnode_groups: [{}]", "networking: {cni: calico, block_size: 20}\nnode_groups: [{}]"),
    (Code::NodeBlockSmall, "networking: {cni: cilium-overlay, pod_cidr: 100.64.0.0/12}\nnode_groups: [{max_pods: 253}]", "networking: {cni: cilium-overlay, pod_cidr: 100.64.0.0/12}\nnode_groups: [{max_pods: 252}]"),
    (Code::NodeBlockSmall, "networking: {cni: cilium-overlay, pod_cidr: 100.64.0.0/12}\nnode_groups: [{max_pods: 253}]", "networking: {cni: cilium-overlay, pod_cidr: 100.64.0.0/12, block_size: 23}\nnode_groups: [{max_pods: 253}]"),
    (Code::FlannelAllocator, "networking: {cni: flannel}\nnode_groups: [{}]", "networking: {cni: calico}\nnode_groups: [{}]"),
    (Code::WeaveArchived, "networking: {cni: weave-net}\nnode_groups: [{}]", "networking: {cni: calico}\nnode_groups: [{}]"),
    (Code::OverlayWebhooks, "networking: {cni: calico}\nnode_groups: [{}]", "networking: {cni: cilium-eni}\nnode_groups: [{}]"),
    (Code::OverlayTargets, "networking: {cni: calico}\nendpoints: {load_balancers: {nlb: 1}}\nnode_groups: [{}]", "networking: {cni: calico}\nnode_groups: [{}]"),
    (Code::MaxPodsNotRaised, "networking: {cni: calico}\nnode_groups: [{instance_types: [m5.large]}]", "networking: {cni: calico}\nnode_groups: [{instance_types: [m5.large], max_pods: 110}]"),
    (Code::MaxPodsNotRaised, "networking: {cni: calico}\nnode_groups: [{instance_types: [m5.large]}]", "networking: {cni: calico}\nnode_groups: [{instance_types: [m5.4xlarge]}]"),
    (Code::CiliumPrefixes, "networking: {cni: cilium-eni, prefix_delegation: true}\nnode_groups: [{}]", "networking: {cni: cilium-eni}\nnode_groups: [{}]"),
    (Code::PodCidrBelowBlock, "networking: {cni: cilium-overlay, pod_cidr: 100.64.0.0/25}\nnode_groups: [{}]", "networking: {cni: cilium-overlay, pod_cidr: 100.64.0.0/24}\nnode_groups: [{}]"),
    (Code::TooSoon, "growth: {pods_per_month: 5%}\npolicy: {min_months: 15}\nnode_groups: [{nodes: {desired: 3, max: 6}, pods: {desired: 30}}]", "growth: {pods_per_month: 5%}\npolicy: {min_months: 14}\nnode_groups: [{nodes: {desired: 3, max: 6}, pods: {desired: 30}}]"),
    (Code::NodesFromPods, "node_groups: [{provisioner: karpenter, pods: {desired: 30}}]", "node_groups: [{provisioner: managed, pods: {desired: 30}}]"),
    (Code::NodesFromPods, "node_groups: [{provisioner: karpenter, pods: {desired: 30}}]", "node_groups: [{provisioner: karpenter, nodes: {desired: 2}, pods: {desired: 30}}]"),
    (Code::MixIgnored, "node_groups: [{mix: {m6i.large: 60, c6i.large: 40}}]", "node_groups: [{provisioner: karpenter, mix: {m6i.large: 60, c6i.large: 40}}]"),
    (Code::TypesOpen, "node_groups: [{provisioner: karpenter, instance_types: [m5.large, m5.4xlarge], pods: {desired: 200}}]", "node_groups: [{provisioner: karpenter, mix: {m5.large: 50, m5.4xlarge: 50}, pods: {desired: 200}}]"),
    (Code::ServiceBlockSmall, "cluster: {service_cidr: 172.20.0.0/19}", "cluster: {service_cidr: 172.20.0.0/18}"),
    (Code::AutoModeEstimate, "node_groups: [{provisioner: auto-mode}]", "node_groups: [{provisioner: karpenter}]"),
    (Code::TooMany, "node_groups: [{zones: [a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a]}]", "node_groups: [{zones: [a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a]}]"),
    (Code::ServedWhole, "vpc: {cidrs: [10.0.0.0/8]}\nsubnets: [{zone: a, cidr: 10.0.0.0/14}]\nnode_groups: [{nodes: {desired: 100000}}]", "vpc: {cidrs: [10.0.0.0/8]}\nsubnets: [{zone: a, cidr: 10.0.0.0/18}]\nnode_groups: [{nodes: {desired: 100000}}]"),
    (Code::PeakDoesNotFit, "vpc: {cidrs: [10.0.0.0/24]}\nnode_groups: [{instance_types: [m5.xlarge], nodes: {desired: 3}}]", "vpc: {cidrs: [10.0.0.0/20]}\nnode_groups: [{instance_types: [m5.xlarge], nodes: {desired: 3}}]"),
    (Code::ReservedMemory, "node_groups: [{instance_types: [t3.micro], max_pods: 34}]", "node_groups: [{instance_types: [t3.micro]}]"),
    (Code::MixedTypes, "node_groups: [{instance_types: [m5.large, m5.xlarge]}]", "node_groups: [{instance_types: [m5.large]}]"),
    (Code::IgnoredByIpv6, "networking: {ip_family: ipv6, warm: {ip: 3}}\nnode_groups: [{}]", "networking: {ip_family: ipv4, warm: {ip: 3}}\nnode_groups: [{}]"),
    (Code::CustomNetworkingNotHere, "networking: {custom_networking: true}\nnode_groups: [{ami: windows}]", "networking: {custom_networking: true}\nvpc: {cidrs: [10.0.0.0/16, 100.64.0.0/16]}\nnode_groups: [{ami: bottlerocket}]"),
    (Code::UpgradeBlocked, "subnets: [{zone: a, cidr: 10.0.0.0/28, used: 7}, {zone: b, cidr: 10.0.0.16/28}]\ncluster: {control_plane_interfaces: 0}\nnode_groups: [{nodes: {desired: 0}}]", "subnets: [{zone: a, cidr: 10.0.0.0/28, used: 6}, {zone: b, cidr: 10.0.0.16/28}]\ncluster: {control_plane_interfaces: 0}\nnode_groups: [{nodes: {desired: 0}}]"),
    (Code::LoadBalancerBlocked, "subnets: [{zone: a, cidr: 10.0.0.0/28, role: public, used: 2}, {zone: b, cidr: 10.0.0.16/28, role: public}]\nendpoints: {load_balancers: {alb: 1}}", "subnets: [{zone: a, cidr: 10.0.0.0/28, role: public, used: 1}, {zone: b, cidr: 10.0.0.16/28, role: public}]\nendpoints: {load_balancers: {alb: 1}}"),
    (Code::ClusterSubnetSmall, "subnets: [{zone: a, cidr: 10.0.0.0/28}, {zone: b, cidr: 10.0.1.0/24}]\nnode_groups: [{nodes: {desired: 0}}]", "subnets: [{zone: a, cidr: 10.0.0.0/27}, {zone: b, cidr: 10.0.1.0/24}]\nnode_groups: [{nodes: {desired: 0}}]"),
    (Code::BelowPolicy, "subnets: [{zone: a, cidr: 10.0.0.0/28}, {zone: b, cidr: 10.0.0.16/28}]\ncluster: {control_plane_interfaces: 0}\npolicy: {min_free: 12}", "subnets: [{zone: a, cidr: 10.0.0.0/28}, {zone: b, cidr: 10.0.0.16/28}]\ncluster: {control_plane_interfaces: 0}\npolicy: {min_free: 11}"),

    (Code::LoadBalancerSubnetSmall, "subnets: [{zone: a, cidr: 10.0.0.0/28, role: public}, {zone: b, cidr: 10.0.0.32/27, role: public}]\nendpoints: {load_balancers: {alb: 1}}", "subnets: [{zone: a, cidr: 10.0.0.0/27, role: public}, {zone: b, cidr: 10.0.0.32/27, role: public}]\nendpoints: {load_balancers: {alb: 1}}"),
    (Code::LoadBalancerSubnetSmall, "subnets: [{zone: a, cidr: 10.0.0.0/28, role: public}]\nendpoints: {load_balancers: {alb: 1}}", "subnets: [{zone: a, cidr: 10.0.0.0/28, role: public}]\nendpoints: {load_balancers: {nlb: 1}}"),
    (Code::NameSaysOtherZone, "zones: [a, b, c]\nsubnets: [{name: pods-1c, zone: a, cidr: 10.0.0.0/24}]", "zones: [a, b, c]\nsubnets: [{name: pods-1c, zone: c, cidr: 10.0.0.0/24}]"),
    (Code::NameSaysOtherZone, "zones: [eu-west-1a, eu-west-1b]\nsubnets: [{name: private-b, zone: eu-west-1a, cidr: 10.0.0.0/24}]", "zones: [eu-west-1a, eu-west-1b]\nsubnets: [{name: private-c, zone: eu-west-1a, cidr: 10.0.0.0/24}]"),
    (Code::UnevenZones, "zones: [a, b]\nsubnets: [{zone: a, cidr: 10.0.0.0/24}, {zone: b, cidr: 10.0.2.0/23}]\nnode_groups: [{}]", "zones: [a, b]\nsubnets: [{zone: a, cidr: 10.0.0.0/24}, {name: b-1, zone: b, cidr: 10.0.2.0/24}]\nnode_groups: [{}]"),
    (Code::UnevenZones, "zones: [a, b]\nsubnets: [{zone: a, cidr: 10.0.0.0/24}, {zone: b, cidr: 10.0.2.0/23}]\nnode_groups: [{zones: [a, b]}]", "zones: [a, b]\nsubnets: [{zone: a, cidr: 10.0.0.0/24}, {zone: b, cidr: 10.0.2.0/23}]\nnode_groups: [{zones: [b]}]"),
    (Code::WarmTargets, "vpc: {cidrs: [10.0.0.0/23]}\nnode_groups: [{instance_types: [m5.large], nodes: {desired: 6}, pods: {desired: 6}}]", "vpc: {cidrs: [10.0.0.0/16]}\nnode_groups: [{instance_types: [m5.large], nodes: {desired: 6}, pods: {desired: 6}}]"),
    (Code::WarmTargets, "vpc: {cidrs: [10.0.0.0/23]}\nnode_groups: [{instance_types: [m5.large], nodes: {desired: 6}, pods: {desired: 6}}]", "vpc: {cidrs: [10.0.0.0/23]}\nnetworking: {warm: {ip: 2, minimum_ip: 3}}\nnode_groups: [{instance_types: [m5.large], nodes: {desired: 6}, pods: {desired: 6}}]"),
    (Code::WarmTargetsTooLow, "churn: {pods_per_minute: 61}\nnetworking: {warm: {ip: 4}}\nnode_groups: [{nodes: {desired: 10}, pods: {desired: 40}}]", "churn: {pods_per_minute: 60}\nnetworking: {warm: {ip: 4}}\nnode_groups: [{nodes: {desired: 10}, pods: {desired: 40}}]"),
    (Code::ManyEc2Calls, "churn: {pods_per_minute: 30}\nnetworking: {warm: {ip: 4}}\nnode_groups: [{nodes: {desired: 20}, pods: {desired: 40}}]", "churn: {pods_per_minute: 29}\nnetworking: {warm: {ip: 4}}\nnode_groups: [{nodes: {desired: 20}, pods: {desired: 40}}]"),
    (Code::ManyEc2Calls, "churn: {pods_per_minute: 30}\nnetworking: {warm: {ip: 4}}\nnode_groups: [{nodes: {desired: 20}, pods: {desired: 40}}]", "churn: {pods_per_minute: 30}\nnetworking: {warm: {ip: 4}, prefix_delegation: true}\nnode_groups: [{nodes: {desired: 20}, pods: {desired: 40}}]"),
    (Code::MinimumTooHigh, "networking: {warm: {ip: 2, minimum_ip: 28}}\nnode_groups: [{instance_types: [m5.large]}]", "networking: {warm: {ip: 2, minimum_ip: 27}}\nnode_groups: [{instance_types: [m5.large]}]"),
    (Code::MinimumTooHigh, "networking: {prefix_delegation: true, warm: {ip: 2, minimum_ip: 109}}\nnode_groups: [{instance_types: [m5.large]}]", "networking: {prefix_delegation: true, warm: {ip: 2, minimum_ip: 108}}\nnode_groups: [{instance_types: [m5.large]}]"),
    (Code::SettingIgnored, "networking: {warm: {eni: 2, ip: 5}}\nnode_groups: [{}]", "networking: {warm: {eni: 2}}\nnode_groups: [{}]"),
    (Code::SettingIgnored, "networking: {warm: {prefix: 2}}\nnode_groups: [{}]", "networking: {prefix_delegation: true, warm: {prefix: 2}}\nnode_groups: [{}]"),
    (Code::SettingIgnored, "networking: {max_eni: 4}\nnode_groups: [{instance_types: [m5.large]}]", "networking: {max_eni: 3}\nnode_groups: [{instance_types: [m5.large]}]"),
    (Code::MaxPodsUncapped, "node_groups: [{instance_types: [m5.24xlarge], provisioner: self-managed}]", "node_groups: [{instance_types: [m5.24xlarge]}]"),
    (Code::MaxPodsUncapped, "networking: {prefix_delegation: true}\nnode_groups: [{instance_types: [m5.large], max_pods: 111}]", "networking: {prefix_delegation: true}\nnode_groups: [{instance_types: [m5.large], max_pods: 110}]"),
    (Code::SurgeDoesNotFit, "zones: [a, b]\nsubnets: [{zone: a, cidr: 10.0.0.0/26}, {zone: b, cidr: 10.0.0.64/26}]\nnode_groups: [{instance_types: [m5.large], nodes: {desired: 4}, pods: {desired: 4}}]", "zones: [a, b]\nsubnets: [{zone: a, cidr: 10.0.0.0/26}, {zone: b, cidr: 10.0.0.64/26}]\nnode_groups: [{instance_types: [m5.large], nodes: {desired: 4}, pods: {desired: 4}, update: {strategy: minimal}}]"),
    (Code::NotOnFargate, "node_groups: [{provisioner: fargate, daemonset_pods: 1}]", "node_groups: [{provisioner: fargate}]"),
    (Code::NotOnFargate, "node_groups: [{provisioner: fargate, host_network_pods: 1}]", "node_groups: [{provisioner: karpenter, host_network_pods: 1, daemonset_pods: 1}]"),
    (Code::NotOnWindows, "networking: {ip_family: ipv6}\nnode_groups: [{ami: windows}]", "networking: {ip_family: ipv6}\nnode_groups: [{ami: al2023}]"),
    (Code::NotOnWindows, "networking: {pod_security_groups: true}\nnode_groups: [{ami: windows}]", "networking: {prefix_delegation: true}\nnode_groups: [{ami: windows}]"),
    (Code::NotOnWindows, "networking: {cni: calico}\nnode_groups: [{ami: windows}]", "networking: {cni: calico}\nnode_groups: [{ami: bottlerocket}]"),
    (Code::ReservedForFewer, "node_groups: [{instance_types: [m5.large], custom_ami: true, max_pods: 110}]", "node_groups: [{instance_types: [m5.large], custom_ami: true, max_pods: 29}]"),
    (Code::ReservedForFewer, "node_groups: [{instance_types: [m5.large], provisioner: self-managed, max_pods: 110}]", "node_groups: [{instance_types: [m5.large], provisioner: karpenter, max_pods: 110}]"),
    (Code::EmptyList, "zones: []", "zones: [a, b, c]"),
    (Code::EmptyList, "vpc: {cidrs: []}", "vpc: {peers: []}"),
    (Code::EmptyList, "node_groups: [{zones: []}]", "node_groups: [{zones: null}]"),
    (Code::EmptyList, "node_groups: [{instance_types: []}]", "node_groups: [{instance_types: [m5.large]}]"),
    (Code::EmptyList, "node_groups: [{provisioner: karpenter, instance_types: []}]", "node_groups: [{provisioner: karpenter, instance_types: [], mix: {m5.large: 100}}]"),
    (Code::SecuredAbovePods, "networking: {pod_security_groups: true}\nnode_groups: [{instance_types: [m5.large], pods: {desired: 5, security_group_pods: 6}}]", "networking: {pod_security_groups: true}\nnode_groups: [{instance_types: [m5.large], pods: {desired: 5, security_group_pods: 5}}]"),
    (Code::PlacedInLots, "vpc: {cidrs: [10.0.0.0/8]}\nzones: [a]\nsubnets: [{zone: a, cidr: 10.0.0.0/12}, {zone: a, role: pods, cidr: 10.16.0.0/12}]\nnode_groups: [{nodes: {desired: 50000}, pods: {desired: 50000}}]", "vpc: {cidrs: [10.0.0.0/8]}\nzones: [a]\nsubnets: [{zone: a, cidr: 10.0.0.0/12}, {zone: a, role: pods, cidr: 10.16.0.0/12}]\nnode_groups: [{nodes: {desired: 49999}, pods: {desired: 49999}}]"),
];

#[test]
fn each_finding_is_raised_and_its_near_miss_is_not() {
    let mut wrong = Vec::new();
    for (code, raises, near) in CASES {
        if !codes(raises).contains(code) {
            wrong.push(format!(
                "{code:?} is not raised by\n{raises}\nbut {:?}",
                codes(raises)
            ));
        }
        if codes(near).contains(code) {
            wrong.push(format!("{code:?} is raised by\n{near}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// From 245 to 259 stand the findings of layouts (`layout_findings.rs`), from 400 on those of artefacts.
fn raised_elsewhere(code: Code) -> bool {
    matches!(code.entry().number, 245..=259 | 400..)
}

/// The same for what the export says: code, a plan that raises it, a near miss.
#[rustfmt::skip]
const OF_EXPORT: &[(Code, &str, &str)] = &[
    (Code::PlanHasErrors, "zones: [a]\nnode_groups: [{}]", "zones: [a, b]\nnode_groups: [{}]"),
    (Code::NoNodeGroups, "zones: [a, b]", "node_groups: [{}]"),
    (Code::NoNodeGroups, "zones: [a, b]", "networking: {cni: auto-mode}"),
    (Code::ExportNotYet, "networking: {cni: weave-net}", "networking: {cni: flannel}"),
    (Code::ExportStopped, "region: nowhere", "region: eu-west-1"),
    (Code::ExportStopped, "vpc: {id: vpc-x}", "vpc: {id: vpc-0123456789abcdef0}"),
    (Code::ExportStopped, "networking: {ip_family: ipv6}\nvpc: {id: vpc-0123456789abcdef0}", "networking: {ip_family: ipv6}\nvpc: {id: vpc-0123456789abcdef0, ipv6_cidr: \"2001:db8::/56\"}"),
    (Code::TakenAsGiven, "vpc: {id: vpc-0123456789abcdef0}", "vpc: {ipv6_cidr: amazon}"),
    (Code::LaidOutBlindly, "vpc: {id: vpc-0123456789abcdef0}", "vpc: {id: vpc-0123456789abcdef0}\nsubnets: [{zone: a, cidr: 10.0.0.0/24, used: 9}, {zone: b, cidr: 10.0.1.0/24}]"),
    (Code::NoWayOut, "endpoints: {interface_endpoints: 4}", "endpoints: {interface_endpoints: 5}"),
    (Code::OwnerMakesSubnets, "vpc: {shared: true}", "vpc: {id: vpc-0123456789abcdef0}"),
    (Code::ChosenEndpoints, "endpoints: {interface_endpoints: 1}", "endpoints: {interface_endpoints: 0}"),
    (Code::NoPodBlocks, "networking: {cni: flannel}", "networking: {cni: cilium-overlay}"),
    (Code::WebhooksOnHost, "networking: {cni: calico}", "networking: {cni: cilium-eni}"),
    (Code::AddOnIsImported, "cluster: {existing: true}", "cluster: {existing: true}\nnetworking: {cni: calico}"),
    (Code::CellEmpty, "cluster: {existing: true}\nnetworking: {ip_family: ipv6}", "networking: {ip_family: ipv6}"),
    (Code::CellEmpty, "cluster: {existing: true}\nnetworking: {cni: auto-mode}", "networking: {cni: auto-mode}"),
    (Code::KarpenterNeedsNodes, "node_groups: [{provisioner: karpenter}]", "node_groups: [{provisioner: karpenter}, {}]"),
];

#[test]
fn each_finding_of_the_export_is_raised_and_its_near_miss_is_not() {
    let codes = |text: &str| -> Vec<Code> {
        let export = eniplan_tests::exports::export(text);
        for finding in &export.findings {
            let said = format!("{} {}", finding.message(), finding.help());
            assert!(!said.contains("{}") && !said.contains(".."), "{said}");
        }
        export.findings.iter().map(|finding| finding.code).collect()
    };
    for (code, raises, near) in OF_EXPORT {
        assert!(codes(raises).contains(code), "{code:?}: {raises}");
        assert!(!codes(near).contains(code), "{code:?}: {near}");
    }
}

/// Other findings of artefacts stand in the golden exports, and a quota takes a plan of its own size.
#[test]
fn every_code_has_a_case() {
    let covered: BTreeSet<Code> = CASES
        .iter()
        .map(|(code, ..)| *code)
        .chain([Code::SubnetQuota, Code::VpcCidrMost, Code::TooMany])
        .collect();
    let missing: Vec<_> = Code::ALL
        .iter()
        .filter(|code| !raised_elsewhere(**code) && !covered.contains(code))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn two_hundred_subnets_are_the_quota() {
    let plan = |count: u32| {
        let subnets = (0..count).map(|index| {
            let address = std::net::Ipv4Addr::from((10 << 24) + index * 16);
            format!(
                "  - {{name: s{index}, zone: {}, cidr: {address}/28}}\n",
                ["a", "b"][index as usize % 2]
            )
        });
        format!("subnets:\n{}", subnets.collect::<String>())
    };
    assert!(!codes(&plan(200)).contains(&Code::SubnetQuota));
    assert!(codes(&plan(201)).contains(&Code::SubnetQuota));
}

/// Five blocks until the quota is raised, 50 at most.
#[test]
fn fifty_blocks_are_the_most() {
    let plan = |count: u32| {
        let blocks: Vec<String> = (1..=count).map(|at| format!("10.{at}.0.0/16")).collect();
        codes(&format!("vpc: {{cidrs: [{}]}}", blocks.join(", ")))
    };
    assert!(plan(50).contains(&Code::VpcCidrQuota) && !plan(50).contains(&Code::VpcCidrMost));
    assert!(plan(51).contains(&Code::VpcCidrMost) && !plan(51).contains(&Code::VpcCidrQuota));
}

#[test]
fn five_thousand_entries_are_read_and_no_more() {
    let plan = |count: usize| {
        format!(
            "vpc: {{peers: [{}]}}",
            vec!["10.9.0.0/16"; count].join(", ")
        )
    };
    assert!(!codes(&plan(5_000)).contains(&Code::TooMany));
    assert!(codes(&plan(5_001)).contains(&Code::TooMany));
}

/// What the first finding of a code says and advises.
fn first(code: Code, text: &str) -> (String, String) {
    let (plan, _) = Plan::from_text(text.as_bytes()).unwrap();
    let findings = analyze(&plan, &Catalogue::bundled()).findings;
    let found = findings.iter().find(|finding| finding.code == code);
    let found = found.unwrap_or_else(|| panic!("{code} is missing"));
    (found.message(), found.help())
}

/// Pods can be pending for want of branch interfaces, of which m5.large has 9, or of max pods; more nodes or a larger
/// type would be the wrong advice then.
#[test]
fn pending_pods_are_told_what_binds_them() {
    let group = |keys: &str| format!("node_groups: [{{instance_types: [m5.large], {keys}}}]");
    let branches = format!(
        "networking: {{pod_security_groups: true}}\n{}",
        group("pods: {desired: 30, security_group_pods: 30}")
    );
    let (says, helps) = first(Code::PodsPending, &branches);
    assert!(says.starts_with("3 of 30 pods"), "{says}");
    assert!(
        helps.starts_with("Each node has 9 branch interfaces"),
        "{helps}"
    );
    let (_, helps) = first(
        Code::PodsPending,
        &group("max_pods: 2, pods: {desired: 30}"),
    );
    assert!(helps.starts_with("Raise max_pods"), "{helps}");
    let (_, helps) = first(Code::PodsPending, &group("pods: {desired: 82}"));
    assert!(helps.starts_with("Use 4 nodes or more"), "{helps}");
}

/// An overlay's pods have no addresses of subnets, so neither larger subnets nor warm targets help them.
#[test]
fn pods_of_an_overlay_are_told_of_its_pool() {
    let text =
        "networking: {cni: calico, pod_cidr: 192.168.0.0/32}\nnode_groups: [{pods: {desired: 30}}]";
    let (_, helps) = first(Code::PodsWithoutAddress, text);
    assert!(helps.contains("pod_cidr"), "{helps}");
    let (plan, _) = Plan::from_text(text.as_bytes()).unwrap();
    let walls = analyze(&plan, &Catalogue::bundled()).walls;
    let fixes: Vec<String> = walls.iter().map(eniplan_core::analyze::Wall::fix).collect();
    assert!(
        fixes.iter().all(|fix| !fix.contains("room for 0 nodes")),
        "{fixes:?}"
    );
}

/// On Fargate each pod is a node, so that walls count the nodes that the totals count.
#[test]
fn walls_count_pods_of_fargate_as_nodes() {
    let text = "node_groups: [{name: f, provisioner: fargate, pods: {desired: 30, max: 60}}, {name: g, instance_types: [m5.large], nodes: {desired: 2}, pods: {desired: 10}}]";
    let (plan, _) = Plan::from_text(text.as_bytes()).unwrap();
    let report = analyze(&plan, &Catalogue::bundled());
    assert_eq!(report.totals.nodes, 32);
    let max_pods = report
        .walls
        .iter()
        .find(|wall| wall.kind == eniplan_core::analyze::WallKind::MaxPods);
    assert_eq!(max_pods.map(|wall| wall.nodes), Some(32));
}

/// A group of m5.large has 27 places for the workload on each node, so 30 pods need two nodes; with none, no setting of a
/// node helps.
#[test]
fn a_group_that_may_have_no_node_is_told_so() {
    use eniplan_core::analyze::WallKind;
    let walls = |nodes: &str| {
        let text = format!(
            "node_groups: [{{name: web, instance_types: [m5.large], nodes: {nodes}, pods: {{desired: 30}}}}]"
        );
        let (plan, _) = Plan::from_text(text.as_bytes()).unwrap();
        analyze(&plan, &Catalogue::bundled()).walls
    };
    let shut = walls("{min: 0, desired: 0, max: 0}");
    let max = shut.iter().find(|wall| wall.kind == WallKind::NodesMax);
    let max = max.expect("the group stands at its max");
    assert_eq!((max.nodes, max.pods, max.more, max.limit), (0, 0, -30, 0));
    assert_eq!(max.message(), "web may have no node: its nodes.max is 0.");
    assert_eq!(max.formula(), "0 ≤ 0 < 1");
    assert_eq!(
        max.fix(),
        "Set nodes.desired and nodes.max of web to 2 or more."
    );
    let per_node = shut.iter().find(|wall| wall.kind == WallKind::MaxPods);
    assert_eq!(
        per_node.expect("max pods bind").fix(),
        "Add nodes to web: each takes 27 more pods."
    );
    let one = walls("{min: 0, desired: 1, max: 1}");
    assert!(
        one.iter()
            .all(|wall| wall.kind != WallKind::NodesMax || wall.limit == 1)
    );
}

/// Three nodes of m5.large have 9 branch interfaces each, and no more pods with security groups than pods want them.
#[test]
fn branch_interfaces_are_counted_for_pods_that_exist() {
    use eniplan_core::analyze::WallKind;
    let text = "networking: {pod_security_groups: true}\nnode_groups: [{instance_types: [m5.large], nodes: {desired: 3}, pods: {desired: 5, security_group_pods: 50}}]";
    let (plan, _) = Plan::from_text(text.as_bytes()).unwrap();
    let walls = analyze(&plan, &Catalogue::bundled()).walls;
    let branches = walls
        .iter()
        .find(|wall| wall.kind == WallKind::BranchInterfaces);
    assert_eq!(branches.map(|wall| wall.more), Some(3 * 9 - 5));
}

/// Nouns follow their numbers: one node, one pod, one address.
#[test]
fn one_is_no_more_than_one() {
    let text =
        "node_groups: [{instance_types: [t3.micro], nodes: {desired: 1}, pods: {desired: 4}}]";
    let (says, helps) = first(Code::PodsPending, text);
    assert_eq!(
        says,
        "2 of 4 pods of group group-1 can find no node: a node takes 2, and the group has 1."
    );
    assert_eq!(
        helps,
        "Use 2 nodes or more, or a type that takes more pods."
    );
    let small = "vpc: {cidrs: [10.0.0.0/24]}\nsubnets: [{zone: a, cidr: 10.0.0.0/28}]\nnode_groups: [{instance_types: [t3.micro], nodes: {desired: 1}, pods: {desired: 4}}]";
    let (says, _) = first(Code::UpperBound, small);
    assert!(
        says.starts_with("11 usable addresses minus 1 node is 10 pods"),
        "{says}"
    );
}
