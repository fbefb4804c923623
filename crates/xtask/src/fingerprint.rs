//! Hashes that tell whether something has changed.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use sha2::{Digest as _, Sha256};

/// SHA-256 of some bytes.
pub(crate) fn bytes_of(bytes: &[u8]) -> Vec<u8> {
    Sha256::digest(bytes).to_vec()
}

/// SHA-256 of some bytes, in hexadecimal.
pub(crate) fn of_bytes(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// One hash over the names and contents of files, and over what else decides the result.
pub(crate) fn of_files(root: &Path, files: &[PathBuf], circumstances: &[&str]) -> Result<String> {
    let mut all = Sha256::new();
    for circumstance in circumstances {
        all.update(Sha256::digest(circumstance));
    }
    for file in files {
        let bytes =
            fs::read(root.join(file)).with_context(|| format!("cannot read {}", file.display()))?;
        all.update(Sha256::digest(file.as_os_str().as_encoded_bytes()));
        all.update(Sha256::digest(&bytes));
    }
    Ok(hexadecimal(&all.finalize()))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_sha_256() {
        // FIPS 180-2, appendix B.1.
        assert_eq!(
            of_bytes(b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
