# Written by eniplan for overlay: Cluster, add-ons and node groups
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1QqLOVERLAYm-J0MCoa67eam7KYIGQoZLe6Kx28E0wfwz_9M8BESj_OODES0JMgIlrJMhIlrpJh28RDJSMALLez9SvNPs
# At the desired size: 9 nodes, 360 of 360 pods placed, 14 of 49,122 addresses taken.

# Pods that a node takes, those on the host's network included, and how the network's limit comes out.
locals {
  max_pods = {
    # t3.medium: no formula of the network
    "general" = 110
    # m6i.large: no formula of the network
    "small" = 29
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

  # The module's own rules let no UDP pass but DNS: without these the overlay carries no packet. Calico's API
  # server answers on the host's network, where the control plane reaches it; so must every webhook.
  node_security_group_additional_rules = {
    ingress_self_vxlan = {
      description = "Calico VXLAN between nodes"
      type        = "ingress"
      protocol    = "udp"
      from_port   = 4789
      to_port     = 4789
      self        = true
    }
    ingress_cluster_calico_apiserver = {
      description                   = "Cluster API to Calico API server"
      type                          = "ingress"
      protocol                      = "tcp"
      from_port                     = 5443
      to_port                       = 5443
      source_cluster_security_group = true
    }
  }
  # By this tag Karpenter finds the group for its nodes.
  node_security_group_tags = { "karpenter.sh/discovery" = var.name }

  # The module makes clusters without any add-on, so each one that is needed stands here.
  # vpc-cni is not among them: aws-node never exists, and the CNI is in cni.tf.
  addons = {
    kube-proxy = {
      before_compute = true
    }
    # Gives Karpenter's controller its role.
    eks-pod-identity-agent = {
      before_compute = true
    }
    coredns = {}
  }

  eks_managed_node_groups = {
    "general" = {
      ami_type = "AL2023_x86_64_STANDARD"
      # With an image of its own the group gets no user data from EKS, so that max pods below holds.
      ami_id                     = data.aws_ssm_parameter.al2023_x86_64.insecure_value
      enable_bootstrap_user_data = true
      instance_types             = ["t3.medium"]
      subnet_ids = [
        local.subnet_ids["private-a"],
        local.subnet_ids["private-b"],
        local.subnet_ids["private-c"],
      ]

      min_size = 1
      max_size = 9
      # Only for the start: afterwards the module leaves it to the autoscaler.
      desired_size = 5

      update_config = { max_unavailable = 1 }

      # Nodes call no EC2 networking APIs any more.
      iam_role_attach_cni_policy = false

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
        EOT
      }]
    }

    "small" = {
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

      # Nodes call no EC2 networking APIs any more.
      iam_role_attach_cni_policy = false

      # The expression is for what nodeadm reserves, the setting for the kubelet.
      cloudinit_pre_nodeadm = [{
        content_type = "application/node.eks.aws"
        content      = <<-EOT
          ---
          apiVersion: node.eks.aws/v1alpha1
          kind: NodeConfig
          spec:
            kubelet:
              maxPodsExpression: "${local.max_pods["small"]}"
              config:
                maxPods: ${local.max_pods["small"]}
        EOT
      }]
    }
  }
}
