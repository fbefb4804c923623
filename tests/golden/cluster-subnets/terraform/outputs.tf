# Written by eniplan for grown: Ids and numbers for what comes after
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1c6JGROWNpNQGoLxlU8KRptx15-CGKMAEIMQVrTWCgABoMiAb74yAe0wFAABjZQ4koCaInI02468_BDFGACEGIA0mOnfOQD39JkQBOOJKAmiJyNNuOvPwQxRgAhBiAtOUYciJID92wFAAEtNdorMDISPOTtBe7A
# At the desired size: 6 nodes, 40 of 40 pods placed, 414 of 33,511 addresses taken.

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

output "vpc_cni_before" {
  description = "Version and settings of the vpc-cni add-on before the first apply: the way back."
  value       = terraform_data.vpc_cni_before.output
}
