# Written by eniplan for overlay: Node groups
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1IaLOVERLAYm-J0MCofrt5qbspggZChkt7orHbwTTB_C_AKBM
# At the desired size: 5 nodes, 300 of 300 pods placed, 10 of 49,122 addresses taken.

# Nodes that run keep the old way: these take their place. Apply, wait until they are Ready, then drain and
# delete the old groups; until then both take addresses. To go back, drain these and keep the old ones.
data "aws_iam_role" "nodes" {
  name = var.node_role_name
}

# Pods that a node takes, those on the host's network included, and how the network's limit comes out.
locals {
  max_pods = {
    # t3.medium: no formula of the network
    "general" = 110
  }
}

data "aws_ssm_parameter" "al2023_x86_64" {
  name = "/aws/service/eks/optimized-ami/${data.aws_eks_cluster.this.version}/amazon-linux-2023/x86_64/standard/recommended/image_id"
}

locals {
  managed_groups = {
    "general" = {
      ami_type = "AL2023_x86_64_STANDARD"
      # With an image of its own the group gets no user data from EKS, so that max pods below holds.
      image_id       = data.aws_ssm_parameter.al2023_x86_64.insecure_value
      instance_types = ["t3.medium"]
      subnet_ids = [
        local.subnet_ids["private-a"],
        local.subnet_ids["private-b"],
        local.subnet_ids["private-c"],
      ]
      role_arn = data.aws_iam_role.nodes.arn

      min_size = 1
      max_size = 9
      # Only for the start: afterwards it is left to the autoscaler.
      desired_size = 5

      max_unavailable            = 1
      max_unavailable_percentage = null
      update_strategy            = "DEFAULT"

      # The expression is for what nodeadm reserves, the setting for the kubelet.
      user_data = <<-EOT
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary="MIMEBOUNDARY"

        --MIMEBOUNDARY
        Content-Type: application/node.eks.aws

        ---
        apiVersion: node.eks.aws/v1alpha1
        kind: NodeConfig
        spec:
          cluster:
            name: ${data.aws_eks_cluster.this.name}
            apiServerEndpoint: ${data.aws_eks_cluster.this.endpoint}
            certificateAuthority: ${data.aws_eks_cluster.this.certificate_authority[0].data}
            cidr: ${try(data.aws_eks_cluster.this.kubernetes_network_config[0].service_ipv4_cidr, "172.20.0.0/16")}
          kubelet:
            maxPodsExpression: "${local.max_pods["general"]}"
            config:
              maxPods: ${local.max_pods["general"]}

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
}
