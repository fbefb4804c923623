//! Plans of several clusters in one VPC, added up where they share subnets.
//!
//! Each plan counts what it does not describe as `used`, the other clusters of today among it, or gives what EC2 counts
//! as free. So of what a plan says is used, the nodes that the others have today are taken out before all are added:
//! used = max over plans of (used by strangers of the plan − the others' own today) + Σ own.
//! The largest of these is taken where plans differ, which errs to the full side.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::capacity::Scene;
use super::group::Group;
use super::layout::{self, PlacedSubnet};
use super::moments::{self, Moment};
use super::spread::Count;
use crate::aws::catalogue::Catalogue;
use crate::aws::subnet;
use crate::finding::{Code, Finding};
use crate::net::Ipv4Prefix;
use crate::operands;
use crate::plan::Plan;

/// A VPC that several plans stand in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedVpc {
    /// Its id.
    pub id: String,
    /// Which of the plans, in their order.
    pub plans: Vec<usize>,
    /// The subnets that more than one of them lists, by block.
    pub subnets: Vec<SharedSubnet>,
    /// Subnets of two plans that overlap and are not the same: plan and name of each.
    pub overlaps: Vec<[(usize, String, Ipv4Prefix); 2]>,
}

/// A subnet that several plans list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedSubnet {
    /// Its block.
    pub cidr: Ipv4Prefix,
    /// Each plan that lists it, and what it is called there.
    pub names: Vec<(usize, String)>,
    /// Addresses that it can give out.
    pub usable: u64,
    /// Addresses that all want together, each as desired.
    pub desired: u64,
    /// Addresses that all want together, each at max.
    pub max: u64,
}

impl SharedSubnet {
    /// Addresses that are missing when each plan stands as desired, and when each is at max.
    pub fn short(&self) -> [u64; 2] {
        [self.desired, self.max].map(|wanted| wanted.saturating_sub(self.usable))
    }
}

/// What a plan takes of a subnet.
struct Share {
    plan: usize,
    name: String,
    /// Addresses that the plan does not describe.
    strangers: u64,
    /// What it describes: today, as desired, at max.
    own: [u64; 3],
}

/// Adds up the plans that name the same VPC; those that name none stand alone.
///
/// ```
/// use eniplan_core::{analyze::on_shared_vpcs, aws::catalogue::Catalogue, plan::Plan};
/// let text = b"vpc: {id: vpc-1}\nsubnets: [{zone: a, cidr: 10.0.0.0/24}]\nothers: [{name: x, addresses: 200}]";
/// let (plan, _) = Plan::from_text(text).unwrap();
/// let shared = on_shared_vpcs(&[&plan, &plan], &Catalogue::bundled());
/// assert_eq!(shared[0].subnets[0].short(), [157, 157]);
/// ```
pub fn on_shared_vpcs(plans: &[&Plan], catalogue: &Catalogue) -> Vec<SharedVpc> {
    let mut by_vpc: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, plan) in plans.iter().enumerate() {
        if let Some(id) = plan.vpc.id.as_deref().filter(|id| !id.is_empty()) {
            by_vpc.entry(id).or_default().push(index);
        }
    }
    let several = by_vpc.into_iter().filter(|(_, own)| own.len() > 1);
    several
        .map(|(id, own)| {
            let mut shares: BTreeMap<Ipv4Prefix, Vec<Share>> = BTreeMap::new();
            for index in &own {
                if let Some(plan) = plans.get(*index) {
                    add(&mut shares, *index, plan, catalogue);
                }
            }
            SharedVpc {
                id: id.to_string(),
                plans: own,
                overlaps: overlaps(&shares),
                subnets: shares
                    .into_iter()
                    .filter(|(_, shares)| shares.len() > 1)
                    .map(|(cidr, shares)| together(cidr, &shares))
                    .collect(),
            }
        })
        .collect()
}

/// Adds what a plan takes of each subnet that it lists.
fn add(
    shares: &mut BTreeMap<Ipv4Prefix, Vec<Share>>,
    index: usize,
    plan: &Plan,
    catalogue: &Catalogue,
) {
    let mut told = Vec::new();
    let layout = layout::lay_out(plan, &mut told);
    let indexes = 0..plan.node_groups.len();
    let groups: Vec<Group<'_>> = indexes
        .filter_map(|index| Group::of(plan, index, catalogue, &mut told))
        .collect();
    let scene = Scene::of(plan, &layout, &groups, &mut told);
    let described = without_strangers(plan);
    let own = Scene::of(&described, &layout, &groups, &mut told);
    let now = groups.iter().map(|group| Count {
        nodes: group.nodes.now,
        ..moments::desired_count(group)
    });
    let now = Moment {
        counts: now.collect(),
        lost: None,
    };
    let moments = [now, moments::desired(&groups), moments::at_max(&groups)];
    let usages = moments.map(|moment| scene.at(&moment));
    for (at, placed) in layout.subnets.iter().enumerate() {
        let PlacedSubnet { cidr, .. } = *placed;
        if placed.listed.is_none() {
            continue;
        }
        let items = |scene: &Scene<'_>| scene.items.demand.get(at).map_or(0, super::Demand::total);
        let strangers = items(&scene).saturating_sub(items(&own));
        let own = usages.each_ref().map(|usage| {
            let all = usage.loads.get(at).map_or(0, |load| load.demand.total());
            all.saturating_sub(strangers)
        });
        let known = shares.entry(cidr).or_default();
        // A plan that lists a block twice has been told so.
        if known.iter().all(|share| share.plan != index) {
            known.push(Share {
                plan: index,
                name: placed.name.clone(),
                strangers,
                own,
            });
        }
    }
}

/// The plan as if nobody else were in its subnets.
fn without_strangers(plan: &Plan) -> Plan {
    let mut described = plan.clone();
    for subnet in &mut described.subnets {
        subnet.used = None;
        subnet.free = None;
        subnet.taken.clear();
    }
    described
}

fn together(cidr: Ipv4Prefix, shares: &[Share]) -> SharedSubnet {
    let sum = |at: usize| {
        let own = shares
            .iter()
            .map(|share| share.own.get(at).copied().unwrap_or(0));
        own.fold(0, u64::saturating_add)
    };
    let now = sum(0);
    let strangers = shares.iter().map(|share| {
        let others = now.saturating_sub(share.own[0]);
        share.strangers.saturating_sub(others)
    });
    let strangers = strangers.max().unwrap_or(0);
    SharedSubnet {
        cidr,
        names: shares
            .iter()
            .map(|share| (share.plan, share.name.clone()))
            .collect(),
        usable: subnet::usable(cidr),
        desired: strangers.saturating_add(sum(1)),
        max: strangers.saturating_add(sum(2)),
    }
}

/// Blocks of different plans that overlap; each with the one that holds it, which comes before it in order.
fn overlaps(shares: &BTreeMap<Ipv4Prefix, Vec<Share>>) -> Vec<[(usize, String, Ipv4Prefix); 2]> {
    let mut found = Vec::new();
    let mut around: Option<(Ipv4Prefix, &Share)> = None;
    for (cidr, own) in shares {
        let Some(first) = own.first() else { continue };
        match around {
            Some((outer, share)) if outer.overlaps(*cidr) => {
                if let Some(other) = own.iter().find(|own| own.plan != share.plan) {
                    found.push([
                        (share.plan, share.name.clone(), outer),
                        (other.plan, other.name.clone(), *cidr),
                    ]);
                }
            }
            _ => around = Some((*cidr, first)),
        }
    }
    found
}

impl SharedVpc {
    /// What there is to say of it, with the plan that each finding belongs to; `names` are the plans' own.
    pub fn findings(&self, names: &[&str]) -> Vec<(usize, Finding)> {
        let name = |plan: usize| names.get(plan).copied().unwrap_or_default();
        let mut findings = Vec::new();
        for subnet in &self.subnets {
            let [desired, max] = subnet.short();
            let (moment, short, wanted) = if desired > 0 {
                ("as desired", desired, subnet.desired)
            } else if max > 0 {
                ("at max", max, subnet.max)
            } else {
                continue;
            };
            let all: Vec<&str> = subnet.names.iter().map(|(plan, _)| name(*plan)).collect();
            for (plan, own) in &subnet.names {
                let operands = operands![
                    own.as_str(),
                    subnet.cidr,
                    short,
                    moment,
                    all.join(", "),
                    wanted,
                    subnet.usable
                ];
                findings.push((
                    *plan,
                    Finding::new(Code::SharedSubnetShort, own.as_str(), operands),
                ));
            }
        }
        for [(plan, own, cidr), (other, its, its_cidr)] in &self.overlaps {
            let texts = [
                (
                    *plan,
                    own,
                    format!("{own} ({cidr})"),
                    format!("{its} ({its_cidr}) of {}", name(*other)),
                ),
                (
                    *other,
                    its,
                    format!("{its} ({its_cidr})"),
                    format!("{own} ({cidr}) of {}", name(*plan)),
                ),
            ];
            for (plan, own, subnet, met) in texts {
                let operands = operands![subnet, met, self.id.as_str()];
                findings.push((
                    plan,
                    Finding::new(Code::SharedVpcOverlap, own.as_str(), operands),
                ));
            }
        }
        findings
    }
}
