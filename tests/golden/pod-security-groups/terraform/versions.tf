# Written by eniplan for sgp: Versions of Terraform and its providers
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1E6dIY_L7GOVk4blmv12ismk4vQBgDw
# At the desired size: 3 nodes, 30 of 30 pods placed, 76 of 49,122 addresses taken.

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
  region = "us-gov-west-1"

  default_tags {
    tags = var.tags
  }
}
