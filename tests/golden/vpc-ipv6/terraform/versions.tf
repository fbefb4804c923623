# Written by eniplan for six: Versions of Terraform and its providers
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1IqdIhek1AaguxtxppukMGKltx16lsBpqmmZ-Bdb9dorMC9BmWg
# At the desired size: 3 nodes, 40 of 40 pods placed, 9 of 32,748 addresses taken.

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
