//! Many VPCs from one pool: routable blocks that never overlap, each Region's side by side.

mod finish;
mod pool;
mod sizes;

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::Options;
use crate::analyze::tell_unknown;
use crate::aws::catalogue::Catalogue;
use crate::finding::{Code, Finding};
use crate::net::Ipv4Prefix;
use crate::operands;
use crate::plan::wants::Want;
use crate::plan::{Name, Plan};

/// VPCs with their blocks and plans.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fleet {
    /// The VPCs, in the order in which they were wanted.
    pub vpcs: Vec<FleetVpc>,
    /// The Regions, by name.
    pub regions: Vec<Region>,
    /// What is left of the pool, each block as large as it can be.
    pub free: Vec<Ipv4Prefix>,
    /// What there is to say.
    pub findings: Vec<Finding>,
    /// How often a free block was searched for: what the allocation cost, on every machine alike.
    pub searches: u64,
}

/// A VPC of a fleet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FleetVpc {
    /// Its name.
    pub name: String,
    /// Its Region.
    pub region: String,
    /// Its plan, with every subnet.
    pub plan: Plan,
    /// Its routable blocks, the primary first; none where the pool had no room.
    pub routable: Vec<Ipv4Prefix>,
    /// Those of them that it had already.
    pub kept: usize,
    /// Its blocks that are not routed, which other VPCs may have as well.
    pub hidden: Vec<Ipv4Prefix>,
    /// A free block of the pool beside its primary, kept for its growth.
    pub room: Option<Ipv4Prefix>,
}

/// A Region of a fleet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// Its name.
    pub name: String,
    /// How many VPCs it has.
    pub vpcs: u64,
    /// Routable addresses of its VPCs.
    pub addresses: u64,
    /// The fewest prefixes that cover its VPCs and no other Region's.
    pub prefixes: Vec<Ipv4Prefix>,
}

/// Gives each VPC its blocks and lays it out; what it has already stays.
///
/// Neither the order of the wants nor that of the pool's blocks matters to who gets which block.
///
/// ```
/// use eniplan_core::{aws::catalogue::Catalogue, layout::{Options, fleet}, plan::wants};
/// let (wants, _) = wants::read(b"
/// - {name: shop, region: eu-west-1, nodes: 30, pods: 400}
/// - {name: lab, region: us-east-1, nodes: 10, pods: 100, strategy: custom-networking}
/// ").unwrap();
/// let pool = ["10.128.0.0/12".parse().unwrap()];
/// let fleet = fleet::lay_out(&wants, &pool, &Catalogue::bundled(), &Options::default());
/// assert_eq!(fleet.findings, []);
/// assert_eq!(fleet.vpcs[0].routable[0].to_string(), "10.128.0.0/21");
/// assert_eq!(fleet.vpcs[1].hidden[0].to_string(), "100.64.0.0/16");
/// ```
pub fn lay_out(
    wants: &[Want],
    pool: &[Ipv4Prefix],
    catalogue: &Catalogue,
    options: &Options,
) -> Fleet {
    let mut findings = Vec::new();
    let pool = pool::usable(pool, &mut findings);
    tell_duplicates(wants, &mut findings);
    tell_overlaps(wants, &mut findings);
    for (index, want) in wants.iter().enumerate() {
        let (of, path) = (
            alloc::format!("VPC {}", want.name.as_str()),
            alloc::format!("[{index}].instance_types"),
        );
        let types = want.instance_types.iter().map(Name::as_str);
        tell_unknown(types, &of, &path, catalogue, &mut findings);
    }
    let sizes: Vec<sizes::Size> = wants
        .iter()
        .map(|want| sizes::of(want, catalogue, options))
        .collect();
    let pool::Given {
        blocks,
        free,
        searches,
    } = pool::give(wants, &sizes, &pool);
    let mut vpcs = Vec::with_capacity(wants.len());
    let left = finish::Pool {
        blocks: &pool,
        free: &free,
    };
    for ((want, size), blocks) in wants.iter().zip(&sizes).zip(blocks) {
        let vpc = finish::vpc(want, size, blocks, &left, catalogue, options, &mut findings);
        vpcs.push(vpc);
    }
    finish::tell_shared(&vpcs, &mut findings);
    Fleet {
        regions: finish::regions(&vpcs, &pool),
        vpcs,
        free: free.blocks(),
        findings,
        searches,
    }
}

fn tell_duplicates(wants: &[Want], findings: &mut Vec<Finding>) {
    let mut seen = alloc::collections::BTreeSet::new();
    for (index, want) in wants.iter().enumerate() {
        if !seen.insert(want.name.as_str()) {
            let subject = alloc::format!("[{index}].name");
            let operands = operands!["VPC", want.name.as_str()];
            findings.push(Finding::new(Code::DuplicateName, subject, operands));
        }
    }
}

/// Tells which blocks that VPCs have already overlap.
fn tell_overlaps(wants: &[Want], findings: &mut Vec<Finding>) {
    let mut blocks: Vec<(Ipv4Prefix, usize)> = Vec::new();
    for (index, want) in wants.iter().enumerate() {
        blocks.extend(want.cidrs.iter().map(|block| (*block, index)));
    }
    blocks.sort_unstable();
    let mut widest: Option<(Ipv4Prefix, usize)> = None;
    for (block, index) in blocks {
        match widest {
            Some((wide, of)) if wide.overlaps(block) => {
                let name = |index: usize| {
                    let want = wants.get(index);
                    want.map_or_else(String::new, |want| want.name.to_string())
                };
                findings.push(Finding::new(
                    Code::FleetOverlap,
                    name(index),
                    operands![block, name(index), wide, name(of)],
                ));
            }
            _ => widest = Some((block, index)),
        }
    }
}
