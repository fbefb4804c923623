# Written by eniplan for shop-prod: What you may set
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1iQGikhzj5PN-uG9dQGoLUJ0moFCgNBkQMrICvQCh5l74yAfUuFCgAd8pAPtNoKFAgHfOQD79JkQAVftNdvJMgIlvl-omxESYHGYDiGQ200ZkOPwWKpkggJhD-UFARK5fLxXZAkwgMHoyHGmjMh9tyxVdO67Uez9StPx9cn5RYBgIYGMWtL4yAvjIEEl0
# At the desired size: 36 nodes, 1,020 of 1,020 pods placed, 1,924 of 50,835 addresses taken.

# Region, zones and blocks are no variables: they belong together, and the plan holds them.
variable "name" {
  description = "Name of the cluster that exists."
  type        = string
  default     = "shop-prod"
}

variable "vpc_id" {
  description = "Id of the VPC that exists."
  type        = string
}

variable "route_table_ids" {
  description = "Route table of each added subnet, by the subnet's name. Those left out get the VPC's main one, which may have no way to a NAT gateway."
  type        = map(string)
  default     = {}
}

variable "node_security_group_id" {
  description = "Security group of the nodes: that of node groups, or the cluster's own where they have no other."
  type        = string
}

variable "node_role_name" {
  description = "Name of the IAM role of the nodes, which may join the cluster already."
  type        = string
}

variable "tags" {
  description = "Tags on everything that can carry them."
  type        = map(string)
  default     = { ManagedBy = "terraform" }
}
