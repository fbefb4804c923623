//! What takes addresses and is no node: the cluster's own interfaces, gateways, endpoints, load balancers, others.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use super::layout::Layout;
use super::months;
use super::report::Demand;
use crate::finding::{Code, Finding};
use crate::operands;
use crate::plan::{LoadBalancerType, Name, NatGateways, Percent, Plan, Role, Scheme};

/// Addresses that one load balancer takes in each of its subnets.
///
/// An Application Load Balancer at rest holds one or two, a Network Load Balancer one.
/// Source: <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html>,
/// read 2026-11-23; the two are observed, not documented.
fn addresses_of(kind: LoadBalancerType) -> u64 {
    match kind {
        LoadBalancerType::Alb => 2,
        LoadBalancerType::Nlb => 1,
    }
}

/// The line items of each subnet.
#[derive(Clone, Debug, Default)]
pub(super) struct LineItems {
    /// What each subnet gives to them.
    pub(super) demand: Vec<Demand>,
    /// Whether a load balancer stands in each subnet.
    pub(super) balanced: Vec<bool>,
    /// Whether one of them is an Application Load Balancer.
    pub(super) application: Vec<bool>,
    /// Others that grow over time.
    growing: Vec<Growing>,
}

/// Something that lives in subnets and grows.
#[derive(Clone, Debug)]
struct Growing {
    addresses: u64,
    rate: Percent,
    subnets: Vec<usize>,
}

impl Growing {
    /// Adds what it takes in each of its subnets beyond what it takes now.
    fn add(&self, months: u32, demand: &mut [Demand]) {
        let count = self.subnets.len() as u64;
        let grown = months::after(self.addresses, self.rate, months);
        for (position, index) in (0u64..).zip(&self.subnets) {
            if let Some(demand) = demand.get_mut(*index) {
                let more = share(grown, count, position).saturating_sub(share(
                    self.addresses,
                    count,
                    position,
                ));
                demand.others = demand.others.saturating_add(more);
            }
        }
    }
}

/// What the subnet at a position gets of a total that is spread evenly.
fn share(total: u64, count: u64, position: u64) -> u64 {
    total / count.max(1) + u64::from(position < total % count.max(1))
}

impl LineItems {
    /// Whether anything takes more as time goes by.
    pub(super) fn grows(&self) -> bool {
        !self.growing.is_empty()
    }

    /// What each subnet gives to them after so many months.
    pub(super) fn after(&self, months: u32) -> Vec<Demand> {
        let mut demand = self.demand.clone();
        for growing in &self.growing {
            growing.add(months, &mut demand);
        }
        demand
    }
}

struct Counter<'a> {
    plan: &'a Plan,
    layout: &'a Layout,
    items: LineItems,
    /// The place of each subnet's name, and the first subnet of a role in each zone, in zone order.
    names: BTreeMap<&'a str, usize>,
    nodes: Vec<usize>,
    public: Vec<usize>,
    findings: &'a mut Vec<Finding>,
}

/// The first subnet of a role in each zone, in zone order.
fn first_of(plan: &Plan, layout: &Layout, role: Role) -> Vec<usize> {
    let zones = plan.zones().into_iter();
    let first = zones.filter_map(|zone| Some(layout.of(role, &zone.name).next()?.0));
    first.collect()
}

/// Counts every line item of the plan into its subnets.
pub(super) fn count(plan: &Plan, layout: &Layout, findings: &mut Vec<Finding>) -> LineItems {
    let subnets = layout.subnets.len();
    let items = LineItems {
        demand: alloc::vec![Demand::default(); subnets],
        balanced: alloc::vec![false; subnets],
        growing: Vec::new(),
        application: alloc::vec![false; subnets],
    };
    let mut counter = Counter {
        plan,
        layout,
        items,
        names: layout.names(),
        nodes: first_of(plan, layout, Role::Nodes),
        public: first_of(plan, layout, Role::Public),
        findings,
    };
    counter.control_plane();
    counter.nat_gateways();
    counter.interface_endpoints();
    counter.load_balancers();
    counter.others();
    counter.items
}

impl Counter<'_> {
    fn at(&mut self, index: usize) -> Option<&mut Demand> {
        self.items.demand.get_mut(index)
    }

    fn missing(&mut self, what: &str, why: &str, help: &str) {
        self.findings.push(Finding::new(
            Code::MissingTarget,
            what,
            operands![what, why, help],
        ));
    }

    /// The subnets of the given names; unknown names are told.
    fn named(&mut self, names: &[Name], path: &str) -> Vec<usize> {
        let mut found = Vec::new();
        for (at, name) in names.iter().enumerate() {
            match self.names.get(name.as_str()) {
                Some(index) => found.push(*index),
                None => self.findings.push(unknown_subnet(
                    self.layout,
                    name,
                    alloc::format!("{path}[{at}]"),
                )),
            }
        }
        found
    }

    fn control_plane(&mut self) {
        let subnets = self.layout.of_cluster();
        for index in subnets
            .iter()
            .cycle()
            .take(self.plan.cluster.control_plane_interfaces.get() as usize)
        {
            if let Some(demand) = self.at(*index) {
                demand.control_plane += 1;
            }
        }
    }

    fn nat_gateways(&mut self) {
        let wanted = match self.plan.endpoints.nat_gateways {
            NatGateways::None => return,
            NatGateways::Single => 1,
            NatGateways::PerZone => usize::MAX,
        };
        let public = self.public.clone();
        if public.len() < wanted.min(self.plan.zones().len()) {
            self.missing(
                "nat_gateways",
                "a zone has no public subnet",
                "Add a public subnet in each zone",
            );
        }
        for index in public.into_iter().take(wanted) {
            if let Some(demand) = self.at(index) {
                demand.nat_gateways += 1;
            }
        }
    }

    fn interface_endpoints(&mut self) {
        let plan = self.plan;
        let endpoints = &plan.endpoints.interface_endpoints;
        if endpoints.count.get() == 0 {
            return;
        }
        let subnets = if endpoints.subnets.is_empty() {
            self.nodes.clone()
        } else {
            self.named(&endpoints.subnets, "endpoints.interface_endpoints.subnets")
        };
        if subnets.is_empty() {
            self.missing(
                "interface_endpoints",
                "there is no subnet for them",
                "Add a node subnet, or name their subnets",
            );
        }
        for index in subnets {
            if let Some(demand) = self.at(index) {
                demand.interface_endpoints += u64::from(endpoints.count.get());
            }
        }
    }

    fn load_balancers(&mut self) {
        let plan = self.plan;
        let balancers = &plan.endpoints.load_balancers;
        let counted = [
            (LoadBalancerType::Alb, balancers.alb.get()),
            (LoadBalancerType::Nlb, balancers.nlb.get()),
        ];
        for (kind, count) in counted {
            let subnets = self.balancer_subnets(Scheme::InternetFacing);
            self.load_balancer(kind, count, subnets);
        }
        for (at, balancer) in balancers.list.iter().enumerate() {
            let subnets = if balancer.subnets.is_empty() {
                self.balancer_subnets(balancer.scheme)
            } else {
                self.named(
                    &balancer.subnets,
                    &alloc::format!("endpoints.load_balancers[{at}].subnets"),
                )
            };
            self.load_balancer(balancer.kind, balancer.count.get(), subnets);
        }
    }

    fn balancer_subnets(&self, scheme: Scheme) -> Vec<usize> {
        if self.public.is_empty() || scheme == Scheme::Internal {
            self.nodes.clone()
        } else {
            self.public.clone()
        }
    }

    fn load_balancer(&mut self, kind: LoadBalancerType, count: u32, subnets: Vec<usize>) {
        if count == 0 {
            return;
        }
        if subnets.is_empty() {
            self.missing(
                "load_balancers",
                "there is no subnet for them",
                "Add a public or a node subnet",
            );
        }
        for index in subnets {
            if let Some(demand) = self.at(index) {
                demand.load_balancers += u64::from(count) * addresses_of(kind);
            }
            if let Some(balanced) = self.items.balanced.get_mut(index) {
                *balanced = true;
            }
            if let Some(application) = self.items.application.get_mut(index) {
                *application |= kind == LoadBalancerType::Alb;
            }
        }
    }

    fn others(&mut self) {
        let plan = self.plan;
        for (at, other) in plan.others.iter().enumerate() {
            let subnets = if other.subnets.is_empty() {
                let nodes = (0..)
                    .zip(&self.layout.subnets)
                    .filter(|(_, subnet)| subnet.role == Role::Nodes);
                nodes.map(|(index, _)| index).collect()
            } else {
                self.named(&other.subnets, &alloc::format!("others[{at}].subnets"))
            };
            let (total, count) = (u64::from(other.addresses.get()), subnets.len() as u64);
            if total > 0 && count == 0 {
                let name = other.name.as_deref().unwrap_or("others");
                self.missing(name, "there is no subnet for it", "Name its subnets");
            }
            for (position, index) in (0u64..).zip(&subnets) {
                if let Some(demand) = self.at(*index) {
                    demand.others += share(total, count, position);
                }
            }
            if total > 0 && count > 0 && other.growth.hundredths() > 0 {
                self.items.growing.push(Growing {
                    addresses: total,
                    rate: other.growth,
                    subnets,
                });
            }
        }
        self.taken();
    }

    /// Addresses that subnets list as used or taken, whichever is more.
    fn taken(&mut self) {
        let (plan, layout) = (self.plan, self.layout);
        for (index, placed) in layout.subnets.iter().enumerate() {
            let Some(subnet) = placed.listed.and_then(|listed| plan.subnets.get(listed)) else {
                continue;
            };
            for range in &subnet.taken {
                if range.first() < placed.cidr.first() || range.last() > placed.cidr.last() {
                    let range = alloc::string::ToString::to_string(range);
                    let operands = operands![range, placed.name.as_str(), placed.cidr];
                    self.findings.push(Finding::new(
                        Code::TakenOutside,
                        placed.name.clone(),
                        operands,
                    ));
                }
            }
            let used = subnet.used.map_or(0, |used| u64::from(used.get()));
            let taken = super::blocks::TakenBlocks::of(placed.cidr, &subnet.taken).addresses;
            if let Some(demand) = self.at(index) {
                demand.others += used.max(taken);
            }
        }
    }
}

/// A finding about a subnet that is named and is not there.
pub(super) fn unknown_subnet(layout: &Layout, name: &str, subject: String) -> Finding {
    let names: Vec<&str> = layout
        .subnets
        .iter()
        .map(|subnet| subnet.name.as_str())
        .take(12)
        .collect();
    let help = alloc::format!("Subnets here are {}", names.join(", "));
    Finding::new(Code::UnknownName, subject, operands!["subnet", name, help])
}
