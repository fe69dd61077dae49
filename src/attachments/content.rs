//! What a file is, told by its content: containers are looked into, never unpacked. Files under rights management, with a
//! password, or with encrypted parts are told apart, as no reviewer could open them (COM-11). Knows no table and no sender.

use std::io::{self, Read, Seek, SeekFrom};

use zip::ZipArchive;

use super::kind::Kind;

/// Bytes read at once.
const CHUNK: usize = 64 * 1024;
/// Bytes in which the headers of a mail must begin.
const HEAD: usize = 4096;

/// What the content says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// It is of this kind.
    Kind(Kind),
    /// It is of a known kind, and encrypted or under rights management.
    Protected,
    /// None that is known.
    Unknown,
}

/// Looks at a file. Of a container only its directory is read, so that no bomb goes off.
///
/// # Errors
/// When it cannot be read.
pub fn tell(file: &mut (impl Read + Seek)) -> io::Result<Told> {
    let head = head(file)?;
    if head.starts_with(b"PK\x03\x04") {
        return Ok(archive(file));
    }
    if head.starts_with(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]) {
        return compound(file);
    }
    match Kind::sniff(&head) {
        // The reference to the encryption stands in the trailer, which is never encrypted itself.
        Some(Kind::Pdf) if found(file, &[b"/Encrypt"])?[0] => Ok(Told::Protected),
        Some(kind) => Ok(Told::Kind(kind)),
        None if is_mail(&head) => Ok(Told::Kind(Kind::Eml)),
        None => Ok(Told::Unknown),
    }
}

fn head(file: &mut (impl Read + Seek)) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    file.seek(SeekFrom::Start(0))?;
    file.take(HEAD as u64).read_to_end(&mut head)?;
    Ok(head)
}

/// A ZIP archive, or a document that is one.
fn archive(file: &mut (impl Read + Seek)) -> Told {
    let Ok(mut archive) = ZipArchive::new(file) else { return Told::Unknown };
    for at in 0..archive.len() {
        // Raw: nothing is decompressed and no password asked for.
        match archive.by_index_raw(at) {
            Ok(entry) if entry.encrypted() => return Told::Protected,
            Ok(_) => {}
            Err(_) => return Told::Unknown,
        }
    }
    let has = |name: &str| archive.index_for_name(name).is_some();
    let kind = match () {
        () if !has("[Content_Types].xml") => Kind::Zip,
        () if has("word/document.xml") => Kind::Docx,
        () if has("xl/workbook.xml") => Kind::Xlsx,
        () if has("ppt/presentation.xml") => Kind::Pptx,
        () => Kind::Zip,
    };
    Told::Kind(kind)
}

/// A compound file (CFB): the older Office formats, mail of Outlook, and newer documents that are encrypted. Its directory
/// names its streams in UTF-16.
fn compound(file: &mut (impl Read + Seek)) -> io::Result<Told> {
    let names = [
        "EncryptedPackage",
        "\u{6}DataSpaces",
        "\u{9}DRMContent",
        "__properties_version1.0",
        "WordDocument",
        "Workbook",
        "PowerPoint Document",
    ];
    let names = names.map(|name| name.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>());
    let wanted: Vec<&[u8]> = names.iter().map(Vec::as_slice).collect();
    let found = found(file, &wanted)?;
    let kinds = [None, None, None, Some(Kind::Msg), Some(Kind::Doc), Some(Kind::Xls), Some(Kind::Ppt)];
    let told =
        found.iter().zip(kinds).find(|(found, _)| **found).map(|(_, kind)| kind.map_or(Told::Protected, Told::Kind));
    Ok(told.unwrap_or(Told::Unknown))
}

/// Which of these bytes a file contains, a chunk at a time.
fn found(file: &mut (impl Read + Seek), wanted: &[&[u8]]) -> io::Result<Vec<bool>> {
    let overlap = wanted.iter().map(|bytes| bytes.len()).max().unwrap_or(1) - 1;
    let mut found = vec![false; wanted.len()];
    let mut window = Vec::with_capacity(CHUNK + overlap);
    file.seek(SeekFrom::Start(0))?;
    while file.by_ref().take(CHUNK as u64).read_to_end(&mut window)? > 0 {
        for (found, bytes) in found.iter_mut().zip(wanted) {
            *found = *found || window.windows(bytes.len()).any(|part| part == *bytes);
        }
        window.drain(..window.len().saturating_sub(overlap));
    }
    Ok(found)
}

/// Whether a text begins with the headers of a mail (RFC 5322), among them who sent it.
fn is_mail(head: &[u8]) -> bool {
    if head.contains(&0) {
        return false;
    }
    let text = String::from_utf8_lossy(head);
    let headers = || text.lines().take_while(|line| !line.is_empty());
    let is_header = |line: &str| {
        let name = line.split_once(':').map_or("", |(name, _)| name);
        let is_name = !name.is_empty() && name.bytes().all(|letter| letter.is_ascii_alphanumeric() || letter == b'-');
        is_name || line.starts_with([' ', '\t'])
    };
    let first = headers().next().is_some_and(|line| !line.starts_with([' ', '\t']));
    // The last line may be cut off by the end of what was read.
    let count = headers().count();
    first
        && headers().take(count.saturating_sub(1)).all(is_header)
        && headers().any(|line| line.to_ascii_lowercase().starts_with("from:"))
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::{ZipWriter, write::SimpleFileOptions};

    use super::*;

    fn zipped(names: &[&str]) -> Vec<u8> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for name in names {
            archive.start_file(*name, SimpleFileOptions::default()).unwrap();
            archive.write_all(b"content").unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    fn compounded(name: &str) -> Vec<u8> {
        let mut bytes = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
        // Across the edge of a chunk.
        bytes.resize(CHUNK - 7, 0);
        bytes.extend(name.encode_utf16().flat_map(u16::to_le_bytes));
        bytes.resize(2 * CHUNK, 0);
        bytes
    }

    fn told(bytes: &[u8]) -> Told {
        tell(&mut Cursor::new(bytes)).unwrap()
    }

    #[test]
    fn the_content_tells_the_kind_and_what_nobody_can_open() {
        let encrypted = {
            let mut bytes = zipped(&["a.pdf"]);
            let entry = bytes.windows(4).position(|part| part == b"PK\x01\x02").unwrap();
            bytes[entry + 8] |= 1;
            bytes
        };
        for (bytes, want) in [
            (b"%PDF-1.7\n1 0 obj".to_vec(), Told::Kind(Kind::Pdf)),
            (b"%PDF-1.7\ntrailer << /Encrypt 9 0 R >>".to_vec(), Told::Protected),
            (b"\xff\xd8\xff\xe0\0\x10JFIF".to_vec(), Told::Kind(Kind::Jpeg)),
            (zipped(&["a.pdf", "b.pdf"]), Told::Kind(Kind::Zip)),
            (zipped(&["[Content_Types].xml", "word/document.xml"]), Told::Kind(Kind::Docx)),
            (zipped(&["[Content_Types].xml", "xl/workbook.xml"]), Told::Kind(Kind::Xlsx)),
            (zipped(&["[Content_Types].xml", "ppt/presentation.xml"]), Told::Kind(Kind::Pptx)),
            (encrypted, Told::Protected),
            (b"PK\x03\x04 and nothing that follows".to_vec(), Told::Unknown),
            (compounded("WordDocument"), Told::Kind(Kind::Doc)),
            (compounded("Workbook"), Told::Kind(Kind::Xls)),
            (compounded("PowerPoint Document"), Told::Kind(Kind::Ppt)),
            (compounded("__properties_version1.0"), Told::Kind(Kind::Msg)),
            (compounded("EncryptedPackage"), Told::Protected),
            (compounded("Installer"), Told::Unknown),
            (b"Received: by x\r\n\tvia y\r\nFrom: a@b.example\r\n\r\nHello".to_vec(), Told::Kind(Kind::Eml)),
            (b"<html>\nFrom: a@b.example\n\n".to_vec(), Told::Unknown),
            (b"Dear Sir,\nFrom: me\n\n".to_vec(), Told::Unknown),
            (b"MZ\x90\0\x03".to_vec(), Told::Unknown),
            (b"".to_vec(), Told::Unknown),
        ] {
            assert_eq!(told(&bytes), want, "{:?}", String::from_utf8_lossy(&bytes[..bytes.len().min(40)]));
        }
    }

    #[test]
    fn a_bomb_is_not_unpacked() {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        archive.start_file("zeros", SimpleFileOptions::default()).unwrap();
        for _ in 0..64 {
            archive.write_all(&[0; 1 << 20]).unwrap();
        }
        let mut bytes = archive.finish().unwrap().into_inner();
        // Its directory claims four gigabytes less a byte; whoever unpacked it would fail.
        let entry = bytes.windows(4).position(|part| part == b"PK\x01\x02").unwrap();
        bytes[entry + 24..entry + 28].copy_from_slice(&0xffff_fffe_u32.to_le_bytes());
        assert_eq!(told(&bytes), Told::Kind(Kind::Zip));
    }
}
