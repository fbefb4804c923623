//! Why findings of a Terraform plan, and of plans that share a VPC, matter.

use super::Code;

/// What comes of it, and what to do where the help is filled in from the plan alone.
pub(super) fn words(code: Code) -> (&'static str, &'static str) {
    match code {
        Code::TerraformRenumbers => (
            "No subnet changes its block: AWS deletes the old one, which it refuses while one interface stands in it, and whatever stood there gets another address or is gone.",
            "",
        ),
        Code::TerraformReplaces => (
            "A VPC takes its subnets along and a cluster its workload: the apply stops in the middle, or leaves nothing behind.",
            "",
        ),
        Code::TerraformReplacesNodes => (
            "All nodes of the group change at once, and not one after the other as an update of the group does.",
            "",
        ),
        Code::TerraformRemoves => (
            "AWS deletes no subnet and takes no block from a VPC while anything has an address there, so that the apply stops with half of it done.",
            "",
        ),
        Code::TerraformUnknown => (
            "What is not known cannot be checked: whether it overlaps, and whether nodes and pods fit.",
            "",
        ),
        Code::TerraformSettings => (
            "Whether nodes take addresses or prefixes, and how many they keep ready, decides how many subnets hold.",
            "",
        ),
        Code::TerraformErrored => ("A check of half a plan says nothing of the other half.", ""),
        Code::SharedSubnetShort => (
            "Each cluster fits alone, and the first one to grow takes the addresses that the others count on.",
            "",
        ),
        Code::SharedVpcOverlap => (
            "AWS makes no subnet that overlaps another one, so that only the first of the two plans can be applied.",
            "",
        ),
        // The list of all codes sends those of Terraform and of shared VPCs alone.
        _ => ("", ""),
    }
}
