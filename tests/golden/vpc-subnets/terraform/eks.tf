# Written by eniplan for grown: Cluster, add-ons and node groups
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1c6JGROWNpNQGoLxlU8KRptx15-CGKMAEIMQVrTWCgABoMiAb74yAe0wFAABjZQ4koCaInI02468_BDFGACEGIA0mOnfOQD39JkQBOOJKAmiJyNNuOvPwQxRgAhBiAtOUYciJID92wFAAEtNdorMDISPOTtBe7A
# At the desired size: 6 nodes, 40 of 40 pods placed, 414 of 33,511 addresses taken.

# Pods that a node takes, those on the host's network included, and how the network's limit comes out.
locals {
  max_pods = {
    # m6i.large: 3 × (10 − 1) + 2 = 29
    "general" = 29
  }
}

module "eks" {
  source  = "terraform-aws-modules/eks/aws"
  version = "~> 21.0"

  name               = var.name
  kubernetes_version = var.kubernetes_version
  iam_role_name      = substr("${var.name}-cluster", 0, 37)

  vpc_id = data.aws_vpc.this.id
  subnet_ids = [
    local.subnet_ids["private-a"],
    local.subnet_ids["private-b"],
    local.subnet_ids["more-b"],
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
  # By this tag Karpenter finds the group for its nodes.
  node_security_group_tags = { "karpenter.sh/discovery" = var.name }

  # The module makes clusters without any add-on, so each one that is needed stands here.
  addons = {
    # Before the node groups: nodes boot with these settings, and EKS computes max pods from them.
    vpc-cni = {
      before_compute              = true
      resolve_conflicts_on_create = "OVERWRITE"
      configuration_values = jsonencode({
        env = {
          WARM_ENI_TARGET = "1"
        }
      })
    }
    kube-proxy = {}
    # Gives Karpenter's controller its role.
    eks-pod-identity-agent = {
      before_compute = true
    }
    coredns = {}
  }

  eks_managed_node_groups = {
    "general" = {
      ami_type       = "AL2023_x86_64_STANDARD"
      instance_types = ["m6i.large"]
      subnet_ids = [
        local.subnet_ids["private-a"],
        local.subnet_ids["private-b"],
        local.subnet_ids["more-b"],
      ]

      min_size = 1
      max_size = 3
      # Only for the start: afterwards the module leaves it to the autoscaler.
      desired_size = 3

      update_config = { max_unavailable = 1 }
    }
  }
}
