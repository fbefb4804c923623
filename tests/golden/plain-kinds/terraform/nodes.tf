# Written by eniplan for kinds: Node groups
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

data "aws_ssm_parameter" "al2023_x86_64" {
  name = "/aws/service/eks/optimized-ami/${var.kubernetes_version}/amazon-linux-2023/x86_64/standard/recommended/image_id"
}

data "aws_ssm_parameter" "bottlerocket_x86_64" {
  name = "/aws/service/bottlerocket/aws-k8s-${var.kubernetes_version}/x86_64/latest/image_id"
}

data "aws_ssm_parameter" "windows" {
  name = "/aws/service/ami-windows-latest/Windows_Server-2022-English-Core-EKS_Optimized-${var.kubernetes_version}/image_id"
}

locals {
  managed_groups = {
    "general" = {
      ami_type       = "AL2023_x86_64_STANDARD"
      image_id       = null
      instance_types = ["m6i.large"]
      subnet_ids     = [local.subnet_ids["private-a"], local.subnet_ids["private-b"]]
      role_arn       = aws_iam_role.nodes.arn

      min_size = 1
      max_size = 3
      # Only for the start: afterwards it is left to the autoscaler.
      desired_size = 3

      max_unavailable            = 1
      max_unavailable_percentage = null
      update_strategy            = "DEFAULT"

      user_data = null
    }

    "win" = {
      ami_type = "WINDOWS_CORE_2022_x86_64"
      # With an image of its own the group gets no user data from EKS, so that max pods below holds.
      image_id       = data.aws_ssm_parameter.windows.insecure_value
      instance_types = ["m6i.large"]
      subnet_ids     = [local.subnet_ids["private-a"], local.subnet_ids["private-b"]]
      role_arn       = aws_iam_role.windows_nodes.arn

      min_size = 1
      max_size = 3
      # Only for the start: afterwards it is left to the autoscaler.
      desired_size = 3

      max_unavailable            = 1
      max_unavailable_percentage = null
      update_strategy            = "DEFAULT"

      # Joins the cluster and sets max pods.
      user_data = <<-EOT
        <powershell>
        & "$env:ProgramFiles\Amazon\EKS\Start-EKSBootstrap.ps1" -EKSClusterName "${aws_eks_cluster.this.name}" -APIServerEndpoint "${aws_eks_cluster.this.endpoint}" -Base64ClusterCA "${aws_eks_cluster.this.certificate_authority[0].data}" -KubeletExtraArgs "--max-pods=${local.max_pods["win"]}" 3>&1 4>&1 5>&1 6>&1
        </powershell>
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
  vpc_security_group_ids = [aws_security_group.nodes.id]

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

  cluster_name           = aws_eks_cluster.this.name
  node_group_name_prefix = "${each.key}-"
  node_role_arn          = each.value.role_arn
  subnet_ids             = each.value.subnet_ids
  instance_types         = each.value.instance_types
  ami_type               = each.value.image_id == null ? each.value.ami_type : null
  version                = each.value.image_id == null ? aws_eks_cluster.this.version : null

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
  depends_on = [
    aws_iam_role_policy_attachment.nodes,
    aws_vpc_security_group_ingress_rule.control_plane_from_nodes,
    aws_vpc_security_group_ingress_rule.nodes_from_nodes,
    aws_vpc_security_group_egress_rule.nodes,
    aws_route.nat,
    aws_eks_addon.vpc_cni,
    aws_eks_addon.pod_identity_agent,
  ]
}

locals {
  self_managed_groups = {
    "self" = {
      image_id       = data.aws_ssm_parameter.al2023_x86_64.insecure_value
      instance_types = ["m6i.large", "m6a.large"]
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
            name: ${aws_eks_cluster.this.name}
            apiServerEndpoint: ${aws_eks_cluster.this.endpoint}
            certificateAuthority: ${aws_eks_cluster.this.certificate_authority[0].data}
            cidr: 172.20.0.0/16
          kubelet:
            maxPodsExpression: "${local.max_pods["self"]}"
            config:
              maxPods: ${local.max_pods["self"]}

        --MIMEBOUNDARY--
      EOT
    }

    "rocket" = {
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
        cluster-name = "${aws_eks_cluster.this.name}"
        api-server = "${aws_eks_cluster.this.endpoint}"
        cluster-certificate = "${aws_eks_cluster.this.certificate_authority[0].data}"
        max-pods = ${local.max_pods["rocket"]}
      EOT
    }

    "win-self" = {
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
        & "$env:ProgramFiles\Amazon\EKS\Start-EKSBootstrap.ps1" -EKSClusterName "${aws_eks_cluster.this.name}" -APIServerEndpoint "${aws_eks_cluster.this.endpoint}" -Base64ClusterCA "${aws_eks_cluster.this.certificate_authority[0].data}" -KubeletExtraArgs "--max-pods=${local.max_pods["win-self"]}" 3>&1 4>&1 5>&1 6>&1
        </powershell>
      EOT
    }
  }
}

resource "aws_iam_instance_profile" "nodes" {
  name_prefix = "${var.name}-node-"
  role        = aws_iam_role.nodes.name
}

# Lets the nodes join; EKS makes this by itself for managed groups only.
resource "aws_eks_access_entry" "nodes" {
  cluster_name  = aws_eks_cluster.this.name
  principal_arn = aws_iam_role.nodes.arn
  type          = "EC2_LINUX"
}

resource "aws_iam_instance_profile" "windows_nodes" {
  name_prefix = "${var.name}-node-"
  role        = aws_iam_role.windows_nodes.name
}

# Lets the nodes join; EKS makes this by itself for managed groups only.
resource "aws_eks_access_entry" "windows_nodes" {
  cluster_name  = aws_eks_cluster.this.name
  principal_arn = aws_iam_role.windows_nodes.arn
  type          = "EC2_WINDOWS"
}

resource "aws_launch_template" "self_managed" {
  for_each = local.self_managed_groups

  name_prefix            = "${each.key}-"
  image_id               = each.value.image_id
  user_data              = each.value.user_data == null ? null : base64encode(each.value.user_data)
  update_default_version = true
  vpc_security_group_ids = [aws_security_group.nodes.id]

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
  depends_on = [
    aws_iam_role_policy_attachment.nodes,
    aws_vpc_security_group_ingress_rule.control_plane_from_nodes,
    aws_vpc_security_group_ingress_rule.nodes_from_nodes,
    aws_vpc_security_group_egress_rule.nodes,
    aws_route.nat,
    aws_eks_addon.vpc_cni,
    aws_eks_addon.pod_identity_agent,
    aws_eks_access_entry.nodes,
    aws_eks_access_entry.windows_nodes,
  ]
}

# Pods of these namespaces run on Fargate, each with an address of its own.
locals {
  fargate_profiles = {
    "Jobs_1" = {
      namespaces = ["jobs-1"]
      subnet_ids = [local.subnet_ids["private-a"], local.subnet_ids["private-b"]]
    }
  }
}

resource "aws_eks_fargate_profile" "this" {
  for_each = local.fargate_profiles

  cluster_name           = aws_eks_cluster.this.name
  fargate_profile_name   = each.key
  pod_execution_role_arn = aws_iam_role.fargate.arn
  subnet_ids             = each.value.subnet_ids

  dynamic "selector" {
    for_each = each.value.namespaces

    content {
      namespace = selector.value
    }
  }

  depends_on = [aws_iam_role_policy_attachment.fargate]
}
