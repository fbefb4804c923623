# Written by eniplan for overlay: Subnets and CIDR reservations
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1IaLOVERLAYm-J0MCofrt5qbspggZChkt7orHbwTTB_C_AKBM
# At the desired size: 5 nodes, 300 of 300 pods placed, 10 of 49,122 addresses taken.

# Every subnet of the plan. Those of pods carry no tags of load balancers, which would be placed there.
locals {
  subnets = {
    # private-a (10.0.0.0/19): 8,187 usable, 4 taken at the desired size, 5 at max.
    "private-a" = {
      cidr        = "10.0.0.0/19"
      zone        = "us-east-1a"
      route_table = aws_route_table.private["us-east-1a"].id
      tags        = { "kubernetes.io/role/internal-elb" = "1" }
    }

    # private-b (10.0.32.0/19): 8,187 usable, 3 taken at the desired size, 4 at max.
    "private-b" = {
      cidr        = "10.0.32.0/19"
      zone        = "us-east-1b"
      route_table = aws_route_table.private["us-east-1b"].id
      tags        = { "kubernetes.io/role/internal-elb" = "1" }
    }

    # private-c (10.0.64.0/19): 8,187 usable, 2 taken at the desired size, 4 at max.
    "private-c" = {
      cidr        = "10.0.64.0/19"
      zone        = "us-east-1c"
      route_table = aws_route_table.private["us-east-1c"].id
      tags        = { "kubernetes.io/role/internal-elb" = "1" }
    }

    # public-a (10.0.96.0/19): 8,187 usable, 1 taken at the desired size.
    "public-a" = {
      cidr        = "10.0.96.0/19"
      zone        = "us-east-1a"
      route_table = aws_route_table.public.id
      tags        = { "kubernetes.io/role/elb" = "1" }
    }

    # public-b (10.0.128.0/19): 8,187 usable, 0 taken at the desired size.
    "public-b" = {
      cidr        = "10.0.128.0/19"
      zone        = "us-east-1b"
      route_table = aws_route_table.public.id
      tags        = { "kubernetes.io/role/elb" = "1" }
    }

    # public-c (10.0.160.0/19): 8,187 usable, 0 taken at the desired size.
    "public-c" = {
      cidr        = "10.0.160.0/19"
      zone        = "us-east-1c"
      route_table = aws_route_table.public.id
      tags        = { "kubernetes.io/role/elb" = "1" }
    }
  }
}

resource "aws_subnet" "this" {
  for_each = local.subnets

  vpc_id            = aws_vpc.this.id
  availability_zone = each.value.zone
  cidr_block        = each.value.cidr

  tags = merge({ Name = each.key }, each.value.tags)
}

resource "aws_route_table_association" "this" {
  for_each = local.subnets

  subnet_id      = aws_subnet.this[each.key].id
  route_table_id = each.value.route_table
}
