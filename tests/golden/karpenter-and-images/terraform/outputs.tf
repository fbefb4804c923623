# Written by eniplan for images: Ids and numbers for what comes after
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1twGiiDABhEqTUBqC8ZVPCkabcdefghijABCDEFa01AoABoMiAbb4yAe0sFAAFjiSgJoicjTbjrz8EMUYAIQYjQCccSUBNETkabcdefghijABCDEaBd85APf0mRALHElATRE5Gm3HXn4IYowAQgxGgj7k1ZGSkeAiJoSFARLWSZARLhST5gk1cN1iDb9JTr9Nziw5F8h1-mUicEUInJyiJ-meicEUInIkIWLf8oiMhIQsXS8kyAiW-sDu_A
# At the desired size: 17 nodes, 55 of 55 pods placed, 384 of 34,796 addresses taken.

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

output "eni_config_values" {
  description = "ENIConfigs as values of the aws-vpc-cni chart, should it stand in for the add-on."
  value = yamlencode({ eniConfig = {
    create = true
    region = "us-east-1"
    subnets = {
      "us-east-1a" = {
        id             = local.subnet_ids["pods-a"]
        securityGroups = [var.node_security_group_id]
      }
      "us-east-1b" = {
        id             = local.subnet_ids["pods-b"]
        securityGroups = [var.node_security_group_id]
      }
    }
  } })
}

output "vpc_cni_before" {
  description = "Version and settings of the vpc-cni add-on before the first apply: the way back."
  value       = terraform_data.vpc_cni_before.output
}
