//! EKS Auto Mode on a cluster that runs.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::super::blueprint::Blueprint;
use super::super::manifests::auto_mode::{CLASS, CLASS_PATH, POOLS_PATH, is_by_tag, node_role};
use super::super::matrix::{Destination, Strategy};
use super::super::pools::{Pool, subnet_word};
use super::super::shell::sh;
use super::super::terraform::karpenter::DISCOVERY;
use super::{Runbook, Step, step, switch};
use crate::plan::Role;

pub(super) fn runbook(blueprint: &Blueprint, pools: &[Pool]) -> Runbook {
    let moves = blueprint.strategy == Strategy::AutoMode;
    let mut steps = Vec::from([cluster_role(), role_of_nodes(blueprint), switch_on()]);
    steps.extend(is_by_tag(blueprint).then(|| tag(blueprint)));
    steps.extend([reach(), apply()]);
    let mut back = Vec::new();
    if moves {
        steps.extend([
            switch::mark(),
            switch::cordon(),
            switch::drain(),
            switch::end(pools),
        ]);
        back.push(switch::return_to_old());
    }
    back.push(switch_off());
    Runbook {
        path: "runbooks/to-auto-mode.md",
        title: "Turn on EKS Auto Mode",
        what: Vec::from([
            "EKS starts and ends the nodes of its node pools, with a CNI, kube-proxy and DNS of its own on them.".into(),
            "Pods keep addresses of the VPC: EKS gives its nodes /28 prefixes, and takes no setting of the VPC CNI.".into(),
        ]),
        breaks: Vec::from([
            "Every pod that moves to an Auto Mode node restarts once.".into(),
            "Load balancers and volumes stay with the controllers that made them: AWS supports no move of either to Auto Mode's own.".into(),
            "Security groups for pods, custom networking and warm targets do not hold on these nodes; nobody logs in to them, and their root file system is read-only.".into(),
            "AWS does not support the move of a cluster with another CNI than its own.".into(),
        ]),
        before: before(),
        steps,
        verify: Vec::from([
            step(
                "See where pods run",
                "Each node says who started it, and for which pool.",
                "kubectl get nodes -L eks.amazonaws.com/compute-type,karpenter.sh/nodepool",
            )
            .check("", "nodes of the plan's pools are there, with compute-type auto."),
            switch::verify(pools),
            step(
                "Count free addresses",
                "A node takes prefixes of 16 addresses; how many it keeps ready is not published.",
                switch::free_addresses(blueprint),
            ),
            switch::pods_run(),
        ]),
        back,
        unverified: Vec::from([
            "The NodeClass against its definition: AWS publishes its fields in the documentation alone.",
            "How many prefixes a node of Auto Mode keeps ready: AWS does not say, so the plan's figures are an estimate.",
            "Whether your Deployments tolerate the nodes: those with selectors of your old groups' labels stay Pending until they are changed.",
        ]),
        sources: &[
            "https://docs.aws.amazon.com/eks/latest/userguide/migrate-auto.html",
            "https://docs.aws.amazon.com/eks/latest/userguide/auto-enable-existing.html",
            "https://docs.aws.amazon.com/eks/latest/userguide/auto-migrate-karpenter.html",
            "https://docs.aws.amazon.com/eks/latest/userguide/create-node-class.html",
            "https://docs.aws.amazon.com/eks/latest/userguide/auto-networking.html",
            "https://docs.aws.amazon.com/eks/latest/userguide/auto-disable.html",
        ],
    }
}

fn before() -> Vec<Step> {
    Vec::from([
        step(
            "Look for what cannot come along",
            "Auto Mode has no Windows nodes, and none of what the second and third command list.",
            "kubectl get nodes -L kubernetes.io/os\n\
             kubectl get securitygrouppolicies -A\n\
             kubectl get eniconfigs\n\
             kubectl -n kube-system get daemonsets",
        )
        .check("", "every node that is to go runs linux, no policy and no ENIConfig is in use, and the only CNI is aws-node."),
        step(
            "Look at the cluster and its add-ons",
            "Nodes of Auto Mode join by access entries. Add-ons of these versions and newer keep off its nodes: \
             vpc-cni v1.19.0, kube-proxy of the cluster's version since November 2024, aws-ebs-csi-driver v1.37.0, snapshot-controller v8.1.0, eks-pod-identity-agent v1.3.4.",
            "aws eks describe-cluster --name \"$CLUSTER\" --query 'cluster.[version,accessConfig.authenticationMode]' --output text\n\
             for addon in $(aws eks list-addons --cluster-name \"$CLUSTER\" --query 'addons[]' --output text); do\n\
             \x20 aws eks describe-addon --cluster-name \"$CLUSTER\" --addon-name \"$addon\" --query 'addon.[addonName,addonVersion]' --output text\n\
             done",
        )
        .check("", "the version is 1.29 or newer, the mode is API or API_AND_CONFIG_MAP, and no add-on is older."),
        step(
            "Keep what there is",
            "Nothing is written twice, so that the step can be run again.",
            "CLUSTER_ROLE=$(aws eks describe-cluster --name \"$CLUSTER\" --query cluster.roleArn --output text | sed 's|.*/||')\n\
             [ -s trust.before.json ] || aws iam get-role --role-name \"$CLUSTER_ROLE\" --query Role.AssumeRolePolicyDocument > trust.before.json\n\
             [ -s policies.before.json ] || aws iam list-attached-role-policies --role-name \"$CLUSTER_ROLE\" > policies.before.json",
        )
        .check("cat trust.before.json policies.before.json", "a statement for eks.amazonaws.com, and AmazonEKSClusterPolicy."),
    ])
}

fn cluster_role() -> Step {
    step(
        "Let the cluster's role do more",
        "The cluster keeps its role, which needs four policies and leave to tag sessions. Do it in the code that made the role, if there is any; else so. \
         The third command puts one statement in place of the trust that is kept in trust.before.json: where that holds more, add sts:TagSession to it instead.",
        "CLUSTER_ROLE=$(aws eks describe-cluster --name \"$CLUSTER\" --query cluster.roleArn --output text | sed 's|.*/||')\n\
         PARTITION=$(aws sts get-caller-identity --query Arn --output text | cut -d: -f2)\n\
         aws iam update-assume-role-policy --role-name \"$CLUSTER_ROLE\" --policy-document \\\n  \
         '{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"eks.amazonaws.com\"},\"Action\":[\"sts:AssumeRole\",\"sts:TagSession\"]}]}'\n\
         for policy in AmazonEKSComputePolicy AmazonEKSBlockStoragePolicy AmazonEKSLoadBalancingPolicy AmazonEKSNetworkingPolicy; do\n\
         \x20 aws iam attach-role-policy --role-name \"$CLUSTER_ROLE\" --policy-arn \"arn:$PARTITION:iam::aws:policy/$policy\"\n\
         done",
    )
    .check(
        "aws iam list-attached-role-policies --role-name \"$CLUSTER_ROLE\" --query 'AttachedPolicies[].PolicyName'",
        "AmazonEKSClusterPolicy and the four are listed.",
    )
}

fn role_of_nodes(blueprint: &Blueprint) -> Step {
    step(
        "Make the role of the nodes",
        "The NodeClass names it, and an access entry lets its nodes join.",
        sh!("NODE_ROLE={}\n", node_role(blueprint))
            + "PARTITION=$(aws sts get-caller-identity --query Arn --output text | cut -d: -f2)\n\
               aws iam get-role --role-name \"$NODE_ROLE\" --query Role.Arn ||\n\
               \x20 aws iam create-role --role-name \"$NODE_ROLE\" --assume-role-policy-document \\\n    \
               '{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}'\n\
               for policy in AmazonEKSWorkerNodeMinimalPolicy AmazonEC2ContainerRegistryPullOnly; do\n\
               \x20 aws iam attach-role-policy --role-name \"$NODE_ROLE\" --policy-arn \"arn:$PARTITION:iam::aws:policy/$policy\"\n\
               done\n\
               NODE_ROLE_ARN=$(aws iam get-role --role-name \"$NODE_ROLE\" --query Role.Arn --output text)\n\
               aws eks describe-access-entry --cluster-name \"$CLUSTER\" --principal-arn \"$NODE_ROLE_ARN\" ||\n\
               \x20 aws eks create-access-entry --cluster-name \"$CLUSTER\" --principal-arn \"$NODE_ROLE_ARN\" --type EC2\n\
               aws eks associate-access-policy --cluster-name \"$CLUSTER\" --principal-arn \"$NODE_ROLE_ARN\" \\\n  \
               --policy-arn \"arn:$PARTITION:eks::aws:cluster-access-policy/AmazonEKSAutoNodePolicy\" --access-scope type=cluster",
    )
    .check(
        "aws eks describe-access-entry --cluster-name \"$CLUSTER\" --principal-arn \"$NODE_ROLE_ARN\" --query accessEntry.type",
        "EC2.",
    )
}

fn switch_on() -> Step {
    step(
        "Turn it on",
        "All three in one request, as EKS demands, and without the node pools that EKS brings: those take any pod, and the plan has pools of its own. No node starts by it. \
         Where Terraform made the cluster, set compute_config, storage_config and elastic_load_balancing there instead.",
        "aws eks update-cluster-config --name \"$CLUSTER\" \\\n  \
         --compute-config '{\"enabled\":true,\"nodePools\":[]}' \\\n  \
         --kubernetes-network-config '{\"elasticLoadBalancing\":{\"enabled\":true}}' \\\n  \
         --storage-config '{\"blockStorage\":{\"enabled\":true}}'\n\
         aws eks wait cluster-active --name \"$CLUSTER\"",
    )
    .check(
        "aws eks describe-cluster --name \"$CLUSTER\" --query cluster.computeConfig.enabled\nkubectl get crd nodeclasses.eks.amazonaws.com nodepools.karpenter.sh",
        "true, and both kinds are known.",
    )
}

fn tag(blueprint: &Blueprint) -> Step {
    let commands: Vec<String> = blueprint
        .of_role(Role::Nodes)
        .map(|subnet| {
            sh!(
                "aws ec2 create-tags --resources {} --tags Key={},Value={}",
                subnet_word(subnet),
                DISCOVERY,
                blueprint.name
            )
        })
        .collect();
    step(
        "Tag the node subnets",
        "By this tag the NodeClass finds them. A word that begins with ID_OF_ is to be replaced by the id of that subnet.",
        commands.join("\n"),
    )
    .check(
        format!("aws ec2 describe-subnets --filters \"Name=tag:{DISCOVERY},Values=$CLUSTER\" --query 'Subnets[].SubnetId'"),
        "every one of them is listed.",
    )
}

fn reach() -> Step {
    step(
        "Let old and new nodes reach each other",
        "Nodes of Auto Mode have the cluster's own security group. Nodes that Terraform or eksctl made may have another one: then each group lets the other in. \
         The first command lists the groups of the nodes that there are.",
        "CLUSTER_SG=$(aws eks describe-cluster --name \"$CLUSTER\" --query cluster.resourcesVpcConfig.clusterSecurityGroupId --output text)\n\
         aws ec2 describe-instances --filters \"Name=tag-key,Values=kubernetes.io/cluster/$CLUSTER\" \\\n  \
         --query 'Reservations[].Instances[].SecurityGroups[].GroupId' --output text | tr '\\t' '\\n' | sort -u\n\
         # for each that is not $CLUSTER_SG:\n\
         aws ec2 authorize-security-group-ingress --group-id OLD_GROUP --protocol all --source-group \"$CLUSTER_SG\"\n\
         aws ec2 authorize-security-group-ingress --group-id \"$CLUSTER_SG\" --protocol all --source-group OLD_GROUP",
    )
    .check(
        "aws ec2 describe-security-group-rules --filters \"Name=group-id,Values=$CLUSTER_SG\" \\\n  --query 'SecurityGroupRules[?!IsEgress].ReferencedGroupInfo.GroupId'",
        "$CLUSTER_SG itself and each old group are listed.",
    )
}

fn apply() -> Step {
    step(
        "Apply class and pools",
        "Nodes start once pods want them: a pod that no node has room for is enough.",
        format!("kubectl apply -f {CLASS_PATH}\nkubectl apply -f {POOLS_PATH}"),
    )
    .check(
        format!("kubectl get nodeclass {CLASS}\nkubectl get nodepools"),
        "READY is True for the class and for each pool; `kubectl describe` says what is not found.",
    )
}

fn switch_off() -> Step {
    step(
        "Turn it off",
        "Only once the old nodes, or new groups of the old kind, run every pod: EKS ends all nodes of Auto Mode at once, and deletes the load balancers that it made. Volumes stay.",
        format!(
            "CLUSTER_ROLE=$(aws eks describe-cluster --name \"$CLUSTER\" --query cluster.roleArn --output text | sed 's|.*/||')\n\
             kubectl get nodes -l eks.amazonaws.com/compute-type=auto\n\
             kubectl delete -f {POOLS_PATH}\n\
             aws eks update-cluster-config --name \"$CLUSTER\" --compute-config '{{\"enabled\":false}}' \\\n  \
             --kubernetes-network-config '{{\"elasticLoadBalancing\":{{\"enabled\":false}}}}' \\\n  \
             --storage-config '{{\"blockStorage\":{{\"enabled\":false}}}}'\n\
             aws eks wait cluster-active --name \"$CLUSTER\"\n\
             aws iam update-assume-role-policy --role-name \"$CLUSTER_ROLE\" --policy-document file://trust.before.json"
        ),
    )
    .check(
        "kubectl get nodes",
        "no node of Auto Mode is left, and every pod runs.",
    )
}

/// Whether Auto Mode is to be turned on in a cluster: as the strategy, or beside what a cluster has that exists.
pub(super) fn applies(blueprint: &Blueprint, pools: &[Pool]) -> bool {
    let wanted =
        blueprint.strategy == Strategy::AutoMode || blueprint.destination == Destination::Cluster;
    wanted && pools.iter().any(Pool::is_auto)
}
