//! What stops growth: for each limit the largest workload that would run if it were the only one.

mod formula;
mod limits;
mod over;
mod past;
mod reached;

use alloc::vec::Vec;

use super::capacity::Scene;
use super::growth::Path;
use super::months::{self, Powers};
use super::node_walls;
use super::report::{Fix, Wall, WallKind};
use crate::plan::Plan;
use limits::{LIMITS, Limit};
pub(super) use reached::blocks_over;
use reached::{Counted, Growth};

impl Growth<'_> {
    /// Whole months of growth until the limit is reached that lets so many pods run.
    ///
    /// Where line items grow as well, each month is counted beside what they have grown to.
    fn months(&self, limit: Limit, pods_desired: u64, pods: u64, desired: u32) -> Option<u32> {
        let rate = self.plan.growth.pods_per_month;
        let by_pods = self.powers.within(pods_desired, pods);
        if !self.scene.items.grows() {
            return by_pods;
        }
        let fits = |month: u32| {
            let pods = months::after(pods_desired, rate, month);
            let nodes = self.path.carrying(pods, desired);
            let items = self.scene.items.after(month);
            self.stopped(limit, nodes, &items).is_none()
        };
        let most = by_pods.unwrap_or(months::HORIZON);
        months::longest(most, fits).or(by_pods)
    }
}

/// Every wall, the first one first.
pub(super) fn find(plan: &Plan, scene: &Scene<'_>) -> Vec<Wall> {
    let path = Path::of(scene.groups);
    let counted = Counted::default();
    let growth = Growth {
        plan,
        scene,
        path: &path,
        powers: Powers::of(plan.growth.pods_per_month),
        counted: &counted,
    };
    let desired = path.desired();
    let pods_desired: u64 = scene
        .groups
        .iter()
        .map(|group| u64::from(group.plan.pods.desired.get()))
        .sum();
    let mut walls = node_walls::find(scene, desired.into(), pods_desired);
    for wall in &mut walls {
        wall.months = growth.powers.within(pods_desired, wall.pods);
    }
    let items = &scene.items.demand;
    for (kind, limit) in LIMITS.into_iter().filter(|_| desired > 0) {
        let Some(nodes) = growth.most(limit, desired) else {
            continue;
        };
        let Some(stop) = growth.stopped(limit, nodes + 1, items) else {
            continue;
        };
        let usage = growth.usage(nodes);
        let pods = usage.groups.iter().map(|group| group.placed).sum();
        walls.push(Wall {
            kind,
            subject: growth.subject(limit, stop.index),
            nodes: nodes.into(),
            pods,
            more: difference(pods, pods_desired),
            limit: stop.limit,
            certainty: growth.certainty(limit),
            // Nodes without pods stand as well.
            months: if nodes < desired {
                Some(0)
            } else {
                growth.months(limit, pods_desired, pods, desired)
            },
            formula: growth.formula(limit, stop, nodes),
            fix: growth.fix(limit, stop, nodes, desired),
        });
    }
    let mut walls = in_order(walls);
    raise_max(scene, &path, &mut walls);
    walls
}

/// Says how far `nodes.max` can be raised before the next wall of another kind.
fn raise_max(scene: &Scene<'_>, path: &Path<'_>, walls: &mut [Wall]) {
    let Some(at) = walls
        .iter()
        .position(|wall| wall.kind == WallKind::NodesMax && wall.limit > 0)
    else {
        return;
    };
    let (before, after) = walls.split_at_mut(at + 1);
    let Some(wall) = before.last_mut() else {
        return;
    };
    let Some(next) = after.iter().find(|next| next.nodes > wall.nodes) else {
        return;
    };
    let group = scene
        .groups
        .iter()
        .position(|group| group.name == wall.subject);
    let nodes = u32::try_from(next.nodes).ok().zip(group);
    let nodes = nodes.and_then(|(nodes, group)| {
        let counts = path.at(nodes).counts;
        counts.get(group).map(|count| u64::from(count.nodes))
    });
    if let Fix::MoreMax { nodes: most } = &mut wall.fix {
        *most = nodes.filter(|nodes| *nodes > wall.limit);
    }
}

/// The first wall first; of equals the one whose kind comes first.
///
/// There are two dozen at most, so each is put into its place: the page is smaller without one more sort.
fn in_order(walls: Vec<Wall>) -> Vec<Wall> {
    let mut ordered: Vec<Wall> = Vec::with_capacity(walls.len());
    for wall in walls {
        let before = |other: &Wall| (other.pods, other.kind) <= (wall.pods, wall.kind);
        ordered.insert(ordered.partition_point(before), wall);
    }
    ordered
}

/// How far one amount is above another; saturates.
pub(super) fn difference(a: u64, b: u64) -> i64 {
    i64::try_from(a)
        .unwrap_or(i64::MAX)
        .saturating_sub(i64::try_from(b).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyze::group::Group;
    use crate::analyze::growth::MOST_COUNTS;
    use crate::analyze::report::Demand;
    use crate::analyze::{layout, moments};
    use crate::aws::catalogue::Catalogue;
    use alloc::format;
    use alloc::string::String;
    use proptest::prelude::*;

    /// Counts that the walls of a plan cost, and the groups of alike nodes in one of them.
    fn work(text: &str) -> (u32, usize) {
        let (plan, _) = Plan::from_text(text.as_bytes()).unwrap();
        let (catalogue, mut findings) = (Catalogue::bundled(), Vec::new());
        let layout = layout::lay_out(&plan, &mut findings);
        let groups: Vec<Group<'_>> = (0..plan.node_groups.len())
            .filter_map(|index| Group::of(&plan, index, &catalogue, &mut findings))
            .collect();
        let scene = Scene::of(&plan, &layout, &groups, &mut findings);
        let before = scene.counted.get();
        let walls = find(&plan, &scene);
        assert!(!walls.is_empty());
        let alike = scene.alike(&moments::at_max(&groups)).len();
        (scene.counted.get() - before, alike)
    }

    fn plan(nodes: u32, subnets: u32, more: &str) -> String {
        let listed = (0..subnets).map(|index| {
            let address = core::net::Ipv4Addr::from((10 << 24) + index * 16);
            format!("  - {{name: s{index}, zone: a, cidr: {address}/28}}\n")
        });
        let listed: String = listed.collect();
        format!(
            "zones: [a]\nsubnets:\n{listed}growth: {{pods_per_month: 3%}}\n{more}\nnode_groups: [{{instance_types: [m5.large], nodes: {{desired: {nodes}, max: 100000}}, pods: {{desired: {}}}}}]",
            nodes * 10
        )
    }

    /// Each of fourteen limits is looked for once, that of an upgrade for each of its four needs, and all once more for the
    /// change that leads past it, of which two stand for one limit.
    const MOST: u32 = (14 + 3 + 1) * 2 * MOST_COUNTS;

    #[test]
    fn walls_cost_the_same_for_a_hundred_thousand_nodes_as_for_three() {
        for (nodes, subnets) in [(3, 2), (100_000, 2), (3, 5_000), (100_000, 5_000)] {
            let (counts, alike) = work(&plan(nodes, subnets, ""));
            assert!(counts <= MOST, "{nodes} nodes, {subnets} subnets: {counts}");
            assert!(alike <= 3, "{nodes} nodes, {subnets} subnets: {alike}");
        }
    }

    /// With tenants that grow, each limit takes eleven months to bisect 1,200 of them.
    #[test]
    fn tenants_that_grow_cost_a_bisection_of_months() {
        let (counts, _) = work(&plan(
            100_000,
            2,
            "others: [{name: x, addresses: 3, growth: 1%}]",
        ));
        assert!(counts <= MOST + 14 * 2 * 12, "{counts}");
    }

    #[test]
    fn a_wall_that_nodes_without_pods_have_passed_is_there_now() {
        let text = "vpc: {cidrs: [10.0.0.0/24]}\nzones: [a, b]\nnode_groups: [{instance_types: [m5.large], nodes: {desired: 1}, pods: {desired: 0}}]";
        let (plan, _) = Plan::from_text(text.as_bytes()).unwrap();
        let report = crate::analyze::analyze(&plan, &Catalogue::bundled());
        let mut walls = report.walls.iter();
        let wall = walls
            .find(|wall| wall.kind == WallKind::UpgradeReserve)
            .unwrap();
        assert_eq!((wall.nodes, wall.months), (0, Some(0)));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        /// One node at a time is the obvious way, and month by month.
        #[test]
        fn walls_equal_one_node_at_a_time(
            desired in 1u32..6,
            each in 0u32..25,
            length in 24u8..27,
            pods_growth in 0u32..40,
            tenants in 0u32..40,
            tenants_growth in 0u32..60,
        ) {
            let text = format!(
                "vpc: {{cidrs: [10.0.0.0/{length}]}}\nzones: [a, b]\ngrowth: {{pods_per_month: {pods_growth}%}}\n\
                 others: [{{name: x, addresses: {tenants}, growth: {tenants_growth}%}}]\n\
                 node_groups: [{{instance_types: [m5.large], nodes: {{desired: {desired}, max: 9}}, pods: {{desired: {}}}}}]",
                desired * each
            );
            let (plan, _) = Plan::from_text(text.as_bytes()).unwrap();
            let (catalogue, mut findings) = (Catalogue::bundled(), Vec::new());
            let layout = layout::lay_out(&plan, &mut findings);
            let groups: Vec<Group<'_>> = Group::of(&plan, 0, &catalogue, &mut findings).into_iter().collect();
            let scene = Scene::of(&plan, &layout, &groups, &mut findings);
            let path = Path::of(&groups);
            let counted = Counted::default();
            let powers = Powers::of(plan.growth.pods_per_month);
            let growth = Growth { plan: &plan, scene: &scene, path: &path, powers, counted: &counted };
            for wall in find(&plan, &scene) {
                let Some((_, limit)) = LIMITS.into_iter().find(|(kind, limit)| {
                    *kind == wall.kind
                        && *kind != WallKind::Nau
                        && *limit != Limit::ClusterNodes
                        && wall.nodes < 500
                }) else {
                    continue;
                };
                let fits = |nodes: u32, items: &[Demand]| growth.stopped(limit, nodes, items).is_none();
                let mut nodes = 0;
                while fits(nodes + 1, &scene.items.demand) {
                    nodes += 1;
                }
                prop_assert_eq!(u64::from(nodes), wall.nodes);
                // 1,200 months of slow growth are many; sixty are enough to tell a wrong month.
                let mut months = None;
                for month in 0..60 {
                    let pods = months::after((desired * each).into(), plan.growth.pods_per_month, month);
                    let mut needed = desired;
                    while growth.usage(needed).groups[0].placed < pods && needed < 400 {
                        needed += 1;
                    }
                    if pods > wall.pods || !fits(needed, &scene.items.after(month)) {
                        months = Some(month.saturating_sub(1));
                        break;
                    }
                }
                prop_assert_eq!(wall.months.filter(|months| *months < 59), months, "{:?}", wall);
            }
        }
    }
}
