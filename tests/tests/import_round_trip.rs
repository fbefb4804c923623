//! What AWS and Kubernetes would show of a modelled cluster, imported, is that cluster's plan again, with nothing
//! unexplained.

use eniplan_core::analyze::analyze;
use eniplan_core::aws::catalogue::Catalogue;
use eniplan_import::{Inventory, Options, Outcome, plan, read};
use eniplan_tests::cluster::{self, ACCOUNT, World};
use eniplan_tests::seeded::Seeded;

fn imported(world: &World, seed: u64) -> Outcome {
    let mut random = Seeded::of(seed);
    let mut documents: Vec<_> = world.documents.iter().collect();
    // In any order, some of them in one input, some with their pages apart.
    for at in (1..documents.len()).rev() {
        documents.swap(at, usize::try_from(random.below(at as u64 + 1)).unwrap());
    }
    let mut inventory = Inventory::default();
    let mut pending = String::new();
    for (name, document) in documents {
        let shown = if random.below(2) == 0 {
            document.to_string()
        } else {
            format!("{document:#}\n")
        };
        pending.push_str(&shown);
        if random.below(3) > 0 {
            assert_eq!(read(name, pending.as_bytes(), &mut inventory), [], "{name}");
            pending.clear();
        }
    }
    if !pending.is_empty() {
        assert_eq!(read("rest", pending.as_bytes(), &mut inventory), []);
    }
    plan(&inventory, &Options::default()).unwrap()
}

#[test]
fn a_modelled_cluster_comes_back_as_its_plan() {
    for seed in 0..300 {
        let world = World::of(&cluster::plan(seed), seed);
        // The generator's world is the model's, or nothing here would mean anything.
        let modelled = analyze(&world.plan, &Catalogue::bundled());
        for subnet in &modelled.subnets {
            assert_eq!(
                (subnet.unexplained, subnet.short),
                (Some(0), 0),
                "{seed}: {}\n{}",
                subnet.name,
                world.plan.to_text()
            );
        }
        let outcome = imported(&world, seed);
        assert_eq!(outcome.plan.to_text(), world.plan.to_text(), "{seed}");
        for subnet in &outcome.report.subnets {
            assert_eq!(subnet.unexplained, Some(0), "{seed}: {}", subnet.name);
        }
        for subnet in &outcome.subnets {
            assert_eq!(subnet.causes, [""; 0], "{seed}: {}", subnet.name);
            assert_eq!(
                subnet.listed,
                Some(subnet.usable - subnet.observed_free.unwrap()),
                "{seed}"
            );
        }
        assert!(
            !outcome.plan.to_text().contains(ACCOUNT) && !outcome.plan.to_text().contains("arn:")
        );
        let told: Vec<String> = outcome
            .findings
            .iter()
            .map(eniplan_core::finding::Finding::message)
            .collect();
        assert_eq!(told, [""; 0], "{seed}");
    }
}
