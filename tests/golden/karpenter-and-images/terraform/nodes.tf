# Written by eniplan for images: Node groups
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1twGiiDABhEqTUBqC8ZVPCkabcdefghijABCDEFa01AoABoMiAbb4yAe0sFAAFjiSgJoicjTbjrz8EMUYAIQYjQCccSUBNETkabcdefghijABCDEaBd85APf0mRALHElATRE5Gm3HXn4IYowAQgxGgj7k1ZGSkeAiJoSFARLWSZARLhST5gk1cN1iDb9JTr9Nziw5F8h1-mUicEUInJyiJ-meicEUInIkIWLf8oiMhIQsXS8kyAiW-sDu_A
# At the desired size: 17 nodes, 55 of 55 pods placed, 384 of 34,796 addresses taken.

# Nodes that run keep the old way: these take their place. Apply, wait until they are Ready, then drain and
# delete the old groups; until then both take addresses. To go back, drain these and keep the old ones.
data "aws_iam_role" "nodes" {
  name = var.node_role_name
}

# Pods that a node takes, those on the host's network included, and how the network's limit comes out.
locals {
  max_pods = {
    # m6i.large: 1 × (10 − 1) = 9
    "win" = 50
    # m6i.large: (3 − 1 − 1) × (10 − 1) + 2 = 11
    "rocket" = 60
    # m6i.large: (3 − 1 − 1) × (10 − 1) + 2 = 11
    "rocket-self" = 60
    # m6i.large, m6i.xlarge: (3 − 1 − 1) × (10 − 1) + 2 = 11
    "self" = 29
  }
}

data "aws_ssm_parameter" "al2023_x86_64" {
  name = "/aws/service/eks/optimized-ami/${data.aws_eks_cluster.this.version}/amazon-linux-2023/x86_64/standard/recommended/image_id"
}

data "aws_ssm_parameter" "bottlerocket_x86_64" {
  name = "/aws/service/bottlerocket/aws-k8s-${data.aws_eks_cluster.this.version}/x86_64/latest/image_id"
}

data "aws_ssm_parameter" "windows" {
  name = "/aws/service/ami-windows-latest/Windows_Server-2022-English-Core-EKS_Optimized-${data.aws_eks_cluster.this.version}/image_id"
}

locals {
  managed_groups = {
    "rocket" = {
      ami_type       = "BOTTLEROCKET_x86_64"
      image_id       = null
      instance_types = ["m6i.large"]
      subnet_ids     = [local.subnet_ids["private-a"], local.subnet_ids["private-b"]]
      role_arn       = data.aws_iam_role.nodes.arn

      min_size = 1
      max_size = 3
      # Only for the start: afterwards it is left to the autoscaler.
      desired_size = 3

      max_unavailable            = 1
      max_unavailable_percentage = null
      update_strategy            = "DEFAULT"

      # Bottlerocket's user data wins over what EKS sets.
      user_data = <<-EOT
        [settings.kubernetes]
        max-pods = ${local.max_pods["rocket"]}
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

locals {
  self_managed_groups = {
    "win" = {
      image_id       = data.aws_ssm_parameter.windows.insecure_value
      instance_types = ["m6i.large"]
      subnet_ids     = [local.subnet_ids["private-a"], local.subnet_ids["private-b"]]
      profile        = aws_iam_instance_profile.windows_nodes.name

      min_size = 1
      max_size = 3
      # Only for the start: afterwards it is left to the autoscaler.
      desired_size = 3

      # Joins the cluster and sets max pods.
      user_data = <<-EOT
        <powershell>
        & "$env:ProgramFiles\Amazon\EKS\Start-EKSBootstrap.ps1" -EKSClusterName "${data.aws_eks_cluster.this.name}" -APIServerEndpoint "${data.aws_eks_cluster.this.endpoint}" -Base64ClusterCA "${data.aws_eks_cluster.this.certificate_authority[0].data}" -KubeletExtraArgs "--max-pods=${local.max_pods["win"]}" 3>&1 4>&1 5>&1 6>&1
        </powershell>
      EOT
    }

    "rocket-self" = {
      image_id       = data.aws_ssm_parameter.bottlerocket_x86_64.insecure_value
      instance_types = ["m6i.large"]
      subnet_ids     = [local.subnet_ids["private-a"], local.subnet_ids["private-b"]]
      profile        = aws_iam_instance_profile.nodes.name

      min_size = 1
      max_size = 3
      # Only for the start: afterwards it is left to the autoscaler.
      desired_size = 3

      # Joins the cluster and sets max pods.
      user_data = <<-EOT
        [settings.kubernetes]
        cluster-name = "${data.aws_eks_cluster.this.name}"
        api-server = "${data.aws_eks_cluster.this.endpoint}"
        cluster-certificate = "${data.aws_eks_cluster.this.certificate_authority[0].data}"
        max-pods = ${local.max_pods["rocket-self"]}
      EOT
    }

    "self" = {
      image_id       = data.aws_ssm_parameter.al2023_x86_64.insecure_value
      instance_types = ["m6i.large", "m6i.xlarge"]
      subnet_ids     = [local.subnet_ids["private-a"], local.subnet_ids["private-b"]]
      profile        = aws_iam_instance_profile.nodes.name

      min_size = 1
      max_size = 3
      # Only for the start: afterwards it is left to the autoscaler.
      desired_size = 3

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
            maxPodsExpression: "${local.max_pods["self"]}"
            config:
              maxPods: ${local.max_pods["self"]}

        --MIMEBOUNDARY--
      EOT
    }
  }
}

resource "aws_iam_instance_profile" "nodes" {
  name_prefix = "${var.name}-node-"
  role        = data.aws_iam_role.nodes.name
}

resource "aws_iam_instance_profile" "windows_nodes" {
  name_prefix = "${var.name}-node-"
  role        = data.aws_iam_role.nodes.name
}

resource "aws_launch_template" "self_managed" {
  for_each = local.self_managed_groups

  name_prefix            = "${each.key}-"
  image_id               = each.value.image_id
  user_data              = each.value.user_data == null ? null : base64encode(each.value.user_data)
  update_default_version = true
  vpc_security_group_ids = [var.node_security_group_id]

  iam_instance_profile {
    name = each.value.profile
  }

  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  tag_specifications {
    resource_type = "instance"
    tags = {
      Name                                = each.key
      "kubernetes.io/cluster/${var.name}" = "owned"
    }
  }
}

resource "aws_autoscaling_group" "this" {
  for_each = local.self_managed_groups

  name_prefix         = "${each.key}-"
  vpc_zone_identifier = each.value.subnet_ids
  min_size            = each.value.min_size
  max_size            = each.value.max_size
  desired_capacity    = each.value.desired_size

  mixed_instances_policy {
    launch_template {
      launch_template_specification {
        launch_template_id = aws_launch_template.self_managed[each.key].id
        version            = aws_launch_template.self_managed[each.key].latest_version
      }

      dynamic "override" {
        for_each = each.value.instance_types

        content {
          instance_type = override.value
        }
      }
    }
  }

  lifecycle {
    create_before_destroy = true
    ignore_changes        = [desired_capacity]
  }

  # Nodes boot with these.
  depends_on = [aws_eks_addon.vpc_cni]
}
