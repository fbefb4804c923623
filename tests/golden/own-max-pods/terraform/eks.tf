# Written by eniplan for dense: Cluster, add-ons and node groups
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1WqJDENSEmuyMswA0AYQOJETyYyEhCxdCTICJcCTIAJcK5hY8mNwETPJMhGlwiBi8mMpE4IoROTlE7yYzkTgihE5AETPJChGlvv8uTGeicEUInIkIWLf82TF6ALqm
# At the desired size: 18 nodes, 180 of 180 pods placed, 601 of 49,122 addresses taken.

# Pods that a node takes, those on the host's network included, and how the network's limit comes out.
locals {
  max_pods = {
    # m6i.large: 3 × (10 − 1) × 16 + 2 = 434
    "managed" = 60
    # m6i.large, m6a.large: 3 × (10 − 1) × 16 + 2 = 434
    "self" = 80
    # m7g.large: 3 × (10 − 1) × 16 + 2 = 434
    "arm" = 90
    # m6i.large: 3 × (10 − 1) × 16 + 2 = 434
    "rocket" = 70
    # c7g.xlarge: 4 × (15 − 1) × 16 + 2 = 898
    "rocket-arm" = 58
    # m6i.large: 3 × (10 − 1) × 16 + 2 = 434
    "rocket-self" = 29
  }
}

data "aws_ssm_parameter" "al2023_x86_64" {
  name = "/aws/service/eks/optimized-ami/${var.kubernetes_version}/amazon-linux-2023/x86_64/standard/recommended/image_id"
}

data "aws_ssm_parameter" "al2023_arm64" {
  name = "/aws/service/eks/optimized-ami/${var.kubernetes_version}/amazon-linux-2023/arm64/standard/recommended/image_id"
}

data "aws_ssm_parameter" "bottlerocket_arm64" {
  name = "/aws/service/bottlerocket/aws-k8s-${var.kubernetes_version}/arm64/latest/image_id"
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
    "managed" = {
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
              maxPodsExpression: "${local.max_pods["managed"]}"
              config:
                maxPods: ${local.max_pods["managed"]}
        EOT
      }]
    }

    "arm" = {
      ami_type = "AL2023_ARM_64_STANDARD"
      # With an image of its own the group gets no user data from EKS, so that max pods below holds.
      ami_id                     = data.aws_ssm_parameter.al2023_arm64.insecure_value
      enable_bootstrap_user_data = true
      instance_types             = ["m7g.large"]
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
              maxPodsExpression: "${local.max_pods["arm"]}"
              config:
                maxPods: ${local.max_pods["arm"]}
        EOT
      }]
    }

    "rocket" = {
      ami_type       = "BOTTLEROCKET_x86_64"
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

      # Bottlerocket's user data wins over what EKS sets.
      bootstrap_extra_args = <<-EOT
        [settings.kubernetes]
        max-pods = ${local.max_pods["rocket"]}
      EOT
    }

    "rocket-arm" = {
      ami_type = "BOTTLEROCKET_ARM_64"
      # With an image of its own the group gets no user data from EKS, so that max pods below holds.
      ami_id                     = data.aws_ssm_parameter.bottlerocket_arm64.insecure_value
      enable_bootstrap_user_data = true
      instance_types             = ["c7g.xlarge"]
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

      # The module's own user data has opened the table that this stands in.
      bootstrap_extra_args = <<-EOT
        max-pods = ${local.max_pods["rocket-arm"]}
      EOT
    }
  }

  self_managed_node_groups = {
    "self" = {
      ami_type                   = "AL2023_x86_64_STANDARD"
      instance_type              = "m6i.large"
      use_mixed_instances_policy = true
      mixed_instances_policy = {
        launch_template = {
          override = [{ instance_type = "m6i.large" }, { instance_type = "m6a.large" }]
        }
      }
      subnet_ids = [
        local.subnet_ids["private-a"],
        local.subnet_ids["private-b"],
        local.subnet_ids["private-c"],
      ]

      min_size = 1
      max_size = 3
      # Only for the start: afterwards the module leaves it to the autoscaler.
      desired_size = 3

      # The expression is for what nodeadm reserves, the setting for the kubelet.
      cloudinit_pre_nodeadm = [{
        content_type = "application/node.eks.aws"
        content      = <<-EOT
          ---
          apiVersion: node.eks.aws/v1alpha1
          kind: NodeConfig
          spec:
            kubelet:
              maxPodsExpression: "${local.max_pods["self"]}"
              config:
                maxPods: ${local.max_pods["self"]}
        EOT
      }]
    }

    "rocket-self" = {
      ami_type      = "BOTTLEROCKET_x86_64"
      instance_type = "m6i.large"
      subnet_ids = [
        local.subnet_ids["private-a"],
        local.subnet_ids["private-b"],
        local.subnet_ids["private-c"],
      ]

      min_size = 1
      max_size = 3
      # Only for the start: afterwards the module leaves it to the autoscaler.
      desired_size = 3

      # The module's own user data has opened the table that this stands in.
      bootstrap_extra_args = <<-EOT
        max-pods = ${local.max_pods["rocket-self"]}
      EOT
    }
  }
}
