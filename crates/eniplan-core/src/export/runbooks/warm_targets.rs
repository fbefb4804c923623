//! Warm targets tuned.

use alloc::vec::Vec;

use super::super::blueprint::Blueprint;
use super::super::markdown::{AsCode, prose};
use super::super::pools::Pool;
use super::{Runbook, addon, step, switch};

pub(super) fn runbook(blueprint: &Blueprint, pools: &[Pool]) -> Runbook {
    let mut what = Vec::from([
        "Nodes hold fewer addresses for pods to come; pods that run keep theirs.".into(),
    ]);
    for pool in pools {
        what.push(prose!(
            "A full node of {} then takes {} addresses, {} of them idle, and at most {} after churn.",
            AsCode(&pool.report.name),
            pool.report.addresses_per_node,
            pool.report.idle_addresses_per_node,
            pool.report.peak_addresses_per_node
        ));
    }
    Runbook {
        path: "runbooks/warm-targets.md",
        title: "Tune the warm targets of the VPC CNI",
        what,
        breaks: Vec::from([
            "Nothing stops: aws-node restarts node by node, and pods that run keep their addresses.".into(),
            "A burst of pods waits longer for addresses, since fewer are at hand; each takes a call to EC2, and EC2 throttles.".into(),
        ]),
        before: Vec::from([
            addon::save(),
            step(
                "Count what nodes hold now",
                "Free addresses of the subnets, to compare afterwards.",
                switch::free_addresses(blueprint),
            ),
        ]),
        steps: Vec::from([addon::apply(blueprint)]),
        verify: Vec::from([
            step(
                "Count again",
                "Unused addresses go back within minutes; a whole interface only once no pod has an address of it, and none sooner than a minute after it came.",
                switch::free_addresses(blueprint),
            )
            .check("", "more addresses are free than before."),
            switch::pods_run(),
        ]),
        back: Vec::from([addon::restore()]),
        unverified: Vec::from([
            "How fast a given cluster gives addresses back: it depends on how pods lie on interfaces.",
        ]),
        sources: &[
            "https://github.com/aws/amazon-vpc-cni-k8s/blob/master/docs/eni-and-ip-target.md",
            "https://docs.aws.amazon.com/eks/latest/userguide/updating-an-add-on.html",
        ],
    }
}
