# Written by eniplan for kinds: Cluster, add-ons and node groups
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1UqJKINDSpNQGoKUrXaKzAyEhCxdCTICJcCTIAJcK5nGUicEUInf8pC3WINkTyIMxYg2RIQsW_SVBkJHnJ-SFARLXSMr_KOBSnbtmQAomdar09wDcfg
# At the desired size: 21 nodes, 40 of 40 pods placed, 421 of 32,748 addresses taken.

# Pods that a node takes, those on the host's network included, and how the network's limit comes out.
locals {
  max_pods = {
    # m6i.large: 3 × (10 − 1) + 2 = 29
    "general" = 29
    # m6i.large, m6a.large: 3 × (10 − 1) + 2 = 29
    "self" = 20
    # m6i.large: 3 × (10 − 1) + 2 = 29
    "rocket" = 25
    # m6i.large: 1 × (10 − 1) = 9
    "win" = 8
    # m6i.large: 1 × (10 − 1) = 9
    "win-self" = 8
  }
}

data "aws_ssm_parameter" "windows" {
  name = "/aws/service/ami-windows-latest/Windows_Server-2022-English-Core-EKS_Optimized-${var.kubernetes_version}/image_id"
}

module "eks" {
  source  = "terraform-aws-modules/eks/aws"
  version = "~> 21.0"

  name               = var.name
  kubernetes_version = var.kubernetes_version
  iam_role_name      = substr("${var.name}-cluster", 0, 37)

  vpc_id            = module.vpc.vpc_id
  subnet_ids        = [local.subnet_ids["private-a"], local.subnet_ids["private-b"]]
  service_ipv4_cidr = "172.20.0.0/16"

  endpoint_public_access       = true
  endpoint_public_access_cidrs = var.api_access_cidrs

  # Lets whoever applies this use kubectl.
  enable_cluster_creator_admin_permissions = true

  # Windows pods: the cluster's role gives them addresses.
  iam_role_additional_policies = {
    vpc_resource_controller = "arn:aws:iam::aws:policy/AmazonEKSVPCResourceController"
  }

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

  # Auto Mode: EKS starts the nodes of its node pools, and brings its own CNI, kube-proxy and CoreDNS on them.
  compute_config = {
    enabled    = true
    node_pools = ["general-purpose", "system"]
  }
  # The NodeClass names this role; EKS makes its access entry, as for its own node pools.
  node_iam_role_use_name_prefix = false
  node_iam_role_name            = "EKSAutoNodeRole-kinds"

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
        # Windows nodes get addresses from a controller of the control plane.
        enableWindowsIpam = "true"
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
      subnet_ids     = [local.subnet_ids["private-a"], local.subnet_ids["private-b"]]

      min_size = 1
      max_size = 3
      # Only for the start: afterwards the module leaves it to the autoscaler.
      desired_size = 3

      update_config = { max_unavailable = 1 }
    }

    "win" = {
      ami_type = "WINDOWS_CORE_2022_x86_64"
      # With an image of its own the group gets no user data from EKS, so that max pods below holds.
      ami_id                     = data.aws_ssm_parameter.windows.insecure_value
      enable_bootstrap_user_data = true
      # EKS takes the newest image as the group is made; later ones are an update of your own.
      use_latest_ami_release_version = false
      instance_types                 = ["m6i.large"]
      subnet_ids                     = [local.subnet_ids["private-a"], local.subnet_ids["private-b"]]

      min_size = 1
      max_size = 3
      # Only for the start: afterwards the module leaves it to the autoscaler.
      desired_size = 3

      update_config = { max_unavailable = 1 }

      # The user data decides, since the launch template names the image.
      bootstrap_extra_args = "-KubeletExtraArgs '--max-pods=${local.max_pods["win"]}'"
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
      subnet_ids = [local.subnet_ids["private-a"], local.subnet_ids["private-b"]]

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

    "rocket" = {
      ami_type      = "BOTTLEROCKET_x86_64"
      instance_type = "m6i.large"
      subnet_ids    = [local.subnet_ids["private-a"], local.subnet_ids["private-b"]]

      min_size = 1
      max_size = 3
      # Only for the start: afterwards the module leaves it to the autoscaler.
      desired_size = 3

      # The module's own user data has opened the table that this stands in.
      bootstrap_extra_args = <<-EOT
        max-pods = ${local.max_pods["rocket"]}
      EOT
    }

    "win-self" = {
      ami_type      = "WINDOWS_CORE_2022_x86_64"
      instance_type = "m6i.large"
      subnet_ids    = [local.subnet_ids["private-a"], local.subnet_ids["private-b"]]

      min_size = 1
      max_size = 3
      # Only for the start: afterwards the module leaves it to the autoscaler.
      desired_size = 3

      # The user data decides, since the launch template names the image.
      bootstrap_extra_args = "-KubeletExtraArgs '--max-pods=${local.max_pods["win-self"]}'"
    }
  }

  fargate_profiles = {
    "Jobs_1" = {
      subnet_ids = [local.subnet_ids["private-a"], local.subnet_ids["private-b"]]
      # Pods of this namespace run on Fargate, each with an address of its own.
      selectors = [{ namespace = "jobs-1" }]
    }
  }
}

# Nodes of Auto Mode and pods of Fargate have the cluster's own security group, and reach CoreDNS and pods on other nodes.
resource "aws_vpc_security_group_ingress_rule" "nodes_from_cluster_primary" {
  security_group_id            = module.eks.node_security_group_id
  description                  = "Auto Mode and Fargate to nodes and pods"
  ip_protocol                  = "-1"
  referenced_security_group_id = module.eks.cluster_primary_security_group_id
}

resource "aws_vpc_security_group_ingress_rule" "cluster_primary_from_nodes" {
  security_group_id            = module.eks.cluster_primary_security_group_id
  description                  = "Nodes and pods to those of Auto Mode and Fargate"
  ip_protocol                  = "-1"
  referenced_security_group_id = module.eks.node_security_group_id
}
