# Written by eniplan for overlay: VPC, route tables and NAT gateways
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1IaLOVERLAYm-J0MCofrt5qbspggZChkt7orHbwTTB_C_AKBM
# At the desired size: 5 nodes, 300 of 300 pods placed, 10 of 49,122 addresses taken.

resource "aws_vpc" "this" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_support   = true
  enable_dns_hostnames = true

  tags = { Name = var.name }
}

resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id

  tags = { Name = var.name }
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.this.id

  tags = { Name = "${var.name}-public" }
}

resource "aws_route" "public" {
  route_table_id         = aws_route_table.public.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this.id
}

# A route table for each zone, so that each may have a NAT gateway of its own.
resource "aws_route_table" "private" {
  for_each = toset(["us-east-1a", "us-east-1b", "us-east-1c"])

  vpc_id = aws_vpc.this.id

  tags = { Name = "${var.name}-private-${each.value}" }
}

# One NAT gateway for all zones: cheap, and gone with its zone.
locals {
  nat_subnets = {
    "us-east-1a" = local.subnet_ids["public-a"]
  }
  # Whose gateway a zone's route table leads to.
  nat_by_zone = {
    "us-east-1a" = "us-east-1a"
    "us-east-1b" = "us-east-1a"
    "us-east-1c" = "us-east-1a"
  }
}

resource "aws_eip" "nat" {
  for_each = local.nat_subnets

  domain = "vpc"

  tags = { Name = "${var.name}-nat" }
}

resource "aws_nat_gateway" "this" {
  for_each = local.nat_subnets

  allocation_id = aws_eip.nat[each.key].id
  subnet_id     = each.value

  tags = { Name = var.name }

  depends_on = [aws_internet_gateway.this]
}

resource "aws_route" "nat" {
  for_each = local.nat_by_zone

  route_table_id         = aws_route_table.private[each.key].id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.this[each.value].id
}

# Every subnet by its name in the plan.
locals {
  subnet_ids = {
    "private-a" = aws_subnet.this["private-a"].id
    "private-b" = aws_subnet.this["private-b"].id
    "private-c" = aws_subnet.this["private-c"].id
    "public-a"  = aws_subnet.this["public-a"].id
    "public-b"  = aws_subnet.this["public-b"].id
    "public-c"  = aws_subnet.this["public-c"].id
  }
}
