//! The VPC's blocks: their sizes, what goes with what, and whom they must not meet.

use alloc::string::String;

use super::Checker;
use crate::aws::subnet::{LONGEST, SHORTEST};
use crate::aws::vpc::{self, Restriction};
use crate::finding::Code;
use crate::net::Ipv4Prefix;
use crate::operands;
use crate::plan::DEFAULT_VPC_BLOCK;

fn path(index: usize) -> String {
    alloc::format!("vpc.cidrs[{index}]")
}

impl Checker<'_> {
    pub(super) fn vpc_blocks(&mut self) {
        let blocks = self.plan.vpc_blocks();
        if self.plan.vpc.cidrs.is_empty() {
            let operands = operands!["vpc.cidrs", DEFAULT_VPC_BLOCK];
            self.tell(Code::EmptyList, "vpc.cidrs", operands);
        }
        for (index, block) in blocks.iter().enumerate() {
            let block = *block;
            if !(SHORTEST..=LONGEST).contains(&block.length()) {
                let instead = self.room.vpc_block(index);
                self.tell(Code::VpcCidrSize, path(index), operands![block, instead]);
            }
            if let Some(range) = vpc::NEVER.into_iter().find(|range| range.overlaps(block)) {
                let instead = self.room.vpc_block(index);
                let operands = operands![block, range, instead];
                self.tell(Code::NeverUsable, path(index), operands);
            }
            if block.overlaps(vpc::DOCKER) {
                let instead = self.room.vpc_block(index);
                self.tell(Code::DockerRange, path(index), operands![block, instead]);
            }
            // One pair is enough to mend, and a plan of the same block 5,000 times has twelve million.
            let earlier = blocks.get(..index).unwrap_or_default();
            if let Some(other) = earlier.iter().find(|other| other.overlaps(block)) {
                let instead = self.room.vpc_block(index);
                let operands = operands![*other, block, instead];
                self.tell(Code::VpcCidrsOverlap, path(index), operands);
            } else {
                self.association(index, earlier, block);
            }
        }
        let count = blocks.len() as u64;
        let (usual, most) = vpc::BLOCKS;
        if count > most {
            self.tell(Code::VpcCidrMost, "vpc.cidrs", operands![count]);
        } else if count > usual {
            self.tell(Code::VpcCidrQuota, "vpc.cidrs", operands![count]);
        }
    }

    /// Whether AWS adds a block to those before it, and if not, whether it would in another order.
    fn association(&mut self, index: usize, earlier: &[Ipv4Prefix], block: Ipv4Prefix) {
        // The dispute about 198.19.0.0/16 is told where it stands, and not again where something stands behind it.
        let agreed = |(at, other): &(usize, &Ipv4Prefix)| {
            *at == 0 || !other.overlaps(vpc::BENCHMARK) || block.overlaps(vpc::BENCHMARK)
        };
        let refused = earlier
            .iter()
            .enumerate()
            .filter(agreed)
            .filter_map(|(at, other)| Some((at, *other, vpc::restriction(*other, block)?)));
        let is_order = |at: usize, other| at > 0 && vpc::restriction(block, other).is_none();
        let mut by_order = None;
        for (at, other, restriction) in refused {
            if is_order(at, other) {
                by_order = by_order.or(Some((other, restriction)));
                continue;
            }
            let instead = self.room.vpc_block(index);
            if restriction == Restriction::Disputed {
                let operands = operands![block, other, instead];
                self.tell(Code::VpcCidrDisputed, path(index), operands);
            } else {
                let operands = operands![block, other, restriction.reason(), instead];
                self.tell(Code::VpcCidrRestricted, path(index), operands);
            }
            return;
        }
        if let Some((other, restriction)) = by_order {
            let reason = match restriction {
                Restriction::OtherPrivateRange => {
                    "AWS's table takes no private block where a public one is, or one of 100.64.0.0/10"
                }
                _ => restriction.reason(),
            };
            let operands = operands![block, other, reason];
            self.tell(Code::VpcCidrOrder, path(index), operands);
        }
    }

    /// Peers and routes in the way of blocks.
    pub(super) fn neighbours(&mut self) {
        let vpc = &self.plan.vpc;
        for (index, block) in self.plan.vpc_blocks().into_iter().enumerate() {
            if let Some(peer) = vpc.peers.iter().find(|peer| peer.overlaps(block)) {
                let instead = self.room.vpc_block(index);
                let operands = operands![block, *peer, instead];
                self.tell(Code::PeerOverlap, path(index), operands);
            }
            // Routes are in the way of blocks that are added; the primary was there before them.
            let mut routes = vpc.routes.iter().filter(|_| index > 0);
            if let Some(route) = routes.find(|route| block.contains(**route)) {
                let instead = self.room.beside_routes(block);
                let operands = operands![block, *route, instead];
                self.tell(Code::RouteConflict, path(index), operands);
            }
        }
    }

    pub(super) fn service_block(&mut self) {
        const PATH: &str = "cluster.service_cidr";
        let block = self.plan.service_cidr();
        let blocks = self.plan.vpc_blocks();
        let inside = |ranges: &[Ipv4Prefix]| ranges.iter().any(|range| range.contains(block));
        let (shortest, longest) = vpc::SERVICE_LENGTHS;
        let reason = if !(shortest..=longest).contains(&block.length()) {
            Some(String::from("it must be from /12 to /24"))
        } else if !inside(&vpc::SERVICE_RANGES) {
            Some(String::from("it is in none of the private ranges"))
        } else {
            blocks
                .iter()
                .find(|vpc| vpc.overlaps(block))
                .map(|vpc| alloc::format!("it overlaps the VPC's {vpc}"))
        };
        if let Some(reason) = reason {
            let instead = self.room.service_block();
            let operands = operands![block, reason, instead];
            self.tell(Code::ServiceCidrBad, PATH, operands);
        }
        let vpc = &self.plan.vpc;
        let peer = vpc.peers.iter().find(|peer| peer.overlaps(block));
        // A default route leads to the internet, where no private address is.
        let route = || {
            let mut routes = vpc.routes.iter().filter(|route| route.length() > 0);
            routes.find(|route| route.overlaps(block))
        };
        let met = match peer {
            Some(peer) => Some((*peer, "a peer")),
            None => route().map(|route| (*route, "a route")),
        };
        if let Some((other, what)) = met {
            let instead = self.room.service_block();
            let operands = operands![block, other, what, instead];
            self.tell(Code::ServiceCidrMeets, PATH, operands);
        }
    }
}
