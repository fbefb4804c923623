# Written by eniplan for shop-prod: Subnets and CIDR reservations
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1iQGikhzj5PN-uG9dQGoLUJ0moFCgNBkQMrICvQCh5l74yAfUuFCgAd8pAPtNoKFAgHfOQD79JkQAVftNdvJMgIlvl-omxESYHGYDiGQ200ZkOPwWKpkggJhD-UFARK5fLxXZAkwgMHoyHGmjMh9tyxVdO67Uez9StPx9cn5RYBgIYGMWtL4yAvjIEEl0
# At the desired size: 36 nodes, 1,020 of 1,020 pods placed, 1,924 of 50,835 addresses taken.

# Every subnet of the plan. Those of pods carry no tags of load balancers, which would be placed there.
locals {
  subnets = {
    # private-a (10.20.0.0/23): 507 usable, 48 taken at the desired size, 64 at max.
    "private-a" = {
      cidr        = "10.20.0.0/23"
      zone        = "eu-west-1a"
      route_table = aws_route_table.private["eu-west-1a"].id
      tags        = { "kubernetes.io/role/internal-elb" = "1" }
    }

    # private-b (10.20.2.0/23): 507 usable, 47 taken at the desired size, 63 at max.
    "private-b" = {
      cidr        = "10.20.2.0/23"
      zone        = "eu-west-1b"
      route_table = aws_route_table.private["eu-west-1b"].id
      tags        = { "kubernetes.io/role/internal-elb" = "1" }
    }

    # private-c (10.20.4.0/23): 507 usable, 47 taken at the desired size, 63 at max.
    "private-c" = {
      cidr        = "10.20.4.0/23"
      zone        = "eu-west-1c"
      route_table = aws_route_table.private["eu-west-1c"].id
      tags        = { "kubernetes.io/role/internal-elb" = "1" }
    }

    # public-a (10.20.8.0/26): 59 usable, 6 taken at the desired size.
    "public-a" = {
      cidr        = "10.20.8.0/26"
      zone        = "eu-west-1a"
      route_table = aws_route_table.public.id
      tags        = { "kubernetes.io/role/elb" = "1" }
    }

    # public-b (10.20.8.64/26): 59 usable, 6 taken at the desired size.
    "public-b" = {
      cidr        = "10.20.8.64/26"
      zone        = "eu-west-1b"
      route_table = aws_route_table.public.id
      tags        = { "kubernetes.io/role/elb" = "1" }
    }

    # public-c (10.20.8.128/26): 59 usable, 6 taken at the desired size.
    "public-c" = {
      cidr        = "10.20.8.128/26"
      zone        = "eu-west-1c"
      route_table = aws_route_table.public.id
      tags        = { "kubernetes.io/role/elb" = "1" }
    }

    # pods-a (100.64.0.0/18): 16,379 usable, 588 taken at the desired size, 1,372 at max.
    "pods-a" = {
      cidr        = "100.64.0.0/18"
      zone        = "eu-west-1a"
      route_table = aws_route_table.private["eu-west-1a"].id
      tags        = {}
    }

    # pods-b (100.64.64.0/18): 16,379 usable, 588 taken at the desired size, 1,372 at max.
    "pods-b" = {
      cidr        = "100.64.64.0/18"
      zone        = "eu-west-1b"
      route_table = aws_route_table.private["eu-west-1b"].id
      tags        = {}
    }

    # pods-c (100.64.128.0/18): 16,379 usable, 588 taken at the desired size, 1,372 at max.
    "pods-c" = {
      cidr        = "100.64.128.0/18"
      zone        = "eu-west-1c"
      route_table = aws_route_table.private["eu-west-1c"].id
      tags        = {}
    }
  }
}

resource "aws_subnet" "this" {
  for_each = local.subnets

  vpc_id            = aws_vpc.this.id
  availability_zone = each.value.zone
  cidr_block        = each.value.cidr

  tags = merge({ Name = each.key }, each.value.tags)

  # A subnet of a secondary block needs its association.
  depends_on = [aws_vpc_ipv4_cidr_block_association.this]
}

resource "aws_route_table_association" "this" {
  for_each = local.subnets

  subnet_id      = aws_subnet.this[each.key].id
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
