# Written by eniplan for Größe ${var.x}: Versions of Terraform and its providers
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1b6Ev8dH9dv1fEo_pP_tUBGVf_9nJw4AoGROUPoWITHoAoVERYoLONGoNAMEoTHATo_xf8v_ToDOESoNOToTAKEiuzISPOT8kKAiWukZACiZ1qyCTgUrZusQbIjIBOTH0JMgIlwJMhGlwbnLGx9y_AFLm
# At the desired size: 18 nodes, 3 of 3 pods placed, 359 of 49,122 addresses taken.

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
