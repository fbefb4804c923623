# Written by eniplan for shop-prod: What you may set
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1iQGikhzj5PN-uG9dQGoLUJ0moFCgNBkQMrICvQCh5l74yAfUuFCgAd8pAPtNoKFAgHfOQD79JkQAVftNdvJMgIlvl-omxESYHGYDiGQ200ZkOPwWKpkggJhD-UFARK5fLxXZAkwgMHoyHGmjMh9tyxVdO67Uez9StPx9cn5RYBgIYGMWtL4yAvjIEEl0
# At the desired size: 36 nodes, 1,020 of 1,020 pods placed, 1,924 of 50,835 addresses taken.

# Region, zones and blocks are no variables: they belong together, and the plan holds them.
variable "name" {
  description = "Name of the cluster, and of what stands around it."
  type        = string
  default     = "shop-prod"
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
