//! A layout under way: what stands, what is added, and what there is to say of it.

use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::free::Free;
use super::pairs::Pair;
use super::place::{self, Neighbour, Wanted};
use super::{
    LaidSubnet, Options, Outcome, Preset, Stuck, blocks, extend, ipv6, reservations, size, uniform,
};
use crate::analyze::layout::{lay_out as lay_out_default, listed, stem};
use crate::analyze::{Layout, PlacedSubnet, sizing};
use crate::aws::catalogue::Catalogue;
use crate::finding::{Code, Finding};
use crate::net::Ipv4Prefix;
use crate::operands;
use crate::plan::{Count, Name, Plan, Role, Subnet, VpcCidr};

/// A layout under way.
pub(super) struct Draft<'a> {
    pub(super) catalogue: &'a Catalogue,
    pub(super) options: &'a Options,
    pub(super) plan: Plan,
    pub(super) layout: Layout,
    /// For what each subnet was made, in the order of the layout.
    pub(super) made_for: Vec<sizing::Need>,
    pub(super) added_blocks: Vec<Ipv4Prefix>,
    pub(super) stuck: Vec<Stuck>,
    pub(super) findings: Vec<Finding>,
    pub(super) names: BTreeSet<String>,
}

impl<'a> Draft<'a> {
    pub(super) fn of(plan: &Plan, catalogue: &'a Catalogue, options: &'a Options) -> Self {
        let plan = blocks::settled(plan, options);
        let layout = listed(&plan);
        Self {
            catalogue,
            options,
            made_for: alloc::vec![sizing::Need::default(); layout.subnets.len()],
            names: layout
                .subnets
                .iter()
                .map(|subnet| subnet.name.clone())
                .collect(),
            plan,
            layout,
            added_blocks: Vec::new(),
            stuck: Vec::new(),
            findings: Vec::new(),
        }
    }

    /// Lays out everything, and gives back what found no place.
    pub(super) fn lay_out(&mut self, pairs: &[Pair]) -> Vec<Wanted> {
        let pods = pairs.iter().filter(|pair| pair.role == Role::Pods);
        let pods: Vec<Pair> = pods.cloned().collect();
        if blocks::may_add(&self.plan, &self.layout, self.options) && !pods.is_empty() {
            self.add_shared_blocks(&pods);
        }
        match self.options.presets.base {
            Preset::Default => self.lay_out_default(pairs),
            Preset::Eksctl => self.lay_out_eksctl(pairs),
            _ => {}
        }
        let wanted = extend::wanted(self, pairs);
        let unplaced = self.place(wanted);
        extend::stuck(self, pairs);
        unplaced
    }

    /// The plan with what else lives in the subnets grown for as many months as there has to be room.
    pub(super) fn asked(&self) -> Plan {
        let mut plan = self.plan.clone();
        for other in &mut plan.others {
            let months = self.options.months_of(&self.plan);
            let grown = sizing::grown(other.addresses.get(), other.growth, months);
            other.addresses = Count::of(grown);
        }
        plan
    }

    /// Adds blocks of 100.64.0.0/10 until the pods subnets fit.
    fn add_shared_blocks(&mut self, pods: &[Pair]) {
        loop {
            let (_, for_pods) = blocks::pools(&self.plan, &self.layout);
            let mut free = Free::of(&for_pods, &self.taken());
            let wanted = uniform::pods(self, pods, &for_pods);
            if wanted.is_empty() {
                return;
            }
            let neighbours = self.neighbours();
            let placed = place::place(&wanted, &neighbours, &mut free, self.options.by, false);
            if placed.iter().all(Option::is_some) && !for_pods.is_empty() {
                return;
            }
            let Some(block) = blocks::next_shared(&self.plan) else {
                return;
            };
            self.plan.vpc.cidrs.push(VpcCidr {
                cidr: block,
                routable: false,
            });
            self.added_blocks.push(block);
        }
    }

    fn lay_out_default(&mut self, pairs: &[Pair]) {
        let mut findings = Vec::new();
        let layout = lay_out_default(&self.plan, &mut findings);
        self.findings.extend(findings);
        let fresh = layout.subnets.into_iter();
        self.add_all(fresh.filter(|subnet| subnet.listed.is_none()), pairs);
    }

    fn lay_out_eksctl(&mut self, pairs: &[Pair]) {
        if !self.layout.subnets.is_empty() {
            return;
        }
        match uniform::eksctl(&self.plan) {
            Ok(subnets) => self.add_all(subnets.into_iter(), pairs),
            Err(why) => {
                let block = self.plan.vpc_blocks().first().map(ToString::to_string);
                let operands = operands!["eksctl", block.unwrap_or_default(), why];
                self.findings
                    .push(Finding::new(Code::PresetDoesNotFit, "vpc.cidrs", operands));
            }
        }
    }

    /// Adds subnets that a preset sized, each for what its role needs in its zone.
    fn add_all(&mut self, subnets: impl Iterator<Item = PlacedSubnet>, pairs: &[Pair]) {
        for subnet in subnets {
            let pair = pairs
                .iter()
                .find(|pair| pair.role == subnet.role && pair.zone == subnet.zone);
            self.add(
                subnet,
                pair.map_or_else(sizing::Need::default, |pair| pair.need),
            );
        }
    }

    fn taken(&self) -> Vec<Ipv4Prefix> {
        let subnets = self.layout.subnets.iter();
        subnets.map(|subnet| subnet.cidr).collect()
    }

    fn neighbours(&self) -> Vec<Neighbour> {
        let subnets = self.layout.subnets.iter();
        subnets
            .map(|subnet| Neighbour {
                role: subnet.role,
                zone: subnet.zone.clone(),
                cidr: subnet.cidr,
            })
            .collect()
    }

    /// Puts what is wanted into free blocks, roomy if there is room, and gives back what found no place.
    fn place(&mut self, wanted: Vec<Wanted>) -> Vec<Wanted> {
        let (others, for_pods) = blocks::pools(&self.plan, &self.layout);
        let (taken, neighbours) = (self.taken(), self.neighbours());
        let apart = !for_pods.is_empty();
        let free = [Free::of(&others, &taken), Free::of(&for_pods, &taken)];
        let (pods, rest): (Vec<Wanted>, Vec<Wanted>) = wanted
            .into_iter()
            .partition(|one| apart && one.role == Role::Pods);
        let mut unplaced = Vec::new();
        for (free, wanted) in free.iter().zip([rest, pods]) {
            for (one, cidr) in self.first_that_fits(free, &neighbours, wanted) {
                match cidr {
                    Some(cidr) => self.add_wanted(&one, cidr),
                    None => unplaced.push(one),
                }
            }
        }
        unplaced
    }

    /// The roomiest attempt at which everything has a place, or the tightest one as far as it goes.
    fn first_that_fits(
        &self,
        free: &Free,
        neighbours: &[Neighbour],
        wanted: Vec<Wanted>,
    ) -> Vec<(Wanted, Option<Ipv4Prefix>)> {
        let mut placed = Vec::new();
        let attempts = uniform::attempts(self, wanted).into_iter();
        for (attempt, keeps_rest) in
            attempts.flat_map(|attempt| [(attempt.clone(), true), (attempt, false)])
        {
            let mut trial = free.clone();
            let by = self.options.by;
            let cidrs = place::place(&attempt, neighbours, &mut trial, by, keeps_rest);
            placed = attempt.into_iter().zip(cidrs).collect();
            if placed.iter().all(|(_, cidr)| cidr.is_some()) {
                break;
            }
        }
        placed
    }

    fn add_wanted(&mut self, one: &Wanted, cidr: Ipv4Prefix) {
        let subnet = PlacedSubnet {
            name: String::new(),
            zone: one.zone.clone(),
            role: one.role,
            cidr,
            listed: None,
        };
        self.add(subnet, one.need);
        // Only where a role takes one subnet a zone can that one be too small.
        if !size::holds(cidr, &one.need) {
            let help = "Spread the group over more zones, or use subnet discovery in place of custom networking";
            self.tell_unplaced(core::slice::from_ref(one), help);
        }
    }

    /// Adds a subnet under a name that no other has.
    fn add(&mut self, mut subnet: PlacedSubnet, need: sizing::Need) {
        let plain = self.plain_name(subnet.role, &subnet.zone);
        subnet.name = core::iter::once(plain.clone())
            .chain((2..=u32::MAX).map(|number| alloc::format!("{plain}-{number}")))
            .find(|name| !self.names.contains(name))
            .unwrap_or(plain);
        self.names.insert(subnet.name.clone());
        self.layout.subnets.push(subnet);
        self.made_for.push(need);
    }

    /// The name of a role's first subnet in a zone.
    fn plain_name(&self, role: Role, zone: &str) -> String {
        let stem = match role {
            Role::Other if self.options.presets.three_tier => "data",
            _ => stem(role),
        };
        alloc::format!("{stem}-{zone}")
    }

    /// Tells what found no place, with the smallest change that would make room.
    pub(super) fn tell_unplaced(&mut self, unplaced: &[Wanted], help: &str) {
        for one in unplaced {
            let name = self.plain_name(one.role, &one.zone);
            let length = u64::from(one.length);
            let operands = operands![name.as_str(), one.need.addresses, length, help];
            self.findings
                .push(Finding::new(Code::LayoutNoRoom, name.clone(), operands));
        }
    }

    pub(super) fn finish(mut self) -> Outcome {
        let mut subnets = Vec::new();
        for (placed, need) in self.layout.subnets.iter().zip(&self.made_for) {
            let listed = placed.listed.and_then(|index| self.plan.subnets.get(index));
            let reservations = match listed {
                Some(listed) => listed.reservations.clone(),
                None if need.prefixes > 0 => {
                    reservations(placed.cidr, need.prefixes, need.strays).unwrap_or_default()
                }
                None => Vec::new(),
            };
            subnets.push(LaidSubnet {
                name: placed.name.clone(),
                zone: placed.zone.clone(),
                role: placed.role,
                cidr: placed.cidr,
                ipv6_cidr: listed.and_then(|listed| listed.ipv6_cidr),
                added: placed.listed.is_none(),
                addresses_wanted: need.addresses,
                prefixes_wanted: need.prefixes,
                reservations,
            });
        }
        ipv6::fill_in(&self.plan, &mut subnets, &mut self.findings);
        for (index, subnet) in subnets.iter().enumerate() {
            if let Some(listed) = self.plan.subnets.get_mut(index) {
                listed.ipv6_cidr = subnet.ipv6_cidr;
            } else if let (Some(name), Some(zone)) =
                (Name::of(&subnet.name), Name::of(&subnet.zone))
            {
                self.plan.subnets.push(Subnet {
                    name: Some(name),
                    zone,
                    role: subnet.role,
                    cidr: subnet.cidr,
                    ipv6_cidr: subnet.ipv6_cidr,
                    reservations: subnet.reservations.clone(),
                    ..Subnet::default()
                });
            }
        }
        for block in &self.added_blocks {
            self.findings.push(Finding::new(
                Code::BlockAdded,
                block.to_string(),
                operands![*block],
            ));
        }
        Outcome {
            plan: self.plan,
            subnets,
            added_blocks: self.added_blocks,
            stuck: self.stuck,
            findings: self.findings,
        }
    }
}
