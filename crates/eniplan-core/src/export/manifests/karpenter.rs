//! Karpenter's EC2NodeClass and NodePool of each group that it starts.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::File;
use super::super::blueprint::Blueprint;
use super::super::pools::Pool;
use super::super::terraform::karpenter::node_role;
use super::super::yaml::{Line, Yaml, entry, map, note, texts};
use super::object;
use crate::aws::catalogue::{Arch, InstanceType, is_pattern, matches};
use crate::plan::{Ami, Cni, Name, Provisioner, Share};

/// Versions: <https://github.com/aws/karpenter-provider-aws/tree/v1.14.1/pkg/apis/crds>, read 2026-11-24.
pub(super) fn file(blueprint: &Blueprint, pools: &[Pool]) -> Option<File> {
    let mut documents = Vec::new();
    let mut reserved = false;
    for pool in pools {
        if pool.group.provisioner == Provisioner::Karpenter && !pool.is_auto() {
            documents.push(node_class(blueprint, pool));
            documents.push(node_pool(blueprint, pool));
            reserved |= pool.networking.custom_networking;
        }
    }
    (!documents.is_empty()).then(|| {
        super::file(
            blueprint,
            "manifests/karpenter.yaml",
            "Karpenter's node classes and pools",
            &usage(blueprint, reserved),
            &documents,
        )
    })
}

fn usage(blueprint: &Blueprint, reserved: bool) -> String {
    let name = &blueprint.name;
    let mut text = format!(
        "  kubectl apply -f karpenter.yaml\n\
         Once Karpenter 1.x runs. It finds subnets and security groups by the tag karpenter.sh/discovery = {name}:\n\
         put it on the node subnets of the plan and on the nodes' security group, never on pods subnets."
    );
    if reserved {
        text.push_str(
            "\nCustom networking keeps the first interface from pods: run Karpenter with RESERVED_ENIS=1 (settings.reservedENIs\n\
             of its chart), so that pools without maxPods are not planned with addresses that no pod gets.",
        );
    }
    text
}

pub(super) fn by_tag(blueprint: &Blueprint) -> Yaml {
    Yaml::List(Vec::from([map([entry(
        "tags",
        map([entry(
            "karpenter.sh/discovery",
            Yaml::text(blueprint.name.as_str()),
        )]),
    )])]))
}

fn node_class(blueprint: &Blueprint, pool: &Pool) -> Vec<Line> {
    let alias = match pool.group.ami {
        Ami::Al2023 => "al2023@latest",
        Ami::Bottlerocket => "bottlerocket@latest",
        Ami::Windows => "windows2022@latest",
        Ami::Al2 => "al2@latest",
    };
    let formula = pool.report.max_pods_formula.as_deref().unwrap_or("none");
    let mut lines = object("karpenter.k8s.aws/v1", "EC2NodeClass", pool.object.as_str());
    lines.push(entry(
        "spec",
        map([
            note("The role that Karpenter's own set-up names so; its nodes run with it."),
            entry("role", Yaml::Text(node_role(blueprint))),
            note("Name a version in place of latest, so that nodes are replaced when you say so."),
            entry(
                "amiSelectorTerms",
                Yaml::List(Vec::from([map([entry("alias", alias)])])),
            ),
            entry("subnetSelectorTerms", by_tag(blueprint)),
            entry("securityGroupSelectorTerms", by_tag(blueprint)),
            note(format!(
                "Karpenter plans with it and the kubelet keeps to it. The network's limit on {}: {formula}.",
                pool.report.instance_type
            )),
            entry("kubelet", map([entry("maxPods", pool.max_pods())])),
        ]),
    ));
    lines
}

fn node_pool(blueprint: &Blueprint, pool: &Pool) -> Vec<Line> {
    let mut spec = Vec::from([
        entry(
            "nodeClassRef",
            map([
                entry("group", "karpenter.k8s.aws"),
                entry("kind", "EC2NodeClass"),
                entry("name", Yaml::text(pool.object.as_str())),
            ]),
        ),
        entry("requirements", requirements(blueprint, pool)),
    ]);
    if matches!(pool.networking.cni, Cni::CiliumOverlay | Cni::CiliumEni) {
        spec.push(note(
            "Cilium takes it away once it runs, so that no pod starts before.",
        ));
        spec.push(entry(
            "startupTaints",
            Yaml::List(Vec::from([map([
                entry("key", "node.cilium.io/agent-not-ready"),
                entry("value", "true"),
                entry("effect", "NoExecute"),
            ])])),
        ));
    }
    let mut lines = object("karpenter.sh/v1", "NodePool", pool.object.as_str());
    let mut body = Vec::from([
        entry("template", map([entry("spec", Yaml::Map(spec))])),
        disruption(pool),
    ]);
    body.extend(limits(pool));
    lines.push(entry("spec", Yaml::Map(body)));
    lines
}

/// How many nodes are replaced at once.
pub(super) fn disruption(pool: &Pool) -> Line {
    entry(
        "disruption",
        map([
            entry("consolidationPolicy", "WhenEmptyOrUnderutilized"),
            entry("consolidateAfter", "1m"),
            note(
                "Replacements start before the nodes that they replace end: the plan counts this many more.",
            ),
            entry(
                "budgets",
                Yaml::List(Vec::from([map([entry(
                    "nodes",
                    budget(pool.group.disruption.budget),
                )])])),
            ),
        ]),
    )
}

/// What keeps the pool to the nodes that the plan counts addresses for.
///
/// The limits that are documented count vCPUs and memory, and not nodes. Those of the largest type would let in a hundred
/// times as many of the smallest, so the smallest decides; where the plan says how the types share the nodes, the smallest
/// of each of them.
/// Source: <https://karpenter.sh/docs/concepts/nodepools/#speclimits>, read 2026-11-25.
pub(super) fn limits(pool: &Pool) -> Vec<Line> {
    let nodes = pool.report.nodes_max;
    let all = || pool.types.iter().copied();
    let Some((vcpus, memory)) = smallest(all()) else {
        return Vec::new();
    };
    let each = |one: u32| nodes.saturating_mul(one.into());
    let room = if nodes == 1 {
        "Room for 1 node".to_string()
    } else {
        format!("Room for {nodes} nodes")
    };
    let (told, cpu, mebibytes) = if let Some(mix) = &pool.group.mix {
        let (mut cpu, mut mebibytes) = (0u64, 0u64);
        for (name, share) in &mix.0 {
            let of_name = all().filter(|kind| matches(name.as_str(), &kind.name));
            let (vcpus, memory) = smallest(of_name).unwrap_or((vcpus, memory));
            cpu = cpu.saturating_add(share.of_rounded_up(each(vcpus)));
            mebibytes = mebibytes.saturating_add(share.of_rounded_up(each(memory)));
        }
        let told = format!(
            "{room} in the shares of the plan's mix, each of the smallest type of its name; more of the smaller ones\n\
             would be more nodes, and more addresses, than the plan counts."
        );
        (told, cpu, mebibytes)
    } else if all().all(|kind| kind.vcpus == Some(vcpus)) {
        let told = format!("{room} of {vcpus} vCPUs.");
        (told, each(vcpus), each(memory))
    } else {
        let told = format!(
            "{room} of {vcpus} vCPUs, the smallest type: never more nodes than the plan counts addresses for.\n\
             A larger one takes the room of several. Raise it where pods ask for more, and count their nodes in the plan."
        );
        (told, each(vcpus), each(memory))
    };
    Vec::from([
        note(told),
        entry(
            "limits",
            map([
                entry("cpu", cpu.to_string()),
                entry("memory", format!("{mebibytes}Mi")),
            ]),
        ),
    ])
}

/// vCPUs of the smallest of some types, and the most memory in MiB that one with so many has.
fn smallest<'a>(types: impl Iterator<Item = &'a InstanceType> + Clone) -> Option<(u32, u32)> {
    let vcpus = types.clone().filter_map(|kind| kind.vcpus).min()?;
    let of_size = types.filter(|kind| kind.vcpus == Some(vcpus));
    Some((vcpus, of_size.filter_map(|kind| kind.memory_mib).max()?))
}

fn budget(share: Share) -> String {
    match share {
        Share::Count(count) => count.to_string(),
        // Karpenter takes whole percents.
        Share::Percent(percent) => format!("{}%", (percent.hundredths() / 100).clamp(1, 100)),
    }
}

/// The types and zones of a pool, by the labels of Karpenter or of Auto Mode, which has no label of the system.
pub(super) fn requirements(blueprint: &Blueprint, pool: &Pool) -> Yaml {
    let names = pool.group.instance_types.iter().map(Name::as_str);
    let families: Option<Vec<&str>> = names.clone().map(family).collect();
    let (key, values): (&str, Vec<&str>) = match families {
        Some(families) if pool.is_auto() => ("eks.amazonaws.com/instance-family", families),
        Some(families) => ("karpenter.k8s.aws/instance-family", families),
        None if names.clone().any(is_pattern) => (
            "node.kubernetes.io/instance-type",
            pool.types.iter().map(|kind| kind.name.as_str()).collect(),
        ),
        None => ("node.kubernetes.io/instance-type", names.collect()),
    };
    let zones: Vec<String> = pool
        .group
        .zones(blueprint.plan)
        .iter()
        .filter_map(|name| {
            let known = blueprint
                .plan
                .zones()
                .into_iter()
                .find(|zone| zone.name == *name)?;
            Some(known.full_name(&blueprint.plan.region))
        })
        .collect();
    let mut list = Vec::from([required(key, &values)]);
    if let Some(arch) = pool.arch() {
        let label = match arch {
            Arch::X86_64 => "amd64",
            Arch::Arm64 => "arm64",
        };
        list.push(required("kubernetes.io/arch", &[label]));
    }
    let os = if pool.group.ami == Ami::Windows {
        "windows"
    } else {
        "linux"
    };
    if !pool.is_auto() {
        list.push(required("kubernetes.io/os", &[os]));
    }
    let zones: Vec<&str> = zones.iter().map(String::as_str).collect();
    if !zones.is_empty() {
        list.push(required("topology.kubernetes.io/zone", &zones));
    }
    list.push(required("karpenter.sh/capacity-type", &["on-demand"]));
    Yaml::List(list)
}

/// The family of a pattern such as `c6i.*`, which names every type of it.
fn family(pattern: &str) -> Option<&str> {
    pattern
        .strip_suffix(".*")
        .filter(|family| !is_pattern(family))
}

fn required(key: &'static str, values: &[&str]) -> Yaml {
    map([
        entry("key", key),
        entry("operator", "In"),
        entry("values", texts(values.iter().copied())),
    ])
}
