//! Why each finding matters, and what to do where its help is filled in from the plan alone.
//!
//! Only the pages and the command line say this, so it stands apart from the list of codes.

mod artefacts;
mod imports;
mod layouts;
mod overlays;
mod pipelines;

use super::Code;

/// What there is to say of a code beyond its message.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reason {
    /// What comes of it.
    pub(super) why: &'static str,
    /// What to do, where the help is one operand; empty where the help says it.
    pub(super) fix: &'static str,
}

/// Why the code matters.
pub(super) fn reason(code: Code) -> Reason {
    let (why, fix) = words(code);
    Reason { why, fix }
}

#[expect(
    clippy::too_many_lines,
    reason = "a list with an entry a code, as the codes themselves"
)]
fn words(code: Code) -> (&'static str, &'static str) {
    match code {
        Code::UnknownKey => (
            "A key that is misspelt changes nothing, and the plan is counted as if it were not there.",
            "Write the key that was meant; the help names the nearest ones, and docs/plan.md lists all.",
        ),
        Code::WrongType => (
            "What could not be read counts as its default, so the figures are those of another plan.",
            "",
        ),
        Code::OutOfRange => (
            "A number beyond what the field takes counts as its default, so the figures are those of another plan.",
            "",
        ),
        Code::MissingKey => (
            "Without the key the entry says too little to be counted, so what it stands for is missing from every figure.",
            "",
        ),
        Code::TooMany => (
            "Entries beyond the first are not counted, so the plan looks emptier than it is.",
            "",
        ),
        Code::HostBits => (
            "EC2 silently takes the block that the address lies in, which may overlap a neighbour that you thought was apart.",
            "",
        ),
        Code::NewerPlan => (
            "Fields that this eniplan does not know are left out, and defaults may have another meaning.",
            "",
        ),
        Code::DuplicateName => (
            "Groups and others choose subnets by name, and of two with the same name only the first is found.",
            "",
        ),
        Code::UnknownName => (
            "What refers to a name that is not there is not counted anywhere.",
            "Write one of the names that the help lists, or add what is missing.",
        ),
        Code::BothUsedAndFree => (
            "The two say the same thing in two ways, and would count addresses twice.",
            "",
        ),
        Code::NodeCountsOutOfOrder => (
            "EC2 Auto Scaling refuses a group whose counts are out of order.",
            "",
        ),
        Code::UnknownInstanceType => (
            "Interfaces and addresses depend on the type, so another type's numbers stand in.",
            "Write one of the types that the help names; `eniplan instances` lists all that are known.",
        ),
        Code::BadMix => (
            "Shares that do not add up to all nodes leave some of them without a type.",
            "",
        ),
        Code::YamlFeature => (
            "Anchors, aliases and tags can make a small text mean a huge plan, and other readers resolve them differently.",
            "",
        ),
        Code::DuplicateKey => (
            "YAML readers disagree on which of the two counts, so the plan would mean one thing here and another elsewhere.",
            "",
        ),
        Code::VpcCidrSize => ("EC2 refuses the block, and with it the whole VPC.", ""),
        Code::VpcCidrsOverlap => (
            "EC2 refuses the second block: an address can stand in one block of a VPC only.",
            "",
        ),
        Code::VpcCidrRestricted => (
            "AWS keeps a table of ranges that do not go together in one VPC; the second block cannot be added, now or later.",
            "",
        ),
        Code::VpcCidrDisputed => (
            "If the table holds, the block cannot be added, and pods have no addresses to move to.",
            "",
        ),
        Code::VpcCidrQuota => (
            "Blocks beyond the quota are refused until AWS has raised it, which takes days; each block also adds a route.",
            "",
        ),
        Code::DockerRange => (
            "A machine with Docker routes these addresses to itself and never reaches what has them in the VPC.",
            "",
        ),
        Code::NeverUsable => (
            "These ranges have a meaning of their own, such as instance metadata or this host, so no VPC can hold them.",
            "",
        ),
        Code::PeerOverlap => (
            "AWS refuses the peering, and over a transit gateway one of the two sides is never reached; a block in use cannot be changed afterwards.",
            "",
        ),
        Code::RouteConflict => (
            "AWS refuses a block that would take traffic from a route that exists.",
            "",
        ),
        Code::SubnetOutsideVpc => (
            "EC2 refuses a subnet outside the blocks of its VPC; one in a block that is added later must wait for it.",
            "",
        ),
        Code::SubnetsOverlap => (
            "EC2 refuses the second of two subnets that share an address.",
            "",
        ),
        Code::SubnetSize => ("EC2 refuses a subnet of this size.", ""),
        Code::SubnetQuota => (
            "Subnets beyond the quota are refused until AWS has raised it.",
            "",
        ),
        Code::TooFewZones => (
            "EKS refuses to make a cluster whose subnets stand in one zone, and one zone is no protection against its loss.",
            "",
        ),
        Code::ServiceCidrBad => (
            "EKS refuses the block; what it takes stays for the life of the cluster.",
            "",
        ),
        Code::NoPodsSubnet => (
            "ipamd finds no ENIConfig for the zone, attaches no interface for pods, and the node never becomes Ready.",
            "",
        ),
        Code::NoNodeSubnet => (
            "No node can start in the zone, so the group is smaller or less spread than planned.",
            "",
        ),
        Code::LayoutDoesNotFit => (
            "Without its subnets there is nothing to count, and nothing to export.",
            "",
        ),
        Code::MissingTarget => (
            "What has no subnet is in no figure, although it will take addresses somewhere.",
            "Add the subnet that it would stand in, or name its subnets.",
        ),
        Code::NotARegion => (
            "Zones, endpoints and limits are those of a Region; with a name that AWS does not know nothing can be made.",
            "",
        ),
        Code::ZoneDisallowed => (
            "EKS places its own interfaces in the cluster's subnets, and cannot do so there: making the cluster fails.",
            "",
        ),
        Code::SubnetUnused => (
            "Its addresses look free and are never used: an ENIConfig names one subnet.",
            "",
        ),
        Code::TaggedSubnets => (
            "Pods move to these subnets only from the second interface of a node on; the first still takes its addresses from the node's subnet.",
            "",
        ),
        Code::TakenOutside => (
            "An address of another subnet takes nothing here, so this one looks emptier or the other fuller than it is.",
            "",
        ),
        Code::LoadBalancerSubnetSmall => (
            "An Application Load Balancer adds addresses as traffic grows; where it finds none it cannot scale, and a new one is refused below 8 free addresses.",
            "",
        ),
        Code::NameSaysOtherZone => (
            "Whoever writes an ENIConfig, a tag or a module by the names gives nodes of one zone a subnet of another; EC2 then attaches no interface, and pods have no address.",
            "",
        ),
        Code::UnevenZones => (
            "Auto Scaling groups balance nodes over zones whatever their subnets hold: the smallest zone stops growth while the others have room.",
            "",
        ),
        Code::VpcCidrOrder => (
            "EC2 looks at the blocks that are there when another one is added; in the wrong order the second call is refused, and a block in use is not removed just for that.",
            "",
        ),
        Code::VpcCidrMost => (
            "This is as far as AWS raises the quota, so the blocks beyond it can never be added.",
            "",
        ),
        Code::ServiceCidrMeets => (
            "Nodes rewrite what is sent to the service block before it is routed, so what has such an address elsewhere is never reached from the cluster; the block stays for the life of the cluster.",
            "",
        ),
        Code::Ipv6VpcSize => (
            "EC2 refuses the block, and dual-stack subnets have none to come from.",
            "",
        ),
        Code::Ipv6SubnetSize => ("EC2 refuses a subnet with an IPv6 block of this size.", ""),
        Code::Ipv6SubnetOutside => (
            "EC2 refuses a subnet's IPv6 block that is no part of its VPC's.",
            "",
        ),
        Code::Ipv6SubnetsOverlap => (
            "EC2 refuses the second of two subnets that share an IPv6 address.",
            "",
        ),
        Code::ReservationOutside => (
            "EC2 refuses the reservation, and prefixes are left without the room that was meant for them.",
            "",
        ),
        Code::ReservationsOverlap => (
            "EC2 refuses the second reservation, and what it held is counted twice.",
            "",
        ),
        Code::ReservationTooSmall => (
            "A prefix is a whole aligned /28; a smaller reservation keeps single addresses out and gives nothing for it.",
            "",
        ),
        Code::SubnetCannotGrow
        | Code::LayoutNoRoom
        | Code::BlockAdded
        | Code::PresetDoesNotFit
        | Code::Ipv6Full
        | Code::EditRefused
        | Code::PoolExhausted
        | Code::SharedBlockReused
        | Code::PoolBlockUnusable
        | Code::FleetOverlap
        | Code::PrimaryTooSmall => layouts::words(code),
        Code::SubnetShort => (
            "Nodes that start there get no interface or no addresses, and their pods hang in ContainerCreating with `failed to assign an IP address to container`.",
            "Use a larger subnet, fewer nodes in its zone, smaller warm targets, or a secondary block for pods.",
        ),
        Code::PodsPending => (
            "The scheduler finds no node with a free pod slot, CPU or memory, so the pods do not start.",
            "Use more nodes, or a type that takes more pods; the help says how many.",
        ),
        Code::PodsWithoutAddress => (
            "The scheduler counts pods and not addresses, so it binds them to nodes that cannot serve them, and they hang in ContainerCreating.",
            "Lower max pods to what the network serves, or give the nodes' subnets more addresses.",
        ),
        Code::MaxPodsTooHigh => (
            "The kubelet takes pods for which the node has no address; they hang in ContainerCreating although other nodes have room. With Karpenter and custom networking, RESERVED_ENIS=1 mends it for all types.",
            "",
        ),
        Code::MaxPodsDoubt => (
            "If EKS's value wins, nodes run with other max pods than the plan counts.",
            "",
        ),
        Code::UpperBound => (
            "Each interface takes an address of its own, and nodes hold idle ones; the simple difference promises pods that never get an address.",
            "Count interfaces and idle addresses too, as the report does.",
        ),
        Code::PrefixesNeedNitro => (
            "ipamd says so in its log alone; nodes of this type run far fewer pods than those with prefixes.",
            "",
        ),
        Code::NoPrefixRoom => (
            "A prefix is one aligned /28 without a single address taken; where there is none, ipamd logs InsufficientCidrBlocks and pods wait although addresses are free.",
            "",
        ),
        Code::PrefixesOverMinimum => (
            "Single addresses land anywhere in a subnet, and each can spoil a whole /28 block, so prefixes run out long before addresses do.",
            "",
        ),
        Code::PoolUnstable => (
            "ipamd attaches and returns over and over, which costs calls to EC2 and delays pods, or stops growing with pods still waiting.",
            "",
        ),
        Code::NotTrunking => (
            "Without a trunk interface the node offers no branch interfaces, so the scheduler never binds these pods to it.",
            "",
        ),
        Code::CustomNetworkingNeedsInterfaces => (
            "The first interface stays the node's own; without a second one no pod gets an address, and the node never becomes Ready.",
            "",
        ),
        Code::ModelPartial => (
            "Whoever leaves no room for what the CNI does on its own finds the subnets full before the plan says so.",
            "",
        ),
        Code::AutoModeEstimate => (
            "What Auto Mode keeps warm may change without notice, and the figures with it.",
            "",
        ),
        Code::PeakDoesNotFit => (
            "ipamd frees an interface or a prefix only when no pod uses it; after a busy day nodes hold more than their pods need, and the subnet can run out at the same load.",
            "",
        ),
        Code::ReservedMemory => (
            "Memory that the kubelet keeps back is not there for pods: dense max pods on a small type leave little to run.",
            "",
        ),
        Code::MixedTypes => (
            "A managed group gives all its nodes the lowest max pods, so larger types stand half empty while they hold as many addresses as they can.",
            "",
        ),
        Code::ServedWhole => (
            "Who starves depends on whose ipamd asks first; replaying hundreds of thousands of nodes would take minutes and say little more than that most of them starve.",
            "",
        ),
        Code::IgnoredByIpv6 => (
            "IPv6 pods live in one /80 of the node's first interface; there is no pool to keep warm.",
            "",
        ),
        Code::CustomNetworkingNotHere => (
            "Pods of the group stay in the nodes' subnets, which were meant to be relieved.",
            "",
        ),
        Code::UpgradeBlocked => (
            "EKS starts new control-plane interfaces beside the old ones, and refuses the version upgrade where they find no address.",
            "",
        ),
        Code::LoadBalancerBlocked => (
            "Elastic Load Balancing refuses to make a load balancer where a subnet has fewer free addresses, and an Ingress stays without an address.",
            "",
        ),
        Code::ClusterSubnetSmall => (
            "A subnet at the edge passes today and blocks the next upgrade once anything else takes an address there.",
            "",
        ),
        Code::BelowPolicy => (
            "The team asked for this reserve, and the plan does not keep it.",
            "",
        ),
        Code::TooSoon => (
            "The team asked for room to grow for so long, and the plan does not have it.",
            "Take the way past the wall that the help names.",
        ),
        Code::NodesFromPods => (
            "Karpenter starts as many nodes as pods need; what the plan counts follows from its requests and types.",
            "",
        ),
        Code::MixIgnored => (
            "Larger types stand half empty, because the smallest decides max pods for all of them.",
            "",
        ),
        Code::TypesOpen => (
            "Which types run depends on prices and stock, so what subnets give can change from one day to the next.",
            "",
        ),
        Code::ServiceBlockSmall => (
            "A service that finds no address in the block is refused, and the block stays for the life of the cluster.",
            "",
        ),
        Code::WarmTargets => (
            "By default a node holds a whole interface or prefix of addresses that no pod has; in a small subnet those are the addresses that the next node lacks.",
            "",
        ),
        Code::WarmTargetsTooLow => (
            "ipamd counts an address in cool-down as available although it gives it to no pod for 30 seconds: under churn a node can hold enough by its own count and have none to give.",
            "",
        ),
        Code::ManyEc2Calls => (
            "With an address target every pod that starts or ends can mean a call; beyond the account's limit EC2 answers RequestLimitExceeded, and then nodes, volumes and load balancers wait as well.",
            "",
        ),
        Code::MinimumTooHigh => (
            "The floor is held on every node whether pods come or not, so addresses lie idle that other nodes need.",
            "",
        ),
        Code::SettingIgnored => (
            "ipamd follows one kind of target: WARM_IP_TARGET and MINIMUM_IP_TARGET come before WARM_PREFIX_TARGET, which comes before WARM_ENI_TARGET; a setting out of force misleads whoever reads it.",
            "",
        ),
        Code::MaxPodsUncapped => (
            "AWS recommends 110 pods up to 30 vCPUs and 250 above; beyond that the kubelet and the runtime slow down, and each pod more costs 11 MiB of reserved memory.",
            "",
        ),
        Code::SurgeDoesNotFit => (
            "A managed group starts max(2 × zones, max unavailable) nodes before it ends old ones; where they find no addresses the update stalls half way, with nodes of both versions.",
            "",
        ),
        Code::NotOnFargate => (
            "A Fargate node runs one pod; a DaemonSet's pod or one on the host's network is never scheduled there.",
            "",
        ),
        Code::NotOnWindows => (
            "Windows nodes have one interface and IPv4 addresses of the VPC resource controller; what needs more than that leaves their pods pending.",
            "",
        ),
        Code::ReservedForFewer => (
            "The kubelet may give pods memory that it needs itself, and under load it evicts pods or the node turns NotReady.",
            "",
        ),
        Code::EmptyList => (
            "A list without entries is often one that a template failed to fill; the plan would then speak of something else than what was meant.",
            "",
        ),
        Code::SecuredAbovePods => (
            "Pods with security groups are a part of the group's pods: a number above them is a slip in one of the two, and branch interfaces would be counted for pods that do not exist.",
            "",
        ),
        Code::PlacedInLots => (
            "Each interface of a node goes to the subnet with most addresses left at that moment; for tens of thousands of nodes that would take seconds, and placed in lots they end up a few addresses apart.",
            "",
        ),
        Code::NameNotUsable
        | Code::ExportNotYet
        | Code::ExportStopped
        | Code::GroupNotExported
        | Code::PartNotGenerated
        | Code::NoWayOut
        | Code::MaxPodsRoute
        | Code::TakenAsGiven
        | Code::OwnerMakesSubnets
        | Code::ChosenEndpoints
        | Code::NoPodBlocks
        | Code::WebhooksOnHost
        | Code::AddOnIsImported
        | Code::CellEmpty
        | Code::KarpenterNeedsNodes
        | Code::PlanHasErrors
        | Code::NoNodeGroups
        | Code::LaidOutBlindly
        | Code::OverlayMaxPods
        | Code::KubeletDaemonSet
        | Code::IdsToFillIn
        | Code::FewerNatGateways => artefacts::words(code),
        Code::PodCidrOverlaps
        | Code::PodPoolSmall
        | Code::BlockSizeOutOfRange
        | Code::NodeBlockSmall
        | Code::FlannelAllocator
        | Code::WeaveArchived
        | Code::OverlayWebhooks
        | Code::OverlayTargets
        | Code::MaxPodsNotRaised
        | Code::CiliumPrefixes
        | Code::PodCidrBelowBlock => overlays::words(code),
        Code::ImportTooLarge
        | Code::ImportNotText
        | Code::ImportUnknown
        | Code::ImportCut
        | Code::ImportSyntax
        | Code::ImportNotJson
        | Code::ImportEntry
        | Code::ImportLeftOut
        | Code::ImportUnknownType
        | Code::ImportAssumed
        | Code::ImportLeaked
        | Code::ImportUnexplained
        | Code::ImportSkew
        | Code::ImportFootprint
        | Code::ImportCapacity
        | Code::ImportListing
        | Code::ImportFragmented
        | Code::ImportReserved
        | Code::ImportPaged => imports::words(code),
        Code::TerraformRenumbers
        | Code::TerraformReplaces
        | Code::TerraformReplacesNodes
        | Code::TerraformRemoves
        | Code::TerraformUnknown
        | Code::TerraformSettings
        | Code::TerraformErrored
        | Code::SharedSubnetShort
        | Code::SharedVpcOverlap => pipelines::words(code),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_says_why_and_a_way_out() {
        for code in Code::ALL {
            let reason = reason(*code);
            assert!(reason.why.len() > 30 && reason.why.ends_with('.'), "{code}");
            let help = code.entry().help;
            // A help that is made of operands alone says nothing without a plan.
            let is_bare = !help
                .split(['{', '}'])
                .step_by(2)
                .any(|words| words.contains(char::is_alphabetic));
            assert_eq!(is_bare, !reason.fix.is_empty(), "{code}: {help}");
            assert!(reason.fix.is_empty() || reason.fix.ends_with('.'), "{code}");
        }
    }
}
