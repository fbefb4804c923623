# Written by eniplan for shop-prod: VPC, route tables and NAT gateways
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1iQGikhzj5PN-uG9dQGoLUJ0moFCgNBkQMrICvQCh5l74yAfUuFCgAd8pAPtNoKFAgHfOQD79JkQAVftNdvJMgIlvl-omxESYHGYDiGQ200ZkOPwWKpkggJhD-UFARK5fLxXZAkwgMHoyHGmjMh9tyxVdO67Uez9StPx9cn5RYBgIYGMWtL4yAvjIEEl0
# At the desired size: 36 nodes, 1,020 of 1,020 pods placed, 1,924 of 50,835 addresses taken.

resource "aws_vpc" "this" {
  cidr_block           = "10.20.0.0/20"
  enable_dns_support   = true
  enable_dns_hostnames = true

  tags = { Name = var.name }
}

resource "aws_vpc_ipv4_cidr_block_association" "this" {
  for_each = toset(["100.64.0.0/16"])

  vpc_id     = aws_vpc.this.id
  cidr_block = each.value
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
  for_each = toset(["eu-west-1a", "eu-west-1b", "eu-west-1c"])

  vpc_id = aws_vpc.this.id

  tags = { Name = "${var.name}-private-${each.value}" }
}

# A NAT gateway in each zone.
locals {
  nat_subnets = {
    "eu-west-1a" = local.subnet_ids["public-a"]
    "eu-west-1b" = local.subnet_ids["public-b"]
    "eu-west-1c" = local.subnet_ids["public-c"]
  }
  # Whose gateway a zone's route table leads to.
  nat_by_zone = {
    "eu-west-1a" = "eu-west-1a"
    "eu-west-1b" = "eu-west-1b"
    "eu-west-1c" = "eu-west-1c"
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
    "pods-a"    = aws_subnet.this["pods-a"].id
    "pods-b"    = aws_subnet.this["pods-b"].id
    "pods-c"    = aws_subnet.this["pods-c"].id
  }
}
