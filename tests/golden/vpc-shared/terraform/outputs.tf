# Written by eniplan for guest: Ids and numbers for what comes after
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1SKJGUESTpNQGoLxlU8KRptx15-CGKMAEIMQVrTWCgABoMiAktN8ZAPaYCgAAxsocSUBNETkabcdefghijABCDEAaKv367RWYAH0X
# At the desired size: 3 nodes, 40 of 40 pods placed, 206 of 66,028 addresses taken.

output "update_kubeconfig" {
  description = "Run this to reach the cluster with kubectl."
  value       = "aws eks update-kubeconfig --region us-east-1 --name ${aws_eks_cluster.this.name}"
}

output "cluster_name" {
  description = "Name of the cluster."
  value       = aws_eks_cluster.this.name
}

output "vpc_id" {
  description = "Id of the VPC."
  value       = data.aws_vpc.this.id
}

output "subnet_ids" {
  description = "Id of each subnet, by its name in the plan."
  value       = local.subnet_ids
}

output "node_security_group_id" {
  description = "Security group of nodes, and of pods without one of their own."
  value       = aws_security_group.nodes.id
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
        securityGroups = [aws_security_group.nodes.id]
      }
      "us-east-1b" = {
        id             = local.subnet_ids["pods-b"]
        securityGroups = [aws_security_group.nodes.id]
      }
    }
  } })
}
