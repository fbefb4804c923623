//! Why findings of overlays matter.

use super::Code;

/// What comes of it, and what to do where the help is filled in from the plan alone.
pub(super) fn words(code: Code) -> (&'static str, &'static str) {
    match code {
        Code::PodCidrOverlaps => (
            "An address that means a pod on one node and something else beyond it is reached on one side only, and the connections that fail are hard to find.",
            "",
        ),
        Code::PodPoolSmall => (
            "A node that finds no block has no addresses for its pods, and they hang in ContainerCreating.",
            "Use a larger pod_cidr, add another, or use smaller blocks.",
        ),
        Code::BlockSizeOutOfRange => (
            "The CNI refuses the value when it is installed, or falls back to its own without a word.",
            "",
        ),
        Code::NodeBlockSmall => (
            "The scheduler goes by max pods and not by the block, so it binds pods for which the node has no address.",
            "Use larger blocks, or set max pods to what a block holds.",
        ),
        Code::FlannelAllocator => (
            "The agent stops on every node, so none of them becomes Ready.",
            "",
        ),
        Code::WeaveArchived => (
            "Nobody mends its faults, and new kernels and versions of Kubernetes may break it.",
            "",
        ),
        Code::OverlayWebhooks => (
            "A webhook that cannot be reached blocks whatever it guards: pods, nodes and certificates are refused until it times out.",
            "",
        ),
        Code::OverlayTargets => (
            "The load balancer finds every target unhealthy, and nothing is served.",
            "",
        ),
        Code::MaxPodsNotRaised => (
            "Nodes stand half empty although addresses are no limit, which is what the overlay was chosen for.",
            "",
        ),
        Code::CiliumPrefixes => (
            "Nodes that were to save addresses go on taking them one by one, and the subnet fills as before.",
            "",
        ),
        Code::PodCidrBelowBlock => (
            "No node gets a block from it, so its addresses are of no use.",
            "",
        ),
        // The list of all codes sends those of overlays alone.
        _ => ("", ""),
    }
}
