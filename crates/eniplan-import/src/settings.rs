//! How pods get addresses: from the environment of `aws-node`, the add-on's configuration, or the agents that run.

use eniplan_core::plan::{Blocks, Cni, IpFamily, Networking, Target, Within};

use crate::inventory::{Inventory, Tags};
use crate::survey::Survey;

/// The settings, and whether anything showed them.
pub(crate) fn networking(survey: &Survey<'_>) -> (Networking, bool) {
    let inventory = survey.inventory;
    let name = survey.scope.cluster.as_deref().unwrap_or_default();
    let mut networking = Networking::default();
    if inventory
        .clusters
        .get(name)
        .is_some_and(|cluster| cluster.is_ipv6)
    {
        networking.ip_family = IpFamily::Ipv6;
        networking.prefix_delegation = true;
    }
    let mut addons = inventory.addons.iter();
    let addon = addons.find(|((cluster, addon), _)| {
        addon == "vpc-cni" && (cluster == name || cluster.is_empty() || name.is_empty())
    });
    let addon = addon.map(|(_, addon)| &addon.env);
    // What runs says more than what was configured.
    let environment = inventory.cni.as_ref().or(addon);
    if let Some(environment) = environment {
        apply(&mut networking, environment);
    } else if !inventory.eni_configs.is_empty() {
        networking.custom_networking = true;
    }
    let installed = inventory.terraform.as_ref();
    let installed = installed.and_then(|terraform| terraform.cni.as_ref());
    if let Some(installed) = installed {
        networking.pod_cidr =
            Some(Blocks(installed.pod_blocks.clone())).filter(|blocks| !blocks.0.is_empty());
        networking.block_size = installed.block_size.map(|size| Within::of(u32::from(size)));
    }
    let other = installed
        .map(|installed| installed.cni)
        .or_else(|| other_cni(inventory));
    if let Some(cni) = other {
        networking.cni = cni;
    }
    (networking, environment.is_some() || other.is_some())
}

/// The CNI whose agent runs where the VPC CNI's does not.
fn other_cni(inventory: &Inventory) -> Option<Cni> {
    let runs = |agent: &str| {
        let mut pods = inventory.pods.values();
        pods.any(|pod| pod.is_daemon && pod.owner == agent)
    };
    if inventory.cni.is_some() || runs("aws-node") {
        return None;
    }
    let agents = [
        ("calico-node", Cni::Calico),
        ("cilium", Cni::CiliumOverlay),
        ("kube-flannel-ds", Cni::Flannel),
        ("weave-net", Cni::WeaveNet),
    ];
    let mut agents = agents.into_iter();
    agents.find(|(agent, _)| runs(agent)).map(|(_, cni)| cni)
}

/// Takes the environment over; what it leaves out keeps the value of the shipped manifest.
///
/// Source: <https://github.com/aws/amazon-vpc-cni-k8s#cni-configuration-variables>, read 2026-11-24.
fn apply(networking: &mut Networking, environment: &Tags) {
    let text = |key: &str| environment.get(key).map(String::as_str);
    let flag = |key: &str, default: bool| {
        text(key).map_or(default, |text| text.eq_ignore_ascii_case("true"))
    };
    let number = |key: &str| text(key).and_then(|text| text.parse::<u32>().ok());
    // Zero turns these targets off, as being left out does.
    let target = |key: &str| number(key).filter(|number| *number > 0).map(Target::of);
    networking.prefix_delegation = flag("ENABLE_PREFIX_DELEGATION", networking.prefix_delegation);
    networking.custom_networking = flag("AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG", false);
    networking.subnet_discovery = flag("ENABLE_SUBNET_DISCOVERY", true);
    networking.pod_security_groups = flag("ENABLE_POD_ENI", false);
    networking.external_snat = flag("AWS_VPC_K8S_CNI_EXTERNALSNAT", false);
    networking.max_eni = number("MAX_ENI").filter(|most| *most > 0).map(Within::of);
    networking.warm.ip = target("WARM_IP_TARGET");
    networking.warm.minimum_ip = target("MINIMUM_IP_TARGET");
    if let Some(eni) = number("WARM_ENI_TARGET") {
        networking.warm.eni = Target::of(eni);
    }
    if let Some(prefix) = number("WARM_PREFIX_TARGET") {
        networking.warm.prefix = Target::of(prefix);
    }
}
