# Written by eniplan for pools: Cluster, add-ons and node groups
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1FKJPOOLSnTXa1nxEMgk4FK2n9L8Agyg
# At the desired size: 8 nodes, 65 of 65 pods placed, 109 of 49,122 addresses taken.

module "eks" {
  source  = "terraform-aws-modules/eks/aws"
  version = "~> 21.0"

  name               = var.name
  kubernetes_version = var.kubernetes_version
  iam_role_name      = substr("${var.name}-cluster", 0, 37)

  vpc_id = module.vpc.vpc_id
  subnet_ids = [
    local.subnet_ids["private-a"],
    local.subnet_ids["private-b"],
    local.subnet_ids["private-c"],
  ]
  service_ipv4_cidr = "172.20.0.0/16"

  endpoint_public_access       = true
  endpoint_public_access_cidrs = var.api_access_cidrs

  # Lets whoever applies this use kubectl.
  enable_cluster_creator_admin_permissions = true

  # Pods have addresses of the VPC and this security group. The module's own rules leave out ports below 1025,
  # and UDP but for DNS.
  node_security_group_additional_rules = {
    ingress_self_all = {
      description = "Node to node and pod to pod"
      type        = "ingress"
      protocol    = "-1"
      from_port   = 0
      to_port     = 0
      self        = true
    }
  }

  # Auto Mode: EKS starts the nodes of its node pools, and brings its own CNI, kube-proxy and CoreDNS on them.
  compute_config = {
    enabled    = true
    node_pools = ["general-purpose", "system"]
  }
  # The NodeClass names this role; EKS makes its access entry, as for its own node pools.
  node_iam_role_use_name_prefix = false
  node_iam_role_name            = "EKSAutoNodeRole-pools"

  fargate_profiles = {
    "jobs" = {
      subnet_ids = [
        local.subnet_ids["private-a"],
        local.subnet_ids["private-b"],
        local.subnet_ids["private-c"],
      ]
      # Pods of this namespace run on Fargate, each with an address of its own.
      selectors = [{ namespace = "jobs" }]
    }
  }
}
