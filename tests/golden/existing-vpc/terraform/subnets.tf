# Written by eniplan for there: Subnets that are added, tags and CIDR reservations
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1GaJTHEREvGVTwpGm3HXn4IYowAQgxBWl3eAxtg
# At the desired size: 3 nodes, 0 of 0 pods placed, 55 of 24,561 addresses taken.

# What is added; the subnets that exist are left as they are.
locals {
  subnets = {
    # private-a (10.0.0.0/19): 8,187 usable, 19 taken at the desired size.
    "private-a" = {
      cidr        = "10.0.0.0/19"
      zone        = "us-east-1a"
      route_table = lookup(var.route_table_ids, "private-a", data.aws_vpc.this.main_route_table_id)
      tags        = { "kubernetes.io/role/internal-elb" = "1" }
    }

    # private-b (10.0.32.0/19): 8,187 usable, 18 taken at the desired size.
    "private-b" = {
      cidr        = "10.0.32.0/19"
      zone        = "us-east-1b"
      route_table = lookup(var.route_table_ids, "private-b", data.aws_vpc.this.main_route_table_id)
      tags        = { "kubernetes.io/role/internal-elb" = "1" }
    }

    # private-c (10.0.64.0/19): 8,187 usable, 18 taken at the desired size.
    "private-c" = {
      cidr        = "10.0.64.0/19"
      zone        = "us-east-1c"
      route_table = lookup(var.route_table_ids, "private-c", data.aws_vpc.this.main_route_table_id)
      tags        = { "kubernetes.io/role/internal-elb" = "1" }
    }
  }
}

resource "aws_subnet" "this" {
  for_each = local.subnets

  vpc_id            = data.aws_vpc.this.id
  availability_zone = each.value.zone
  cidr_block        = each.value.cidr

  tags = merge({ Name = each.key }, each.value.tags)
}

resource "aws_route_table_association" "this" {
  for_each = local.subnets

  subnet_id      = aws_subnet.this[each.key].id
  route_table_id = each.value.route_table
}

# Parts of subnets that give /28 prefixes only, so that single addresses do not fragment them.
locals {
  prefix_reservations = {
    # private-a: 256 prefixes for the 1 that its nodes want at max; 4,096 addresses stay for the 3 single ones.
    "10.0.16.0/20" = "private-a"

    # private-b: 256 prefixes for the 1 that its nodes want at max; 4,096 addresses stay for the 2 single ones.
    "10.0.48.0/20" = "private-b"

    # private-c: 256 prefixes for the 1 that its nodes want at max; 4,096 addresses stay for the 2 single ones.
    "10.0.80.0/20" = "private-c"
  }
}

resource "aws_ec2_subnet_cidr_reservation" "prefixes" {
  for_each = local.prefix_reservations

  subnet_id        = local.subnet_ids[each.value]
  cidr_block       = each.key
  reservation_type = "prefix"
  description      = "Prefixes of the VPC CNI"
}
