//! The VPC CNI replaced by Calico's overlay, on a cluster that runs.

mod replace;

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::blueprint::Blueprint;
use super::super::helm::{CRDS, OPERATOR};
use super::super::markdown::prose;
use super::super::overlay;
use super::super::pools::Pool;
use super::super::shell::lines;
use super::{Runbook, Step, step, switch};

pub(super) use replace::{
    hold_back, leave_balancers, look_for_what_breaks, move_inwards, remove_vpc_cni,
    return_to_vpc_cni, save,
};

/// Keeps calico-node and its CSI driver off the nodes that aws-node serves.
const OFF_OLD_NODES: &str = "{\"spec\":{\"template\":{\"spec\":{\"affinity\":{\"nodeAffinity\":{\"requiredDuringSchedulingIgnoredDuringExecution\":\
{\"nodeSelectorTerms\":[{\"matchExpressions\":[{\"key\":\"eniplan.dev/generation\",\"operator\":\"DoesNotExist\"}]}]}}}}}}}";

pub(super) fn runbook(blueprint: &Blueprint, pools: &[Pool]) -> Runbook {
    let blocks: Vec<String> = overlay::pod_blocks(blueprint.plan)
        .iter()
        .map(ToString::to_string)
        .collect();
    let blocks = blocks.join(", ");
    let steps = Vec::from([
        open_ports(),
        switch::mark(),
        hold_back(),
        install(&blocks),
        switch::start(blueprint, pools),
        try_pod(&blocks),
        leave_balancers(),
        switch::cordon(),
        move_inwards(),
        switch::drain(),
        switch::end(pools),
        remove_vpc_cni(),
        let_calico_everywhere(),
    ]);
    Runbook {
        path: "runbooks/to-calico.md",
        title: "Replace the VPC CNI by Calico on a cluster that runs",
        what: Vec::from([
            prose!("Pods get addresses of {} in place of the VPC's: a node takes one address of its subnet, whatever runs on it.", blocks),
            prose!(
                "At the desired size the plan takes {} addresses of the VPC for {} nodes and {} pods.",
                blueprint.report.totals.addresses_used,
                blueprint.report.totals.nodes,
                blueprint.report.totals.pods_placed
            ),
            "AWS supports the VPC CNI alone on EC2 nodes; Calico's support is Tigera's and the community's.".to_string(),
            "A second cluster beside this one, and traffic moved over by DNS, does without what breaks below: take it where you can.".to_string(),
        ]),
        breaks: Vec::from([
            "Pods restart, since every node is replaced. Plan a window.".to_string(),
            "Pods on new nodes reach pods on old ones; **pods on old nodes do not reach pods on new ones**, since the VPC has no way to an overlay. So clients move before what they call, and DNS last.".to_string(),
            "The control plane never reaches pods of an overlay: admission webhooks and aggregated APIs time out unless their pods run with hostNetwork: true.".to_string(),
            "Load balancers with targets of type ip do not reach them either: use targets of type instance. Old nodes are no targets any more once pods behind a load balancer move.".to_string(),
            "SecurityGroupPolicies stop to act: no branch interfaces. NetworkPolicies act on new nodes at once, by Calico.".to_string(),
            "Fargate pods and Auto Mode nodes keep the VPC CNI; a cluster with such nodes cannot take this way as a whole.".to_string(),
        ]),
        before: Vec::from([save(), no_overlap(&blocks), look_for_what_breaks()]),
        steps,
        verify: Vec::from([
            switch::verify(pools),
            one_address_a_node(),
            switch::pods_run(),
            step(
                "Ask Calico",
                "The operator says of each part whether it is there.",
                "kubectl get tigerastatus",
            )
            .check("", "AVAILABLE is True for calico, and for apiserver and ippools where they are listed."),
        ]),
        back: return_to_vpc_cni(
            &install_off_labelled(),
            &lines(&[
                "# the release's last job needs a node to run on, so this comes before the last group goes".to_string(),
                format!("helm uninstall {} --namespace {} --timeout 10m", OPERATOR.release, OPERATOR.namespace),
                format!(
                    "helm template {} {}/{} --version {} \\\n  | kubectl delete --ignore-not-found -f -",
                    CRDS.release, CRDS.alias, CRDS.name, CRDS.version
                ),
            ]),
        ),
        unverified: Vec::from([
            "The whole road, on a cluster: every command was read against its documentation, none was run against AWS.",
            "Whether EKS keeps the add-on's Pod Identity association when it lets go of the add-on: the runbook looks.",
            "That no pod of yours needs to be reached from old nodes while it moves: only you know who calls whom.",
            "That tigerastatus shows calico as available while no node takes calico-node yet; it settles once the first new node is there.",
            "The size of the operator's release at later versions: Helm keeps a release in a Secret of 1 MiB at most, which is why the kinds are applied apart.",
            "Whether a later AMI still lets nodeadm take maxPodsExpression as the user data in nodes/ has it.",
        ]),
        sources: &[
            "https://docs.tigera.io/calico/latest/getting-started/kubernetes/managed-public-cloud/eks",
            "https://github.com/projectcalico/calico/blob/v3.32.1/charts/tigera-operator/README.md",
            "https://docs.tigera.io/calico/latest/getting-started/kubernetes/requirements",
            "https://docs.tigera.io/calico/latest/reference/installation/api",
            "https://docs.aws.amazon.com/eks/latest/userguide/alternate-cni-plugins.html",
            "https://docs.aws.amazon.com/eks/latest/APIReference/API_DeleteAddon.html",
            "https://kubernetes.io/docs/reference/labels-annotations-taints/#node-kubernetes-io-exclude-from-external-load-balancers",
            "https://github.com/tigera/operator/blob/v1.42.3/pkg/controller/installation/core_controller.go",
            "https://docs.aws.amazon.com/eks/latest/userguide/choosing-instance-type.html",
            "https://github.com/aws/amazon-vpc-cni-k8s/blob/b52188387f2e/cmd/routed-eni-cni-plugin/cni.go",
            "https://github.com/terraform-aws-modules/terraform-aws-eks/blob/v21.19.0/node_groups.tf",
        ],
    }
}

fn no_overlap(blocks: &str) -> Step {
    step(
        "See that the pods' block is free",
        prose!("Nothing that pods reach may lie in {}: no block of the VPC, of a peer, of services.", blocks),
        "aws eks describe-cluster --name \"$CLUSTER\" --query 'cluster.[kubernetesNetworkConfig.serviceIpv4Cidr,resourcesVpcConfig.vpcId]'\n\
         VPC_ID=$(aws eks describe-cluster --name \"$CLUSTER\" --query cluster.resourcesVpcConfig.vpcId --output text)\n\
         aws ec2 describe-vpcs --vpc-ids \"$VPC_ID\" --query 'Vpcs[].CidrBlockAssociationSet[].CidrBlock'\n\
         aws ec2 describe-route-tables --filters \"Name=vpc-id,Values=$VPC_ID\" --query 'RouteTables[].Routes[].DestinationCidrBlock'",
    )
    .check("", "no block meets it, but for 0.0.0.0/0.")
}

/// Source: <https://docs.tigera.io/calico/latest/getting-started/kubernetes/requirements>, read 2026-11-24.
fn open_ports() -> Step {
    step(
        "Let Calico's packets pass between nodes",
        "UDP 4789 carries VXLAN, TCP 5473 Typha, and TCP 5443 lets the control plane ask Calico's API server. \
         Give new nodes the group of the old ones; where they get another, Typha's rule is needed between the two in both directions. \
         The cluster's own security group allows everything between its members; terraform-aws-modules/eks makes another one for nodes, which allows no UDP but port 53. \
         A rule that is there already is refused as a duplicate, which does no harm. \
         Where Terraform is to have the rules, apply terraform/cni.tf of an export into a cluster instead, alone and with -target.",
        "node=$(kubectl get nodes -o jsonpath='{.items[0].spec.providerID}')\n\
         aws ec2 describe-instances --instance-ids \"${node##*/}\" --query 'Reservations[].Instances[].SecurityGroups[].[GroupId,GroupName]' --output text\n\
         NODE_SG=GROUP_ID_OF_THE_NODES\n\
         CLUSTER_SG=$(aws eks describe-cluster --name \"$CLUSTER\" --query cluster.resourcesVpcConfig.clusterSecurityGroupId --output text)\n\
         aws ec2 authorize-security-group-ingress --group-id \"$NODE_SG\" --protocol udp --port 4789 --source-group \"$NODE_SG\"\n\
         aws ec2 authorize-security-group-ingress --group-id \"$NODE_SG\" --protocol tcp --port 5473 --source-group \"$NODE_SG\"\n\
         aws ec2 authorize-security-group-ingress --group-id \"$NODE_SG\" --protocol tcp --port 5443 --source-group \"$CLUSTER_SG\"",
    )
    .check(
        "aws ec2 describe-security-group-rules --filters \"Name=group-id,Values=$NODE_SG\" \\\n  --query 'SecurityGroupRules[].[IpProtocol,FromPort,ToPort,ReferencedGroupInfo.GroupId]' --output table",
        "the three rules, or one that allows all between nodes.",
    )
}

fn install(blocks: &str) -> Step {
    step(
        "Install Calico for new nodes",
        "The kinds first, then the operator. The two settings on the command line keep Calico off the old nodes, where aws-node still serves.",
        lines(&[
            "kubectl apply -f manifests/namespaces.yaml".to_string(),
            OPERATOR.add_repository(),
            CRDS.apply_kinds(),
            "kubectl wait --for=condition=Established crd/installations.operator.tigera.io --timeout=1m".to_string(),
            install_off_labelled(),
        ]),
    )
    .check(
        "kubectl get installation default -o jsonpath='{.spec.cni.type} {.spec.calicoNetwork.ipPools[*].cidr}{\"\\n\"}'\n\
         kubectl -n calico-system get daemonset calico-node -o jsonpath='{.status.desiredNumberScheduled}{\"\\n\"}'",
        prose!("within two minutes Calico and {}, then 0: no node takes it yet.", blocks),
    )
}

/// The release, kept off every node that has the label of generations.
fn install_off_labelled() -> String {
    format!(
        "{} \\\n  --set-json 'installation.calicoNodeDaemonSet={OFF_OLD_NODES}' \\\n  --set-json 'installation.csiNodeDriverDaemonSet={OFF_OLD_NODES}'",
        OPERATOR.install(&OPERATOR.path())
    )
}

fn try_pod(blocks: &str) -> Step {
    step(
        "Try a pod on a new node",
        "Before anything moves: an address, a name, which CoreDNS on an old node answers, the API, and the world.",
        "kubectl apply -f - << 'POD'\n\
         apiVersion: v1\n\
         kind: Pod\n\
         metadata: {name: eniplan-try, namespace: default}\n\
         spec:\n\
         \x20 restartPolicy: Never\n\
         \x20 affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: eniplan.dev/generation, operator: DoesNotExist}]}]}}}\n\
         \x20 containers:\n\
         \x20   - {name: try, image: 'public.ecr.aws/docker/library/busybox:1.36', command: [sleep, '600']}\n\
         POD\n\
         kubectl wait --for=condition=Ready pod/eniplan-try --timeout=3m\n\
         kubectl get pod eniplan-try -o jsonpath='{.status.podIP}{\"\\n\"}'\n\
         kubectl exec eniplan-try -- nslookup kubernetes.default.svc.cluster.local\n\
         kubectl exec eniplan-try -- nc -z -w 5 kubernetes.default.svc.cluster.local 443 && echo reached\n\
         kubectl exec eniplan-try -- wget -qO- --timeout=5 http://checkip.amazonaws.com\n\
         kubectl delete pod eniplan-try",
    )
    .check("", prose!("the address is of {}, the name is found, the API is reached, and the world answers where the VPC has a way out.", blocks))
}

fn let_calico_everywhere() -> Step {
    step(
        "Let Calico run everywhere",
        "The same release without the two settings: with no old node left they do nothing but surprise the next reader.",
        OPERATOR.install(&OPERATOR.path()),
    )
    .check(
        "kubectl -n calico-system rollout status daemonset calico-node --timeout=10m",
        "the rollout ends, with one pod a node.",
    )
}

fn one_address_a_node() -> Step {
    step(
        "Count the VPC's addresses",
        "A new node has one interface with one address; whatever more there was went with the old nodes.",
        "for id in $(kubectl get nodes -o jsonpath='{.items[*].spec.providerID}'); do\n\
         \x20 aws ec2 describe-network-interfaces --filters \"Name=attachment.instance-id,Values=${id##*/}\" \\\n\
         \x20   --query 'length(NetworkInterfaces[].PrivateIpAddresses[])' --output text\n\
         done",
    )
    .check("", "1 for each node.")
}
