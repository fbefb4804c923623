//! Every instance type under every strategy that has a model of a node: six integers a cell, for tables that are drawn
//! anew at every keystroke.
//!
//! Nothing here allocates or makes text once a [`Ranking`] is set up; tests hold it to the ordinary way, which applies
//! the strategy to a plan and resolves the group.

mod facts;
#[cfg(test)]
mod ordinary;
mod way;

use crate::aws::catalogue::{Alike, Catalogue, InstanceType};
use crate::aws::max_pods;
use crate::aws::reservations;
use crate::plan::{Ami, Cpu, Memory, Plan, Provisioner, Within};
use facts::Facts;
use way::Way;

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

/// A workload, and the settings under which nodes are ranked for it.
#[derive(Clone, Debug)]
pub struct Ranking {
    cpu: u32,
    memory: u64,
    daemonset: u32,
    /// The plan's own max pods; 0 where it has none.
    own_max_pods: u32,
    /// Whether no node is told more than AWS recommends.
    is_capped: bool,
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
        let ways = COLUMNS.map(|id| Way::of(id, plan, group, &able));
        Some(Self {
            cpu: group.pods.cpu.map_or(0, Cpu::millicores),
            memory: group.pods.memory.map_or(0, Memory::bytes),
            daemonset: group.daemonset_pods.get(),
            own_max_pods: group.max_pods.map_or(0, Within::get),
            is_capped: ways.iter().all(Way::is_capped),
            ways,
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
        let mut alike = Alike::new();
        let mut filled = 0;
        for (instance, twin) in catalogue.listed_with_twins() {
            let (done, rest) = rows.split_at_mut(filled);
            let Some(row) = rest.first_mut() else { break };
            match done.get(twin) {
                Some(same) => *row = *same,
                None => self.fill_row(instance, filled, done, &mut alike, row),
            }
            filled += 1;
        }
        filled
    }

    /// The cells of a type that is unlike those before it, but perhaps not in what they depend on.
    fn fill_row(
        &self,
        instance: &InstanceType,
        at: usize,
        done: &[Cells],
        alike: &mut Alike<Facts>,
        row: &mut Cells,
    ) {
        let facts = self.facts(instance);
        let earlier = alike.earlier(facts, at);
        let earlier = earlier.and_then(|(like, at)| Some((like.branch_enis, done.get(at)?)));
        let Some((branch_enis, like)) = earlier else {
            self.cells(instance, &facts, row, |_| true);
            return;
        };
        *row = *like;
        if branch_enis != facts.branch_enis {
            self.cells(instance, &facts, row, Way::counts_branches);
        }
    }

    /// The cells of one type.
    pub fn row(&self, instance: &InstanceType, row: &mut Cells) {
        self.cells(instance, &self.facts(instance), row, |_| true);
    }

    /// What the cells of a type depend on, without what binds none of them, so that more types are alike.
    fn facts(&self, instance: &InstanceType) -> Facts {
        let offers = Facts::of(instance);
        let told = if self.is_capped {
            offers.cap
        } else {
            offers.cap.max(max_pods::plain(instance))
        };
        let by_cpu = self.by_cpu(instance).min(told.max(self.own_max_pods));
        // The more pods a node is told, the more memory is reserved.
        let binds = |mib: &u32| self.by_memory(reservations::capacity_kib(*mib), told) < by_cpu;
        let memory_mib = instance.memory_mib.filter(|_| self.memory > 0);
        Facts {
            by_cpu,
            memory_mib: memory_mib.filter(binds),
            ..offers
        }
    }

    /// Fills the cells of those columns that are `wanted`.
    fn cells(
        &self,
        instance: &InstanceType,
        facts: &Facts,
        row: &mut Cells,
        wanted: fn(&Way) -> bool,
    ) {
        // For how many pods memory was reserved last, and how many the rest carries: most columns are told the same.
        let mut reserved = (u32::MAX, u32::MAX);
        let memory_kib = facts.memory_mib.map(reservations::capacity_kib);
        let columns = self.ways.iter().zip(row);
        for (way, cell) in columns.filter(|(way, _)| wanted(way)) {
            if !way.takes(facts) {
                *cell = Cell::default();
                continue;
            }
            let told = way.told(instance, facts);
            if let Some(kib) = memory_kib.filter(|_| reserved.0 != told) {
                reserved = (told, self.by_memory(kib, told));
            }
            *cell = self.cell(way, facts, told, reserved.1);
        }
    }

    /// Workload pods by CPU; the largest number where it does not bind.
    fn by_cpu(&self, instance: &InstanceType) -> u32 {
        let allocatable = instance.vcpus.map(reservations::allocatable_cpu_millicores);
        allocatable
            .and_then(|millicores| millicores.checked_div(self.cpu))
            .unwrap_or(u32::MAX)
    }

    /// Workload pods by memory, of which the kubelet reserves some for so many pods.
    fn by_memory(&self, capacity_kib: u64, reserved_for: u32) -> u32 {
        let allocatable = reservations::allocatable_memory_kib(capacity_kib, reserved_for);
        let pods = allocatable.saturating_mul(1024).checked_div(self.memory);
        let pods = pods.and_then(|pods| u32::try_from(pods).ok());
        pods.unwrap_or(u32::MAX)
    }

    #[inline]
    fn cell(&self, way: &Way, facts: &Facts, told: u32, by_memory: u32) -> Cell {
        let pool = way.pool(facts);
        let pool = pool.as_ref();
        let max_pods = way.max_pods(facts, told, pool);
        let room = max_pods
            .saturating_sub(way.host_network)
            .saturating_sub(self.daemonset);
        let capacity = room.min(facts.by_cpu).min(by_memory);
        let (pods, branches) = if way.is_on_branches() {
            let pods = capacity.min(way.branch_limit(facts));
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
                let limits = &pool.limits;
                let most = if way.is_endless { u32::MAX } else { max_pods };
                let (held, _) = limits.held(pool.targets, from_pool, most);
                let for_pods = held.saturating_mul(limits.unit.addresses());
                let carriers = held.div_ceil(limits.slots.max(1));
                let interfaces = if pool.custom_networking {
                    carriers + 1
                } else {
                    carriers.max(1)
                };
                let trunk = u32::from(pool.trunk_attached);
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
