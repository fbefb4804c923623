# Written by eniplan for six: Subnets and CIDR reservations
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1IqdIhek1AaguxtxppukMGKltx16lsBpqmmZ-Bdb9dorMC9BmWg
# At the desired size: 3 nodes, 40 of 40 pods placed, 9 of 32,748 addresses taken.

# Every subnet of the plan. Those of pods carry no tags of load balancers, which would be placed there.
locals {
  subnets = {
    # private-a (10.0.0.0/19): 8,187 usable, 4 taken at the desired size.
    "private-a" = {
      cidr        = "10.0.0.0/19"
      zone        = "us-east-1a"
      ipv6_cidr   = cidrsubnet(aws_vpc.this.ipv6_cidr_block, 8, 0)
      route_table = aws_route_table.private["us-east-1a"].id
      tags        = { "kubernetes.io/role/internal-elb" = "1" }
    }

    # private-b (10.0.32.0/19): 8,187 usable, 3 taken at the desired size.
    "private-b" = {
      cidr        = "10.0.32.0/19"
      zone        = "us-east-1b"
      ipv6_cidr   = cidrsubnet(aws_vpc.this.ipv6_cidr_block, 8, 1)
      route_table = aws_route_table.private["us-east-1b"].id
      tags        = { "kubernetes.io/role/internal-elb" = "1" }
    }

    # public-a (10.0.64.0/19): 8,187 usable, 1 taken at the desired size.
    "public-a" = {
      cidr        = "10.0.64.0/19"
      zone        = "us-east-1a"
      ipv6_cidr   = cidrsubnet(aws_vpc.this.ipv6_cidr_block, 8, 2)
      route_table = aws_route_table.public.id
      tags        = { "kubernetes.io/role/elb" = "1" }
    }

    # public-b (10.0.96.0/19): 8,187 usable, 1 taken at the desired size.
    "public-b" = {
      cidr        = "10.0.96.0/19"
      zone        = "us-east-1b"
      ipv6_cidr   = cidrsubnet(aws_vpc.this.ipv6_cidr_block, 8, 3)
      route_table = aws_route_table.public.id
      tags        = { "kubernetes.io/role/elb" = "1" }
    }
  }
}

resource "aws_subnet" "this" {
  for_each = local.subnets

  vpc_id                          = aws_vpc.this.id
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
