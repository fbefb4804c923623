# Written by eniplan for images: Subnets that are added, tags and CIDR reservations
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1twGiiDABhEqTUBqC8ZVPCkabcdefghijABCDEFa01AoABoMiAbb4yAe0sFAAFjiSgJoicjTbjrz8EMUYAIQYjQCccSUBNETkabcdefghijABCDEaBd85APf0mRALHElATRE5Gm3HXn4IYowAQgxGgj7k1ZGSkeAiJoSFARLWSZARLhST5gk1cN1iDb9JTr9Nziw5F8h1-mUicEUInJyiJ-meicEUInIkIWLf8oiMhIQsXS8kyAiW-sDu_A
# At the desired size: 17 nodes, 55 of 55 pods placed, 384 of 34,796 addresses taken.

# What is added; the subnets that exist are left as they are.
locals {
  subnets = {
    # pods-b (100.64.64.0/18): 16,379 usable, 150 taken at the desired size.
    "pods-b" = {
      cidr        = "100.64.64.0/18"
      zone        = "us-east-1b"
      route_table = lookup(var.route_table_ids, "pods-b", data.aws_vpc.this.main_route_table_id)
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
  }
}

resource "aws_ec2_tag" "subnets" {
  for_each = local.subnet_tags

  resource_id = local.subnet_ids[each.key]
  key         = each.value.key
  value       = each.value.value
}
