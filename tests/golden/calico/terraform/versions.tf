# Written by eniplan for overlay: Versions of Terraform and its providers
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1QqLOVERLAYm-J0MCoa67eam7KYIGQoZLe6Kx28E0wfwz_9M8BESj_OODES0JMgIlrJMhIlrpJh28RDJSMALLez9SvNPs
# At the desired size: 9 nodes, 360 of 360 pods placed, 14 of 49,122 addresses taken.

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
    host                   = module.eks.cluster_endpoint
    cluster_ca_certificate = base64decode(module.eks.cluster_certificate_authority_data)

    exec = {
      api_version = "client.authentication.k8s.io/v1beta1"
      command     = "aws"
      args = [
        "eks",
        "get-token",
        "--cluster-name",
        module.eks.cluster_name,
        "--region",
        "us-east-1",
      ]
    }
  }
}
