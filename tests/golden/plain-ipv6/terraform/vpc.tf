# Written by eniplan for six: VPC, route tables and NAT gateways
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1IqdIhek1AaguxtxppukMGKltx16lsBpqmmZ-Bdb9dorMC9BmWg
# At the desired size: 3 nodes, 40 of 40 pods placed, 9 of 32,748 addresses taken.

resource "aws_vpc" "this" {
  cidr_block                       = "10.0.0.0/16"
  enable_dns_support               = true
  enable_dns_hostnames             = true
  assign_generated_ipv6_cidr_block = true

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

resource "aws_route" "public_ipv6" {
  route_table_id              = aws_route_table.public.id
  destination_ipv6_cidr_block = "::/0"
  gateway_id                  = aws_internet_gateway.this.id
}

# A route table for each zone, so that each may have a NAT gateway of its own.
resource "aws_route_table" "private" {
  for_each = toset(["us-east-1a", "us-east-1b"])

  vpc_id = aws_vpc.this.id

  tags = { Name = "${var.name}-private-${each.value}" }
}

# IPv6 leaves by a gateway that lets nothing in.
resource "aws_egress_only_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id

  tags = { Name = var.name }
}

resource "aws_route" "private_ipv6" {
  for_each = aws_route_table.private

  route_table_id              = each.value.id
  destination_ipv6_cidr_block = "::/0"
  egress_only_gateway_id      = aws_egress_only_internet_gateway.this.id
}

# A NAT gateway in each zone.
locals {
  nat_subnets = {
    "us-east-1a" = local.subnet_ids["public-a"]
    "us-east-1b" = local.subnet_ids["public-b"]
  }
  # Whose gateway a zone's route table leads to.
  nat_by_zone = {
    "us-east-1a" = "us-east-1a"
    "us-east-1b" = "us-east-1b"
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
    "public-a"  = aws_subnet.this["public-a"].id
    "public-b"  = aws_subnet.this["public-b"].id
  }
}
