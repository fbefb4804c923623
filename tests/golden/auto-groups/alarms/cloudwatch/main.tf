# Written by eniplan for pools: CloudWatch alarms on the subnets
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1FKJPOOLSnTXa1nxEMgk4FK2n9L8Agyg
# At the desired size: 8 nodes, 65 of 65 pods placed, 109 of 49,122 addresses taken.
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
  default     = "pools"
}

variable "alarm_actions" {
  description = "ARNs of who is told, such as SNS topics."
  type        = list(string)
  default     = []
}

variable "vpc_id" {
  description = "Id of the VPC, a dimension of IPAM's metrics."
  type        = string
  default     = ""
}

variable "ipam_scope_id" {
  description = "Id of the IPAM's private scope, a dimension of its metrics."
  type        = string
  default     = ""
}

variable "subnet_ids" {
  description = "Ids of subnets by their names in the plan; those that are left out get no alarm."
  type        = map(string)
  default     = {}
}

# Percent of each subnet's addresses that may be taken, the five that AWS reserves among them.
locals {
  most_used = {
    # 10.0.0.0/19 of 8192 addresses: surge 33 + upgrade 5 = 38 free at least; + growth 0 = 38 in a month. Now 8150.
    "private-a" = { warning = "99.53", critical = "99.53" }
    # 10.0.32.0/19 of 8192 addresses: surge 0 + upgrade 5 = 5 free at least; + growth 0 = 5 in a month. Now 8151.
    "private-b" = { warning = "99.93", critical = "99.93" }
    # 10.0.64.0/19 of 8192 addresses: surge 0 + upgrade 5 = 5 free at least; + growth 0 = 5 in a month. Now 8152.
    "private-c" = { warning = "99.93", critical = "99.93" }
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

