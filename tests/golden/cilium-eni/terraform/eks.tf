# Written by eniplan for cilium: Cluster, add-ons and node groups
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1D6KCILIUMm1q_XaJHbxEAJE-
# At the desired size: 3 nodes, 60 of 60 pods placed, 106 of 24,561 addresses taken.

# Pods that a node takes, those on the host's network included, and how the network's limit comes out.
locals {
  max_pods = {
    # m6i.large: (3 − 1) × (10 − 1) × 16 = 288
    "general" = 110
  }
}

data "aws_ssm_parameter" "al2023_x86_64" {
  name = "/aws/service/eks/optimized-ami/${var.kubernetes_version}/amazon-linux-2023/x86_64/standard/recommended/image_id"
}

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

  # The module makes clusters without any add-on, so each one that is needed stands here.
  # vpc-cni is not among them: aws-node never exists, and the CNI is in cni.tf.
  addons = {
    coredns = {}
  }

  eks_managed_node_groups = {
    "general" = {
      ami_type = "AL2023_x86_64_STANDARD"
      # With an image of its own the group gets no user data from EKS, so that max pods below holds.
      ami_id                     = data.aws_ssm_parameter.al2023_x86_64.insecure_value
      enable_bootstrap_user_data = true
      instance_types             = ["m6i.large"]
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

      # The expression is for what nodeadm reserves, the setting for the kubelet.
      cloudinit_pre_nodeadm = [{
        content_type = "application/node.eks.aws"
        content      = <<-EOT
          ---
          apiVersion: node.eks.aws/v1alpha1
          kind: NodeConfig
          spec:
            kubelet:
              maxPodsExpression: "${local.max_pods["general"]}"
              config:
                maxPods: ${local.max_pods["general"]}
                registerWithTaints:
                  - key: node.cilium.io/agent-not-ready
                    value: "true"
                    effect: NoExecute
        EOT
      }]
    }
  }
}
