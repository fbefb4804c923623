# Written by eniplan for custom: Versions of Terraform and its providers
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1GKKCUSTOMuk1gooAaDIgYuTLfrtFZgXoAHvR
# At the desired size: 3 nodes, 40 of 40 pods placed, 70 of 49,875 addresses taken.

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
