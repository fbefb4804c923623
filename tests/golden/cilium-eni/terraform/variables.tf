# Written by eniplan for cilium: What you may set
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1D6KCILIUMm1q_XaJHbxEAJE-
# At the desired size: 3 nodes, 60 of 60 pods placed, 106 of 24,561 addresses taken.

# Region, zones and blocks are no variables: they belong together, and the plan holds them.
variable "name" {
  description = "Name of the cluster, and of what stands around it."
  type        = string
  default     = "cilium"
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
