//! What clusters say when addresses run out, and what it means.
//!
//! A person who searches for an error has its words and not eniplan's; the words lead to findings and a page.

use super::Code;

/// A message of AWS, of Kubernetes or of a CNI, by which people meet a finding first.
#[derive(Clone, Copy, Debug)]
pub struct Symptom {
    /// What it is, in a few words.
    pub title: &'static str,
    /// What it means, and what it does not.
    pub means: &'static str,
    /// What to do.
    pub then: &'static str,
    /// Findings that say it of a plan or of an import, the likeliest first.
    pub codes: &'static [Code],
    /// The page of the site that answers it, as an address.
    pub page: &'static str,
    /// Where the message or the rule is written.
    pub source: &'static str,
    /// Each a way to say it: all of its pieces stand in one line. In lower case.
    signs: &'static [&'static [&'static str]],
}

/// Every message that is known, those of a pod first.
pub const SYMPTOMS: &[Symptom] = &[
    Symptom {
        title: "A pod gets no address",
        means: "The CNI of the pod's node had no free address. Its subnet is full, or all interfaces of the node are, because max pods is above what they serve, or many pods ended within 30 seconds and their addresses still rest.",
        then: "See whether a subnet or the node is full first: the first wall says it. Then lower what each node keeps warm, enlarge the subnets, or set max pods right.",
        codes: &[
            Code::PodsWithoutAddress,
            Code::SubnetShort,
            Code::MaxPodsTooHigh,
            Code::PeakDoesNotFit,
        ],
        page: "#/capacity",
        source: "https://github.com/aws/amazon-vpc-cni-k8s/issues/2749",
        signs: &[
            &["failed to assign an ip address"],
            &["no available ip addresses"],
            &["no free ip available in the prefix"],
        ],
    },
    Symptom {
        title: "A subnet has no free address",
        means: "EC2 refused an address or an interface, because every address of the subnet is taken. Those that other nodes hold warm count as taken, so pods may be far fewer.",
        then: "Import the cluster to see who holds the addresses, and set warm targets that hold less.",
        codes: &[Code::SubnetShort, Code::WarmTargets, Code::ImportFootprint],
        page: "#/import",
        source: "https://github.com/aws/amazon-vpc-cni-k8s/pull/1773",
        signs: &[
            &["insufficientfreeaddressesinsubnet"],
            &["enough free addresses to satisfy the request"],
            &["sufficient free ipv4 addresses or prefixes"],
        ],
    },
    Symptom {
        title: "A subnet has no free block of 16",
        means: "Prefix delegation takes whole /28 blocks, and none is free. Thousands of single addresses may be: one stray address kills its block.",
        then: "Import the interfaces to see the blocks, which nodes to drain and which range to reserve for prefixes.",
        codes: &[
            Code::NoPrefixRoom,
            Code::PrefixesOverMinimum,
            Code::ImportFragmented,
        ],
        page: "#/import",
        source: "https://github.com/aws/amazon-vpc-cni-k8s/issues/2749",
        signs: &[
            &["insufficientcidrblocks"],
            &["enough free cidr blocks"],
            &["insufficientcidr error"],
        ],
    },
    Symptom {
        title: "A node has as many pods as it may",
        means: "The scheduler counts pods against .status.capacity.pods of each node. Addresses are not asked at all.",
        then: "See what sets max pods and what the network could serve; prefix delegation raises both.",
        codes: &[Code::PodsPending, Code::MaxPodsNotRaised],
        page: "#/nodes",
        source: "https://docs.aws.amazon.com/eks/latest/userguide/choosing-instance-type.html",
        signs: &[
            &["too many pods"],
            &["insufficient pods"],
            &["outofpods"],
            &["enough resource: pods"],
        ],
    },
    Symptom {
        title: "No branch interface is left for a pod with security groups",
        means: "Each pod with a security group of its own takes a branch interface, of which every instance type has a fixed number, and burstable types have none.",
        then: "Take a type with more branch interfaces, or more nodes. See that ENABLE_POD_ENI is on and the node has its trunk.",
        codes: &[Code::NotTrunking, Code::PodsPending],
        page: "#/nodes",
        source: "https://github.com/aws/amazon-vpc-cni-k8s/issues/2494",
        signs: &[&["vpc.amazonaws.com/pod-eni"]],
    },
    Symptom {
        title: "EKS refuses an upgrade",
        means: "EKS puts new interfaces of the control plane into the cluster's subnets before it removes the old ones, and wants 5 free addresses in each.",
        then: "Ask the gate “Can it upgrade?”, free addresses there, or give the cluster other subnets.",
        codes: &[Code::UpgradeBlocked],
        page: "#/capacity",
        source: "https://github.com/aws/containers-roadmap/issues/1693",
        signs: &[&["need at least 5 ips"], &["provided subnets", "free ips:"]],
    },
    Symptom {
        title: "EKS finds too few addresses for new nodes",
        means: "A health issue of the cluster or of a managed node group: a subnet has no room for the interfaces of new nodes, as an update or a scale-up wants.",
        then: "See the surge of an update and the largest size of the group on each subnet.",
        codes: &[
            Code::SurgeDoesNotFit,
            Code::SubnetShort,
            Code::UpgradeBlocked,
        ],
        page: "#/capacity",
        source: "https://docs.aws.amazon.com/eks/latest/APIReference/API_Issue.html",
        signs: &[&["insufficientfreeaddresses"]],
    },
    Symptom {
        title: "Custom networking got no interface",
        means: "The node found no ENIConfig of its zone, or none of its interfaces could be attached in the subnet for pods; it never becomes ready.",
        then: "See that each zone has a subnet for pods with room, and an ENIConfig named as the zone, before nodes start.",
        codes: &[
            Code::NoPodsSubnet,
            Code::CustomNetworkingNeedsInterfaces,
            Code::SubnetShort,
        ],
        page: "#/vpc",
        source: "https://docs.aws.amazon.com/eks/latest/userguide/cni-custom-network.html",
        signs: &[
            &["failed to attach any enis for custom networking"],
            &["eniconfig", "not found"],
        ],
    },
    Symptom {
        title: "The instance takes no further interface",
        means: "Every instance type has a largest number of interfaces, and this node has it. The CNI goes on with what it has.",
        then: "Compare max pods with what the interfaces serve. With Karpenter or other users of interfaces, set MAX_ENI or reserved interfaces.",
        codes: &[Code::MaxPodsTooHigh, Code::PodsWithoutAddress],
        page: "#/nodes",
        source: "https://github.com/aws/amazon-vpc-cni-k8s/issues/36",
        signs: &[
            &["attachmentlimitexceeded"],
            &["interface count", "exceeds the limit"],
        ],
    },
    Symptom {
        title: "The CNI wants another interface for its warm pool",
        means: "No error by itself: fewer addresses are free on the node than WARM_ENI_TARGET asks for, so the CNI takes a whole further interface, with all its addresses.",
        then: "Where subnets are short, set WARM_IP_TARGET and MINIMUM_IP_TARGET; the chart of the node group shows what each gives back.",
        codes: &[Code::WarmTargets, Code::SubnetShort],
        page: "#/nodes",
        source: "https://github.com/aws/amazon-vpc-cni-k8s/blob/master/docs/eni-and-ip-target.md",
        signs: &[&["ip pool is too low"]],
    },
    Symptom {
        title: "A load balancer is refused",
        means: "A load balancer wants at least 8 free addresses in each of its subnets when it is made.",
        then: "Give load balancers subnets of their own, of a /27 or larger.",
        codes: &[Code::LoadBalancerBlocked],
        page: "#/capacity",
        source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#subnets-load-balancer",
        signs: &[
            &["at least 8 free ip addresses"],
            &["not enough ip space available"],
        ],
    },
    Symptom {
        title: "AWS refuses a further block of the VPC",
        means: "Which blocks can be added depends on the range of the first: beside 10.0.0.0/8 it is 100.64.0.0/10 or a public block, not another private range.",
        then: "Add a /16 of 100.64.0.0/10 for pods; the VPC page offers blocks that AWS takes.",
        codes: &[Code::VpcCidrRestricted, Code::PeerOverlap],
        page: "#/vpc",
        source: "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html#add-cidr-block-restrictions",
        signs: &[
            &["is restricted", "same private address range"],
            &["invalidvpc.range"],
        ],
    },
    Symptom {
        title: "The VPC has as many blocks as its quota",
        means: "A VPC has 5 IPv4 blocks by default; AWS raises the quota to 50 on request.",
        then: "Ask for a higher quota, or add fewer and larger blocks.",
        codes: &[Code::VpcCidrQuota],
        page: "#/vpc",
        source: "https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html",
        signs: &[&["cidrlimitexceeded"], &["maximum number of allowed cidrs"]],
    },
    Symptom {
        title: "A subnet overlaps another, or leaves its VPC",
        means: "Subnets of a VPC share no address, and lie within its blocks, from /16 to /28.",
        then: "Paste the blocks on the first screen: the map shows what is taken and offers what fits.",
        codes: &[
            Code::SubnetsOverlap,
            Code::SubnetOutsideVpc,
            Code::SubnetSize,
        ],
        page: "#/vpc",
        source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html",
        signs: &[
            &["invalidsubnet.conflict"],
            &["invalidsubnet.range"],
            &["conflicts with another subnet"],
        ],
    },
    Symptom {
        title: "flannel gets no block for its node",
        means: "flannel wants spec.podCIDR of the node, which the control plane of EKS does not assign.",
        then: "Bring an allocator of your own, or take another overlay; the runbook of flannel says how.",
        codes: &[Code::FlannelAllocator],
        page: "#/compare",
        source: "https://github.com/aws/containers-roadmap/issues/315",
        signs: &[&["pod cidr not assigned"]],
    },
];

/// The symptoms that `text` tells of, in the order of the list; none where it is something else.
///
/// Text of any length: events, a log, an error of Terraform.
///
/// ```
/// use eniplan_core::finding::{Code, symptoms};
///
/// let event = "add cmd: failed to assign an IP address to container";
/// let found = symptoms(event).next().unwrap();
/// assert!(found.codes.contains(&Code::SubnetShort));
/// assert_eq!(symptoms("hello").count(), 0);
/// ```
pub fn symptoms(text: &str) -> impl Iterator<Item = &'static Symptom> {
    SYMPTOMS.iter().filter(move |symptom| {
        let is_told = |sign: &&[&str]| {
            text.lines()
                .any(|line| sign.iter().all(|piece| holds(line, piece)))
        };
        symptom.signs.iter().any(is_told)
    })
}

/// Whether `line` has `piece` in whole words, whatever the case.
fn holds(line: &str, piece: &str) -> bool {
    let (line, piece) = (line.as_bytes(), piece.as_bytes());
    let is_word = |at: Option<&u8>| at.is_some_and(u8::is_ascii_alphanumeric);
    line.windows(piece.len()).enumerate().any(|(at, window)| {
        let before = at.checked_sub(1).and_then(|at| line.get(at));
        window.eq_ignore_ascii_case(piece)
            && !is_word(before)
            && !(is_word(piece.last()) && is_word(line.get(at.saturating_add(piece.len()))))
    })
}

#[cfg(test)]
mod tests {
    use super::{Code, SYMPTOMS, symptoms};
    use alloc::vec::Vec;

    fn first(text: &str) -> Option<&'static str> {
        symptoms(text).next().map(|one| one.title)
    }

    /// Messages as they stand in the threads and documents that the list names.
    #[test]
    fn messages_as_people_meet_them() {
        let told = [
            (
                r#"plugin type="aws-cni" name="aws-cni" failed (add): add cmd: failed to assign an IP address to container"#,
                Code::PodsWithoutAddress,
            ),
            (
                "InsufficientFreeAddressesInSubnet: The specified subnet does not have enough free addresses to satisfy the request.\n\tstatus code: 400",
                Code::SubnetShort,
            ),
            (
                "InsufficientCidrBlocks: The specified subnet does not have enough free cidr blocks to satisfy the request.",
                Code::NoPrefixRoom,
            ),
            (
                "Recently we had InsufficientCidr Error hence will wait for 2 mins before retrying",
                Code::NoPrefixRoom,
            ),
            (
                "Provided subnets subnet-040a1f0013274c2b0 Free IPs: 0 subnet-0af91474429282c3d Free IPs: 0 , need at least 5 IPs in each subnet to be free for this operation",
                Code::UpgradeBlocked,
            ),
            (
                "0/12 nodes are available: 12 Insufficient vpc.amazonaws.com/pod-eni.",
                Code::NotTrunking,
            ),
            (
                "0/3 nodes are available: 3 Too many pods. preemption: 0/3",
                Code::PodsPending,
            ),
            (
                r#"{"level":"debug","msg":"IP pool is too low: available (19) < ENI target (1) * addrsPerENI (29)"}"#,
                Code::WarmTargets,
            ),
            (
                "InvalidSubnet: Not enough IP space available in subnet-1. ELB requires at least 8 free IP addresses in each subnet.",
                Code::LoadBalancerBlocked,
            ),
            (
                "InvalidVpc.Range: The CIDR '192.168.0.0/16' is restricted. Use a CIDR from the same private address range as the current VPC CIDR",
                Code::VpcCidrRestricted,
            ),
        ];
        for (text, code) in told {
            let found: Vec<_> = symptoms(text).collect();
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert_eq!(found[0].codes[0], code, "{text}");
        }
    }

    #[test]
    fn a_health_issue_is_not_the_error_of_ec2() {
        assert_eq!(
            first("Ec2: InsufficientFreeAddresses"),
            Some("EKS finds too few addresses for new nodes")
        );
        assert_eq!(
            first("InsufficientFreeAddressesInSubnet").unwrap(),
            "A subnet has no free address"
        );
    }

    #[test]
    fn pieces_of_different_lines_and_words_are_not_a_message() {
        assert_eq!(first("provided subnets\nfree IPs: 3"), None);
        assert_eq!(first("reinsufficient pods"), None);
        assert_eq!(first("insufficient podsx"), None);
        assert_eq!(first(""), None);
        assert_eq!(first("é"), None);
    }

    #[test]
    fn every_symptom_is_found_by_each_of_its_signs() {
        for symptom in SYMPTOMS {
            assert!(!symptom.codes.is_empty() && symptom.source.starts_with("https://"));
            for sign in symptom.signs {
                let line = sign.join(" … ");
                assert_eq!(line, line.to_lowercase(), "signs are in lower case");
                assert!(
                    symptoms(&line).any(|found| found.title == symptom.title),
                    "{line}"
                );
            }
        }
    }
}
