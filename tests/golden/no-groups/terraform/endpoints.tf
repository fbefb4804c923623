# Written by eniplan for eniplan: VPC endpoints
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1AQDh8A
# At the desired size: 0 nodes, 0 of 0 pods placed, 4 of 24,561 addresses taken.

# Images come from S3; its gateway takes no address and costs nothing.
resource "aws_vpc_endpoint" "s3" {
  vpc_id            = module.vpc.vpc_id
  vpc_endpoint_type = "Gateway"
  service_name      = "com.amazonaws.us-east-1.s3"
  route_table_ids   = module.vpc.private_route_table_ids

  tags = { Name = "s3" }
}
