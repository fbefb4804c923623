//! Names that AWS takes, made from names that people give.

use alloc::string::String;

/// What a name may consist of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rule {
    /// What it names, with the words of a message.
    pub(super) kind: &'static str,
    /// Characters at most.
    pub(super) longest: usize,
    /// What AWS demands, as the end of a sentence.
    pub(super) text: &'static str,
}

/// A cluster's name.
///
/// Source: <https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html>, read 2026-11-23.
pub(super) const CLUSTER: Rule = Rule {
    kind: "cluster",
    longest: 100,
    text: "EKS takes 1 to 100 letters, digits, hyphens and underscores, a letter or digit first",
};

/// A node group's name, of 63 characters; the module adds a hyphen and Terraform 26 digits.
///
/// Source: <https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html>, read 2026-11-23, and
/// `node_group_name_prefix` of the AWS provider.
pub(super) const NODE_GROUP: Rule = Rule {
    kind: "node group",
    longest: 36,
    text: "EKS takes letters, digits, hyphens and underscores, a letter or digit first, and 36 of them leave room for the suffix that Terraform adds",
};

impl Rule {
    /// The name itself where it is one, else the nearest that is; `otherwise` where nothing is left of it.
    pub(super) fn fit(self, name: &str, otherwise: &str) -> String {
        let mut fitted = String::new();
        for c in name.chars() {
            let c = if c.is_ascii_alphanumeric() || c == '_' {
                c
            } else {
                '-'
            };
            let doubled = c == '-' && fitted.ends_with('-') && !name.contains("--");
            let first = fitted.is_empty() && !c.is_ascii_alphanumeric();
            if fitted.len() < self.longest && !doubled && !first {
                fitted.push(c);
            }
        }
        if fitted != name {
            while fitted.ends_with('-') {
                fitted.pop();
            }
        }
        if fitted.is_empty() {
            otherwise.into()
        } else {
            fitted
        }
    }
}

/// `name`, or where it is taken `name-2` and so on.
pub(super) fn unique(name: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let mut candidate = String::from(name);
    let mut number = 2u32;
    while is_taken(&candidate) {
        candidate = alloc::format!("{name}-{number}");
        number = number.saturating_add(1);
    }
    candidate
}

/// A namespace of Kubernetes nearest to a name that AWS takes: lower case, and hyphens in place of underscores.
pub(super) fn namespace(name: &str) -> String {
    let lower = name.to_ascii_lowercase().replace('_', "-");
    lower.trim_matches('-').into()
}

/// Whether it is written as ids of a kind are: `vpc-0123456789abcdef0`.
pub(super) fn is_id(id: &str, kind: &str) -> bool {
    id.strip_prefix(kind)
        .and_then(|rest| rest.strip_prefix('-'))
        .is_some_and(|rest| {
            matches!(rest.len(), 8 | 17)
                && rest
                    .bytes()
                    .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
        })
}

/// Whether it is written as the zones of a Region are: `eu-west-1a`, `us-west-2-lax-1a`.
pub(super) fn is_zone(name: &str, region: &str) -> bool {
    let Some(rest) = name.strip_prefix(region) else {
        return false;
    };
    let known = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    rest.bytes().all(known)
        && rest.starts_with(|c: char| !c.is_ascii_digit())
        && rest.ends_with(|c: char| c != '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_good_name_stays_and_a_bad_one_comes_near() {
        for (name, fitted) in [
            ("shop-prod", "shop-prod"),
            ("a--b_", "a--b_"),
            ("Größe der Stadt", "Gr-e-der-Stadt"),
            ("-x-", "x"),
            ("😀", "other"),
            ("${var.x}", "var-x"),
            ("1st", "1st"),
        ] {
            assert_eq!(CLUSTER.fit(name, "other"), fitted, "{name}");
        }
        assert_eq!(NODE_GROUP.fit(&"g".repeat(50), "").len(), 36);
    }

    #[test]
    fn taken_names_get_a_number() {
        let taken = ["a", "a-2"];
        assert_eq!(unique("a", |name| taken.contains(&name)), "a-3");
        assert_eq!(unique("b", |name| taken.contains(&name)), "b");
    }

    #[test]
    fn ids() {
        for id in ["vpc-0123456789abcdef0", "vpc-12345678"] {
            assert!(is_id(id, "vpc"), "{id}");
        }
        for id in [
            "",
            "vpc-",
            "vpc-0123",
            "vpc-0123456789ABCDEF0",
            "subnet-12345678",
        ] {
            assert!(!is_id(id, "vpc"), "{id}");
        }
    }

    #[test]
    fn namespaces_are_labels_of_dns() {
        assert_eq!(namespace("Batch_jobs-"), "batch-jobs");
    }

    #[test]
    fn zones_begin_with_their_region() {
        for name in ["us-west-2a", "us-west-2-lax-1a", "us-west-2-wl1-den-wlz-1"] {
            assert!(is_zone(name, "us-west-2"), "{name}");
        }
        for name in [
            "",
            "us-west-2",
            "us-west-2-",
            "us-west-22",
            "us-east-1a",
            "us-west-2A",
            "---",
        ] {
            assert!(!is_zone(name, "us-west-2"), "{name}");
        }
    }
}
