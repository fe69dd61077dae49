//! Pages of members: values ready to show.

use super::{store::Member, text::Text};
use crate::{
    access::{Actor, Role, permission::MemberView},
    lang::Lang,
    web::{Cell, Column, DetailPage, Empty, FilterBar, Frame, ListPage, Pager, Section, Table, Text as Shared, Tone},
};

/// The list.
pub fn list(actor: &Actor<MemberView>, bar: FilterBar, rows: &[Member], pager: Pager) -> ListPage {
    let lang = actor.lang();
    let text = Text::of(lang);
    let columns = vec![
        Column::new(text.username),
        Column::new(text.name).wide(),
        Column::new(text.roles),
        Column::new(text.state),
        Column::new(text.director).wide(),
        Column::new(text.last_login).wide(),
    ];
    let row = |member: &Member| {
        vec![
            Cell::link(&member.username, format!("/members/{}", member.id)),
            Cell::masked(Some(&member.name), lang),
            roles(member, lang),
            state(member, text, lang),
            Cell::maybe(member.director.as_deref()),
            Cell::when(member.last_login_at, &actor.face()),
        ]
    };
    let table = Table { caption: text.title.to_owned(), columns, rows: rows.iter().map(row).collect() };
    let empty = Empty { title: text.empty.to_owned(), ..Empty::default() };
    ListPage::new(Frame::new(actor.visitor(), text.title), bar, table, pager, empty)
}

/// One member.
pub fn show(actor: &Actor<MemberView>, member: &Member) -> DetailPage {
    let lang = actor.lang();
    let text = Text::of(lang);
    let face = actor.face();
    let account = Section {
        title: text.account.to_owned(),
        facts: vec![
            (text.username, Cell::text(&member.username)),
            (text.roles, roles(member, lang)),
            (text.director, Cell::maybe(member.director.as_deref())),
            (text.last_login, Cell::when(member.last_login_at, &face)),
            (text.created, Cell::when(Some(member.created_at), &face)),
        ],
    };
    let person = Section {
        title: text.person.to_owned(),
        facts: vec![
            (text.name, Cell::masked(Some(&member.name), lang)),
            (text.email, Cell::masked(member.email.as_ref(), lang)),
            (text.phone, Cell::masked(member.phone.as_ref(), lang)),
        ],
    };
    let mut page = DetailPage::new(Frame::new(actor.visitor(), &member.username), vec![account, person]);
    page.badges.push(state(member, text, lang));
    page
}

fn roles(member: &Member, lang: Lang) -> Cell {
    if member.is_master {
        return Cell::text(Shared::of(lang).master);
    }
    let name = |code: &String| Role::parse(code).map_or_else(|| code.clone(), |role| role.name(lang).to_owned());
    let names: Vec<String> = member.roles.iter().map(name).collect();
    Cell::text(names.join(lang.pick(", ", "、")))
}

fn state(member: &Member, text: &Text, lang: Lang) -> Cell {
    let known = text.states.iter().find(|(code, ..)| *code == member.state);
    known.map_or_else(|| Cell::unknown(&member.state, lang), |(_, word, tone): &(_, _, Tone)| Cell::badge(*tone, *word))
}
