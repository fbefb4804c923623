//! Quotas that growth can reach. Most can be raised; what is here holds until one asks.

/// Nodes of a managed node group.
///
/// Source: <https://docs.aws.amazon.com/eks/latest/best-practices/scale-data-plane.html>, read 2026-11-23.
pub const NODES_PER_MANAGED_GROUP: u32 = 450;

/// Network interfaces of a Region.
///
/// Source: <https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html>, read 2026-11-23.
pub const INTERFACES_PER_REGION: u64 = 5_000;

/// Network address usage of a VPC: before the quota is raised, and at most.
///
/// Source: <https://docs.aws.amazon.com/vpc/latest/userguide/network-address-usage.html>, read 2026-11-23.
pub const ADDRESS_USAGE: (u64, u64) = (64_000, 256_000);

/// Network address usage of a NAT gateway, of a VPC endpoint in a zone, of a Network Load Balancer in a zone.
///
/// Source: <https://docs.aws.amazon.com/vpc/latest/userguide/network-address-usage.html>, read 2026-11-23.
pub const UNITS_OF_A_SERVICE: u64 = 6;

/// Nodes of a cluster to which Kubernetes is tested.
///
/// EKS takes up to 100,000 with onboarding, and asks to be told beyond 1,000 nodes or 50,000 pods, so that this is where
/// doubt begins rather than a limit.
/// Sources: <https://kubernetes.io/docs/setup/best-practices/cluster-large/> and
/// <https://docs.aws.amazon.com/eks/latest/best-practices/scalability.html>, read 2026-11-23.
pub const NODES_PER_CLUSTER: u64 = 5_000;

/// Services of a cluster to which Kubernetes is tested.
///
/// Source: <https://docs.aws.amazon.com/eks/latest/best-practices/scale-cluster-services.html>, read 2026-11-24.
pub const SERVICES_PER_CLUSTER: u64 = 10_000;
