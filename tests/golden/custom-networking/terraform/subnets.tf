# Written by eniplan for custom: Subnets beside the VPC module's, and CIDR reservations
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1GKKCUSTOMuk1gooAaDIgYuTLfrtFZgXoAHvR
# At the desired size: 3 nodes, 40 of 40 pods placed, 70 of 49,875 addresses taken.

# Pods subnets stay outside the VPC module: they must not carry the tags of load balancers, and can only be
# created once their block is associated with the VPC.
locals {
  pods_subnets = {
    # pods-a (100.64.0.0/18): 16,379 usable, 20 taken at the desired size.
    "pods-a" = {
      cidr        = "100.64.0.0/18"
      zone        = "us-east-1a"
      route_table = module.vpc.private_route_table_ids[0]
      tags        = {}
    }

    # pods-b (100.64.64.0/18): 16,379 usable, 20 taken at the desired size.
    "pods-b" = {
      cidr        = "100.64.64.0/18"
      zone        = "us-east-1b"
      route_table = module.vpc.private_route_table_ids[1]
      tags        = {}
    }

    # pods-c (100.64.128.0/18): 16,379 usable, 20 taken at the desired size.
    "pods-c" = {
      cidr        = "100.64.128.0/18"
      zone        = "us-east-1c"
      route_table = module.vpc.private_route_table_ids[2]
      tags        = {}
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
