# Written by eniplan for discovery: VPC, its first subnets, route tables and NAT gateways
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1TaNDISCOVERYpNQGoLpNYKAAGgyIBlb4yAe0yFAAAcjGQBz1vjIDbAUAALvlIB7puBQABA5oRxqaJxcgHup3zkA9_SZEAL9dp03rzAvw0pA
# At the desired size: 3 nodes, 40 of 40 pods placed, 95 of 33,288 addresses taken.

module "vpc" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "~> 6.0"

  name                  = var.name
  cidr                  = "10.0.0.0/22"
  secondary_cidr_blocks = ["100.64.0.0/16"]

  # The module puts subnet i into zone i, so it gets one subnet a zone; others stand in subnets.tf.
  azs = ["us-east-1a", "us-east-1b"]

  # private-a (10.0.0.0/25): 123 usable, 10 taken at the desired size.
  # private-b (10.0.1.0/24): 251 usable, 10 taken at the desired size.
  private_subnets      = ["10.0.0.0/25", "10.0.1.0/24"]
  private_subnet_names = ["private-a", "private-b"]
  private_subnet_tags  = { "kubernetes.io/role/internal-elb" = "1" }

  # public-a (10.0.2.0/28): 11 usable, 1 taken at the desired size.
  public_subnets      = ["10.0.2.0/28"]
  public_subnet_names = ["public-a"]
  public_subnet_tags  = { "kubernetes.io/role/elb" = "1" }

  # One NAT gateway for all zones: cheap, and gone with its zone.
  enable_nat_gateway = true
  single_nat_gateway = true
}

# Every subnet by its name in the plan.
locals {
  subnet_ids = {
    "private-a"  = module.vpc.private_subnets[0]
    "private-a2" = aws_subnet.further["private-a2"].id
    "private-b"  = module.vpc.private_subnets[1]
    "public-a"   = module.vpc.public_subnets[0]
    "control-a"  = aws_subnet.further["control-a"].id
    "control-b"  = aws_subnet.further["control-b"].id
    "pods-a"     = aws_subnet.pods["pods-a"].id
    "pods-b"     = aws_subnet.pods["pods-b"].id
  }
}
