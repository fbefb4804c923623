# Written by eniplan for kinds: VPC endpoints
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1UqJKINDSpNQGoKUrXaKzAyEhCxdCTICJcCTIAJcK5nGUicEUInf8pC3WINkTyIMxYg2RIQsW_SVBkJHnJ-SFARLXSMr_KOBSnbtmQAomdar09wDcfg
# At the desired size: 21 nodes, 40 of 40 pods placed, 421 of 32,748 addresses taken.

# As many as the plan has, each with an address in each subnet; the plan does not say which services.
locals {
  interface_endpoints = [
    "ec2",
    "ecr.api",
    "ecr.dkr",
    "sts",
    "eks",
    "eks-auth",
    "logs",
    "elasticloadbalancing",
    "autoscaling",
    "ssm",
    "ssmmessages",
    "ec2messages",
    "sqs",
    "kms",
  ]
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
  for_each = toset(["10.0.0.0/16"])

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
  service_name        = "com.amazonaws.us-east-1.${each.value}"
  private_dns_enabled = true
  subnet_ids          = [local.subnet_ids["private-a"], local.subnet_ids["private-b"]]
  security_group_ids  = [aws_security_group.endpoints.id]

  tags = { Name = each.value }
}

# Images come from S3; its gateway takes no address and costs nothing.
resource "aws_vpc_endpoint" "s3" {
  vpc_id            = aws_vpc.this.id
  vpc_endpoint_type = "Gateway"
  service_name      = "com.amazonaws.us-east-1.s3"
  route_table_ids   = values(aws_route_table.private)[*].id

  tags = { Name = "s3" }
}
