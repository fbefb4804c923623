terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

variable "name" {
  type = string
}

variable "zones" {
  type = list(string)
}

resource "aws_vpc" "this" {
  cidr_block = "10.20.0.0/16"
  tags       = { Name = var.name }
}

resource "aws_vpc_ipv4_cidr_block_association" "pods" {
  vpc_id     = aws_vpc.this.id
  cidr_block = "100.64.0.0/16"
}

resource "aws_subnet" "private" {
  count = length(var.zones)

  vpc_id            = aws_vpc.this.id
  availability_zone = var.zones[count.index]
  cidr_block        = cidrsubnet(aws_vpc.this.cidr_block, 9, count.index)
  tags              = { Name = "private-${count.index}" }
}

resource "aws_subnet" "public" {
  for_each = { a = 10, b = 11 }

  vpc_id                  = aws_vpc.this.id
  availability_zone       = "eu-west-1${each.key}"
  cidr_block              = cidrsubnet(aws_vpc.this.cidr_block, 11, each.value * 8)
  map_public_ip_on_launch = true
  tags                    = { Name = "public-${each.key}" }
}

resource "aws_ec2_subnet_cidr_reservation" "prefixes" {
  subnet_id        = aws_subnet.private[0].id
  cidr_block       = cidrsubnet(aws_subnet.private[0].cidr_block, 1, 1)
  reservation_type = "prefix"
}

resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.this.id
}

resource "aws_route" "out" {
  route_table_id         = aws_route_table.public.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this.id
}

resource "aws_route" "office" {
  route_table_id         = aws_route_table.public.id
  destination_cidr_block = "10.0.0.0/12"
  transit_gateway_id     = "tgw-0123456789abcdef0"
}

resource "aws_route_table_association" "public" {
  for_each = aws_subnet.public

  subnet_id      = each.value.id
  route_table_id = aws_route_table.public.id
}

resource "aws_nat_gateway" "this" {
  for_each = aws_subnet.public

  allocation_id = "eipalloc-0123456789abcdef0"
  subnet_id     = aws_subnet.public[each.key].id
}

output "vpc_id" {
  value = aws_vpc.this.id
}

output "private_subnets" {
  value = aws_subnet.private[*].id
}

output "public_subnets" {
  value = [for subnet in aws_subnet.public : subnet.id]
}
