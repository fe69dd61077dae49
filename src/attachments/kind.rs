//! Kinds of file, those that the first bytes tell, and how large a picture is, told by its header. Pure. Containers are
//! `content`'s.

/// Kinds of file that are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Portable Document Format.
    Pdf,
    /// Joint Photographic Experts Group.
    Jpeg,
    /// Portable Network Graphics.
    Png,
    /// Word document up to 2003.
    Doc,
    /// Word document.
    Docx,
    /// Excel workbook up to 2003.
    Xls,
    /// Excel workbook.
    Xlsx,
    /// PowerPoint presentation up to 2003.
    Ppt,
    /// PowerPoint presentation.
    Pptx,
    /// Mail saved by Outlook.
    Msg,
    /// Mail (RFC 5322).
    Eml,
    /// Archive; nobody unpacks it here.
    Zip,
}

impl Kind {
    /// The media type it is sent with.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Doc => "application/msword",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xls => "application/vnd.ms-excel",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Ppt => "application/vnd.ms-powerpoint",
            Self::Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            Self::Msg => "application/vnd.ms-outlook",
            Self::Eml => "message/rfc822",
            Self::Zip => "application/zip",
        }
    }

    /// What people call it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Jpeg => "JPG",
            Self::Png => "PNG",
            Self::Doc => "DOC",
            Self::Docx => "DOCX",
            Self::Xls => "XLS",
            Self::Xlsx => "XLSX",
            Self::Ppt => "PPT",
            Self::Pptx => "PPTX",
            Self::Msg => "MSG",
            Self::Eml => "EML",
            Self::Zip => "ZIP",
        }
    }

    /// What the first bytes of a file say; its name says nothing.
    #[must_use]
    pub fn sniff(head: &[u8]) -> Option<Self> {
        match head {
            [b'%', b'P', b'D', b'F', b'-', ..] => Some(Self::Pdf),
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(Self::Png),
            _ => None,
        }
    }

    /// Width and height of a picture in pixels, from the bytes it begins with.
    #[must_use]
    pub fn measure(self, head: &[u8]) -> Option<(u32, u32)> {
        match self {
            Self::Png => {
                let number = |at: usize| Some(u32::from_be_bytes(head.get(at..at + 4)?.try_into().ok()?));
                (head.get(12..16)? == b"IHDR").then_some(())?;
                Some((number(16)?, number(20)?))
            }
            Self::Jpeg => jpeg(head),
            _ => None,
        }
    }
}

/// Walks the segments of a JPEG up to the one that begins the frame.
fn jpeg(head: &[u8]) -> Option<(u32, u32)> {
    let number = |at: usize| Some(u16::from_be_bytes(head.get(at..at + 2)?.try_into().ok()?));
    let mut at = 2;
    loop {
        let (0xff, marker) = (*head.get(at)?, *head.get(at + 1)?) else { return None };
        match marker {
            // A filling byte, and markers without a length.
            0xff => at += 1,
            0x01 | 0xd0..=0xd7 => at += 2,
            // Start of frame: every kind but the tables that share the range.
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                return Some((u32::from(number(at + 7)?), u32::from(number(at + 5)?)));
            }
            _ => at += 2 + usize::from(number(at + 2)?).max(2),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_content_says_what_a_file_is() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0\0\x00\xc8";
        for (head, want) in [
            (&b"%PDF-1.7\n"[..], Some(Kind::Pdf)),
            (b"\xff\xd8\xff\xe0\0\x10JFIF", Some(Kind::Jpeg)),
            (png, Some(Kind::Png)),
            (b"MZ\x90\0\x03", None),
            (b"<html>%PDF-", None),
            (b"<?xml version", None),
            (b"PK\x03\x04", None),
            (b"%PD", None),
            (b"", None),
        ] {
            assert_eq!(Kind::sniff(head), want, "{head:?}");
        }
    }

    #[test]
    fn pictures_are_measured_by_their_headers() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0\0\x00\xc8\x08";
        assert_eq!(Kind::Png.measure(png), Some((256, 200)));
        assert_eq!(Kind::Png.measure(&png[..20]), None);
        let jpeg = b"\xff\xd8\xff\xe0\0\x04ab\xff\xc4\0\x03t\xff\xff\xc2\0\x0b\x08\x00\xc8\x01\x2c\x03";
        assert_eq!(Kind::Jpeg.measure(jpeg), Some((300, 200)));
        assert_eq!(Kind::Jpeg.measure(&jpeg[..12]), None, "cut before the frame");
        assert_eq!(Kind::Jpeg.measure(b"\xff\xd8\xff\xe0\0\0\xff\xd9"), None, "a length that leads nowhere");
        assert_eq!(Kind::Pdf.measure(b"%PDF-1.7"), None);
    }
}
