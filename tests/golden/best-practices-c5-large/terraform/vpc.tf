# Written by eniplan for best-practices: VPC, its first subnets, route tables and NAT gateways
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1IKEgREk5D0QAkyAhEt--HKr0MCoJPX7yAn5cJe6vtJ0AHrk
# At the desired size: 3 nodes, 2 of 2 pods placed, 54 of 24,561 addresses taken.

module "vpc" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "~> 6.0"

  name = var.name
  cidr = "192.168.0.0/16"

  # The module puts subnet i into zone i, so it gets one subnet a zone; others stand in subnets.tf.
  azs = ["us-west-2a", "us-west-2b", "us-west-2c"]

  # private-a (192.168.0.0/19): 8,187 usable, 22 taken at the desired size.
  # private-b (192.168.32.0/19): 8,187 usable, 21 taken at the desired size.
  # private-c (192.168.64.0/19): 8,187 usable, 11 taken at the desired size.
  private_subnets      = ["192.168.0.0/19", "192.168.32.0/19", "192.168.64.0/19"]
  private_subnet_names = ["private-a", "private-b", "private-c"]
  private_subnet_tags  = { "kubernetes.io/role/internal-elb" = "1" }

  # No NAT gateway, as planned: nodes reach nothing outside the VPC. They join only if VPC endpoints for
  # ec2, ecr.api, ecr.dkr, eks, sts and S3 (gateway) are there before the node groups are.
  enable_nat_gateway = false
}

# Every subnet by its name in the plan.
locals {
  subnet_ids = {
    "private-a" = module.vpc.private_subnets[0]
    "private-b" = module.vpc.private_subnets[1]
    "private-c" = module.vpc.private_subnets[2]
  }
}
