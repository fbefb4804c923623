# Written by eniplan for pools: Ids and numbers for what comes after
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1FKJPOOLSnTXa1nxEMgk4FK2n9L8Agyg
# At the desired size: 8 nodes, 65 of 65 pods placed, 109 of 49,122 addresses taken.

output "update_kubeconfig" {
  description = "Run this to reach the cluster with kubectl."
  value       = "aws eks update-kubeconfig --region us-east-1 --name ${module.eks.cluster_name}"
}

output "cluster_name" {
  description = "Name of the cluster."
  value       = module.eks.cluster_name
}

output "vpc_id" {
  description = "Id of the VPC."
  value       = module.vpc.vpc_id
}

output "subnet_ids" {
  description = "Id of each subnet, by its name in the plan."
  value       = local.subnet_ids
}

output "node_security_group_id" {
  description = "Security group of nodes, and of pods without one of their own."
  value       = module.eks.node_security_group_id
}
