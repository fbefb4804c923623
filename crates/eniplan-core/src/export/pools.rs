//! Node groups of any provisioner, for the files beside the Terraform.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::blueprint::{Blueprint, Subnet};
use super::names;
use super::overlay;
use crate::analyze::GroupReport;
use crate::aws::catalogue::{Arch, Catalogue, InstanceType, is_pattern};
use crate::aws::max_pods::{self, Settings};
use crate::aws::reservations;
use crate::finding::{Code, Finding};
use crate::operands;
use crate::plan::{Ami, Cni, Name, Networking, NodeGroup, Provisioner};

/// A node group with the names and numbers that files need.
pub(super) struct Pool<'a> {
    /// Its name as EKS and file names take it, unique.
    pub(super) key: String,
    /// Its name as Kubernetes takes it, unique.
    pub(super) object: String,
    pub(super) group: &'a NodeGroup,
    pub(super) report: &'a GroupReport,
    pub(super) networking: Networking,
    /// The types of the catalogue that its names and patterns mean.
    pub(super) types: Vec<&'a InstanceType>,
    /// What EKS would set for a managed group without an image of its own.
    pub(super) by_eks: Option<u64>,
}

impl Pool<'_> {
    pub(super) fn max_pods(&self) -> u64 {
        self.report.max_pods
    }

    /// The processor architecture that all its types share.
    pub(super) fn arch(&self) -> Option<Arch> {
        let first = self.types.first().and_then(|kind| kind.arch)?;
        self.types
            .iter()
            .all(|kind| kind.arch == Some(first))
            .then_some(first)
    }

    /// Whether its nodes run user data of ours: machines of EC2 that EKS or Karpenter do not set up by themselves.
    pub(super) fn has_user_data(&self) -> bool {
        match self.group.provisioner {
            _ if self.is_auto() => false,
            Provisioner::SelfManaged => true,
            Provisioner::Managed => self.group.custom_ami || self.is_lifted(),
            Provisioner::Karpenter | Provisioner::AutoMode | Provisioner::Fargate => false,
        }
    }

    /// Whether EKS Auto Mode starts its nodes.
    pub(super) fn is_auto(&self) -> bool {
        self.group.provisioner == Provisioner::AutoMode
            || (self.networking.cni == Cni::AutoMode
                && self.group.provisioner != Provisioner::Fargate)
    }

    /// Whether the plan wants other max pods than EKS would set.
    pub(super) fn is_lifted(&self) -> bool {
        self.group.provisioner == Provisioner::Managed
            && !self.is_auto()
            && self.by_eks != Some(self.max_pods())
    }

    /// `kubeReserved` for its max pods: CPU in millicores of its largest type, and memory in MiB.
    ///
    /// nodeadm computes memory from the number that it would set itself, so another number brings its own reservation.
    pub(super) fn reserved(&self) -> (u64, u64) {
        let vcpus = self.types.iter().filter_map(|kind| kind.vcpus).max();
        let pods = u32::try_from(self.max_pods()).unwrap_or(u32::MAX);
        (
            reservations::cpu_millicores(vcpus.unwrap_or(0)).into(),
            reservations::memory_mib(pods).into(),
        )
    }

    /// Its instance types, for a comment.
    pub(super) fn type_names(&self) -> String {
        let names: Vec<&str> = self.group.instance_types.iter().map(Name::as_str).collect();
        names.join(", ")
    }
}

/// Every group of the plan, in its order.
pub(super) fn pools<'a>(blueprint: &Blueprint<'a>, catalogue: &'a Catalogue) -> Vec<Pool<'a>> {
    let mut pools: Vec<Pool<'a>> = Vec::new();
    let groups = blueprint
        .plan
        .node_groups
        .iter()
        .zip(&blueprint.report.node_groups);
    for (index, (group, report)) in groups.enumerate() {
        let otherwise = format!("group-{}", index.saturating_add(1));
        let fitted = names::NODE_GROUP.fit(&report.name, &otherwise);
        let key = names::unique(&fitted, |name| pools.iter().any(|pool| pool.key == name));
        let object = names::unique(&object_name(&report.name, &otherwise), |name| {
            pools.iter().any(|pool| pool.object == name)
        });
        let networking = group.networking(blueprint.plan);
        let mut types: Vec<&InstanceType> = Vec::new();
        for name in &group.instance_types {
            if is_pattern(name.as_str()) {
                types.extend(catalogue.matching(name.as_str()));
            } else {
                types.extend(catalogue.get(name.as_str()));
            }
        }
        let managed = Settings {
            provisioner: Provisioner::Managed,
            custom_ami: false,
            ..Settings::of(group, &networking)
        };
        let by_eks =
            max_pods::lowest(types.iter().copied(), &managed).map(|(_, set)| u64::from(set.pods));
        pools.push(Pool {
            key,
            object,
            group,
            report,
            networking,
            types,
            by_eks,
        });
    }
    pools
}

/// What there is to say of the pools, beyond what the Terraform says.
pub(super) fn findings(blueprint: &Blueprint, pools: &[Pool]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, pool) in pools.iter().enumerate() {
        let subject = format!("node_groups[{index}]");
        let name = pool.report.name.as_str();
        let is_karpenter = pool.group.provisioner == Provisioner::Karpenter;
        if is_karpenter && pool.object != name {
            findings.push(Finding::new(
                Code::NameNotUsable,
                subject.clone(),
                operands![name, "Karpenter node pool", RULE, pool.object.as_str()],
            ));
        }
        let (built, cni) = (pool.max_pods(), pool.networking.cni);
        if overlay::is_overlay(cni)
            && pool.group.max_pods.is_none()
            && built < USUAL_MAX_PODS
            && pool.has_nodes_of_ours()
        {
            findings.push(Finding::new(
                Code::OverlayMaxPods,
                subject,
                operands![name, built, USUAL_MAX_PODS],
            ));
        }
    }
    if let Some(pool) = pools.iter().find(|pool| takes_drop_in(pool)) {
        findings.push(Finding::new(
            Code::KubeletDaemonSet,
            "node_groups",
            operands![pool.report.name.as_str(), pool.max_pods()],
        ));
    }
    if !missing_ids(blueprint).is_empty() {
        findings.push(Finding::new(
            Code::IdsToFillIn,
            "subnets",
            operands![missing_ids(blueprint).join(", ")],
        ));
    }
    findings
}

/// The kubelet's own default, and what Kubernetes is tested with.
///
/// Source: <https://kubernetes.io/docs/setup/best-practices/cluster-large/>, read 2026-11-24.
const USUAL_MAX_PODS: u64 = 110;

impl Pool<'_> {
    fn has_nodes_of_ours(&self) -> bool {
        !matches!(
            self.group.provisioner,
            Provisioner::AutoMode | Provisioner::Fargate
        ) && self.group.ami != Ami::Windows
    }
}

/// Whether only a kubelet's drop-in is left to a group that stays as EKS made it.
pub(super) fn takes_drop_in(pool: &Pool) -> bool {
    pool.is_lifted() && pool.group.ami == Ami::Al2023 && !pool.group.custom_ami
}

const RULE: &str =
    "Kubernetes takes at most 63 small letters, digits and hyphens, a letter or digit at both ends";

/// A name that Kubernetes takes for any object: RFC 1123, in small letters.
///
/// Source: <https://kubernetes.io/docs/concepts/overview/working-with-objects/names/>, read 2026-11-24.
pub(super) fn object_name(name: &str, otherwise: &str) -> String {
    let lower = name.to_ascii_lowercase();
    let mut fitted = String::new();
    for c in lower.chars().take(63) {
        let usable = c.is_ascii_alphanumeric();
        if usable || (!fitted.is_empty() && !fitted.ends_with('-')) {
            fitted.push(if usable { c } else { '-' });
        }
    }
    let fitted = fitted.trim_end_matches('-');
    if fitted.is_empty() {
        otherwise.to_string()
    } else {
        fitted.to_string()
    }
}

/// The id of a subnet, or words in angle brackets that no program takes for one and that are to be replaced.
pub(super) fn subnet_id(subnet: &Subnet) -> String {
    known_id(subnet).map_or_else(|| format!("<id of {}>", subnet.key), ToString::to_string)
}

/// The same as a word for a command line.
pub(super) fn subnet_word(subnet: &Subnet) -> String {
    known_id(subnet).map_or_else(|| format!("ID_OF_{}", subnet.key), ToString::to_string)
}

/// The id that the plan has for a subnet, where it is one.
pub(super) fn known_id<'a>(subnet: &'a Subnet) -> Option<&'a str> {
    subnet.id().filter(|id| names::is_id(id, "subnet"))
}

/// Names of subnets that files of ours need the ids of, and the plan has none for.
fn missing_ids(blueprint: &Blueprint) -> Vec<String> {
    if !blueprint.networking().custom_networking {
        return Vec::new();
    }
    let configs = blueprint.eni_configs();
    let missing = configs.iter().filter(|subnet| known_id(subnet).is_none());
    missing.map(|subnet| subnet.key.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::object_name;

    #[test]
    fn names_of_objects_are_small_and_end_well() {
        for (name, fitted) in [
            ("general", "general"),
            ("My_Group", "my-group"),
            ("-a--b-", "a-b"),
            ("Größe", "gr-e"),
            ("é", "other"),
        ] {
            assert_eq!(object_name(name, "other"), fitted);
        }
        let long = object_name(&"ab-".repeat(40), "other");
        assert!(long.len() <= 63 && !long.ends_with('-'));
    }
}
