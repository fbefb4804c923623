# Written by eniplan for shop-prod: Subnets beside the VPC module's, and CIDR reservations
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1iQGikhzj5PN-uG9dQGoLUJ0moFCgNBkQMrICvQCh5l74yAfUuFCgAd8pAPtNoKFAgHfOQD79JkQAVftNdvJMgIlvl-omxESYHGYDiGQ200ZkOPwWKpkggJhD-UFARK5fLxXZAkwgMHoyHGmjMh9tyxVdO67Uez9StPx9cn5RYBgIYGMWtL4yAvjIEEl0
# At the desired size: 36 nodes, 1,020 of 1,020 pods placed, 1,924 of 50,835 addresses taken.

# Pods subnets stay outside the VPC module: they must not carry the tags of load balancers, and can only be
# created once their block is associated with the VPC.
locals {
  pods_subnets = {
    # pods-a (100.64.0.0/18): 16,379 usable, 588 taken at the desired size, 1,372 at max.
    "pods-a" = {
      cidr        = "100.64.0.0/18"
      zone        = "eu-west-1a"
      route_table = module.vpc.private_route_table_ids[0]
      tags        = {}
    }

    # pods-b (100.64.64.0/18): 16,379 usable, 588 taken at the desired size, 1,372 at max.
    "pods-b" = {
      cidr        = "100.64.64.0/18"
      zone        = "eu-west-1b"
      route_table = module.vpc.private_route_table_ids[1]
      tags        = {}
    }

    # pods-c (100.64.128.0/18): 16,379 usable, 588 taken at the desired size, 1,372 at max.
    "pods-c" = {
      cidr        = "100.64.128.0/18"
      zone        = "eu-west-1c"
      route_table = module.vpc.private_route_table_ids[2]
      tags        = {}
    }
  }
}

resource "aws_subnet" "pods" {
  for_each = local.pods_subnets

  vpc_id            = module.vpc.vpc_id
  availability_zone = each.value.zone
  cidr_block        = each.value.cidr

  tags = merge({ Name = each.key }, each.value.tags)

  # The module's vpc_id does not wait for secondary blocks.
  depends_on = [module.vpc]
}

resource "aws_route_table_association" "pods" {
  for_each = local.pods_subnets

  subnet_id      = aws_subnet.pods[each.key].id
  route_table_id = each.value.route_table
}

# Parts of subnets that give /28 prefixes only, so that single addresses do not fragment them.
locals {
  prefix_reservations = {
    # pods-a: 512 prefixes for the 84 that its nodes want at max; 8,192 addresses stay for the 28 single ones.
    "100.64.32.0/19" = "pods-a"

    # pods-b: 512 prefixes for the 84 that its nodes want at max; 8,192 addresses stay for the 28 single ones.
    "100.64.96.0/19" = "pods-b"

    # pods-c: 512 prefixes for the 84 that its nodes want at max; 8,192 addresses stay for the 28 single ones.
    "100.64.160.0/19" = "pods-c"
  }
}

resource "aws_ec2_subnet_cidr_reservation" "prefixes" {
  for_each = local.prefix_reservations

  subnet_id        = local.subnet_ids[each.value]
  cidr_block       = each.key
  reservation_type = "prefix"
  description      = "Prefixes of the VPC CNI"
}
