//! How many nodes a NodePool's limits leave room for.

use eniplan_core::aws::catalogue::Catalogue;

use super::Gathered;
use crate::inventory::Limits;

/// Karpenter counts an instance type's memory less 7.5 percent, `VM_MEMORY_OVERHEAD_PERCENT`, until it has seen a node of it.
///
/// Source: <https://karpenter.sh/docs/reference/settings/>, read 2026-11-25.
const OF_MEMORY: (u64, u64) = (925, 1000);

/// Nodes at most; none where no limit binds, or where nothing says how large a node is.
///
/// Of several types the smallest counts, since no more nodes than of that one fit below a limit.
pub(super) fn nodes(limits: &Limits, group: &Gathered<'_>, catalogue: &Catalogue) -> Option<u64> {
    let seen = group.nodes.iter().filter_map(|node| node.instance_type);
    let mut names: Vec<&str> = seen.collect();
    if names.is_empty() {
        names.extend(
            group
                .plan
                .instance_types
                .iter()
                .filter(|_| group.is_typed)
                .map(|own| &**own),
        );
    }
    names.sort_unstable();
    names.dedup();
    // A type that is not known could be the smallest.
    let types: Option<Vec<_>> = names.iter().map(|own| catalogue.get(own)).collect();
    let types = types.unwrap_or_default();
    let vcpus = types.iter().filter_map(|own| own.vcpus).min();
    let memory_mib = types.iter().filter_map(|own| own.memory_mib).min();
    let seen_kib = group.nodes.iter().filter_map(|node| node.memory_kib).min();
    let millicores = vcpus.map(|vcpus| u64::from(vcpus) * 1000);
    let counted = memory_mib.map(|mib| (u64::from(mib) << 20) / OF_MEMORY.1 * OF_MEMORY.0);
    let memory = seen_kib.map(|kib| kib.saturating_mul(1 << 10)).or(counted);
    let by = |limit: Option<u64>, each: Option<u64>| limit?.checked_div(each?);
    [
        by(limits.cpu, millicores),
        by(limits.memory, memory),
        limits.nodes,
    ]
    .into_iter()
    .flatten()
    .min()
}
