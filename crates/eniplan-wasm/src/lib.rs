//! What the page loads later: export, YAML and, with its own issue, import.
