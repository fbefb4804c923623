# Written by eniplan for images: The VPC that exists and what it gets
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1twGiiDABhEqTUBqC8ZVPCkabcdefghijABCDEFa01AoABoMiAbb4yAe0sFAAFjiSgJoicjTbjrz8EMUYAIQYjQCccSUBNETkabcdefghijABCDEaBd85APf0mRALHElATRE5Gm3HXn4IYowAQgxGgj7k1ZGSkeAiJoSFARLWSZARLhST5gk1cN1iDb9JTr9Nziw5F8h1-mUicEUInJyiJ-meicEUInIkIWLf8oiMhIQsXS8kyAiW-sDu_A
# At the desired size: 17 nodes, 55 of 55 pods placed, 384 of 34,796 addresses taken.

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
    "private-a" = "subnet-0123456789abcde0a"
    "private-b" = "subnet-0123456789abcde0b"
    "pods-a"    = "subnet-0123456789abcde0c"
    "pods-b"    = aws_subnet.this["pods-b"].id
  }
}
