//! Warm targets that are set in a plan.

use crate::analyze::report::Report;
use crate::aws::warm_pool::Targets;
use crate::plan::{Plan, Target, Warm, WarmOverride};

/// The advised targets of every group at once: `aws-node` is one DaemonSet, so its environment holds for every node.
///
/// Of several the most spare addresses and the lowest floor do for all; none where some go by interfaces or prefixes and
/// others by addresses.
pub(super) fn advised(report: &Report) -> Option<Targets> {
    let groups = report.node_groups.iter();
    let mut advised = groups
        .filter_map(|group| group.advice)
        .map(|one| one.advised);
    let first = advised.next()?;
    advised.try_fold(first, |all, one| match (all, one) {
        (all, one) if all == one => Some(all),
        (
            Targets::Addresses { warm, minimum },
            Targets::Addresses {
                warm: more,
                minimum: other,
            },
        ) => Some(Targets::Addresses {
            warm: warm.max(more),
            minimum: minimum.min(other),
        }),
        _ => None,
    })
}

/// Sets targets for every group; what they override goes back to what is shipped.
pub(super) fn set(plan: &mut Plan, targets: Targets) {
    let some = |target: u32| (target > 0).then(|| Target::of(target));
    let mut warm = Warm::default();
    match targets {
        Targets::Addresses { warm: ip, minimum } => {
            warm.ip = some(ip);
            warm.minimum_ip = some(minimum);
        }
        Targets::Prefixes(prefix) => warm.prefix = Target::of(prefix),
        Targets::Interfaces(eni) => warm.eni = Target::of(eni),
    }
    plan.networking.warm = warm;
    for group in &mut plan.node_groups {
        group.networking.warm = WarmOverride::default();
    }
}
