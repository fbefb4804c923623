# Written by eniplan for overlay: The CNI that stands in for the VPC CNI
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1IaLOVERLAYm-J0MCofrt5qbspggZChkt7orHbwTTB_C_AKBM
# At the desired size: 5 nodes, 300 of 300 pods placed, 10 of 49,122 addresses taken.

# What the new CNI needs of the nodes' security group. Where a rule lets it pass already, take it out here.
resource "aws_vpc_security_group_ingress_rule" "ingress_self_vxlan" {
  security_group_id            = var.node_security_group_id
  description                  = "Calico VXLAN between nodes"
  ip_protocol                  = "udp"
  from_port                    = 4789
  to_port                      = 4789
  referenced_security_group_id = var.node_security_group_id
}

resource "aws_vpc_security_group_ingress_rule" "ingress_cluster_calico_apiserver" {
  security_group_id            = var.node_security_group_id
  description                  = "Cluster API to Calico API server"
  ip_protocol                  = "tcp"
  from_port                    = 5443
  to_port                      = 5443
  referenced_security_group_id = var.cluster_security_group_id
}

# Only once aws-node is gone, as the runbook has it: two CNIs on one node break both.
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
