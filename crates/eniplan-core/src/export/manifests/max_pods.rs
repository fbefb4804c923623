//! A DaemonSet that lifts max pods on nodes that run: the last resort.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::File;
use super::super::blueprint::Blueprint;
use super::super::pools::{Pool, takes_drop_in};
use super::super::yaml::{Line, Yaml, entry, map, texts};
use super::in_namespace;

/// Where it runs, apart from everything else.
pub(super) const NAMESPACE: &str = "kubelet-max-pods";

/// The label by which a node is opted in, with the number as its value.
pub(in super::super) const LABEL: &str = "eniplan.dev/max-pods";

const USAGE: &str = "The last resort, for nodes whose launch template you cannot change. User data is the better way: see nodes/.
What it risks:
- Its pods are root on the node, see every process and can do whatever the node's role may.
  Pod Security refuses them but for the label of their namespace; an attacker who can change this file owns the nodes.
- A node is Ready with the old number before the patch runs: the scheduler works with the old one until the kubelet restarts.
- The cluster autoscaler and Karpenter go on planning with the number of the group or of the instance type.
- It writes beside what nodeadm writes; a later AMI may read other files. AWS supports the number that EKS sets, no other.
- Only AL2023: not Bottlerocket, Windows, Auto Mode or Fargate.
It has not been run on a node of yours: try it on one first.
  kubectl apply -f namespaces.yaml -f kubelet-max-pods.yaml
  kubectl label node NODE eniplan.dev/max-pods=NUMBER
Away again: remove the label, and replace the node.";

/// nodeadm owns config.json and 40-nodeadm.conf and writes them anew at each start; the kubelet reads *.conf in order.
///
/// Sources: <https://github.com/awslabs/amazon-eks-ami/blob/81fec2e8958/nodeadm/internal/kubelet/config.go>,
/// <https://kubernetes.io/docs/tasks/administer-cluster/kubelet-config-file/#kubelet-configuration-drop-in>, read 2026-11-24.
fn script(pool: &Pool) -> String {
    let (cpu, memory) = pool.reserved();
    let wanted = format!(
        "{{\"apiVersion\":\"kubelet.config.k8s.io/v1beta1\",\"kind\":\"KubeletConfiguration\",\"maxPods\":{},\
         \"kubeReserved\":{{\"cpu\":\"{cpu}m\",\"ephemeral-storage\":\"1Gi\",\"memory\":\"{memory}Mi\"}}}}",
        pool.max_pods()
    );
    format!(
        "folder=/etc/kubernetes/kubelet/config.json.d\n\
         file=\"$folder/99-max-pods.conf\"\n\
         wanted='{wanted}'\n\
         if [ ! -d \"$folder\" ]; then\n\
         \x20 echo 'no folder for drop-ins: this is no AL2023 node' >&2\n\
         \x20 exit 1\n\
         fi\n\
         if [ -f \"$file\" ] && [ \"$(cat \"$file\")\" = \"$wanted\" ]; then\n\
         \x20 exit 0\n\
         fi\n\
         printf '%s\\n' \"$wanted\" > \"$file.new\"\n\
         mv \"$file.new\" \"$file\"\n\
         systemctl restart kubelet\n"
    )
}

/// One DaemonSet for each number that groups are lifted to.
pub(super) fn file(blueprint: &Blueprint, pools: &[Pool]) -> Option<File> {
    let mut documents: Vec<Vec<Line>> = Vec::new();
    let mut numbers = Vec::new();
    for pool in pools.iter().filter(|pool| takes_drop_in(pool)) {
        // The reservation of CPU follows the type, so groups of one number may still differ.
        let key = (pool.max_pods(), pool.reserved());
        if !numbers.contains(&key) {
            let nth = numbers
                .iter()
                .filter(|(number, _)| *number == key.0)
                .count();
            numbers.push(key);
            documents.push(daemon_set(pool, nth));
        }
    }
    (!documents.is_empty()).then(|| {
        super::file(
            blueprint,
            "manifests/kubelet-max-pods.yaml",
            "Opt-in: lifts max pods of nodes that run, with risks that it names",
            USAGE,
            &documents,
        )
    })
}

/// The value of the label that opts a node in.
pub(super) fn value(pool: &Pool, nth: usize) -> String {
    match nth {
        0 => pool.max_pods().to_string(),
        nth => format!("{}-{}", pool.max_pods(), nth.saturating_add(1)),
    }
}

fn daemon_set(pool: &Pool, nth: usize) -> Vec<Line> {
    let value = value(pool, nth);
    let name = format!("kubelet-max-pods-{value}");
    let labels = || map([entry("app.kubernetes.io/name", Yaml::text(name.as_str()))]);
    let patch = map([
        entry("name", "patch"),
        entry("image", "public.ecr.aws/amazonlinux/amazonlinux:2023"),
        entry(
            "command",
            texts([
                "nsenter",
                "--target",
                "1",
                "--mount",
                "--uts",
                "--ipc",
                "--net",
                "--pid",
                "--",
                "/bin/bash",
                "-euo",
                "pipefail",
                "-c",
            ]),
        ),
        entry("args", Yaml::List(Vec::from([Yaml::Block(script(pool))]))),
        entry("securityContext", map([entry("privileged", true)])),
    ]);
    let pause = map([
        entry("name", "pause"),
        entry("image", "registry.k8s.io/pause:3.10"),
        entry(
            "resources",
            map([
                entry(
                    "requests",
                    map([entry("cpu", "1m"), entry("memory", "4Mi")]),
                ),
                entry("limits", map([entry("memory", "16Mi")])),
            ]),
        ),
        entry(
            "securityContext",
            map([
                entry("allowPrivilegeEscalation", false),
                entry("readOnlyRootFilesystem", true),
                entry("runAsNonRoot", true),
                entry("runAsUser", 65_535u64),
            ]),
        ),
    ]);
    let pod = map([
        entry("hostPID", true),
        entry("hostNetwork", true),
        entry("automountServiceAccountToken", false),
        entry("priorityClassName", "system-node-critical"),
        entry(
            "nodeSelector",
            map([
                entry("kubernetes.io/os", "linux"),
                entry(LABEL, Yaml::text(value.as_str())),
            ]),
        ),
        entry(
            "tolerations",
            Yaml::List(Vec::from([map([entry("operator", "Exists")])])),
        ),
        entry("initContainers", Yaml::List(Vec::from([patch]))),
        entry("containers", Yaml::List(Vec::from([pause]))),
    ]);
    let mut lines = in_namespace("apps/v1", "DaemonSet", name.as_str(), NAMESPACE);
    lines.push(entry(
        "spec",
        map([
            entry("selector", map([entry("matchLabels", labels())])),
            entry(
                "updateStrategy",
                map([entry("rollingUpdate", map([entry("maxUnavailable", 1u64)]))]),
            ),
            entry(
                "template",
                map([
                    entry("metadata", map([entry("labels", labels())])),
                    entry("spec", pod),
                ]),
            ),
        ]),
    ));
    lines
}
