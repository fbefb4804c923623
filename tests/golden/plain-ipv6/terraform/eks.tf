# Written by eniplan for six: Cluster and add-ons, their roles and security groups
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1IqdIhek1AaguxtxppukMGKltx16lsBpqmmZ-Bdb9dorMC9BmWg
# At the desired size: 3 nodes, 40 of 40 pods placed, 9 of 32,748 addresses taken.

data "aws_partition" "current" {}

resource "aws_iam_role" "cluster" {
  name_prefix = substr("${var.name}-cluster", 0, 37)
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "eks.amazonaws.com" }
      Action    = ["sts:AssumeRole"]
    }]
  })
}

resource "aws_iam_role_policy_attachment" "cluster" {
  for_each = toset(["AmazonEKSClusterPolicy"])

  role       = aws_iam_role.cluster.name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/${each.value}"
}

resource "aws_iam_role" "nodes" {
  name_prefix = substr("${var.name}-node", 0, 37)
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "ec2.amazonaws.com" }
      Action    = ["sts:AssumeRole"]
    }]
  })
}

resource "aws_iam_role_policy_attachment" "nodes" {
  for_each = toset(["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"])

  role       = aws_iam_role.nodes.name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/${each.value}"
}

# AWS brings no policy for IPv6; an account has one of this name.
resource "aws_iam_policy" "cni_ipv6" {
  count = var.create_cni_ipv6_policy ? 1 : 0

  name = "AmazonEKS_CNI_IPv6_Policy"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        Action = [
          "ec2:AssignIpv6Addresses",
          "ec2:DescribeInstances",
          "ec2:DescribeInstanceTypes",
          "ec2:DescribeNetworkInterfaces",
          "ec2:DescribeTags",
        ]
        Resource = "*"
      },
      {
        Effect   = "Allow"
        Action   = ["ec2:CreateTags"]
        Resource = "arn:${data.aws_partition.current.partition}:ec2:*:*:network-interface/*"
      },
    ]
  })
}

data "aws_caller_identity" "current" {}

resource "aws_iam_role_policy_attachment" "nodes_ipv6" {
  role       = aws_iam_role.nodes.name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:policy/AmazonEKS_CNI_IPv6_Policy"

  depends_on = [aws_iam_policy.cni_ipv6]
}

resource "aws_eks_cluster" "this" {
  name     = var.name
  version  = var.kubernetes_version
  role_arn = aws_iam_role.cluster.arn

  # Without the add-ons that EKS brings by itself: those below come with settings, and in order.
  bootstrap_self_managed_addons = false

  vpc_config {
    subnet_ids              = [local.subnet_ids["private-a"], local.subnet_ids["private-b"]]
    endpoint_private_access = true
    endpoint_public_access  = true
    public_access_cidrs     = var.api_access_cidrs
  }

  kubernetes_network_config {
    # EKS chooses the services' block; pods get theirs from the VPC's, as prefixes.
    ip_family = "ipv6"
  }

  access_config {
    authentication_mode = "API_AND_CONFIG_MAP"
    # Lets whoever applies this use kubectl.
    bootstrap_cluster_creator_admin_permissions = true
  }

  depends_on = [aws_iam_role_policy_attachment.cluster]
}

# Nodes and pods, which have addresses of the VPC: everything passes between them, on every port and protocol.
resource "aws_security_group" "nodes" {
  name_prefix = "${var.name}-node-"
  description = "Nodes of the cluster"
  vpc_id      = aws_vpc.this.id

  tags = {
    Name = "${var.name}-node"
    # By this tag controllers know the group that load balancers are let in by.
    "kubernetes.io/cluster/${var.name}" = "owned"
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_ingress_rule" "nodes_from_nodes" {
  security_group_id            = aws_security_group.nodes.id
  description                  = "Node to node and pod to pod"
  ip_protocol                  = "-1"
  referenced_security_group_id = aws_security_group.nodes.id
}

resource "aws_vpc_security_group_ingress_rule" "nodes_from_control_plane" {
  security_group_id            = aws_security_group.nodes.id
  description                  = "Control plane to kubelets, webhooks and aggregated APIs"
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 65535
  referenced_security_group_id = aws_eks_cluster.this.vpc_config[0].cluster_security_group_id
}

resource "aws_vpc_security_group_ingress_rule" "control_plane_from_nodes" {
  security_group_id            = aws_eks_cluster.this.vpc_config[0].cluster_security_group_id
  description                  = "Nodes and pods to the API server"
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
  referenced_security_group_id = aws_security_group.nodes.id
}

resource "aws_vpc_security_group_egress_rule" "nodes" {
  security_group_id = aws_security_group.nodes.id
  description       = "Everything out"
  ip_protocol       = "-1"
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_vpc_security_group_egress_rule" "nodes_ipv6" {
  security_group_id = aws_security_group.nodes.id
  description       = "Everything out"
  ip_protocol       = "-1"
  cidr_ipv6         = "::/0"
}

# Before the node groups: nodes boot with these settings, and EKS computes max pods from them.
resource "aws_eks_addon" "vpc_cni" {
  cluster_name                = aws_eks_cluster.this.name
  addon_name                  = "vpc-cni"
  resolve_conflicts_on_create = "OVERWRITE"
}

resource "aws_eks_addon" "kube_proxy" {
  cluster_name = aws_eks_cluster.this.name
  addon_name   = "kube-proxy"
}

resource "aws_eks_addon" "coredns" {
  cluster_name = aws_eks_cluster.this.name
  addon_name   = "coredns"

  # It is healthy only once it runs on a node.
  depends_on = [aws_eks_node_group.this]
}
