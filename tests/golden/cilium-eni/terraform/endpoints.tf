# Written by eniplan for cilium: VPC endpoints
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1D6KCILIUMm1q_XaJHbxEAJE-
# At the desired size: 3 nodes, 60 of 60 pods placed, 106 of 24,561 addresses taken.

# Images come from S3; its gateway takes no address and costs nothing.
resource "aws_vpc_endpoint" "s3" {
  vpc_id            = module.vpc.vpc_id
  vpc_endpoint_type = "Gateway"
  service_name      = "com.amazonaws.us-east-1.s3"
  route_table_ids   = module.vpc.private_route_table_ids

  tags = { Name = "s3" }
}
