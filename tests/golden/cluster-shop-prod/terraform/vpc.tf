# Written by eniplan for shop-prod: The VPC that exists and what it gets
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1iQGikhzj5PN-uG9dQGoLUJ0moFCgNBkQMrICvQCh5l74yAfUuFCgAd8pAPtNoKFAgHfOQD79JkQAVftNdvJMgIlvl-omxESYHGYDiGQ200ZkOPwWKpkggJhD-UFARK5fLxXZAkwgMHoyHGmjMh9tyxVdO67Uez9StPx9cn5RYBgIYGMWtL4yAvjIEEl0
# At the desired size: 36 nodes, 1,020 of 1,020 pods placed, 1,924 of 50,835 addresses taken.

# The VPC is looked up and never changed or destroyed from here.
data "aws_vpc" "this" {
  id = var.vpc_id
}

data "aws_eks_cluster" "this" {
  name = var.name
}

# No subnet is known to stand in these blocks, so the VPC gets them. Take out what it has already.
resource "aws_vpc_ipv4_cidr_block_association" "added" {
  for_each = toset(["100.64.0.0/16"])

  vpc_id     = data.aws_vpc.this.id
  cidr_block = each.value
}

# Subnets that exist, found by their blocks. With their ids in the plan none is looked up.
locals {
  found_subnets = {
    # private-a (10.20.0.0/23): 507 usable, 48 taken at the desired size, 64 at max.
    "private-a" = "10.20.0.0/23"
    # private-b (10.20.2.0/23): 507 usable, 47 taken at the desired size, 63 at max.
    "private-b" = "10.20.2.0/23"
    # private-c (10.20.4.0/23): 507 usable, 47 taken at the desired size, 63 at max.
    "private-c" = "10.20.4.0/23"
    # public-a (10.20.8.0/26): 59 usable, 6 taken at the desired size.
    "public-a" = "10.20.8.0/26"
    # public-b (10.20.8.64/26): 59 usable, 6 taken at the desired size.
    "public-b" = "10.20.8.64/26"
    # public-c (10.20.8.128/26): 59 usable, 6 taken at the desired size.
    "public-c" = "10.20.8.128/26"
  }
}

data "aws_subnet" "found" {
  for_each = local.found_subnets

  vpc_id     = data.aws_vpc.this.id
  cidr_block = each.value
}

# Every subnet by its name in the plan.
locals {
  subnet_ids = {
    "private-a" = data.aws_subnet.found["private-a"].id
    "private-b" = data.aws_subnet.found["private-b"].id
    "private-c" = data.aws_subnet.found["private-c"].id
    "public-a"  = data.aws_subnet.found["public-a"].id
    "public-b"  = data.aws_subnet.found["public-b"].id
    "public-c"  = data.aws_subnet.found["public-c"].id
    "pods-a"    = aws_subnet.this["pods-a"].id
    "pods-b"    = aws_subnet.this["pods-b"].id
    "pods-c"    = aws_subnet.this["pods-c"].id
  }
}
