# Written by eniplan for dense: What you may set
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1WqJDENSEmuyMswA0AYQOJETyYyEhCxdCTICJcCTIAJcK5hY8mNwETPJMhGlwiBi8mMpE4IoROTlE7yYzkTgihE5AETPJChGlvv8uTGeicEUInIkIWLf82TF6ALqm
# At the desired size: 18 nodes, 180 of 180 pods placed, 601 of 49,122 addresses taken.

# Region, zones and blocks are no variables: they belong together, and the plan holds them.
variable "name" {
  description = "Name of the cluster, and of what stands around it."
  type        = string
  default     = "dense"
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

variable "tags" {
  description = "Tags on everything that can carry them."
  type        = map(string)
  default     = { ManagedBy = "terraform" }
}
