//! What was not seen, what stands in for it, and the command that shows it.

use eniplan_core::finding::{Code, Finding};
use eniplan_core::operands;
use eniplan_core::plan::{Plan, Provisioner, Role};

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
        line: "aws ec2 describe-vpcs --vpc-ids $VPC --output json --query '{Vpcs: Vpcs[].{VpcId: VpcId, CidrBlock: CidrBlock, CidrBlockAssociationSet: CidrBlockAssociationSet, Ipv6CidrBlockAssociationSet: Ipv6CidrBlockAssociationSet, OwnerId: OwnerId, Tags: Tags}}'",
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

/// The two commands whose output answers whether a cluster can be upgraded; nothing has to be filled in.
pub const QUICK: &[Command] = &[
    Command {
        shows: "subnets and their free addresses",
        line: "aws ec2 describe-subnets --output json",
    },
    Command {
        shows: "nodes and their max pods",
        line: "kubectl get nodes -o json",
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
    let mut assumed = Assumed(Vec::new());
    assumed.of_network(survey, plan);
    assumed.of_settings(survey, plan, networking_is_known);
    assumed.of_nodes(survey, groups);
    for group in groups {
        assumed.of_group(group);
    }
    assumed.0
}

/// What was assumed so far.
struct Assumed(Vec<Finding>);

impl Assumed {
    fn tell(&mut self, subject: &str, what: &str, stands: impl Into<String>, command: &str) {
        let is_command = ["aws ", "kubectl "]
            .iter()
            .any(|start| command.starts_with(start));
        let give = if is_command {
            format!("the output of {command}")
        } else {
            command.to_owned()
        };
        let operands = operands![what, stands.into(), give];
        self.0
            .push(Finding::new(Code::ImportAssumed, subject, operands));
    }

    fn of_network(&mut self, survey: &Survey<'_>, plan: &Plan) {
        let inventory = survey.inventory;
        let cluster = survey.scope.cluster.as_deref();
        if !cluster.is_some_and(|own| inventory.clusters.contains_key(own)) {
            let version = plan.cluster.kubernetes_version.as_str();
            let stands = format!(
                "version {version} and service addresses {}",
                plan.service_cidr()
            );
            self.tell("cluster", "the cluster", stands, "aws eks describe-cluster");
        }
        if !inventory.vpcs.contains_key(&survey.scope.vpc) {
            let blocks: Vec<String> = plan.vpc_blocks().iter().map(ToString::to_string).collect();
            let stands = format!("{}, around its subnets,", blocks.join(" and "));
            self.tell("vpc.cidrs", "the VPC", stands, "aws ec2 describe-vpcs");
        }
        if survey.subnets.is_empty() {
            let stands = "a layout of its own";
            self.tell("subnets", "subnets", stands, "aws ec2 describe-subnets");
        }
        if survey.interfaces.is_empty() {
            let count = plan.cluster.control_plane_interfaces.get();
            let stands = format!("{count} interfaces of the control plane and nothing else");
            let command = "aws ec2 describe-network-interfaces";
            self.tell("others", "whose the addresses are", stands, command);
        }
        if inventory.route_tables.is_empty() && !survey.subnets.is_empty() {
            let public = plan.subnets.iter();
            let public = public.filter(|subnet| subnet.role == Role::Public).count();
            let stands = format!(
                "no other route, and by tags {public} public subnets of {},",
                plan.subnets.len()
            );
            let command = "aws ec2 describe-route-tables";
            self.tell("vpc.routes", "routes", stands, command);
        }
    }

    fn of_settings(&mut self, survey: &Survey<'_>, plan: &Plan, is_known: bool) {
        if !is_known {
            let stands = if plan.networking.custom_networking {
                "the VPC CNI with custom networking and its other defaults"
            } else {
                "the VPC CNI with its defaults"
            };
            let command = "kubectl get daemonset aws-node -n kube-system -o json";
            self.tell(
                "networking",
                "how the VPC CNI is configured",
                stands,
                command,
            );
        }
        let is_missing = survey.inventory.eni_configs.is_empty() && !has_role(plan, Role::Pods);
        if plan.networking.custom_networking && is_missing {
            let command = "kubectl get eniconfigs -o json";
            self.tell("subnets", "ENIConfigs", "no subnet for pods", command);
        }
    }

    fn of_nodes(&mut self, survey: &Survey<'_>, groups: &[Gathered<'_>]) {
        if survey.nodes.is_empty() {
            let stands = if groups.is_empty() {
                "no node"
            } else {
                "as many as desired"
            };
            self.tell("node_groups", "nodes", stands, "kubectl get nodes -o json");
        }
        if survey.inventory.pods.is_empty() {
            let command = "kubectl get pods -A -o json";
            self.tell("node_groups", "pods", "no pod", command);
        }
    }

    fn of_group(&mut self, group: &Gathered<'_>) {
        let own = group.plan.name.as_deref().unwrap_or_default();
        if !group.is_typed {
            let types: Vec<&str> = group.plan.instance_types.iter().map(|own| &**own).collect();
            let what = format!("the instance types of group {own}");
            self.tell(own, &what, types.join(", "), "aws ec2 describe-instances");
        }
        let command = match group.plan.provisioner {
            _ if group.is_scaled => return,
            Provisioner::Fargate => return,
            Provisioner::Managed => "aws eks describe-nodegroup",
            Provisioner::SelfManaged => "its eksctl configuration, or a plan with nodes.max,",
            // Their limits are of CPU and memory.
            Provisioner::Karpenter | Provisioner::AutoMode => "a plan with nodes.max",
        };
        let what = format!("how large group {own} may grow");
        let stands = format!("as many nodes as there are, {},", group.plan.nodes.max());
        self.tell(own, &what, stands, command);
    }
}
