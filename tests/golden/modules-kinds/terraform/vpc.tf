# Written by eniplan for kinds: VPC, its first subnets, route tables and NAT gateways
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1UqJKINDSpNQGoKUrXaKzAyEhCxdCTICJcCTIAJcK5nGUicEUInf8pC3WINkTyIMxYg2RIQsW_SVBkJHnJ-SFARLXSMr_KOBSnbtmQAomdar09wDcfg
# At the desired size: 21 nodes, 40 of 40 pods placed, 421 of 32,748 addresses taken.

module "vpc" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "~> 6.0"

  name = var.name
  cidr = "10.0.0.0/16"

  # The module puts subnet i into zone i, so it gets one subnet a zone; others stand in subnets.tf.
  azs = ["us-east-1a", "us-east-1b"]

  # private-a (10.0.0.0/19): 8,187 usable, 272 taken at the desired size.
  # private-b (10.0.32.0/19): 8,187 usable, 147 taken at the desired size.
  private_subnets      = ["10.0.0.0/19", "10.0.32.0/19"]
  private_subnet_names = ["private-a", "private-b"]
  private_subnet_tags  = { "kubernetes.io/role/internal-elb" = "1", "karpenter.sh/discovery" = var.name }

  # public-a (10.0.64.0/19): 8,187 usable, 1 taken at the desired size.
  # public-b (10.0.96.0/19): 8,187 usable, 1 taken at the desired size.
  public_subnets      = ["10.0.64.0/19", "10.0.96.0/19"]
  public_subnet_names = ["public-a", "public-b"]
  public_subnet_tags  = { "kubernetes.io/role/elb" = "1" }

  enable_nat_gateway     = true
  one_nat_gateway_per_az = true
}

# Every subnet by its name in the plan.
locals {
  subnet_ids = {
    "private-a" = module.vpc.private_subnets[0]
    "private-b" = module.vpc.private_subnets[1]
    "public-a"  = module.vpc.public_subnets[0]
    "public-b"  = module.vpc.public_subnets[1]
  }
}
