# Written by eniplan for pools: VPC, its first subnets, route tables and NAT gateways
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1FKJPOOLSnTXa1nxEMgk4FK2n9L8Agyg
# At the desired size: 8 nodes, 65 of 65 pods placed, 109 of 49,122 addresses taken.

module "vpc" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "~> 6.0"

  name = var.name
  cidr = "10.0.0.0/16"

  # The module puts subnet i into zone i, so it gets one subnet a zone; others stand in subnets.tf.
  azs = ["us-east-1a", "us-east-1b", "us-east-1c"]

  # private-a (10.0.0.0/19): 8,187 usable, 37 taken at the desired size.
  # private-b (10.0.32.0/19): 8,187 usable, 36 taken at the desired size.
  # private-c (10.0.64.0/19): 8,187 usable, 35 taken at the desired size.
  private_subnets      = ["10.0.0.0/19", "10.0.32.0/19", "10.0.64.0/19"]
  private_subnet_names = ["private-a", "private-b", "private-c"]
  private_subnet_tags  = { "kubernetes.io/role/internal-elb" = "1", "karpenter.sh/discovery" = var.name }

  # public-a (10.0.96.0/19): 8,187 usable, 1 taken at the desired size.
  # public-b (10.0.128.0/19): 8,187 usable, 0 taken at the desired size.
  # public-c (10.0.160.0/19): 8,187 usable, 0 taken at the desired size.
  public_subnets      = ["10.0.96.0/19", "10.0.128.0/19", "10.0.160.0/19"]
  public_subnet_names = ["public-a", "public-b", "public-c"]
  public_subnet_tags  = { "kubernetes.io/role/elb" = "1" }

  # One NAT gateway for all zones: cheap, and gone with its zone.
  enable_nat_gateway = true
  single_nat_gateway = true
}

# Every subnet by its name in the plan.
locals {
  subnet_ids = {
    "private-a" = module.vpc.private_subnets[0]
    "private-b" = module.vpc.private_subnets[1]
    "private-c" = module.vpc.private_subnets[2]
    "public-a"  = module.vpc.public_subnets[0]
    "public-b"  = module.vpc.public_subnets[1]
    "public-c"  = module.vpc.public_subnets[2]
  }
}
