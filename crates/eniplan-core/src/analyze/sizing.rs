//! What the subnets of a layout have to hold: the count of the analysis, asked before there are sizes.

use alloc::vec::Vec;

use super::blocks::TakenBlocks;
use super::capacity::Scene;
use super::group::Group;
use super::layout::Layout;
use super::moments::{self, Moment};
use super::months;
use super::network;
use super::spread::Count;
use crate::aws::catalogue::Catalogue;
use crate::aws::subnet;
use crate::finding::Finding;
use crate::net::Ipv4Prefix;
use crate::plan::{Percent, Plan};

/// What a subnet has to hold at the fullest of the moments that a layout is made for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Need {
    /// Addresses taken, those in prefixes included, and those that have to stay free beside them.
    pub(crate) addresses: u64,
    /// /28 prefixes among them.
    pub(crate) prefixes: u64,
    /// Addresses outside prefixes, each of which may break a /28 block.
    pub(crate) strays: u64,
    /// What the largest node takes, which stays in one subnet.
    pub(crate) node: u64,
}

impl Need {
    /// The larger of both in each respect.
    pub(crate) fn max(self, other: Self) -> Self {
        Self {
            addresses: self.addresses.max(other.addresses),
            prefixes: self.prefixes.max(other.prefixes),
            strays: self.strays.max(other.strays),
            node: self.node.max(other.node),
        }
    }
}

/// Zones up to which a layout has room for the loss of any of them; no Region has as many.
const MOST_ZONES: usize = 40;

/// What each subnet of the layout has to hold, however large it is: every group at its max, or as large as it has
/// become after so many months of growth, while being updated; or as desired with a zone gone.
pub(crate) fn needs(plan: &Plan, catalogue: &Catalogue, layout: &Layout, months: u32) -> Vec<Need> {
    let mut findings = Vec::new();
    let groups = groups(plan, catalogue, &mut findings);
    let scene = Scene::of(plan, layout, &groups, &mut findings);
    let desired = moments::desired(&groups);
    let full: Vec<Count> = groups
        .iter()
        .map(|group| full(plan, group, months))
        .collect();
    let mut busy = alloc::vec![
        moments::upgrading(&groups, &full),
        moments::upgrading(&groups, &desired.counts),
    ];
    let zones = moments::zones_in_use(plan, &groups);
    if zones.len() <= MOST_ZONES {
        for zone in &zones {
            busy.push(moments::without_zone(&groups, zone));
        }
    }
    let mut needs = alloc::vec![Need::default(); layout.subnets.len()];
    for moment in &busy {
        raise(&mut needs, &scene, moment, &|_, demand| demand);
    }
    // At rest the cluster and its load balancers want free addresses beside what is taken.
    let cluster = layout.of_cluster();
    raise(&mut needs, &scene, &desired, &|index, demand| {
        let mut headroom = 0;
        if cluster.contains(&index) {
            headroom = headroom.max(subnet::UPGRADE_NEEDS);
        }
        if scene.items.balanced.get(index) == Some(&true) {
            headroom = headroom.max(subnet::LOAD_BALANCER_NEEDS);
        }
        demand.saturating_add(headroom)
    });
    needs
}

/// Raises each need to what the moment takes.
fn raise(
    needs: &mut [Need],
    scene: &Scene<'_>,
    moment: &Moment<'_>,
    with_headroom: &dyn Fn(usize, u64) -> u64,
) {
    let usage = scene.at(moment);
    for (index, (need, load)) in needs.iter_mut().zip(&usage.loads).enumerate() {
        let demand = load.demand.total();
        *need = need.max(Need {
            addresses: with_headroom(index, demand),
            prefixes: load.prefixes,
            strays: demand.saturating_sub(load.prefixes * 16),
            node: 0,
        });
    }
    for alike in scene.alike(moment) {
        let place = scene
            .places
            .get(alike.group)
            .and_then(|places| places.get(alike.zone));
        let subnets = place.into_iter().flat_map(|place| {
            let first = place.nodes.all.first().copied();
            first
                .into_iter()
                .chain(place.apart)
                .chain(place.tagged.all.iter().copied())
        });
        for index in subnets {
            if let Some(need) = needs.get_mut(index) {
                need.node = need.node.max(alike.take.addresses());
            }
        }
    }
}

/// A group at its max, or as large as it has become after so many months, whichever is more.
///
/// Nodes grow with their pods, as many pods each as are desired now.
fn full(plan: &Plan, group: &Group<'_>, months: u32) -> Count {
    let (now, most) = (moments::desired_count(group), group.nodes.max);
    let pods = grown(now.pods, plan.growth.pods_per_month, months);
    let each = now.pods.div_ceil(now.nodes.max(1)).max(1);
    let nodes = if pods > now.pods {
        now.nodes.max(pods.div_ceil(each))
    } else {
        now.nodes
    };
    Count {
        nodes: nodes.max(most),
        pods: pods.max(group.plan.pods.max()),
        surge: 0,
    }
}

/// So many pods or addresses after so many months of compound growth.
pub(crate) fn grown(count: u32, monthly: Percent, months: u32) -> u32 {
    u32::try_from(months::after(count.into(), monthly, months)).unwrap_or(u32::MAX)
}

/// What a listed subnet still has for what the plan describes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Room {
    /// Addresses beside those that are used or taken by what the plan does not describe.
    pub(crate) addresses: u64,
    cidr: Ipv4Prefix,
    taken: TakenBlocks,
    undescribed: u64,
}

impl Room {
    /// /28 blocks that can still become prefixes at best, beside so many single addresses.
    pub(crate) fn prefixes(&self, strays: u64) -> u64 {
        let unplaced = self.undescribed.saturating_sub(self.taken.addresses);
        self.taken
            .capacity(self.cidr, &[], strays.saturating_add(unplaced))
    }
}

/// What each subnet of the layout has room for; what AWS reports as free is believed.
pub(crate) fn rooms(plan: &Plan, catalogue: &Catalogue, layout: &Layout) -> Vec<Room> {
    let mut findings = Vec::new();
    let groups = groups(plan, catalogue, &mut findings);
    let others = |layout: &Layout, findings: &mut Vec<Finding>| -> Vec<u64> {
        let scene = Scene::of(plan, layout, &groups, findings);
        scene
            .items
            .demand
            .iter()
            .map(|demand| demand.others)
            .collect()
    };
    let with_listing = others(layout, &mut findings);
    let mut bare = layout.clone();
    for subnet in &mut bare.subnets {
        subnet.listed = None;
    }
    let described = others(&bare, &mut findings);
    let rooms = layout.subnets.iter().zip(with_listing).zip(described);
    rooms
        .map(|((subnet, with_listing), described)| {
            let undescribed = with_listing.saturating_sub(described);
            let listed = subnet.listed.and_then(|index| plan.subnets.get(index));
            let taken = listed.map_or(&[][..], |listed| listed.taken.as_slice());
            Room {
                addresses: subnet::usable(subnet.cidr).saturating_sub(undescribed),
                cidr: subnet.cidr,
                taken: TakenBlocks::of(subnet.cidr, taken),
                undescribed,
            }
        })
        .collect()
}

/// What AWS would refuse of the plan's network, as the analysis tells it.
pub(crate) fn refusals(plan: &Plan) -> Vec<Finding> {
    let mut findings = Vec::new();
    let layout = super::layout::listed(plan);
    network::check(plan, &layout, &mut findings);
    findings
}

fn groups<'a>(
    plan: &'a Plan,
    catalogue: &'a Catalogue,
    findings: &mut Vec<Finding>,
) -> Vec<Group<'a>> {
    (0..plan.node_groups.len())
        .filter_map(|index| Group::of(plan, index, catalogue, findings))
        .collect()
}
