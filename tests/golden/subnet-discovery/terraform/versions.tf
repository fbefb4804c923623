# Written by eniplan for discovery: Versions of Terraform and its providers
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1TaNDISCOVERYpNQGoLpNYKAAGgyIBlb4yAe0yFAAAcjGQBz1vjIDbAUAALvlIB7puBQABA5oRxqaJxcgHup3zkA9_SZEAL9dp03rzAvw0pA
# At the desired size: 3 nodes, 40 of 40 pods placed, 95 of 33,288 addresses taken.

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
