//! eksctl's ClusterConfig on the plan's subnets.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::blueprint::Blueprint;
use super::super::cni;
use super::super::header::header;
use super::super::matrix::Destination;
use super::super::names;
use super::super::pools::{Pool, subnet_id};
use super::super::text::push_quoted;
use super::super::yaml::{Line, Yaml, entry, map, note, texts, write};
use super::super::{File, Kind};
use crate::plan::{Ami, Cni, IpFamily, Name, Provisioner, Role, Share};

/// Source: <https://eksctl.io/usage/schema/>, 0.230.0, read 2026-11-24.
pub(super) fn file(blueprint: &Blueprint, pools: &[Pool]) -> Option<File> {
    let plan = blueprint.plan;
    let cni = blueprint.networking().cni;
    if blueprint.has_auto_mode_alone() || plan.networking.ip_family == IpFamily::Ipv6 {
        return None;
    }
    let own = |pool: &&Pool| {
        matches!(
            pool.group.provisioner,
            Provisioner::Managed | Provisioner::SelfManaged
        )
    };
    let pools: Vec<&Pool> = pools.iter().filter(own).collect();
    let replaced = cni != Cni::VpcCni;
    let mut lines = Vec::from([
        note(header(blueprint, "The cluster as eksctl makes it")),
        note(format!("\n{}", usage(blueprint, replaced))),
        Line::Blank,
        entry("apiVersion", "eksctl.io/v1alpha5"),
        entry("kind", "ClusterConfig"),
        entry(
            "metadata",
            map([
                entry("name", Yaml::text(blueprint.name.as_str())),
                entry("region", Yaml::text(plan.region.as_str())),
                entry(
                    "version",
                    Yaml::text(plan.cluster.kubernetes_version.as_str()),
                ),
            ]),
        ),
        entry(
            "kubernetesNetworkConfig",
            map([entry("serviceIPv4CIDR", plan.service_cidr().to_string())]),
        ),
        entry("vpc", vpc(blueprint)),
        note("Without the default add-ons, so that there are only those below."),
        entry("addonsConfig", map([entry("disableDefaultAddons", true)])),
        entry("addons", addons(blueprint)),
    ]);
    for (key, provisioner) in [
        ("managedNodeGroups", Provisioner::Managed),
        ("nodeGroups", Provisioner::SelfManaged),
    ] {
        let groups: Vec<Yaml> = pools
            .iter()
            .filter(|pool| pool.group.provisioner == provisioner)
            .map(|pool| group(blueprint, pool))
            .collect();
        if !groups.is_empty() {
            lines.push(entry(key, Yaml::List(groups)));
        }
    }
    Some(File {
        path: "nodes/eksctl.yaml".into(),
        contents: write(&lines),
        kind: Kind::Nodes,
        purpose: "The cluster for eksctl, in place of the Terraform".into(),
    })
}

impl From<Vec<Yaml>> for Yaml {
    fn from(items: Vec<Yaml>) -> Self {
        Self::List(items)
    }
}

fn usage(blueprint: &Blueprint, replaced: bool) -> String {
    let install = match blueprint.networking().cni {
        Cni::Calico => "  (Calico: the commands at the head of helm/tigera-operator.values.yaml)\n",
        Cni::CiliumOverlay | Cni::CiliumEni => {
            "  (Cilium: the commands at the head of helm/cilium.values.yaml)\n"
        }
        Cni::Flannel => "  (flannel: the commands at the head of helm/flannel.values.yaml)\n",
        _ => "",
    };
    let commands = if blueprint.destination == Destination::Cluster {
        "  eksctl create nodegroup -f eksctl.yaml\nThe cluster exists: only groups that it does not have are made.".to_string()
    } else if replaced {
        format!(
            "  eksctl create cluster -f eksctl.yaml --without-nodegroup\n{install}  eksctl create nodegroup -f eksctl.yaml\n\
             Nodes come last, since they are not Ready before there is a network for pods."
        )
    } else {
        "  eksctl create cluster -f eksctl.yaml".to_string()
    };
    format!(
        "{commands}\n\
         The VPC and its subnets come first, by the Terraform or by other means; put their ids in place of what\n\
         stands in angle brackets, since eksctl makes nothing before.\n\
         For AL2023 eksctl writes maxPodsPerNode into user data; AWS says that EKS's own number wins in a managed group\n\
         without an image of its own. Compare .status.capacity.pods of a node before you rely on it."
    )
}

fn vpc(blueprint: &Blueprint) -> Yaml {
    let of = |role: Role| -> Vec<Line> {
        blueprint
            .subnets
            .iter()
            .filter(|subnet| subnet.placed.role == role)
            .map(|subnet| {
                let id = subnet_id(subnet);
                Line::Quoted(
                    subnet.key.clone(),
                    map([
                        entry("id", id),
                        entry("az", Yaml::text(subnet.zone.as_str())),
                    ]),
                )
            })
            .collect()
    };
    let mut subnets = Vec::from([entry("private", Yaml::Map(of(Role::Nodes)))]);
    let public = of(Role::Public);
    if !public.is_empty() {
        subnets.push(entry("public", Yaml::Map(public)));
    }
    let id = blueprint.plan.vpc.id.as_ref().map(Name::as_str);
    let id = id
        .filter(|id| names::is_id(id, "vpc"))
        .unwrap_or("<id of the VPC>");
    map([
        note(
            "What stands in angle brackets is to be replaced: the plan has no id for it. `terraform output` shows them.",
        ),
        entry("id", id),
        entry("subnets", Yaml::Map(subnets)),
    ])
}

fn addons(blueprint: &Blueprint) -> Yaml {
    let cni = blueprint.networking().cni;
    let mut addons = Vec::new();
    if cni == Cni::VpcCni {
        let environment = cni::environment(blueprint.networking());
        let mut json = String::from("{\"env\":{");
        for (index, (name, value)) in environment.iter().enumerate() {
            if index > 0 {
                json.push(',');
            }
            push_quoted(&mut json, name);
            json.push(':');
            push_quoted(&mut json, value);
        }
        json.push_str("}}");
        addons.push(map([
            entry("name", "vpc-cni"),
            note("Booleans and numbers are strings here."),
            entry("configurationValues", json),
            entry("resolveConflicts", "overwrite"),
        ]));
    }
    if !matches!(cni, Cni::CiliumOverlay | Cni::CiliumEni) {
        addons.push(map([entry("name", "kube-proxy")]));
    }
    addons.push(map([entry("name", "coredns")]));
    Yaml::List(addons)
}

fn group(blueprint: &Blueprint, pool: &Pool) -> Yaml {
    let group = pool.group;
    let managed = group.provisioner == Provisioner::Managed;
    let family = match group.ami {
        Ami::Al2023 => "AmazonLinux2023",
        Ami::Bottlerocket => "Bottlerocket",
        Ami::Windows => "WindowsServer2022FullContainer",
        Ami::Al2 => "AmazonLinux2",
    };
    let types = || group.instance_types.iter().map(Name::as_str);
    let subnets: Vec<&str> = blueprint
        .subnets
        .iter()
        .filter(|subnet| match &group.subnets {
            Some(names) => names.iter().any(|name| name.as_str() == subnet.placed.name),
            None => {
                subnet.placed.role == Role::Nodes
                    && group.zones(blueprint.plan).iter().any(|zone| {
                        zone.as_str() == subnet.placed.zone || zone.as_str() == subnet.zone
                    })
            }
        })
        .map(|subnet| subnet.key.as_str())
        .collect();
    let nodes = &group.nodes;
    let mut lines = Vec::from([
        entry("name", Yaml::text(pool.key.as_str())),
        entry("amiFamily", family),
    ]);
    match (managed, group.instance_types.as_slice()) {
        (false, [only]) => lines.push(entry("instanceType", Yaml::text(only.as_str()))),
        (false, _) => lines.push(entry(
            "instancesDistribution",
            map([
                entry("instanceTypes", texts(types())),
                entry("onDemandPercentageAboveBaseCapacity", 100u64),
            ]),
        )),
        (true, _) => lines.push(entry("instanceTypes", texts(types()))),
    }
    lines.extend([
        entry("minSize", u64::from(nodes.min())),
        entry("desiredCapacity", u64::from(nodes.desired())),
        entry("maxSize", u64::from(nodes.max().max(1))),
        entry("privateNetworking", true),
        entry("subnets", texts(subnets)),
    ]);
    if !managed || pool.is_lifted() {
        lines.push(entry("maxPodsPerNode", pool.max_pods()));
    }
    if managed {
        let update = match group.update.max_unavailable {
            Share::Count(count) => entry("maxUnavailable", u64::from(count.max(1))),
            Share::Percent(percent) => entry(
                "maxUnavailablePercentage",
                u64::from((percent.hundredths() / 100).clamp(1, 100)),
            ),
        };
        lines.push(entry("updateConfig", map([update])));
    }
    if matches!(pool.networking.cni, Cni::CiliumOverlay | Cni::CiliumEni) {
        lines.push(entry(
            "taints",
            Yaml::List(Vec::from([map([
                entry("key", "node.cilium.io/agent-not-ready"),
                entry("value", "true"),
                entry("effect", "NoExecute"),
            ])])),
        ));
    }
    Yaml::Map(lines)
}
