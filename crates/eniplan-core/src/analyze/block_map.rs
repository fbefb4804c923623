//! One placing of a subnet's addresses in its /28 blocks, with as many of them free as the report counts.
//!
//! Where addresses stand is AWS's choice, so only what a plan lists under `taken`, its reservations and the first and
//! last block are where they are drawn; the rest is one possible placing of what was counted. Nothing in `analyze()`
//! calls this.

use alloc::vec::Vec;
use core::net::Ipv4Addr;

use super::blocks::listed;
use super::report::{Report, SubnetReport};
use crate::aws::subnet;
use crate::net::Ipv4Prefix;
use crate::plan::{AddressRange, Plan};

/// Blocks of sixteen addresses in a /24, which is a row of the map.
pub const ACROSS: usize = 16;
/// Addresses of a block, which is what a prefix takes.
const SIZE: u8 = 16;

/// How single addresses stand, between the two ends of what the report counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Placing {
    /// In as few blocks as they fit into: `prefixes_free_best`.
    #[default]
    Together,
    /// Each in a block of its own, as long as there are some: `prefixes_free`.
    Apart,
}

/// What a block is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BlockState {
    /// The first or last one: AWS keeps addresses of it, so that it never becomes a prefix.
    Ends,
    /// A prefix fits.
    #[default]
    Free,
    /// A prefix fits as long as nothing is upgraded.
    Surge,
    /// A node's prefix.
    Held,
    /// Single addresses stand in it.
    Spoilt,
}

/// Single addresses in a block, by whose they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Singles {
    /// Listed by the plan as taken, so that they are known to stand here.
    pub listed: u8,
    /// Of what is no node: control plane, endpoints, load balancers, others.
    pub others: u8,
    /// Primary addresses of nodes' interfaces.
    pub interfaces: u8,
    /// Of pods, and those that nodes keep warm for them, outside prefixes.
    pub pods: u8,
}

impl Singles {
    /// All of them.
    pub fn total(self) -> u8 {
        let [a, b, c, d] = [self.listed, self.others, self.interfaces, self.pods];
        a.saturating_add(b).saturating_add(c).saturating_add(d)
    }
}

/// A block of sixteen addresses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub state: BlockState,
    /// Whether a reservation keeps single addresses out of it.
    pub is_reserved: bool,
    /// Single addresses in it.
    pub singles: Singles,
}

/// The blocks of a subnet, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockMap {
    cidr: Ipv4Prefix,
    blocks: Vec<Block>,
}

impl BlockMap {
    /// The blocks of a subnet of the report, by its place, as desired or in one of the report's states; none where there
    /// is no such subnet, or AWS makes none of its size.
    ///
    /// ```
    /// use eniplan_core::analyze::{analyze, block_map::*};
    /// use eniplan_core::{aws::catalogue::Catalogue, plan::Plan};
    /// let text = b"subnets: [{name: a, zone: a, role: nodes, cidr: 10.0.0.0/26}]";
    /// let (plan, _) = Plan::from_text(text).unwrap();
    /// let report = analyze(&plan, &Catalogue::bundled());
    /// let map = BlockMap::of(&plan, &report, None, 0, Placing::Together).unwrap();
    /// let states: Vec<_> = map.blocks().iter().map(|block| block.state).collect();
    /// // The cluster's four interfaces stand in the first block, beside AWS's own addresses.
    /// assert_eq!(states, [BlockState::Ends, BlockState::Free, BlockState::Free, BlockState::Ends]);
    /// assert_eq!(map.blocks()[0].singles.others, 4);
    /// ```
    pub fn of(
        plan: &Plan,
        report: &Report,
        state: Option<usize>,
        subnet: usize,
        placing: Placing,
    ) -> Option<Self> {
        let subnets = match state {
            None => &report.subnets,
            Some(state) => &report.states.get(state)?.subnets,
        };
        let now = subnets.get(subnet)?;
        let upgrade = report.states.iter().find(|state| state.name == "upgrade");
        let upgrade = upgrade.filter(|_| state.is_none());
        let upgrade = upgrade.and_then(|state| state.subnets.get(subnet));
        let listed = report.layout.subnets.get(subnet)?.listed;
        let listed = listed.and_then(|place| plan.subnets.get(place));
        let (taken, reservations) = listed.map_or((&[][..], &[][..]), |subnet| {
            (subnet.taken.as_slice(), subnet.reservations.as_slice())
        });
        let mut map = Self::empty(now.cidr, taken, reservations)?;
        map.place(now, upgrade, placing);
        Some(map)
    }

    /// The blocks with what is known of them: the ends, listed addresses, reservations.
    fn empty(
        cidr: Ipv4Prefix,
        taken: &[AddressRange],
        reservations: &[Ipv4Prefix],
    ) -> Option<Self> {
        if !(subnet::SHORTEST..=subnet::LONGEST).contains(&cidr.length()) {
            return None;
        }
        let count = usize::try_from(cidr.size() / u64::from(SIZE)).ok()?;
        let mut blocks = alloc::vec![Block::default(); count];
        for end in [0, count.saturating_sub(1)] {
            blocks.get_mut(end)?.state = BlockState::Ends;
        }
        let place = |address: u64| {
            let offset = address.saturating_sub(u64::from(cidr.first()));
            usize::try_from(offset / u64::from(SIZE)).unwrap_or(usize::MAX)
        };
        for (first, last) in listed(cidr, taken) {
            let end = place(last).saturating_add(1);
            for (at, block) in (0..).zip(&mut blocks).take(end).skip(place(first)) {
                let start = u64::from(cidr.first()).saturating_add(at * u64::from(SIZE));
                let here = last.min(start.saturating_add(15)) + 1 - first.max(start);
                let here = u8::try_from(here).unwrap_or(SIZE);
                block.singles.listed = block.singles.listed.saturating_add(here);
                if block.state == BlockState::Free {
                    block.state = BlockState::Spoilt;
                }
            }
        }
        let inside = reservations.iter().filter(|block| cidr.contains(**block));
        for block in inside.filter(|block| block.length() <= subnet::LONGEST) {
            let [first, last] = [block.first(), block.last()].map(|address| place(address.into()));
            for block in blocks.iter_mut().take(last.saturating_add(1)).skip(first) {
                block.is_reserved = true;
            }
        }
        Some(Self { cidr, blocks })
    }

    /// Places what is counted: prefixes in reservations first, as EC2 does, and single addresses outside.
    fn place(&mut self, now: &SubnetReport, upgrade: Option<&SubnetReport>, placing: Placing) {
        let free_of = |subnet: &SubnetReport| match placing {
            Placing::Together => subnet.prefixes_free_best,
            Placing::Apart => subnet.prefixes_free,
        };
        let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        let alive = self.of_state(BlockState::Free);
        let held = count(now.prefixes_held).min(alive);
        let free = count(free_of(now)).min(alive.saturating_sub(held));
        let spoilt = alive.saturating_sub(held).saturating_sub(free);
        let grows = upgrade.is_some_and(|then| then.prefixes_held > now.prefixes_held);
        let surge = upgrade.map_or(0, |then| free_of(now).saturating_sub(free_of(then)));

        let mut reserved: Vec<usize> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        for (at, block) in self.blocks.iter().enumerate() {
            match (block.state, block.is_reserved) {
                (BlockState::Free, true) => reserved.push(at),
                (BlockState::Free, false) => open.push(at),
                _ => {}
            }
        }
        let outside = open.len();
        for (nth, at) in (0..).zip(&open) {
            // Spread evenly, or the first ones.
            let (spoilt, outside) = (spoilt.min(outside), outside.max(1));
            let is_spoilt = match placing {
                Placing::Together => nth < spoilt,
                Placing::Apart => (nth + 1) * spoilt / outside > nth * spoilt / outside,
            };
            if let Some(block) = self.blocks.get_mut(*at).filter(|_| is_spoilt) {
                block.state = BlockState::Spoilt;
            }
        }
        let in_order: Vec<usize> = reserved.iter().chain(&open).copied().collect();
        self.set_free(&in_order, held, BlockState::Held);
        let single_first: Vec<usize> = open.into_iter().chain(reserved).collect();
        let order = if grows { in_order } else { single_first };
        self.set_free(&order, count(surge), BlockState::Surge);
        self.fill(now, placing);
    }

    /// Gives the first free ones of these blocks a state, so many.
    fn set_free(&mut self, order: &[usize], count: usize, state: BlockState) {
        let mut left = count;
        for at in order {
            let Some(block) = self.blocks.get_mut(*at).filter(|_| left > 0) else {
                continue;
            };
            if block.state == BlockState::Free {
                block.state = state;
                left -= 1;
            }
        }
    }

    /// Puts single addresses into blocks that hold no prefix anyway; what finds no room there is short.
    fn fill(&mut self, now: &SubnetReport, placing: Placing) {
        let demand = now.demand;
        let listed: u64 = self
            .blocks
            .iter()
            .map(|b| u64::from(b.singles.listed))
            .sum();
        let of_pods = demand.pods.saturating_add(demand.idle);
        let mut waiting = Waiting {
            others: demand.apart_from_nodes().saturating_sub(listed),
            interfaces: demand.interfaces,
            pods: of_pods.saturating_sub(now.prefixes_held.saturating_mul(SIZE.into())),
        };
        if placing == Placing::Apart {
            for block in &mut self.blocks {
                if block.state == BlockState::Spoilt && block.singles.total() == 0 {
                    waiting.put(&mut block.singles, 1);
                }
            }
        }
        let end = self.blocks.len().saturating_sub(1);
        // First what was lost anyway: the ends, and blocks with listed addresses.
        for was_lost in [true, false] {
            for (at, block) in self.blocks.iter_mut().enumerate() {
                let lost = block.state == BlockState::Ends || block.singles.listed > 0;
                if lost != was_lost || !(lost || block.state == BlockState::Spoilt) {
                    continue;
                }
                // A reservation keeps single addresses out.
                if !block.is_reserved || block.state == BlockState::Ends {
                    waiting.put(&mut block.singles, SIZE.saturating_sub(kept(at, end)));
                }
            }
        }
    }

    fn of_state(&self, state: BlockState) -> usize {
        let same = self.blocks.iter().filter(|block| block.state == state);
        same.count()
    }

    /// The blocks, in order.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The addresses of a block, by its place.
    pub fn cidr(&self, at: usize) -> Option<Ipv4Prefix> {
        self.cidr.part(subnet::LONGEST, u32::try_from(at).ok()?)
    }

    /// Addresses of a block that AWS keeps, by its place.
    pub fn kept(&self, at: usize) -> u8 {
        kept(at, self.blocks.len().saturating_sub(1))
    }

    /// Which of the blocks in its state a block is, from 1, and how many these are.
    pub fn rank(&self, at: usize) -> (usize, usize) {
        let Some(own) = self.blocks.get(at) else {
            return (0, 0);
        };
        let places = (0..).zip(&self.blocks);
        let before = places.filter(|(place, block)| *place <= at && block.state == own.state);
        (before.count(), self.of_state(own.state))
    }

    /// Blocks of its first /24 that are not the subnet's: what a row leaves empty before the first block.
    pub fn lead(&self) -> usize {
        lead(self.cidr)
    }

    /// The first address of each /24 that the subnet reaches into.
    pub fn rows(&self) -> impl Iterator<Item = Ipv4Addr> {
        rows(self.cidr)
    }
}

/// What AWS keeps of a block: four addresses at the start of a subnet, one at its end.
fn kept(at: usize, last: usize) -> u8 {
    4 * u8::from(at == 0) + u8::from(at == last)
}

/// Blocks of a subnet's first /24 that are not its own.
pub fn lead(cidr: Ipv4Prefix) -> usize {
    let place = cidr.first() / u32::from(SIZE);
    usize::try_from(place).unwrap_or(0) % ACROSS
}

/// The first address of each /24 that a block reaches into.
///
/// ```
/// # use eniplan_core::analyze::block_map::{lead, rows};
/// let half = "10.0.1.128/25".parse().unwrap();
/// let rows: Vec<String> = rows(half).map(|row| row.to_string()).collect();
/// assert_eq!((rows, lead(half)), (vec!["10.0.1.0".into()], 8));
/// ```
pub fn rows(cidr: Ipv4Prefix) -> impl Iterator<Item = Ipv4Addr> {
    let whole = Ipv4Prefix::containing(cidr.network(), cidr.length().min(24));
    let rows = whole.into_iter().flat_map(|whole| whole.parts(24));
    rows.map(Ipv4Prefix::network)
}

/// Single addresses that have no place yet.
struct Waiting {
    others: u64,
    interfaces: u64,
    pods: u64,
}

impl Waiting {
    /// Puts as many as there are and fit into a block with room for so many.
    fn put(&mut self, into: &mut Singles, room: u8) {
        let mut left = room.saturating_sub(into.total());
        for (waiting, put) in [
            (&mut self.others, &mut into.others),
            (&mut self.interfaces, &mut into.interfaces),
            (&mut self.pods, &mut into.pods),
        ] {
            let count = u8::try_from(*waiting).unwrap_or(u8::MAX).min(left);
            *waiting = waiting.saturating_sub(count.into());
            *put = put.saturating_add(count);
            left = left.saturating_sub(count);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyze::analyze;
    use crate::aws::catalogue::Catalogue;
    use proptest::prelude::*;
    use std::format;
    use std::string::{String, ToString as _};

    fn plan(text: &str) -> Plan {
        let (plan, faults) = Plan::from_text(text.as_bytes()).unwrap();
        assert!(faults.is_empty(), "{faults:?}");
        plan
    }

    fn letters(map: &BlockMap) -> String {
        let letter = |block: &Block| match (block.state, block.is_reserved) {
            (BlockState::Ends, _) => 'e',
            (BlockState::Free, false) => 'f',
            (BlockState::Free, true) => 'F',
            (BlockState::Surge, _) => 's',
            (BlockState::Held, false) => 'h',
            (BlockState::Held, true) => 'H',
            (BlockState::Spoilt, _) => 'x',
        };
        map.blocks.iter().map(letter).collect()
    }

    /// Worked out by hand: an m5.large in prefix mode with one pod holds its pod's prefix and a warm one.
    const NODES: &str = "
zones: [a]
networking: {prefix_delegation: true}
cluster: {control_plane_interfaces: 0}
subnets: [{name: s, zone: a, role: nodes, cidr: 10.0.0.0/24, reservations: [10.0.0.128/26], taken: [10.0.0.40]}]
node_groups: [{name: g, instance_types: [m5.large], nodes: {min: 3, desired: 3, max: 3}, pods: {desired: 3}}]
";

    #[test]
    fn prefixes_go_into_the_reservation_and_single_addresses_stay_out() {
        let plan = plan(NODES);
        let report = analyze(&plan, &Catalogue::bundled());
        let own = &report.subnets[0];
        assert_eq!((own.prefixes_held, own.prefixes_total), (6, 14));
        // One listed address kills one block; three primary addresses kill three more at worst.
        assert_eq!((own.prefixes_free_best, own.prefixes_free), (7, 4));
        let of = |state, placing| BlockMap::of(&plan, &report, state, 0, placing).unwrap();
        let together = of(None, Placing::Together);
        let upgrade = report
            .states
            .iter()
            .position(|state| state.name == "upgrade");
        let surge = 7 - report.states[upgrade.unwrap()].subnets[0].prefixes_free_best;
        assert!(surge > 0, "an upgrade adds a node");
        // Four of the six prefixes fill the reservation; the listed address stands in the third block.
        assert_eq!(letters(&together).replace('s', "f"), "ehxhffffHHHHfffe");
        assert_eq!(letters(&together).matches('s').count() as u64, surge);
        // 10.0.0.0/28 has room beside AWS's four.
        assert_eq!(together.blocks[0].singles.interfaces, 3);
        assert_eq!(together.blocks[2].singles.listed, 1);
        let apart = of(None, Placing::Apart);
        assert_eq!(letters(&apart).matches('x').count(), 4);
        assert!(!letters(&of(upgrade, Placing::Apart)).contains('s'));
        assert_eq!(together.cidr(3).unwrap().to_string(), "10.0.0.48/28");
        assert_eq!(together.rank(2), (1, 1));
        assert_eq!(together.rank(15), (2, 2));
    }

    #[test]
    fn no_subnet_of_aws_no_map() {
        for cidr in ["10.0.0.0/15", "10.0.0.0/29"] {
            assert_eq!(BlockMap::empty(cidr.parse().unwrap(), &[], &[]), None);
        }
        let smallest = BlockMap::empty("10.0.0.16/28".parse().unwrap(), &[], &[]).unwrap();
        assert_eq!((letters(&smallest).as_str(), smallest.lead()), ("e", 1));
        let largest = BlockMap::empty("10.0.0.0/16".parse().unwrap(), &[], &[]).unwrap();
        assert_eq!((largest.blocks.len(), largest.rows().count()), (4_096, 256));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        /// The map counts what the report counts, and every address that is not short has a place of its own.
        #[test]
        fn the_map_counts_what_the_report_counts(
            length in 20u8..=28, prefixes: bool, nodes in 0u32..60, pods in 0u32..900, others in 0u32..60,
            taken in prop::collection::vec((0u32..5_000, 0u32..40), 0..4), reserved in 0u8..3,
        ) {
            let cidr = Ipv4Prefix::containing([10, 0, 0, 0].into(), length).unwrap();
            let ranges: Vec<String> = taken.iter().filter_map(|(at, more)| {
                let last = at + more;
                (u64::from(last) < cidr.size() / 2).then(|| {
                    let [first, last] = [*at, last].map(|offset| Ipv4Addr::from(cidr.first() + offset));
                    format!("{first}-{last}")
                })
            }).collect();
            // The upper half or quarter, where nothing is listed.
            let part = cidr.length() + reserved;
            let reservation = if reserved == 0 || part > 28 { None } else { cidr.part(part, (1 << reserved) - 1) };
            let reservation = reservation.map_or(String::new(), |block| format!("{block}"));
            let plan = plan(&format!("
zones: [a]
networking: {{prefix_delegation: {prefixes}}}
subnets: [{{name: s, zone: a, role: nodes, cidr: {cidr}, taken: [{}], reservations: [{reservation}]}}]
others: [{{name: o, addresses: {others}, subnets: [s]}}]
node_groups: [{{name: g, instance_types: [m5.large], nodes: {{min: 0, desired: {nodes}, max: 60}}, pods: {{desired: {pods}}}}}]
", ranges.join(", ")));
            let report = analyze(&plan, &Catalogue::bundled());
            let own = &report.subnets[0];
            let listed: u64 = listed(cidr, &plan.subnets[0].taken).map(|(first, last)| last + 1 - first).sum();
            for (placing, free) in [(Placing::Together, own.prefixes_free_best), (Placing::Apart, own.prefixes_free)] {
                let map = BlockMap::of(&plan, &report, None, 0, placing).unwrap();
                let count = |state| map.of_state(state) as u64;
                prop_assert_eq!(count(BlockState::Free) + count(BlockState::Surge), free);
                let singles = |of: fn(Singles) -> u8| map.blocks.iter().map(|block| u64::from(of(block.singles))).sum::<u64>();
                prop_assert_eq!(singles(|all| all.listed), listed);
                for block in &map.blocks {
                    let holds = block.singles.total() > 0;
                    match block.state {
                        BlockState::Spoilt => prop_assert!(holds),
                        BlockState::Ends => {}
                        _ => prop_assert!(!holds),
                    }
                    prop_assert!(block.singles.total() <= 16);
                    let unlisted = block.singles.total() - block.singles.listed;
                    prop_assert!(!block.is_reserved || block.state == BlockState::Ends || unlisted == 0);
                }
                let whole = own.short == 0 && count(BlockState::Held) == own.prefixes_held;
                let strays = own.demand.total() - own.prefixes_held * 16;
                let exposed = map.blocks.iter().any(|block| !block.is_reserved && matches!(block.state, BlockState::Free | BlockState::Surge));
                if whole && (exposed || placing == Placing::Together && free > 0 && reserved == 0) {
                    prop_assert_eq!(singles(Singles::total), strays);
                }
            }
        }
    }
}
