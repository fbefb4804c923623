//! What was not seen, what stands in for it, and the command that shows it.

use eniplan_core::finding::{Code, Finding};
use eniplan_core::operands;
use eniplan_core::plan::{Plan, Role};

use crate::groups::Gathered;
use crate::network::has_role;
use crate::survey::Survey;

/// The read-only commands that show everything, in the order in which they are run; `$VPC`, `$CLUSTER` and `$GROUP` stand
/// for what they are about.
///
/// Options and fields are those of <https://docs.aws.amazon.com/cli/latest/reference/> and
/// <https://kubernetes.io/docs/reference/kubectl/>, read 2026-11-24.
pub const COMMANDS: &[Command] = &[
    Command {
        shows: "the cluster's subnets, version and service block",
        line: "aws eks describe-cluster --name $CLUSTER --output json --query '{cluster: cluster.{name: name, arn: arn, version: version, resourcesVpcConfig: resourcesVpcConfig.{vpcId: vpcId, subnetIds: subnetIds}, kubernetesNetworkConfig: kubernetesNetworkConfig, computeConfig: computeConfig}}'",
    },
    Command {
        shows: "the VPC's blocks",
        line: "aws ec2 describe-vpcs --vpc-ids $VPC --output json --query '{Vpcs: Vpcs[].{VpcId: VpcId, CidrBlock: CidrBlock, CidrBlockAssociationSet: CidrBlockAssociationSet, Ipv6CidrBlockAssociationSet: Ipv6CidrBlockAssociationSet, Tags: Tags[?Key==`Name`]}}'",
    },
    Command {
        shows: "subnets and their free addresses",
        line: "aws ec2 describe-subnets --filters Name=vpc-id,Values=$VPC --output json --query '{Subnets: Subnets[].{SubnetId: SubnetId, VpcId: VpcId, CidrBlock: CidrBlock, Ipv6CidrBlockAssociationSet: Ipv6CidrBlockAssociationSet, AvailabilityZone: AvailabilityZone, AvailabilityZoneId: AvailabilityZoneId, AvailableIpAddressCount: AvailableIpAddressCount, MapPublicIpOnLaunch: MapPublicIpOnLaunch, Tags: Tags}}'",
    },
    Command {
        shows: "whose each address is",
        line: "aws ec2 describe-network-interfaces --filters Name=vpc-id,Values=$VPC --output json --query '{NetworkInterfaces: NetworkInterfaces[].{NetworkInterfaceId: NetworkInterfaceId, SubnetId: SubnetId, VpcId: VpcId, InterfaceType: InterfaceType, Description: Description, RequesterId: RequesterId, Status: Status, Attachment: Attachment.{InstanceId: InstanceId, DeviceIndex: DeviceIndex}, PrivateIpAddresses: PrivateIpAddresses[].{PrivateIpAddress: PrivateIpAddress}, Ipv4Prefixes: Ipv4Prefixes, Association: Association.{PublicIp: PublicIp}, TagSet: TagSet}}'",
    },
    Command {
        shows: "routes, and which subnets are public",
        line: "aws ec2 describe-route-tables --filters Name=vpc-id,Values=$VPC --output json --query '{RouteTables: RouteTables[].{RouteTableId: RouteTableId, VpcId: VpcId, Associations: Associations[].{Main: Main, SubnetId: SubnetId}, Routes: Routes}}'",
    },
    Command {
        shows: "instance types of nodes",
        line: "aws ec2 describe-instances --filters Name=vpc-id,Values=$VPC Name=instance-state-name,Values=running --output json --query '{Instances: Reservations[].Instances[].{InstanceId: InstanceId, InstanceType: InstanceType, SubnetId: SubnetId, VpcId: VpcId, State: State, PrivateDnsName: PrivateDnsName, Tags: Tags}}'",
    },
    Command {
        shows: "how many nodes a managed node group may have",
        line: "aws eks describe-nodegroup --cluster-name $CLUSTER --nodegroup-name $GROUP --output json",
    },
    Command {
        shows: "how the VPC CNI is configured",
        line: "aws eks describe-addon --cluster-name $CLUSTER --addon-name vpc-cni --output json",
    },
    Command {
        shows: "how the VPC CNI runs",
        line: "kubectl get daemonset aws-node -n kube-system -o json",
    },
    Command {
        shows: "nodes and their max pods",
        line: "kubectl get nodes -o json",
    },
    Command {
        shows: "pods",
        line: "kubectl get pods -A -o json",
    },
    Command {
        shows: "what Karpenter, Auto Mode and custom networking are told",
        line: "kubectl get nodepools,ec2nodeclasses,eniconfigs -o json",
    },
    Command {
        shows: "CIDR reservations of a subnet",
        line: "aws ec2 get-subnet-cidr-reservations --subnet-id $SUBNET --output json",
    },
    Command {
        shows: "limits of a type that eniplan does not know",
        line: "aws ec2 describe-instance-types --instance-types $TYPE --output json",
    },
];

/// A command to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Command {
    /// What it shows.
    pub shows: &'static str,
    /// The command.
    pub line: &'static str,
}

/// What a plan assumes, each with the command that would show it.
pub(crate) fn assumed(
    survey: &Survey<'_>,
    plan: &Plan,
    groups: &[Gathered<'_>],
    networking_is_known: bool,
) -> Vec<Finding> {
    let inventory = survey.inventory;
    let mut findings = Vec::new();
    let mut tell = |subject: &str, what: &str, stands: String, command: &str| {
        let operands = operands![what, stands, command];
        findings.push(Finding::new(Code::ImportAssumed, subject, operands));
    };
    let cluster = survey.scope.cluster.as_deref();
    let is_described = cluster.is_some_and(|own| inventory.clusters.contains_key(own));
    if !is_described {
        let stands = format!(
            "version {} and service addresses {}",
            plan.cluster.kubernetes_version.as_str(),
            plan.service_cidr()
        );
        tell("cluster", "the cluster", stands, "aws eks describe-cluster");
    }
    if !inventory.vpcs.contains_key(&survey.scope.vpc) {
        let blocks: Vec<String> = plan
            .vpc
            .cidrs
            .iter()
            .map(|block| block.cidr.to_string())
            .collect();
        let stands = format!("{}, around its subnets,", blocks.join(" and "));
        tell("vpc.cidrs", "the VPC", stands, "aws ec2 describe-vpcs");
    }
    if survey.subnets.is_empty() {
        let stands = "a layout of its own".to_owned();
        tell("subnets", "no subnet", stands, "aws ec2 describe-subnets");
    }
    if survey.interfaces.is_empty() {
        let stands = format!(
            "{} interfaces of the control plane and nothing else",
            plan.cluster.control_plane_interfaces.get()
        );
        tell(
            "others",
            "whose the addresses are",
            stands,
            "aws ec2 describe-network-interfaces",
        );
    }
    if inventory.route_tables.is_empty() && !survey.subnets.is_empty() {
        let public = plan
            .subnets
            .iter()
            .filter(|subnet| subnet.role == Role::Public)
            .count();
        let stands = format!(
            "by tags, {public} of {} subnets are public, and no other routes, which",
            plan.subnets.len()
        );
        tell(
            "vpc.routes",
            "routes",
            stands,
            "aws ec2 describe-route-tables",
        );
    }
    if !networking_is_known {
        let stands = if plan.networking.custom_networking {
            "the VPC CNI with custom networking and its other defaults"
        } else {
            "the VPC CNI with its defaults"
        };
        tell(
            "networking",
            "how the VPC CNI is configured",
            stands.to_owned(),
            "kubectl get daemonset aws-node -n kube-system -o json",
        );
    }
    if plan.networking.custom_networking
        && inventory.eni_configs.is_empty()
        && !has_role(plan, Role::Pods)
    {
        tell(
            "subnets",
            "ENIConfigs",
            "no subnet for pods".to_owned(),
            "kubectl get eniconfigs -o json",
        );
    }
    if survey.nodes.is_empty() {
        let stands = if groups.is_empty() {
            "no node"
        } else {
            "as many as desired"
        };
        tell(
            "node_groups",
            "nodes",
            stands.to_owned(),
            "kubectl get nodes -o json",
        );
    }
    if inventory.pods.is_empty() {
        tell(
            "node_groups",
            "pods",
            "no pod".to_owned(),
            "kubectl get pods -A -o json",
        );
    }
    for group in groups {
        let own = group.plan.name.as_deref().unwrap_or_default();
        if !group.is_typed {
            let stands = group
                .plan
                .instance_types
                .iter()
                .map(|own| own.to_string())
                .collect::<Vec<_>>()
                .join(", ");
            tell(
                own,
                &format!("the instance types of group {own}"),
                stands,
                "aws ec2 describe-instances",
            );
        }
        if !group.is_scaled {
            let (command, min) = match group.plan.provisioner {
                eniplan_core::plan::Provisioner::Managed => {
                    ("aws eks describe-nodegroup", "its least and most")
                }
                eniplan_core::plan::Provisioner::SelfManaged => (
                    "aws autoscaling describe-auto-scaling-groups, and set nodes.max",
                    "its least and most",
                ),
                eniplan_core::plan::Provisioner::Fargate => continue,
                _ => (
                    "kubectl get nodepools -o json, and set nodes.max",
                    "its limits",
                ),
            };
            let stands = format!("{} nodes, as there are now,", group.plan.nodes.max());
            tell(
                own,
                &format!("how large group {own} may grow, {min},"),
                stands,
                command,
            );
        }
    }
    findings
}
