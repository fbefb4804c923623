# Written by eniplan for kinds: Subnets and CIDR reservations
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1UqJKINDSpNQGoKUrXaKzAyEhCxdCTICJcCTIAJcK5nGUicEUInf8pC3WINkTyIMxYg2RIQsW_SVBkJHnJ-SFARLXSMr_KOBSnbtmQAomdar09wDcfg
# At the desired size: 21 nodes, 40 of 40 pods placed, 421 of 32,748 addresses taken.

# Every subnet of the plan. Those of pods carry no tags of load balancers, which would be placed there.
locals {
  subnets = {
    # private-a (10.0.0.0/19): 8,187 usable, 272 taken at the desired size.
    "private-a" = {
      cidr        = "10.0.0.0/19"
      zone        = "us-east-1a"
      route_table = aws_route_table.private["us-east-1a"].id
      tags        = { "kubernetes.io/role/internal-elb" = "1", "karpenter.sh/discovery" = var.name }
    }

    # private-b (10.0.32.0/19): 8,187 usable, 147 taken at the desired size.
    "private-b" = {
      cidr        = "10.0.32.0/19"
      zone        = "us-east-1b"
      route_table = aws_route_table.private["us-east-1b"].id
      tags        = { "kubernetes.io/role/internal-elb" = "1", "karpenter.sh/discovery" = var.name }
    }

    # public-a (10.0.64.0/19): 8,187 usable, 1 taken at the desired size.
    "public-a" = {
      cidr        = "10.0.64.0/19"
      zone        = "us-east-1a"
      route_table = aws_route_table.public.id
      tags        = { "kubernetes.io/role/elb" = "1" }
    }

    # public-b (10.0.96.0/19): 8,187 usable, 1 taken at the desired size.
    "public-b" = {
      cidr        = "10.0.96.0/19"
      zone        = "us-east-1b"
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
