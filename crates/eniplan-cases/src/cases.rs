//! The cases, in the order of `tests/cases/README.md`.

use eniplan_core::aws::max_pods::Settings;
use eniplan_core::aws::warm_pool::PoolSettings;
use eniplan_core::finding::Code;
use eniplan_core::plan::{Ami, Cni, IpFamily, Provisioner};

use crate::Figure::{
    self, AddressesUsed, Formula, Free, Held, Idle, IdleIn, Interfaces, MaxPods, MostNodes,
    Pending, PerNode, Placed, Prefixes, PrefixesFree, Recommended, Served, SubnetAddresses, Told,
    Usable, Used, WithoutAddress,
};
use crate::Grade::{AsPublished, Diagnosed, PublishedWrong};
use crate::Of::{Node, Plan, Type};
use crate::{Case, Check, Of};

const DEFAULT: Settings = Settings {
    provisioner: Provisioner::Managed,
    ami: Ami::Al2023,
    custom_ami: false,
    cni: Cni::VpcCni,
    ip_family: IpFamily::Ipv4,
    prefix_delegation: false,
    custom_networking: false,
    pod_security_groups: false,
    max_eni: None,
};
const PREFIXES: Settings = Settings {
    prefix_delegation: true,
    ..DEFAULT
};
const CUSTOM: Settings = Settings {
    custom_networking: true,
    ..DEFAULT
};
const CILIUM: Settings = Settings {
    cni: Cni::CiliumEni,
    ..DEFAULT
};
const CILIUM_PREFIXES: Settings = Settings {
    prefix_delegation: true,
    ..CILIUM
};

const T3_SMALL: PoolSettings = PoolSettings::shipped(3, 4);
const C5_LARGE: PoolSettings = PoolSettings::shipped(3, 10);
const M4_4XLARGE: PoolSettings = PoolSettings::shipped(8, 30);
const P3DN: PoolSettings = PoolSettings::shipped(15, 50);

const fn targets(pool: PoolSettings, warm: u32, minimum: u32) -> PoolSettings {
    PoolSettings {
        warm_ip_target: Some(warm),
        minimum_ip_target: Some(minimum),
        ..pool
    }
}

const fn prefixes(pool: PoolSettings) -> PoolSettings {
    PoolSettings {
        prefix_delegation: true,
        ..pool
    }
}

const fn check(name: &'static str, of: Of, wants: &'static [(Figure, &'static str, u64)]) -> Check {
    Check { name, of, wants }
}

/// Every case.
pub const CASES: &[Case] = &[
    Case { id: "A1", grade: AsPublished, title: "Warm interfaces", source: "aws/amazon-vpc-cni-k8s, docs/eni-and-ip-target.md", url: "https://github.com/aws/amazon-vpc-cni-k8s/blob/master/docs/eni-and-ip-target.md", why: "With WARM_ENI_TARGET=1 a node holds interfaces until a whole one is free, as far as its type allows.", checks: &[
        check("t3.small, 0 pods", Node("t3.small", T3_SMALL, 0, None), &[(Interfaces, "", 1), (Held, "", 3)]),
        check("t3.small, 5 pods", Node("t3.small", T3_SMALL, 5, None), &[(Interfaces, "", 3), (Held, "", 9)]),
        check("t3.small, 9 pods", Node("t3.small", T3_SMALL, 9, None), &[(Interfaces, "", 3), (Held, "", 9)]),
        check("p3dn.24xlarge, 0 pods", Node("p3dn.24xlarge", P3DN, 0, None), &[(Interfaces, "", 1), (Held, "", 49)]),
        check("p3dn.24xlarge, 3 pods", Node("p3dn.24xlarge", P3DN, 3, None), &[(Interfaces, "", 2), (Held, "", 98)]),
        check("p3dn.24xlarge, 95 pods", Node("p3dn.24xlarge", P3DN, 95, None), &[(Interfaces, "", 3), (Held, "", 147)]),
    ] },
    Case { id: "A2", grade: AsPublished, title: "Warm addresses", source: "aws/amazon-vpc-cni-k8s, docs/eni-and-ip-target.md", url: "https://github.com/aws/amazon-vpc-cni-k8s/blob/master/docs/eni-and-ip-target.md", why: "A node holds what its pods want and WARM_IP_TARGET more, at least MINIMUM_IP_TARGET, at most what the type carries.", checks: &[
        check("t3.small, WARM_IP_TARGET=1, MINIMUM_IP_TARGET=1, 0 pods", Node("t3.small", targets(T3_SMALL, 1, 1), 0, None), &[(Interfaces, "", 1), (Held, "", 1)]),
        check("t3.small, WARM_IP_TARGET=1, MINIMUM_IP_TARGET=1, 5 pods", Node("t3.small", targets(T3_SMALL, 1, 1), 5, None), &[(Interfaces, "", 2), (Held, "", 6)]),
        check("t3.small, WARM_IP_TARGET=1, MINIMUM_IP_TARGET=1, 9 pods", Node("t3.small", targets(T3_SMALL, 1, 1), 9, None), &[(Interfaces, "", 3), (Held, "", 9)]),
        check("t3.small, WARM_IP_TARGET=2, MINIMUM_IP_TARGET=5, 0 pods", Node("t3.small", targets(T3_SMALL, 2, 5), 0, None), &[(Interfaces, "", 2), (Held, "", 5)]),
        check("t3.small, WARM_IP_TARGET=2, MINIMUM_IP_TARGET=5, 5 pods", Node("t3.small", targets(T3_SMALL, 2, 5), 5, None), &[(Interfaces, "", 3), (Held, "", 7)]),
        check("t3.small, WARM_IP_TARGET=2, MINIMUM_IP_TARGET=5, 9 pods", Node("t3.small", targets(T3_SMALL, 2, 5), 9, None), &[(Interfaces, "", 3), (Held, "", 9)]),
        check("p3dn.24xlarge, WARM_IP_TARGET=5, MINIMUM_IP_TARGET=10, 0 pods", Node("p3dn.24xlarge", targets(P3DN, 5, 10), 0, None), &[(Interfaces, "", 1), (Held, "", 10)]),
        check("p3dn.24xlarge, WARM_IP_TARGET=5, MINIMUM_IP_TARGET=10, 7 pods", Node("p3dn.24xlarge", targets(P3DN, 5, 10), 7, None), &[(Interfaces, "", 1), (Held, "", 12)]),
        check("p3dn.24xlarge, WARM_IP_TARGET=5, MINIMUM_IP_TARGET=10, 15 pods", Node("p3dn.24xlarge", targets(P3DN, 5, 10), 15, None), &[(Interfaces, "", 1), (Held, "", 20)]),
        check("p3dn.24xlarge, WARM_IP_TARGET=5, MINIMUM_IP_TARGET=10, 45 pods", Node("p3dn.24xlarge", targets(P3DN, 5, 10), 45, None), &[(Interfaces, "", 2), (Held, "", 50)]),
    ] },
    Case { id: "A3", grade: AsPublished, title: "Warm prefixes", source: "aws/amazon-vpc-cni-k8s, docs/prefix-and-ip-target.md", url: "https://github.com/aws/amazon-vpc-cni-k8s/blob/master/docs/prefix-and-ip-target.md", why: "With WARM_PREFIX_TARGET=1 a node holds the prefixes that its pods fill and a whole one more.", checks: &[
        check("t3.small with prefixes, 0 pods", Node("t3.small", prefixes(T3_SMALL), 0, None), &[(Held, "", 1), (Interfaces, "", 1), (Idle, "", 16)]),
        check("t3.small with prefixes, 5 pods", Node("t3.small", prefixes(T3_SMALL), 5, None), &[(Held, "", 2), (Interfaces, "", 1), (Idle, "", 27)]),
        check("t3.small with prefixes, 16 pods", Node("t3.small", prefixes(T3_SMALL), 16, None), &[(Held, "", 2), (Interfaces, "", 1), (Idle, "", 16)]),
        check("t3.small with prefixes, 17 pods", Node("t3.small", prefixes(T3_SMALL), 17, None), &[(Held, "", 3), (Interfaces, "", 1), (Idle, "", 31)]),
        check("t3.small with prefixes, 58 pods", Node("t3.small", prefixes(T3_SMALL), 58, None), &[(Held, "", 5), (Interfaces, "", 2), (Idle, "", 22)]),
    ] },
    Case { id: "A4", grade: AsPublished, title: "Warm addresses in prefixes", source: "aws/amazon-vpc-cni-k8s, docs/prefix-and-ip-target.md", url: "https://github.com/aws/amazon-vpc-cni-k8s/blob/master/docs/prefix-and-ip-target.md", why: "The targets count addresses, and whole prefixes of sixteen are taken for them.", checks: &[
        check("t3.small, 1/1, 0 pods", Node("t3.small", prefixes(targets(T3_SMALL, 1, 1)), 0, None), &[(Held, "", 1)]),
        check("t3.small, 1/1, 5 pods", Node("t3.small", prefixes(targets(T3_SMALL, 1, 1)), 5, None), &[(Held, "", 1)]),
        check("t3.small, 1/1, 17 pods", Node("t3.small", prefixes(targets(T3_SMALL, 1, 1)), 17, None), &[(Held, "", 2)]),
        check("t3.small, 1/1, 58 pods", Node("t3.small", prefixes(targets(T3_SMALL, 1, 1)), 58, None), &[(Held, "", 4)]),
        check("t3.small, 7/20, 5 pods", Node("t3.small", prefixes(targets(T3_SMALL, 7, 20)), 5, None), &[(Held, "", 2)]),
        check("t3.small, 7/20, 17 pods", Node("t3.small", prefixes(targets(T3_SMALL, 7, 20)), 17, None), &[(Held, "", 2)]),
        check("t3.small, 7/20, 58 pods", Node("t3.small", prefixes(targets(T3_SMALL, 7, 20)), 58, None), &[(Held, "", 5)]),
        check("p3dn.24xlarge, 5/10, 0 pods", Node("p3dn.24xlarge", prefixes(targets(P3DN, 5, 10)), 0, None), &[(Held, "", 1), (Idle, "", 16)]),
        check("p3dn.24xlarge, 5/10, 7 pods", Node("p3dn.24xlarge", prefixes(targets(P3DN, 5, 10)), 7, None), &[(Held, "", 1), (Idle, "", 9)]),
        check("p3dn.24xlarge, 5/10, 15 pods", Node("p3dn.24xlarge", prefixes(targets(P3DN, 5, 10)), 15, None), &[(Held, "", 2), (Idle, "", 17)]),
        check("p3dn.24xlarge, 5/10, 45 pods", Node("p3dn.24xlarge", prefixes(targets(P3DN, 5, 10)), 45, None), &[(Held, "", 4), (Idle, "", 19)]),
    ] },
    Case { id: "A5", grade: AsPublished, title: "Three nodes, two pods of CoreDNS", source: "aws/aws-eks-best-practices, networking/vpc-cni.adoc", url: "https://docs.aws.amazon.com/eks/latest/best-practices/vpc-cni.html", why: "One pod already makes a node take a second interface, so that 50 addresses serve two pods.", checks: &[
        check("", Plan("
cluster: {control_plane_interfaces: 0}
node_groups: [{instance_types: [c5.large], nodes: {desired: 3}, pods: {desired: 2}}]
"), &[(AddressesUsed, "", 50), (Used(0), "", 20), (Used(1), "", 20), (Used(2), "", 10), (IdleIn(0), "", 17), (IdleIn(1), "", 17), (IdleIn(2), "", 9), (PerNode(0), "", 20)]),
        check("c5.large, one pod", Node("c5.large", C5_LARGE, 1, None), &[(SubnetAddresses, "", 20), (Idle, "", 17)]),
        check("c5.large, no pod", Node("c5.large", C5_LARGE, 0, None), &[(SubnetAddresses, "", 10), (Idle, "", 9)]),
    ] },
    Case { id: "A10", grade: AsPublished, title: "Pods stuck behind max pods", source: "aws/amazon-vpc-cni-k8s #331", url: "https://github.com/aws/amazon-vpc-cni-k8s/issues/331", why: "The kubelet of a t2.medium takes 17 pods; under custom networking its interfaces serve 12, so five stay without an address.", checks: &[
        check("t2.medium, full", Plan("
vpc: {cidrs: [10.0.0.0/16, 100.64.0.0/16]}
networking: {custom_networking: true}
node_groups: [{instance_types: [t2.medium], provisioner: self-managed, nodes: {desired: 1}, pods: {desired: 15}}]
"), &[(MaxPods(0), "", 17), (Served(0), "", 12), (Placed, "", 15), (Pending, "", 0), (WithoutAddress, "", 5), (Told(Code::MaxPodsTooHigh), "unnoticed", 1)]),
    ] },
    Case { id: "A11", grade: AsPublished, title: "Custom networking on a t3.medium", source: "aws/amazon-vpc-cni-k8s #1480", url: "https://github.com/aws/amazon-vpc-cni-k8s/issues/1480", why: "The primary interface carries no pods, so that two of three remain.", checks: &[
        check("managed t3.medium", Plan("
vpc: {cidrs: [10.0.0.0/16, 100.64.0.0/16]}
networking: {custom_networking: true}
node_groups: [{instance_types: [t3.medium]}]
"), &[(MaxPods(0), "", 12)]),
        check("t3.medium", Type("t3.medium", CUSTOM), &[(Formula, "", 12)]),
    ] },
    Case { id: "A12", grade: AsPublished, title: "Karpenter under custom networking", source: "aws/amazon-vpc-cni-k8s #3238", url: "https://github.com/aws/amazon-vpc-cni-k8s/issues/3238", why: "Karpenter lets a t3.2xlarge say 58 pods, and custom networking serves 44.", checks: &[
        check("t3.2xlarge, full", Plan("
vpc: {cidrs: [10.0.0.0/16, 100.64.0.0/16]}
networking: {custom_networking: true}
node_groups: [{instance_types: [t3.2xlarge], provisioner: karpenter, nodes: {desired: 1}, pods: {desired: 56}}]
"), &[(MaxPods(0), "", 58), (Served(0), "", 44), (WithoutAddress, "14", 14)]),
    ] },
    Case { id: "A14", grade: AsPublished, title: "Cilium in ENI mode", source: "Smana/cloud-native-ref #1726, #1730", url: "https://github.com/Smana/cloud-native-ref/pull/1726", why: "Cilium gives the first interface no pods and adds none for the host network: a node was seen exhausted at 42 of 42.", checks: &[
        check("t3.xlarge, 42 pods", Plan("
networking: {cni: cilium-eni}
node_groups: [{instance_types: [t3.xlarge], provisioner: self-managed, nodes: {desired: 1}, pods: {desired: 42}}]
"), &[(MaxPods(0), "", 58), (Served(0), "", 42), (WithoutAddress, "", 0)]),
        check("t3.xlarge, 43 pods", Plan("
networking: {cni: cilium-eni}
node_groups: [{instance_types: [t3.xlarge], provisioner: self-managed, nodes: {desired: 1}, pods: {desired: 43}}]
"), &[(WithoutAddress, "", 1)]),
        check("i3.large", Type("i3.large", CILIUM), &[(Formula, "", 18)]),
        check("c5.large with prefixes", Type("c5.large", CILIUM_PREFIXES), &[(Formula, "", 288)]),
    ] },
    Case { id: "A15", grade: AsPublished, title: "A small type with prefixes", source: "aws/karpenter-provider-aws #9299", url: "https://github.com/aws/karpenter-provider-aws/pull/9299", why: "Two interfaces of four addresses: eight pods, or 98 with prefixes.", checks: &[
        check("r8gd.medium", Type("r8gd.medium", DEFAULT), &[(Formula, "", 8)]),
        check("r8gd.medium with prefixes", Type("r8gd.medium", PREFIXES), &[(Formula, "", 98)]),
    ] },
    Case { id: "A16", grade: AsPublished, title: "29 where 110 was meant", source: "aws-ia/terraform-aws-eks-blueprints #1312", url: "https://github.com/aws-ia/terraform-aws-eks-blueprints/issues/1312", why: "A managed group is given 110 by EKS; nodes of one’s own keep 29 unless someone sets max pods. The network would serve 290.", checks: &[
        check("managed", Plan("
vpc: {cidrs: [10.0.0.0/16, 100.64.0.0/16]}
networking: {custom_networking: true, prefix_delegation: true}
node_groups: [{instance_types: [m5.large], provisioner: managed}]
"), &[(MaxPods(0), "", 110), (Served(0), "", 290)]),
        check("self-managed", Plan("
vpc: {cidrs: [10.0.0.0/16, 100.64.0.0/16]}
networking: {custom_networking: true, prefix_delegation: true}
node_groups: [{instance_types: [m5.large], provisioner: self-managed}]
"), &[(MaxPods(0), "", 29), (Served(0), "", 290)]),
    ] },
    Case { id: "A17", grade: AsPublished, title: "737 or 250", source: "awslabs/amazon-eks-ami #1419", url: "https://github.com/awslabs/amazon-eks-ami/issues/1419", why: "The file eni-max-pods.txt says 737; AWS recommends 250 above 30 vCPUs and sets that in managed groups.", checks: &[
        check("managed", Plan("
node_groups: [{instance_types: [c5.18xlarge], provisioner: managed}]
"), &[(MaxPods(0), "", 250)]),
        check("self-managed", Plan("
node_groups: [{instance_types: [c5.18xlarge], provisioner: self-managed}]
"), &[(MaxPods(0), "", 737)]),
        check("c5.18xlarge", Type("c5.18xlarge", DEFAULT), &[(Recommended, "", 250)]),
    ] },
    Case { id: "A18", grade: AsPublished, title: "Branch interfaces", source: "aws/containers-roadmap #1153, #1342", url: "https://github.com/aws/containers-roadmap/issues/1153", why: "Pods with security groups of their own take a branch interface each, and a type has far fewer of these than pods.", checks: &[
        check("m5.large", Plan("
networking: {pod_security_groups: true}
node_groups: [{instance_types: [m5.large], nodes: {desired: 1}, pods: {desired: 19, security_group_pods: 19}}]
"), &[(MaxPods(0), "", 29), (Placed, "", 9), (Pending, "10", 10)]),
        check("c5.12xlarge", Plan("
networking: {pod_security_groups: true}
node_groups: [{instance_types: [c5.12xlarge], nodes: {desired: 1}, pods: {desired: 64, security_group_pods: 64}}]
"), &[(MaxPods(0), "", 234), (Placed, "", 54), (Pending, "10", 10)]),
    ] },
    Case { id: "A23", grade: AsPublished, title: "A small warm target with a minimum", source: "younsl.github.io, vpc-cni-warm-ip-target", url: "https://younsl.github.io/blog/vpc-cni-warm-ip-target", why: "A node holds eight addresses from the start, and from then on one more than its pods want.", checks: &[
        check("0 pods", Node("m4.4xlarge", targets(M4_4XLARGE, 1, 8), 0, None), &[(Held, "", 8)]),
        check("3 pods", Node("m4.4xlarge", targets(M4_4XLARGE, 1, 8), 3, None), &[(Held, "", 8)]),
        check("7 pods", Node("m4.4xlarge", targets(M4_4XLARGE, 1, 8), 7, None), &[(Held, "", 8)]),
        check("8 pods", Node("m4.4xlarge", targets(M4_4XLARGE, 1, 8), 8, None), &[(Held, "", 9)]),
        check("15 pods", Node("m4.4xlarge", targets(M4_4XLARGE, 1, 8), 15, None), &[(Held, "", 16)]),
        check("30 pods", Node("m4.4xlarge", targets(M4_4XLARGE, 1, 8), 30, None), &[(Held, "", 31)]),
    ] },
    Case { id: "A26", grade: AsPublished, title: "Load balancers want eight free addresses", source: "Elastic Load Balancing, by aws-load-balancer-controller #1333", url: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html", why: "A /27 has 27 usable addresses, of which the load balancer itself takes two.", checks: &[
        check("17 addresses taken", Plan("
zones: [a, b]
subnets:
  - {name: public-a, zone: a, role: public, cidr: 10.0.0.0/27, used: 17}
  - {name: public-b, zone: b, role: public, cidr: 10.0.0.32/27}
endpoints: {load_balancers: {alb: 1}}
"), &[(Free(0), "8", 8), (Told(Code::LoadBalancerBlocked), "0", 0)]),
        check("18 addresses taken", Plan("
zones: [a, b]
subnets:
  - {name: public-a, zone: a, role: public, cidr: 10.0.0.0/27, used: 18}
  - {name: public-b, zone: b, role: public, cidr: 10.0.0.32/27}
endpoints: {load_balancers: {alb: 1}}
"), &[(Free(0), "7", 7), (Told(Code::LoadBalancerBlocked), "1", 1)]),
    ] },
    Case { id: "A32", grade: AsPublished, title: "A large node", source: "the CNI’s README as of PR #925", url: "https://github.com/aws/amazon-vpc-cni-k8s/pull/925", why: "One pod more than an interface holds makes a node take a whole further one.", checks: &[
        check("m4.4xlarge, 1 pods", Node("m4.4xlarge", M4_4XLARGE, 1, None), &[(Held, "", 58)]),
        check("m4.4xlarge, 29 pods", Node("m4.4xlarge", M4_4XLARGE, 29, None), &[(Held, "", 58)]),
        check("m4.4xlarge, 30 pods", Node("m4.4xlarge", M4_4XLARGE, 30, None), &[(Held, "", 87)]),
        check("m4.4xlarge, 58 pods", Node("m4.4xlarge", M4_4XLARGE, 58, None), &[(Held, "", 87)]),
    ] },
    Case { id: "A33", grade: AsPublished, title: "Prefixes on an m5.large", source: "devopswave, kloudvin", url: "https://devopswave.com/blog/eks-pod-limit-prefix-delegation", why: "The formula comes to 434; AWS recommends 110 below 30 vCPUs.", checks: &[
        check("m5.large with prefixes", Type("m5.large", PREFIXES), &[(Formula, "", 434), (Recommended, "", 110)]),
    ] },
    Case { id: "B1", grade: Diagnosed, title: "Nodes in a zone of PyTorch’s CI", source: "pytorch/ci-infra #544, #558 to #560", url: "https://github.com/pytorch/ci-infra/issues/544", why: "A node stands in one subnet, so that each /16 rounds down: 8,188 nodes of 32 addresses where the plan reckons about 8,100, 15,416 of 17 where it says 15,300.", checks: &[
        check("a /18, one warm interface of 50", Plan("
vpc: {cidrs: [10.0.0.0/18]}
zones: [a, b, c]
cluster: {control_plane_interfaces: 0}
networking: {}
subnets: [{zone: a, cidr: 10.0.0.0/18}]
node_groups: [{instance_types: [c5.18xlarge], zones: [a], nodes: {desired: 1}}]
"), &[(PerNode(0), "50", 50), (MostNodes(0), "327", 327)]),
        check("four /16, 32 addresses a node", Plan("
vpc: {cidrs: [100.64.0.0/16, 100.65.0.0/16, 100.66.0.0/16, 100.67.0.0/16]}
zones: [a, b, c]
cluster: {control_plane_interfaces: 0}
networking: {warm: {ip: 1, minimum_ip: 30}}
subnets: [{zone: a, cidr: 100.64.0.0/16}, {zone: a, cidr: 100.65.0.0/16}, {zone: a, cidr: 100.66.0.0/16}, {zone: a, cidr: 100.67.0.0/16}]
node_groups: [{instance_types: [m5.4xlarge], zones: [a], nodes: {desired: 1}}]
"), &[(PerNode(0), "32", 32), (MostNodes(0), "about 8,100", 8188)]),
        check("four /16, 17 addresses a node", Plan("
vpc: {cidrs: [100.64.0.0/16, 100.65.0.0/16, 100.66.0.0/16, 100.67.0.0/16]}
zones: [a, b, c]
cluster: {control_plane_interfaces: 0}
networking: {warm: {ip: 1, minimum_ip: 16}}
subnets: [{zone: a, cidr: 100.64.0.0/16}, {zone: a, cidr: 100.65.0.0/16}, {zone: a, cidr: 100.66.0.0/16}, {zone: a, cidr: 100.67.0.0/16}]
node_groups: [{instance_types: [m5.4xlarge], zones: [a], nodes: {desired: 1}}]
"), &[(PerNode(0), "17", 17), (MostNodes(0), "about 15,300", 15416)]),
    ] },
    Case { id: "B5", grade: Diagnosed, title: "1,200 pods exhaust a /20", source: "readmedium c7b8e5dd8606", url: "https://readmedium.com/kubernetes-cluster-running-out-of-ip-addresses-on-aws-eks-c7b8e5dd8606", why: "The type decides, which the source leaves unsaid: default pools on large nodes hold far more than 1,200 addresses, those of small ones little more.", checks: &[
        check("40 m5.4xlarge", Plan("
vpc: {cidrs: [10.0.0.0/20]}
subnets:
  - {name: private-a, zone: a, cidr: 10.0.0.0/22}
  - {name: private-b, zone: b, cidr: 10.0.4.0/22}
  - {name: private-c, zone: c, cidr: 10.0.8.0/22}
node_groups: [{instance_types: [m5.4xlarge], nodes: {desired: 40}, pods: {desired: 1200}}]
"), &[(Told(Code::SubnetShort), "three subnets full", 3), (PerNode(0), "unsaid", 90)]),
        check("45 m5.large", Plan("
vpc: {cidrs: [10.0.0.0/20]}
subnets:
  - {name: private-a, zone: a, cidr: 10.0.0.0/22}
  - {name: private-b, zone: b, cidr: 10.0.4.0/22}
  - {name: private-c, zone: c, cidr: 10.0.8.0/22}
node_groups: [{instance_types: [m5.large], nodes: {desired: 45}, pods: {desired: 1200}}]
"), &[(Told(Code::SubnetShort), "unsaid", 0), (PerNode(0), "unsaid", 30)]),
    ] },
    Case { id: "B11", grade: Diagnosed, title: "Databases break prefixes up", source: "ministryofjustice/cloud-platform #4780 to #4796", url: "https://github.com/ministryofjustice/cloud-platform/issues/4780", why: "Three hundred single addresses cost up to 300 of 510 blocks, unless part of the subnet is reserved for prefixes.", checks: &[
        check("without a reservation", Plan("
vpc: {cidrs: [172.20.0.0/16]}
zones: [a, b]
cluster: {control_plane_interfaces: 0}
networking: {prefix_delegation: true}
subnets:
  - {name: shared, zone: a, cidr: 172.20.32.0/19, reservations: []}
node_groups: [{instance_types: [m5.large], zones: [a], nodes: {desired: 10}, pods: {desired: 500}}]
others: [{name: databases, addresses: 300, subnets: [shared]}]
"), &[(Usable(0), "8,187", 8187), (Prefixes(0), "unsaid", 510), (PrefixesFree(0), "“no free IP in the prefix”", 150), (Told(Code::PrefixesOverMinimum), "unsaid", 1)]),
        check("half of it reserved", Plan("
vpc: {cidrs: [172.20.0.0/16]}
zones: [a, b]
cluster: {control_plane_interfaces: 0}
networking: {prefix_delegation: true}
subnets:
  - {name: shared, zone: a, cidr: 172.20.32.0/19, reservations: [172.20.32.0/20]}
node_groups: [{instance_types: [m5.large], zones: [a], nodes: {desired: 10}, pods: {desired: 500}}]
others: [{name: databases, addresses: 300, subnets: [shared]}]
"), &[(PrefixesFree(0), "unsaid", 205), (Told(Code::PrefixesOverMinimum), "unsaid", 0)]),
    ] },
    Case { id: "B13", grade: Diagnosed, title: "A third load balancer wants eight", source: "keycloak/keycloak-benchmark #978", url: "https://github.com/keycloak/keycloak-benchmark/issues/978", why: "Two load balancers with two addresses each leave seven of the eleven in a /28.", checks: &[
        check("one load balancer", Plan("
zones: [a, b]
subnets:
  - {name: public-a, zone: a, role: public, cidr: 10.0.0.0/28}
  - {name: public-b, zone: b, role: public, cidr: 10.0.0.16/28}
endpoints: {load_balancers: {alb: 1}}
"), &[(Told(Code::LoadBalancerBlocked), "0", 0)]),
        check("two load balancers", Plan("
zones: [a, b]
subnets:
  - {name: public-a, zone: a, role: public, cidr: 10.0.0.0/28}
  - {name: public-b, zone: b, role: public, cidr: 10.0.0.16/28}
endpoints: {load_balancers: {alb: 2}}
"), &[(Free(0), "7", 7), (Told(Code::LoadBalancerBlocked), "no further one", 2)]),
    ] },
    Case { id: "B17", grade: Diagnosed, title: "A subnet named 1c in zone 1a", source: "apgaua/eks-networking", url: "https://github.com/apgaua/eks-networking", why: "Custom networking asks for a subnet of pods in every zone, and zone c would have none.", checks: &[
        check("", Plan("
zones: [us-east-1a, us-east-1b, us-east-1c]
vpc: {cidrs: [10.0.0.0/16, 100.64.0.0/16]}
networking: {custom_networking: true}
subnets:
  - {name: pods-1a, zone: us-east-1a, role: pods, cidr: 100.64.0.0/18}
  - {name: pods-1b, zone: us-east-1b, role: pods, cidr: 100.64.64.0/18}
  - {name: pods-1c, zone: us-east-1a, role: pods, cidr: 100.64.128.0/18}
node_groups: [{}]
"), &[(Told(Code::NameSaysOtherZone), "unnoticed", 1), (Told(Code::NoPodsSubnet), "unnoticed", 1)]),
    ] },
    Case { id: "C1", grade: PublishedWrong, title: "AWS’s own spreadsheet, warm interfaces", source: "aws/aws-eks-best-practices, subnet-calc.xlsx, WarmENI", url: "https://github.com/aws/aws-eks-best-practices/tree/5e4e4231/latest/bpg/networking/subnet-calc", why: "AWS keeps five addresses of a subnet, the sheet two. A c5.2xlarge has 14 addresses for pods on an interface, so that 30 pods want three and a warm one.", checks: &[
        check("", Plan("
zones: [a, b]
subnets: [{name: only, zone: a, cidr: 10.0.0.0/23}]
cluster: {control_plane_interfaces: 0}
networking: {warm: {}}
node_groups:
  - {name: large, instance_types: [m5.12xlarge], zones: [a], nodes: {desired: 2}, pods: {desired: 200}}
  - {name: small, instance_types: [c5.2xlarge], zones: [a], nodes: {desired: 1}, pods: {desired: 30}}
"), &[(Usable(0), "510", 507), (Used(0), "351", 360), (Free(0), "159", 147), (PerNode(0), "152", 150), (PerNode(1), "47", 60)]),
    ] },
    Case { id: "C2", grade: PublishedWrong, title: "AWS’s own spreadsheet, warm addresses", source: "aws/aws-eks-best-practices, subnet-calc.xlsx, WarmIP", url: "https://github.com/aws/aws-eks-best-practices/tree/5e4e4231/latest/bpg/networking/subnet-calc", why: "WARM_IP_TARGET=1 holds one address more than the pods have, and no whole interfaces.", checks: &[
        check("", Plan("
zones: [a, b]
subnets: [{name: only, zone: a, cidr: 10.0.0.0/23}]
cluster: {control_plane_interfaces: 0}
networking: {warm: {ip: 1}}
node_groups:
  - {name: large, instance_types: [m5.12xlarge], zones: [a], nodes: {desired: 2}, pods: {desired: 200}}
  - {name: small, instance_types: [c5.2xlarge], zones: [a], nodes: {desired: 1}, pods: {desired: 30}}
"), &[(Used(0), "276", 244), (PerNode(0), "122", 105), (PerNode(1), "32", 34)]),
    ] },
    Case { id: "C4", grade: PublishedWrong, title: "Custom networking on a t3.large", source: "arhea.net, 2020-06-19", url: "https://www.arhea.net/posts/2020-06-19-amazon-eks-secondary-cidr", why: "The formula is right there and its result is not.", checks: &[
        check("t3.large", Type("t3.large", CUSTOM), &[(Formula, "20", 24)]),
    ] },
    Case { id: "C6", grade: PublishedWrong, title: "A node without pods", source: "the CNI’s README", url: "https://github.com/aws/amazon-vpc-cni-k8s/blob/master/README.md", why: "A node without pods holds one interface, which is its warm one.", checks: &[
        check("m4.4xlarge, no pod", Node("m4.4xlarge", M4_4XLARGE, 0, None), &[(Held, "58", 29)]),
    ] },
    Case { id: "C7", grade: PublishedWrong, title: "Warm targets in the best practices", source: "aws/aws-eks-best-practices, networking/vpc-cni.adoc", url: "https://docs.aws.amazon.com/eks/latest/best-practices/vpc-cni.html", why: "An interface of ten addresses has nine for pods. Since the CNI’s PR #1279 an interface comes with the addresses that are needed and no more.", checks: &[
        check("MINIMUM_IP_TARGET=100", Node("", targets(PoolSettings::shipped(15, 10), 1, 100), 0, Some(137)), &[(Interfaces, "10", 12), (Held, "100", 100)]),
        check("WARM_IP_TARGET=5, 5 pods", Node("m5.large", PoolSettings { warm_ip_target: Some(5), ..C5_LARGE }, 5, Some(29)), &[(Interfaces, "2", 2), (Held, "18", 10), (SubnetAddresses, "20", 12)]),
    ] },
    Case { id: "C10", grade: PublishedWrong, title: "Prefixes in the CNI’s documentation", source: "aws/amazon-vpc-cni-k8s, docs/prefix-and-ip-target.md", url: "https://github.com/aws/amazon-vpc-cni-k8s/blob/master/docs/prefix-and-ip-target.md", why: "Twenty addresses are two prefixes, as its own text says; and one interface of a p3dn.24xlarge has room for 49.", checks: &[
        check("t3.small, 7/20, no pod", Node("t3.small", prefixes(targets(T3_SMALL, 7, 20)), 0, Some(110)), &[(Held, "1", 2), (Idle, "16", 32), (Interfaces, "1", 1)]),
        check("p3dn.24xlarge, 3 pods", Node("p3dn.24xlarge", prefixes(P3DN), 3, Some(250)), &[(Interfaces, "2", 1), (Held, "", 2)]),
        check("p3dn.24xlarge, 95 pods", Node("p3dn.24xlarge", prefixes(P3DN), 95, Some(250)), &[(Interfaces, "3", 1), (Held, "", 7)]),
        check("p3dn.24xlarge, 5/10, 45 pods", Node("p3dn.24xlarge", prefixes(targets(P3DN, 5, 10)), 45, Some(250)), &[(Interfaces, "2", 1), (Held, "", 4)]),
    ] },
    Case { id: "C11", grade: PublishedWrong, title: "Max pods of an m5.large", source: "kubeforge", url: "", why: "20 is what custom networking leaves of 29.", checks: &[
        check("m5.large", Type("m5.large", DEFAULT), &[(Formula, "20", 29)]),
    ] },
    Case { id: "C12", grade: PublishedWrong, title: "Interfaces × addresses − 1", source: "rtfm.co.ua, techwithpatil", url: "https://rtfm.co.ua/en/aws-vpc-prefix-and-maximum-of-pods-on-kubernetes-workernodes/", why: "The short formula is right only for types with exactly three interfaces.", checks: &[
        check("t3.medium", Type("t3.medium", DEFAULT), &[(Formula, "17", 17)]),
        check("m5.large", Type("m5.large", DEFAULT), &[(Formula, "29", 29)]),
        check("m5.xlarge", Type("m5.xlarge", DEFAULT), &[(Formula, "59", 58)]),
        check("m5.4xlarge", Type("m5.4xlarge", DEFAULT), &[(Formula, "239", 234)]),
    ] },
];
