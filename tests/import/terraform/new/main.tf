terraform {
  required_providers {
    aws  = { source = "hashicorp/aws" }
    helm = { source = "hashicorp/helm" }
  }
}

provider "aws" {
  region = "eu-west-1"
}

variable "name" {
  default = "shop"
}

module "network" {
  source = "./network"
  name   = var.name
  zones  = ["eu-west-1a", "eu-west-1b"]
}

# A VPC whose block lies in the shop's: AWS refuses to peer them.
resource "aws_vpc" "tools" {
  cidr_block = "10.20.128.0/20"
}

resource "aws_vpc_peering_connection" "tools" {
  vpc_id      = module.network.vpc_id
  peer_vpc_id = aws_vpc.tools.id
  auto_accept = true
}

resource "aws_eks_cluster" "this" {
  name     = var.name
  role_arn = "arn:aws:iam::111122223333:role/cluster"
  version  = "1.34"

  vpc_config {
    subnet_ids = module.network.private_subnets
  }

  kubernetes_network_config {
    service_ipv4_cidr = "172.21.0.0/16"
  }
}

resource "aws_eks_addon" "cni" {
  cluster_name  = aws_eks_cluster.this.name
  addon_name    = "vpc-cni"
  addon_version = "v1.20.4-eksbuild.2"
  configuration_values = jsonencode({
    env = {
      ENABLE_PREFIX_DELEGATION = "true"
      WARM_PREFIX_TARGET       = "1"
    }
  })
}

resource "aws_launch_template" "general" {
  name_prefix = "general-"
  user_data   = base64encode(<<-EOT
    apiVersion: node.eks.aws/v1alpha1
    kind: NodeConfig
    spec:
      kubelet:
        config:
          maxPods: 60
  EOT
  )
}

resource "aws_eks_node_group" "general" {
  cluster_name    = aws_eks_cluster.this.name
  node_group_name = "general"
  node_role_arn   = "arn:aws:iam::111122223333:role/node"
  subnet_ids      = module.network.private_subnets
  instance_types  = ["m6i.large"]

  launch_template {
    id      = aws_launch_template.general.id
    version = aws_launch_template.general.latest_version
  }

  scaling_config {
    min_size     = 2
    desired_size = 4
    max_size     = 40
  }

  update_config {
    max_unavailable_percentage = 25
  }
}

resource "aws_vpc_endpoint" "ecr" {
  vpc_id            = module.network.vpc_id
  service_name      = "com.amazonaws.eu-west-1.ecr.api"
  vpc_endpoint_type = "Interface"
  subnet_ids        = module.network.private_subnets
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id            = module.network.vpc_id
  service_name      = "com.amazonaws.eu-west-1.s3"
  vpc_endpoint_type = "Gateway"
}
