# Written by eniplan for cilium: The CNI that stands in for the VPC CNI
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1JKKCILIUMm0iUQCvRAK9dFprtLkHbwTQyUjwERPJChGlwpJh2K9A
# At the desired size: 6 nodes, 300 of 300 pods placed, 10 of 24,561 addresses taken.

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
      ipam = {
        mode = "cluster-pool"
        operator = {
          # Must be said: the default, 10.0.0.0/8, meets most VPCs.
          clusterPoolIPv4PodCIDRList = ["10.244.0.0/16", "10.245.0.0/16"]
          # One block of this size a node, for good.
          clusterPoolIPv4MaskSize = 25
        }
      }

      # Nodes let UDP 8472, TCP 4240 and ICMP pass between them.
      routingMode    = "tunnel"
      tunnelProtocol = "vxlan"

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
