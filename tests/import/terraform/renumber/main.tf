terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "eu-west-1"
}

resource "aws_vpc" "this" {
  cidr_block = "10.30.0.0/16"
  tags       = { Name = "depot" }
}

# It was a /26 that is full; nobody grows a subnet without making it anew.
resource "aws_subnet" "a" {
  vpc_id            = aws_vpc.this.id
  availability_zone = "eu-west-1a"
  cidr_block        = "10.30.0.0/24"
}

resource "aws_subnet" "b" {
  vpc_id            = aws_vpc.this.id
  availability_zone = "eu-west-1b"
  cidr_block        = "10.30.1.0/26"
}

resource "aws_eks_cluster" "this" {
  name     = "depot"
  role_arn = "arn:aws:iam::111122223333:role/cluster"
  version  = "1.34"

  vpc_config {
    subnet_ids = [aws_subnet.a.id, aws_subnet.b.id]
  }

  kubernetes_network_config {
    service_ipv4_cidr = "172.20.0.0/16"
  }

  lifecycle {
    ignore_changes = [vpc_config]
  }
}

resource "aws_eks_node_group" "general" {
  cluster_name    = aws_eks_cluster.this.name
  node_group_name = "general"
  node_role_arn   = "arn:aws:iam::111122223333:role/node"
  subnet_ids      = ["subnet-0aaaaaaaaaaaaaaaa", "subnet-0bbbbbbbbbbbbbbbb"]
  instance_types  = ["m6i.xlarge"]

  scaling_config {
    min_size     = 2
    desired_size = 2
    max_size     = 6
  }
}
