//! Why findings of layouts matter: of a plan's subnets, and of many VPCs in one pool.

use super::Code;

/// What comes of it, and what to do where the help is filled in from the plan alone.
pub(super) fn words(code: Code) -> (&'static str, &'static str) {
    match code {
        Code::SubnetCannotGrow => (
            "A subnet keeps its size for life: nodes beyond what it holds do not start, and pods hang without an address.",
            "Add the subnet that the layout names beside it, or move what stands in the way.",
        ),
        Code::LayoutNoRoom => (
            "What has no subnet cannot start, and a VPC's blocks cannot be made larger later.",
            "Make one of the changes that the finding names; each was tried and fits.",
        ),
        Code::BlockAdded => (
            "A VPC that pods have to themselves costs no routable address, as long as nothing outside has to reach them.",
            "",
        ),
        Code::PresetDoesNotFit => (
            "A layout that a tool would refuse to make is of no use beside that tool.",
            "",
        ),
        Code::Ipv6Full => (
            "A subnet without an IPv6 block takes no nodes of an IPv6 cluster.",
            "",
        ),
        Code::EditRefused => (
            "AWS neither resizes nor moves a subnet that exists, so a plan that does is a plan of another VPC.",
            "Change a subnet that does not exist yet, or add one in a free hole.",
        ),
        Code::PoolExhausted => (
            "Without a block the VPC is in no plan, and the others have taken what there was.",
            "",
        ),
        Code::SharedBlockReused => (
            "Two VPCs with the same block cannot both be reached by it, and peering is refused if any block overlaps.",
            "",
        ),
        Code::PoolBlockUnusable => (
            "A block that no VPC takes would be given out and refused by AWS.",
            "Give a private block from /8 to /28, once.",
        ),
        Code::FleetOverlap => (
            "Routers send what is meant for one of the two to the other.",
            "",
        ),
        Code::PrimaryTooSmall => (
            "AWS gives a VPC five blocks of /16 at most until the quota is raised, whatever is asked.",
            "",
        ),
        _ => ("", ""),
    }
}
