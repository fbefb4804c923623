//! The end of the list: the last findings of imports, what is found in Terraform's states and plans, and of plans that share a VPC.

/// Hands the list that is given to its macro, with these entries behind the others.
macro_rules! with_pipelines {
    ($list:ident! { $($others:tt)* }) => {
        $list! {
            $($others)*

            517 ImportReserved Warning "Memory is reserved for other max pods",
                "Group {0}: kubelets of {4 node} reserve memory for {1 pod}, {3} MiB, and take {2}.",
                "Cap maxPodsExpression with min(), or set max pods where nodeadm counts with it; what is reserved is 255 + 11 × max pods MiB.", "https://github.com/awslabs/amazon-eks-ami/blob/main/nodeadm/internal/kubelet/config.go";
            518 ImportPaged Warning "A part of a longer answer",
                "The answer with {0} says that more of them follow, and they were not given.",
                "Run {1} without --max-items, --no-paginate or a limit: it then gives all of them.", "https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-pagination.html";
            550 TerraformRenumbers Error "Terraform would renumber a subnet",
                "{0} would be destroyed and made anew: {1} becomes {2}.",
                "Leave {1} as it is and add another subnet beside it; once nodes and load balancers have moved there, remove the old one.", "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html";
            551 TerraformReplaces Error "Terraform would replace what everything stands in",
                "{0} would be destroyed and made anew because of {1}.",
                "Take the change of {1} back, or make a second one beside it and move over.", "https://developer.hashicorp.com/terraform/internals/json-format";
            552 TerraformReplacesNodes Warning "Terraform would replace a node group",
                "{0} would be destroyed and made anew because of {1}: {2}.",
                "Add a node group beside it, move its pods, and remove the old one in a later change.", "https://developer.hashicorp.com/terraform/internals/json-format";
            553 TerraformRemoves Warning "Terraform would remove addresses",
                "{0} ({1}) would be destroyed.",
                "Look whether anything still has an address in it: AWS refuses to delete it then, in the middle of the apply.", "https://developer.hashicorp.com/terraform/internals/json-format";
            554 TerraformUnknown Note "Known only after apply",
                "{0} was left out: its {1} is known only after apply.",
                "Apply in steps, or write the block down; `eniplan layout` finds a free one.", "https://developer.hashicorp.com/terraform/internals/json-format";
            555 TerraformSettings Warning "Settings of an add-on cannot be read",
                "{0}: the configuration_values of {1} are no JSON or YAML, or known only after apply; its defaults stand in.",
                "Write them with jsonencode() from what is known.", "https://docs.aws.amazon.com/eks/latest/userguide/eks-add-ons.html";
            556 TerraformErrored Warning "The Terraform plan is not complete",
                "{0} comes from a plan that ended with errors, so what stands behind them is missing.",
                "Mend what terraform plan says, and run it again.", "https://developer.hashicorp.com/terraform/internals/json-format";
            570 SharedSubnetShort Error "A shared subnet is too small for all",
                "{0} ({1}) is {2} short {3} once {4} are added up: {5 address} wanted, {6} usable.",
                "Give one of the clusters subnets of its own, or move pods to a secondary block.", "https://docs.aws.amazon.com/eks/latest/best-practices/subnets.html";
            571 SharedVpcOverlap Error "Plans of one VPC overlap",
                "{0} overlaps {1}, which stands in the same VPC {2}.",
                "List the subnets that exist in both plans, and let `eniplan layout` find holes for new ones.", "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html";
        }
    };
}
