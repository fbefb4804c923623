# Written by eniplan for there: Cluster, add-ons and node groups
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1GaJTHEREvGVTwpGm3HXn4IYowAQgxBWl3eAxtg
# At the desired size: 3 nodes, 0 of 0 pods placed, 55 of 24,561 addresses taken.

# Pods that a node takes, those on the host's network included, and how the network's limit comes out.
locals {
  max_pods = {
    # m6i.large: 3 × (10 − 1) × 16 + 2 = 434
    "group-1" = 110
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

  # The module makes clusters without any add-on, so each one that is needed stands here.
  addons = {
    # Before the node groups: nodes boot with these settings, and EKS computes max pods from them.
    vpc-cni = {
      before_compute              = true
      resolve_conflicts_on_create = "OVERWRITE"
      configuration_values = jsonencode({
        env = {
          ENABLE_PREFIX_DELEGATION = "true"
          WARM_PREFIX_TARGET       = "1"
        }
      })
    }
    kube-proxy = {}
    coredns    = {}
  }

  eks_managed_node_groups = {
    "group-1" = {
      ami_type       = "AL2023_x86_64_STANDARD"
      instance_types = ["m6i.large"]
      subnet_ids = [
        local.subnet_ids["private-a"],
        local.subnet_ids["private-b"],
        local.subnet_ids["private-c"],
      ]

      min_size = 1
      max_size = 3
      # Only for the start: afterwards the module leaves it to the autoscaler.
      desired_size = 3

      update_config = { max_unavailable = 1 }

      # EKS computes max pods from the CNI's settings and its value wins; this is the same one, to fall back to.
      cloudinit_pre_nodeadm = [{
        content_type = "application/node.eks.aws"
        content      = <<-EOT
          ---
          apiVersion: node.eks.aws/v1alpha1
          kind: NodeConfig
          spec:
            kubelet:
              config:
                maxPods: ${local.max_pods["group-1"]}
        EOT
      }]
    }
  }
}
