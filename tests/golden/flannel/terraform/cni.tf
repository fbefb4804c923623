# Written by eniplan for flannel: The CNI that stands in for the VPC CNI
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1D6LFLANNELm2frtfMO3iID03
# At the desired size: 3 nodes, 60 of 60 pods placed, 7 of 24,561 addresses taken.

# No release waits for the nodes, which become Ready only once the CNI runs: they start as soon as the API server
# answers. Before `terraform destroy` of all, destroy these alone with -target: they need nodes to end on.
# EKS gives nodes no pod CIDR, for which flannel waits: something has to allocate node.spec.podCIDR, and the
# plugins bridge, host-local, loopback and portmap have to be in /opt/cni/bin. Neither is in this chart.
resource "helm_release" "flannel" {
  name             = "flannel"
  repository       = "https://flannel-io.github.io/flannel"
  chart            = "flannel"
  version          = "v0.28.9"
  namespace        = "kube-flannel"
  create_namespace = true

  # Its pods stay pending until the first node joins.
  wait = false

  values = [
    yamlencode({
      # flannel takes one block; nodes get parts of it.
      podCidr = "192.168.0.0/16"

      flannel = {
        # Nodes let UDP 8472 pass between them.
        backend = "vxlan"
      }
    }),
  ]
}
