# Written by eniplan for shop-prod: VPC, its first subnets, route tables and NAT gateways
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1iQGikhzj5PN-uG9dQGoLUJ0moFCgNBkQMrICvQCh5l74yAfUuFCgAd8pAPtNoKFAgHfOQD79JkQAVftNdvJMgIlvl-omxESYHGYDiGQ200ZkOPwWKpkggJhD-UFARK5fLxXZAkwgMHoyHGmjMh9tyxVdO67Uez9StPx9cn5RYBgIYGMWtL4yAvjIEEl0
# At the desired size: 36 nodes, 1,020 of 1,020 pods placed, 1,924 of 50,835 addresses taken.

module "vpc" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "~> 6.0"

  name                  = var.name
  cidr                  = "10.20.0.0/20"
  secondary_cidr_blocks = ["100.64.0.0/16"]

  # The module puts subnet i into zone i, so it gets one subnet a zone; others stand in subnets.tf.
  azs = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]

  # private-a (10.20.0.0/23): 507 usable, 48 taken at the desired size, 64 at max.
  # private-b (10.20.2.0/23): 507 usable, 47 taken at the desired size, 63 at max.
  # private-c (10.20.4.0/23): 507 usable, 47 taken at the desired size, 63 at max.
  private_subnets      = ["10.20.0.0/23", "10.20.2.0/23", "10.20.4.0/23"]
  private_subnet_names = ["private-a", "private-b", "private-c"]
  private_subnet_tags  = { "kubernetes.io/role/internal-elb" = "1" }

  # public-a (10.20.8.0/26): 59 usable, 6 taken at the desired size.
  # public-b (10.20.8.64/26): 59 usable, 6 taken at the desired size.
  # public-c (10.20.8.128/26): 59 usable, 6 taken at the desired size.
  public_subnets      = ["10.20.8.0/26", "10.20.8.64/26", "10.20.8.128/26"]
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
