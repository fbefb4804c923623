# Written by eniplan for overlay: Ids and numbers for what comes after
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1QqLOVERLAYm-J0MCoa67eam7KYIGQoZLe6Kx28E0wfwz_9M8BESj_OODES0JMgIlrJMhIlrpJh28RDJSMALLez9SvNPs
# At the desired size: 9 nodes, 360 of 360 pods placed, 14 of 49,122 addresses taken.

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

output "max_pods" {
  description = "Pods a node by group, to compare with .status.capacity.pods of the nodes."
  value       = local.max_pods
}

output "karpenter_node_role_name" {
  description = "IAM role of Karpenter's nodes, which the EC2NodeClass names."
  value       = module.karpenter.node_iam_role_name
}

output "karpenter_interruption_queue" {
  description = "Queue of interruptions, a value of Karpenter's chart."
  value       = module.karpenter.queue_name
}
