//! Why findings of artefacts matter: of what is exported, and of what already exists.

use super::Code;

/// What comes of it, and what to do where the help is filled in from the plan alone.
pub(super) fn words(code: Code) -> (&'static str, &'static str) {
    match code {
        Code::NameNotUsable => (
            "AWS refuses the name when the resource is made, after others already exist.",
            "",
        ),
        Code::ExportNotYet => (
            "The figures hold, but the files that would bring them about have to be written by hand.",
            "Choose a strategy that is exported, or write the files by hand.",
        ),
        Code::ExportStopped => (
            "Files that would fail on apply are worse than none.",
            "Mend what the message names, and export again.",
        ),
        Code::GroupNotExported => (
            "The plan counts the group's addresses, and the exported cluster does not have it.",
            "Change what the message names, or write the group by hand.",
        ),
        Code::PartNotGenerated => (
            "Its addresses are counted, and whoever applies the files has to make it by other means.",
            "Make it beside the exported files.",
        ),
        Code::NoWayOut => (
            "A node that cannot reach the EKS API, ECR and STS does not join the cluster, and says so in its own log only.",
            "",
        ),
        Code::MaxPodsRoute => (
            "Several places can set max pods and the strongest wins; a value in the wrong place has no effect.",
            "Compare with `.status.capacity.pods` of a node once it is up.",
        ),
        Code::TakenAsGiven => (
            "A subnet that is made twice is refused, and one that is not made is missing where nodes are to stand.",
            "",
        ),
        Code::OwnerMakesSubnets => (
            "A participant's apply fails at the first subnet, reservation or route that it tries to make.",
            "",
        ),
        Code::ChosenEndpoints => (
            "An endpoint for another service than the one that is called takes addresses and helps nobody.",
            "",
        ),
        Code::NoPodBlocks => (
            "flannel waits for a block of its node without end, so that every node stays NotReady.",
            "",
        ),
        Code::WebhooksOnHost => (
            "A webhook that cannot be reached blocks whatever it guards until it times out.",
            "",
        ),
        Code::AddOnIsImported => (
            "Without the import Terraform tries to make an add-on that is there, and EKS refuses.",
            "",
        ),
        Code::CellEmpty => (
            "Files that cannot do what they say are worse than none.",
            "Export into what the help names.",
        ),
        Code::KarpenterNeedsNodes => (
            "Karpenter cannot start the node that it would run on itself, so that nothing ever starts.",
            "",
        ),
        Code::PlanHasErrors => (
            "Terraform knows nothing of a subnet that is too small or a zone that EKS does not take: the apply fails half way, or nodes come up that no pod can run on.",
            "",
        ),
        Code::NoNodeGroups => (
            "A cluster without nodes runs no pod, not even CoreDNS, and a plan without them says nothing of whether the subnets do.",
            "",
        ),
        Code::LaidOutBlindly => (
            "A block that is taken already is refused on apply, after half of the rest has been made.",
            "",
        ),
        Code::OverlayMaxPods => (
            "An overlay takes no interface for its pods, yet a node whose max pods was never raised stops at what the interfaces of the VPC CNI would serve; running nodes keep what they started with.",
            "",
        ),
        Code::KubeletDaemonSet => (
            "A privileged pod in the host's process namespace is root on the node, and Pod Security rightly blocks it; it is the last resort, where nodes cannot be given user data.",
            "",
        ),
        Code::IdsToFillIn => (
            "An ENIConfig needs the id of a subnet, which AWS gives out when the subnet is made; `terraform output` and `aws ec2 describe-subnets` show it.",
            "",
        ),
        Code::FewerNatGateways => (
            "A zone without a gateway of its own sends its traffic through another zone, which costs money and fails with that zone.",
            "",
        ),
        // The list of all codes sends those of artefacts alone.
        _ => ("", ""),
    }
}
