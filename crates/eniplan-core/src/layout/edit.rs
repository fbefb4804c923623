//! Changes to a layout by hand: split, merge, move into a hole, add a subnet or a block.
//!
//! Each takes a plan and gives another one, or the finding that says why AWS or the layout does not allow it; undoing one
//! is keeping the plan before it.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::analyze::layout::{listed, stem};
use crate::analyze::sizing;
use crate::aws::subnet::{LONGEST, SHORTEST};
use crate::finding::{Code, Finding, Severity};
use crate::net::Ipv4Prefix;
use crate::operands;
use crate::plan::{AddressRange, Count, Name, Plan, Role, Subnet, VpcCidr};

/// A plan, or why there is none.
pub type Edited = Result<Plan, Finding>;

/// Splits a subnet into halves: the lower one keeps its name, the upper one gets a name of its own.
///
/// ```
/// use eniplan_core::{layout::edit, plan::Plan};
/// let (plan, _) = Plan::from_text(b"subnets: [{name: private-a, zone: a, cidr: 10.0.0.0/19}]").unwrap();
/// let split = edit::split(&plan, "private-a").unwrap();
/// assert_eq!(split.subnets[0].cidr.to_string(), "10.0.0.0/20");
/// assert_eq!(split.subnets[1].name.as_deref(), Some("private-a-2"));
/// assert_eq!(edit::merge(&split, "private-a", "private-a-2").unwrap(), plan);
/// ```
pub fn split(plan: &Plan, name: &str) -> Edited {
    let (index, subnet) = planned(plan, name)?;
    let halves = [0, 1].map(|half| subnet.cidr.part(subnet.cidr.length() + 1, half));
    let [Some(lower), Some(upper)] = halves else {
        return refuse(name, "it has no halves", "Choose another subnet");
    };
    if upper.length() > LONGEST {
        return refuse(
            name,
            "AWS takes no subnet smaller than a /28",
            "Choose a larger subnet",
        );
    }
    let mut edited = plan.clone();
    let second = Subnet {
        name: Name::of(&fresh_name(plan, name)),
        cidr: upper,
        used: None,
        free: None,
        ipv6_cidr: None,
        taken: ranges_within(&subnet.taken, upper),
        reservations: reservations_within(&subnet.reservations, upper),
        ..subnet.clone()
    };
    let first = Subnet {
        name: Name::of(name),
        cidr: lower,
        taken: ranges_within(&subnet.taken, lower),
        reservations: reservations_within(&subnet.reservations, lower),
        ..subnet
    };
    if let Some(place) = edited.subnets.get_mut(index) {
        *place = first;
    }
    edited.subnets.insert(index + 1, second);
    Ok(edited)
}

/// Makes one subnet of two that are halves of one block, in one zone and for one role; the first name stays.
pub fn merge(plan: &Plan, first: &str, second: &str) -> Edited {
    let (index, one) = planned(plan, first)?;
    let (other_index, other) = planned(plan, second)?;
    if index == other_index {
        return refuse(
            first,
            "a subnet is not merged with itself",
            "Name two subnets",
        );
    }
    if one.zone != other.zone || one.role != other.role {
        return refuse(
            first,
            "the two differ in zone or role",
            "Give both the same zone and role first",
        );
    }
    let whole = one.cidr.length().checked_sub(1);
    let whole = whole.and_then(|length| Ipv4Prefix::containing(one.cidr.network(), length));
    let Some(whole) = whole.filter(|whole| {
        one.cidr != other.cidr
            && one.cidr.length() == other.cidr.length()
            && whole.contains(other.cidr)
    }) else {
        return refuse(
            first,
            "the two are not halves of one block",
            "Merge equal subnets that stand side by side, the first of them on the boundary of both",
        );
    };
    if whole.length() < SHORTEST {
        return refuse(
            first,
            "AWS takes no subnet larger than a /16",
            "Leave them as two",
        );
    }
    let mut edited = plan.clone();
    let sum = |a: Option<Count>, b: Option<Count>| match (a, b) {
        (None, None) => None,
        (a, b) => {
            let get = |count: Option<Count>| count.map_or(0, Count::get);
            Some(Count::of(get(a).saturating_add(get(b))))
        }
    };
    let merged = Subnet {
        name: Name::of(first),
        cidr: whole,
        used: sum(one.used, other.used),
        free: None,
        taken: one.taken.iter().chain(&other.taken).copied().collect(),
        reservations: one
            .reservations
            .iter()
            .chain(&other.reservations)
            .copied()
            .collect(),
        ..one
    };
    if let Some(place) = edited.subnets.get_mut(index) {
        *place = merged;
    }
    edited.subnets.remove(other_index);
    rename(&mut edited, second, first);
    Ok(edited)
}

/// The subnet and the one on the other half of its block, the lower first: what [`merge`] would make one of.
pub fn halves(plan: &Plan, name: &str) -> Result<(String, String), Finding> {
    let (_, subnet) = planned(plan, name)?;
    let length = subnet.cidr.length();
    let whole = length.checked_sub(1);
    let whole = whole.and_then(|length| Ipv4Prefix::containing(subnet.cidr.network(), length));
    let parts = whole.map(|whole| [0, 1].map(|half| whole.part(length, half)));
    let Some([Some(lower), Some(upper)]) = parts else {
        return refuse(name, "it is no half of a block", "Choose another subnet");
    };
    let layout = listed(plan);
    let names = [lower, upper].map(|half| {
        let found = layout.subnets.iter().find(|subnet| subnet.cidr == half);
        found.map(|subnet| subnet.name.clone())
    });
    if let [Some(lower), Some(upper)] = names {
        return Ok((lower, upper));
    }
    let missing = if lower == subnet.cidr { upper } else { lower };
    let why = alloc::format!("no subnet of its size stands on {missing}, the other half");
    refuse(name, &why, "Merge equal subnets that stand side by side")
}

/// Moves a subnet to another block, of any size that a subnet may have.
///
/// What was known of its addresses moves along where the size stays, and is dropped else.
pub fn move_to(plan: &Plan, name: &str, block: Ipv4Prefix) -> Edited {
    let (index, subnet) = planned(plan, name)?;
    free_for(plan, block, Some(name))?;
    let shift = |address: u32| {
        let offset = address.wrapping_sub(subnet.cidr.first());
        block.first().wrapping_add(offset)
    };
    let same_size = subnet.cidr.length() == block.length();
    let mut moved = Subnet {
        cidr: block,
        taken: Vec::new(),
        reservations: Vec::new(),
        ..subnet.clone()
    };
    if same_size {
        let range = |range: &AddressRange| {
            AddressRange::of(shift(range.first()).into(), shift(range.last()).into())
        };
        moved.taken = subnet.taken.iter().filter_map(range).collect();
        let reserved = |one: &Ipv4Prefix| Ipv4Prefix::starting_at(shift(one.first()), one.length());
        moved.reservations = subnet.reservations.iter().filter_map(reserved).collect();
    }
    let mut edited = plan.clone();
    if let Some(place) = edited.subnets.get_mut(index) {
        *place = moved;
    }
    Ok(edited)
}

/// Puts a new subnet into a hole, under a name by its role and zone.
pub fn add_subnet(plan: &Plan, zone: &str, role: Role, block: Ipv4Prefix) -> Edited {
    free_for(plan, block, None)?;
    let Some(zone) = Name::of(zone) else {
        return refuse(zone, "it is no name of a zone", "Name a zone of the plan");
    };
    let first = alloc::format!("{}-{zone}", stem(role));
    let name = if named(plan, &first).is_some() {
        fresh_name(plan, &first)
    } else {
        first
    };
    let mut edited = plan.clone();
    edited.subnets.push(Subnet {
        name: Name::of(&name),
        zone,
        role,
        cidr: block,
        ..Subnet::default()
    });
    Ok(edited)
}

/// Adds a block to the VPC; the finding is the one that the analysis has for it.
pub fn add_block(plan: &Plan, cidr: Ipv4Prefix, routable: bool) -> Edited {
    if plan.vpc.shared {
        return refuse(
            &cidr.to_string(),
            "the VPC is another account's",
            "Ask its owner to add the block",
        );
    }
    let mut edited = plan.clone();
    if edited.vpc.cidrs.is_empty() {
        edited.vpc.cidrs.push(VpcCidr::default());
    }
    let subject = alloc::format!("vpc.cidrs[{}]", edited.vpc.cidrs.len());
    edited.vpc.cidrs.push(VpcCidr { cidr, routable });
    let refusal = sizing::refusals(&edited).into_iter().find(|finding| {
        // The list as a whole may be at its end.
        let is_of_it = finding.subject == subject || finding.subject == "vpc.cidrs";
        finding.severity == Severity::Error && is_of_it
    });
    match refusal {
        Some(finding) => Err(finding),
        None => Ok(edited),
    }
}

/// Whether a block can hold a subnet: the size is right, it stands in the VPC, and nothing else does there.
fn free_for(plan: &Plan, block: Ipv4Prefix, except: Option<&str>) -> Result<(), Finding> {
    let subject = block.to_string();
    if !(SHORTEST..=LONGEST).contains(&block.length()) {
        let operands = operands![except.unwrap_or("A subnet"), block];
        return Err(Finding::new(Code::SubnetSize, subject, operands));
    }
    let blocks = plan.vpc_blocks();
    if !blocks.iter().any(|vpc| vpc.contains(block)) {
        let shown: Vec<String> = blocks.iter().take(5).map(ToString::to_string).collect();
        let operands = operands![except.unwrap_or("The subnet"), block, shown.join(" or ")];
        return Err(Finding::new(Code::SubnetOutsideVpc, subject, operands));
    }
    let layout = listed(plan);
    let met = layout
        .subnets
        .iter()
        .find(|other| other.cidr.overlaps(block) && Some(other.name.as_str()) != except);
    match met {
        Some(other) => {
            let operands = operands![
                other.name.as_str(),
                other.cidr,
                except.unwrap_or("the new subnet"),
                block
            ];
            Err(Finding::new(Code::SubnetsOverlap, subject, operands))
        }
        None => Ok(()),
    }
}

/// The subnet of a name, if it can still be changed: AWS resizes and moves none that exists.
fn planned(plan: &Plan, name: &str) -> Result<(usize, Subnet), Finding> {
    let layout = listed(plan);
    let mut named = (0..)
        .zip(&layout.subnets)
        .filter(|(_, subnet)| subnet.name == name);
    let found = named.next().and_then(|(index, _): (usize, _)| {
        let subnet = plan.subnets.get(index)?.clone();
        Some((index, subnet))
    });
    let Some((index, subnet)) = found else {
        return refuse(
            name,
            "there is no subnet of that name in the plan",
            "Name a subnet that the plan lists",
        );
    };
    if named.next().is_some() {
        return refuse(
            name,
            "more than one subnet has that name",
            "Give each a name of its own first",
        );
    }
    if subnet.id.is_some() {
        return refuse(
            name,
            "it exists, and AWS neither resizes nor moves a subnet",
            "Add a subnet in a free hole, and move what stands in this one",
        );
    }
    // Where no subnet has its id, nothing tells those of the cluster from those that are to come.
    if plan.cluster.existing && plan.subnets.iter().all(|subnet| subnet.id.is_none()) {
        return refuse(
            name,
            "the cluster exists and so do its subnets, which AWS neither resizes nor moves",
            "Add a subnet in a free hole; or give the subnets that exist their ids, so that the others can be changed",
        );
    }
    Ok((index, subnet))
}

fn named(plan: &Plan, name: &str) -> Option<usize> {
    let layout = listed(plan);
    layout.subnets.iter().position(|subnet| subnet.name == name)
}

fn refuse<T>(name: &str, why: &str, help: &str) -> Result<T, Finding> {
    Err(Finding::new(
        Code::EditRefused,
        name,
        operands![name, why, help],
    ))
}

/// A name like this one that no subnet has.
fn fresh_name(plan: &Plan, name: &str) -> String {
    let layout = listed(plan);
    let is_taken = |name: &str| layout.subnets.iter().any(|subnet| subnet.name == name);
    (2..=u32::MAX)
        .map(|number| alloc::format!("{name}-{number}"))
        .find(|name| !is_taken(name))
        .unwrap_or_default()
}

fn ranges_within(ranges: &[AddressRange], block: Ipv4Prefix) -> Vec<AddressRange> {
    let cut = |range: &AddressRange| {
        let (first, last) = (
            range.first().max(block.first()),
            range.last().min(block.last()),
        );
        AddressRange::of(first.into(), last.into()).filter(|_| first <= last)
    };
    ranges.iter().filter_map(cut).collect()
}

fn reservations_within(reservations: &[Ipv4Prefix], block: Ipv4Prefix) -> Vec<Ipv4Prefix> {
    let cut = |reserved: &Ipv4Prefix| {
        if reserved.contains(block) {
            Some(block)
        } else {
            Some(*reserved).filter(|reserved| block.contains(*reserved))
        }
    };
    reservations.iter().filter_map(cut).collect()
}

/// Names one subnet by another wherever the plan chooses by name, each once.
fn rename(plan: &mut Plan, from: &str, to: &str) {
    let Some(to) = Name::of(to) else { return };
    super::rename::in_choices(plan, &mut |name| {
        if name.as_str() == from {
            *name = to.clone();
        }
    });
}
