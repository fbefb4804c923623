# Written by eniplan for Größe ${var.x}: CloudWatch alarms on the subnets and the VPC CNI
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1b6Ev8dH9dv1fEo_pP_tUBGVf_9nJw4AoGROUPoWITHoAoVERYoLONGoNAMEoTHATo_xf8v_ToDOESoNOToTAKEiuzISPOT8kKAiWukZACiZ1qyCTgUrZusQbIjIBOTH0JMgIlwJMhGlwbnLGx9y_AFLm
# At the desired size: 18 nodes, 3 of 3 pods placed, 359 of 49,122 addresses taken.
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
  default     = "Gr-e-var-x"
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
    # 10.0.0.0/19 of 8192 addresses: surge 169 + upgrade 5 = 174 free at least; + growth 0 = 174 in a month. Now 8067.
    "private-a" = { warning = "97.87", critical = "97.87" }
    # 10.0.32.0/19 of 8192 addresses: surge 102 + upgrade 5 = 107 free at least; + growth 0 = 107 in a month. Now 8068.
    "private-b" = { warning = "98.69", critical = "98.69" }
    # 10.0.64.0/19 of 8192 addresses: surge 102 + upgrade 5 = 107 free at least; + growth 0 = 107 in a month. Now 8068.
    "private-c" = { warning = "98.69", critical = "98.69" }
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

# The first wall that more nodes do not move stands at 3 pods: The groups stand at their max at 3 pods on 18 nodes.
# A month of growth before it are 3 pods.
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
  threshold           = 3
  treat_missing_data  = "missing"
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
}
