//! VPCs that are wanted, many at once: a list of a few words each.

use alloc::string::ToString;
use alloc::vec::Vec;

use super::document::{NatGateways, Zone};
use super::reading;
use super::resolve::MOST_ZONES;
use super::scalars::{Count, Name, NodeCount};
use super::shape::Preset::{List, Nothing, Scalar};
use super::shape::{Shape, Value, choice, record};
use super::share::Percent;
use super::tree::{Data, Entry, Node};
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
    1 "desired" desired: NodeCount = Scalar("3"), "Nodes wanted.";
    2 "max" max: Option<NodeCount> = Nothing, "Nodes at most; left out: those wanted.";
}

record! {
    /// Pods of a VPC that is wanted.
    WantedPods short "desired";
    1 "desired" desired: Count = Scalar("0"), "Workload pods wanted, over all nodes.";
    2 "max" max: Option<Count> = Nothing, "Pods at most; left out: those wanted.";
}

record! {
    /// A VPC that is wanted.
    Want required "name";
    1 "name" name: Name = Scalar("vpc"), "Its name, which no other has.";
    2 "region" region: Name = Scalar("us-east-1"), "AWS Region; its VPCs stand together.";
    3 "zones" zones: Zones = List(&["a", "b", "c"]), "Zones, or how many of them.";
    4 "nodes" nodes: WantedNodes = Nothing, "Nodes: a number, or desired and max.";
    5 "pods" pods: WantedPods = Nothing, "Workload pods: a number, or desired and max.";
    6 "strategy" strategy: Strategy = Scalar("vpc-cni"), "How pods get addresses.";
    7 "instance_types" instance_types: Vec<Name> = List(&["m6i.large"]), "EC2 instance types.";
    8 "growth" growth: Percent = Scalar("0%"), "Growth of the pods a month, compounded.";
    9 "nat_gateways" nat_gateways: NatGateways = Scalar("per-zone"), "NAT gateways, and with them public subnets.";
    10 "cidrs" cidrs: Vec<Ipv4Prefix> = Nothing, "Routable blocks that it has already; they stay, and more come beside them.";
}

/// Zones of a VPC: one, a list, or how many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zones(pub Vec<Zone>);

impl Value for Zones {
    const SHAPE: &'static Shape = &Shape::List {
        item: Zone::SHAPE,
        max: MOST_ZONES,
        or_one: true,
    };

    fn take(node: &Node) -> Self {
        match &node.data {
            Data::List(_) => Self(Vec::take(node)),
            _ => Self(Vec::from([Zone::take(node)])),
        }
    }

    fn write(&self) -> Node {
        self.0.write()
    }
}

/// Writes a number of zones as their letters; what cannot be one is told and left out.
fn letter_zones(root: &mut Node, findings: &mut Vec<Finding>) {
    let Data::List(wants) = &mut root.data else {
        return;
    };
    for (index, want) in wants.iter_mut().enumerate() {
        let Data::Map(entries) = &mut want.data else {
            continue;
        };
        entries.retain_mut(|entry| {
            let is_number =
                |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
            let Some(text) = entry.value.text().filter(|text| is_number(text)) else {
                return true;
            };
            if entry.key != "zones" {
                return true;
            }
            match text
                .parse()
                .ok()
                .filter(|count| (1..=MOST_ZONES).contains(count))
            {
                Some(count) => entry.value = letters(count, &entry.value),
                None => findings.push(not_so_many(index, entry)),
            }
            matches!(entry.value.data, Data::List(_))
        });
    }
}

/// The first so many letters, in the place of a number.
fn letters(count: usize, number: &Node) -> Node {
    let letters = ('a'..='z').take(count);
    Node {
        at: number.at,
        ..Node::of(Data::List(
            letters
                .map(|letter| Node::quoted(letter.to_string()))
                .collect(),
        ))
    }
}

fn not_so_many(index: usize, entry: &Entry) -> Finding {
    let belongs = "a list of zones, or a number from 1 to 26";
    let operands = operands![entry.value.kind(), belongs];
    let mut finding = Finding::new(
        Code::OutOfRange,
        alloc::format!("[{index}].zones"),
        operands,
    );
    finding.at = entry.value.at;
    finding
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
    let (mut root, mut findings) = any_tree(text)?;
    if !matches!(root.data, Data::List(_)) {
        return Err(if root.is_null() {
            TextError::Empty
        } else {
            TextError::NoList(root.at, root.kind())
        });
    }
    letter_zones(&mut root, &mut findings);
    let (tree, told) = reading::read(&root, Vec::<Want>::SHAPE);
    let wants = tree.as_ref().map(Vec::take).unwrap_or_default();
    findings.extend(told);
    findings.sort_by_key(|finding| finding.at);
    Ok((wants, findings))
}
