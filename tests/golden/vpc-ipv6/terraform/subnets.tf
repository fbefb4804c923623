# Written by eniplan for six: Subnets that are added, tags and CIDR reservations
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1IqdIhek1AaguxtxppukMGKltx16lsBpqmmZ-Bdb9dorMC9BmWg
# At the desired size: 3 nodes, 40 of 40 pods placed, 9 of 32,748 addresses taken.

# What is added; the subnets that exist are left as they are.
locals {
  subnets = {
    # private-a (10.0.0.0/19): 8,187 usable, 4 taken at the desired size.
    "private-a" = {
      cidr        = "10.0.0.0/19"
      zone        = "us-east-1a"
      ipv6_cidr   = cidrsubnet("2001:db8:1234:1a00::/56", 8, 255)
      route_table = lookup(var.route_table_ids, "private-a", data.aws_vpc.this.main_route_table_id)
      tags        = { "kubernetes.io/role/internal-elb" = "1" }
    }

    # private-b (10.0.32.0/19): 8,187 usable, 3 taken at the desired size.
    "private-b" = {
      cidr        = "10.0.32.0/19"
      zone        = "us-east-1b"
      ipv6_cidr   = cidrsubnet("2001:db8:1234:1a00::/56", 8, 254)
      route_table = lookup(var.route_table_ids, "private-b", data.aws_vpc.this.main_route_table_id)
      tags        = { "kubernetes.io/role/internal-elb" = "1" }
    }

    # public-a (10.0.64.0/19): 8,187 usable, 1 taken at the desired size.
    "public-a" = {
      cidr        = "10.0.64.0/19"
      zone        = "us-east-1a"
      ipv6_cidr   = cidrsubnet("2001:db8:1234:1a00::/56", 8, 253)
      route_table = lookup(var.route_table_ids, "public-a", data.aws_vpc.this.main_route_table_id)
      tags        = { "kubernetes.io/role/elb" = "1" }
    }

    # public-b (10.0.96.0/19): 8,187 usable, 1 taken at the desired size.
    "public-b" = {
      cidr        = "10.0.96.0/19"
      zone        = "us-east-1b"
      ipv6_cidr   = cidrsubnet("2001:db8:1234:1a00::/56", 8, 252)
      route_table = lookup(var.route_table_ids, "public-b", data.aws_vpc.this.main_route_table_id)
      tags        = { "kubernetes.io/role/elb" = "1" }
    }
  }
}

resource "aws_subnet" "this" {
  for_each = local.subnets

  vpc_id                          = data.aws_vpc.this.id
  availability_zone               = each.value.zone
  cidr_block                      = each.value.cidr
  ipv6_cidr_block                 = each.value.ipv6_cidr
  assign_ipv6_address_on_creation = true

  tags = merge({ Name = each.key }, each.value.tags)
}

resource "aws_route_table_association" "this" {
  for_each = local.subnets

  subnet_id      = aws_subnet.this[each.key].id
  route_table_id = each.value.route_table
}
