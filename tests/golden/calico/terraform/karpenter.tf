# Written by eniplan for overlay: What Karpenter needs of AWS
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1QqLOVERLAYm-J0MCoa67eam7KYIGQoZLe6Kx28E0wfwz_9M8BESj_OODES0JMgIlrJMhIlrpJh28RDJSMALLez9SvNPs
# At the desired size: 9 nodes, 360 of 360 pods placed, 14 of 49,122 addresses taken.

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
  node_iam_role_name            = "KarpenterNodeRole-overlay"
  # Nodes call no EC2 networking APIs any more.
  node_iam_role_attach_cni_policy = false
}
