# Written by eniplan for images: CloudWatch alarms on the subnets and the VPC CNI
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1twGiiDABhEqTUBqC8ZVPCkabcdefghijABCDEFa01AoABoMiAbb4yAe0sFAAFjiSgJoicjTbjrz8EMUYAIQYjQCccSUBNETkabcdefghijABCDEaBd85APf0mRALHElATRE5Gm3HXn4IYowAQgxGgj7k1ZGSkeAiJoSFARLWSZARLhST5gk1cN1iDb9JTr9Nziw5F8h1-mUicEUInJyiJ-meicEUInIkIWLf8oiMhIQsXS8kyAiW-sDu_A
# At the desired size: 17 nodes, 55 of 55 pods placed, 384 of 34,796 addresses taken.
#
#   terraform init
#   terraform apply -var 'alarm_actions=["arn:aws:sns:…"]'
# Free addresses of subnets are a metric of IPAM's advanced tier only, in percent (AWS/IPAM, SubnetIPUsage).
# Metrics of the VPC CNI come from cni-metrics-helper (https://docs.aws.amazon.com/eks/latest/userguide/cni-metrics-helper.html).
# An alarm without its metric stays at INSUFFICIENT_DATA.

terraform {
  required_version = ">= 1.5.7"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.28"
    }
  }
}

provider "aws" {
  region = var.region
}

data "aws_caller_identity" "current" {}

variable "region" {
  description = "Region of the cluster."
  type        = string
  default     = "us-east-1"
}

variable "cluster_name" {
  description = "Name of the cluster."
  type        = string
  default     = "images"
}

variable "alarm_actions" {
  description = "ARNs of who is told, such as SNS topics."
  type        = list(string)
  default     = []
}

variable "vpc_id" {
  description = "Id of the VPC, a dimension of IPAM's metrics."
  type        = string
  default     = "vpc-0123456789abcdef0"
}

variable "ipam_scope_id" {
  description = "Id of the IPAM's private scope, a dimension of its metrics."
  type        = string
  default     = ""
}

variable "subnet_ids" {
  description = "Ids of subnets by their names in the plan; those that are left out get no alarm."
  type        = map(string)
  default = {
    "private-a" = "subnet-0123456789abcde0a"
    "private-b" = "subnet-0123456789abcde0b"
    "pods-a"    = "subnet-0123456789abcde0c"
  }
}

# Percent of each subnet's addresses that may be taken, the five that AWS reserves among them.
locals {
  most_used = {
    # 10.0.0.0/22 of 1024 addresses: surge 5 + upgrade 5 = 10 free at least; + growth 0 = 10 in a month. Now 997.
    "private-a" = { warning = "99.02", critical = "99.02" }
    # 10.0.4.0/22 of 1024 addresses: surge 5 + upgrade 5 = 10 free at least; + growth 0 = 10 in a month. Now 1006.
    "private-b" = { warning = "99.02", critical = "99.02" }
    # 100.64.0.0/18 of 16384 addresses: surge 145 + upgrade 0 = 145 free at least; + growth 0 = 145 in a month. Now 16180.
    "pods-a" = { warning = "99.11", critical = "99.11" }
    # 100.64.64.0/18 of 16384 addresses: surge 145 + upgrade 0 = 145 free at least; + growth 0 = 145 in a month. Now 16229.
    "pods-b" = { warning = "99.11", critical = "99.11" }
  }
}

resource "aws_cloudwatch_metric_alarm" "subnet_warning" {
  for_each = var.subnet_ids

  alarm_name        = "${var.cluster_name} addresses ${each.key} warning"
  alarm_description = "So few addresses are free that in a month an update of the node groups no longer fits."
  namespace         = "AWS/IPAM"
  metric_name       = "SubnetIPUsage"
  dimensions = {
    SubnetID      = each.value
    VpcID         = var.vpc_id
    ScopeID       = var.ipam_scope_id
    OwnerID       = data.aws_caller_identity.current.account_id
    Region        = var.region
    AddressFamily = "IPv4"
  }
  statistic           = "Maximum"
  period              = 3600
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = local.most_used[each.key].warning
  treat_missing_data  = "missing"
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
}

resource "aws_cloudwatch_metric_alarm" "subnet_critical" {
  for_each = var.subnet_ids

  alarm_name        = "${var.cluster_name} addresses ${each.key} critical"
  alarm_description = "So few addresses are free that an update of the node groups or of the cluster no longer fits."
  namespace         = "AWS/IPAM"
  metric_name       = "SubnetIPUsage"
  dimensions = {
    SubnetID      = each.value
    VpcID         = var.vpc_id
    ScopeID       = var.ipam_scope_id
    OwnerID       = data.aws_caller_identity.current.account_id
    Region        = var.region
    AddressFamily = "IPv4"
  }
  statistic           = "Maximum"
  period              = 3600
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = local.most_used[each.key].critical
  treat_missing_data  = "missing"
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
}

# The first wall that more nodes do not move stands at 55 pods: The groups stand at their max at 55 pods on 17 nodes.
# A month of growth before it are 55 pods.
resource "aws_cloudwatch_metric_alarm" "pods" {
  alarm_name        = "${var.cluster_name} pods near the first wall"
  alarm_description = "In a month of growth pods meet the first wall that more nodes do not move."
  namespace         = "Kubernetes"
  metric_name       = "assignIPAddresses"
  dimensions = {
    CLUSTER_ID = var.cluster_name
  }
  statistic           = "Maximum"
  period              = 300
  evaluation_periods  = 3
  comparison_operator = "GreaterThanThreshold"
  threshold           = 55
  treat_missing_data  = "missing"
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
}
