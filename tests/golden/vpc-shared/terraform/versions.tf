# Written by eniplan for guest: Versions of Terraform and its providers
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1SKJGUESTpNQGoLxlU8KRptx15-CGKMAEIMQVrTWCgABoMiAktN8ZAPaYCgAAxsocSUBNETkabcdefghijABCDEAaKv367RWYAH0X
# At the desired size: 3 nodes, 40 of 40 pods placed, 206 of 66,028 addresses taken.

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
