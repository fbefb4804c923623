# Written by eniplan for custom: VPC, its first subnets, route tables and NAT gateways
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1GKKCUSTOMuk1gooAaDIgYuTLfrtFZgXoAHvR
# At the desired size: 3 nodes, 40 of 40 pods placed, 70 of 49,875 addresses taken.

module "vpc" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "~> 6.0"

  name                  = var.name
  cidr                  = "10.40.0.0/22"
  secondary_cidr_blocks = ["100.64.0.0/16"]

  # The module puts subnet i into zone i, so it gets one subnet a zone; others stand in subnets.tf.
  azs = ["us-east-1a", "us-east-1b", "us-east-1c"]

  # private-a (10.40.0.0/25): 123 usable, 3 taken at the desired size.
  # private-b (10.40.0.128/25): 123 usable, 2 taken at the desired size.
  # private-c (10.40.1.0/25): 123 usable, 2 taken at the desired size.
  private_subnets      = ["10.40.0.0/25", "10.40.0.128/25", "10.40.1.0/25"]
  private_subnet_names = ["private-a", "private-b", "private-c"]
  private_subnet_tags  = { "kubernetes.io/role/internal-elb" = "1" }

  # public-a (10.40.1.128/25): 123 usable, 1 taken at the desired size.
  # public-b (10.40.2.0/25): 123 usable, 1 taken at the desired size.
  # public-c (10.40.2.128/25): 123 usable, 1 taken at the desired size.
  public_subnets      = ["10.40.1.128/25", "10.40.2.0/25", "10.40.2.128/25"]
  public_subnet_names = ["public-a", "public-b", "public-c"]
  public_subnet_tags  = { "kubernetes.io/role/elb" = "1" }

  enable_nat_gateway     = true
  one_nat_gateway_per_az = true
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
    "pods-a"    = aws_subnet.pods["pods-a"].id
    "pods-b"    = aws_subnet.pods["pods-b"].id
    "pods-c"    = aws_subnet.pods["pods-c"].id
  }
}
