//! flannel, which needs what EKS does not give: on a cluster made without the VPC CNI, or beside it on one that runs.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::blueprint::Blueprint;
use super::super::helm::FLANNEL;
use super::super::markdown::prose;
use super::super::matrix::Destination;
use super::super::overlay;
use super::super::pools::Pool;
use super::calico::{
    hold_back, leave_balancers, look_for_what_breaks, move_inwards, remove_vpc_cni,
    return_to_vpc_cni, save,
};
use super::{Runbook, Step, step, switch};
use crate::net::Ipv4Prefix;

/// Takes the place of the selector that holds flannel back, and keeps it off the nodes that aws-node serves.
///
/// The chart has a value for a node selector alone: what a node must not have stands in the DaemonSet.
/// Source: <https://github.com/flannel-io/flannel/blob/v0.28.9/chart/kube-flannel/templates/daemonset.yaml>, read
/// 2026-11-25.
const OFF_OLD_NODES: &str = "{\"spec\":{\"template\":{\"spec\":{\"nodeSelector\":null,\"affinity\":{\"nodeAffinity\":\
{\"requiredDuringSchedulingIgnoredDuringExecution\":{\"nodeSelectorTerms\":[{\"matchExpressions\":[\
{\"key\":\"kubernetes.io/os\",\"operator\":\"In\",\"values\":[\"linux\"]},\
{\"key\":\"eniplan.dev/generation\",\"operator\":\"DoesNotExist\"}]}]}}}}}}}";

pub(super) fn runbook(blueprint: &Blueprint, pools: &[Pool]) -> Runbook {
    let block = overlay::pod_blocks(blueprint.plan).into_iter().next();
    let size = overlay::block_size(blueprint.plan);
    let runs = blueprint.destination == Destination::Cluster;
    let mut breaks = Vec::from([
        "A node that nobody has given a block stays NotReady, and autoscaled nodes wait until someone does.".to_string(),
        "The control plane does not reach pods: webhooks and aggregated APIs need hostNetwork: true, load balancers targets of type instance.".into(),
    ]);
    if runs {
        breaks.extend([
            "Pods restart, since every node is replaced. Plan a window.".to_string(),
            "**Pods on old nodes do not reach pods on new ones**, since the VPC has no way to an overlay; the other way works. So clients move before what they call, and DNS last.".into(),
            "SecurityGroupPolicies and NetworkPolicies stop to act: flannel has neither.".into(),
        ]);
    }
    Runbook {
        path: "runbooks/flannel.md",
        title: "Run flannel on EKS",
        what: Vec::from([
            "Possible, and not recommended: nobody supports it on EKS, it has no network policy, and every node needs a step by hand.".into(),
            prose!("EKS's controller manager gives nodes no pod CIDR, and flannel waits for one. Each node gets a /{} of {} here.", size, block.map(|block| block.to_string()).unwrap_or_default()),
            "Calico or Cilium do the same work with an allocator of their own.".into(),
        ]),
        breaks,
        before: if runs {
            Vec::from([save(), look_for_what_breaks()])
        } else {
            Vec::from([no_other_network()])
        },
        steps: if runs {
            beside_the_vpc_cni(blueprint, pools, block)
        } else {
            Vec::from([install(&release()), start(), give_blocks(block, size, "")])
        },
        verify: Vec::from([switch::verify(pools), switch::pods_run()]),
        back: if runs {
            return_to_vpc_cni(&release_off_labelled(), UNINSTALL)
        } else {
            Vec::from([return_to_nothing()])
        },
        unverified: Vec::from([
            "The whole road, on a cluster: every command was read against its documentation, none was run against AWS.",
            "That EKS's admission lets spec.podCIDR of a node be patched, on every version.",
            "The archive of plugins in the user data: check its sum.",
        ]),
        sources: &[
            "https://github.com/flannel-io/flannel/blob/master/Documentation/kubernetes.md",
            "https://github.com/flannel-io/flannel/tree/v0.28.9/chart/kube-flannel",
            "https://github.com/aws/containers-roadmap/issues/315",
            "https://docs.aws.amazon.com/eks/latest/userguide/alternate-cni-plugins.html",
            "https://docs.aws.amazon.com/eks/latest/APIReference/API_DeleteAddon.html",
        ],
    }
}

/// The steps on a cluster that runs, whose old nodes keep the VPC CNI until they go.
fn beside_the_vpc_cni(
    blueprint: &Blueprint,
    pools: &[Pool],
    block: Option<Ipv4Prefix>,
) -> Vec<Step> {
    let size = overlay::block_size(blueprint.plan);
    let mut starting = switch::start(blueprint, pools).check(
        "kubectl get nodes -l '!eniplan.dev/generation'",
        "new nodes join, and are NotReady until the next step.",
    );
    starting.why = format!("{}\n{}", starting.why, plugins());
    Vec::from([
        open_port(),
        switch::mark(),
        hold_back(),
        install(&release_off_labelled()).check(
            "kubectl -n kube-flannel get daemonset kube-flannel-ds -o jsonpath='{.status.desiredNumberScheduled}{\"\\n\"}'",
            "0: no node takes it yet.",
        ),
        starting,
        give_blocks(block, size, " -l '!eniplan.dev/generation'"),
        leave_balancers(),
        switch::cordon(),
        move_inwards(),
        switch::drain(),
        switch::end(pools),
        remove_vpc_cni(),
        step(
            "Let flannel run everywhere",
            "The settings of its first installation go.",
            release(),
        )
        .check(
            "kubectl -n kube-flannel rollout status daemonset kube-flannel-ds --timeout=10m",
            "the rollout ends, with one pod a node.",
        ),
    ])
}

fn no_other_network() -> Step {
    step(
        "See that there is no other network",
        "This is for a cluster made without the VPC CNI; for one that runs with it, export the plan into a cluster: its runbook keeps aws-node to the old nodes.",
        "kubectl -n kube-system get daemonset aws-node",
    )
    .check("", "not found.")
}

fn open_port() -> Step {
    step(
        "Let flannel's packets pass between nodes",
        "UDP 8472 carries VXLAN. The cluster's own security group allows everything between its members; \
         terraform-aws-modules/eks makes another one for nodes, which does not. A rule that is there already is refused as a duplicate.",
        "node=$(kubectl get nodes -o jsonpath='{.items[0].spec.providerID}')\n\
         aws ec2 describe-instances --instance-ids \"${node##*/}\" --query 'Reservations[].Instances[].SecurityGroups[].[GroupId,GroupName]' --output text\n\
         NODE_SG=GROUP_ID_OF_THE_NODES\n\
         aws ec2 authorize-security-group-ingress --group-id \"$NODE_SG\" --protocol udp --port 8472 --source-group \"$NODE_SG\"",
    )
    .check(
        "aws ec2 describe-security-group-rules --filters \"Name=group-id,Values=$NODE_SG\" \\\n  --query 'SecurityGroupRules[].[IpProtocol,FromPort,ToPort,ReferencedGroupInfo.GroupId]' --output table",
        "the rule, or one that allows all between nodes.",
    )
}

fn install(release: &str) -> Step {
    step(
        "Install flannel",
        "Its namespace first, since its pods are privileged.",
        format!(
            "kubectl apply -f manifests/namespaces.yaml\n{}\n{release}",
            FLANNEL.add_repository(),
        ),
    )
}

fn release() -> String {
    FLANNEL.install(&FLANNEL.path())
}

/// The release that no node takes until the patch behind it opens it to nodes without the label of generations.
fn release_off_labelled() -> String {
    format!(
        "{} \\\n  --set-string 'flannel.nodeSelector.eniplan\\.dev/hold=yes'\n\
         kubectl -n kube-flannel patch daemonset kube-flannel-ds --type=strategic \\\n  -p '{OFF_OLD_NODES}'",
        release()
    )
}

/// What takes flannel away.
const UNINSTALL: &str =
    "helm uninstall flannel --namespace kube-flannel\nkubectl delete namespace kube-flannel";

/// What every node needs before flannel can serve a pod on it.
fn plugins() -> String {
    "flannel calls the plugins bridge, host-local, loopback and portmap, which the image does not have: the script in the user data in nodes/ brings them. \
     Groups that start without that user data need the script too, before their first node: those of terraform/ (cloudinit_pre_nodeadm of terraform-aws-modules/eks), \
     those of eksctl, and Karpenter's (spec.userData of the EC2NodeClass). \
     It fetches them from github.com, and flannel's images come from ghcr.io: without a NAT gateway both need a mirror."
        .into()
}

fn start() -> Step {
    step(
        "Start nodes",
        format!(
            "{}\nA managed group counts as made once its nodes are Ready, so whatever makes it (terraform apply, eksctl) waits for the next step: do that in another shell meanwhile.",
            plugins()
        ),
        "",
    )
    .check("kubectl get nodes", "they join, and are NotReady until the next step.")
}

/// Gives a free block to each of the chosen nodes that has none.
fn give_blocks(block: Option<Ipv4Prefix>, size: u64, nodes: &str) -> Step {
    let first = block.map_or(0, Ipv4Prefix::first);
    let longer = block.and_then(|block| size.checked_sub(block.length().into()));
    let count = longer.and_then(|bits| 1u64.checked_shl(u32::try_from(bits).ok()?));
    let each = 1u64.checked_shl(32u32.saturating_sub(u32::try_from(size).unwrap_or(32)));
    step(
        "Give each node a block",
        "The lowest that no node has. It can be run again, and has to be whenever nodes have joined, by one person at a time: \
         a block that is set cannot be changed, and that of a node that has gone is free again.",
        format!(
            "for node in $(kubectl get nodes{nodes} -o json | jq -r '.items[] | select(.spec.podCIDR | not) | .metadata.name'); do\n\
             \x20 kubectl get nodes -o jsonpath='{{range .items[*]}}{{.spec.podCIDR}}{{\"\\n\"}}{{end}}' > blocks.txt\n\
             \x20 block=$(seq 0 {last} |\n\
             \x20   awk '{{ n = {first} + $1 * {each}; printf \"%d.%d.%d.%d/{size}\\n\", n / 16777216, n / 65536 % 256, n / 256 % 256, n % 256 }}' |\n\
             \x20   grep -v -x -F -f blocks.txt | head -n 1)\n\
             \x20 [ -n \"$block\" ] || {{ echo 'no block is left'; break; }}\n\
             \x20 kubectl patch node \"$node\" --type=merge -p \"{{\\\"spec\\\":{{\\\"podCIDR\\\":\\\"$block\\\",\\\"podCIDRs\\\":[\\\"$block\\\"]}}}}\"\n\
             done",
            last = count.unwrap_or(1).saturating_sub(1),
            each = each.unwrap_or(1),
        ),
    )
    .check(
        "kubectl get nodes -o 'custom-columns=NAME:.metadata.name,BLOCK:.spec.podCIDR,READY:.status.conditions[?(@.type==\"Ready\")].status'",
        "every node of flannel has a block, no two the same, and READY is True.",
    )
}

fn return_to_nothing() -> Step {
    step(
        "To the VPC CNI",
        "Pods are without a network from here until their node is replaced: plan a window. The nodes' role needs AmazonEKS_CNI_Policy. \
         Then replace every node, since flannel's configuration stays in /etc/cni/net.d of those that there are.",
        format!(
            "{UNINSTALL}\n\
             aws eks create-addon --cluster-name \"$CLUSTER\" --addon-name vpc-cni"
        ),
    )
    .check(
        "kubectl -n kube-system get daemonset aws-node\nkubectl get pods -A -o wide",
        "once every node is a new one, aws-node runs on each, and pods have addresses of the VPC.",
    )
}
