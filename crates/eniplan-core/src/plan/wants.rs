//! VPCs that are wanted, many at once: a list of a few words each.

use alloc::string::ToString;
use alloc::vec;
use alloc::vec::Vec;

use super::document::{NatGateways, Zone};
use super::reading::Reading;
use super::scalars::{Count, Name, NodeCount};
use super::shape::{Shape, Value, choice, read_list, record};
use super::share::Percent;
use super::tree::{Data, Node};
use super::yaml::{TextError, any_tree};
use crate::finding::{Code, Finding};
use crate::net::Ipv4Prefix;
use crate::operands;

choice! {
    /// How the pods of a VPC get addresses.
    Strategy = VpcCni;
    1 VpcCni "vpc-cni" "Amazon VPC CNI with secondary addresses";
    2 PrefixDelegation "prefix-delegation" "Amazon VPC CNI with /28 prefixes";
    3 CustomNetworking "custom-networking" "pods in 100.64.0.0/10, secondary addresses";
    4 CustomNetworkingPrefixes "custom-networking-prefixes" "pods in 100.64.0.0/10, /28 prefixes";
    5 AutoMode "auto-mode" "EKS Auto Mode";
    6 Ipv6 "ipv6" "pods with IPv6 addresses";
    7 Calico "calico" "Calico with VXLAN, in place of the VPC CNI";
    8 CiliumOverlay "cilium-overlay" "Cilium with an overlay";
    9 CiliumEni "cilium-eni" "Cilium in ENI mode";
}

record! {
    /// Nodes of a VPC that is wanted.
    WantedNodes short "desired";
    1 "desired" desired: NodeCount = NodeCount::of(3), "Nodes wanted.";
    2 "max" max: Option<NodeCount> = None, "Nodes at most; left out: those wanted.";
}

record! {
    /// Pods of a VPC that is wanted.
    WantedPods short "desired";
    1 "desired" desired: Count = Count::of(0), "Workload pods wanted, over all nodes.";
    2 "max" max: Option<Count> = None, "Pods at most; left out: those wanted.";
}

record! {
    /// A VPC that is wanted.
    Want required "name";
    1 "name" name: Name = Name::literal("vpc"), "Its name, which no other has.";
    2 "region" region: Name = Name::literal("us-east-1"), "AWS Region; its VPCs stand together.";
    3 "zones" zones: Zones = Zones::default(), "Zones, or how many of them.";
    4 "nodes" nodes: WantedNodes = WantedNodes::default(), "Nodes: a number, or desired and max.";
    5 "pods" pods: WantedPods = WantedPods::default(), "Workload pods: a number, or desired and max.";
    6 "strategy" strategy: Strategy = Strategy::VpcCni, "How pods get addresses.";
    7 "instance_types" instance_types: Vec<Name> = vec![Name::literal("m6i.large")], "EC2 instance types.";
    8 "growth" growth: Percent = Percent::of_hundredths(0), "Growth of the pods a month, compounded.";
    9 "nat_gateways" nat_gateways: NatGateways = NatGateways::PerZone, "NAT gateways, and with them public subnets.";
    10 "cidrs" cidrs: Vec<Ipv4Prefix> = vec![], "Routable blocks that it has already; they stay, and more come beside them.";
}

/// Zones of a VPC: a list, or how many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zones(pub Vec<Zone>);

impl Zones {
    /// The first so many letters.
    fn lettered(count: u8) -> Self {
        let zone = |letter: char| Zone {
            name: Name::of(&letter.to_string()).unwrap_or_else(|| Name::literal("a")),
            ..Zone::default()
        };
        Self(('a'..='z').take(count.into()).map(zone).collect())
    }
}

impl Default for Zones {
    fn default() -> Self {
        Self::lettered(3)
    }
}

impl Value for Zones {
    const SHAPE: &'static Shape = &Shape::List {
        item: Zone::SHAPE,
        max: 26,
        or_one: true,
    };

    fn read(node: &Node, reading: &mut Reading) -> Option<Self> {
        let number = node.text().and_then(|text| text.parse::<u8>().ok());
        match number {
            Some(count @ 1..=26) => Some(Self::lettered(count)),
            Some(_) => {
                let operands = operands![node.kind(), "a list of zones, or a number from 1 to 26"];
                reading.tell(Code::OutOfRange, node.at, operands);
                None
            }
            None => read_list(node, 26, true, reading).map(Self),
        }
    }

    fn write(&self) -> Node {
        self.0.write()
    }
}

/// Reads the list of VPCs that are wanted, telling every fault; a list of JSON objects is one as well.
///
/// ```
/// use eniplan_core::plan::wants;
/// let (wants, findings) = wants::read(b"- {name: shop, region: eu-west-1, zones: 2, nodes: 30, pods: 400}\n- {nmae: x}").unwrap();
/// assert_eq!(wants.len(), 1);
/// assert_eq!(wants[0].zones.0.len(), 2);
/// assert_eq!(findings.iter().map(|finding| finding.subject.as_str()).collect::<Vec<_>>(), ["[1]", "[1].nmae"]);
/// ```
pub fn read(text: &[u8]) -> Result<(Vec<Want>, Vec<Finding>), TextError> {
    let (root, mut findings) = any_tree(text)?;
    if !matches!(root.data, Data::List(_)) {
        return Err(if root.is_null() {
            TextError::Empty
        } else {
            TextError::NoList(root.at, root.kind())
        });
    }
    let mut reading = Reading::default();
    let wants: Vec<Want> = Value::read(&root, &mut reading).unwrap_or_default();
    findings.extend(reading.into_findings());
    findings.sort_by_key(|finding| finding.at);
    Ok((wants, findings))
}
