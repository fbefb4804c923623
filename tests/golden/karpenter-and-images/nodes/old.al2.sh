#!/bin/bash
# Written by eniplan for images: User data of AL2
# The plan: https://eniplan.github.io/eniplan/#/vpc?p=1twGiiDABhEqTUBqC8ZVPCkabcdefghijABCDEFa01AoABoMiAbb4yAe0sFAAFjiSgJoicjTbjrz8EMUYAIQYjQCccSUBNETkabcdefghijABCDEaBd85APf0mRALHElATRE5Gm3HXn4IYowAQgxGgj7k1ZGSkeAiJoSFARLWSZARLhST5gk1cN1iDb9JTr9Nziw5F8h1-mUicEUInJyiJ-meicEUInIkIWLf8oiMhIQsXS8kyAiW-sDu_A
# At the desired size: 17 nodes, 55 of 55 pods placed, 384 of 34,796 addresses taken.
#
# Group old: m6i.large of 50 pods each; the network's limit on m6i.large is (3 − 1 − 1) × (10 − 1) + 2 = 11.
# For the record: EKS has images of AL2 up to Kubernetes 1.32, and its script was removed on 2026-03-04.
# Move to al2023. The script reserves memory by the number that it computes, not by this one.
set -o errexit

/etc/eks/bootstrap.sh images --use-max-pods false \
  --kubelet-extra-args '--max-pods=50'
