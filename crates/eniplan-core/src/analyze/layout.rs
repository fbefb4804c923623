//! Every subnet of a plan with its block: those that it lists, and those laid out for it.

use alloc::string::String;
use alloc::vec::Vec;

use crate::net::Ipv4Prefix;
use crate::plan::Role;

/// The subnets of a plan, listed ones first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// The subnets.
    pub subnets: Vec<PlacedSubnet>,
}

/// A subnet with its block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedSubnet {
    /// Its name.
    pub name: String,
    /// Its zone, as named in the plan.
    pub zone: String,
    /// What it is for.
    pub role: Role,
    /// Its block.
    pub cidr: Ipv4Prefix,
    /// Its place in the plan's list; none where it was laid out.
    pub listed: Option<usize>,
}

impl Layout {
    /// The subnets of a role in a zone, in order.
    pub fn of<'a>(
        &'a self,
        role: Role,
        zone: &'a str,
    ) -> impl Iterator<Item = (usize, &'a PlacedSubnet)> {
        self.subnets
            .iter()
            .enumerate()
            .filter(move |(_, subnet)| subnet.role == role && subnet.zone == zone)
    }
}
