# Written by eniplan for kinds: What Karpenter needs of AWS
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1UqJKINDSpNQGoKUrXaKzAyEhCxdCTICJcCTIAJcK5nGUicEUInf8pC3WINkTyIMxYg2RIQsW_SVBkJHnJ-SFARLXSMr_KOBSnbtmQAomdar09wDcfg
# At the desired size: 21 nodes, 40 of 40 pods placed, 421 of 32,748 addresses taken.

# Its chart comes after this, on nodes that it does not start itself, then the node pools:
#   helm upgrade --install karpenter oci://public.ecr.aws/karpenter/karpenter --namespace kube-system \
#     --set settings.clusterName=CLUSTER --set settings.interruptionQueue=QUEUE
# with the outputs of this root module for CLUSTER and QUEUE.

locals {
  karpenter_node_role = "KarpenterNodeRole-kinds"
}

resource "aws_iam_role" "karpenter_nodes" {
  name = local.karpenter_node_role
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "ec2.amazonaws.com" }
      Action    = ["sts:AssumeRole"]
    }]
  })
}

resource "aws_iam_role_policy_attachment" "karpenter_nodes" {
  for_each = toset([
    "AmazonEKSWorkerNodePolicy",
    "AmazonEC2ContainerRegistryPullOnly",
    "AmazonEKS_CNI_Policy",
  ])

  role       = aws_iam_role.karpenter_nodes.name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/${each.value}"
}

# Lets its nodes join.
resource "aws_eks_access_entry" "karpenter_nodes" {
  cluster_name  = aws_eks_cluster.this.name
  principal_arn = aws_iam_role.karpenter_nodes.arn
  type          = "EC2_LINUX"
}

# Interruptions of Spot and other events, by which Karpenter replaces nodes in time.
resource "aws_sqs_queue" "karpenter" {
  name                      = "${var.name}-karpenter"
  message_retention_seconds = 300
  sqs_managed_sse_enabled   = true
}

resource "aws_sqs_queue_policy" "karpenter" {
  queue_url = aws_sqs_queue.karpenter.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = ["events.amazonaws.com", "sqs.amazonaws.com"] }
      Action    = "sqs:SendMessage"
      Resource  = aws_sqs_queue.karpenter.arn
    }]
  })
}

locals {
  karpenter_events = {
    health    = { source = "aws.health", detail_type = "AWS Health Event" }
    spot      = { source = "aws.ec2", detail_type = "EC2 Spot Instance Interruption Warning" }
    rebalance = { source = "aws.ec2", detail_type = "EC2 Instance Rebalance Recommendation" }
    state     = { source = "aws.ec2", detail_type = "EC2 Instance State-change Notification" }
  }
}

resource "aws_cloudwatch_event_rule" "karpenter" {
  for_each = local.karpenter_events

  name_prefix = "karpenter-${each.key}-"
  event_pattern = jsonencode({
    source      = [each.value.source]
    detail-type = [each.value.detail_type]
  })
}

resource "aws_cloudwatch_event_target" "karpenter" {
  for_each = local.karpenter_events

  rule = aws_cloudwatch_event_rule.karpenter[each.key].name
  arn  = aws_sqs_queue.karpenter.arn
}

data "aws_caller_identity" "current" {}

data "aws_iam_policy_document" "karpenter" {
  statement {
    sid = "RunFromWhatIsThere"
    resources = [
      "arn:${data.aws_partition.current.partition}:ec2:us-east-1::image/*",
      "arn:${data.aws_partition.current.partition}:ec2:us-east-1::snapshot/*",
      "arn:${data.aws_partition.current.partition}:ec2:us-east-1:*:security-group/*",
      "arn:${data.aws_partition.current.partition}:ec2:us-east-1:*:subnet/*",
      "arn:${data.aws_partition.current.partition}:ec2:us-east-1:*:capacity-reservation/*",
      "arn:${data.aws_partition.current.partition}:ec2:us-east-1:*:placement-group/*",
    ]
    actions = ["ec2:RunInstances", "ec2:CreateFleet"]
  }

  statement {
    sid = "RunFromOwnTemplates"
    resources = [
      "arn:${data.aws_partition.current.partition}:ec2:us-east-1:*:launch-template/*",
    ]
    actions = ["ec2:RunInstances", "ec2:CreateFleet"]

    condition {
      test     = "StringEquals"
      variable = "aws:ResourceTag/kubernetes.io/cluster/${var.name}"
      values   = ["owned"]
    }

    condition {
      test     = "StringLike"
      variable = "aws:ResourceTag/karpenter.sh/nodepool"
      values   = ["*"]
    }
  }

  statement {
    sid = "RunWithTags"
    resources = [
      "arn:${data.aws_partition.current.partition}:ec2:us-east-1:*:fleet/*",
      "arn:${data.aws_partition.current.partition}:ec2:us-east-1:*:instance/*",
      "arn:${data.aws_partition.current.partition}:ec2:us-east-1:*:volume/*",
      "arn:${data.aws_partition.current.partition}:ec2:us-east-1:*:network-interface/*",
      "arn:${data.aws_partition.current.partition}:ec2:us-east-1:*:launch-template/*",
      "arn:${data.aws_partition.current.partition}:ec2:us-east-1:*:spot-instances-request/*",
      "arn:${data.aws_partition.current.partition}:ec2:us-east-1:*:capacity-reservation/*",
    ]
    actions = ["ec2:RunInstances", "ec2:CreateFleet", "ec2:CreateLaunchTemplate"]

    condition {
      test     = "StringEquals"
      variable = "aws:RequestTag/kubernetes.io/cluster/${var.name}"
      values   = ["owned"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:RequestTag/eks:eks-cluster-name"
      values   = [var.name]
    }

    condition {
      test     = "StringLike"
      variable = "aws:RequestTag/karpenter.sh/nodepool"
      values   = ["*"]
    }
  }

  statement {
    sid = "TagWhatIsMade"
    resources = [
      "arn:${data.aws_partition.current.partition}:ec2:us-east-1:*:fleet/*",
      "arn:${data.aws_partition.current.partition}:ec2:us-east-1:*:instance/*",
      "arn:${data.aws_partition.current.partition}:ec2:us-east-1:*:volume/*",
      "arn:${data.aws_partition.current.partition}:ec2:us-east-1:*:network-interface/*",
      "arn:${data.aws_partition.current.partition}:ec2:us-east-1:*:launch-template/*",
      "arn:${data.aws_partition.current.partition}:ec2:us-east-1:*:spot-instances-request/*",
    ]
    actions = ["ec2:CreateTags"]

    condition {
      test     = "StringEquals"
      variable = "aws:RequestTag/kubernetes.io/cluster/${var.name}"
      values   = ["owned"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:RequestTag/eks:eks-cluster-name"
      values   = [var.name]
    }

    condition {
      test     = "StringEquals"
      variable = "ec2:CreateAction"
      values   = ["RunInstances", "CreateFleet", "CreateLaunchTemplate"]
    }

    condition {
      test     = "StringLike"
      variable = "aws:RequestTag/karpenter.sh/nodepool"
      values   = ["*"]
    }
  }

  statement {
    sid       = "TagOwnInstances"
    resources = ["arn:${data.aws_partition.current.partition}:ec2:us-east-1:*:instance/*"]
    actions   = ["ec2:CreateTags"]

    condition {
      test     = "StringEquals"
      variable = "aws:ResourceTag/kubernetes.io/cluster/${var.name}"
      values   = ["owned"]
    }

    condition {
      test     = "StringLike"
      variable = "aws:ResourceTag/karpenter.sh/nodepool"
      values   = ["*"]
    }

    condition {
      test     = "StringEqualsIfExists"
      variable = "aws:RequestTag/eks:eks-cluster-name"
      values   = [var.name]
    }

    condition {
      test     = "ForAllValues:StringEquals"
      variable = "aws:TagKeys"
      values   = ["eks:eks-cluster-name", "karpenter.sh/nodeclaim", "Name"]
    }
  }

  statement {
    sid = "EndOwnInstances"
    resources = [
      "arn:${data.aws_partition.current.partition}:ec2:us-east-1:*:instance/*",
      "arn:${data.aws_partition.current.partition}:ec2:us-east-1:*:launch-template/*",
    ]
    actions = ["ec2:TerminateInstances", "ec2:DeleteLaunchTemplate"]

    condition {
      test     = "StringEquals"
      variable = "aws:ResourceTag/kubernetes.io/cluster/${var.name}"
      values   = ["owned"]
    }

    condition {
      test     = "StringLike"
      variable = "aws:ResourceTag/karpenter.sh/nodepool"
      values   = ["*"]
    }
  }

  statement {
    sid       = "ReadInRegion"
    resources = ["*"]
    actions = [
      "ec2:DescribeAvailabilityZones",
      "ec2:DescribeCapacityReservations",
      "ec2:DescribeImages",
      "ec2:DescribeInstanceStatus",
      "ec2:DescribeInstances",
      "ec2:DescribeInstanceTypeOfferings",
      "ec2:DescribeInstanceTypes",
      "ec2:DescribeLaunchTemplates",
      "ec2:DescribePlacementGroups",
      "ec2:DescribeSecurityGroups",
      "ec2:DescribeSpotPriceHistory",
      "ec2:DescribeSubnets",
    ]

    condition {
      test     = "StringEquals"
      variable = "aws:RequestedRegion"
      values   = ["us-east-1"]
    }
  }

  statement {
    sid = "ReadImages"
    resources = [
      "arn:${data.aws_partition.current.partition}:ssm:us-east-1::parameter/aws/service/*",
    ]
    actions = ["ssm:GetParameter"]
  }

  statement {
    sid       = "ReadPricesAndProfiles"
    resources = ["*"]
    actions   = ["pricing:GetProducts", "iam:ListInstanceProfiles"]
  }

  statement {
    sid = "ReadCluster"
    resources = [
      "arn:${data.aws_partition.current.partition}:eks:us-east-1:${data.aws_caller_identity.current.account_id}:cluster/${var.name}",
    ]
    actions = ["eks:DescribeCluster", "arc-zonal-shift:GetManagedResource"]
  }

  statement {
    sid = "ReadInterruptions"
    resources = [
      "arn:${data.aws_partition.current.partition}:sqs:us-east-1:${data.aws_caller_identity.current.account_id}:${var.name}-karpenter",
    ]
    actions = ["sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"]
  }

  statement {
    sid = "MakeProfiles"
    resources = [
      "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:instance-profile/*",
    ]
    actions = ["iam:CreateInstanceProfile"]

    condition {
      test     = "StringEquals"
      variable = "aws:RequestTag/kubernetes.io/cluster/${var.name}"
      values   = ["owned"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:RequestTag/eks:eks-cluster-name"
      values   = [var.name]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:RequestTag/topology.kubernetes.io/region"
      values   = ["us-east-1"]
    }

    condition {
      test     = "StringLike"
      variable = "aws:RequestTag/karpenter.k8s.aws/ec2nodeclass"
      values   = ["*"]
    }
  }

  statement {
    sid = "TagProfiles"
    resources = [
      "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:instance-profile/*",
    ]
    actions = ["iam:TagInstanceProfile"]

    condition {
      test     = "StringEquals"
      variable = "aws:ResourceTag/kubernetes.io/cluster/${var.name}"
      values   = ["owned"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:ResourceTag/topology.kubernetes.io/region"
      values   = ["us-east-1"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:RequestTag/kubernetes.io/cluster/${var.name}"
      values   = ["owned"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:RequestTag/eks:eks-cluster-name"
      values   = [var.name]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:RequestTag/topology.kubernetes.io/region"
      values   = ["us-east-1"]
    }

    condition {
      test     = "StringLike"
      variable = "aws:ResourceTag/karpenter.k8s.aws/ec2nodeclass"
      values   = ["*"]
    }

    condition {
      test     = "StringLike"
      variable = "aws:RequestTag/karpenter.k8s.aws/ec2nodeclass"
      values   = ["*"]
    }
  }

  statement {
    sid = "ChangeProfiles"
    resources = [
      "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:instance-profile/*",
    ]
    actions = [
      "iam:AddRoleToInstanceProfile",
      "iam:RemoveRoleFromInstanceProfile",
      "iam:DeleteInstanceProfile",
    ]

    condition {
      test     = "StringEquals"
      variable = "aws:ResourceTag/kubernetes.io/cluster/${var.name}"
      values   = ["owned"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:ResourceTag/topology.kubernetes.io/region"
      values   = ["us-east-1"]
    }

    condition {
      test     = "StringLike"
      variable = "aws:ResourceTag/karpenter.k8s.aws/ec2nodeclass"
      values   = ["*"]
    }
  }

  statement {
    sid = "ReadProfiles"
    resources = [
      "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:instance-profile/*",
    ]
    actions = ["iam:GetInstanceProfile"]
  }

  statement {
    sid       = "PassNodeRole"
    resources = [aws_iam_role.karpenter_nodes.arn]
    actions   = ["iam:PassRole"]

    condition {
      test     = "StringEquals"
      variable = "iam:PassedToService"
      values   = ["ec2.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "karpenter" {
  name_prefix = substr("${var.name}-karpenter", 0, 37)
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "pods.eks.amazonaws.com" }
      Action    = ["sts:AssumeRole", "sts:TagSession"]
    }]
  })
}

# In the role itself: as a policy of its own it would be longer than IAM takes.
resource "aws_iam_role_policy" "karpenter" {
  role   = aws_iam_role.karpenter.name
  policy = data.aws_iam_policy_document.karpenter.json
}

resource "aws_eks_pod_identity_association" "karpenter" {
  cluster_name    = aws_eks_cluster.this.name
  namespace       = "kube-system"
  service_account = "karpenter"
  role_arn        = aws_iam_role.karpenter.arn
}
