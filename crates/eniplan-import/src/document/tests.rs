//! What is read in which form, and what is said of the rest.

use super::*;

fn told(input: &[u8]) -> (Inventory, Vec<String>) {
    let mut inventory = Inventory::default();
    let findings = read("input", input, &mut inventory);
    let codes = findings.iter().map(|finding| finding.code.to_string());
    let codes = codes.collect();
    (inventory, codes)
}

const SUBNET: &str = r#"{"SubnetId": "subnet-1", "CidrBlock": "10.0.0.0/24", "New": {"x": []}}"#;

#[test]
fn each_form_that_a_subnet_comes_in() {
    for input in [
        format!(r#"{{"Subnets": [{SUBNET}], "NextToken": "x"}}"#),
        format!("[{SUBNET}]"),
        format!("[[{SUBNET}], []]"),
        SUBNET.to_owned(),
        format!(r#"{{"Vpcs": []}} {{"Subnets": []}}{{"Subnets": [{SUBNET}]}}"#),
        format!("\u{feff}\r\n{{\"Subnets\": [{SUBNET}]}}"),
        "Subnets:\n- SubnetId: subnet-1\n  CidrBlock: 10.0.0.0/24\n".to_owned(),
        "Subnets:\r\n- SubnetId: subnet-1\r\n  CidrBlock: 10.0.0.0/24\r\n".to_owned(),
        "- Subnets:\n  - SubnetId: subnet-1\n    CidrBlock: 10.0.0.0/24\n".to_owned(),
        "- SubnetId: subnet-1\n  CidrBlock: 10.0.0.0/24\n".to_owned(),
        "---\nVpcs: []\n---\nSubnets:\n- SubnetId: subnet-1\n  CidrBlock: 10.0.0.0/24\n---\n"
            .to_owned(),
        format!("[][{SUBNET}]\r\n[]"),
        format!(
            "me@host:~$ aws ec2 describe-subnets --output json\n{{\"Subnets\": [{SUBNET}]}}\nme@host:~$ "
        ),
        format!(
            "PS C:\\> aws ec2 describe-subnets\r\n{{\r\n\"Subnets\": [{SUBNET}]}}\r\nPS C:\\>\r\n"
        ),
        format!("\u{1b}[1;39m{{\u{1b}[0m\"Subnets\": [{SUBNET}]}}\u{1b}[m"),
        format!("{{'Subnets': [{}]}}", SUBNET.replace('"', "'")),
        format!(r#"{{"Subnets": [{}]}}"#, SUBNET.replace("New", "B\u{fc}ro")),
    ] {
        let (inventory, codes) = told(input.as_bytes());
        assert_eq!((inventory.subnets.len(), codes), (1, Vec::new()), "{input}");
    }
    let units = |mark: Option<u16>| {
        mark.into_iter()
            .chain(format!("[{SUBNET}]").encode_utf16().collect::<Vec<_>>())
    };
    for mark in [Some(0xfeff), None] {
        let wide: Vec<u8> = units(mark).flat_map(u16::to_le_bytes).collect();
        assert_eq!(told(&wide).0.subnets.len(), 1);
        let wide: Vec<u8> = units(mark).flat_map(u16::to_be_bytes).collect();
        assert_eq!(told(&wide).0.subnets.len(), 1);
    }
    // A tag as a terminal of Windows writes it.
    let odd = [
        b"{\"Subnets\": [".as_slice(),
        SUBNET.as_bytes(),
        b", {\"SubnetId\": \"B\xfcro\"}]}",
    ]
    .concat();
    assert_eq!(told(&odd).0.subnets.len(), 1);
}

#[test]
fn what_is_wrong_takes_nothing_else_along() {
    let cut = format!(r#"{{"Subnets": [{SUBNET}, {{"SubnetId": "subnet-2", "Cidr"#);
    let (inventory, codes) = told(cut.as_bytes());
    assert_eq!(
        (inventory.subnets.len(), codes),
        (1, vec!["EP0503".to_owned()])
    );
    let odd = format!(r#"[{SUBNET}, {{"SubnetId": "subnet-2", "CidrBlock": 7}}]"#);
    let (inventory, codes) = told(odd.as_bytes());
    assert_eq!(
        (inventory.subnets.len(), codes),
        (1, vec!["EP0506".to_owned()])
    );
    let broken = format!("[{SUBNET}, x] [{SUBNET}]");
    let (inventory, codes) = told(broken.as_bytes());
    assert_eq!(
        (inventory.subnets.len(), codes),
        (1, vec!["EP0504".to_owned()])
    );
}

#[test]
fn text_is_recognised_or_named() {
    for (input, code) in [
        ("SUBNETS\teu-west-1a\t8000", "EP0505"),
        ("NAME   STATUS   ROLES", "EP0505"),
        ("aws ec2 describe-subnets", "EP0505"),
        ("me@host:~$ aws ec2 describe-subnets", "EP0505"),
        (
            "\u{1b}[0m\u{1b}[1mTerraform will perform the following actions",
            "EP0505",
        ),
        ("-----------\n|DescribeSubnets|\n", "EP0505"),
        ("NAMESPACE   NAME\r\nx   y\r\n", "EP0505"),
        ("[[\"subnet-1\", \"a\"], [\"subnet-2\", \"b\"]]", "EP0502"),
        (
            "Subnet ID,Name,IPv4 CIDR\nsubnet-1,a,10.0.0.0/24\n",
            "EP0502",
        ),
        ("An error occurred (UnauthorizedOperation)", "EP0505"),
        ("{\"clusters\": [\"shop\"]}", "EP0502"),
        ("[\"shop\"]", "EP0502"),
        (
            "{\"version\": 3, \"lineage\": \"\", \"serial\": 4, \"modules\": []}",
            "EP0502",
        ),
        (
            "{\"lineage\": \"\", \"serial\": 4, \"encrypted_data\": \"x\"}",
            "EP0502",
        ),
        ("", "EP0502"),
        ("what is this", "EP0502"),
    ] {
        assert_eq!(told(input.as_bytes()).1, [code], "{input}");
    }
    assert_eq!(told(&[0x1f, 0x8b, 8]).1, ["EP0501"]);
    assert_eq!(told(b"PK\x03\x04tfplan").1, ["EP0501"]);
    assert_eq!(told(&[0x7f, b'E', b'L', b'F', 2, 1, 1]).1, ["EP0501"]);
    let rows = br#"[["subnet-1", "10.0.0.0/24"], ["subnet-2", "10.0.1.0/24"]]"#;
    let blocks = told(rows).0.blocks;
    assert_eq!(
        (blocks.len(), blocks[1].name.as_deref()),
        (2, Some("subnet-2"))
    );
    assert_eq!(
        told(b"private-a 10.0.0.0/19\n10.0.32.0/19, private-b")
            .0
            .blocks
            .len(),
        2
    );
    assert_eq!(
        told(br#"["10.0.0.0/16", "100.64.0.0/16"]"#).0.blocks.len(),
        2
    );
    assert_eq!(told(b"# aws shop\nzones: [a, b]\n").0.plans.len(), 1);
    assert_eq!(told(b"{zones: [a, b], name: shop}").0.plans.len(), 1);
    assert_eq!(told(b"zones: [a, b]\n").0.plans.len(), 1);
}
