//! The end of the list: findings of imports, what is found in Terraform's states and plans, and of plans that share a VPC.

/// Hands the list that is given to its macro, with these entries behind the others.
macro_rules! with_imports {
    ($list:ident! { $($others:tt)* }) => {
        $list! {
            $($others)*

            500 ImportTooLarge Error "Too large to read",
                "{0} has {1} MiB; at most {2} MiB are read at once.",
                "Leave out what is not needed: the commands of `eniplan import --help` do so with --query.", OWN;
            501 ImportNotText Error "Not text",
                "{0} is {1}, and no JSON or YAML.",
                "Unpack it, or run the command again and write its output to a file with >.", OWN;
            502 ImportUnknown Error "Not recognised",
                "{0} {1}.",
                "{2}.", OWN;
            503 ImportCut Error "Cut off",
                "The JSON of {0} ends in the middle, in line {1}; entries read before the cut: {2}.",
                "Copy it again, whole; long output is better written to a file with >.", OWN;
            504 ImportSyntax Error "Not JSON from some place on",
                "{0} is not JSON in line {1}, column {2}: {3}; entries read before it: {4}.",
                "Run the command again, and change nothing in what it prints.", OWN;
            505 ImportNotJson Error "Output that is not JSON",
                "{0} {1}.",
                "{2}.", OWN;
            506 ImportEntry Warning "Entries that could not be read",
                "{0}: {1} of its {2} could not be read; the first: {3}.",
                "Look whether the file was changed by hand; everything else in it was read.", OWN;
            507 ImportLeftOut Note "Left out of the plan",
                "{0} {1}, and were left out of the plan.",
                "{2}.", OWN;
            508 ImportUnknownType Warning "An instance type that is not known",
                "{1 node} of type {0}, which is in no table here.",
                "Give the output of aws ec2 describe-instance-types --instance-types {0} too.", OWN;
            509 ImportAssumed Note "Assumed",
                "Nothing showed {0}; {1} stands in.",
                "Give {2} too.", OWN;
            510 ImportLeaked Warning "Interfaces that were left behind",
                "In {0}, {1 interface} of the VPC CNI attached to nothing: {2 address} held.",
                "Delete those that stay so for some minutes, with aws ec2 delete-network-interface --network-interface-id {3} and so on.", "https://docs.aws.amazon.com/eks/latest/best-practices/vpc-cni.html";
            511 ImportUnexplained Warning "The plan does not explain the free addresses",
                "{0} has {1 free address} and the plan counts {2}: {3} unexplained.",
                "{4}.", OWN;
            512 ImportSkew Warning "Nodes stand unevenly over the zones",
                "Group {0} has {1}; the plan counts {2}.",
                "Spread them, or write each zone as a group of its own with the nodes that it has; the fullest zone's subnets run out first.", OWN;
            513 ImportFootprint Warning "Nodes hold more than they should",
                "A node of group {0} holds {1 address}; the plan counts {2}, and {3} after churn.",
                "Look whether its settings are those of aws-node on every node, and whether nodes are older than the settings.", POOL;
            514 ImportCapacity Warning "Nodes take more pods than the network serves",
                "Group {0}: {1 pod} set, {2} possible.",
                "Set max pods to {2}, or {3 pod} a node can hang in ContainerCreating.", MAX_PODS;
            515 ImportListing Warning "Interfaces and free addresses do not agree",
                "The interfaces listed in {0} hold {1 address}, and EC2 counts {2}.",
                "List both at the same moment, without filters beside the VPC; a shared VPC shows interfaces of one's own account alone.", OWN;
            516 ImportFragmented Warning "Addresses are free, and prefixes are not",
                "{0} has {1} of {2} /28 blocks left; {3} spoilt by single addresses, with {4 free address} in them: {5}.",
                "{6}; {7}.", RESERVATIONS;
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
