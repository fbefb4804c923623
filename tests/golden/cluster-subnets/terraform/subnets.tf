# Written by eniplan for grown: Subnets that are added, tags and CIDR reservations
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1c6JGROWNpNQGoLxlU8KRptx15-CGKMAEIMQVrTWCgABoMiAb74yAe0wFAABjZQ4koCaInI02468_BDFGACEGIA0mOnfOQD39JkQBOOJKAmiJyNNuOvPwQxRgAhBiAtOUYciJID92wFAAEtNdorMDISPOTtBe7A
# At the desired size: 6 nodes, 40 of 40 pods placed, 414 of 33,511 addresses taken.

# What is added; the subnets that exist are left as they are.
locals {
  subnets = {
    # pods-a (100.64.0.0/18): 16,379 usable, 40 taken at the desired size.
    "pods-a" = {
      cidr        = "100.64.0.0/18"
      zone        = "us-east-1a"
      route_table = lookup(var.route_table_ids, "pods-a", data.aws_vpc.this.main_route_table_id)
      tags        = { "kubernetes.io/role/cni" = "1" }
    }

    # more-b (10.0.2.0/24): 251 usable, 21 taken at the desired size.
    "more-b" = {
      cidr        = "10.0.2.0/24"
      zone        = "us-east-1b"
      route_table = lookup(var.route_table_ids, "more-b", data.aws_vpc.this.main_route_table_id)
      tags        = { "kubernetes.io/role/internal-elb" = "1", "karpenter.sh/discovery" = var.name }
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

# Tags by which the VPC CNI, Karpenter and Auto Mode find subnets that exist; destroying this takes the tags away.
locals {
  subnet_tags = {
    "private-a" = { key = "karpenter.sh/discovery", value = var.name }
    "private-b" = { key = "karpenter.sh/discovery", value = var.name }
    "pods-b"    = { key = "kubernetes.io/role/cni", value = "1" }
  }
}

resource "aws_ec2_tag" "subnets" {
  for_each = local.subnet_tags

  resource_id = local.subnet_ids[each.key]
  key         = each.value.key
  value       = each.value.value
}
