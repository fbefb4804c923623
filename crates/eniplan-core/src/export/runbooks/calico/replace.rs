//! Steps that every replacement of the VPC CNI on a cluster that runs has in common.

use alloc::format;
use alloc::vec::Vec;

use super::super::{Step, step, switch};

/// Keeps what there is, for the way back.
pub(in super::super) fn save() -> Step {
    step(
        "Keep what there is",
        "The way back needs it, so nothing is written twice. The first command fails where EKS does not manage the VPC CNI, which is all right.",
        "[ -s vpc-cni.before.json ] || aws eks describe-addon --cluster-name \"$CLUSTER\" --addon-name vpc-cni > vpc-cni.before.json\n\
         [ -s aws-node.before.json ] || kubectl -n kube-system get daemonset aws-node -o json |\n\
         \x20 jq 'del(.metadata.resourceVersion,.metadata.uid,.metadata.creationTimestamp,.metadata.generation,.metadata.managedFields,.status)' > aws-node.before.json\n\
         [ -s nodes.before.yaml ] || kubectl get nodes -o yaml > nodes.before.yaml\n\
         [ -s nodegroups.before.json ] || aws eks list-nodegroups --cluster-name \"$CLUSTER\" > nodegroups.before.json",
    )
    .check("ls -l *.before.*", "aws-node.before.json and nodes.before.yaml are not empty.")
}

/// What the new network does not carry.
pub(in super::super) fn look_for_what_breaks() -> Step {
    step(
        "Look for what the new network does not carry",
        "Webhooks and aggregated APIs whose pods are not on the host's network, load balancers that send to pods, policies of the VPC CNI, Fargate and Auto Mode. \
         Mend each before you go on: hostNetwork: true with a port of its own and dnsPolicy: ClusterFirstWithHostNet, targets of type instance.",
        "kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations -o json |\n\
         \x20 jq -r '.items[] | .metadata.name as $name | .webhooks[]?.clientConfig.service | select(.) | [$name, .namespace, .name] | @tsv' | sort -u\n\
         kubectl get apiservices -o json | jq -r '.items[] | select(.spec.service) | [.metadata.name, .spec.service.namespace, .spec.service.name] | @tsv'\n\
         kubectl get crds -o json | jq -r '.items[] | select(.spec.conversion.webhook) | .metadata.name'\n\
         aws elbv2 describe-target-groups --query \"TargetGroups[?TargetType=='ip'].[TargetGroupName,VpcId]\" --output text\n\
         kubectl get securitygrouppolicies -A\n\
         kubectl get networkpolicies -A\n\
         kubectl get poddisruptionbudgets -A\n\
         aws eks list-fargate-profiles --cluster-name \"$CLUSTER\"\n\
         aws eks describe-cluster --name \"$CLUSTER\" --query cluster.computeConfig.enabled",
    )
    .check("", "you have an answer for every line; no Fargate profile, no Auto Mode, and no PodDisruptionBudget that allows no disruption.")
}

/// Takes aws-node out of EKS's hands and ties it to the nodes that it serves.
pub(in super::super) fn hold_back() -> Step {
    step(
        "Keep the VPC CNI to the old nodes",
        "EKS reverts changes of an add-on, so it lets go of it first; --preserve leaves aws-node running. Pods on old nodes keep their network, and can be deleted cleanly. \
         Its two commands fail where EKS does not manage it, which is all right; where Terraform or a chart does, take it out there (preserve = true), or its next apply brings it back. \
         aws-node needs its permissions on old nodes as before: where the last command lists fewer associations than the first, \
         the nodes' role needs AmazonEKS_CNI_Policy, or aws eks create-pod-identity-association gives the old one back.",
        format!(
            "{identity}\n\
             aws eks delete-addon --cluster-name \"$CLUSTER\" --addon-name vpc-cni --preserve\n\
             aws eks wait addon-deleted --cluster-name \"$CLUSTER\" --addon-name vpc-cni\n\
             kubectl -n kube-system patch daemonset aws-node --type=strategic \\\n  -p '{{\"spec\":{{\"template\":{{\"spec\":{{\"nodeSelector\":{{\"{}\":\"{}\"}}}}}}}}}}'\n\
             {identity}",
            label().0,
            label().1,
            identity = "aws eks list-pod-identity-associations --cluster-name \"$CLUSTER\" --namespace kube-system \\\n  --service-account aws-node --query 'associations[].associationId'"
        ),
    )
    .check(
        "kubectl -n kube-system rollout status daemonset aws-node --timeout=15m\n\
         kubectl -n kube-system get daemonset aws-node -o jsonpath='{.status.desiredNumberScheduled}{\"\\n\"}'",
        "the rollout ends, and the number is that of the old nodes.",
    )
}

/// Takes old nodes out of load balancers: what comes in at one of them does not reach a pod of an overlay.
///
/// Both the AWS Load Balancer Controller and Kubernetes's own service controller keep to the label.
/// Source: <https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/main/pkg/backend/endpoint_utils.go>,
/// read 2026-11-25.
pub(in super::super) fn leave_balancers() -> Step {
    step(
        "Take the old nodes out of load balancers",
        "Whatever comes in at an old node is lost once the pod that it is for has moved; new nodes pass it on to pods on either kind. \
         Once the new nodes are healthy targets, the label takes the old ones out of target groups of type instance.",
        format!(
            "kubectl label nodes -l {} {BALANCERS}=true --overwrite",
            switch::OLD
        ),
    )
    .check(
        "aws elbv2 describe-target-groups --query \"TargetGroups[?TargetType=='instance'].TargetGroupArn\" --output text | tr '\\t' '\\n' |\n\
         \x20 while read -r group; do\n\
         \x20   aws elbv2 describe-target-health --target-group-arn \"$group\" --query 'TargetHealthDescriptions[].[Target.Id,TargetHealth.State]' --output text\n\
         \x20 done",
        "instances of new nodes alone, all healthy; old ones are draining or gone. Target groups that no controller of the cluster keeps are yours to change.",
    )
}

/// The label that keeps a node out of load balancers.
const BALANCERS: &str = "node.kubernetes.io/exclude-from-external-load-balancers";

/// The label of old nodes as key and value.
fn label() -> (&'static str, &'static str) {
    switch::OLD.split_once('=').unwrap_or((switch::OLD, ""))
}

/// Workloads in the order in which none loses what it calls.
pub(in super::super) fn move_inwards() -> Step {
    step(
        "Move workloads from the outside in",
        "First what nothing in the cluster calls (jobs, front ends behind instance targets), then what those call, CoreDNS last of all. \
         New nodes reach old ones, not the other way round: a workload that moves too early is lost to those that have not moved.",
        "# for each namespace, callers first:\n\
         kubectl -n NAMESPACE rollout restart deployment,statefulset\n\
         kubectl -n NAMESPACE get pods -o wide\n\
         # at the end:\n\
         kubectl -n kube-system rollout restart deployment coredns\n\
         kubectl -n kube-system rollout status deployment coredns --timeout=5m",
    )
    .check(
        format!(
            "kubectl get nodes -l {} -o name | cut -d/ -f2 > old.txt\n\
             kubectl get pods -A -o json |\n\
             \x20 jq -r '.items[] | select(.spec.hostNetwork | not) | [.spec.nodeName, .metadata.namespace, .metadata.name] | @tsv' |\n\
             \x20 grep -F -f old.txt",
            switch::OLD
        ),
        "nothing is listed but pods that you end with their nodes.",
    )
}

/// Takes the VPC CNI away once it serves no node.
pub(in super::super) fn remove_vpc_cni() -> Step {
    step(
        "Take the VPC CNI away",
        "Its DaemonSet has no node left. Its other objects stay, so that the way back is short; its policy may leave the nodes' role.",
        "kubectl -n kube-system get daemonset aws-node -o jsonpath='{.status.desiredNumberScheduled}{\"\\n\"}'\n\
         kubectl -n kube-system delete daemonset aws-node",
    )
    .check("kubectl -n kube-system get daemonset aws-node", "not found.")
}

/// Back to the VPC CNI: onto the old nodes as long as they stand, later onto new ones.
///
/// `install_off_labelled` keeps the other network off nodes with the label, `uninstall` takes it away.
pub(in super::super) fn return_to_vpc_cni(
    install_off_labelled: &str,
    uninstall: &str,
) -> Vec<Step> {
    let add_on = "# where EKS managed it before:\naws eks create-addon --cluster-name \"$CLUSTER\" --addon-name vpc-cni --resolve-conflicts OVERWRITE \\\n  --addon-version \"$(jq -r .addon.addonVersion vpc-cni.before.json)\" \\\n  --configuration-values \"$(jq -r '.addon.configurationValues // \"{}\"' vpc-cni.before.json)\" \\\n  $(jq -r '.addon.serviceAccountRoleArn // empty | \"--service-account-role-arn \\(.)\"' vpc-cni.before.json)";
    Vec::from([
        step(
            "As long as the old nodes stand",
            "From the inside out this time: CoreDNS first, then what is called, callers last, since new nodes reach old ones and not the other way round.",
            format!(
                "kubectl uncordon -l {old}\n\
                 kubectl cordon -l '!eniplan.dev/generation'\n\
                 kubectl -n kube-system rollout restart deployment coredns\n\
                 # for each namespace, what is called first:\n\
                 kubectl -n NAMESPACE rollout restart deployment,statefulset\n\
                 # then the new nodes:\n\
                 for node in $(kubectl get nodes -l '!eniplan.dev/generation' -o name); do\n\
                 \x20 kubectl drain \"$node\" --ignore-daemonsets --delete-emptydir-data --timeout=15m || break\n\
                 done\n\
                 kubectl label nodes -l {old} {BALANCERS}-\n\
                 {uninstall}\n\
                 # end the new groups, and let aws-node run everywhere:\n\
                 kubectl replace -f aws-node.before.json\n\
                 {add_on}",
                old = switch::OLD
            ),
        )
        .check(
            "kubectl -n kube-system rollout status daemonset aws-node --timeout=15m\nkubectl get pods -A -o wide",
            "the rollout ends, and pods have addresses of the VPC.",
        ),
        step(
            "Once the old nodes have gone",
            "The same road as the one there: groups with the label eniplan.dev/generation=vpc get aws-node and nothing of the other network. \
             Move workloads from the inside out, CoreDNS first: nodes of the other network reach those of the VPC.",
            format!(
                "{install_off_labelled}\n\
                 jq '.spec.template.spec.nodeSelector[\"eniplan.dev/generation\"] = \"vpc\"' aws-node.before.json > aws-node.vpc.json\n\
                 kubectl create -f aws-node.vpc.json || kubectl replace -f aws-node.vpc.json\n\
                 # make node groups with the label eniplan.dev/generation=vpc; then:\n\
                 kubectl label nodes -l eniplan.dev/generation=vpc {BALANCERS}=true\n\
                 kubectl cordon -l '!eniplan.dev/generation'\n\
                 kubectl -n kube-system rollout restart deployment coredns\n\
                 kubectl -n NAMESPACE rollout restart deployment,statefulset\n\
                 for node in $(kubectl get nodes -l '!eniplan.dev/generation' -o name); do\n\
                 \x20 kubectl drain \"$node\" --ignore-daemonsets --delete-emptydir-data --timeout=15m || break\n\
                 done\n\
                 kubectl label nodes -l eniplan.dev/generation=vpc {BALANCERS}-\n\
                 {uninstall}\n\
                 # end the groups of the other network, and let aws-node run everywhere:\n\
                 kubectl replace -f aws-node.before.json\n\
                 {add_on}"
            ),
        )
        .check("kubectl get pods -A -o wide", "every node has aws-node, and pods have addresses of the VPC."),
    ])
}
