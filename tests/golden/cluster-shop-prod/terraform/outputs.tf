# Written by eniplan for shop-prod: Ids and numbers for what comes after
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1iQGikhzj5PN-uG9dQGoLUJ0moFCgNBkQMrICvQCh5l74yAfUuFCgAd8pAPtNoKFAgHfOQD79JkQAVftNdvJMgIlvl-omxESYHGYDiGQ200ZkOPwWKpkggJhD-UFARK5fLxXZAkwgMHoyHGmjMh9tyxVdO67Uez9StPx9cn5RYBgIYGMWtL4yAvjIEEl0
# At the desired size: 36 nodes, 1,020 of 1,020 pods placed, 1,924 of 50,835 addresses taken.

output "update_kubeconfig" {
  description = "Run this to reach the cluster with kubectl."
  value       = "aws eks update-kubeconfig --region eu-west-1 --name ${data.aws_eks_cluster.this.name}"
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
    region = "eu-west-1"
    subnets = {
      "eu-west-1a" = {
        id             = local.subnet_ids["pods-a"]
        securityGroups = [var.node_security_group_id]
      }
      "eu-west-1b" = {
        id             = local.subnet_ids["pods-b"]
        securityGroups = [var.node_security_group_id]
      }
      "eu-west-1c" = {
        id             = local.subnet_ids["pods-c"]
        securityGroups = [var.node_security_group_id]
      }
    }
  } })
}

output "vpc_cni_before" {
  description = "Version and settings of the vpc-cni add-on before the first apply: the way back."
  value       = terraform_data.vpc_cni_before.output
}
