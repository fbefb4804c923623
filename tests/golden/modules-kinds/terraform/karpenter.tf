# Written by eniplan for kinds: What Karpenter needs of AWS
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1UqJKINDSpNQGoKUrXaKzAyEhCxdCTICJcCTIAJcK5nGUicEUInf8pC3WINkTyIMxYg2RIQsW_SVBkJHnJ-SFARLXSMr_KOBSnbtmQAomdar09wDcfg
# At the desired size: 21 nodes, 40 of 40 pods placed, 421 of 32,748 addresses taken.

# Its chart comes after this, on nodes that it does not start itself, then the node pools:
#   helm upgrade --install karpenter oci://public.ecr.aws/karpenter/karpenter --namespace kube-system \
#     --set settings.clusterName=CLUSTER --set settings.interruptionQueue=QUEUE
# with the outputs of this root module for CLUSTER and QUEUE.
module "karpenter" {
  source  = "terraform-aws-modules/eks/aws//modules/karpenter"
  version = "~> 21.0"

  cluster_name    = module.eks.cluster_name
  namespace       = "kube-system"
  service_account = "karpenter"

  # The EC2NodeClass names this role.
  node_iam_role_use_name_prefix = false
  node_iam_role_name            = "KarpenterNodeRole-kinds"
}
