//! Further subnets by tag, the change that moves least.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::blueprint::Blueprint;
use super::super::markdown::{AsCode, prose};
use super::super::pools::{Pool, subnet_word};
use super::super::shell::sh;
use super::{Runbook, addon, secondary_cidr, step, switch};
use crate::plan::Role;

pub(super) fn runbook(blueprint: &Blueprint, pools: &[Pool]) -> Runbook {
    let pods = || {
        blueprint
            .subnets
            .iter()
            .filter(|subnet| subnet.placed.role == Role::Pods)
    };
    let mut what = Vec::from([
        "Further interfaces of a node go to the subnet of its zone with the most free addresses, among its own and the tagged ones. \
         The first interface stays in the node's subnet and goes on giving pods addresses."
            .to_string(),
    ]);
    for subnet in pods() {
        what.push(prose!(
            "Tagged: {} ({}) in {}.",
            AsCode(&subnet.key),
            subnet.placed.cidr,
            AsCode(&subnet.zone)
        ));
    }
    let commands: Vec<String> = pods()
        .map(|subnet| {
            sh!(
                "aws ec2 create-tags --resources {} --tags Key=kubernetes.io/role/cni,Value=1",
                subnet_word(subnet)
            )
        })
        .collect();
    let mut steps = secondary_cidr::add_subnets(blueprint);
    steps.extend([
        step(
            "Tag the subnets",
            "From then on new interfaces may go there; nothing that runs moves. A word that begins with ID_OF_ is to be replaced by the id of that subnet.",
            commands.join("\n"),
        )
        .check(
            "aws ec2 describe-subnets --filters Name=tag:kubernetes.io/role/cni,Values=1 --query 'Subnets[].SubnetId'",
            "every one of them is listed.",
        ),
        addon::apply(blueprint),
        step(
            "Watch the next interfaces",
            "Scale something up, or replace nodes at leisure: only new interfaces use the new subnets.",
            switch::free_addresses(blueprint),
        )
        .check("", "free addresses of the tagged subnets fall as interfaces come."),
    ]);
    Runbook {
        path: "runbooks/subnets-by-tag.md",
        title: "Add subnets for pods by tag",
        what,
        breaks: Vec::from([
            "Nothing restarts but aws-node.".into(),
            "Rules that name the node subnets by CIDR do not know the new addresses; security groups are the node's, as before.".into(),
            "A node's first interface still takes its addresses from the node subnet, so that subnet is relieved in part only.".into(),
        ]),
        before: Vec::from([
            addon::save(),
            step(
                "Check the CNI's version and role",
                "Discovery by tag came with v1.18; the role of aws-node must be allowed ec2:DescribeSubnets, as AmazonEKS_CNI_Policy says.",
                "kubectl -n kube-system get daemonset aws-node -o jsonpath='{.spec.template.spec.containers[0].image}'",
            )
            .check("", "v1.18 or later."),
        ]),
        steps,
        verify: Vec::from([switch::verify(pools), switch::pods_run()]),
        back: Vec::from([
            step(
                "Say that the subnets are not for pods",
                "The value 0 keeps new interfaces away and empties those that are there; taking the tag away does not empty them.",
                commands.join("\n").replace("Value=1", "Value=0"),
            ),
            addon::restore(),
        ]),
        unverified: Vec::from([
            "In a shared VPC a participant does not see its owner's tags: there it does not work.",
        ]),
        sources: &[
            "https://docs.aws.amazon.com/eks/latest/userguide/cni-subnet-selection.html",
            "https://github.com/aws/amazon-vpc-cni-k8s/blob/master/README.md",
        ],
    }
}
