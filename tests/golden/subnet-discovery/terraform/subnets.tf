# Written by eniplan for discovery: Subnets beside the VPC module's, and CIDR reservations
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1TaNDISCOVERYpNQGoLpNYKAAGgyIBlb4yAe0yFAAAcjGQBz1vjIDbAUAALvlIB7puBQABA5oRxqaJxcgHup3zkA9_SZEAL9dp03rzAvw0pA
# At the desired size: 3 nodes, 40 of 40 pods placed, 95 of 33,288 addresses taken.

# Pods subnets: the tag lets the VPC CNI put further interfaces here; the first one stays in the node subnet.
locals {
  pods_subnets = {
    # pods-a (100.64.0.0/18): 16,379 usable, 40 taken at the desired size.
    "pods-a" = {
      cidr        = "100.64.0.0/18"
      zone        = "us-east-1a"
      route_table = module.vpc.private_route_table_ids[0]
      tags        = { "kubernetes.io/role/cni" = "1" }
    }

    # pods-b (100.64.64.0/18): 16,379 usable, 20 taken at the desired size.
    "pods-b" = {
      cidr        = "100.64.64.0/18"
      zone        = "us-east-1b"
      route_table = module.vpc.private_route_table_ids[0]
      tags        = { "kubernetes.io/role/cni" = "1" }
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

# Subnets beyond one a zone, and those of other roles.
locals {
  further_subnets = {
    # private-a2 (10.0.0.128/25): 123 usable, 10 taken at the desired size.
    "private-a2" = {
      cidr        = "10.0.0.128/25"
      zone        = "us-east-1a"
      route_table = module.vpc.private_route_table_ids[0]
      tags        = { "kubernetes.io/role/internal-elb" = "1" }
    }

    # control-a (10.0.2.16/28): 11 usable, 2 taken at the desired size.
    "control-a" = {
      cidr        = "10.0.2.16/28"
      zone        = "us-east-1a"
      route_table = module.vpc.private_route_table_ids[0]
      tags        = {}
    }

    # control-b (10.0.2.32/28): 11 usable, 2 taken at the desired size.
    "control-b" = {
      cidr        = "10.0.2.32/28"
      zone        = "us-east-1b"
      route_table = module.vpc.private_route_table_ids[0]
      tags        = {}
    }
  }
}

resource "aws_subnet" "further" {
  for_each = local.further_subnets

  vpc_id            = module.vpc.vpc_id
  availability_zone = each.value.zone
  cidr_block        = each.value.cidr

  tags = merge({ Name = each.key }, each.value.tags)

  # The module's vpc_id does not wait for secondary blocks.
  depends_on = [module.vpc]
}

resource "aws_route_table_association" "further" {
  for_each = local.further_subnets

  subnet_id      = aws_subnet.further[each.key].id
  route_table_id = each.value.route_table
}
