# Written by eniplan for auto: VPC, its first subnets, route tables and NAT gateways
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1DKIAUTOmyH67Ws-IgOYW
# At the desired size: 3 nodes, 60 of 60 pods placed, 103 of 24,561 addresses taken.

module "vpc" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "~> 6.0"

  name = var.name
  cidr = "10.0.0.0/16"

  # The module puts subnet i into zone i, so it gets one subnet a zone; others stand in subnets.tf.
  azs = ["us-east-1a", "us-east-1b", "us-east-1c"]

  # private-a (10.0.0.0/19): 8,187 usable, 35 taken at the desired size.
  # private-b (10.0.32.0/19): 8,187 usable, 34 taken at the desired size.
  # private-c (10.0.64.0/19): 8,187 usable, 34 taken at the desired size.
  private_subnets      = ["10.0.0.0/19", "10.0.32.0/19", "10.0.64.0/19"]
  private_subnet_names = ["private-a", "private-b", "private-c"]
  private_subnet_tags  = { "kubernetes.io/role/internal-elb" = "1", "karpenter.sh/discovery" = var.name }

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
