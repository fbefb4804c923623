# Written by eniplan for grown: What you may set
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1c6JGROWNpNQGoLxlU8KRptx15-CGKMAEIMQVrTWCgABoMiAb74yAe0wFAABjZQ4koCaInI02468_BDFGACEGIA0mOnfOQD39JkQBOOJKAmiJyNNuOvPwQxRgAhBiAtOUYciJID92wFAAEtNdorMDISPOTtBe7A
# At the desired size: 6 nodes, 40 of 40 pods placed, 414 of 33,511 addresses taken.

# Region, zones and blocks are no variables: they belong together, and the plan holds them.
variable "name" {
  description = "Name of the cluster, and of what stands around it."
  type        = string
  default     = "grown"
}

variable "vpc_id" {
  description = "Id of the VPC that exists."
  type        = string
  default     = "vpc-0123456789abcdef0"
}

variable "kubernetes_version" {
  description = "Kubernetes minor version of the control plane and of the nodes."
  type        = string
  default     = "1.34"
}

variable "api_access_cidrs" {
  description = "Blocks from which the cluster's public API endpoint is reached. Nodes use the private one."
  type        = list(string)
  default     = ["0.0.0.0/0"]
}

variable "route_table_ids" {
  description = "Route table of each added subnet, by the subnet's name. Those left out get the VPC's main one, which may have no way to a NAT gateway."
  type        = map(string)
  default     = {}
}

variable "tags" {
  description = "Tags on everything that can carry them."
  type        = map(string)
  default     = { ManagedBy = "terraform" }
}
