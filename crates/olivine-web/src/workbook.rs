//! A workbook of one sheet (Office Open XML, ECMA-376): the least that spreadsheets open. Texts stand in their cells, so that nothing
//! a learner wrote is ever a formula.

use std::io::Write as _;

use chrono::NaiveDate;
use flate2::Crc;
use flate2::write::DeflateEncoder;

/// A cell.
pub enum Value<'a> {
    Number(f64),
    Day(NaiveDate),
    Text(&'a str),
    Nothing,
}

const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>"#;
const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const PARTS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#;
/// Formats of cells: as they are, days, headings.
const STYLES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs></styleSheet>"#;

/// Characters that the name of a sheet may have, and some it may not.
const SHEET_NAME: usize = 31;
/// Rows that a sheet can hold beside its heading.
const SHEET_ROWS: usize = 1_048_575;
/// Characters that a cell can hold.
const CELL_TEXT: usize = 32_767;
/// The day before the first of the calendar of spreadsheets, which takes 1900 for a leap year.
const DAY_ZERO: NaiveDate = match NaiveDate::from_ymd_opt(1899, 12, 30) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// The file with a heading and rows.
///
/// # Errors
/// What stops writing to memory, which nothing should.
pub fn write<'a>(
    title: &str,
    heads: impl Iterator<Item = &'a str>,
    rows: impl Iterator<Item = Vec<Value<'a>>>,
) -> std::io::Result<Vec<u8>> {
    let name: String = title
        .chars()
        .filter(|c| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\''))
        .take(SHEET_NAME)
        .collect();
    let name = if name.trim().is_empty() { "1" } else { name.trim() };
    let book = format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="{}" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
        escaped(name)
    );
    let mut sheet = String::from(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData><row>"#,
    );
    for head in heads {
        sheet.push_str(&format!(
            r#"<c s="2" t="inlineStr"><is><t xml:space="preserve">{}</t></is></c>"#,
            escaped(head)
        ));
    }
    sheet.push_str("</row>");
    for row in rows.take(SHEET_ROWS) {
        sheet.push_str("<row>");
        for value in row {
            match value {
                Value::Number(number) if number.is_finite() => sheet.push_str(&format!("<c><v>{number}</v></c>")),
                Value::Day(day) => sheet.push_str(&format!(r#"<c s="1"><v>{}</v></c>"#, (day - DAY_ZERO).num_days())),
                Value::Text(text) => sheet.push_str(&format!(
                    r#"<c t="inlineStr"><is><t xml:space="preserve">{}</t></is></c>"#,
                    escaped(text)
                )),
                Value::Number(_) | Value::Nothing => sheet.push_str("<c/>"),
            }
        }
        sheet.push_str("</row>");
    }
    sheet.push_str("</sheetData></worksheet>");
    archive(&[
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", RELATIONS),
        ("xl/workbook.xml", &book),
        ("xl/_rels/workbook.xml.rels", PARTS),
        ("xl/styles.xml", STYLES),
        ("xl/worksheets/sheet1.xml", &sheet),
    ])
}

/// A text as XML has it; what XML cannot have is left out.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars().take(CELL_TEXT) {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' | '\r' => escaped.push(letter),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// A ZIP archive of small texts. All files carry one fixed time: the same table gives the same file.
fn archive(files: &[(&str, &str)]) -> std::io::Result<Vec<u8>> {
    const VERSION: u16 = 20;
    const DEFLATED: u16 = 8;
    /// 1 January 1980, the first day there is.
    const DATE: u16 = 0x21;
    let mut archive: Vec<u8> = Vec::new();
    let mut directory: Vec<u8> = Vec::new();
    for (name, text) in files {
        let mut checksum = Crc::new();
        checksum.update(text.as_bytes());
        let mut encoder = DeflateEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(text.as_bytes())?;
        let packed = encoder.finish()?;
        let begin = archive.len() as u32;
        let mut entry: Vec<u8> = Vec::new();
        for number in [VERSION, 0, DEFLATED, 0, DATE] {
            entry.extend(number.to_le_bytes());
        }
        for number in [checksum.sum(), packed.len() as u32, text.len() as u32] {
            entry.extend(number.to_le_bytes());
        }
        entry.extend((name.len() as u16).to_le_bytes());
        entry.extend(0_u16.to_le_bytes());
        archive.extend(0x0403_4b50_u32.to_le_bytes());
        archive.extend(&entry);
        archive.extend(name.as_bytes());
        archive.extend(&packed);
        directory.extend(0x0201_4b50_u32.to_le_bytes());
        directory.extend(VERSION.to_le_bytes());
        directory.extend(&entry);
        // No comment, first disk, attributes none.
        directory.extend([0; 10]);
        directory.extend(begin.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let (count, begin, length) = (files.len() as u16, archive.len() as u32, directory.len() as u32);
    archive.extend(directory);
    archive.extend(0x0605_4b50_u32.to_le_bytes());
    for number in [0, 0, count, count] {
        archive.extend(number.to_le_bytes());
    }
    archive.extend(length.to_le_bytes());
    archive.extend(begin.to_le_bytes());
    archive.extend(0_u16.to_le_bytes());
    Ok(archive)
}
