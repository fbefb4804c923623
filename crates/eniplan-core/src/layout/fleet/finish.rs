//! From blocks to plans, and what there is to say of all of them together.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::free::Free;
use super::super::summary::cover;
use super::super::{Options, lay_out};
use super::sizes::{Size, routable};
use super::{FleetVpc, Region};
use crate::aws::catalogue::Catalogue;
use crate::aws::vpc;
use crate::finding::{Code, Finding, Severity};
use crate::net::Ipv4Prefix;
use crate::operands;
use crate::plan::wants::Want;

/// Where the blocks of a fleet come from, and what is left there.
pub(super) struct Pool<'a> {
    pub(super) blocks: &'a [Ipv4Prefix],
    pub(super) free: &'a Free,
}

/// A VPC with its blocks, laid out.
pub(super) fn vpc(
    want: &Want,
    size: &Size,
    given: Vec<Ipv4Prefix>,
    pool: &Pool<'_>,
    catalogue: &Catalogue,
    options: &Options,
    findings: &mut Vec<Finding>,
) -> FleetVpc {
    let mut plan = size.plan.clone();
    let kept = plan.vpc.cidrs.len();
    let complete = given.len() >= size.blocks && !size.too_much;
    if !complete {
        findings.push(unmet(want, size, pool));
    }
    plan.vpc.cidrs.extend(given.into_iter().map(routable));
    let blocks: Vec<Ipv4Prefix> = plan.vpc.cidrs.iter().map(|block| block.cidr).collect();
    // A route to the pool is what makes the others reachable; AWS refuses it beside a block that is no smaller.
    let routes = pool.blocks.iter().copied();
    plan.vpc.routes = routes
        .filter(|route| !blocks.iter().any(|block| block.contains(*route)))
        .collect();
    let room = blocks.first().and_then(|primary| room(*primary, pool.free));
    if !blocks.is_empty() && complete {
        let options = Options {
            primary: blocks.first().copied(),
            ..*options
        };
        let outcome = lay_out(&plan, catalogue, &options);
        let of_vpc = |finding: &Finding| finding.severity == Severity::Error;
        findings.extend(
            outcome
                .findings
                .into_iter()
                .filter(of_vpc)
                .map(|finding| Finding {
                    subject: alloc::format!("{}: {}", want.name, finding.subject),
                    ..finding
                }),
        );
        plan = outcome.plan;
    }
    let hidden = plan.vpc.cidrs.iter().filter(|block| !block.routable);
    FleetVpc {
        name: want.name.to_string(),
        region: want.region.to_string(),
        hidden: hidden.map(|block| block.cidr).collect(),
        plan,
        routable: blocks,
        kept,
        room,
    }
}

/// The free block beside a primary that the VPC could have later, if AWS lets it have that.
fn room(primary: Ipv4Prefix, free: &Free) -> Option<Ipv4Prefix> {
    let parent = Ipv4Prefix::containing(primary.network(), primary.length().checked_sub(1)?)?;
    let buddy = primary.next().filter(|next| parent.contains(*next))?;
    (free.is_free(buddy) && vpc::restriction(primary, buddy).is_none()).then_some(buddy)
}

fn unmet(want: &Want, size: &Size, pool: &Pool<'_>) -> Finding {
    let each = 1u64 << (32 - size.length.min(32));
    let name = want.name.as_str();
    if size.too_much {
        let operands = operands![name, each.saturating_mul(vpc::BLOCKS.0), vpc::BLOCKS.0];
        return Finding::new(Code::PrimaryTooSmall, name, operands);
    }
    let largest = pool
        .free
        .blocks()
        .into_iter()
        .min_by_key(|block| (block.length(), *block));
    let largest = largest.map_or_else(|| String::from("none"), |block| block.to_string());
    let wanted = each.saturating_mul(size.blocks as u64);
    let operands = operands![name, wanted, u64::from(size.length), largest];
    Finding::new(Code::PoolExhausted, name, operands)
}

/// The Regions with the prefixes that cover their VPCs, by name.
pub(super) fn regions(vpcs: &[FleetVpc], pool: &[Ipv4Prefix]) -> Vec<Region> {
    let mut members: BTreeMap<&str, (u64, Vec<Ipv4Prefix>)> = BTreeMap::new();
    for vpc in vpcs {
        let (count, blocks) = members.entry(&vpc.region).or_default();
        *count += 1;
        blocks.extend(&vpc.routable);
    }
    let all: Vec<Ipv4Prefix> = vpcs
        .iter()
        .flat_map(|vpc| vpc.routable.iter().copied())
        .collect();
    members
        .into_iter()
        .map(|(name, (vpcs, blocks))| Region {
            name: name.into(),
            vpcs,
            addresses: blocks.iter().map(|block| block.size()).sum(),
            prefixes: cover(blocks, &all, pool),
        })
        .collect()
}

/// Tells which blocks stand in several VPCs.
pub(super) fn tell_shared(vpcs: &[FleetVpc], findings: &mut Vec<Finding>) {
    /// VPCs that are named; of more the count is enough.
    const NAMED: usize = 5;
    let mut owners: BTreeMap<Ipv4Prefix, Vec<&str>> = BTreeMap::new();
    for vpc in vpcs {
        for block in &vpc.hidden {
            owners.entry(*block).or_default().push(&vpc.name);
        }
    }
    for (block, names) in owners.iter().filter(|(_, names)| names.len() > 1) {
        let shown: Vec<&str> = names.iter().copied().take(NAMED).collect();
        let more = if names.len() > NAMED {
            " and others"
        } else {
            ""
        };
        let operands = operands![
            names.len() as u64,
            *block,
            alloc::format!("{}{more}", shown.join(", "))
        ];
        findings.push(Finding::new(
            Code::SharedBlockReused,
            block.to_string(),
            operands,
        ));
    }
}
