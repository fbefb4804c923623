//! `eniplan node`: what one node takes from its subnets.

mod drawing;
#[cfg(test)]
mod vectors;

use std::io::Write;
use std::process::ExitCode;

use clap::ValueEnum;
use eniplan_core::aws::catalogue::{Catalogue, InstanceType, is_pattern};
use eniplan_core::aws::max_pods::{self, Settings};
use eniplan_core::aws::warm_pool::advice::{self, Load};
use eniplan_core::aws::warm_pool::{Footprint, PoolSettings, Targets, footprint};
use serde::Serialize;

use super::types;
use crate::failure::Failure;

/// What one node takes: its interfaces, their slots, and the addresses of its subnets.
///
/// The node is as the VPC CNI leaves it when so many pods came one after the other: packed, on IPv4, on Linux.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// Instance types; a pattern such as c6i.* names several
    #[arg(value_name = "TYPE", required = true)]
    types: Vec<String>,
    /// Pods that need an address; those on the host's network need none
    #[arg(long, value_name = "N")]
    pods: u32,
    /// Max pods of the kubelet; left out: what EKS sets in a managed node group
    #[arg(long, value_name = "N")]
    max_pods: Option<u32>,
    /// ENABLE_PREFIX_DELEGATION: /28 prefixes in place of single addresses
    #[arg(long)]
    prefix_delegation: bool,
    /// AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG: the primary interface gives no addresses to pods
    #[arg(long)]
    custom_networking: bool,
    /// ENABLE_POD_ENI: a trunk takes the place of one interface
    #[arg(long)]
    pod_security_groups: bool,
    /// MAX_ENI: use no more interfaces than this
    #[arg(long, value_name = "N")]
    max_eni: Option<u32>,
    /// WARM_ENI_TARGET: whole interfaces of free addresses to keep
    #[arg(long, value_name = "N", default_value_t = 1)]
    warm_eni_target: u32,
    /// WARM_IP_TARGET: free addresses to keep; overrides the targets for interfaces and prefixes
    #[arg(long, value_name = "N")]
    warm_ip_target: Option<u32>,
    /// MINIMUM_IP_TARGET: addresses to hold in any case
    #[arg(long, value_name = "N")]
    minimum_ip_target: Option<u32>,
    /// WARM_PREFIX_TARGET: free prefixes to keep, with prefix delegation
    #[arg(long, value_name = "N", default_value_t = 1)]
    warm_prefix_target: u32,
    /// Say which smallest warm targets keep so many addresses spare
    #[arg(long, value_name = "N")]
    spare: Option<u32>,
    /// A drawing for people, or JSON for programs
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: Format,
}

const AFTER_HELP: &str = "\
JSON is one object, or a list of them where several types are named.

Examples:
  eniplan node m5.large --pods 1
  eniplan node m5.large --pods 27 --warm-ip-target 2 --minimum-ip-target 10
  eniplan node m5.large --pods 13 --spare 3
  eniplan node m5.large m5.xlarge --pods 40 --prefix-delegation --format json";

#[derive(Clone, Copy, Default, ValueEnum)]
enum Format {
    #[default]
    Table,
    Json,
}

/// What is said of one node; the fields up to `stable` are a contract.
#[derive(Serialize)]
struct Answer<'a> {
    instance_type: &'a str,
    /// All but the trunk.
    interfaces: u32,
    /// Units on each of them, the primary first.
    per_interface: Vec<u32>,
    unit: &'static str,
    held: u32,
    idle: u32,
    subnet_addresses: u32,
    trunk_addresses: u32,
    pods_without_address: u32,
    stable: bool,
    pods: u32,
    max_pods: u32,
    /// Of `subnet_addresses`, those of the node's own subnet and those of the pods subnet.
    node_subnet_addresses: u32,
    pod_subnet_addresses: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    advice: Option<Advice>,
}

/// The smallest warm targets that keep so many addresses spare.
#[derive(Serialize)]
struct Advice {
    spare: u32,
    targets: Targets,
    subnet_addresses: u32,
}

/// One node with all that its answer and its drawing need.
struct Node<'a> {
    instance: &'a InstanceType,
    pool: PoolSettings,
    taken: Footprint,
    pods: u32,
    max_pods: u32,
    spare: Option<u32>,
}

impl<'a> Node<'a> {
    fn of(instance: &'a InstanceType, args: &Args) -> Self {
        let pool = PoolSettings {
            prefix_delegation: args.prefix_delegation && instance.supports_prefix_delegation(),
            custom_networking: args.custom_networking,
            trunk: args.pod_security_groups && instance.is_trunking_compatible() == Some(true),
            max_eni: args.max_eni,
            warm_eni_target: args.warm_eni_target,
            warm_ip_target: args.warm_ip_target,
            minimum_ip_target: args.minimum_ip_target,
            warm_prefix_target: args.warm_prefix_target,
            ..PoolSettings::shipped(instance.max_enis, instance.ipv4_per_eni)
        };
        let settings = Settings {
            prefix_delegation: args.prefix_delegation,
            custom_networking: args.custom_networking,
            pod_security_groups: args.pod_security_groups,
            max_eni: args.max_eni,
            ..Settings::default()
        };
        let max_pods = args
            .max_pods
            .unwrap_or_else(|| max_pods::set_by(instance, &settings).pods);
        Self {
            instance,
            pool,
            taken: footprint(&pool, args.pods, max_pods),
            pods: args.pods,
            max_pods,
            spare: args.spare,
        }
    }

    fn advice(&self) -> Option<Advice> {
        let spare = self.spare?;
        let load = Load {
            fewest: self.pods,
            most: self.pods,
            max_pods: self.max_pods,
        };
        let advised = advice::targets(&self.pool, spare, load)?;
        let taken = footprint(&advised, self.pods, self.max_pods);
        Some(Advice {
            spare,
            targets: advised.targets(),
            subnet_addresses: taken.subnet_addresses(),
        })
    }

    fn answer(&self) -> Answer<'a> {
        let taken = &self.taken;
        Answer {
            instance_type: &self.instance.name,
            interfaces: taken.interfaces,
            per_interface: taken.per_interface().collect(),
            unit: taken.unit.as_str(),
            held: taken.held,
            idle: taken.idle,
            subnet_addresses: taken.subnet_addresses(),
            trunk_addresses: taken.trunk_addresses,
            pods_without_address: taken.pods_without_address,
            stable: taken.stable(),
            pods: self.pods,
            max_pods: self.max_pods,
            node_subnet_addresses: taken.node_subnet_addresses,
            pod_subnet_addresses: taken.pod_subnet_addresses,
            advice: self.advice(),
        }
    }
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    let catalogue = Catalogue::bundled();
    let instances = types::named(&catalogue, &args.types)?;
    let nodes: Vec<Node<'_>> = instances
        .iter()
        .map(|instance| Node::of(instance, args))
        .collect();
    match args.format {
        Format::Table => {
            for (index, node) in nodes.iter().enumerate() {
                if index > 0 {
                    writeln!(out)?;
                }
                drawing::write(out, node, args)?;
            }
        }
        Format::Json => {
            let is_one = matches!(args.types.as_slice(), [name] if !is_pattern(name));
            match nodes.first() {
                Some(node) if is_one => serde_json::to_writer(&mut *out, &node.answer())?,
                _ => {
                    let answers: Vec<_> = nodes.iter().map(Node::answer).collect();
                    serde_json::to_writer(&mut *out, &answers)?;
                }
            }
            writeln!(out)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
