# Written by eniplan for kinds: What you may set
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1UqJKINDSpNQGoKUrXaKzAyEhCxdCTICJcCTIAJcK5nGUicEUInf8pC3WINkTyIMxYg2RIQsW_SVBkJHnJ-SFARLXSMr_KOBSnbtmQAomdar09wDcfg
# At the desired size: 21 nodes, 40 of 40 pods placed, 421 of 32,748 addresses taken.

# Region, zones and blocks are no variables: they belong together, and the plan holds them.
variable "name" {
  description = "Name of the cluster, and of what stands around it."
  type        = string
  default     = "kinds"
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
