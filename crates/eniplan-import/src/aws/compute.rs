//! Instances and instance types.

use eniplan_core::aws::catalogue::{Arch, Catalogue, Hypervisor, InstanceType};
use serde::Deserialize;

use super::{Tag, tags};
use crate::inventory::{Instance, Inventory};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ReservationAnswer {
    #[serde(default)]
    instances: Option<Vec<InstanceAnswer>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct InstanceAnswer {
    instance_id: String,
    #[serde(default)]
    instance_type: Option<String>,
    #[serde(default)]
    subnet_id: Option<String>,
    #[serde(default)]
    vpc_id: Option<String>,
    #[serde(default)]
    state: Option<StateAnswer>,
    #[serde(default)]
    private_dns_name: Option<String>,
    #[serde(default)]
    tags: Option<Vec<Tag>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct StateAnswer {
    #[serde(default)]
    name: Option<String>,
}

pub(super) fn reservation(
    inventory: &mut Inventory,
    raw: &str,
) -> Result<usize, serde_json::Error> {
    let answer: ReservationAnswer = serde_json::from_str(raw)?;
    let instances = answer.instances.unwrap_or_default();
    let count = instances.len();
    for instance in instances {
        add(inventory, instance);
    }
    Ok(count)
}

pub(super) fn instance(inventory: &mut Inventory, raw: &str) -> Result<usize, serde_json::Error> {
    add(inventory, serde_json::from_str(raw)?);
    Ok(1)
}

fn add(inventory: &mut Inventory, answer: InstanceAnswer) {
    let state = answer.state.and_then(|state| state.name);
    let instance = Instance {
        instance_type: answer.instance_type.unwrap_or_default(),
        subnet: answer.subnet_id.unwrap_or_default(),
        vpc: answer.vpc_id.unwrap_or_default(),
        is_running: state.is_none_or(|state| matches!(state.as_str(), "running" | "pending")),
        private_dns: answer.private_dns_name.unwrap_or_default(),
        tags: tags(answer.tags),
    };
    inventory.instances.insert(answer.instance_id, instance);
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct TypeAnswer {
    instance_type: String,
    #[serde(default)]
    bare_metal: Option<bool>,
    #[serde(default)]
    hypervisor: Option<String>,
    #[serde(default)]
    processor_info: Option<Processor>,
    #[serde(default)]
    v_cpu_info: Option<VCpus>,
    #[serde(default)]
    memory_info: Option<MemoryAnswer>,
    network_info: NetworkAnswer,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Processor {
    #[serde(default)]
    supported_architectures: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct VCpus {
    #[serde(default, rename = "DefaultVCpus")]
    default: Option<u32>,
}

#[derive(Deserialize)]
struct MemoryAnswer {
    #[serde(default, rename = "SizeInMiB")]
    size: Option<u32>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct NetworkAnswer {
    maximum_network_interfaces: u32,
    #[serde(default)]
    maximum_network_cards: Option<u8>,
    #[serde(default)]
    default_network_card_index: Option<usize>,
    #[serde(default)]
    network_cards: Option<Vec<Card>>,
    ipv4_addresses_per_interface: u32,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Card {
    #[serde(default)]
    maximum_network_interfaces: Option<u32>,
}

pub(super) fn instance_type(
    inventory: &mut Inventory,
    raw: &str,
) -> Result<usize, serde_json::Error> {
    let answer: TypeAnswer = serde_json::from_str(raw)?;
    let network = answer.network_info;
    // The VPC CNI uses the default card alone.
    let card = network
        .network_cards
        .as_ref()
        .and_then(|cards| cards.get(network.default_network_card_index.unwrap_or(0)));
    let names = answer
        .processor_info
        .and_then(|processor| processor.supported_architectures)
        .unwrap_or_default();
    let arch = names.iter().find_map(|name| match name.as_str() {
        "x86_64" => Some(Arch::X86_64),
        "arm64" => Some(Arch::Arm64),
        _ => None,
    });
    // EC2 does not tell what a trunk carries; the bundled table does, where it lists the type.
    let bundled = Catalogue::bundled();
    let known = bundled.get(&answer.instance_type);
    let instance_type = InstanceType {
        vcpus: answer.v_cpu_info.and_then(|cpus| cpus.default),
        memory_mib: answer.memory_info.and_then(|memory| memory.size),
        arch,
        hypervisor: match answer.hypervisor.as_deref() {
            Some("nitro") => Some(Hypervisor::Nitro),
            Some("xen") => Some(Hypervisor::Xen),
            _ => None,
        },
        bare_metal: answer.bare_metal.unwrap_or_default(),
        network_cards: network.maximum_network_cards.unwrap_or(1),
        max_enis: card
            .and_then(|card| card.maximum_network_interfaces)
            .unwrap_or(network.maximum_network_interfaces),
        ipv4_per_eni: network.ipv4_addresses_per_interface,
        trunking: known.and_then(|known| known.trunking),
        branch_enis: known.and_then(|known| known.branch_enis),
        aws_max_pods: known.and_then(|known| known.aws_max_pods),
        name: answer.instance_type.clone(),
    };
    let types = &mut inventory.instance_types;
    types.insert(answer.instance_type, instance_type);
    Ok(1)
}
