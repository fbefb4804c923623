# Written by eniplan for prefixes: Subnets beside the VPC module's, and CIDR reservations
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1J6MPREFIXESpNQGoKS79dtCTICJbyTIAJb5b7cSYJpgLyL_d12ovQA5h
# At the desired size: 6 nodes, 300 of 300 pods placed, 492 of 32,748 addresses taken.

# Parts of subnets that give /28 prefixes only, so that single addresses do not fragment them.
locals {
  prefix_reservations = {
    # private-a: 256 prefixes for the 60 that its nodes want at max; 4,096 addresses stay for the 12 single ones.
    "10.0.16.0/20" = "private-a"

    # private-b: 256 prefixes for the 60 that its nodes want at max; 4,096 addresses stay for the 12 single ones.
    "10.0.48.0/20" = "private-b"
  }
}

resource "aws_ec2_subnet_cidr_reservation" "prefixes" {
  for_each = local.prefix_reservations

  subnet_id        = local.subnet_ids[each.value]
  cidr_block       = each.key
  reservation_type = "prefix"
  description      = "Prefixes of the VPC CNI"
}
