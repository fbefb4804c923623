# Written by eniplan for custom: Cluster, add-ons and node groups
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1GKKCUSTOMuk1gooAaDIgYuTLfrtFZgXoAHvR
# At the desired size: 3 nodes, 40 of 40 pods placed, 70 of 49,875 addresses taken.

# Pods that a node takes, those on the host's network included, and how the network's limit comes out.
locals {
  max_pods = {
    # m6i.large: (3 − 1) × (10 − 1) + 2 = 20
    "general" = 20
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
          AWS_VPC_K8S_CNI_EXTERNALSNAT       = "true"
          ENI_CONFIG_LABEL_DEF               = "topology.kubernetes.io/zone"
          WARM_ENI_TARGET                    = "1"
        }
        # One ENIConfig a zone, named after it: pods take addresses of that subnet.
        eniConfig = {
          create = true
          region = "us-east-1"
          subnets = {
            "us-east-1a" = {
              id             = local.subnet_ids["pods-a"]
              securityGroups = [module.eks.node_security_group_id]
            }
            "us-east-1b" = {
              id             = local.subnet_ids["pods-b"]
              securityGroups = [module.eks.node_security_group_id]
            }
            "us-east-1c" = {
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
                maxPods: ${local.max_pods["general"]}
        EOT
      }]
    }
  }
}
