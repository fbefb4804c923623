//! Settings of a group that do not do what they seem to: ignored, out of reach, or not for its kind of node.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::group::Group;
use crate::aws::max_pods;
use crate::aws::reservations::memory_mib;
use crate::finding::{Code, Finding, Operand};
use crate::operands;
use crate::plan::{Ami, Cni, IpFamily, Provisioner, Warm, Within};

/// Tells them of every group.
pub(super) fn tell(groups: &[Group<'_>], findings: &mut Vec<Finding>) {
    for group in groups {
        let mut teller = Teller { group, findings };
        teller.secured();
        match (group.plan.provisioner, group.plan.ami) {
            (Provisioner::Fargate, _) => teller.fargate(),
            (_, Ami::Windows) => teller.windows(),
            _ => teller.linux(),
        }
    }
}

struct Teller<'a, 'g> {
    group: &'a Group<'g>,
    findings: &'a mut Vec<Finding>,
}

impl Teller<'_, '_> {
    fn tell(&mut self, code: Code, operands: impl IntoIterator<Item = Operand>) {
        let name = self.group.name.as_str();
        let operands = operands![name].into_iter().chain(operands);
        self.findings.push(Finding::new(code, name, operands));
    }

    /// More pods with security groups of their own than there are pods.
    fn secured(&mut self) {
        let pods = &self.group.plan.pods;
        let (secured, desired) = (pods.security_group_pods.get(), pods.desired.get());
        if secured > desired {
            self.tell(Code::SecuredAbovePods, operands![secured, desired]);
        }
    }

    fn fargate(&mut self) {
        let plan = self.group.plan;
        let host_network = plan.host_network_pods.map_or(0, Within::get);
        for (what, count, key) in [
            ("DaemonSets", plan.daemonset_pods.get(), "daemonset_pods"),
            (
                "pods on the host's network",
                host_network,
                "host_network_pods",
            ),
        ] {
            if count > 0 {
                self.tell(Code::NotOnFargate, operands![what, count, key]);
            }
        }
    }

    fn windows(&mut self) {
        let net = &self.group.net;
        let other_cni = net.cni != Cni::VpcCni;
        for (is_so, what) in [
            (net.ip_family == IpFamily::Ipv6, "IPv6"),
            (net.pod_security_groups, "security groups for pods"),
            (other_cni, "CNI but the VPC CNI"),
        ] {
            if is_so {
                self.tell(Code::NotOnWindows, operands![what]);
            }
        }
    }

    fn linux(&mut self) {
        self.max_pods();
        let group = self.group;
        let net = &group.net;
        let pool = net.cni == Cni::VpcCni
            && net.ip_family == IpFamily::Ipv4
            && group.plan.provisioner != Provisioner::AutoMode;
        if pool {
            self.ignored();
            self.minimum();
        }
    }

    fn max_pods(&mut self) {
        let group = self.group;
        let (set, instance) = (group.max_pods, group.lowest);
        let cap = max_pods::cap(instance.vcpus);
        if set > cap {
            let operands = operands![set, cap, instance.name.as_str(), memory_mib(set)];
            self.tell(Code::MaxPodsUncapped, operands);
        }
        let computed = group.set_by.pods;
        let by_nodeadm = matches!(group.plan.ami, Ami::Al2023 | Ami::Al2)
            && match group.plan.provisioner {
                Provisioner::SelfManaged => true,
                Provisioner::Managed => group.plan.custom_ami,
                _ => false,
            };
        if by_nodeadm && group.plan.max_pods.is_some() && set > computed {
            let operands = operands![set, computed, memory_mib(computed), memory_mib(set)];
            self.tell(Code::ReservedForFewer, operands);
        }
    }

    /// Targets and limits that ipamd does not look at, by its order of precedence.
    ///
    /// Source: `warmIPTargetsDefined` and `getMaxENI`, read 2026-11-24,
    /// <https://github.com/aws/amazon-vpc-cni-k8s/blob/b52188387f2e2f10bf289ace929d6a63b176a4fa/pkg/ipamd/ipamd.go#L1941>.
    fn ignored(&mut self) {
        let net = &self.group.net;
        let shipped = Warm::default();
        let over = |target: Option<Within<0, 10_000>>| target.is_some_and(|set| set.get() > 0);
        let by_addresses = match (over(net.warm.ip), over(net.warm.minimum_ip)) {
            (true, _) => Some("WARM_IP_TARGET overrides it"),
            (false, true) => Some("MINIMUM_IP_TARGET overrides it"),
            (false, false) => None,
        };
        let (prefixes, warm) = (net.prefix_delegation, &net.warm);
        let eni = prefixes
            .then_some("prefix delegation goes by WARM_PREFIX_TARGET")
            .or(by_addresses);
        let prefix = (!prefixes)
            .then_some("it is for prefix delegation, which is off")
            .or(by_addresses);
        for (key, set, is_shipped, why) in [
            ("WARM_ENI_TARGET", warm.eni, warm.eni == shipped.eni, eni),
            (
                "WARM_PREFIX_TARGET",
                warm.prefix,
                warm.prefix == shipped.prefix,
                prefix,
            ),
        ] {
            if let (false, Some(why)) = (is_shipped, why) {
                let setting = alloc::format!("{key}={}", set.get());
                self.tell(Code::SettingIgnored, operands![setting, why]);
            }
        }
        let instance = self.group.lowest;
        if let Some(limit) = net
            .max_eni
            .map(Within::get)
            .filter(|limit| *limit > instance.max_enis)
        {
            let setting = alloc::format!("MAX_ENI={limit}");
            let why = alloc::format!("{} takes {} interfaces", instance.name, instance.max_enis);
            self.tell(Code::SettingIgnored, operands![setting, why]);
        }
    }

    /// A floor that no node reaches, or that more pods than the kubelet takes would be needed for.
    fn minimum(&mut self) {
        let group = self.group;
        let Some(minimum) = group.net.warm.minimum_ip.map(|set| u64::from(set.get())) else {
            return;
        };
        let holds = group.serves().unwrap_or(0);
        let runs = u64::from(group.max_pods.saturating_sub(group.host_network));
        let most = holds.min(runs);
        if most == 0 || minimum <= most {
            return;
        }
        let (who, verb): (String, &str) = if holds <= runs {
            (group.lowest.name.clone(), "serves")
        } else {
            ("max pods".to_string(), "allows")
        };
        let nodes = u64::from(group.nodes.desired.max(1));
        let pods = u64::from(group.plan.pods.desired.get()).div_ceil(nodes);
        let spare = u64::from(group.net.warm.ip.map_or(2, Within::get));
        let enough = pods
            .saturating_add(group.daemonset.into())
            .saturating_add(spare)
            .min(most);
        self.tell(
            Code::MinimumTooHigh,
            operands![minimum, who, verb, most, enough],
        );
    }
}
