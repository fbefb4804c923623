# Written by eniplan for Größe ${var.x}: What you may set
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1b6Ev8dH9dv1fEo_pP_tUBGVf_9nJw4AoGROUPoWITHoAoVERYoLONGoNAMEoTHATo_xf8v_ToDOESoNOToTAKEiuzISPOT8kKAiWukZACiZ1qyCTgUrZusQbIjIBOTH0JMgIlwJMhGlwbnLGx9y_AFLm
# At the desired size: 18 nodes, 3 of 3 pods placed, 359 of 49,122 addresses taken.

# Region, zones and blocks are no variables: they belong together, and the plan holds them.
variable "name" {
  description = "Name of the cluster, and of what stands around it."
  type        = string
  default     = "Gr-e-var-x"
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
