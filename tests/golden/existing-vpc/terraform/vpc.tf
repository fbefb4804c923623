# Written by eniplan for there: The VPC that exists and what it gets
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1GaJTHEREvGVTwpGm3HXn4IYowAQgxBWl3eAxtg
# At the desired size: 3 nodes, 0 of 0 pods placed, 55 of 24,561 addresses taken.

# The VPC is looked up and never changed or destroyed from here.
data "aws_vpc" "this" {
  id = var.vpc_id
}

# Every subnet by its name in the plan.
locals {
  subnet_ids = {
    "private-a" = aws_subnet.this["private-a"].id
    "private-b" = aws_subnet.this["private-b"].id
    "private-c" = aws_subnet.this["private-c"].id
  }
}
