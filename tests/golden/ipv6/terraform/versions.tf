# Written by eniplan for six: Versions of Terraform and its providers
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1BqdIheat4NHc
# At the desired size: 3 nodes, 0 of 0 pods placed, 7 of 24,561 addresses taken.

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
