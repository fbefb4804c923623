# Written by eniplan for article: VPC endpoints
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1K6LARTICLEpdQGoLUJ17AUAABrvjIB7TgUAAAC_X7zE3ZTCAkTpfa31JkgAVfg
# At the desired size: 5 nodes, 10 of 28 pods placed, 24 of 33 addresses taken.

# Images come from S3; its gateway takes no address and costs nothing.
resource "aws_vpc_endpoint" "s3" {
  vpc_id            = module.vpc.vpc_id
  vpc_endpoint_type = "Gateway"
  service_name      = "com.amazonaws.us-east-1.s3"
  route_table_ids   = module.vpc.private_route_table_ids

  tags = { Name = "s3" }
}
