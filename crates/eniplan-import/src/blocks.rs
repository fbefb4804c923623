//! The /28 blocks of subnets, exact where the addresses of every interface are known.

use std::collections::{BTreeMap, BTreeSet};

use eniplan_core::aws::{prefixes, subnet};
use eniplan_core::finding::{Code, Finding};
use eniplan_core::net::Ipv4Prefix;
use eniplan_core::operands;
use eniplan_core::plan::Plan;

use crate::owner::Owner;
use crate::survey::{Owned, Survey};

/// Addresses of a block that one prefix takes.
const BLOCK: u32 = 16;
/// Nodes to drain that are named.
const MOST_DRAINS: usize = 5;

/// What becomes of a block of sixteen addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockState {
    /// AWS keeps addresses of it, so that it is never given out as a prefix.
    Reserved,
    /// Nothing stands in it.
    Free,
    /// A prefix of a node.
    Held,
    /// Single addresses stand in it, so many.
    Fragmented(u8),
}

/// The blocks of a subnet, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockMap {
    /// The subnet's name.
    pub subnet: String,
    /// Its block.
    pub cidr: Ipv4Prefix,
    /// Each sixteen addresses of it.
    pub states: Vec<BlockState>,
    /// Free addresses in blocks that single addresses spoilt.
    pub stranded: u64,
    /// Spoilt blocks that nothing but the cluster's nodes stands in.
    pub by_nodes: u64,
    /// Spoilt blocks that others than nodes stand in, by who they are.
    pub by_others: Vec<(String, u64)>,
    /// Nodes to drain, best first, each with the blocks that come free when it and those before it are gone.
    pub drains: Vec<Drain>,
    /// A block to reserve for prefixes: the largest that nothing but prefixes stands in.
    pub reservation: Option<Ipv4Prefix>,
}

/// A node to drain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drain {
    /// The node, or its instance.
    pub node: String,
    /// The blocks that come free.
    pub blocks: u64,
}

impl BlockMap {
    /// Prefixes that still fit.
    pub fn free(&self) -> u64 {
        self.count(|state| matches!(state, BlockState::Free))
    }

    /// Prefixes that nodes hold.
    pub fn held(&self) -> u64 {
        self.count(|state| matches!(state, BlockState::Held))
    }

    /// Blocks that single addresses spoilt.
    pub fn fragmented(&self) -> u64 {
        self.count(|state| matches!(state, BlockState::Fragmented(_)))
    }

    /// The share of spoilt blocks among all that are no prefix yet, in percent, rounded up as the tool subnet_frag does it;
    /// none where there are none.
    pub fn fragmentation(&self) -> Option<u64> {
        let spoilt = self.fragmented();
        let all = self.free() + spoilt;
        (all > 0).then(|| (spoilt * 100).div_ceil(all))
    }

    fn count(&self, is: impl Fn(&BlockState) -> bool) -> u64 {
        self.states.iter().filter(|state| is(state)).count() as u64
    }
}

/// The map of each subnet in which any interface was seen.
pub(crate) fn maps(survey: &Survey<'_>) -> Vec<BlockMap> {
    let mut of_subnet: BTreeMap<usize, Vec<&Owned<'_>>> = BTreeMap::new();
    for owned in &survey.interfaces {
        if let Some(at) = owned.subnet {
            of_subnet.entry(at).or_default().push(owned);
        }
    }
    let names: BTreeMap<&str, &str> = survey
        .nodes
        .iter()
        .filter_map(|(name, node)| Some((node.instance?, name.as_str())))
        .collect();
    let maps = of_subnet.into_iter().filter_map(|(at, interfaces)| {
        // A larger one is no subnet.
        let own = survey.subnets.get(at)?;
        if own.seen.block.length() < subnet::SHORTEST {
            return None;
        }
        Some(map(own.name.as_str(), own.seen.block, &interfaces, &names))
    });
    maps.collect()
}

/// What stands in a spoilt block: whose, by node or by what it is.
#[derive(Default)]
struct Spoilt<'a> {
    nodes: BTreeSet<&'a str>,
    others: BTreeSet<String>,
}

fn map<'a>(
    name: &str,
    cidr: Ipv4Prefix,
    interfaces: &[&Owned<'a>],
    names: &BTreeMap<&'a str, &'a str>,
) -> BlockMap {
    let count = usize::try_from(cidr.size() / u64::from(BLOCK)).unwrap_or(0);
    let mut singles = vec![0u8; count];
    let mut held = vec![false; count];
    let place = |address: u32| {
        let offset = address.checked_sub(cidr.first())? / BLOCK;
        usize::try_from(offset).ok().filter(|at| *at < count)
    };
    let mut spoilt: BTreeMap<usize, Spoilt<'a>> = BTreeMap::new();
    for owned in interfaces {
        for prefix in &owned.seen.prefixes {
            if let Some(held) = place(prefix.first()).and_then(|at| held.get_mut(at)) {
                *held = true;
            }
        }
        for at in owned
            .seen
            .addresses
            .iter()
            .filter_map(|address| place(*address))
        {
            if let Some(single) = singles.get_mut(at) {
                *single = single.saturating_add(1);
            }
            let spoilt = spoilt.entry(at).or_default();
            match (&owned.owner, owned.seen.instance.as_deref()) {
                (Owner::Node, Some(instance)) => {
                    spoilt
                        .nodes
                        .insert(names.get(instance).copied().unwrap_or(instance));
                }
                (owner, _) => {
                    spoilt.others.insert(owner.name());
                }
            }
        }
    }
    let last = count.saturating_sub(1);
    let states: Vec<BlockState> = (0..count)
        .zip(singles.iter().zip(&held))
        .map(|(at, (single, held))| match (at, *single, *held) {
            (0, ..) => BlockState::Reserved,
            (at, ..) if at == last => BlockState::Reserved,
            (_, _, true) => BlockState::Held,
            (_, 0, _) => BlockState::Free,
            (_, single, _) => BlockState::Fragmented(single),
        })
        .collect();
    spoilt.retain(|at, _| matches!(states.get(*at), Some(BlockState::Fragmented(_))));
    let stranded = states.iter().map(|state| match state {
        BlockState::Fragmented(single) => u64::from(16u8.saturating_sub(*single)),
        _ => 0,
    });
    let mut by_others: BTreeMap<String, u64> = BTreeMap::new();
    for spoilt in spoilt.values() {
        for other in &spoilt.others {
            *by_others.entry(other.clone()).or_default() += 1;
        }
    }
    let mut by_others: Vec<(String, u64)> = by_others.into_iter().collect();
    by_others.sort_by_key(|(name, count)| (std::cmp::Reverse(*count), name.clone()));
    BlockMap {
        subnet: name.to_owned(),
        cidr,
        stranded: stranded.sum(),
        by_nodes: spoilt
            .values()
            .filter(|spoilt| spoilt.others.is_empty())
            .count() as u64,
        by_others,
        drains: drains(&spoilt),
        reservation: reservation(cidr, &states),
        states,
    }
}

/// The nodes whose leaving frees most blocks, one after the other.
///
/// A block comes free when the last node in it goes, so each choice is made after those before it.
fn drains(spoilt: &BTreeMap<usize, Spoilt<'_>>) -> Vec<Drain> {
    let mut left: Vec<BTreeSet<&str>> = spoilt
        .values()
        .filter(|spoilt| spoilt.others.is_empty())
        .map(|spoilt| spoilt.nodes.clone())
        .collect();
    let mut drains = Vec::new();
    while drains.len() < MOST_DRAINS {
        let mut gains: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
        for nodes in &left {
            for node in nodes {
                let gain = gains.entry(node).or_default();
                // Blocks that a node holds alone come free at once; shared ones come nearer.
                gain.0 += u64::from(nodes.len() == 1);
                gain.1 += 1;
            }
        }
        let best = gains
            .into_iter()
            .max_by_key(|(node, gain)| (*gain, std::cmp::Reverse(*node)));
        let Some((node, (blocks, _))) = best.filter(|(_, (blocks, _))| *blocks > 0) else {
            break;
        };
        for nodes in &mut left {
            nodes.remove(node);
        }
        left.retain(|nodes| !nodes.is_empty());
        drains.push(Drain {
            node: node.to_owned(),
            blocks,
        });
    }
    drains
}

/// The largest aligned block in which nothing but prefixes stands, the last of its size; none where it holds no more than
/// one prefix.
fn reservation(cidr: Ipv4Prefix, states: &[BlockState]) -> Option<Ipv4Prefix> {
    let is_clear = |state: &BlockState| !matches!(state, BlockState::Fragmented(_));
    let mut lengths = cidr.length().saturating_add(1)..=27;
    lengths.find_map(|length| {
        let size = usize::try_from(1u64 << 28u8.saturating_sub(length)).ok()?;
        // The first part has AWS's own addresses, and is left to single ones.
        let mut parts = states.chunks(size).enumerate().skip(1).rev();
        let (at, _) = parts
            .find(|(_, part)| part.iter().all(is_clear) && part.contains(&BlockState::Free))?;
        cidr.part(length, u32::try_from(at).ok()?)
    })
}

/// Says where addresses are free and prefixes are not.
pub(crate) fn findings(maps: &[BlockMap], plan: &Plan) -> Vec<Finding> {
    let groups = plan.node_groups.iter().map(|group| group.networking(plan));
    let uses_prefixes =
        plan.networking.prefix_delegation || groups.into_iter().any(|own| own.prefix_delegation);
    let is_of_nodes = |map: &&BlockMap| {
        let mut subnets = plan.subnets.iter();
        subnets.any(|subnet| {
            subnet.cidr == map.cidr
                && matches!(
                    subnet.role,
                    eniplan_core::plan::Role::Nodes | eniplan_core::plan::Role::Pods
                )
        })
    };
    let spoilt = maps.iter().filter(is_of_nodes).filter(|map| {
        // As many blocks spoilt as are left is where prefixes soon fail.
        uses_prefixes && map.fragmented() > 0 && map.fragmented() >= map.free()
    });
    let tell = |map: &BlockMap| {
        let others: u64 = map.fragmented().saturating_sub(map.by_nodes);
        let who: Vec<String> = map
            .by_others
            .iter()
            .take(3)
            .map(|(name, count)| format!("{name} in {count}"))
            .collect();
        let who = if who.is_empty() {
            format!("nodes' own addresses in {}", map.by_nodes)
        } else {
            format!("others than nodes in {others} ({})", who.join(", "))
        };
        let drain: Vec<String> = map
            .drains
            .iter()
            .map(|drain| format!("{} ({})", drain.node, drain.blocks))
            .collect();
        let drain = if drain.is_empty() {
            "No single node holds blocks alone".to_owned()
        } else {
            format!("Drain {}, which frees so many blocks", drain.join(", "))
        };
        let reserve = map.reservation.map_or_else(
            || "no block is clear enough to reserve".to_owned(),
            |block| {
                let within = prefixes::within(map.cidr, block);
                format!("then reserve {block} for {within} prefixes")
            },
        );
        let all = subnet::prefixes(map.cidr);
        let operands = operands![
            map.subnet.as_str(),
            map.free(),
            all,
            map.fragmented(),
            map.stranded,
            who,
            drain,
            reserve
        ];
        Finding::new(Code::ImportFragmented, map.subnet.as_str(), operands)
    };
    spoilt.map(tell).collect()
}
