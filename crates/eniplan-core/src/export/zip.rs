//! A zip archive of files, stored as they are: the same files give the same bytes.
//!
//! Layout and fields: <https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT>, 6.3.10, read 2026-11-24.

use alloc::vec::Vec;

use super::{File, MARK};

/// 1 January 1980, the first day that an archive knows, so that no clock is in it.
const DATE: u16 = (1 << 5) | 1;

/// Version 2.0 is what it takes to read folders and stored files.
const VERSION: u16 = 20;

/// Names are UTF-8.
const UTF8: u16 = 1 << 11;

/// An entry's own header, without the signature.
struct Entry {
    name: Vec<u8>,
    checksum: u32,
    length: u32,
    at: u32,
}

/// The archive, its files sorted by path, everything below `folder`.
///
/// Files that do not fit the format's 4 GiB are left out; no export comes near.
pub(super) fn archive(folder: &str, files: &[File]) -> Vec<u8> {
    let mut sorted: Vec<&File> = files.iter().collect();
    sorted.sort_by(|left, right| left.path.cmp(&right.path));
    let mut out = Vec::new();
    let mut entries: Vec<Entry> = Vec::new();
    for file in sorted {
        let contents = file.contents.as_bytes();
        let name = alloc::format!("{folder}/{}", file.path).into_bytes();
        let (Ok(length), Ok(at)) = (u32::try_from(contents.len()), u32::try_from(out.len())) else {
            continue;
        };
        let entry = Entry {
            name,
            checksum: checksum(contents),
            length,
            at,
        };
        out.extend(b"PK\x03\x04");
        entry.push_fields(&mut out);
        out.extend(&entry.name);
        out.extend(contents);
        entries.push(entry);
    }
    let start = out.len();
    for entry in &entries {
        out.extend(b"PK\x01\x02");
        // Made by version 2.0 on Unix, whose rights stand in the upper half of the attributes: a file, rw-r--r--.
        push16(&mut out, (3 << 8) | VERSION);
        entry.push_fields(&mut out);
        push16(&mut out, 0);
        push16(&mut out, 0);
        push16(&mut out, 0);
        push32(&mut out, 0o100_644 << 16);
        push32(&mut out, entry.at);
        out.extend(&entry.name);
    }
    let (length, start) = (out.len().saturating_sub(start), start);
    let count = u16::try_from(entries.len()).unwrap_or(u16::MAX);
    out.extend(b"PK\x05\x06");
    push16(&mut out, 0);
    push16(&mut out, 0);
    push16(&mut out, count);
    push16(&mut out, count);
    push32(&mut out, u32::try_from(length).unwrap_or(u32::MAX));
    push32(&mut out, u32::try_from(start).unwrap_or(u32::MAX));
    // The comment at the end says who wrote it.
    push16(&mut out, u16::try_from(MARK.len()).unwrap_or(u16::MAX));
    out.extend(MARK.as_bytes());
    out
}

impl Entry {
    /// The fields that stand in front of a file and again in the list at the end.
    fn push_fields(&self, out: &mut Vec<u8>) {
        push16(out, VERSION);
        push16(out, UTF8);
        push16(out, 0);
        push16(out, 0);
        push16(out, DATE);
        push32(out, self.checksum);
        push32(out, self.length);
        push32(out, self.length);
        push16(out, u16::try_from(self.name.len()).unwrap_or(u16::MAX));
        push16(out, 0);
    }
}

fn push16(out: &mut Vec<u8>, number: u16) {
    out.extend(number.to_le_bytes());
}

fn push32(out: &mut Vec<u8>, number: u32) {
    out.extend(number.to_le_bytes());
}

/// CRC-32 as zip, gzip and Ethernet have it: polynomial 0xEDB88320, bits reversed.
fn checksum(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            let carry = crc & 1;
            crc >>= 1;
            if carry == 1 {
                crc ^= 0xEDB8_8320;
            }
        }
    }
    !crc
}

#[cfg(test)]
mod tests {
    use super::checksum;

    #[test]
    fn the_checksum_is_the_published_one() {
        // The check value of CRC-32/ISO-HDLC: https://reveng.sourceforge.io/crc-catalogue/17plus.htm
        assert_eq!(checksum(b"123456789"), 0xCBF4_3926);
    }
}
