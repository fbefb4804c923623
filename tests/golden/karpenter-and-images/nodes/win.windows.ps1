<powershell>
# Written by eniplan for images: User data of Windows
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1twGiiDABhEqTUBqC8ZVPCkabcdefghijABCDEFa01AoABoMiAbb4yAe0sFAAFjiSgJoicjTbjrz8EMUYAIQYjQCccSUBNETkabcdefghijABCDEaBd85APf0mRALHElATRE5Gm3HXn4IYowAQgxGgj7k1ZGSkeAiJoSFARLWSZARLhST5gk1cN1iDb9JTr9Nziw5F8h1-mUicEUInJyiJ-meicEUInIkIWLf8oiMhIQsXS8kyAiW-sDu_A
# At the desired size: 17 nodes, 55 of 55 pods placed, 384 of 34,796 addresses taken.
#
# Group win: m6i.large of 50 pods each; the network's limit on m6i.large is 1 × (10 − 1) = 9.
# Put it into the launch template of the Auto Scaling group.
# Pods on Windows get addresses of one interface, from the VPC resource controller in the control plane.

[string]$EKSBootstrapScriptFile = "$env:ProgramFiles\Amazon\EKS\Start-EKSBootstrap.ps1"
& $EKSBootstrapScriptFile -EKSClusterName 'images' -KubeletExtraArgs '--max-pods=50' 3>&1 4>&1 5>&1 6>&1
</powershell>
