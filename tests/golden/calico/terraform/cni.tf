# Written by eniplan for overlay: The CNI that stands in for the VPC CNI
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1QqLOVERLAYm-J0MCoa67eam7KYIGQoZLe6Kx28E0wfwz_9M8BESj_OODES0JMgIlrJMhIlrpJh28RDJSMALLez9SvNPs
# At the desired size: 9 nodes, 360 of 360 pods placed, 14 of 49,122 addresses taken.

# No release waits for the nodes, which become Ready only once the CNI runs: they start as soon as the API server
# answers. Before `terraform destroy` of all, destroy these alone with -target: they need nodes to end on.
resource "helm_release" "calico_crds" {
  name             = "calico-crds"
  repository       = "https://docs.tigera.io/calico/charts"
  chart            = "crd.projectcalico.org.v1"
  version          = "v3.32.1"
  namespace        = "tigera-operator"
  create_namespace = true
}

resource "helm_release" "calico" {
  name             = "calico"
  repository       = "https://docs.tigera.io/calico/charts"
  chart            = "tigera-operator"
  version          = "v3.32.1"
  namespace        = "tigera-operator"
  create_namespace = true

  # Its pods stay pending until the first node joins.
  wait = false

  values = [
    yamlencode({
      installation = {
        enabled            = true
        kubernetesProvider = "EKS"
        # Must be said: on EKS the operator takes AmazonVPC and brings network policy only.
        cni = {
          type = "Calico"
          ipam = {
            type = "Calico"
          }
        }
        calicoNetwork = {
          # EC2 drops what it does not know unless it is wrapped, and nothing speaks BGP in a VPC.
          bgp = "Disabled"
          # Needs no route to the internet, unlike the default on EKS.
          nodeAddressAutodetectionV4 = {
            kubernetes = "NodeInternalIP"
          }
          ipPools = [{
            name = "default-ipv4-ippool"
            cidr = "192.168.0.0/16"
            # Fixed once the pool exists.
            blockSize     = 26
            encapsulation = "VXLAN"
            natOutgoing   = "Enabled"
            nodeSelector  = "all()"
          }]
        }
      }

      # Flow logs and their page, on by default.
      goldmane = {
        enabled = false
      }
      whisker = {
        enabled = false
      }
    }),
  ]

  depends_on = [helm_release.calico_crds]
}
