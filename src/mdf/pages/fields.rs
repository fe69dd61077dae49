//! Fields of MDF forms, drawn and shown from their table.

use crate::{
    lang::Lang,
    mdf::{
        rules::{
            application::TYPES,
            budget::{CATEGORIES, ITEM, LINES, Line},
            sheet::{Shape, Sheet, Spec, Wrong},
        },
        text::{
            faults,
            fields::field as words,
            words::{kind, word},
        },
    },
    values::decimal::grouped,
    web::{
        Cell, Column, Table, Typed,
        form::{Choice, Control, Field, FormPage},
    },
};

/// Characters of a typed amount.
const MONEY: usize = 24;

fn line(value: &str, kind: &'static str, most: usize) -> Control {
    Control::Line { value: value.to_owned(), kind, most }
}

/// A list that begins with no choice.
fn select<'a>(value: &str, codes: impl Iterator<Item = &'a str>, said: impl Fn(&str) -> String) -> Control {
    let choice = |code: &str| Choice::new(code, said(code), code == value);
    let none = Choice::new("", "–", value.is_empty());
    Control::Select([none].into_iter().chain(codes.map(choice)).collect())
}

/// A field as its line says, with what was typed.
pub fn draw(spec: &Spec, sheet: &Sheet, (site, lang): (&str, Lang)) -> Field {
    let value = sheet.get(spec.name);
    let control = match spec.shape {
        _ if spec.name == "type" => {
            let codes = TYPES.iter().filter(|(_, sites)| sites.contains(&site)).map(|(code, _)| *code);
            select(value, codes, |code| kind(code, lang))
        }
        Shape::Line(_, most) => line(value, "text", most),
        Shape::Area(_, most) => Control::Area { value: value.to_owned(), rows: 3, most },
        Shape::Day => line(value, "date", 10),
        Shape::Whole => line(value, "text", 10),
        Shape::Money => line(value, "text", MONEY),
        Shape::Choice(codes) => select(value, codes.iter().copied(), |code| word(code, lang).to_owned()),
    };
    let (label, help) = words(spec.name, lang);
    let field = Field::new(spec.name, label, control).help(help);
    if spec.required { field.required() } else { field }
}

/// A field of a row.
pub fn cell(name: &'static str, kind: &'static str, sheet: &Sheet, lang: Lang) -> Field {
    let (label, help) = words(name, lang);
    Field::new(name, label, line(sheet.get(name), kind, ITEM)).help(help)
}

/// The fields of a line of the budget.
pub fn budget(place: usize, sheet: &Sheet, lang: Lang) -> Vec<Field> {
    let [category, rest @ ..] = LINES[place];
    let codes = select(sheet.get(category), CATEGORIES.into_iter(), |code| word(code, lang).to_owned());
    let first = Field::new(category, words(category, lang).0, codes);
    [first].into_iter().chain(rest.map(|name| cell(name, "text", sheet, lang))).collect()
}

/// Puts the sentences at their fields.
pub fn tell(page: &mut FormPage, wrong: &[Wrong]) {
    let lang = page.frame.lang;
    wrong.iter().for_each(|wrong| page.fault(wrong.field, faults::sentence(&wrong.fault, lang)));
}

/// What a form says, by its fields; empty ones are left out.
pub fn facts(specs: &[Spec], part: usize, sheet: &Sheet, lang: Lang) -> Vec<(&'static str, Cell)> {
    let told = specs.iter().filter(|spec| spec.part == part && !sheet.get(spec.name).is_empty());
    let said = |spec: &Spec| {
        let value = sheet.get(spec.name);
        let cell = match spec.shape {
            _ if spec.name == "type" => Cell::text(kind(value, lang)),
            Shape::Choice(_) => Cell::text(word(value, lang)),
            Shape::Money => sheet.money(spec.name).map_or(Cell::None, Cell::amount),
            _ => Cell::text(value),
        };
        (words(spec.name, lang).0, cell)
    };
    told.map(said).collect()
}

/// Lines of a budget, as a table.
pub fn table(lines: &[Line], caption: &str, (amount, lang): (&str, Lang)) -> Table {
    let [category, item, price, quantity, tax, part] = LINES[0].map(|name| words(name, lang).0);
    let columns = vec![
        Column::new(category),
        Column::new(item),
        Column::number(price),
        Column::number(quantity),
        Column::number(tax),
        Column::number(amount),
        Column::number(part),
    ];
    let row = |line: &Line| {
        vec![
            Cell::text(word(&line.category, lang)),
            Cell::text(&line.item),
            Cell::amount(line.price),
            Cell::text(grouped(line.quantity.into(), 0)),
            Cell::amount(line.tax),
            Cell::amount(line.amount),
            Cell::amount(line.part),
        ]
    };
    Table { caption: caption.to_owned(), columns, rows: lines.iter().map(row).collect() }
}

/// Field that says which other step's fields a page carries along.
const CARRIED: &str = "carried";

/// Carries what was typed in one step along on the page of another, where something is wrong first: nothing of it is stored yet.
pub fn carry(
    page: &mut FormPage,
    sheet: &Sheet,
    (shown, typed): (usize, usize),
    names: impl IntoIterator<Item = &'static str>,
) {
    if shown == typed {
        return;
    }
    page.hidden.push((CARRIED, typed.to_string()));
    let fields = names.into_iter().map(|name| (name, sheet.get(name).to_owned()));
    page.hidden.extend(fields.filter(|(_, value)| !value.is_empty()));
}

/// The step whose fields a form carries along.
pub fn carried(typed: &Typed, parts: usize) -> Option<usize> {
    typed.get(CARRIED).parse().ok().filter(|part| *part < parts)
}
