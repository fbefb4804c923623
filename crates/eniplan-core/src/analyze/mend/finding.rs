//! What a finding's help asks for as a change of the plan.

use super::targets;
use super::wall::{of_wall, with_nodes};
use super::{Effort, Mend, place_of};
use crate::analyze::report::{Report, WallKind};
use crate::aws::warm_pool::Targets;
use crate::finding::{Code, Finding, Operand};
use crate::plan::{Plan, Target, Warm, Within};

/// The change that a finding's help asks for; none where it is no key of the plan, or a choice to be made.
///
/// ```
/// use eniplan_core::analyze::{analyze, mend::of_finding};
/// use eniplan_core::{aws::catalogue::Catalogue, plan::Plan};
///
/// let (plan, _) = Plan::from_text(b"networking: {warm: {eni: 2, ip: 5}}\nnode_groups: [{name: web, pods: {desired: 9}}]").unwrap();
/// let report = analyze(&plan, &Catalogue::bundled());
/// let finding = report.findings.iter().find(|finding| finding.message().contains("WARM_ENI_TARGET=2")).unwrap();
/// assert_eq!(of_finding(&plan, &report, finding).unwrap().text(), "networking.warm.eni left out");
/// ```
pub fn of_finding(plan: &Plan, report: &Report, finding: &Finding) -> Option<Mend> {
    let number = |index: usize| match finding.operands.get(index)? {
        Operand::Number(number) => Some(*number),
        Operand::Text(_) => None,
    };
    let past = |kinds: &[WallKind]| {
        let mut walls = report.walls.iter();
        let wall = walls.find(|wall| {
            kinds.contains(&wall.kind) && (wall.subject == finding.subject || kinds.len() > 1)
        })?;
        of_wall(plan, report, wall)
    };
    match finding.code {
        Code::WarmTargets | Code::WarmTargetsTooLow => {
            let advised = targets::advised(report)?;
            Mend::of(Effort::Setting, plan, |plan| targets::set(plan, advised))
        }
        Code::PeakDoesNotFit => {
            let advised = targets::advised(report)
                .filter(|targets| matches!(targets, Targets::Addresses { .. }))?;
            Mend::of(Effort::Setting, plan, |plan| targets::set(plan, advised))
        }
        Code::SettingIgnored => ignored(plan, report, finding),
        Code::IgnoredByIpv6 => Mend::of(Effort::Setting, plan, |plan| {
            let warm = &mut plan.networking.warm;
            match finding.subject.as_str() {
                "networking.warm.ip" => warm.ip = None,
                "networking.warm.minimum_ip" => warm.minimum_ip = None,
                _ => {}
            }
        }),
        Code::MinimumTooHigh => {
            let enough = Target::of(u32::try_from(number(5)?).ok()?);
            let index = place_of(plan, &finding.subject)?;
            Mend::from(Effort::Setting, plan, |plan| {
                let own = &mut plan.node_groups.get_mut(index)?.networking.warm.minimum_ip;
                if own.is_some() {
                    *own = Some(Some(enough));
                } else {
                    plan.networking.warm.minimum_ip = Some(enough);
                }
                Some(())
            })
        }
        Code::NotOnFargate => {
            let index = place_of(plan, &finding.subject)?;
            let is_daemonset = finding.operands.last() == Some(&Operand::from("daemonset_pods"));
            Mend::from(Effort::Setting, plan, |plan| {
                let group = plan.node_groups.get_mut(index)?;
                if is_daemonset {
                    group.daemonset_pods = Within::of(0);
                } else {
                    group.host_network_pods = None;
                }
                Some(())
            })
        }
        Code::MaxPodsTooHigh | Code::MaxPodsUncapped => {
            let most = Within::of(u32::try_from(number(2)?).ok()?);
            let index = place_of(plan, &finding.subject)?;
            Mend::from(Effort::Setting, plan, |plan| {
                plan.node_groups.get_mut(index)?.max_pods = Some(most);
                Some(())
            })
        }
        Code::PodsPending => {
            let (wanted, nodes, capacity) = (number(1)?, number(3)?, number(4)?);
            let needed = wanted.checked_div(capacity)? + u64::from(wanted % capacity > 0);
            (needed > nodes).then(|| with_nodes(plan, &finding.subject, needed))?
        }
        Code::SubnetShort => past(&[WallKind::SubnetAddresses]),
        Code::NoPrefixRoom => past(&[WallKind::PrefixBlocks]),
        Code::UpgradeBlocked | Code::SurgeDoesNotFit => {
            past(&[WallKind::UpgradeReserve, WallKind::SubnetAddresses])
        }
        Code::LoadBalancerBlocked => past(&[WallKind::LoadBalancerReserve]),
        _ => None,
    }
}

/// A setting that has no effect, taken out where it stands: with the group, or in the plan where it helps no group.
fn ignored(plan: &Plan, report: &Report, finding: &Finding) -> Option<Mend> {
    let Some(Operand::Text(setting)) = finding.operands.get(1) else {
        return None;
    };
    let key = setting.split('=').next()?;
    let index = place_of(plan, &finding.subject)?;
    let alike = report.findings.iter().filter(|other| {
        other.code == finding.code && other.operands.get(1) == finding.operands.get(1)
    });
    let helps_nobody = alike.count() == plan.node_groups.len();
    let shipped = Warm::default();
    Mend::from(Effort::Setting, plan, |plan| {
        let own = &mut plan.node_groups.get_mut(index)?.networking;
        let all = &mut plan.networking;
        match key {
            "WARM_ENI_TARGET" if own.warm.eni.is_some() => own.warm.eni = None,
            "WARM_ENI_TARGET" if helps_nobody => all.warm.eni = shipped.eni,
            "WARM_PREFIX_TARGET" if own.warm.prefix.is_some() => own.warm.prefix = None,
            "WARM_PREFIX_TARGET" if helps_nobody => all.warm.prefix = shipped.prefix,
            "MAX_ENI" if own.max_eni.is_some() => own.max_eni = None,
            "MAX_ENI" if helps_nobody => all.max_eni = None,
            _ => return None,
        }
        Some(())
    })
}
