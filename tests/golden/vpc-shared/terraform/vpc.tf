# Written by eniplan for guest: The VPC that exists and what it gets
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1SKJGUESTpNQGoLxlU8KRptx15-CGKMAEIMQVrTWCgABoMiAktN8ZAPaYCgAAxsocSUBNETkabcdefghijABCDEAaKv367RWYAH0X
# At the desired size: 3 nodes, 40 of 40 pods placed, 206 of 66,028 addresses taken.

# The VPC is looked up and never changed or destroyed from here.
data "aws_vpc" "this" {
  id = var.vpc_id
}

# The VPC's owner makes its subnets; they are found by their blocks once they are shared.
locals {
  found_subnets = {
    # private-b (10.0.1.0/24): 251 usable, 3 taken at the desired size.
    "private-b" = "10.0.1.0/24"
    # pods-a (100.64.0.0/17): 32,763 usable, 66 taken at the desired size.
    "pods-a" = "100.64.0.0/17"
    # pods-b (100.64.128.0/17): 32,763 usable, 33 taken at the desired size.
    "pods-b" = "100.64.128.0/17"
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
    "pods-a"    = data.aws_subnet.found["pods-a"].id
    "pods-b"    = data.aws_subnet.found["pods-b"].id
  }
}
