# Written by eniplan for auto: Versions of Terraform and its providers
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1DKIAUTOmyH67Ws-IgOYW
# At the desired size: 3 nodes, 60 of 60 pods placed, 103 of 24,561 addresses taken.

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
