# Written by eniplan for cilium: Subnets beside the VPC module's, and CIDR reservations
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1D6KCILIUMm1q_XaJHbxEAJE-
# At the desired size: 3 nodes, 60 of 60 pods placed, 106 of 24,561 addresses taken.

# Parts of subnets that give /28 prefixes only, so that single addresses do not fragment them.
locals {
  prefix_reservations = {
    # private-a: 256 prefixes for the 2 that its nodes want at max; 4,096 addresses stay for the 4 single ones.
    "10.0.16.0/20" = "private-a"

    # private-b: 256 prefixes for the 2 that its nodes want at max; 4,096 addresses stay for the 3 single ones.
    "10.0.48.0/20" = "private-b"

    # private-c: 256 prefixes for the 2 that its nodes want at max; 4,096 addresses stay for the 3 single ones.
    "10.0.80.0/20" = "private-c"
  }
}

resource "aws_ec2_subnet_cidr_reservation" "prefixes" {
  for_each = local.prefix_reservations

  subnet_id        = local.subnet_ids[each.value]
  cidr_block       = each.key
  reservation_type = "prefix"
  description      = "Prefixes of the VPC CNI"
}
