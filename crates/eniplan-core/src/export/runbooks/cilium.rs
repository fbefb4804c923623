//! The VPC CNI replaced by Cilium, on a cluster that runs.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::blueprint::Blueprint;
use super::super::helm::CILIUM;
use super::super::markdown::prose;
use super::super::overlay;
use super::super::pools::Pool;
use super::super::shell::lines;
use super::calico::{
    hold_back, leave_balancers, look_for_what_breaks, move_inwards, remove_vpc_cni,
    return_to_vpc_cni, save,
};
use super::{Runbook, Step, step, switch};
use crate::plan::Cni;

/// Keeps the agent off the nodes that aws-node serves.
const OFF_OLD_NODES: &str = "{\"nodeAffinity\":{\"requiredDuringSchedulingIgnoredDuringExecution\":\
{\"nodeSelectorTerms\":[{\"matchExpressions\":[{\"key\":\"eniplan.dev/generation\",\"operator\":\"DoesNotExist\"}]}]}}}";

pub(super) fn runbook(blueprint: &Blueprint, pools: &[Pool]) -> Runbook {
    let wrapped = blueprint.networking().cni == Cni::CiliumOverlay;
    let blocks: Vec<String> = overlay::pod_blocks(blueprint.plan)
        .iter()
        .map(ToString::to_string)
        .collect();
    let blocks = blocks.join(", ");
    let mut what = Vec::from(["AWS supports the VPC CNI alone on EC2 nodes; Cilium's support is Isovalent's and the community's.".to_string()]);
    let mut breaks = Vec::from([
        "Pods restart, since every node is replaced. Plan a window.".to_string(),
        "SecurityGroupPolicies stop to act, and Cilium enforces NetworkPolicies from the first moment on.".to_string(),
        "kube-proxy goes with the old nodes: what looks for its rules (some service meshes) does not find them.".to_string(),
    ]);
    if wrapped {
        what.insert(0, prose!("Pods get addresses of {}: a node takes one address of its subnet, whatever runs on it.", blocks));
        breaks.extend([
            "**Pods on old nodes do not reach pods on new ones**, since the VPC has no way to an overlay; the other way works. So clients move before what they call, and DNS last.".to_string(),
            "The control plane never reaches pods of an overlay: webhooks and aggregated APIs need hostNetwork: true, load balancers targets of type instance.".to_string(),
        ]);
    } else {
        what.insert(0, "Pods go on with addresses of the VPC, which Cilium's operator attaches; limits of interfaces hold as before.".to_string());
        breaks.push(
            "Old and new nodes take addresses of the same subnets for a while: both must fit."
                .to_string(),
        );
    }
    Runbook {
        path: "runbooks/to-cilium.md",
        title: "Replace the VPC CNI by Cilium on a cluster that runs",
        what,
        breaks,
        before: Vec::from([save(), look_for_what_breaks()]),
        steps: Vec::from([
            open_ports(wrapped),
            switch::mark(),
            hold_back(),
            hold_kube_proxy(),
            install(),
            switch::start(blueprint, pools),
        ])
        .into_iter()
        .chain(wrapped.then(leave_balancers))
        .chain([
            switch::cordon(),
            move_inwards(),
            switch::drain(),
            switch::end(pools),
            remove_vpc_cni(),
            finish(),
        ])
        .collect(),
        verify: Vec::from([
            step(
                "Ask Cilium",
                "Its own command line tells more.",
                "kubectl -n kube-system exec daemonset/cilium -c cilium-agent -- cilium-dbg status --brief",
            )
            .check("", "OK."),
            switch::verify(pools),
            switch::pods_run(),
        ]),
        back: return_to_vpc_cni(
            &release(&off_labelled()),
            &lines(&[
                "# kube-proxy comes back in the place of Cilium's own services:".to_string(),
                "aws eks create-addon --cluster-name \"$CLUSTER\" --addon-name kube-proxy --resolve-conflicts OVERWRITE".to_string(),
                format!("helm uninstall {} --namespace {}", CILIUM.release, CILIUM.namespace),
            ]),
        ),
        unverified: Vec::from([
            "The whole road, on a cluster: every command was read against its documentation, none was run against AWS.",
            "That two ways of handling services, kube-proxy on old nodes and Cilium on new ones, stand beside each other without surprise in your cluster.",
        ]),
        sources: &[
            "https://docs.cilium.io/en/stable/installation/k8s-install-helm/",
            "https://docs.cilium.io/en/stable/network/kubernetes/kubeproxy-free/",
            "https://docs.cilium.io/en/stable/operations/system_requirements/",
            "https://docs.aws.amazon.com/eks/latest/userguide/alternate-cni-plugins.html",
            "https://docs.aws.amazon.com/eks/latest/APIReference/API_DeleteAddon.html",
        ],
    }
}

fn open_ports(wrapped: bool) -> Step {
    let vxlan = "aws ec2 authorize-security-group-ingress --group-id \"$NODE_SG\" --protocol udp --port 8472 --source-group \"$NODE_SG\"\n";
    let first = if wrapped { vxlan } else { "" };
    step(
        "Let Cilium's packets pass between nodes",
        "TCP 4240 and ICMP are its health checks, and UDP 8472 carries an overlay. The cluster's own security group allows everything between its members; \
         terraform-aws-modules/eks makes another one for nodes, which does not. A rule that is there already is refused as a duplicate.",
        format!(
            "node=$(kubectl get nodes -o jsonpath='{{.items[0].spec.providerID}}')\n\
             aws ec2 describe-instances --instance-ids \"${{node##*/}}\" --query 'Reservations[].Instances[].SecurityGroups[].[GroupId,GroupName]' --output text\n\
             NODE_SG=GROUP_ID_OF_THE_NODES\n\
             {first}\
             aws ec2 authorize-security-group-ingress --group-id \"$NODE_SG\" --protocol tcp --port 4240 --source-group \"$NODE_SG\"\n\
             aws ec2 authorize-security-group-ingress --group-id \"$NODE_SG\" --protocol icmp --port -1 --source-group \"$NODE_SG\""
        ),
    )
    .check(
        "aws ec2 describe-security-group-rules --filters \"Name=group-id,Values=$NODE_SG\" \\\n  --query 'SecurityGroupRules[].[IpProtocol,FromPort,ToPort,ReferencedGroupInfo.GroupId]' --output table",
        "the rules, or one that allows all between nodes.",
    )
}

fn hold_kube_proxy() -> Step {
    step(
        "Keep kube-proxy to the old nodes",
        "Cilium does its work on new ones. EKS lets go of the add-on first.",
        "aws eks delete-addon --cluster-name \"$CLUSTER\" --addon-name kube-proxy --preserve\n\
         aws eks wait addon-deleted --cluster-name \"$CLUSTER\" --addon-name kube-proxy\n\
         kubectl -n kube-system patch daemonset kube-proxy --type=strategic \\\n  \
         -p '{\"spec\":{\"template\":{\"spec\":{\"nodeSelector\":{\"eniplan.dev/generation\":\"old\"}}}}}'",
    )
    .check(
        "kubectl -n kube-system get daemonset kube-proxy -o jsonpath='{.status.desiredNumberScheduled}{\"\\n\"}'",
        "the number of old nodes.",
    )
}

/// The release, with the name of the API server, which it needs without kube-proxy.
fn release(more: &str) -> String {
    format!(
        "host=$(aws eks describe-cluster --name \"$CLUSTER\" --query cluster.endpoint --output text | sed 's|https://||')\n\
         {} \\\n  --set k8sServiceHost=\"$host\"{more}",
        CILIUM.install(&CILIUM.path())
    )
}

/// What keeps the agent and its Envoy off every node that has the label of generations.
fn off_labelled() -> String {
    format!(
        " \\\n  --set-json 'affinity={OFF_OLD_NODES}' \\\n  --set-json 'envoy.affinity={OFF_OLD_NODES}'"
    )
}

fn install() -> Step {
    step(
        "Install Cilium for new nodes",
        "The settings on the command line keep the agent off the old nodes, where aws-node still serves.",
        format!(
            "{}\n{}",
            CILIUM.add_repository(),
            release(&off_labelled())
        ),
    )
    .check(
        "kubectl -n kube-system get daemonset cilium -o jsonpath='{.status.desiredNumberScheduled}{\"\\n\"}'",
        "0: no node takes it yet.",
    )
}

fn finish() -> Step {
    step(
        "Let Cilium run everywhere",
        "kube-proxy has no node left, and the settings of the command line go.",
        format!(
            "kubectl -n kube-system delete daemonset kube-proxy\n{}",
            release("")
        ),
    )
    .check(
        "kubectl -n kube-system rollout status daemonset cilium --timeout=10m",
        "the rollout ends, with one pod a node.",
    )
}
