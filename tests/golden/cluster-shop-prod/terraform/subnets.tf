# Written by eniplan for shop-prod: Subnets that are added, tags and CIDR reservations
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1iQGikhzj5PN-uG9dQGoLUJ0moFCgNBkQMrICvQCh5l74yAfUuFCgAd8pAPtNoKFAgHfOQD79JkQAVftNdvJMgIlvl-omxESYHGYDiGQ200ZkOPwWKpkggJhD-UFARK5fLxXZAkwgMHoyHGmjMh9tyxVdO67Uez9StPx9cn5RYBgIYGMWtL4yAvjIEEl0
# At the desired size: 36 nodes, 1,020 of 1,020 pods placed, 1,924 of 50,835 addresses taken.

# What is added; the subnets that exist are left as they are.
locals {
  subnets = {
    # pods-a (100.64.0.0/18): 16,379 usable, 588 taken at the desired size, 1,372 at max.
    "pods-a" = {
      cidr        = "100.64.0.0/18"
      zone        = "eu-west-1a"
      route_table = lookup(var.route_table_ids, "pods-a", data.aws_vpc.this.main_route_table_id)
      tags        = {}
    }

    # pods-b (100.64.64.0/18): 16,379 usable, 588 taken at the desired size, 1,372 at max.
    "pods-b" = {
      cidr        = "100.64.64.0/18"
      zone        = "eu-west-1b"
      route_table = lookup(var.route_table_ids, "pods-b", data.aws_vpc.this.main_route_table_id)
      tags        = {}
    }

    # pods-c (100.64.128.0/18): 16,379 usable, 588 taken at the desired size, 1,372 at max.
    "pods-c" = {
      cidr        = "100.64.128.0/18"
      zone        = "eu-west-1c"
      route_table = lookup(var.route_table_ids, "pods-c", data.aws_vpc.this.main_route_table_id)
      tags        = {}
    }
  }
}

resource "aws_subnet" "this" {
  for_each = local.subnets

  vpc_id            = data.aws_vpc.this.id
  availability_zone = each.value.zone
  cidr_block        = each.value.cidr

  tags = merge({ Name = each.key }, each.value.tags)

  # A subnet of a new block needs its association.
  depends_on = [aws_vpc_ipv4_cidr_block_association.added]
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
