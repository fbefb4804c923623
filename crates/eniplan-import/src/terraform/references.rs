//! What a value is made from, where it is known only after apply: followed through variables and outputs of modules.
//!
//! Terraform prints no locals, so what goes through one stays unknown.

use serde_json::Value;

use super::address::{Address, keyed, parts};
use super::file::{Configuration, Configured, parsed};

/// References that are followed for one value; a chain through modules takes a handful.
const MOST: usize = 500;

/// The configuration that a plan was made from.
pub(super) struct References<'a>(Option<&'a Configured<'a>>);

/// A resource that a reference names, all its instances unless a key says which.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) modules: Vec<String>,
    pub(super) is_data: bool,
    pub(super) kind: String,
    pub(super) name: String,
    pub(super) key: Option<String>,
}

impl<'a> References<'a> {
    pub(super) fn of(configuration: Option<&'a Configuration<'a>>) -> Self {
        Self(configuration.and_then(|configuration| configuration.root_module.as_ref()))
    }

    /// The resources of a type that an argument of a resource is made from; `path` leads through nested blocks.
    pub(super) fn of_argument(&self, from: &Address, path: &[&str], wanted: &[&str]) -> Vec<Named> {
        let mut search = Search {
            root: self.0,
            wanted,
            left: MOST,
            found: Vec::new(),
        };
        let modules: Vec<String> = from.path().into_iter().map(str::to_owned).collect();
        search.argument(&modules, from.is_data, &from.kind, &from.name, path);
        search.found
    }
}

struct Search<'a, 'w> {
    root: Option<&'a Configured<'a>>,
    wanted: &'w [&'w str],
    left: usize,
    found: Vec<Named>,
}

impl<'a> Search<'a, '_> {
    fn module(&self, modules: &[String]) -> Option<&'a Configured<'a>> {
        let mut module = self.root?;
        for name in modules {
            module = module.module_calls.as_ref()?.get(name)?.module.as_deref()?;
        }
        Some(module)
    }

    fn argument(
        &mut self,
        modules: &[String],
        is_data: bool,
        kind: &str,
        name: &str,
        path: &[&str],
    ) {
        let Some(module) = self.module(modules) else {
            return;
        };
        let data = if is_data { "data." } else { "" };
        let own = format!("{data}{kind}.{name}");
        let mut resources = module.resources.iter().flatten();
        let Some(resource) = resources.find(|resource| resource.address == own) else {
            return;
        };
        let expressions = parsed(resource.expressions);
        let mut found = Vec::new();
        within(&expressions, path, &mut found);
        if found
            .iter()
            .any(|reference| reference.starts_with("each.value"))
        {
            within(&parsed(resource.for_each_expression), &[], &mut found);
        }
        self.follow(modules, &found);
    }

    /// Follows references that stand in a module.
    fn follow(&mut self, modules: &[String], references: &[String]) {
        for reference in references {
            let Some(left) = self.left.checked_sub(1) else {
                return;
            };
            self.left = left;
            let parts = parts(reference);
            match parts.as_slice() {
                ["var", name, ..] => self.variable(modules, keyed(name).0),
                ["module", name, output, ..] => {
                    self.output(modules, keyed(name).0, keyed(output).0);
                }
                [
                    "local" | "each" | "count" | "path" | "terraform" | "self" | "var" | "module",
                    ..,
                ] => {}
                ["data", kind, name, rest @ ..] => self.resource(modules, true, kind, name, rest),
                [kind, name, rest @ ..] => self.resource(modules, false, kind, name, rest),
                _ => {}
            }
        }
    }

    /// What the caller of a module gives for a variable.
    fn variable(&mut self, modules: &[String], name: &str) {
        let Some((own, around)) = modules.split_last() else {
            return;
        };
        let calls = self
            .module(around)
            .and_then(|module| module.module_calls.as_ref());
        let Some(call) = calls.and_then(|calls| calls.get(own)) else {
            return;
        };
        let mut found = Vec::new();
        within(&parsed(call.expressions), &[name], &mut found);
        self.follow(around, &found);
    }

    fn output(&mut self, modules: &[String], module: &str, output: &str) {
        let mut inside = modules.to_vec();
        inside.push(module.to_owned());
        let outputs = self
            .module(&inside)
            .and_then(|module| module.outputs.as_ref());
        let Some(output) = outputs.and_then(|outputs| outputs.get(output)) else {
            return;
        };
        let mut found = Vec::new();
        within(&parsed(output.expression), &[], &mut found);
        self.follow(&inside, &found);
    }

    /// A resource of the wanted type, or an attribute of another one, which was made from something in turn.
    fn resource(
        &mut self,
        modules: &[String],
        is_data: bool,
        kind: &str,
        name: &str,
        rest: &[&str],
    ) {
        let (name, key) = keyed(name);
        if self.wanted.contains(&kind) {
            let named = Named {
                modules: modules.to_vec(),
                is_data,
                kind: kind.to_owned(),
                name: name.to_owned(),
                key,
            };
            // The same traversal is printed again and again, each time shorter, down to the resource without its key.
            let is_known = |known: &Named| {
                (&known.modules, known.is_data, &known.kind, &known.name)
                    == (&named.modules, is_data, &named.kind, &named.name)
                    && (known.key == named.key || named.key.is_none())
            };
            if !self.found.iter().any(is_known) {
                self.found.push(named);
            }
        } else if let [attribute, ..] = rest {
            self.argument(modules, is_data, kind, name, &[keyed(attribute).0]);
        }
    }
}

/// The references of an expression, and of every expression inside it.
fn within(expression: &Value, path: &[&str], found: &mut Vec<String>) {
    match (expression, path) {
        (Value::Array(items), _) => items.iter().for_each(|item| within(item, path, found)),
        (Value::Object(entries), [first, rest @ ..]) => {
            if let Some(inside) = entries.get(*first) {
                within(inside, rest, found);
            }
        }
        (Value::Object(entries), []) => {
            for (key, value) in entries {
                match value {
                    Value::Array(items) if key == "references" => {
                        let texts = items.iter().filter_map(Value::as_str);
                        found.extend(texts.map(str::to_owned));
                    }
                    _ if key == "constant_value" => {}
                    _ => within(value, &[], found),
                }
            }
        }
        _ => {}
    }
}
