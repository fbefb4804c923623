# Written by eniplan for images: The vpc-cni add-on's settings, those of today kept beside them
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1twGiiDABhEqTUBqC8ZVPCkabcdefghijABCDEFa01AoABoMiAbb4yAe0sFAAFjiSgJoicjTbjrz8EMUYAIQYjQCccSUBNETkabcdefghijABCDEaBd85APf0mRALHElATRE5Gm3HXn4IYowAQgxGgj7k1ZGSkeAiJoSFARLWSZARLhST5gk1cN1iDb9JTr9Nziw5F8h1-mUicEUInJyiJ-meicEUInIkIWLf8oiMhIQsXS8kyAiW-sDu_A
# At the desired size: 17 nodes, 55 of 55 pods placed, 384 of 34,796 addresses taken.

# The add-on exists, so that Terraform has to know it before it changes it:
#   terraform import aws_eks_addon.vpc_cni images:vpc-cni
# Where another root module holds it, move the settings below there, and remove this file. Where aws-node is no
# add-on, `aws eks list-addons` does not name it: use helm/ instead.
data "aws_eks_addon" "vpc_cni" {
  cluster_name = data.aws_eks_cluster.this.name
  addon_name   = "vpc-cni"
}

# Version and settings as they are at the first apply. They stay here, and give the way back.
resource "terraform_data" "vpc_cni_before" {
  input = {
    addon_version        = data.aws_eks_addon.vpc_cni.addon_version
    configuration_values = data.aws_eks_addon.vpc_cni.configuration_values
  }

  lifecycle {
    ignore_changes = [input]
  }
}

# What the plan has no key for stays as it is; of what it has, only what it says is set.
locals {
  vpc_cni_today = try(jsondecode(data.aws_eks_addon.vpc_cni.configuration_values), {})
  vpc_cni_known_env = [
    "AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG",
    "AWS_VPC_K8S_CNI_EXTERNALSNAT",
    "ENABLE_POD_ENI",
    "ENABLE_PREFIX_DELEGATION",
    "ENABLE_SUBNET_DISCOVERY",
    "ENI_CONFIG_LABEL_DEF",
    "MAX_ENI",
    "MINIMUM_IP_TARGET",
    "POD_SECURITY_GROUP_ENFORCING_MODE",
    "WARM_ENI_TARGET",
    "WARM_IP_TARGET",
    "WARM_PREFIX_TARGET",
  ]
  vpc_cni_other_env = { for name, value in try(local.vpc_cni_today.env, {}) : name => value if !contains(local.vpc_cni_known_env, name) }
  vpc_cni_settings = merge(local.vpc_cni_today, {
    env = merge(local.vpc_cni_other_env, {
      AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG = "true"
      ENABLE_POD_ENI                     = "true"
      ENI_CONFIG_LABEL_DEF               = "topology.kubernetes.io/zone"
      POD_SECURITY_GROUP_ENFORCING_MODE  = "standard"
      WARM_ENI_TARGET                    = "1"
    })
    # One ENIConfig a zone, named after it: pods of new nodes take addresses of that subnet.
    eniConfig = {
      create = true
      region = "us-east-1"
      subnets = {
        "us-east-1a" = {
          id             = local.subnet_ids["pods-a"]
          securityGroups = [var.node_security_group_id]
        }
        "us-east-1b" = {
          id             = local.subnet_ids["pods-b"]
          securityGroups = [var.node_security_group_id]
        }
      }
    }
  })
}

# Security groups for pods: the cluster's role manages trunk and branch interfaces.
resource "aws_iam_role_policy_attachment" "resource_controller" {
  role       = basename(data.aws_eks_cluster.this.role_arn)
  policy_arn = "arn:aws:iam::aws:policy/AmazonEKSVPCResourceController"
}

resource "aws_eks_addon" "vpc_cni" {
  cluster_name = data.aws_eks_cluster.this.name
  addon_name   = "vpc-cni"
  # The version stays: an update of it is a change of its own.
  addon_version               = data.aws_eks_addon.vpc_cni.addon_version
  configuration_values        = jsonencode(local.vpc_cni_settings)
  resolve_conflicts_on_update = "OVERWRITE"

  # By these aws-node gets its permissions; what is left out here would be taken away.
  service_account_role_arn = data.aws_eks_addon.vpc_cni.service_account_role_arn == "" ? null : data.aws_eks_addon.vpc_cni.service_account_role_arn
  tags                     = data.aws_eks_addon.vpc_cni.tags

  dynamic "pod_identity_association" {
    for_each = data.aws_eks_addon.vpc_cni.pod_identity_association

    content {
      role_arn        = pod_identity_association.value.role_arn
      service_account = pod_identity_association.value.service_account
    }
  }

  # Destroying this leaves aws-node running, with its settings.
  preserve = true

  # What is, is kept before it changes; pods start in subnets with a route.
  depends_on = [terraform_data.vpc_cni_before, aws_route_table_association.this]
}
