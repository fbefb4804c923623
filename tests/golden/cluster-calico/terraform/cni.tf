# Written by eniplan for overlay: What the CNI that stands in for the VPC CNI needs of a security group
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1IaLOVERLAYm-J0MCofrt5qbspggZChkt7orHbwTTB_C_AKBM
# At the desired size: 5 nodes, 300 of 300 pods placed, 10 of 49,122 addresses taken.

# What the new CNI needs of the nodes' security group. Where a rule lets it pass already, take it out here.
# The CNI itself is not here: Terraform would start it on every node at once, beside aws-node. The runbook installs it
# for new nodes first.
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
