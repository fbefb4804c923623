# Written by eniplan for shop-prod: Cluster and add-ons, their roles and security groups
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1iQGikhzj5PN-uG9dQGoLUJ0moFCgNBkQMrICvQCh5l74yAfUuFCgAd8pAPtNoKFAgHfOQD79JkQAVftNdvJMgIlvl-omxESYHGYDiGQ200ZkOPwWKpkggJhD-UFARK5fLxXZAkwgMHoyHGmjMh9tyxVdO67Uez9StPx9cn5RYBgIYGMWtL4yAvjIEEl0
# At the desired size: 36 nodes, 1,020 of 1,020 pods placed, 1,924 of 50,835 addresses taken.

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
  for_each = toset([
    "AmazonEKSWorkerNodePolicy",
    "AmazonEC2ContainerRegistryPullOnly",
    "AmazonEKS_CNI_Policy",
  ])

  role       = aws_iam_role.nodes.name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/${each.value}"
}

resource "aws_eks_cluster" "this" {
  name     = var.name
  version  = var.kubernetes_version
  role_arn = aws_iam_role.cluster.arn

  # Without the add-ons that EKS brings by itself: those below come with settings, and in order.
  bootstrap_self_managed_addons = false

  vpc_config {
    subnet_ids = [
      local.subnet_ids["private-a"],
      local.subnet_ids["private-b"],
      local.subnet_ids["private-c"],
    ]
    endpoint_private_access = true
    endpoint_public_access  = true
    public_access_cidrs     = var.api_access_cidrs
  }

  kubernetes_network_config {
    service_ipv4_cidr = "172.20.0.0/16"
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

# Before the node groups: nodes boot with these settings, and EKS computes max pods from them.
resource "aws_eks_addon" "vpc_cni" {
  cluster_name                = aws_eks_cluster.this.name
  addon_name                  = "vpc-cni"
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
          securityGroups = [aws_security_group.nodes.id]
        }
        "eu-west-1b" = {
          id             = local.subnet_ids["pods-b"]
          securityGroups = [aws_security_group.nodes.id]
        }
        "eu-west-1c" = {
          id             = local.subnet_ids["pods-c"]
          securityGroups = [aws_security_group.nodes.id]
        }
      }
    }
  })
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
