# Written by eniplan for shop-prod: Cluster, add-ons and node groups
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1iQGikhzj5PN-uG9dQGoLUJ0moFCgNBkQMrICvQCh5l74yAfUuFCgAd8pAPtNoKFAgHfOQD79JkQAVftNdvJMgIlvl-omxESYHGYDiGQ200ZkOPwWKpkggJhD-UFARK5fLxXZAkwgMHoyHGmjMh9tyxVdO67Uez9StPx9cn5RYBgIYGMWtL4yAvjIEEl0
# At the desired size: 36 nodes, 1,020 of 1,020 pods placed, 1,924 of 50,835 addresses taken.

# Pods that a node takes, those on the host's network included, and how the network's limit comes out.
locals {
  max_pods = {
    # m6i.xlarge: (4 − 1) × (15 − 1) × 16 + 2 = 674
    "general" = 110
    # c6i.2xlarge: (4 − 1) × (15 − 1) × 16 + 2 = 674
    "batch" = 110
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
          AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG = "true"
          ENABLE_PREFIX_DELEGATION           = "true"
          ENI_CONFIG_LABEL_DEF               = "topology.kubernetes.io/zone"
          WARM_PREFIX_TARGET                 = "1"
        }
        # One ENIConfig a zone, named after it: pods take addresses of that subnet.
        eniConfig = {
          create = true
          region = "eu-west-1"
          subnets = {
            "eu-west-1a" = {
              id             = local.subnet_ids["pods-a"]
              securityGroups = [module.eks.node_security_group_id]
            }
            "eu-west-1b" = {
              id             = local.subnet_ids["pods-b"]
              securityGroups = [module.eks.node_security_group_id]
            }
            "eu-west-1c" = {
              id             = local.subnet_ids["pods-c"]
              securityGroups = [module.eks.node_security_group_id]
            }
          }
        }
      })
    }
    kube-proxy = {}
    coredns    = {}
  }

  eks_managed_node_groups = {
    "general" = {
      ami_type       = "AL2023_x86_64_STANDARD"
      instance_types = ["m6i.xlarge"]
      subnet_ids = [
        local.subnet_ids["private-a"],
        local.subnet_ids["private-b"],
        local.subnet_ids["private-c"],
      ]

      min_size = 6
      max_size = 60
      # Only for the start: afterwards the module leaves it to the autoscaler.
      desired_size = 30

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
                maxPods: ${local.max_pods["general"]}
        EOT
      }]
    }

    "batch" = {
      ami_type       = "AL2023_x86_64_STANDARD"
      instance_types = ["c6i.2xlarge"]
      subnet_ids = [
        local.subnet_ids["private-a"],
        local.subnet_ids["private-b"],
        local.subnet_ids["private-c"],
      ]

      min_size = 0
      max_size = 24
      # Only for the start: afterwards the module leaves it to the autoscaler.
      desired_size = 6

      update_config = { max_unavailable_percentage = 33 }

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
                maxPods: ${local.max_pods["batch"]}
        EOT
      }]
    }
  }
}
