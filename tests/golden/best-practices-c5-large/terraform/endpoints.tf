# Written by eniplan for best-practices: VPC endpoints
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1IKEgREk5D0QAkyAhEt--HKr0MCoJPX7yAn5cJe6vtJ0AHrk
# At the desired size: 3 nodes, 2 of 2 pods placed, 54 of 24,561 addresses taken.

# Images come from S3; its gateway takes no address and costs nothing.
resource "aws_vpc_endpoint" "s3" {
  vpc_id            = module.vpc.vpc_id
  vpc_endpoint_type = "Gateway"
  service_name      = "com.amazonaws.us-west-2.s3"
  route_table_ids   = module.vpc.private_route_table_ids

  tags = { Name = "s3" }
}
