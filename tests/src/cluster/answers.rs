//! What AWS and Kubernetes show of a cluster, thing by thing.

use eniplan_core::plan::{Ami, NodeGroup, Role, UpdateStrategy};
use serde_json::{Value, json};

use super::{ACCOUNT, World};

impl World {
    pub(super) fn vpcs(&self) -> Value {
        let blocks: Vec<Value> = self
            .plan
            .vpc
            .cidrs
            .iter()
            .map(|block| json!({"AssociationId": "vpc-cidr-assoc-0a", "CidrBlock": block.cidr.to_string(), "CidrBlockState": {"State": "associated"}}))
            .collect();
        json!({"Vpcs": [{
            "CidrBlock": self.plan.vpc.cidrs[0].cidr.to_string(),
            "CidrBlockAssociationSet": blocks,
            "DhcpOptionsId": "dopt-0a",
            "InstanceTenancy": "default",
            "IsDefault": false,
            "OwnerId": ACCOUNT,
            "State": "available",
            "VpcId": self.plan.vpc.id.as_deref(),
            "Tags": [{"Key": "Name", "Value": "shop-vpc"}],
        }]})
    }

    pub(super) fn subnets(&mut self, vpc: Option<&str>) -> Value {
        let mut subnets: Vec<Value> = self
            .plan
            .subnets
            .iter()
            .map(|subnet| {
                let zone = self.plan.zones.iter().find(|zone| zone.name == subnet.zone).expect("a zone");
                let id = subnet.id.as_deref();
                json!({
                    "AvailabilityZone": zone.full_name(&self.plan.region),
                    "AvailabilityZoneId": zone.id.as_deref(),
                    "AvailableIpAddressCount": subnet.free.map(eniplan_core::plan::Within::get),
                    "CidrBlock": subnet.cidr.to_string(),
                    "DefaultForAz": false,
                    "MapPublicIpOnLaunch": false,
                    "State": "available",
                    "SubnetId": id,
                    "VpcId": vpc,
                    "OwnerId": ACCOUNT,
                    "Ipv6CidrBlockAssociationSet": [],
                    "Tags": [{"Key": "Name", "Value": subnet.name.as_deref()}],
                    "SubnetArn": format!("arn:aws:ec2:eu-west-1:{ACCOUNT}:subnet/{}", id.unwrap_or_default()),
                })
            })
            .collect();
        // EC2 answers in no particular order.
        let shift = usize::try_from(self.seed.below(subnets.len() as u64)).expect("an index");
        subnets.rotate_left(shift);
        json!({"Subnets": subnets})
    }

    pub(super) fn routes(&self, vpc: Option<&str>) -> Value {
        let local: Vec<Value> = self
            .plan
            .vpc
            .cidrs
            .iter()
            .map(|block| json!({"DestinationCidrBlock": block.cidr.to_string(), "GatewayId": "local", "Origin": "CreateRouteTable", "State": "active"}))
            .collect();
        let mut private = local.clone();
        private.push(json!({"DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "nat-0a", "Origin": "CreateRoute", "State": "active"}));
        private.push(json!({"DestinationPrefixListId": "pl-6da54004", "GatewayId": "vpce-0a", "State": "active"}));
        for route in &self.plan.vpc.routes {
            private.push(json!({"DestinationCidrBlock": route.to_string(), "TransitGatewayId": "tgw-0a", "State": "active"}));
        }
        for peer in &self.plan.vpc.peers {
            private.push(json!({"DestinationCidrBlock": peer.to_string(), "VpcPeeringConnectionId": "pcx-0a", "State": "active"}));
        }
        let mut public = local;
        public.push(json!({"DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-0a", "Origin": "CreateRoute", "State": "active"}));
        let subnets = self
            .plan
            .subnets
            .iter()
            .filter(|subnet| subnet.role == Role::Public);
        let associations: Vec<Value> = subnets
            .map(|subnet| json!({"Main": false, "RouteTableAssociationId": "rtbassoc-0a", "RouteTableId": "rtb-0b", "SubnetId": subnet.id.as_deref()}))
            .collect();
        json!({"RouteTables": [
            {"Associations": [{"Main": true, "RouteTableAssociationId": "rtbassoc-0b", "RouteTableId": "rtb-0a"}], "RouteTableId": "rtb-0a", "VpcId": vpc, "Routes": private, "Tags": [], "OwnerId": ACCOUNT},
            {"Associations": associations, "RouteTableId": "rtb-0b", "VpcId": vpc, "Routes": public, "Tags": [], "OwnerId": ACCOUNT},
        ]})
    }

    pub(super) fn cluster(&self, vpc: Option<&str>) -> Value {
        let own = [Role::ControlPlane, Role::Nodes].into_iter().map(|role| {
            let of_role = self
                .plan
                .subnets
                .iter()
                .filter(move |subnet| subnet.role == role);
            of_role
                .filter_map(|subnet| subnet.id.as_deref())
                .collect::<Vec<_>>()
        });
        let subnets = own.into_iter().find(|own| !own.is_empty());
        json!({"cluster": {
            "name": self.plan.name(),
            "arn": format!("arn:aws:eks:eu-west-1:{ACCOUNT}:cluster/{}", self.plan.name()),
            "version": self.plan.cluster.kubernetes_version.as_str(),
            "endpoint": "https://0123456789ABCDEF.gr7.eu-west-1.eks.amazonaws.com",
            "resourcesVpcConfig": {"subnetIds": subnets, "securityGroupIds": [], "vpcId": vpc, "endpointPublicAccess": true},
            "kubernetesNetworkConfig": {"serviceIpv4Cidr": self.plan.service_cidr().to_string(), "ipFamily": "ipv4"},
            "status": "ACTIVE",
            "tags": {},
        }})
    }

    pub(super) fn node_group(&self, group: &NodeGroup) -> Value {
        let subnets: Vec<&str> = self
            .plan
            .subnets
            .iter()
            .filter(|subnet| subnet.role == Role::Nodes)
            .filter_map(|subnet| subnet.id.as_deref())
            .collect();
        let share = group.update.max_unavailable.to_string();
        let mut update = match share.strip_suffix('%') {
            Some(percent) => {
                json!({"maxUnavailablePercentage": percent.parse::<u32>().expect("a number")})
            }
            None => json!({"maxUnavailable": share.parse::<u32>().expect("a number")}),
        };
        if group.update.strategy == UpdateStrategy::Minimal {
            update["updateStrategy"] = json!("MINIMAL");
        }
        json!({"nodegroup": {
            "nodegroupName": group.name.as_deref(),
            "nodegroupArn": format!("arn:aws:eks:eu-west-1:{ACCOUNT}:nodegroup/shop/x/0a"),
            "clusterName": self.plan.name(),
            "scalingConfig": {"minSize": group.nodes.min(), "maxSize": group.nodes.max(), "desiredSize": group.nodes.desired()},
            "instanceTypes": group.instance_types.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "subnets": subnets,
            "amiType": if group.ami == Ami::Bottlerocket { "BOTTLEROCKET_x86_64" } else { "AL2023_x86_64_STANDARD" },
            "capacityType": "ON_DEMAND",
            "updateConfig": update,
        }})
    }

    pub(super) fn aws_node(&self) -> Value {
        let networking = &self.plan.networking;
        let mut env = vec![
            (
                "AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG",
                networking.custom_networking.to_string(),
            ),
            (
                "AWS_VPC_K8S_CNI_EXTERNALSNAT",
                networking.external_snat.to_string(),
            ),
            ("ENABLE_POD_ENI", "false".to_owned()),
            (
                "ENABLE_PREFIX_DELEGATION",
                networking.prefix_delegation.to_string(),
            ),
            (
                "ENABLE_SUBNET_DISCOVERY",
                networking.subnet_discovery.to_string(),
            ),
            ("WARM_ENI_TARGET", networking.warm.eni.get().to_string()),
            (
                "WARM_PREFIX_TARGET",
                networking.warm.prefix.get().to_string(),
            ),
        ];
        let further = [
            (
                "WARM_IP_TARGET",
                networking.warm.ip.map(eniplan_core::plan::Within::get),
            ),
            (
                "MINIMUM_IP_TARGET",
                networking
                    .warm
                    .minimum_ip
                    .map(eniplan_core::plan::Within::get),
            ),
            (
                "MAX_ENI",
                networking.max_eni.map(eniplan_core::plan::Within::get),
            ),
        ];
        env.extend(
            further
                .into_iter()
                .filter_map(|(key, value)| Some((key, value?.to_string()))),
        );
        let mut env: Vec<Value> = env
            .into_iter()
            .map(|(name, value)| json!({"name": name, "value": value}))
            .collect();
        env.push(json!({"name": "MY_NODE_NAME", "valueFrom": {"fieldRef": {"apiVersion": "v1", "fieldPath": "spec.nodeName"}}}));
        json!({
            "apiVersion": "apps/v1",
            "kind": "DaemonSet",
            "metadata": {"name": "aws-node", "namespace": "kube-system"},
            "spec": {"template": {"spec": {"hostNetwork": true, "containers": [
                {"name": "aws-node", "env": env},
                {"name": "aws-eks-nodeagent", "env": [{"name": "MY_NODE_NAME"}]},
            ]}}},
        })
    }

    pub(super) fn eni_configs(&self) -> Vec<Value> {
        let pods = self
            .plan
            .subnets
            .iter()
            .filter(|subnet| subnet.role == Role::Pods);
        pods.map(|subnet| json!({
            "apiVersion": "crd.k8s.amazonaws.com/v1alpha1",
            "kind": "ENIConfig",
            "metadata": {"name": format!("eu-west-1{}", subnet.zone.as_str())},
            "spec": {"securityGroups": ["sg-0123456789abcdef0"], "subnet": subnet.id.as_deref()},
        }))
        .collect()
    }
}
