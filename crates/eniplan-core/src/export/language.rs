//! What a file is written in, for highlighting.

/// The language of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Language {
    /// HCL as Terraform reads it.
    Terraform,
    /// YAML.
    Yaml,
    /// TOML.
    Toml,
    /// A POSIX shell or Bash.
    Shell,
    /// PowerShell.
    PowerShell,
    /// Markdown.
    Markdown,
    /// Tables with commas.
    Csv,
    /// JSON.
    Json,
    /// A picture.
    Svg,
    /// None of them: MIME parts of user data.
    Text,
}

impl Language {
    /// The language of a path.
    ///
    /// ```
    /// use eniplan_core::export::Language;
    /// assert_eq!(Language::of("terraform/eks.tf"), Language::Terraform);
    /// ```
    pub fn of(path: &str) -> Self {
        match path.rsplit_once('.').map_or("", |(_, extension)| extension) {
            "tf" => Self::Terraform,
            "yaml" => Self::Yaml,
            "toml" => Self::Toml,
            "sh" => Self::Shell,
            "ps1" => Self::PowerShell,
            "md" => Self::Markdown,
            "csv" => Self::Csv,
            "json" => Self::Json,
            "svg" => Self::Svg,
            _ => Self::Text,
        }
    }

    /// The word for programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Terraform => "terraform",
            Self::Yaml => "yaml",
            Self::Toml => "toml",
            Self::Shell => "shell",
            Self::PowerShell => "powershell",
            Self::Markdown => "markdown",
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Svg => "svg",
            Self::Text => "text",
        }
    }
}
