//! Interruptions as Karpenter hears of them.

use alloc::vec::Vec;

use super::super::super::hcl::{Expr, Item, Part, Step, comment, labelled, set};

/// The queue of interruptions.
///
/// Source: <https://karpenter.sh/docs/reference/cloudformation/>, read 2026-11-24.
pub(super) fn queue() -> Vec<Item> {
    let name = Expr::Template(Vec::from([
        Part::Value(Expr::path("var.name")),
        Part::Text("-karpenter".into()),
    ]));
    let allowed = Expr::Object(Vec::from([
        set("Version", Expr::text("2012-10-17")),
        set(
            "Statement",
            Expr::List(Vec::from([Expr::Object(Vec::from([
                set("Effect", Expr::text("Allow")),
                set(
                    "Principal",
                    Expr::Inline(Vec::from([(
                        "Service".into(),
                        Expr::List(Vec::from([
                            Expr::text("events.amazonaws.com"),
                            Expr::text("sqs.amazonaws.com"),
                        ])),
                    )])),
                ),
                set("Action", Expr::text("sqs:SendMessage")),
                set("Resource", Expr::path("aws_sqs_queue.karpenter.arn")),
            ]))])),
        ),
    ]));
    Vec::from([
        comment(
            "Interruptions of Spot and other events, by which Karpenter replaces nodes in time.",
        ),
        labelled(
            "resource",
            &["aws_sqs_queue", "karpenter"],
            Vec::from([
                set("name", name),
                set("message_retention_seconds", Expr::Number(300)),
                set("sqs_managed_sse_enabled", Expr::Bool(true)),
            ]),
        ),
        Item::Blank,
        labelled(
            "resource",
            &["aws_sqs_queue_policy", "karpenter"],
            Vec::from([
                set("queue_url", Expr::path("aws_sqs_queue.karpenter.id")),
                set("policy", Expr::Call("jsonencode", Vec::from([allowed]))),
            ]),
        ),
    ])
}

/// The events that fill it.
pub(super) fn events() -> Vec<Item> {
    let event = |source: &'static str, kind: &'static str| {
        Expr::Inline(Vec::from([
            ("source".into(), Expr::text(source)),
            ("detail_type".into(), Expr::text(kind)),
        ]))
    };
    let rules = Expr::Object(Vec::from([
        set("health", event("aws.health", "AWS Health Event")),
        set(
            "spot",
            event("aws.ec2", "EC2 Spot Instance Interruption Warning"),
        ),
        set(
            "rebalance",
            event("aws.ec2", "EC2 Instance Rebalance Recommendation"),
        ),
        set(
            "state",
            event("aws.ec2", "EC2 Instance State-change Notification"),
        ),
    ]));
    Vec::from([
        labelled("locals", &[], Vec::from([set("karpenter_events", rules)])),
        Item::Blank,
        labelled(
            "resource",
            &["aws_cloudwatch_event_rule", "karpenter"],
            Vec::from([
                set("for_each", Expr::path("local.karpenter_events")),
                Item::Blank,
                set(
                    "name_prefix",
                    Expr::Template(Vec::from([
                        Part::Text("karpenter-".into()),
                        Part::Value(Expr::path("each.key")),
                        Part::Text("-".into()),
                    ])),
                ),
                set(
                    "event_pattern",
                    Expr::Call(
                        "jsonencode",
                        Vec::from([Expr::Object(Vec::from([
                            set(
                                "source",
                                Expr::List(Vec::from([Expr::path("each.value.source")])),
                            ),
                            set(
                                "detail-type",
                                Expr::List(Vec::from([Expr::path("each.value.detail_type")])),
                            ),
                        ]))]),
                    ),
                ),
            ]),
        ),
        Item::Blank,
        labelled(
            "resource",
            &["aws_cloudwatch_event_target", "karpenter"],
            Vec::from([
                set("for_each", Expr::path("local.karpenter_events")),
                Item::Blank,
                set(
                    "rule",
                    Expr::Reference(
                        "aws_cloudwatch_event_rule.karpenter",
                        Vec::from([Step::EachKey, Step::Attribute("name")]),
                    ),
                ),
                set("arn", Expr::path("aws_sqs_queue.karpenter.arn")),
            ]),
        ),
    ])
}
