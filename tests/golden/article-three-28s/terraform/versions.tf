# Written by eniplan for article: Versions of Terraform and its providers
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1K6LARTICLEpdQGoLUJ17AUAABrvjIB7TgUAAAC_X7zE3ZTCAkTpfa31JkgAVfg
# At the desired size: 5 nodes, 10 of 28 pods placed, 24 of 33 addresses taken.

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
