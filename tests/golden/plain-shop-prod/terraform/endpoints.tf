# Written by eniplan for shop-prod: VPC endpoints
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1iQGikhzj5PN-uG9dQGoLUJ0moFCgNBkQMrICvQCh5l74yAfUuFCgAd8pAPtNoKFAgHfOQD79JkQAVftNdvJMgIlvl-omxESYHGYDiGQ200ZkOPwWKpkggJhD-UFARK5fLxXZAkwgMHoyHGmjMh9tyxVdO67Uez9StPx9cn5RYBgIYGMWtL4yAvjIEEl0
# At the desired size: 36 nodes, 1,020 of 1,020 pods placed, 1,924 of 50,835 addresses taken.

# As many as the plan has, each with an address in each subnet; the plan does not say which services.
locals {
  interface_endpoints = ["ec2", "ecr.api", "ecr.dkr", "sts"]
}

resource "aws_security_group" "endpoints" {
  name_prefix = "${var.name}-endpoints-"
  description = "Interface endpoints"
  vpc_id      = aws_vpc.this.id

  tags = { Name = "${var.name}-endpoints" }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_ingress_rule" "endpoints" {
  for_each = toset(["10.20.0.0/20", "100.64.0.0/16"])

  security_group_id = aws_security_group.endpoints.id
  description       = "HTTPS from the VPC"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = each.value
}

resource "aws_vpc_endpoint" "interface" {
  for_each = toset(local.interface_endpoints)

  vpc_id              = aws_vpc.this.id
  vpc_endpoint_type   = "Interface"
  service_name        = "com.amazonaws.eu-west-1.${each.value}"
  private_dns_enabled = true
  subnet_ids = [
    local.subnet_ids["private-a"],
    local.subnet_ids["private-b"],
    local.subnet_ids["private-c"],
  ]
  security_group_ids = [aws_security_group.endpoints.id]

  tags = { Name = each.value }
}

# Images come from S3; its gateway takes no address and costs nothing.
resource "aws_vpc_endpoint" "s3" {
  vpc_id            = aws_vpc.this.id
  vpc_endpoint_type = "Gateway"
  service_name      = "com.amazonaws.eu-west-1.s3"
  route_table_ids   = values(aws_route_table.private)[*].id

  tags = { Name = "s3" }
}
