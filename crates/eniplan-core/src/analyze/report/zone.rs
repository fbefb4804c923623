//! What a zone's subnets are asked for, all together.

use alloc::string::String;
use alloc::vec::Vec;

use super::{Demand, Report, SubnetReport};

/// The subnets of a zone together, at a moment.
///
/// demand + surge + free − short is what they can give out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ZoneUse {
    /// The zone, as named in the plan.
    pub zone: String,
    /// Addresses in their blocks.
    pub addresses: u64,
    /// Addresses that can be given out.
    pub usable: u64,
    /// Who wants them, without the nodes that an update starts.
    pub demand: Demand,
    /// What an update's new nodes want beside the old ones; 0 at any other moment.
    pub surge: u64,
    /// Addresses left, over all subnets.
    pub free: u64,
    /// Addresses wanted beyond what a subnet can give out, over all of them.
    pub short: u64,
}

impl Report {
    /// The zones at a moment, in the order of the layout: 0 is as desired, then those of [`Report::states`].
    ///
    /// ```
    /// use eniplan_core::{analyze::analyze, aws::catalogue::Catalogue, plan::Plan};
    /// let (plan, _) = Plan::from_text(b"node_groups: [{instance_types: [m5.large], pods: {desired: 60}}]").unwrap();
    /// let zones = analyze(&plan, &Catalogue::bundled()).zones_at(0);
    /// // A node with 20 pods and a warm interface has all three of its interfaces: 3 of their own, 20 of pods, 7 idle.
    /// let demand = zones[1].demand;
    /// assert_eq!((demand.interfaces, demand.pods, demand.idle), (3, 20, 7));
    /// ```
    pub fn zones_at(&self, moment: usize) -> Vec<ZoneUse> {
        let state = moment
            .checked_sub(1)
            .and_then(|index| self.states.get(index));
        let subnets = state.map_or(&self.subnets, |state| &state.subnets);
        let updates = state.is_some_and(|state| state.name == "upgrade");
        let mut zones: Vec<ZoneUse> = Vec::new();
        for (index, subnet) in subnets.iter().enumerate() {
            let known = zones.iter().position(|zone| zone.zone == subnet.zone);
            let place = known.unwrap_or(zones.len());
            if known.is_none() {
                zones.push(ZoneUse {
                    zone: subnet.zone.clone(),
                    ..ZoneUse::default()
                });
            }
            let before = self.subnets.get(index).filter(|_| updates);
            if let Some(zone) = zones.get_mut(place) {
                zone.add(subnet, before);
            }
        }
        zones
    }
}

impl ZoneUse {
    /// Adds a subnet; `before` is the same one without the nodes that an update starts.
    fn add(&mut self, subnet: &SubnetReport, before: Option<&SubnetReport>) {
        let add = |to: &mut u64, more: u64| *to = to.saturating_add(more);
        add(&mut self.addresses, subnet.addresses);
        add(&mut self.usable, subnet.usable);
        add(&mut self.free, subnet.free);
        add(&mut self.short, subnet.short);
        let old = before.unwrap_or(subnet).demand;
        let new = subnet.demand;
        let mut part = |to: &mut u64, old: u64, new: u64| {
            add(to, new.min(old));
            add(&mut self.surge, new.saturating_sub(old));
        };
        let demand = &mut self.demand;
        part(
            &mut demand.control_plane,
            old.control_plane,
            new.control_plane,
        );
        part(&mut demand.nat_gateways, old.nat_gateways, new.nat_gateways);
        part(
            &mut demand.interface_endpoints,
            old.interface_endpoints,
            new.interface_endpoints,
        );
        part(
            &mut demand.load_balancers,
            old.load_balancers,
            new.load_balancers,
        );
        part(&mut demand.others, old.others, new.others);
        part(&mut demand.interfaces, old.interfaces, new.interfaces);
        part(&mut demand.pods, old.pods, new.pods);
        part(&mut demand.idle, old.idle, new.idle);
    }
}
