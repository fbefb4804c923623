//! Names of Regions.

/// Whether it is written as Regions are: `eu-west-1`, `us-gov-east-1`.
pub fn is_region(name: &str) -> bool {
    let parts = || name.split('-');
    let words = |part: &str| part.len() >= 2 && part.bytes().all(|b| b.is_ascii_lowercase());
    let count = parts().count();
    (3..=4).contains(&count)
        && parts().take(count - 1).all(words)
        && parts()
            .next_back()
            .is_some_and(|n| n.len() == 1 && n.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions() {
        for name in ["eu-west-1", "us-gov-east-1", "ap-southeast-5"] {
            assert!(is_region(name), "{name}");
        }
        for name in [
            "",
            "eu-west",
            "eu-west-1a",
            "EU-west-1",
            "eu--1",
            "x",
            "a-b-c-d-1",
        ] {
            assert!(!is_region(name), "{name}");
        }
    }
}
