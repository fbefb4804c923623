# Written by eniplan for Größe ${var.x}: What Karpenter needs of AWS
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1b6Ev8dH9dv1fEo_pP_tUBGVf_9nJw4AoGROUPoWITHoAoVERYoLONGoNAMEoTHATo_xf8v_ToDOESoNOToTAKEiuzISPOT8kKAiWukZACiZ1qyCTgUrZusQbIjIBOTH0JMgIlwJMhGlwbnLGx9y_AFLm
# At the desired size: 18 nodes, 3 of 3 pods placed, 359 of 49,122 addresses taken.

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
  node_iam_role_name            = "KarpenterNodeRole-Gr-e-var-x"
}
