# Written by eniplan for grown: Versions of Terraform and its providers
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1c6JGROWNpNQGoLxlU8KRptx15-CGKMAEIMQVrTWCgABoMiAb74yAe0wFAABjZQ4koCaInI02468_BDFGACEGIA0mOnfOQD39JkQBOOJKAmiJyNNuOvPwQxRgAhBiAtOUYciJID92wFAAEtNdorMDISPOTtBe7A
# At the desired size: 6 nodes, 40 of 40 pods placed, 414 of 33,511 addresses taken.

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
