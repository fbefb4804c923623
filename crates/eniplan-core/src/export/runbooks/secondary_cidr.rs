//! Pods moved to subnets of their own, in a secondary CIDR, by custom networking.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::blueprint::Blueprint;
use super::super::markdown::{AsCode, prose};
use super::super::pools::Pool;
use super::super::shell::sh;
use super::{Runbook, Step, addon, prefixes, step, switch};
use crate::plan::Role;

pub(super) fn runbook(blueprint: &Blueprint, pools: &[Pool]) -> Runbook {
    let mut what = Vec::from([
        "Pods get their addresses from subnets of role pods; nodes keep theirs. The first interface of a node gives no pod an address any more.".to_string(),
    ]);
    for subnet in blueprint.eni_configs() {
        let usable = subnet.report.map_or(0, |report| report.usable);
        what.push(prose!(
            "{}: pods in {} ({}, {} usable addresses).",
            AsCode(&subnet.zone),
            AsCode(&subnet.key),
            subnet.placed.cidr,
            usable
        ));
    }
    let prefixes = blueprint.networking().prefix_delegation;
    if prefixes {
        what.push("Each slot of an interface takes a /28 prefix there, 16 addresses, in place of one address.".to_string());
    }
    let mut before = Vec::from([addon::save()]);
    before.extend(prefixes.then(prefixes::types_without));
    before.push(look(blueprint));
    let mut steps = add_subnets(blueprint);
    steps.extend(prefixes.then(|| prefixes::reserve(blueprint)).flatten());
    steps.extend([
        step(
            "Say which subnet each zone's pods take",
            "One ENIConfig a zone, named as the zone. Put the subnets' ids into the file first, in place of what stands in angle brackets.",
            "! grep '[<]id of' manifests/eniconfig.yaml && kubectl apply -f manifests/eniconfig.yaml",
        )
        .check("kubectl get eniconfigs", "one for each zone that has nodes."),
        addon::apply(blueprint),
        switch::mark(),
        switch::start(blueprint, pools),
        step(
            "Try a pod on a new node",
            "Before anything moves.",
            "kubectl run eniplan-try --image=public.ecr.aws/docker/library/busybox:1.36 --restart=Never \\\n  \
             --overrides='{\"spec\":{\"affinity\":{\"nodeAffinity\":{\"requiredDuringSchedulingIgnoredDuringExecution\":{\"nodeSelectorTerms\":[{\"matchExpressions\":[{\"key\":\"eniplan.dev/generation\",\"operator\":\"DoesNotExist\"}]}]}}}}}' \\\n  \
             -- sh -c 'nslookup kubernetes.default.svc.cluster.local && wget -qO- --timeout=5 https://checkip.amazonaws.com; sleep 300'\n\
             kubectl wait --for=condition=Ready pod/eniplan-try --timeout=2m\n\
             kubectl get pod eniplan-try -o jsonpath='{.status.podIP}'; kubectl logs eniplan-try; kubectl delete pod eniplan-try",
        )
        .check("", prose!("the address is in {}, the name is found, and the world answers where it should.", blocks(blueprint))),
        switch::cordon(),
        switch::drain(),
        switch::end(pools),
    ]);
    Runbook {
        path: "runbooks/secondary-cidr.md",
        title: "Move pods to subnets of their own",
        what,
        breaks: Vec::from([
            "Pods restart, since every node is replaced; nodes that run keep to the old subnets.".into(),
            "Rules that name the node subnets (firewalls, security groups by CIDR, database grants) do not know the new addresses.".into(),
            "Max pods falls, since the first interface gives none: compare the plan's numbers.".into(),
            "Between the change of settings and a zone's ENIConfig a new node of that zone does not become Ready.".into(),
        ]),
        before,
        steps,
        verify: Vec::from([
            switch::verify(pools),
            step(
                "Count free addresses",
                "Nodes take one address each of their own subnets from now on, or one an interface in the pods' ones.",
                switch::free_addresses(blueprint),
            ),
            switch::pods_run(),
        ]),
        back: Vec::from([
            addon::restore(),
            switch::return_to_old(),
            step(
                "Take the subnets away",
                "Once no interface is left in them; a block goes once no subnet is left in it.",
                "kubectl delete -f manifests/eniconfig.yaml\n\
                 aws ec2 delete-subnet --subnet-id SUBNET_ID\n\
                 aws ec2 disassociate-vpc-cidr-block --association-id ASSOCIATION_ID",
            ),
        ]),
        unverified: Vec::from([
            "Whether your peers, transit gateways and on-premises networks know the block: only their owners do.",
            "How soon the control plane reaches addresses of a new block: AWS says that it can take up to five hours.",
        ]),
        sources: &[
            "https://docs.aws.amazon.com/eks/latest/userguide/cni-custom-network-tutorial.html",
            "https://docs.aws.amazon.com/eks/latest/best-practices/custom-networking.html",
            "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html",
        ],
    }
}

fn look(blueprint: &Blueprint) -> Step {
    step(
                "Look at blocks and routes",
                "A block is refused where it meets a peer's, or where a route points at it or at a part of it.",
                "VPC_ID=$(aws eks describe-cluster --name \"$CLUSTER\" --query cluster.resourcesVpcConfig.vpcId --output text)\n\
                 aws ec2 describe-vpcs --vpc-ids \"$VPC_ID\" --query 'Vpcs[].CidrBlockAssociationSet[].CidrBlock'\n\
                 aws ec2 describe-route-tables --filters \"Name=vpc-id,Values=$VPC_ID\" --query 'RouteTables[].Routes[].DestinationCidrBlock'",
            )
            .check("", prose!("nothing meets {}, unless it is there already.", blocks(blueprint)))
}

fn blocks(blueprint: &Blueprint) -> String {
    let blocks: Vec<String> = blueprint
        .eni_configs()
        .iter()
        .map(|subnet| subnet.placed.cidr.to_string())
        .collect();
    blocks.join(", ")
}

/// Blocks and subnets that are there after the plan, where someone makes them by hand.
pub(super) fn add_subnets(blueprint: &Blueprint) -> Vec<Step> {
    let mut commands = Vec::new();
    let pods: Vec<_> = blueprint
        .subnets
        .iter()
        .filter(|subnet| subnet.placed.role == Role::Pods)
        .collect();
    let holds_pods = |block: &crate::net::Ipv4Prefix| {
        pods.iter().any(|subnet| block.contains(subnet.placed.cidr))
    };
    for block in blueprint
        .plan
        .vpc_blocks()
        .iter()
        .skip(1)
        .filter(|block| holds_pods(block))
    {
        commands.push(sh!(
            "aws ec2 associate-vpc-cidr-block --vpc-id \"$VPC_ID\" --cidr-block {}",
            block
        ));
    }
    for subnet in pods {
        commands.push(sh!(
            "aws ec2 create-subnet --vpc-id \"$VPC_ID\" --availability-zone {} --cidr-block {} \\\n  --tag-specifications {}",
            subnet.zone,
            subnet.placed.cidr,
            tags(&subnet.key)
        ));
    }
    commands.push(
        "# for each new subnet, the route table of the private subnets of its zone:\n\
         aws ec2 associate-route-table --route-table-id ROUTE_TABLE_ID --subnet-id SUBNET_ID"
            .to_string(),
    );
    Vec::from([step(
        "Add blocks and subnets",
        "Or by the Terraform of this export. Leave out what is there. Subnets without a route table of their own take the VPC's main one, which often leads nowhere; no tags for load balancers here.",
        "VPC_ID=$(aws eks describe-cluster --name \"$CLUSTER\" --query cluster.resourcesVpcConfig.vpcId --output text)\n".to_string()
            + &commands.join("\n"),
    )
    .check(switch::free_addresses(blueprint), "every subnet of the plan is listed, with the addresses that the plan expects.")])
}

/// The Name tag, as JSON, so that any name can stand in it.
fn tags(name: &str) -> String {
    let mut json =
        String::from("[{\"ResourceType\":\"subnet\",\"Tags\":[{\"Key\":\"Name\",\"Value\":");
    super::super::text::push_quoted(&mut json, name);
    json.push_str("}]}]");
    json
}
