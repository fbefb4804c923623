//! Fuzz bodies of the import, run on stable: files that somebody changed, and bytes that nobody wrote.

use std::fs;
use std::path::{Path, PathBuf};

use allocation_counter::measure;
use eniplan_import::{Inventory, MOST_BYTES, Options, plan, read};
use eniplan_tests::fuzz;
use eniplan_tests::seeded::Seeded;
use proptest::prelude::*;

/// Files of the fixtures that are small enough to be read thousands of times.
fn seeds() -> Vec<Vec<u8>> {
    let mut files: Vec<PathBuf> = ["shop", "terraform", "terraform/renumber"]
        .map(files_in)
        .concat();
    files.sort();
    let texts = files.iter().map(|path| fs::read(path).unwrap());
    texts.filter(|text| text.len() < 20_000).collect()
}

/// The files of a folder of fixtures.
fn files_in(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("import")
        .join(folder);
    let entries = fs::read_dir(folder).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = paths.filter(|path| path.is_file()).collect();
    files.sort();
    files
}

/// Changes a text as accidents do: bytes turn, parts go missing, stand twice, or come from another file.
fn changed(text: &[u8], other: &[u8], random: &mut Seeded) -> Vec<u8> {
    let mut text = text.to_vec();
    for _ in 0..=random.below(4) {
        if text.is_empty() {
            break;
        }
        let mut at = || usize::try_from(random.below(text.len() as u64)).unwrap();
        let (from, to) = (at(), at());
        let (from, to) = (from.min(to), from.max(to));
        match random.below(6) {
            0 => text.truncate(from),
            1 => text[from] = random.bits().to_le_bytes()[0],
            2 => drop(text.drain(from..to.min(from + 40))),
            3 => {
                let part = text[from..to.min(from + 400)].to_vec();
                text.splice(to..to, part);
            }
            4 => {
                let end = other.len().min(from + 200);
                text.splice(from..from, other[from.min(end)..end].iter().copied());
            }
            _ => {
                let at = usize::try_from(random.below(12)).expect("a small number");
                text[from] = b"{}[]\":,0-\\ \n"[at];
            }
        }
    }
    text
}

#[test]
fn changed_files_never_panic() {
    let seeds = seeds();
    let mut random = Seeded::of(1);
    for _ in 0..1_500 {
        let pick = |random: &mut Seeded| usize::try_from(random.below(seeds.len() as u64)).unwrap();
        let (one, other) = (pick(&mut random), pick(&mut random));
        fuzz::import(&changed(&seeds[one], &seeds[other], &mut random));
    }
}

/// Plans and states of Terraform are larger, so that fewer changes of them are read.
#[test]
fn changed_plans_of_terraform_never_panic() {
    let seeds: Vec<Vec<u8>> = files_in("terraform")
        .iter()
        .map(|path| fs::read(path).unwrap())
        .collect();
    let mut random = Seeded::of(2);
    for _ in 0..120 {
        let pick = |random: &mut Seeded| usize::try_from(random.below(seeds.len() as u64)).unwrap();
        let (one, other) = (pick(&mut random), pick(&mut random));
        fuzz::import(&changed(&seeds[one], &seeds[other], &mut random));
    }
}

/// Keys and texts that readers look for.
const WORDS: [&str; 62] = [
    "id",
    "cidr_block",
    "vpc_id",
    "subnet_id",
    "subnet_ids",
    "subnets",
    "vpc_config",
    "scaling_config",
    "desired_size",
    "max_size",
    "user_data",
    "configuration_values",
    "yaml_body",
    "manifest",
    "values",
    "set",
    "name",
    "value",
    "chart",
    "references",
    "expression",
    "expressions",
    "module",
    "root_module",
    "resources",
    "child_modules",
    "module_calls",
    "outputs",
    "address",
    "tags",
    "route",
    "ip_address",
    "SubnetId",
    "VpcId",
    "CidrBlock",
    "NetworkInterfaceId",
    "PrivateIpAddresses",
    "PrivateIpAddress",
    "Ipv4Prefixes",
    "Ipv4Prefix",
    "Attachment",
    "InstanceId",
    "AvailableIpAddressCount",
    "nodegroupName",
    "scalingConfig",
    "metadata",
    "labels",
    "spec",
    "status",
    "template",
    "containers",
    "env",
    "requirements",
    "limits",
    "cpu",
    "memory",
    "capacity",
    "pods",
    "ipam",
    "operator",
    "instance_types",
    "update_config",
];
const VALUES: [&str; 16] = [
    "",
    "10.0.0.0/16",
    "10.0.0.0/24",
    "0.0.0.0/0",
    "255.255.255.255/32",
    "10.0.0.9",
    "subnet-1",
    "vpc-before",
    "m5.large",
    "18446744073709551616",
    "-1",
    "100%",
    "aws_subnet.x.id",
    "module.x.y",
    "var.x",
    "env: {A: [1, {b: c}]}",
];

/// A value as JSON has them, of keys and texts that readers look for.
fn value(random: &mut Seeded, depth: u32) -> String {
    let count = random.below(4);
    match random.below(if depth == 0 { 5 } else { 8 }) {
        0 => "null".to_owned(),
        1 => format!("{}", random.below(2) == 0),
        2 => random
            .one_of(&[
                "0",
                "-1",
                "4294967296",
                "18446744073709551615",
                "1e999",
                "0.5",
            ])
            .to_owned(),
        3 | 4 => format!("{:?}", random.one_of(&VALUES)),
        5 => {
            let items: Vec<String> = (0..count).map(|_| value(random, depth - 1)).collect();
            format!("[{}]", items.join(", "))
        }
        _ => {
            let entries: Vec<String> = (0..count + 2)
                .map(|_| format!("{:?}: {}", random.one_of(&WORDS), value(random, depth - 1)))
                .collect();
            format!("{{{}}}", entries.join(", "))
        }
    }
}

#[test]
fn values_of_any_shape_never_panic() {
    let mut random = Seeded::of(3);
    for _ in 0..40 {
        let value = value(&mut random, 4);
        fuzz::import_terraform(value.as_bytes());
        fuzz::import_object(value.as_bytes());
        fuzz::import_entry(value.as_bytes());
    }
}

/// What once was slow, large or wrong, or could have been.
#[test]
fn the_corpus_is_survived() {
    let files = files_in("corpus");
    assert!(files.len() > 20);
    for file in files {
        let bytes = fs::read(&file).unwrap();
        fuzz::import(&bytes);
        fuzz::import_calculator_link(&bytes);
        if bytes.len() < 2_000 {
            fuzz::import_entry(&bytes);
            fuzz::import_object(&bytes);
        }
    }
}

/// The most memory that reading an input and planning takes at once, beside the input itself.
fn peak(bytes: &[u8]) -> u64 {
    let taken = measure(|| {
        let mut inventory = Inventory::default();
        read("input", bytes, &mut inventory);
        let _ = plan(&inventory, &Options::default());
    });
    taken.bytes_max
}

/// Whatever it is, an input takes no more than a number of times its own size; the rest is the analysis's, whose plans are
/// bounded. YAML, which is read into a tree with places, takes more, and is cut off at 4 MiB.
#[test]
fn memory_is_bounded_by_the_input() {
    const TIMES: u64 = 64;
    const REST: u64 = 32 << 20;
    let mut inputs: Vec<(String, Vec<u8>)> = ["corpus", "shop", "terraform"]
        .map(files_in)
        .concat()
        .into_iter()
        .map(|path| (path.display().to_string(), fs::read(&path).unwrap()))
        .collect();
    // The shortest things that each list, object and text can hold, a megabyte of them.
    for (before, each, after) in [
        ("", "{}", ""),
        ("", "[x]\n", ""),
        ("", "[]", ""),
        ("", "x\n{}\n", ""),
        ("[", "0,", "0]"),
        ("[", "\"\",", "0]"),
        ("[", "{},", "0]"),
        ("[", "[[]],", "0]"),
        ("", "1.1.1.1/9\n", ""),
        ("{", "\"\":0,", "\"\":0}"),
        ("- a\n", "- a\n", ""),
        ("zones: [", "a,", "a]"),
        ("{\"Subnets\": [", "{\"SubnetId\": 7},", "0]}"),
        ("{\"Instances\": [", "{},", "0]}"),
        (
            "{\"NetworkInterfaces\": [",
            "{\"NetworkInterfaceId\":\"a\"},",
            "0]}",
        ),
        ("{\"items\": [", "{},", "0]}"),
        (
            "{\"format_version\": \"1\", \"terraform_version\": \"1\", \"values\": {\"root_module\": {\"resources\": [{\"address\": \"aws_vpc.x\", \"values\": [",
            "0,",
            "0]}]}}}",
        ),
        (
            "{\"lineage\": \"\", \"serial\": 1, \"resources\": [",
            "{\"type\":\"\",\"name\":\"\"},",
            "{\"type\":\"\",\"name\":\"\"}]}",
        ),
        ("https://visualsubnetcalc.com/index.html?c=1", "A", ""),
        ("", "\n", ""),
    ] {
        let text = [before, &each.repeat((1 << 20) / each.len()), after].concat();
        inputs.push((format!("{before}{each}…"), text.into_bytes()));
    }
    let over = |(name, bytes): &(String, Vec<u8>)| {
        let is_yaml = !bytes.starts_with(b"{") && !bytes.starts_with(b"[");
        let times = if is_yaml { 4 * TIMES } else { TIMES };
        let peak = peak(bytes);
        let is_over = peak > times * bytes.len() as u64 + REST;
        is_over.then(|| format!("{name}: {peak} of {}", bytes.len()))
    };
    let over: Vec<String> = inputs.iter().filter_map(over).collect();
    assert_eq!(over, [""; 0]);
}

/// What EC2 prints is read entry by entry: of 20,000 interfaces only what is needed of each is kept.
#[test]
fn a_large_answer_takes_less_memory_than_its_text() {
    let each = |at: u32| {
        format!(
            r#"{{"NetworkInterfaceId": "eni-{at:017}", "SubnetId": "subnet-1", "VpcId": "vpc-1", "Description": "aws-K8S-i-{at:017}", "Status": "in-use",
            "Groups": [{{"GroupId": "sg-1", "GroupName": "{}"}}], "PrivateIpAddresses": [{{"PrivateIpAddress": "{}", "Primary": true, "PrivateDnsName": "{}"}}]}}"#,
            "x".repeat(400),
            std::net::Ipv4Addr::from((10 << 24) + at),
            "y".repeat(400),
        )
    };
    let all: Vec<String> = (0..20_000).map(each).collect();
    let text = format!("{{\"NetworkInterfaces\": [{}]}}", all.join(", "));
    assert!(text.len() > 20 << 20 && text.len() < MOST_BYTES);
    let peak = peak(text.as_bytes());
    assert!(peak < text.len() as u64, "{peak} of {}", text.len());
}

proptest! {
    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        fuzz::import(&bytes);
        fuzz::import_entry(&bytes);
    }

    #[test]
    fn any_text_of_json(text in "[\\[\\]{}\":,0-9a-zA-Z/. -]{0,80}") {
        fuzz::import(text.as_bytes());
        fuzz::import_entry(text.as_bytes());
    }

    #[test]
    fn any_link_of_the_calculator(packed in "[A-Za-z0-9+$-]{0,120}") {
        fuzz::import_calculator_link(packed.as_bytes());
    }
}
