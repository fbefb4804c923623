# Written by eniplan for Größe ${var.x}: Cluster, add-ons and node groups
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1b6Ev8dH9dv1fEo_pP_tUBGVf_9nJw4AoGROUPoWITHoAoVERYoLONGoNAMEoTHATo_xf8v_ToDOESoNOToTAKEiuzISPOT8kKAiWukZACiZ1qyCTgUrZusQbIjIBOTH0JMgIlwJMhGlwbnLGx9y_AFLm
# At the desired size: 18 nodes, 3 of 3 pods placed, 359 of 49,122 addresses taken.

# Pods that a node takes, those on the host's network included, and how the network's limit comes out.
locals {
  max_pods = {
    # m6i.large: 3 × (10 − 1) + 2 = 29
    "a-group-with-a-very-long-name-that-E" = 29
    # m6i.large: 1 × (10 − 1) = 9
    "win" = 110
  }
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
  node_iam_role_name            = "EKSAutoNodeRole-Gr-e-var-x"

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
    "a-group-with-a-very-long-name-that-E" = {
      ami_type       = "AL2023_x86_64_STANDARD"
      instance_types = ["m6i.large"]
      subnet_ids = [
        local.subnet_ids["private-a"],
        local.subnet_ids["private-b"],
        local.subnet_ids["private-c"],
      ]
      iam_role_name = "a-group-with-a-very-long-name-that-E"

      min_size = 1
      max_size = 3
      # Only for the start: afterwards the module leaves it to the autoscaler.
      desired_size = 3

      update_config = { max_unavailable = 1 }
    }

    "win" = {
      ami_type = "WINDOWS_CORE_2022_x86_64"
      # EKS takes the newest image as the group is made; later ones are an update of your own.
      use_latest_ami_release_version = false
      instance_types                 = ["m6i.large"]
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
    }
  }

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
