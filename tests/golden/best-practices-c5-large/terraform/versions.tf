# Written by eniplan for best-practices: Versions of Terraform and its providers
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1IKEgREk5D0QAkyAhEt--HKr0MCoJPX7yAn5cJe6vtJ0AHrk
# At the desired size: 3 nodes, 2 of 2 pods placed, 54 of 24,561 addresses taken.

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
  region = "us-west-2"

  default_tags {
    tags = var.tags
  }
}
