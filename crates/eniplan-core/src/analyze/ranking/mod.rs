//! Every instance type under every strategy that has a model of a node: six integers a cell, for tables that are drawn
//! anew at every keystroke.
//!
//! Nothing here allocates or makes text once a [`Ranking`] is set up; tests hold it to the ordinary way, which applies
//! the strategy to a plan and resolves the group.

mod alike;
#[cfg(test)]
mod ordinary;
mod way;

use crate::aws::catalogue::{Catalogue, InstanceType};
use crate::aws::max_pods;
use crate::aws::reservations;
use crate::aws::warm_pool::{PoolSettings, held};
use crate::plan::{Ami, Cpu, Memory, Plan, Provisioner};
use alike::Alike;
use way::{Facts, Way};

/// The columns: the present plan, then strategies by their ids.
///
/// Strategies that change no node have none: their cells are those of the present plan.
/// All overlays take the same of a node, so `calico` stands for them.
pub const COLUMNS: [&str; 10] = [
    "present",
    "warm-targets",
    "prefix-delegation",
    "custom-networking",
    "custom-prefixes",
    "pod-security-groups",
    "auto-mode",
    "ipv6",
    "calico",
    "cilium-eni",
];

/// One instance type under one strategy; all zero where the type does not take it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// Max pods of the kubelet.
    pub max_pods: u32,
    /// Workload pods that fit beside DaemonSets, by max pods, CPU, memory and branch interfaces.
    pub pods: u32,
    /// Interfaces attached with so many pods, the primary among them, trunk and branches not.
    pub interfaces: u32,
    /// Addresses that the node then takes from all its subnets.
    pub addresses: u32,
    /// Those of them that no pod has.
    pub idle: u32,
    /// Addresses a workload pod, in hundredths; 0 where none fits.
    pub addresses_per_pod: u32,
}

/// A row of cells, in the order of [`COLUMNS`].
pub type Cells = [Cell; COLUMNS.len()];

/// The pool of each column; none where pods take no address of the VPC.
type Pools = [Option<PoolSettings>; COLUMNS.len()];

/// A workload, and the settings under which nodes are ranked for it.
#[derive(Clone, Debug)]
pub struct Ranking {
    cpu: u32,
    memory: u64,
    daemonset: u32,
    ways: [Way; COLUMNS.len()],
}

impl Ranking {
    /// The workload of a group; none for Windows and Fargate, whose nodes are of another kind.
    pub fn of(plan: &Plan, index: usize) -> Option<Self> {
        let group = plan.node_groups.get(index)?;
        if group.ami == Ami::Windows || group.provisioner == Provisioner::Fargate {
            return None;
        }
        let able = way::able();
        Some(Self {
            cpu: group.pods.cpu.map_or(0, Cpu::millicores),
            memory: group.pods.memory.map_or(0, Memory::bytes),
            daemonset: group.daemonset_pods.get(),
            ways: COLUMNS.map(|id| Way::of(id, plan, group, &able)),
        })
    }

    /// Fills a row for each listed type of the catalogue, in its order, as far as there are rows; says how many.
    ///
    /// ```
    /// use eniplan_core::analyze::ranking::{COLUMNS, Cells, Ranking};
    /// use eniplan_core::aws::catalogue::Catalogue;
    /// use eniplan_core::plan::Plan;
    ///
    /// let (plan, _) = Plan::from_text(b"node_groups: [{pods: {desired: 20}}]").unwrap();
    /// let catalogue = Catalogue::bundled();
    /// let mut rows = vec![Cells::default(); catalogue.listed().count()];
    /// Ranking::of(&plan, 0).unwrap().fill(&catalogue, &mut rows);
    /// let at = catalogue.listed().position(|instance| instance.name == "m5.large").unwrap();
    /// // 3 × (10 − 1) + 2 = 29 pods, aws-node and kube-proxy among them; 27 addresses and 3 of the interfaces.
    /// assert_eq!((rows[at][0].pods, rows[at][0].addresses), (27, 30));
    /// ```
    pub fn fill(&self, catalogue: &Catalogue, rows: &mut [Cells]) -> usize {
        let mut alike = Alike::default();
        let mut pools = self.pools();
        let mut filled = 0;
        for instance in catalogue.listed() {
            let (done, rest) = rows.split_at_mut(filled);
            let Some(row) = rest.first_mut() else { break };
            match alike.earlier(instance, filled).and_then(|at| done.get(at)) {
                Some(earlier) => *row = *earlier,
                None => self.cells(instance, &mut pools, row),
            }
            filled += 1;
        }
        filled
    }

    /// The cells of one type.
    pub fn row(&self, instance: &InstanceType, row: &mut Cells) {
        self.cells(instance, &mut self.pools(), row);
    }

    /// The pool of each column, to be set for type after type.
    fn pools(&self) -> Pools {
        self.ways.each_ref().map(Way::pool)
    }

    fn cells(&self, instance: &InstanceType, pools: &mut Pools, row: &mut Cells) {
        let mut facts = Facts {
            instance,
            cap: max_pods::cap(instance.vcpus),
            by_cpu: self.by_cpu(instance),
            by_memory: (u32::MAX, u32::MAX),
            memory_kib: instance
                .memory_mib
                .filter(|_| self.memory > 0)
                .map(reservations::capacity_kib),
        };
        for ((way, pool), cell) in self.ways.iter().zip(pools).zip(row) {
            *cell = if way.takes(instance) {
                way.fit(pool, instance);
                self.cell(way, pool.as_ref(), &mut facts)
            } else {
                Cell::default()
            };
        }
    }

    /// Workload pods by CPU; the largest number where it does not bind.
    fn by_cpu(&self, instance: &InstanceType) -> u32 {
        let allocatable = instance.vcpus.map(reservations::allocatable_cpu_millicores);
        allocatable
            .and_then(|millicores| millicores.checked_div(self.cpu))
            .unwrap_or(u32::MAX)
    }

    /// Workload pods by memory; the largest number where it does not bind.
    fn by_memory(&self, facts: &mut Facts<'_>, reserved_for: u32) -> u32 {
        let Some(capacity) = facts.memory_kib else {
            return u32::MAX;
        };
        if facts.by_memory.0 != reserved_for {
            let allocatable = reservations::allocatable_memory_kib(capacity, reserved_for);
            let pods = allocatable.saturating_mul(1024).checked_div(self.memory);
            let pods = pods.and_then(|pods| u32::try_from(pods).ok());
            facts.by_memory = (reserved_for, pods.unwrap_or(u32::MAX));
        }
        facts.by_memory.1
    }

    fn cell(&self, way: &Way, pool: Option<&PoolSettings>, facts: &mut Facts<'_>) -> Cell {
        let told = way.told(facts.instance);
        let max_pods = way.max_pods(facts, told, pool);
        let room = max_pods
            .saturating_sub(way.host_network)
            .saturating_sub(self.daemonset);
        let capacity = room.min(facts.by_cpu).min(self.by_memory(facts, told));
        let (pods, branches) = if way.is_on_branches() {
            let pods = capacity.min(way.branch_limit(facts.instance));
            (pods, pods)
        } else {
            (capacity, 0)
        };
        let beside = max_pods
            .saturating_sub(way.host_network)
            .saturating_sub(pods);
        let from_pool = (pods - branches).saturating_add(self.daemonset.min(beside));
        let (interfaces, addresses, idle) = match pool {
            Some(pool) => {
                let (held, _) = held(
                    pool,
                    from_pool,
                    if way.is_endless { u32::MAX } else { max_pods },
                );
                let for_pods = held.saturating_mul(pool.unit().addresses());
                let carriers = held.div_ceil(pool.slots_per_interface().max(1));
                let interfaces = if pool.custom_networking {
                    carriers + 1
                } else {
                    carriers.max(1)
                };
                let trunk = u32::from(pool.trunk_attached());
                let addresses = interfaces.saturating_add(for_pods).saturating_add(trunk);
                (interfaces, addresses, for_pods.saturating_sub(from_pool))
            }
            None => (1, 1, 0),
        };
        let addresses = addresses.saturating_add(branches);
        Cell {
            max_pods,
            pods,
            interfaces,
            addresses,
            idle,
            addresses_per_pod: addresses.saturating_mul(100).checked_div(pods).unwrap_or(0),
        }
    }
}
