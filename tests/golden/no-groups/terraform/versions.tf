# Written by eniplan for eniplan: Versions of Terraform and its providers
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1AQDh8A
# At the desired size: 0 nodes, 0 of 0 pods placed, 4 of 24,561 addresses taken.

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
