//! IPv6, which needs a new cluster.

use alloc::vec::Vec;

use super::super::blueprint::Blueprint;
use super::super::pools::Pool;
use super::super::shell::sh;
use super::{Runbook, step, switch};

pub(super) fn runbook(blueprint: &Blueprint, pools: &[Pool]) -> Runbook {
    let new_name = alloc::format!("{}-ipv6", blueprint.name);
    let new_name: alloc::string::String = new_name.chars().take(100).collect();
    Runbook {
        path: "runbooks/to-ipv6.md",
        title: "Move to an IPv6 cluster",
        what: Vec::from([
            "The address family of a cluster is chosen when it is made and never changes, so a second cluster stands beside the first until everything has moved.".into(),
            "Pods get IPv6 addresses of a /80 that each node takes; a node takes one IPv4 address for itself.".into(),
        ]),
        breaks: Vec::from([
            "Both clusters take IPv4 addresses meanwhile: the nodes of the new one come on top.".into(),
            "State moves by its own means (snapshots, replication); nothing here does that.".into(),
            "What pods reach by IPv4 outside goes through the node's address and NAT; what reaches pods must speak IPv6 or come through a load balancer.".into(),
        ]),
        before: Vec::from([
            step(
                "Look for what cannot come along",
                "Windows nodes, custom networking and types before Nitro do not work in an IPv6 cluster; software that binds to 0.0.0.0 alone is not reached.",
                "kubectl get nodes -L kubernetes.io/os,node.kubernetes.io/instance-type\nkubectl get eniconfigs",
            ),
            step(
                "Give VPC and subnets IPv6 blocks",
                "The VPC's block is a /56 of Amazon's, and each subnet gets a /64 of it, numbered from 00. Subnets that exist keep their IPv4 blocks.",
                "VPC_ID=$(aws eks describe-cluster --name \"$CLUSTER\" --query cluster.resourcesVpcConfig.vpcId --output text)\n\
                 aws ec2 associate-vpc-cidr-block --vpc-id \"$VPC_ID\" --amazon-provided-ipv6-cidr-block\n\
                 aws ec2 describe-vpcs --vpc-ids \"$VPC_ID\" --query 'Vpcs[].Ipv6CidrBlockAssociationSet[].Ipv6CidrBlock'\n\
                 # for each subnet:\n\
                 aws ec2 associate-subnet-cidr-block --subnet-id SUBNET_ID --ipv6-cidr-block BLOCK\n\
                 aws ec2 modify-subnet-attribute --subnet-id SUBNET_ID --assign-ipv6-address-on-creation\n\
                 # the way out of private subnets:\n\
                 aws ec2 create-egress-only-internet-gateway --vpc-id \"$VPC_ID\"\n\
                 aws ec2 create-route --route-table-id ROUTE_TABLE_ID --destination-ipv6-cidr-block ::/0 \\\n  --egress-only-internet-gateway-id GATEWAY_ID",
            )
            .check(
                "aws ec2 describe-subnets --filters \"Name=vpc-id,Values=$VPC_ID\" \\\n  --query 'Subnets[].[SubnetId,CidrBlock,Ipv6CidrBlockAssociationSet[0].Ipv6CidrBlock,AssignIpv6AddressOnCreation]' --output table",
                "every subnet of the new cluster has a block and True.",
            ),
        ]),
        steps: Vec::from([
            step(
                "Make the new cluster",
                "By the Terraform that eniplan export --into vpc writes for this plan, under the new name; the VPC CNI's role needs the IPv6 policy in place of AmazonEKS_CNI_Policy.",
                sh!("export NEW_CLUSTER={}\naws eks describe-cluster --name \"$NEW_CLUSTER\" --query cluster.kubernetesNetworkConfig", new_name),
            )
            .check("", "ipFamily is ipv6, and there is a serviceIpv6Cidr."),
            step(
                "Deploy everything there",
                "From your own manifests. Load balancers need the AWS Load Balancer Controller and ip-address-type dualstack.",
                "aws eks update-kubeconfig --name \"$NEW_CLUSTER\"",
            )
            .check("kubectl get pods -A -o wide", "addresses of pods are IPv6."),
            step(
                "Move the traffic",
                "By weighted DNS records, a little at a time; both clusters serve until the old one gets none.",
                "",
            ),
            step(
                "End the old cluster",
                "Once nothing asks it any more.",
                "aws eks list-nodegroups --cluster-name \"$CLUSTER\"\n\
                 # where Terraform or eksctl made it, let them end it",
            ),
        ]),
        verify: Vec::from([switch::verify(pools), switch::pods_run()]),
        back: Vec::from([step(
            "Turn the traffic back",
            "As long as the old cluster stands: set the weights of its records to all, then end the new cluster.",
            "",
        )]),
        unverified: Vec::from([
            "Which of your programs speak IPv6: only a trial tells.",
            "That the account has no policy named AmazonEKS_CNI_IPv6_Policy yet, which the Terraform module makes.",
        ]),
        sources: &[
            "https://docs.aws.amazon.com/eks/latest/userguide/cni-ipv6.html",
            "https://docs.aws.amazon.com/eks/latest/best-practices/ipv6.html",
            "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-migrate-ipv6.html",
        ],
    }
}
