//! From old nodes to new ones: what most changes of a pod network come down to.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::blueprint::{Blueprint, Subnet};
use super::super::markdown::{AsCode, prose};
use super::super::matrix::Destination;
use super::super::pools::{Pool, known_id};
use super::super::shell::sh;
use super::{Step, step};
use crate::plan::{Provisioner, Role};

/// The label of nodes that are to go; nodes that start later do not have it.
pub(super) const OLD: &str = "eniplan.dev/generation=old";

/// Marks the nodes that there are, and keeps autoscalers from making more of them.
pub(super) fn mark() -> Step {
    step(
        "Mark the old nodes",
        "What starts from now on has no such label, and so counts as new. The list is written once, so that the step can be run again. \
         Pause the cluster autoscaler first (scale its Deployment to 0), so that it starts no old node meanwhile.",
        format!(
            "[ -s old-nodes.txt ] || kubectl get nodes -o name > old-nodes.txt\n\
             kubectl label $(cat old-nodes.txt) {OLD} --overwrite"
        ),
    )
    .check(
        format!("kubectl get nodes -l {OLD} --no-headers | wc -l; wc -l old-nodes.txt"),
        "the same number twice.",
    )
}

/// Starts nodes beside the old ones.
pub(super) fn start(blueprint: &Blueprint, pools: &[Pool]) -> Step {
    let mut sentences: Vec<String> = Vec::new();
    let mut commands = String::new();
    for pool in pools {
        let lifted = if pool.is_lifted() {
            ", its launch template as runbooks/max-pods.md prepares it"
        } else {
            ""
        };
        let how = match pool.group.provisioner {
            Provisioner::Managed | Provisioner::SelfManaged => {
                let by = if blueprint.destination == Destination::Cluster {
                    "`terraform -chdir=terraform apply` makes it, or eksctl from nodes/eksctl.yaml, or you with the user data in nodes/"
                } else {
                    "by eksctl from nodes/eksctl.yaml, with the user data in nodes/, or by the Terraform of an export into a cluster"
                };
                format!("a new group beside the old one{lifted}: {by}")
            }
            Provisioner::Karpenter => {
                "apply manifests/karpenter.yaml, and give class and pool other names first where they exist, since Karpenter replaces nodes of a changed class before their turn".to_string()
            }
            Provisioner::AutoMode => "EKS starts them when pods want them".to_string(),
            Provisioner::Fargate => "nothing: each pod is a node of its own".to_string(),
        };
        sentences.push(prose!("{}: ", AsCode(&pool.report.name)) + &how + ".");
        if pool.group.provisioner == Provisioner::Karpenter {
            commands = "kubectl apply -f manifests/karpenter.yaml".to_string();
        }
    }
    let wanted: Vec<String> = pools
        .iter()
        .map(|pool| prose!("{} for {}", pool.max_pods(), AsCode(&pool.report.name)))
        .collect();
    step("Start new nodes", sentences.join("\n"), commands).check(
        "kubectl get nodes -l '!eniplan.dev/generation' \\\n  -o 'custom-columns=NAME:.metadata.name,READY:.status.conditions[?(@.type==\"Ready\")].status,PODS:.status.capacity.pods'",
        format!("READY is True for each new node, and PODS is {}.", wanted.join(", ")),
    )
}

/// Keeps new pods off the old nodes.
pub(super) fn cordon() -> Step {
    step(
        "Close the old nodes to new pods",
        "Nothing is stopped by it.",
        format!("kubectl cordon -l {OLD}"),
    )
    .check(
        format!("kubectl get nodes -l {OLD} --no-headers | grep -vc SchedulingDisabled"),
        "0.",
    )
}

/// Empties the old nodes one by one.
pub(super) fn drain() -> Step {
    step(
        "Empty the old nodes",
        "One node at a time; PodDisruptionBudgets are kept, and it stops where one allows nothing more, or at a pod that no controller makes anew. Run it again to go on.",
        format!(
            "for node in $(kubectl get nodes -l {OLD} -o name); do\n\
             \x20 kubectl drain \"$node\" --ignore-daemonsets --delete-emptydir-data --timeout=15m || break\n\
             done"
        ),
    )
    .check(
        format!(
            "for node in $(kubectl get nodes -l {OLD} -o jsonpath='{{.items[*].metadata.name}}'); do\n\
             \x20 kubectl get pods -A --field-selector \"spec.nodeName=$node\" -o json |\n\
             \x20   jq -r '.items[] | select(any(.metadata.ownerReferences[]?; .kind == \"DaemonSet\") | not) | .metadata.name'\n\
             done"
        ),
        "nothing is listed: DaemonSets alone are left.",
    )
}

/// Ends the old nodes.
pub(super) fn end(pools: &[Pool]) -> Step {
    let mut commands = Vec::from([
        "aws eks list-nodegroups --cluster-name \"$CLUSTER\"".to_string(),
        "# for each old managed group:\naws eks delete-nodegroup --cluster-name \"$CLUSTER\" --nodegroup-name OLD_GROUP".to_string(),
    ]);
    if pools
        .iter()
        .any(|pool| pool.group.provisioner == Provisioner::Karpenter)
    {
        commands.push(format!(
            "# nodes of Karpenter, which it drains and ends, and then the old class and pool:\n\
             kubectl delete node -l {OLD},karpenter.sh/nodepool"
        ));
    }
    step(
        "End the old nodes",
        "Delete old groups where they were made: by Terraform or eksctl if they know them, else so. \
         Scale the cluster autoscaler up again afterwards.",
        commands.join("\n"),
    )
    .check(
        format!("kubectl get nodes -l {OLD} --no-headers | wc -l"),
        "0, once the last instance is gone.",
    )
}

/// Max pods and addresses of every node, as they came out.
pub(super) fn verify(pools: &[Pool]) -> Step {
    let rows: Vec<String> = pools
        .iter()
        .map(|pool| prose!("{}: {} pods", AsCode(&pool.report.name), pool.max_pods()))
        .collect();
    step(
        "Compare max pods",
        format!("The plan wants {}.", rows.join(", ")),
        "kubectl get nodes -L node.kubernetes.io/instance-type\n\
         kubectl get nodes -o custom-columns=NAME:.metadata.name,PODS:.status.capacity.pods",
    )
    .check("", "every node shows the number of its group.")
}

/// Pods without an address, and the newest complaints.
pub(super) fn pods_run() -> Step {
    step(
        "Look for pods that hang",
        "A pod without an address stays in ContainerCreating.",
        "kubectl get pods -A --field-selector status.phase=Pending\n\
         kubectl get events -A --field-selector reason=FailedCreatePodSandBox --sort-by=.lastTimestamp | tail",
    )
    .check("", "no pod is Pending for long, and no event is newer than the last step.")
}

/// Back onto the old nodes, as long as there are some.
pub(super) fn return_to_old() -> Step {
    step(
        "Open the old nodes again",
        "As long as they are there: new nodes are closed and emptied in turn.",
        format!(
            "kubectl uncordon -l {OLD}\n\
             kubectl cordon -l '!eniplan.dev/generation'\n\
             for node in $(kubectl get nodes -l '!eniplan.dev/generation' -o name); do\n\
             \x20 kubectl drain \"$node\" --ignore-daemonsets --delete-emptydir-data --timeout=15m || break\n\
             done"
        ),
    )
    .check(
        format!("kubectl get nodes -l {OLD}"),
        "they are Ready, and pods run on them.",
    )
}

/// Free addresses of the subnets of nodes and pods, by their ids, or by their names where the plan has no ids.
pub(super) fn free_addresses(blueprint: &Blueprint) -> String {
    let columns = "--query 'Subnets[].[SubnetId,AvailabilityZone,CidrBlock,AvailableIpAddressCount]' --output table";
    let subnets: Vec<&Subnet> = blueprint
        .subnets
        .iter()
        .filter(|subnet| matches!(subnet.placed.role, Role::Nodes | Role::Pods))
        .collect();
    let ids: Option<Vec<String>> = subnets
        .iter()
        .map(|subnet| Some(sh!(" {}", known_id(subnet)?)))
        .collect();
    let Some(words) = ids.map(|ids| ids.concat()) else {
        let names: Vec<String> = subnets.iter().map(|subnet| sh!("{}", subnet.key)).collect();
        return format!(
            "aws ec2 describe-subnets --filters Name=tag:Name,Values={} \\\n  {columns}",
            names.join(",")
        );
    };
    format!("aws ec2 describe-subnets --subnet-ids{words} \\\n  {columns}")
}
