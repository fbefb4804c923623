# Written by eniplan for prefixes: Versions of Terraform and its providers
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1J6MPREFIXESpNQGoKS79dtCTICJbyTIAJb5b7cSYJpgLyL_d12ovQA5h
# At the desired size: 6 nodes, 300 of 300 pods placed, 492 of 32,748 addresses taken.

terraform {
  required_version = ">= 1.5.7"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.28"
    }
  }
}

provider "aws" {
  region = "us-east-1"

  default_tags {
    tags = var.tags
  }
}
