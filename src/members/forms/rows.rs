//! The rows of an import (MEM-7): text to drafts, with roles by code or name.

use super::draft::Draft;
use crate::{
    access::Role,
    lang::Lang,
    members::rules::wanted::{CustomRole, Wanted},
    values::csv::{self, Unreadable},
};

/// Columns of the template, in order.
pub const HEADER: [&str; 10] =
    ["username", "name", "email", "phone", "department", "job_title", "remark", "expires_on", "roles", "director"];
/// MEM-7: most rows of an import.
pub const MOST: usize = 500;

/// Reads an import: line and draft of every row.
///
/// # Errors
/// [`Unreadable`].
pub fn read(text: &str, custom: &[CustomRole]) -> Result<Vec<(usize, Draft)>, Unreadable> {
    let records = csv::table(text, &HEADER, MOST)?;
    Ok(records.into_iter().map(|record| (record.line, draft(&record.fields, custom))).collect())
}

/// A row as if it had been typed into the form; the narrow scope is kept where a choice is asked for (AM-3).
fn draft(fields: &[String], custom: &[CustomRole]) -> Draft {
    let of = |place: usize| fields.get(place).cloned().unwrap_or_default();
    let roles = of(8);
    let roles = roles.split([';', '；', '|']).map(str::trim).filter(|name| !name.is_empty());
    let surplus = fields.len() > HEADER.len();
    Draft {
        username: of(0),
        name: of(1),
        email: of(2),
        phone: of(3),
        department: of(4),
        job_title: of(5),
        remark: of(6),
        expires_on: of(7),
        // A surplus field has shifted the row: no role is better than a wrong one.
        roles: if surplus { vec![String::new()] } else { roles.map(|name| tick(name, custom)).collect() },
        director: of(9),
        credentials: "link".to_owned(),
        scope: "keep".to_owned(),
        reason: String::new(),
    }
}

/// A role by code, by name in either language, or by the name of a custom role; else as it was typed, which is no role.
fn tick(name: &str, custom: &[CustomRole]) -> String {
    let same = |known: &str| known.to_lowercase() == name.to_lowercase();
    let preset = Role::ALL
        .into_iter()
        .find(|role| same(role.code()) || same(role.name(Lang::En)) || same(role.name(Lang::ZhCn)));
    let own = || custom.iter().find(|role| same(&role.name)).map(|role| Wanted::custom(role.id).ticked());
    preset.map(|role| role.code().to_owned()).or_else(own).unwrap_or_else(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_header(rows: &str) -> String {
        format!("{}\n{rows}", HEADER.join(","))
    }

    #[test]
    fn rows_become_drafts_with_roles_by_code_or_name() {
        let custom = [CustomRole { id: 7, name: "Night shift".into(), codes: vec![] }];
        let text =
            with_header("liwei,李伟,li@example.com,,,,,,sales; 财务;night SHIFT;King,\n\nwangf,王芳,w@example.com");
        let rows = read(&text, &custom).unwrap();
        assert_eq!(rows.iter().map(|row| row.0).collect::<Vec<_>>(), [2, 4]);
        assert_eq!(rows[0].1.roles, ["sales", "finance", "custom-7", "King"]);
        assert_eq!((rows[1].1.name.as_str(), rows[1].1.roles.len()), ("王芳", 0));
    }

    #[test]
    fn what_is_no_import_is_told() {
        assert_eq!(read("", &[]), Err(Unreadable::Header));
        assert_eq!(read("username,name\nx,y", &[]), Err(Unreadable::Header));
        assert_eq!(read(&with_header(""), &[]), Err(Unreadable::Empty));
        assert_eq!(read(&with_header("\"open"), &[]), Err(Unreadable::Csv));
        let many = (0..501).map(|i| format!("user{i:04},x\n")).collect::<String>();
        assert_eq!(read(&with_header(&many), &[]), Err(Unreadable::TooMany));
    }
}
