# Written by eniplan for shop-prod: Node groups
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1iQGikhzj5PN-uG9dQGoLUJ0moFCgNBkQMrICvQCh5l74yAfUuFCgAd8pAPtNoKFAgHfOQD79JkQAVftNdvJMgIlvl-omxESYHGYDiGQ200ZkOPwWKpkggJhD-UFARK5fLxXZAkwgMHoyHGmjMh9tyxVdO67Uez9StPx9cn5RYBgIYGMWtL4yAvjIEEl0
# At the desired size: 36 nodes, 1,020 of 1,020 pods placed, 1,924 of 50,835 addresses taken.

# Nodes that run keep the old way: these take their place. Apply, wait until they are Ready, then drain and
# delete the old groups; until then both take addresses. To go back, drain these and keep the old ones.
data "aws_iam_role" "nodes" {
  name = var.node_role_name
}

# Pods that a node takes, those on the host's network included, and how the network's limit comes out.
locals {
  max_pods = {
    # m6i.xlarge: (4 − 1) × (15 − 1) × 16 + 2 = 674
    "general" = 110
    # c6i.2xlarge: (4 − 1) × (15 − 1) × 16 + 2 = 674
    "batch" = 110
  }
}

locals {
  managed_groups = {
    "general" = {
      ami_type       = "AL2023_x86_64_STANDARD"
      image_id       = null
      instance_types = ["m6i.xlarge"]
      subnet_ids = [
        local.subnet_ids["private-a"],
        local.subnet_ids["private-b"],
        local.subnet_ids["private-c"],
      ]
      role_arn = data.aws_iam_role.nodes.arn

      min_size = 6
      max_size = 60
      # Only for the start: afterwards it is left to the autoscaler.
      desired_size = 30

      max_unavailable            = 1
      max_unavailable_percentage = null
      update_strategy            = "DEFAULT"

      # EKS computes max pods from the CNI's settings and its value wins; this is the same one, to fall back to.
      user_data = <<-EOT
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary="MIMEBOUNDARY"

        --MIMEBOUNDARY
        Content-Type: application/node.eks.aws

        ---
        apiVersion: node.eks.aws/v1alpha1
        kind: NodeConfig
        spec:
          kubelet:
            config:
              maxPods: ${local.max_pods["general"]}

        --MIMEBOUNDARY--
      EOT
    }

    "batch" = {
      ami_type       = "AL2023_x86_64_STANDARD"
      image_id       = null
      instance_types = ["c6i.2xlarge"]
      subnet_ids = [
        local.subnet_ids["private-a"],
        local.subnet_ids["private-b"],
        local.subnet_ids["private-c"],
      ]
      role_arn = data.aws_iam_role.nodes.arn

      min_size = 0
      max_size = 24
      # Only for the start: afterwards it is left to the autoscaler.
      desired_size = 6

      max_unavailable            = null
      max_unavailable_percentage = 33
      update_strategy            = "DEFAULT"

      # EKS computes max pods from the CNI's settings and its value wins; this is the same one, to fall back to.
      user_data = <<-EOT
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary="MIMEBOUNDARY"

        --MIMEBOUNDARY
        Content-Type: application/node.eks.aws

        ---
        apiVersion: node.eks.aws/v1alpha1
        kind: NodeConfig
        spec:
          kubelet:
            config:
              maxPods: ${local.max_pods["batch"]}

        --MIMEBOUNDARY--
      EOT
    }
  }
}

resource "aws_launch_template" "managed" {
  for_each = local.managed_groups

  name_prefix            = "${each.key}-"
  image_id               = each.value.image_id
  user_data              = each.value.user_data == null ? null : base64encode(each.value.user_data)
  update_default_version = true
  vpc_security_group_ids = [var.node_security_group_id]

  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  tag_specifications {
    resource_type = "instance"
    tags = {
      Name = each.key
    }
  }
}

resource "aws_eks_node_group" "this" {
  for_each = local.managed_groups

  cluster_name           = data.aws_eks_cluster.this.name
  node_group_name_prefix = "${each.key}-"
  node_role_arn          = each.value.role_arn
  subnet_ids             = each.value.subnet_ids
  instance_types         = each.value.instance_types
  ami_type               = each.value.image_id == null ? each.value.ami_type : null
  version                = each.value.image_id == null ? data.aws_eks_cluster.this.version : null

  launch_template {
    id      = aws_launch_template.managed[each.key].id
    version = aws_launch_template.managed[each.key].latest_version
  }

  scaling_config {
    min_size     = each.value.min_size
    max_size     = each.value.max_size
    desired_size = each.value.desired_size
  }

  update_config {
    max_unavailable            = each.value.max_unavailable
    max_unavailable_percentage = each.value.max_unavailable_percentage
    update_strategy            = each.value.update_strategy
  }

  lifecycle {
    create_before_destroy = true
    ignore_changes        = [scaling_config[0].desired_size]
  }

  # Nodes boot with these.
  depends_on = [aws_eks_addon.vpc_cni]
}
