# Written by eniplan for overlay: The VPC that exists and what it gets
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1IaLOVERLAYm-J0MCofrt5qbspggZChkt7orHbwTTB_C_AKBM
# At the desired size: 5 nodes, 300 of 300 pods placed, 10 of 49,122 addresses taken.

# The VPC is looked up and never changed or destroyed from here.
data "aws_vpc" "this" {
  id = var.vpc_id
}

data "aws_eks_cluster" "this" {
  name = var.name
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
  }
}
