//! The list itself: number, severity, title, message, help and source of each.

use super::Entry;
use crate::finding::Severity;

const VPC_CIDRS: &str = "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html";
const SUBNETS: &str = "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html";
const RESERVATIONS: &str =
    "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-cidr-reservation.html";
const QUOTAS: &str = "https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html";
const CLUSTER: &str = "https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html";
const CREATE: &str = "https://docs.aws.amazon.com/eks/latest/userguide/create-cluster.html";
const MAX_PODS: &str =
    "https://docs.aws.amazon.com/eks/latest/userguide/choosing-instance-type.html";
const CUSTOM: &str = "https://docs.aws.amazon.com/eks/latest/best-practices/custom-networking.html";
const PREFIXES: &str =
    "https://docs.aws.amazon.com/eks/latest/best-practices/prefix-mode-linux.html";
const POOL: &str =
    "https://github.com/aws/amazon-vpc-cni-k8s/blob/master/docs/eni-and-ip-target.md";
const PREFIX_POOL: &str =
    "https://github.com/aws/amazon-vpc-cni-k8s/blob/master/docs/prefix-and-ip-target.md";
const SGP: &str = "https://docs.aws.amazon.com/eks/latest/best-practices/sgpp.html";
const ALB: &str = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html";
const OTHER_CNI: &str =
    "https://docs.aws.amazon.com/eks/latest/userguide/alternate-cni-plugins.html";
const CILIUM_ENI: &str = "https://docs.cilium.io/en/stable/network/concepts/ipam/eni/";
const CILIUM_POOL: &str = "https://docs.cilium.io/en/stable/network/concepts/ipam/cluster-pool/";
const CALICO_POOL: &str = "https://docs.tigera.io/calico/latest/reference/resources/ippool";
const CALICO_EKS: &str =
    "https://docs.tigera.io/calico/latest/getting-started/kubernetes/managed-public-cloud/eks";
const OWN: &str = "";

with_imports! { codes! {
    101 UnknownKey Error "Unknown key",
        "`{0}` is not a key here, so it was left out.",
        "{1}.", OWN;
    102 WrongType Error "Wrong kind of value",
        "Found {0}, but {1} belongs here, so the default stands in.",
        "Write {1}.", OWN;
    103 OutOfRange Error "Out of range",
        "{0} is out of range, so the default stands in.",
        "Write {1}.", OWN;
    104 MissingKey Error "Missing key",
        "`{0}` is missing, so this entry was left out.",
        "Add `{0}`.", OWN;
    105 TooMany Error "Too many entries",
        "{0} entries, of which only the first {1} were read.",
        "Split the plan; a plan takes at most {1} here.", OWN;
    106 HostBits Warning "Host bits are set",
        "{0} is not on a boundary of its size; read as {1}, as EC2 does.",
        "Write {1}.", VPC_CIDRS;
    107 NewerPlan Error "Made for a newer eniplan",
        "The plan says version {0}; this eniplan knows version 1 and read what it could.",
        "Use a newer eniplan, or set version: 1.", OWN;
    108 DuplicateName Error "A name stands twice",
        "{0} `{1}` stands twice.",
        "Give each its own name; subnets are chosen by name.", OWN;
    109 UnknownName Error "Unknown name",
        "There is no {0} `{1}` in this plan.",
        "{2}.", OWN;
    110 BothUsedAndFree Error "Both used and free are given",
        "{0} gives both `used` and `free`; `used` was kept.",
        "Give one of them: `free` is AvailableIpAddressCount as AWS reports it now.", OWN;
    111 NodeCountsOutOfOrder Error "Node counts are out of order",
        "Group {0} asks for min {1}, desired {2} and max {3}.",
        "Keep min ≤ desired ≤ max, as EC2 Auto Scaling demands.", OWN;
    112 UnknownInstanceType Error "Unknown instance type",
        "`{0}` is not in the catalogue; {2} stands in for {1}.",
        "{3}.", OWN;
    113 BadMix Error "The mix does not add up",
        "The mix of group {0} adds up to {1} %.",
        "Percentages of a mix add up to 100.", OWN;

    114 YamlFeature Error "Not read in a plan",
        "Found {0}, which a plan does not take; what it means was left out.",
        "Write the value out where it belongs.", OWN;
    115 DuplicateKey Error "A key stands twice",
        "`{0}` stands twice; the first one was kept.",
        "Remove one of them.", OWN;

    201 VpcCidrSize Error "VPC block is too large or too small",
        "{0} cannot be a VPC block: AWS takes /16 to /28.",
        "Use a block from /16 to /28, or several of them: {1}.", VPC_CIDRS;
    202 VpcCidrsOverlap Error "VPC blocks overlap",
        "{0} and {1} overlap.",
        "Choose blocks that share no address: {2}.", VPC_CIDRS;
    203 VpcCidrRestricted Error "AWS refuses this pair of blocks",
        "{0} cannot be added to a VPC that has {1}: {2}.",
        "Use a block that goes with it, such as those of 100.64.0.0/10: {3}.", VPC_CIDRS;
    204 VpcCidrDisputed Error "AWS contradicts itself on 198.19.0.0/16",
        "{0}: the VPC guide's table refuses 198.19.0.0/16 beside {1}, the EKS best practices recommend it.",
        "Use 100.64.0.0/10, which both allow: {2}; the other text is at https://docs.aws.amazon.com/eks/latest/best-practices/custom-networking.html.", VPC_CIDRS;
    205 VpcCidrQuota Warning "More VPC blocks than the quota",
        "{0} IPv4 blocks; a VPC takes 5 until the quota is raised, and at most 50.",
        "Ask for a higher quota of IPv4 CIDR blocks per VPC before you apply.", QUOTAS;
    206 DockerRange Warning "172.17.0.0/16 meets Docker's bridge",
        "{0} overlaps 172.17.0.0/16, which Docker, Cloud9 and SageMaker use inside the machine.",
        "Choose another block: {1}.", VPC_CIDRS;
    207 NeverUsable Error "The block cannot be used in a VPC",
        "{0} overlaps {1}, which AWS keeps for itself.",
        "Choose a private block: {2}.", VPC_CIDRS;
    208 PeerOverlap Error "A VPC block overlaps a peer",
        "{0} overlaps {1}, which is peered or on premises: peering is refused if any block overlaps.",
        "Choose a block that no peer uses: {2}.", "https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html";
    209 RouteConflict Error "A route is in the way of a block",
        "{0} cannot be added: it is the same as or larger than the route destination {1}.",
        "Remove the route, or add a part of the block that holds no route: {2}.", VPC_CIDRS;
    210 SubnetOutsideVpc Error "Subnet outside the VPC",
        "{0} ({1}) stands in none of the VPC's blocks.",
        "Move it into {2}, or add a block that holds it: {3}.", SUBNETS;
    211 SubnetsOverlap Error "Subnets overlap",
        "{0} ({1}) and {2} ({3}) overlap.",
        "Give each subnet a block of its own: {4}.", SUBNETS;
    212 SubnetSize Error "Subnet is too large or too small",
        "{0} ({1}) cannot be a subnet: AWS takes /16 to /28.",
        "Use a block from /16 to /28: {2}.", SUBNETS;
    213 SubnetQuota Warning "More subnets than the quota",
        "{0} subnets; a VPC takes 200 until the quota is raised.",
        "Ask for a higher quota of subnets per VPC.", QUOTAS;
    214 TooFewZones Error "Too few zones",
        "A cluster needs subnets in at least 2 zones; this plan has {0}.",
        "Add a zone.", CLUSTER;
    215 ServiceCidrBad Error "The service block is refused",
        "{0} cannot be the service block: {1}.",
        "Use a /12 to /24 of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16 that no VPC block overlaps: {2}.", CREATE;
    216 NoPodsSubnet Error "A zone has no pods subnet",
        "Custom networking needs a subnet of role pods in zone {0}; its nodes would not become ready.",
        "Add a pods subnet in zone {0}.", CUSTOM;
    217 NoNodeSubnet Error "A zone has no node subnet",
        "Group {0} has nodes in zone {1}, but no subnet of role nodes stands there; its nodes there were not counted.",
        "Add a node subnet in zone {1}, or take the zone from the group.", CLUSTER;
    218 LayoutDoesNotFit Error "The layout does not fit",
        "No room for {0}: the VPC has no free /{1} left.",
        "Add a VPC block, or list smaller subnets.", SUBNETS;
    219 MissingTarget Warning "Nowhere to put it",
        "{0} cannot be counted: {1}.",
        "{2}.", CLUSTER;
    220 ZoneDisallowed Error "EKS does not take this zone",
        "Cluster subnets cannot stand in {0}.",
        "Use another zone for the cluster's subnets.", CLUSTER;
    221 SubnetUnused Note "Subnet is not used",
        "{0} is one of several pods subnets in zone {1}; an ENIConfig names one subnet a zone, so only {2} is used.",
        "Remove it, or turn custom networking off and let subnet discovery use both.", CUSTOM;
    222 TaggedSubnets Note "Pods subnets are used by discovery",
        "Without custom networking the pods subnets count as tagged kubernetes.io/role/cni=1: further interfaces go there, the first one stays in the node subnet.",
        "Tag them so, or turn custom networking on.", "https://docs.aws.amazon.com/eks/latest/userguide/cni-subnet-selection.html";
    223 TakenOutside Error "Not an address of the subnet",
        "{0} stands outside {1} ({2}), so it was not counted.",
        "List addresses of the subnet itself.", SUBNETS;

    224 LoadBalancerSubnetSmall Warning "Load balancer subnet is smaller than a /27",
        "{0} ({1}) holds an Application Load Balancer; AWS asks for a /27 or larger, so that it can scale.",
        "Use a /27 or larger in each zone.", ALB;
    225 NameSaysOtherZone Warning "The name says another zone",
        "{0} ends in {1} and stands in zone {2}.",
        "Move the subnet to the zone of its name, or rename it.", CUSTOM;
    226 UnevenZones Note "Zones are of unequal size",
        "Node subnets give out {1 address} in zone {0} and {3} in zone {2}; nodes are spread evenly, so {0} is full while about {4} stay free in {2}.",
        "Give every zone as many addresses, or let the group start fewer nodes in {0}.", "https://docs.aws.amazon.com/eks/latest/best-practices/subnets.html";
    230 VpcCidrOrder Warning "VPC blocks must be added in another order",
        "{0} must be added before {1}: {2}.",
        "List {0} before {1}; where {1} is there already, use a block that goes with it.", VPC_CIDRS;
    231 VpcCidrMost Error "More VPC blocks than AWS allows",
        "{0} IPv4 blocks; a VPC takes 50 at most.",
        "Use fewer, larger blocks up to /16, or a second VPC.", QUOTAS;
    232 ServiceCidrMeets Warning "The service block meets a neighbour",
        "{0} for services overlaps {1}, {2}: pods cannot reach what stands there.",
        "Set cluster.service_cidr to a block that nothing else has: {3}.", CREATE;
    233 Ipv6VpcSize Error "IPv6 block is too large or too small",
        "{0} cannot be a VPC's IPv6 block: AWS takes /44 to /60 in steps of 4.",
        "Use a /56, as Amazon assigns.", VPC_CIDRS;
    234 Ipv6SubnetSize Error "IPv6 block of a subnet is too large or too small",
        "{0} cannot be a subnet's IPv6 block: AWS takes /44 to /64 in steps of 4.",
        "Use a /64: {1}.", SUBNETS;
    235 Ipv6SubnetOutside Error "IPv6 block of a subnet outside the VPC",
        "{0} cannot be a subnet's IPv6 block here: {1}.",
        "Use a block of the VPC's, or set vpc.ipv6_cidr: {2}.", SUBNETS;
    236 Ipv6SubnetsOverlap Error "IPv6 blocks of subnets overlap",
        "{0} and {1} overlap.",
        "Give each subnet a block of its own: {2}.", SUBNETS;
    237 ReservationOutside Error "Reservation outside its subnet",
        "{0} stands outside its subnet {1}.",
        "Reserve a part of the subnet itself.", RESERVATIONS;
    238 ReservationsOverlap Error "Reservations overlap",
        "{0} and {1} of the same subnet overlap.",
        "Keep one of them, or reserve the block around both.", RESERVATIONS;
    239 ReservationTooSmall Warning "The reservation holds no prefix",
        "{0} is smaller than a /28, so no prefix comes from it.",
        "Reserve {1} or a larger block.", RESERVATIONS;

    240 NotARegion Error "Not a Region",
        "`{0}` is not written as a Region of AWS.",
        "Write the Region as AWS does, such as eu-west-1.", "https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html";
    245 SubnetCannotGrow Error "A subnet is too small for what is asked",
        "{0} ({1}) holds {2} {3} too few for what is asked of its zone, and AWS resizes no subnet.",
        "{4}; {5}.", SUBNETS;
    246 LayoutNoRoom Error "No room for a subnet",
        "No room for {0}: it has to give out {1 address}, so it wants a free /{2}.",
        "{3}.", SUBNETS;
    247 BlockAdded Note "A block was added for pods",
        "{0} was added to the VPC for pods; nothing outside it reaches these addresses, so other VPCs may have the same block.",
        "Neither peer such VPCs nor propagate the block to a transit gateway.", CUSTOM;
    248 PresetDoesNotFit Error "The preset does not fit",
        "Preset {0} cannot split {1}: {2}.",
        "Choose another primary block, or another preset.", OWN;
    249 Ipv6Full Error "No IPv6 block left",
        "{0} has no IPv6 block: {1} has {2} blocks of /64, and all are taken.",
        "Associate a larger IPv6 block, from /44 to /60.", SUBNETS;
    250 EditRefused Error "The change cannot be made",
        "{0} was left as it is: {1}.",
        "{2}.", SUBNETS;
    251 PoolExhausted Error "The pool has no room for a VPC",
        "No room for {0}: it wants {1 address} in blocks of /{2}, and the largest hole of the pool is {3}.",
        "Add a block to the pool, or ask for less: its pods in 100.64.0.0/10 by custom networking take no routable addresses.", OWN;
    252 SharedBlockReused Note "VPCs have the same block",
        "{0} VPCs have {1}, which is not routed: {2}.",
        "Do not peer them with each other, and propagate {1} to no transit gateway; peering is refused if any block overlaps.", "https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html";
    253 PoolBlockUnusable Error "A block of the pool cannot be used",
        "{0} was left out of the pool: {1}.",
        "{2}.", VPC_CIDRS;
    254 FleetOverlap Error "Blocks of two VPCs overlap",
        "{0} of {1} overlaps {2} of {3}.",
        "Two VPCs that are to reach each other share no address; correct `cidrs` of one of them.", VPC_CIDRS;
    255 PrimaryTooSmall Error "No VPC block is large enough",
        "{0} wants more than AWS gives to one VPC: {1 address} in its {2 block}.",
        "Split it into several VPCs, or give pods addresses of their own by custom networking or an overlay.", QUOTAS;

    301 SubnetShort Error "Subnet is too small",
        "{0} ({1}) is {2} short: {3 address} wanted, {4} usable.",
        "{5}.", POOL;
    302 PodsPending Error "Pods stay pending",
        "{0} of {1 pod} of group {2} can find no node: a node takes {4}, and the group has {3}.",
        "{5}.", MAX_PODS;
    303 PodsWithoutAddress Error "Pods hang in ContainerCreating",
        "Group {1}: {0 pod} placed on a node without an address for them.",
        "{2}.", POOL;
    304 MaxPodsTooHigh Error "Max pods is above what the network serves",
        "Group {0}: {1} set, {2} possible on {3}: up to {4 pod} a node would hang in ContainerCreating.",
        "Set max_pods: {2} for this group.", MAX_PODS;
    305 MaxPodsDoubt Note "Who sets max pods is disputed",
        "Group {0}: EKS sets {1} for a managed node group without a custom AMI; AWS says nothing overrides it, eksctl writes an override all the same.",
        "Rely on {1}; for another value use a custom AMI.", MAX_PODS;
    306 UpperBound Note "Addresses minus nodes is an upper bound",
        "{0 usable address} minus {1 node} is {2 pod}, which assumes one interface a node and nothing else in the subnets. Here {3 pod} can run. {4}.",
        "{5}.", POOL;
    307 PrefixesNeedNitro Warning "No prefixes on Xen instances",
        "{0} is not a Nitro type: the VPC CNI falls back to single addresses there.",
        "Choose a Nitro type for group {1}.", PREFIXES;
    308 NoPrefixRoom Error "The subnet holds no prefix",
        "{0} ({1}) holds {2 whole /28 block}, and its nodes want {3}.",
        "Use a larger subnet for prefixes: an empty /n holds 2^(28-n) − 2.", PREFIXES;
    309 PrefixesOverMinimum Note "Prefixes fragment without a reservation",
        "{0} ({1}) has no CIDR reservation of type prefix: each stray address can kill one /28 block.",
        "Reserve part of it for prefixes; the exported Terraform does.", PREFIXES;
    310 PoolUnstable Warning "The warm pool oscillates",
        "Group {0}: {1}.",
        "Set WARM_ENI_TARGET or WARM_PREFIX_TARGET to 1 or more.", PREFIX_POOL;
    311 NotTrunking Error "No security groups for pods on this type",
        "{0} takes no trunk interface, so pods of group {1} with security groups stay pending.",
        "Choose a Nitro type outside the t families.", SGP;
    312 CustomNetworkingNeedsInterfaces Error "No interface left for pods",
        "{0} has {1 interface}; custom networking keeps the first for the node, so group {2} gets no pod addresses.",
        "Choose a larger type, or turn custom networking off.", CUSTOM;
    313 ModelPartial Warning "This strategy is modelled in part",
        "{0} is counted with the addresses that it keeps ready by default; how its operator fills interfaces over time is not published, so node footprints are an estimate.",
        "Leave room, and watch the subnets' free addresses.", CILIUM_ENI;
    314 AutoModeEstimate Note "Auto Mode is an estimate",
        "Group {0}: AWS publishes no warm-pool sizes for Auto Mode; counted as prefix delegation with one spare prefix.",
        "Leave room, and watch the subnet's free addresses.", "https://docs.aws.amazon.com/eks/latest/userguide/auto-networking.html";
    315 PeakDoesNotFit Warning "Churn can take more than there is",
        "{0}: packed, its nodes take {1 address}; after churn up to {2}, and {3} are usable.",
        "Leave room for interfaces that stay attached, or set WARM_IP_TARGET.", POOL;
    316 ReservedMemory Warning "The kubelet reserves most of the memory",
        "Group {0}: at {1 pod} the kubelet reserves {2} MiB of {3}'s {4} MiB.",
        "Lower max_pods, or choose a larger type.", "https://github.com/awslabs/amazon-eks-ami/blob/main/nodeadm/internal/kubelet/config.go";
    317 MixedTypes Note "Types of one group differ",
        "Group {0}: {1} has the fewest pods ({2}), {3} takes the most addresses; every node is counted as the worse of both.",
        "Group types with the same interfaces and addresses.", MAX_PODS;
    318 IgnoredByIpv6 Note "Setting has no effect in IPv6 clusters",
        "{0} is ignored in an IPv6 cluster.",
        "Remove it.", "https://docs.aws.amazon.com/eks/latest/best-practices/ipv6.html";
    319 CustomNetworkingNotHere Error "Custom networking does not work here",
        "Custom networking does not go with {0}; it was left out of the count for group {1}.",
        "Turn one of them off.", CUSTOM;

    320 PodCidrOverlaps Error "Pods of an overlay meet other addresses",
        "{0} {1} overlaps {2} {3}: pods could not reach one of them.",
        "Set pod_cidr to {4}.", OTHER_CNI;
    321 PodPoolSmall Error "The overlay's pool is too small",
        "{0}: the pool holds {1 block} of /{2}, and {3} its nodes want {4}.",
        "{5}.", OTHER_CNI;
    322 BlockSizeOutOfRange Error "The CNI does not take blocks of this size",
        "block_size {0}: {1} takes {2}, so its default /{3} was counted.",
        "Write a prefix length of {2}.", CALICO_POOL;
    323 NodeBlockSmall Error "A node has more pods than its block holds",
        "Group {0}: the /{2} that {1} gives to a node holds {3 pod}, and max pods is {4}; the others would hang in ContainerCreating.",
        "{5}.", CILIUM_POOL;
    324 FlannelAllocator Error "flannel finds no pod CIDR on EKS",
        "flannel takes each node's block from spec.podCIDR, which EKS's control plane leaves empty: it stops with \"pod cidr not assigned\".",
        "Run a controller that assigns pod CIDRs, or choose Calico or Cilium.", "https://github.com/aws/containers-roadmap/issues/315";
    325 WeaveArchived Error "weave-net is archived",
        "weave-net has been archived since 2024 and gets no fixes; it is sized here for comparison alone.",
        "Choose Calico or Cilium.", "https://github.com/weaveworks/weave";
    326 OverlayWebhooks Warning "EKS's control plane does not reach overlay pods",
        "With {0} the control plane cannot open connections to pods: admission and conversion webhooks and aggregated APIs such as metrics-server fail.",
        "Run webhooks and metrics-server with hostNetwork: true, a port of their own each and dnsPolicy ClusterFirstWithHostNet.", CALICO_EKS;
    327 OverlayTargets Warning "Load balancers do not reach overlay pods",
        "With {1} the addresses of pods are unknown to the VPC, so that targets of type ip fail; load balancers in this plan: {0}.",
        "Use targets of type instance, which go through node ports.", CALICO_EKS;
    328 MaxPodsNotRaised Warning "Max pods is still that of the VPC CNI",
        "Group {0}: nodes run {1 pod}, which is reckoned from interfaces; with {2} those are no limit.",
        "Set max_pods: {3}.", MAX_PODS;
    329 CiliumPrefixes Warning "Cilium gives prefixes to new interfaces only",
        "Interfaces that have single addresses keep them, and a /28 needs a whole free block: in a subnet full of single addresses nodes go on taking those.",
        "Turn prefixes on before the first node, in subnets or reservations that nothing else uses.", "https://github.com/cilium/cilium/issues/29634";
    330 UpgradeBlocked Error "An upgrade would be refused",
        "{0} has {1} of the {2} free addresses that a version upgrade needs.",
        "Give the cluster subnets of its own, or move something else out of this one.", CLUSTER;
    331 LoadBalancerBlocked Error "A load balancer would be refused",
        "{0} ({1}) has {2} of the 8 free addresses that a load balancer wants in each of its subnets.",
        "Put load balancers into larger subnets, a /27 or more each.", ALB;
    332 ClusterSubnetSmall Warning "Cluster subnet is tight",
        "{0} ({1}) has {2 usable address}; EKS demands 6 free and recommends 16.",
        "Use a /27 or larger for cluster subnets, or /28 ones of their own.", CLUSTER;
    333 BelowPolicy Error "Fewer free addresses than the policy wants",
        "{0} ({1}) has {2} of the {3} free addresses that policy.min_free wants.",
        "Use a larger subnet, move pods to a secondary block, or lower policy.min_free.", OWN;

    336 ServedWhole Note "Too many nodes starve to replay each",
        "Subnets are short with more nodes than eniplan replays one by one ({0} at a moment), so pods without an address are counted as if each node got all its addresses, first come, first served, or none.",
        "Give the subnets more addresses, or plan fewer nodes; walls and what is short do not depend on this count.", OWN;
    340 TooSoon Error "A wall comes sooner than the policy allows",
        "{0}: growth reaches this wall ({1}) in {2 month}, and policy.min_months wants {3}.",
        "{4}.", OWN;
    341 NodesFromPods Note "Nodes were counted from pods",
        "Group {0} names no desired nodes: {2 node} for its {1 pod}, {3} or more each.",
        "Set nodes.desired for another number.", "https://karpenter.sh/docs/concepts/scheduling/";
    342 MixIgnored Note "The mix has no effect here",
        "Group {0}: all nodes of a {1} have the max pods of its lowest type, and count as the worst of its types.",
        "Use a group for each type, or Karpenter.", MAX_PODS;
    343 TypesOpen Note "Karpenter chooses among types that differ",
        "Group {0} has {1} types: a node takes from {2} to {3 address}, and its pods need from {4} to {5 node}; counted as the worst.",
        "Set mix to what runs, such as m6i.xlarge: 60 and c6i.2xlarge: 40.", "https://karpenter.sh/docs/concepts/scheduling/";
    344 PodCidrBelowBlock Error "A pod CIDR is smaller than one block",
        "{0} holds no block: {1} gives nodes a /{2}.",
        "Use a larger pod_cidr, or a smaller block with block_size.", CALICO_POOL;
    345 ServiceBlockSmall Note "The service block is small",
        "{0} holds {1} services, fewer than the {2} to which a cluster is tested; it cannot be changed later.",
        "Choose a /18 or larger while the cluster is new.", CREATE;
    350 WarmTargets Note "Warm targets hold more than pods need",
        "Group {0}: {1} holds {2 idle address} on its fullest node; {3} keeps {4} spare and gives back {5} a node, {6} in all.",
        "Set {3} on aws-node, where it holds for every node; {7}.", POOL;
    351 WarmTargetsTooLow Warning "Pods start faster than addresses come",
        "Group {0}: at {1 pod} a minute a node needs about {2 address} beside those of its pods, since one that is given back counts as free for 30 seconds and is not; {3} keeps {4}, so new pods wait in ContainerCreating.",
        "Set {5} on aws-node.", POOL;
    352 ManyEc2Calls Warning "Address targets call EC2 often",
        "Group {0}: with {1}, {2 pod} a minute can make up to about {3 call} to EC2, which throttles an account in each Region.",
        "Use prefix delegation, or whole interfaces where subnets have room; AWS advises against address targets where pods come and go fast.", POOL;
    353 MinimumTooHigh Warning "MINIMUM_IP_TARGET is more than a node can use",
        "Group {0}: MINIMUM_IP_TARGET={1}, but {2} {3} {4 pod} with an address, so every node holds all it can from its start.",
        "Set MINIMUM_IP_TARGET to what its pods need, {5} here.", POOL;
    354 SettingIgnored Note "A setting has no effect",
        "Group {0}: {1} has no effect: {2}.",
        "Remove it.", POOL;
    355 MaxPodsUncapped Warning "Max pods is above what AWS recommends",
        "Group {0}: {1 pod} a node, where AWS recommends {2} for {3}; for so many the kubelet reserves 255 + 11 × {1} = {4} MiB.",
        "Set max_pods: {2}; an expression for max pods needs min(…, {2}).", MAX_PODS;
    356 SurgeDoesNotFit Warning "An update has no room for its new nodes",
        "While groups are updated there may be {1 more node} beside the old ones, and {0} is short of {2}{3}.",
        "Lower update.max_unavailable, take the strategy minimal, or use a larger subnet.", "https://docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html";
    357 NotOnFargate Error "Not on Fargate",
        "Group {0}: Fargate runs no {1}, so with {2} of them no pod fits on its node.",
        "Leave {3} out; run an agent as a sidecar.", "https://docs.aws.amazon.com/eks/latest/userguide/fargate.html";
    358 NotOnWindows Error "Not on Windows",
        "Group {0}: Windows nodes take no {1}.",
        "Run these pods on Linux, or turn it off for this group.", "https://docs.aws.amazon.com/eks/latest/userguide/windows-support.html";
    359 ReservedForFewer Note "The kubelet reserves memory for fewer pods",
        "Group {0}: {1 pod} can run on a node, and the AMI reserves memory for the {2} that it computes: {3} MiB, where its own rule gives {4}.",
        "Write kubeReserved beside max pods, or set max pods by maxPodsExpression, which the rule follows.", "https://github.com/awslabs/amazon-eks-ami/blob/main/nodeadm/internal/kubelet/config.go";
    360 EmptyList Warning "A list is empty",
        "{0} is empty, which is read as left out: {1}.",
        "Name what belongs there, or leave it out.", OWN;
    361 SecuredAbovePods Warning "More pods with security groups than pods",
        "Group {0}: {1 pod} of it with security groups of their own, of {2} in all; no more than these were counted.",
        "Set pods.desired to {1} or more, since it counts all pods of the group, or lower security_group_pods.", SGP;
    362 PlacedInLots Note "Too many choices of a subnet to make each",
        "Nodes choose among several subnets more than {0} times in one count, so they were placed several at a time: how they spread over the subnets of a zone is an estimate.",
        "Name the subnets of each group, or plan fewer nodes; what zones and groups take in all does not depend on it.", OWN;

    401 NameNotUsable Error "The name cannot be used in AWS",
        "`{0}` cannot name a {1}: {2}.",
        "Rename it; the export uses `{3}`.", OWN;
    402 ExportNotYet Error "Nothing to export for this strategy",
        "Nothing is exported for {0} into {1}: {2}.",
        "{3}.", OWN;
    403 ExportStopped Error "The Terraform is left out",
        "No Terraform was written: {0}.",
        "{1}.", OWN;
    404 GroupNotExported Warning "A group is not in the Terraform",
        "Group {0} was left out of the Terraform: {1}.",
        "{2}.", OWN;
    405 PartNotGenerated Note "A part of the plan is not generated",
        "{0} are counted in the plan and not generated: {1}.",
        "{2}.", OWN;
    406 NoWayOut Warning "Nodes have no way to the internet",
        "Without a NAT gateway nodes reach nothing outside the VPC, and do not join unless {0} are reached by VPC endpoints.",
        "Set endpoints.nat_gateways, or add the endpoints before the node groups.", "https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html";
    407 MaxPodsRoute Note "How max pods is set",
        "Group {0}: {1 pod} a node, {2}.",
        "{3}.", MAX_PODS;
    408 FewerNatGateways Warning "Fewer NAT gateways than planned",
        "The plan wants more NAT gateways than its public subnets allow: {0}.",
        "Add a public subnet in each zone that has node subnets.", "https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html";
    410 TakenAsGiven Note "Subnets that are taken as there already",
        "The VPC exists. Taken as there already: {0}. Added: {1}.",
        "Give each subnet that exists its id or what is used in it; one without either is added.", OWN;
    411 OwnerMakesSubnets Note "The VPC's owner makes its subnets",
        "The VPC is shared, and a participant makes no subnets, reservations or routes: {0} are looked up, and what is missing is asked for.",
        "Send the request to the VPC's owner first, and apply once it is done.", "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-sharing-share-subnet-working-with.html";
    412 ChosenEndpoints Note "Which interface endpoints are made",
        "The plan says how many interface endpoints there are, and not which; made are {0}, the first of those that a private cluster needs.",
        "Change local.interface_endpoints where you mean others.", "https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html";
    413 NoPodBlocks Warning "EKS gives nodes no pod CIDR",
        "{0} waits for node.spec.podCIDR, which EKS does not assign, and its chart brings only the {0} plugin, while the AMI has no bridge, host-local, loopback or portmap.",
        "Run an allocator of node CIDRs and put the plugins into /opt/cni/bin first, or choose Calico or Cilium.", "https://github.com/aws/containers-roadmap/issues/315";
    414 WebhooksOnHost Note "The control plane does not reach overlay pods",
        "With {0} the API server reaches no pod: admission webhooks and aggregated APIs answer only on the host's network.",
        "Set hostNetwork: true for each of them, with a port of its own that the nodes' security group opens, and instance targets for load balancers.", "https://docs.tigera.io/calico/latest/getting-started/kubernetes/managed-public-cloud/eks";
    415 AddOnIsImported Note "The add-on must be imported first",
        "The vpc-cni add-on of {0} exists, so that Terraform can only change it once it is imported.",
        "Run terraform import aws_eks_addon.vpc_cni {0}:vpc-cni before the first apply; where another root module holds the add-on, move its settings there and remove addon.tf.", "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/eks_addon";
    416 CellEmpty Error "The strategy does not go into what exists",
        "No Terraform is written for {0} into {1}: {2}.",
        "{3}.", OWN;
    417 KarpenterNeedsNodes Warning "Karpenter has no node to run on",
        "Karpenter starts nodes for others, and runs on none of its own; the plan has no node group beside it, nor any for CoreDNS.",
        "Add a managed node group of two small nodes to the plan, so that their addresses are counted too.", "https://karpenter.sh/docs/getting-started/getting-started-with-karpenter/";
    418 LaidOutBlindly Warning "Subnets are laid out without knowing the others",
        "The plan lists no subnet of the VPC that exists, so that {0} are laid out as if it were empty; AWS refuses those that meet others.",
        "List the subnets that exist, with their ids or with what is used in them.", OWN;
    419 PlanHasErrors Error "The plan has errors",
        "The plan has {0 error}; the first is about {1}: {2}.",
        "Correct them before you apply anything: what is exported will not run as it is planned.", OWN;
    420 NoNodeGroups Warning "The plan has no nodes",
        "The plan has no node group, so that the files make what is around the nodes and start none.",
        "Add a node group to the plan, so that its addresses are counted and its files are written.", OWN;
    430 OverlayMaxPods Warning "An overlay keeps the limit of the VPC CNI",
        "Group {0} stays at {1 pod} a node, the limit of the VPC CNI's interfaces, which an overlay does not have.",
        "Set max_pods: {2} for this group where its memory allows it; the exported files then make it true.", OTHER_CNI;
    431 KubeletDaemonSet Warning "A privileged DaemonSet is exported",
        "manifests/kubelet-max-pods.yaml lifts nodes of group {0} to {1 pod} as root on the node, with what it risks said in the file.",
        "Prefer the user data in nodes/; label no node, and the DaemonSet does nothing.", MAX_PODS;
    432 IdsToFillIn Note "Ids are missing",
        "manifests/eniconfig.yaml has words in angle brackets in place of ids, since the plan has none for {0}; nodes would get no addresses for pods.",
        "Put the ids into the plan's subnets, or into the file before it is applied.", CUSTOM;
}}
