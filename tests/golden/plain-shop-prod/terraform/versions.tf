# Written by eniplan for shop-prod: Versions of Terraform and its providers
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1iQGikhzj5PN-uG9dQGoLUJ0moFCgNBkQMrICvQCh5l74yAfUuFCgAd8pAPtNoKFAgHfOQD79JkQAVftNdvJMgIlvl-omxESYHGYDiGQ200ZkOPwWKpkggJhD-UFARK5fLxXZAkwgMHoyHGmjMh9tyxVdO67Uez9StPx9cn5RYBgIYGMWtL4yAvjIEEl0
# At the desired size: 36 nodes, 1,020 of 1,020 pods placed, 1,924 of 50,835 addresses taken.

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
  region = "eu-west-1"

  default_tags {
    tags = var.tags
  }
}
