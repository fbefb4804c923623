//! What commands are given: files, folders, links and standard input, read into plans with their reports.

mod foreign;
mod in_repository;
mod places;
mod resources;

use std::cell::OnceCell;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use eniplan_core::analyze::explain::{Derivation, explain};
use eniplan_core::analyze::{Certainty, Document, Report, SharedVpc, analyze, on_shared_vpcs};
use eniplan_core::aws::catalogue::Catalogue;
use eniplan_core::finding::{Finding, Place};
use eniplan_core::link;
use eniplan_core::plan::tree::Node;
use eniplan_core::plan::wants::{self, Want};
use eniplan_core::plan::{Date, Plan, TextError, tree_of_text};
use eniplan_import::{Options, is_foreign};

use crate::failure::Fault;

pub(crate) use foreign::Gathered;
pub(crate) use in_repository::in_repository;
use resources::Resources;

/// A plan that was read, and what there is to say of it.
pub(crate) struct Case {
    /// Where it was read from: a path, `standard input` or `link`.
    pub(crate) source: String,
    /// The file it was read from, where it was one.
    pub(crate) file: Option<PathBuf>,
    /// The plan.
    pub(crate) plan: Plan,
    /// What its reading found.
    pub(crate) reading: Vec<Finding>,
    /// What the analysis says.
    pub(crate) report: Report,
    /// The day from which growth is counted, where it matters.
    pub(crate) as_of: Option<Date>,
    /// The instance types it was counted with.
    catalogue: Catalogue,
    root: Option<Node>,
    resources: Resources,
    derivations: OnceCell<Vec<Derivation>>,
}

impl Case {
    /// Everything found: by the reading, then by the analysis.
    pub(crate) fn findings(&self) -> impl Iterator<Item = &Finding> + Clone {
        self.reading.iter().chain(&self.report.findings)
    }

    /// How the figures of the report come about.
    pub(crate) fn derivations(&self) -> &[Derivation] {
        self.derivations
            .get_or_init(|| explain(&self.plan, &self.catalogue, &self.report))
    }

    /// A figure as it is shown: an estimate has ≈ before it.
    pub(crate) fn figure(&self, path: &str, shown: String) -> String {
        let mut derivations = self.derivations().iter();
        let derivation = derivations.find(|derivation| derivation.path == path);
        match derivation.map(|derivation| derivation.certainty) {
            Some(Certainty::Estimate) => format!("≈ {shown}"),
            _ => shown,
        }
    }

    /// The report as data.
    pub(crate) fn document(&self) -> Document<'_> {
        Document::new(&self.plan, Some(&self.source), &self.reading, &self.report).as_of(self.as_of)
    }

    /// Where a subnet, a group or a path such as `accept[0]` stands in the text that the plan was read from.
    pub(crate) fn at(&self, subject: &str) -> Option<Place> {
        places::of_subject(self.root.as_ref()?, subject)
    }
}

/// Plans that could be read, and what was wrong with the other inputs.
pub(crate) struct Cases {
    /// Whether the user asked for more than one plan, or for a folder.
    pub(crate) many: bool,
    /// The plans, in the order given.
    pub(crate) read: Vec<Case>,
    /// What could not be read.
    pub(crate) faults: Vec<Fault>,
    /// VPCs that several of the plans stand in, with the plans by their places here.
    pub(crate) shared: Vec<SharedVpc>,
}

/// Reads and analyses every input.
pub(crate) fn cases(inputs: &[String]) -> Cases {
    cases_over(inputs, None)
}

/// The same, with what is no plan put over the plan of a file.
pub(crate) fn cases_over(inputs: &[String], base: Option<&str>) -> Cases {
    let catalogue = Catalogue::bundled();
    let mut cases = Cases {
        many: inputs.len() > 1,
        read: Vec::new(),
        faults: Vec::new(),
        shared: Vec::new(),
    };
    let mut gathered = Gathered::default();
    for input in inputs {
        let folder = Path::new(input);
        if input != "-" && folder.is_dir() {
            cases.many = true;
            match plans_in(folder) {
                Ok(files) => {
                    let given = files.iter().map(|file| of_file(file));
                    cases.take(given, &catalogue, &mut gathered);
                }
                Err(fault) => cases.faults.push(fault),
            }
        } else {
            cases.take([of_input(input)], &catalogue, &mut gathered);
        }
    }
    // What AWS, Kubernetes and others show is parts of one cluster, however many files it came in.
    match base.map(of_base).transpose() {
        Err(fault) => cases.faults.push(fault),
        Ok(Some(_)) if gathered.is_empty() && cases.faults.is_empty() => {
            let what = "there is nothing to put over the plan: every input is a plan itself";
            let help = "name what `terraform show -json` printed";
            cases.faults.push(Fault::new(what).at("--plan").help(help));
        }
        Ok(base) => gathered.put_over(base),
    }
    if !gathered.is_empty() {
        match gathered.outcome(&gathered.meant()) {
            Ok(outcome) => cases.read.push(gathered.case(outcome)),
            Err(fault) => cases.faults.push(fault),
        }
        cases.many &= cases.read.len() != 1;
    }
    cases.add_up(&catalogue);
    cases
}

/// The plan that other inputs are put over.
fn of_base(input: &str) -> Result<Reading, Fault> {
    if input != "-" && Path::new(input).is_dir() {
        return Err(is_folder(input));
    }
    match of_input(input)? {
        Given::Plan(reading) => Ok(*reading),
        Given::Foreign { source, .. } => Err(Fault::new("this is no plan")
            .at(source)
            .help("--plan takes a plan file; what other tools print stands behind it, as inputs")),
    }
}

impl Cases {
    /// Adds up the plans that share a VPC, and tells each of them what comes of it.
    fn add_up(&mut self, catalogue: &Catalogue) {
        let plans: Vec<&Plan> = self.read.iter().map(|case| &case.plan).collect();
        let names: Vec<&str> = plans.iter().map(|plan| plan.name()).collect();
        self.shared = on_shared_vpcs(&plans, catalogue);
        let told = self.shared.iter().flat_map(|vpc| vpc.findings(&names));
        let told: Vec<(usize, Finding)> = told.collect();
        for (plan, mut finding) in told {
            if let Some(case) = self.read.get_mut(plan) {
                finding.at = case.at(&finding.subject).unwrap_or_default();
                case.report.findings.push(finding);
            }
        }
    }

    fn take(
        &mut self,
        inputs: impl IntoIterator<Item = Result<Given, Fault>>,
        catalogue: &Catalogue,
        gathered: &mut Gathered,
    ) {
        for input in inputs {
            match input {
                Ok(Given::Plan(reading)) => self.read.push(reading.analysed(catalogue)),
                Ok(Given::Foreign {
                    source,
                    file,
                    bytes,
                }) => gathered.add(&source, file, &bytes),
                Err(fault) => self.faults.push(fault),
            }
        }
    }
}

/// The plan of one input that is no folder.
pub(crate) fn plan(input: &str) -> Result<(Plan, Vec<Finding>), Fault> {
    if input != "-" && Path::new(input).is_dir() {
        return Err(is_folder(input));
    }
    match of_input(input)? {
        Given::Plan(reading) => Ok((reading.plan, reading.findings)),
        given @ Given::Foreign { .. } => {
            let case = given.imported()?;
            Ok((case.plan, case.reading))
        }
    }
}

/// The plan of one input that is no folder, with its report.
pub(crate) fn case(input: &str) -> Result<Case, Fault> {
    if input != "-" && Path::new(input).is_dir() {
        return Err(is_folder(input));
    }
    match of_input(input)? {
        Given::Plan(reading) => Ok(reading.analysed(&Catalogue::bundled())),
        given @ Given::Foreign { .. } => given.imported(),
    }
}

/// Everything that inputs show, plans and links among it, put together.
pub(crate) fn gathered(inputs: &[String]) -> Result<Gathered, Fault> {
    let mut gathered = Gathered::default();
    for input in inputs {
        if input == "-" {
            let bytes = bytes_of(io::stdin().lock()).map_err(|error| unreadable("-", &error))?;
            gathered.add("standard input", None, &bytes);
        } else if is_link(input) {
            gathered.add("link", None, input.as_bytes());
        } else {
            let path = Path::new(input);
            let files = if path.is_dir() {
                plans_in(path)?
            } else {
                vec![path.to_owned()]
            };
            for file in files {
                let source = super::commands::shown(&file.display().to_string());
                let bytes = File::open(&file)
                    .and_then(bytes_of)
                    .map_err(|error| unreadable(&source, &error))?;
                gathered.add(&source, Some(file), &bytes);
            }
        }
    }
    Ok(gathered)
}

fn is_folder(input: &str) -> Fault {
    Fault::new("this is a folder, where one plan belongs")
        .at(super::commands::shortened(input))
        .help("name one of its files")
}

/// The VPCs that a file or standard input wants, and what the reading found.
pub(crate) fn wants(input: &str) -> Result<(Vec<Want>, Vec<Finding>), Fault> {
    let (source, bytes) = if input == "-" {
        ("standard input".to_owned(), bytes_of(io::stdin().lock()))
    } else {
        let bytes = File::open(input).and_then(bytes_of);
        (super::commands::shown(input), bytes)
    };
    let bytes = bytes.map_err(|error| {
        unreadable_because(&error)
            .at(&source)
            .help("name a file that lists VPCs, such as examples/fleet/wants.yaml")
    })?;
    wants::read(&bytes).map_err(|error| {
        no_plan(&source, &error)
            .help("list VPCs in YAML or JSON, such as `- {name: shop, nodes: 30, pods: 400}`")
    })
}

/// A plan that was read, with the tree that it was read from.
struct Reading {
    source: String,
    file: Option<PathBuf>,
    plan: Plan,
    findings: Vec<Finding>,
    root: Option<Node>,
}

/// An input that was read.
enum Given {
    /// A plan.
    Plan(Box<Reading>),
    /// Something else that a plan can be made of, perhaps together with others.
    Foreign {
        source: String,
        file: Option<PathBuf>,
        bytes: Vec<u8>,
    },
}

impl Given {
    /// A plan of what is no plan, by itself.
    fn imported(self) -> Result<Case, Fault> {
        let mut gathered = Gathered::default();
        match self {
            Self::Plan(reading) => return Ok(reading.analysed(&Catalogue::bundled())),
            Self::Foreign {
                source,
                file,
                bytes,
            } => gathered.add(&source, file, &bytes),
        }
        let outcome = gathered.outcome(&Options::default())?;
        Ok(gathered.case(outcome))
    }
}

impl Reading {
    fn analysed(self, catalogue: &Catalogue) -> Case {
        let mut report = analyze(&self.plan, catalogue);
        if let Some(root) = &self.root {
            places::find(root, &mut report.findings);
        }
        Case {
            source: self.source,
            file: self.file,
            plan: self.plan,
            reading: self.findings,
            report,
            as_of: None,
            catalogue: catalogue.clone(),
            root: self.root,
            resources: Resources::new(),
            derivations: OnceCell::new(),
        }
    }
}

fn of_input(input: &str) -> Result<Given, Fault> {
    if input == "-" {
        let bytes = bytes_of(io::stdin().lock()).map_err(|error| unreadable("-", &error))?;
        return given("standard input", None, bytes);
    }
    let path = Path::new(input);
    if is_foreign(input.as_bytes()) && !path.exists() {
        return given("link", None, input.as_bytes().to_vec());
    }
    if is_link(input) {
        return of_link(input, is_url(input)).map(|reading| Given::Plan(Box::new(reading)));
    }
    of_file(path)
}

fn is_url(input: &str) -> bool {
    let starts = ["http://", "https://", "#/", "p=", "/#/"];
    starts.iter().any(|start| input.starts_with(start))
}

fn is_link(input: &str) -> bool {
    is_url(input) || (looks_like_link(input) && !Path::new(input).exists())
}

/// What an input is that was read.
fn given(source: &str, file: Option<PathBuf>, bytes: Vec<u8>) -> Result<Given, Fault> {
    if is_foreign(&bytes) {
        let source = source.to_owned();
        return Ok(Given::Foreign {
            source,
            file,
            bytes,
        });
    }
    let reading = of_text(source, &bytes)?;
    Ok(Given::Plan(Box::new(Reading { file, ..reading })))
}

/// Whether a text could be what stands behind `p=`: a version and base64url.
fn looks_like_link(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

fn of_link(text: &str, is_url: bool) -> Result<Reading, Fault> {
    match link::decode(text) {
        Ok(plan) => Ok(Reading {
            source: "link".to_owned(),
            file: None,
            plan,
            findings: Vec::new(),
            root: None,
        }),
        Err(error) => {
            let shown = super::commands::shortened(text);
            let what = if is_url {
                error.to_string()
            } else {
                format!("`{shown}` is no file here, and as a link it cannot be read: {error}")
            };
            Err(Fault::new(what).at(if is_url { &shown } else { "the command line" }))
        }
    }
}

fn of_file(path: &Path) -> Result<Given, Fault> {
    let source = super::commands::shown(&path.display().to_string());
    let bytes = File::open(path)
        .and_then(bytes_of)
        .map_err(|error| unreadable(&source, &error))?;
    given(&source, Some(path.to_owned()), bytes)
}

/// As much as an input may have, and one byte more to tell that it has too much.
fn bytes_of(reader: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader
        .take(eniplan_import::MOST_BYTES as u64 + 1)
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn of_text(source: &str, bytes: &[u8]) -> Result<Reading, Fault> {
    let (root, mut findings) = tree_of_text(bytes).map_err(|error| no_plan(source, &error))?;
    let (plan, read) = Plan::read(&root);
    findings.extend(read);
    findings.sort_by_key(|finding| finding.at);
    Ok(Reading {
        source: source.to_owned(),
        file: None,
        plan,
        findings,
        root: Some(root),
    })
}

fn unreadable(source: &str, error: &io::Error) -> Fault {
    unreadable_because(error)
        .at(source)
        .help("name a plan file, a folder of them, a link, or - for standard input")
}

fn unreadable_because(error: &io::Error) -> Fault {
    let what = match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "the file may not be read".to_owned(),
        _ => format!("the file cannot be read: {error}"),
    };
    Fault::new(what)
}

/// Why a text is no plan: the core's sentence, with the place as editors and terminals know it.
fn no_plan(source: &str, error: &TextError) -> Fault {
    let message = error.to_string();
    let at = match error {
        TextError::Binary(at)
        | TextError::Syntax(at, _)
        | TextError::TooDeep(at)
        | TextError::NoMapping(at, _)
        | TextError::NoList(at, _) => *at,
        TextError::TooLarge | TextError::Empty => Place::default(),
    };
    let sentence = message.strip_prefix(&format!("{at}: ")).unwrap_or(&message);
    let (what, help) = sentence.split_once("; ").unwrap_or((sentence, ""));
    let place = if at.is_known() {
        format!("{source}:{}:{}", at.line, at.column)
    } else {
        source.to_owned()
    };
    let fault = Fault::new(super::commands::shown(what)).at(place);
    if help.is_empty() {
        fault.help("a plan is YAML or JSON; `examples/` has some to start from")
    } else {
        fault.help(help)
    }
}

/// The plan files right in a folder, by name.
fn plans_in(folder: &Path) -> Result<Vec<PathBuf>, Fault> {
    let source = super::commands::shown(&folder.display().to_string());
    let entries = fs::read_dir(folder).map_err(|error| unreadable(&source, &error))?;
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| {
            let extension = path.extension().and_then(|extension| extension.to_str());
            path.is_file() && matches!(extension, Some("yaml" | "yml" | "json"))
        })
        .collect();
    files.sort();
    if files.is_empty() {
        return Err(Fault::new("the folder has no .yaml, .yml or .json file")
            .at(source)
            .help("name the plan files themselves"));
    }
    Ok(files)
}
