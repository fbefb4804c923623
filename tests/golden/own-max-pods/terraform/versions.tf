# Written by eniplan for dense: Versions of Terraform and its providers
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1WqJDENSEmuyMswA0AYQOJETyYyEhCxdCTICJcCTIAJcK5hY8mNwETPJMhGlwiBi8mMpE4IoROTlE7yYzkTgihE5AETPJChGlvv8uTGeicEUInIkIWLf82TF6ALqm
# At the desired size: 18 nodes, 180 of 180 pods placed, 601 of 49,122 addresses taken.

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
