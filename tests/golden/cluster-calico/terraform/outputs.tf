# Written by eniplan for overlay: Ids and numbers for what comes after
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1IaLOVERLAYm-J0MCofrt5qbspggZChkt7orHbwTTB_C_AKBM
# At the desired size: 5 nodes, 300 of 300 pods placed, 10 of 49,122 addresses taken.

output "update_kubeconfig" {
  description = "Run this to reach the cluster with kubectl."
  value       = "aws eks update-kubeconfig --region us-east-1 --name ${data.aws_eks_cluster.this.name}"
}

output "cluster_name" {
  description = "Name of the cluster."
  value       = data.aws_eks_cluster.this.name
}

output "vpc_id" {
  description = "Id of the VPC."
  value       = data.aws_vpc.this.id
}

output "subnet_ids" {
  description = "Id of each subnet, by its name in the plan."
  value       = local.subnet_ids
}

output "max_pods" {
  description = "Pods a node by group, to compare with .status.capacity.pods of the nodes."
  value       = local.max_pods
}
