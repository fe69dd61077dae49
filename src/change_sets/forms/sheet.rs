//! Reading a sheet: pasted text, comma-separated text, XLSX. Cells come as they were typed; nothing is interpreted here but which
//! column is which. What is too large, broken or a trap is refused with one word each. Pure.

use std::io::{Cursor, Read};

use calamine::{DataRef, Reader, Xlsx};

use crate::{
    change_sets::rules::column::{Column, Kind},
    values::{csv, plain::marked},
};

/// CMD-15: most rows of a set.
pub const MOST_ROWS: usize = 5_000;
/// Most bytes of a file or of pasted text.
pub const MOST_BYTES: usize = 4 * 1024 * 1024;
/// Most characters of a cell that are kept.
const MOST_LETTERS: usize = 500;
/// Columns that are looked at.
const MOST_COLUMNS: usize = 32;
/// Most bytes that a workbook may unpack to: a small file that unpacks to more is a trap.
const MOST_UNPACKED: u64 = 64 * 1024 * 1024;
/// Most parts of a workbook.
const MOST_PARTS: usize = 1_000;

/// Why a sheet cannot be read at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// Nothing in it.
    Empty,
    /// More than [`MOST_BYTES`].
    TooLarge,
    /// More than [`MOST_ROWS`] rows.
    TooManyRows,
    /// Neither XLSX nor text, or damaged.
    Broken,
    /// The old binary format.
    Xls,
    /// Unpacks to far more than a sheet has.
    Bomb,
    /// Neither UTF-8 nor GB18030.
    Encoding,
    /// A quote is not closed.
    Quote,
    /// A column is not there.
    Column(Column),
}

/// A row: line of the sheet, and texts in the order of the kind's columns. A formula is kept as `=…`.
pub type Row = (u32, Vec<String>);

/// Reads the bytes of a file, whatever it is called, or pasted text.
///
/// # Errors
/// [`Unreadable`].
pub fn read(kind: Kind, bytes: &[u8]) -> Result<Vec<Row>, Unreadable> {
    if bytes.len() > MOST_BYTES {
        return Err(Unreadable::TooLarge);
    }
    let grid = match bytes {
        [b'P', b'K', 3, 4, ..] => workbook(bytes)?,
        [0xd0, 0xcf, 0x11, 0xe0, ..] => return Err(Unreadable::Xls),
        text => lines(&decode(text)?)?,
    };
    arrange(kind, grid)
}

/// UTF-8, with or without a mark; else what Chinese spreadsheets write.
fn decode(bytes: &[u8]) -> Result<String, Unreadable> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return if text.contains('\0') { Err(Unreadable::Broken) } else { Ok(text.to_owned()) };
    }
    let (text, _, wrong) = encoding_rs::GB18030.decode(bytes);
    if wrong || text.contains('\0') { Err(Unreadable::Encoding) } else { Ok(text.into_owned()) }
}

/// Text by lines: cells stand between tabs as copied from a spreadsheet, else between commas.
fn lines(text: &str) -> Result<Vec<Row>, Unreadable> {
    let text = text.trim_start_matches('\u{feff}');
    if text.lines().find(|line| !line.trim().is_empty()).is_some_and(|line| line.contains('\t')) {
        let cells = |line: &str| line.split('\t').map(|cell| short(cell.trim().trim_matches('"'))).collect();
        let rows = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        return limited(rows.map(|(number, line)| (number_of(number + 1), cells(line))));
    }
    let records = csv::read(text).map_err(|csv::Unclosed| Unreadable::Quote)?;
    limited(
        records
            .into_iter()
            .map(|record| (number_of(record.line), record.fields.iter().map(|field| short(field)).collect::<Vec<_>>())),
    )
}

/// One row more than the most is the heading's.
fn limited(rows: impl Iterator<Item = Row>) -> Result<Vec<Row>, Unreadable> {
    let rows: Vec<Row> = rows.take(MOST_ROWS + 2).collect();
    if rows.len() > MOST_ROWS + 1 { Err(Unreadable::TooManyRows) } else { Ok(rows) }
}

fn number_of(line: usize) -> u32 {
    u32::try_from(line).unwrap_or(u32::MAX)
}

fn short(cell: &str) -> String {
    marked(&cell.chars().filter(|letter| *letter != '\0').take(MOST_LETTERS).collect::<String>())
}

/// The first sheet of a workbook, streamed: neither a far cell nor an endless part takes memory.
fn workbook(bytes: &[u8]) -> Result<Vec<Row>, Unreadable> {
    defuse(bytes)?;
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(|_| Unreadable::Broken)?;
    let first = book.sheet_names().first().cloned().ok_or(Unreadable::Empty)?;
    let mut cells = book.worksheet_cells_reader(&first).map_err(|_| Unreadable::Broken)?;
    let mut rows: Vec<Row> = Vec::new();
    while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(|_| Unreadable::Broken)? {
        let (row, column) = cell.pos;
        let text = if cell.formula.is_some() { format!("={}", shown(&cell.value)) } else { shown(&cell.value) };
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if text.trim().is_empty() || column >= MOST_COLUMNS {
            continue;
        }
        if rows.last().is_none_or(|last| last.0 != row + 1) {
            if rows.len() > MOST_ROWS {
                return Err(Unreadable::TooManyRows);
            }
            rows.push((row + 1, vec![]));
        }
        let Some((_, texts)) = rows.last_mut() else { continue };
        if texts.len() <= column {
            texts.resize(column + 1, String::new());
        }
        texts[column] = short(text.trim());
    }
    Ok(rows)
}

/// Unpacks every part into nothing, as far as a sheet may go: afterwards no part is larger than it was allowed to be.
fn defuse(bytes: &[u8]) -> Result<(), Unreadable> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable::Broken)?;
    if archive.len() > MOST_PARTS {
        return Err(Unreadable::Bomb);
    }
    let mut room = MOST_UNPACKED;
    for number in 0..archive.len() {
        let part = archive.by_index(number).map_err(|_| Unreadable::Broken)?;
        let unpacked = std::io::copy(&mut part.take(room + 1), &mut std::io::sink()).map_err(|_| Unreadable::Broken)?;
        room = room.checked_sub(unpacked).ok_or(Unreadable::Bomb)?;
    }
    Ok(())
}

/// A cell as its reader sees it; a number as the shortest text that means it.
fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::Error(error) => error.to_string(),
        DataRef::DateTime(at) => {
            let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
        }
    }
}

/// Puts cells into the order of the kind's columns: by the words of the heading when the first row is one, else as they stand.
fn arrange(kind: Kind, mut grid: Vec<Row>) -> Result<Vec<Row>, Unreadable> {
    let Some((_, first)) = grid.first() else { return Err(Unreadable::Empty) };
    let named: Vec<Option<Column>> = first.iter().map(|cell| Column::named(cell)).collect();
    let columns = kind.columns();
    let places: Vec<Option<usize>> = if named.iter().any(Option::is_some) {
        grid.remove(0);
        columns.iter().map(|column| named.iter().position(|known| *known == Some(*column))).collect()
    } else {
        (0..columns.len()).map(Some).collect()
    };
    let required = columns.iter().zip(&places).find(|(column, place)| kind.needs(**column) && place.is_none());
    if let Some((column, _)) = required {
        return Err(Unreadable::Column(*column));
    }
    let cell = |texts: &[String], place: Option<usize>| {
        place.and_then(|place| texts.get(place)).map(|text| text.trim().to_owned()).unwrap_or_default()
    };
    let row = |(line, texts): Row| {
        let cells: Vec<String> = places.iter().map(|place| cell(&texts, *place)).collect();
        (line, cells)
    };
    let rows: Vec<Row> =
        grid.into_iter().map(row).filter(|(_, cells)| cells.iter().any(|cell| !cell.is_empty())).collect();
    match rows.len() {
        0 => Err(Unreadable::Empty),
        count if count > MOST_ROWS => Err(Unreadable::TooManyRows),
        _ => Ok(rows),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;
    use crate::tests::support::workbook;

    fn cells(row: &Row) -> Vec<&str> {
        row.1.iter().map(String::as_str).collect()
    }

    #[test]
    fn text_is_read_by_its_headings_or_as_it_stands() {
        for (sheet, line) in [
            ("额度编号,云经销商ID或账号名,金额\r\nQ,r1,\"1,000\"", 2),
            ("\u{feff}remark;x,Amount,Reseller,Quota\n,\"1,000\",r1,Q\n\n", 2),
            ("Q\tr1\t1,000\t\n", 1),
            ("\nQ,r1,\"1,000\"", 2),
        ] {
            let rows = read(Kind::QuotaIssue, sheet.as_bytes()).unwrap();
            assert_eq!((rows[0].0, cells(&rows[0])), (line, vec!["Q", "r1", "1,000", ""]), "{sheet}");
        }
        let (chinese, ..) = encoding_rs::GB18030.encode("额度编号,云经销商,金额,备注\nQ,青蓝,5,年底");
        assert_eq!(cells(&read(Kind::QuotaIssue, &chinese).unwrap()[0]), ["Q", "青蓝", "5", "年底"]);
    }

    #[test]
    fn what_is_no_sheet_is_told() {
        let many: String = (0..=MOST_ROWS).map(|line| format!("Q,r{line},1\n")).collect();
        let with_heading = format!("quota,reseller,amount\n{}", (0..MOST_ROWS).map(|_| "Q,r,1\n").collect::<String>());
        for (sheet, want) in [
            (&b""[..], Unreadable::Empty),
            (b"quota,reseller,amount\n", Unreadable::Empty),
            (b"quota,amount\nQ,5", Unreadable::Column(Column::Recipient)),
            (many.as_bytes(), Unreadable::TooManyRows),
            (b"Q,\"r1,5", Unreadable::Quote),
            (b"\xff\xff\xff", Unreadable::Encoding),
            (b"Q\0,r", Unreadable::Broken),
            (b"PK\x03\x04nothing", Unreadable::Broken),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Unreadable::Xls),
            (&vec![b'x'; MOST_BYTES + 1], Unreadable::TooLarge),
        ] {
            assert_eq!(read(Kind::QuotaIssue, sheet), Err(want));
        }
        assert_eq!(read(Kind::QuotaIssue, with_heading.as_bytes()).unwrap().len(), MOST_ROWS);
    }

    #[test]
    fn a_workbook_is_streamed_with_its_formulas_and_far_cells() {
        let book = workbook::book(
            "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>额度编号</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>云经销商</t></is></c>
               <c r=\"C1\" t=\"inlineStr\"><is><t>金额</t></is></c></row>
             <row r=\"3\"><c r=\"A3\" t=\"inlineStr\"><is><t>Q</t></is></c><c r=\"B3\" t=\"inlineStr\"><is><t> r1 </t></is></c>
               <c r=\"C3\"><v>1.1000000000000001</v></c><c r=\"XFD3\"><v>1</v></c></row>
             <row r=\"4\"><c r=\"A4\" t=\"inlineStr\"><is><t>Q</t></is></c><c r=\"C4\"><f>1+1</f><v>2</v></c></row>
             <row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>",
        );
        let rows = read(Kind::QuotaIssue, &book).unwrap();
        let shown: Vec<(u32, Vec<&str>)> = rows.iter().map(|row| (row.0, cells(row))).collect();
        assert_eq!(shown, [(3, vec!["Q", "r1", "1.1", ""]), (4, vec!["Q", "", "=2", ""])]);
        let many: String =
            (1..=MOST_ROWS + 2).map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\"><v>1</v></c></row>")).collect();
        assert_eq!(read(Kind::QuotaIssue, &workbook::book(&many)), Err(Unreadable::TooManyRows));
    }

    #[test]
    fn a_file_that_unpacks_without_end_is_not_opened() {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        archive.start_file("xl/worksheets/sheet1.xml", zip::write::SimpleFileOptions::default()).unwrap();
        let zeros = vec![0; 1024 * 1024];
        for _ in 0..=(MOST_UNPACKED / 1024 / 1024) {
            archive.write_all(&zeros).unwrap();
        }
        let bomb = archive.finish().unwrap().into_inner();
        assert!(bomb.len() < MOST_BYTES, "{}", bomb.len());
        assert_eq!(read(Kind::QuotaIssue, &bomb), Err(Unreadable::Bomb));
    }
}
