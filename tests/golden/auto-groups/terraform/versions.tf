# Written by eniplan for pools: Versions of Terraform and its providers
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1FKJPOOLSnTXa1nxEMgk4FK2n9L8Agyg
# At the desired size: 8 nodes, 65 of 65 pods placed, 109 of 49,122 addresses taken.

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
