# Written by eniplan for images: What you may set
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1twGiiDABhEqTUBqC8ZVPCkabcdefghijABCDEFa01AoABoMiAbb4yAe0sFAAFjiSgJoicjTbjrz8EMUYAIQYjQCccSUBNETkabcdefghijABCDEaBd85APf0mRALHElATRE5Gm3HXn4IYowAQgxGgj7k1ZGSkeAiJoSFARLWSZARLhST5gk1cN1iDb9JTr9Nziw5F8h1-mUicEUInJyiJ-meicEUInIkIWLf8oiMhIQsXS8kyAiW-sDu_A
# At the desired size: 17 nodes, 55 of 55 pods placed, 384 of 34,796 addresses taken.

# Region, zones and blocks are no variables: they belong together, and the plan holds them.
variable "name" {
  description = "Name of the cluster that exists."
  type        = string
  default     = "images"
}

variable "vpc_id" {
  description = "Id of the VPC that exists."
  type        = string
  default     = "vpc-0123456789abcdef0"
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
