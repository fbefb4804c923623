//! Prefix delegation turned on.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::blueprint::Blueprint;
use super::super::markdown::{AsCode, prose};
use super::super::pools::{Pool, subnet_word};
use super::super::shell::sh;
use super::super::terraform::reservations::reserved;
use super::{Runbook, Step, addon, step, switch};

pub(super) fn runbook(blueprint: &Blueprint, pools: &[Pool]) -> Runbook {
    let mut what = Vec::from([
        "Each slot of an interface takes a /28 prefix, 16 addresses, in place of one address, so that nodes take more pods with fewer interfaces.".to_string(),
    ]);
    for subnet in blueprint.prefix_subnets() {
        if let Some(report) = subnet.report {
            what.push(prose!(
                "{} ({}) holds {} prefixes when empty; at the desired size {} are left, or {} if strays are everywhere.",
                AsCode(&subnet.key),
                subnet.placed.cidr,
                report.prefixes_total,
                report.prefixes_free_best,
                report.prefixes_free
            ));
        }
    }
    let mut steps = Vec::new();
    steps.extend(reserve(blueprint));
    steps.extend([
        addon::apply(blueprint),
        switch::mark(),
        switch::start(blueprint, pools),
        switch::cordon(),
        switch::drain(),
        switch::end(pools),
    ]);
    Runbook {
        path: "runbooks/prefix-delegation.md",
        title: "Turn on prefix delegation",
        what,
        breaks: Vec::from([
            "Pods restart, since every node is replaced: nodes that run keep single addresses beside prefixes, which is wasteful and hard to reason about.".into(),
            "Old and new nodes stand in the same subnets: for a while both hold addresses.".into(),
            "A subnet with scattered addresses may have no whole /28 left although addresses are free: nodes then say InsufficientCidrBlocks.".into(),
        ]),
        before: Vec::from([
            addon::save(),
            types_without(),
            step(
                "Count free addresses",
                "To compare afterwards, and to see whether both generations of nodes fit at once.",
                switch::free_addresses(blueprint),
            ),
        ]),
        steps,
        verify: Vec::from([
            step(
                "Look at a new node's interfaces",
                "Its interfaces have prefixes, and no addresses but their first.",
                "node=$(kubectl get nodes -l '!eniplan.dev/generation' -o jsonpath='{.items[0].spec.providerID}')\n\
                 aws ec2 describe-network-interfaces --filters \"Name=attachment.instance-id,Values=${node##*/}\" \\\n  \
                 --query 'NetworkInterfaces[].[NetworkInterfaceId,SubnetId,length(PrivateIpAddresses),length(Ipv4Prefixes || `[]`)]' --output table",
            )
            .check("", "the last column is at least 1 where pods run."),
            switch::verify(pools),
            switch::pods_run(),
        ]),
        back: Vec::from([addon::restore(), switch::return_to_old()]),
        unverified: Vec::from([
            "Whether every subnet has whole /28 blocks left: AWS shows free addresses, not free blocks.",
            "Which max pods EKS computes for a new managed group: it reads the add-on's settings when the group is made.",
        ]),
        sources: &[
            "https://docs.aws.amazon.com/eks/latest/best-practices/prefix-mode-linux.html",
            "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-cidr-reservation.html",
            "https://docs.aws.amazon.com/eks/latest/userguide/cni-increase-ip-addresses-procedure.html",
        ],
    }
}

/// Types among the nodes that take no prefixes.
pub(super) fn types_without() -> Step {
    step(
                "Look for types without prefixes",
                "Nitro types alone take them; others go on with single addresses without a word.",
                "aws ec2 describe-instance-types --filters Name=hypervisor,Values=xen \\\n  --query 'InstanceTypes[].InstanceType' --output text | tr '\\t' '\\n' | sort > xen.txt\n\
                 kubectl get nodes -o json | jq -r '.items[].metadata.labels[\"node.kubernetes.io/instance-type\"]' | sort -u | comm -12 - xen.txt",
            )
            .check("", "nothing is listed.")
}

/// Reservations of the plan, so that strays keep off the blocks that prefixes are cut from.
pub(super) fn reserve(blueprint: &Blueprint) -> Option<Step> {
    let mut commands: Vec<String> = Vec::new();
    for subnet in blueprint.prefix_subnets() {
        let (blocks, _) = reserved(blueprint, subnet);
        for block in blocks {
            commands.push(sh!(
                "aws ec2 create-subnet-cidr-reservation --reservation-type prefix \\\n  --subnet-id {} --cidr {}",
                subnet_word(subnet),
                block
            ));
        }
    }
    (!commands.is_empty()).then(|| {
        step(
            "Reserve room for prefixes",
            "EC2 then takes no single addresses from these blocks. A block may hold addresses already; it is refused only where it meets another reservation. A word that begins with ID_OF_ is to be replaced by the id of that subnet.",
            commands.join("\n"),
        )
        .check(
            "aws ec2 get-subnet-cidr-reservations --subnet-id SUBNET_ID",
            "the block is listed, for each subnet.",
        )
    })
}
