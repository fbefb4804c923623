# Written by eniplan for cilium: The CNI that stands in for the VPC CNI
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1D6KCILIUMm1q_XaJHbxEAJE-
# At the desired size: 3 nodes, 60 of 60 pods placed, 106 of 24,561 addresses taken.

# No release waits for the nodes, which become Ready only once the CNI runs: they start as soon as the API server
# answers. Before `terraform destroy` of all, destroy these alone with -target: they need nodes to end on.
resource "helm_release" "cilium" {
  name       = "cilium"
  repository = "https://helm.cilium.io"
  chart      = "cilium"
  version    = "1.19.6"
  namespace  = "kube-system"

  # Its pods stay pending until the first node joins.
  wait = false

  values = [
    yamlencode({
      # The operator calls EC2: its role needs what AmazonEKS_CNI_Policy allows.
      eni = {
        enabled                   = true
        awsEnablePrefixDelegation = true
      }
      ipam = {
        mode = "eni"
      }
      routingMode = "native"

      # In place of kube-proxy; the API server's name comes besides, without https://.
      kubeProxyReplacement = true
      k8sServicePort       = 443

      operator = {
        replicas = 2
      }

      # Without kube-proxy nothing else leads to the API server.
      k8sServiceHost = trimprefix(module.eks.cluster_endpoint, "https://")
    }),
  ]
}
