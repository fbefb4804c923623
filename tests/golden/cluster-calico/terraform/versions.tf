# Written by eniplan for overlay: Versions of Terraform and its providers
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1IaLOVERLAYm-J0MCofrt5qbspggZChkt7orHbwTTB_C_AKBM
# At the desired size: 5 nodes, 300 of 300 pods placed, 10 of 49,122 addresses taken.

terraform {
  required_version = ">= 1.5.7"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.28"
    }
    helm = {
      source  = "hashicorp/helm"
      version = "~> 3.0"
    }
  }
}

provider "aws" {
  region = "us-east-1"

  default_tags {
    tags = var.tags
  }
}

# Whoever applies this needs the AWS command line, which gets a token for the cluster.
provider "helm" {
  kubernetes = {
    host                   = data.aws_eks_cluster.this.endpoint
    cluster_ca_certificate = base64decode(data.aws_eks_cluster.this.certificate_authority[0].data)

    exec = {
      api_version = "client.authentication.k8s.io/v1beta1"
      command     = "aws"
      args = [
        "eks",
        "get-token",
        "--cluster-name",
        data.aws_eks_cluster.this.name,
        "--region",
        "us-east-1",
      ]
    }
  }
}
