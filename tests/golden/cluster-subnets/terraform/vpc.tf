# Written by eniplan for grown: The VPC that exists and what it gets
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1c6JGROWNpNQGoLxlU8KRptx15-CGKMAEIMQVrTWCgABoMiAb74yAe0wFAABjZQ4koCaInI02468_BDFGACEGIA0mOnfOQD39JkQBOOJKAmiJyNNuOvPwQxRgAhBiAtOUYciJID92wFAAEtNdorMDISPOTtBe7A
# At the desired size: 6 nodes, 40 of 40 pods placed, 414 of 33,511 addresses taken.

# The VPC is looked up and never changed or destroyed from here.
data "aws_vpc" "this" {
  id = var.vpc_id
}

data "aws_eks_cluster" "this" {
  name = var.name
}

# Subnets that exist, found by their blocks. With their ids in the plan none is looked up.
locals {
  found_subnets = {
    # private-b (10.0.1.0/24): 251 usable, 191 taken at the desired size.
    "private-b" = "10.0.1.0/24"
  }
}

data "aws_subnet" "found" {
  for_each = local.found_subnets

  vpc_id     = data.aws_vpc.this.id
  cidr_block = each.value
}

# Every subnet by its name in the plan.
locals {
  subnet_ids = {
    "private-a" = "subnet-0123456789abcdea0"
    "private-b" = data.aws_subnet.found["private-b"].id
    "pods-a"    = aws_subnet.this["pods-a"].id
    "pods-b"    = "subnet-0123456789abcdeb0"
    "more-b"    = aws_subnet.this["more-b"].id
  }
}
