//! Addresses of resources, such as `module.vpc.aws_subnet.private[0]`.

/// An address in its parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Address {
    /// The modules around it, the outermost first: name and instance key.
    pub(super) modules: Vec<(String, Option<String>)>,
    /// Whether it is read and not managed.
    pub(super) is_data: bool,
    /// Its type, such as `aws_subnet`.
    pub(super) kind: String,
    /// Its name.
    pub(super) name: String,
    /// Its instance key, as written between the brackets.
    pub(super) key: Option<String>,
}

impl Address {
    /// Reads an address; what stands behind it, as of an attribute, is left out.
    pub(super) fn of(text: &str) -> Option<Self> {
        let mut parts = parts(text).into_iter().peekable();
        let mut address = Self::default();
        while parts.next_if_eq(&"module").is_some() {
            let (name, key) = keyed(parts.next()?);
            address.modules.push((name.to_owned(), key));
        }
        address.is_data = parts.next_if_eq(&"data").is_some();
        parts.next()?.clone_into(&mut address.kind);
        let (name, key) = keyed(parts.next()?);
        name.clone_into(&mut address.name);
        address.key = key;
        Some(address)
    }

    /// The names of the modules around it.
    pub(super) fn path(&self) -> Vec<&str> {
        self.modules.iter().map(|(name, _)| name.as_str()).collect()
    }

    /// Whether both can be meant by one reference: no module that both stand in has different instances.
    pub(super) fn goes_with(&self, other: &Self) -> bool {
        let both = self.modules.iter().zip(&other.modules);
        let mut shared = both.take_while(|(own, other)| own.0 == other.0);
        shared.all(|(own, other)| own.1 == other.1)
    }
}

/// The parts between dots that stand in no brackets.
pub(super) fn parts(text: &str) -> Vec<&str> {
    let (mut depth, mut in_string, mut is_escaped) = (0u32, false, false);
    text.split(|c| {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' if in_string => is_escaped = true,
            '"' => in_string = !in_string,
            '[' if !in_string => depth += 1,
            ']' if !in_string => depth = depth.saturating_sub(1),
            '.' => return depth == 0 && !in_string,
            _ => {}
        }
        false
    })
    .collect()
}

/// A name and the key in brackets behind it.
pub(super) fn keyed(part: &str) -> (&str, Option<String>) {
    let split = part
        .split_once('[')
        .and_then(|(name, key)| Some((name, key.strip_suffix(']')?)));
    match split {
        Some((name, key)) => (name, Some(key.to_owned())),
        None => (part, None),
    }
}

#[cfg(test)]
mod tests {
    use super::Address;

    #[test]
    fn every_part_is_found() {
        let address = Address::of(r#"module.vpc["a.b]\"c"].module.x.aws_subnet.private[0].id"#);
        let address = address.unwrap();
        assert_eq!(address.path(), ["vpc", "x"]);
        assert_eq!(address.modules[0].1.as_deref(), Some(r#""a.b]\"c""#));
        assert_eq!(
            (address.kind.as_str(), address.name.as_str()),
            ("aws_subnet", "private")
        );
        assert_eq!(address.key.as_deref(), Some("0"));
        assert!(!address.is_data);
        let data = Address::of("data.aws_vpc.main").unwrap();
        assert!(data.is_data && data.key.is_none() && data.kind == "aws_vpc");
        for text in [
            "",
            "module",
            "module.x",
            "aws_subnet",
            "data.x",
            "...",
            "[[[",
        ] {
            let read = Address::of(text);
            assert!(read.is_none_or(|read| read.name.is_empty()), "{text}");
        }
    }

    #[test]
    fn instances_of_a_module_are_kept_apart() {
        let of = |text| Address::of(text).unwrap();
        let own = of(r#"module.a["x"].aws_nat_gateway.n[0]"#);
        assert!(own.goes_with(&of(r#"module.a["x"].aws_subnet.s"#)));
        assert!(!own.goes_with(&of(r#"module.a["y"].aws_subnet.s"#)));
        assert!(own.goes_with(&of("module.b[1].aws_subnet.s")));
        assert!(own.goes_with(&of("aws_subnet.s")));
    }
}
