# Written by eniplan for cilium: VPC endpoints
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1JKKCILIUMm0iUQCvRAK9dFprtLkHbwTQyUjwERPJChGlwpJh2K9A
# At the desired size: 6 nodes, 300 of 300 pods placed, 10 of 24,561 addresses taken.

# Images come from S3; its gateway takes no address and costs nothing.
resource "aws_vpc_endpoint" "s3" {
  vpc_id            = module.vpc.vpc_id
  vpc_endpoint_type = "Gateway"
  service_name      = "com.amazonaws.us-east-1.s3"
  route_table_ids   = module.vpc.private_route_table_ids

  tags = { Name = "s3" }
}
