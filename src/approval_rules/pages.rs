//! Pages of approval rules and of who can issue: values ready to show.

use askama::Template;
use axum::{http::StatusCode, response::Response};
use rust_decimal::Decimal;

use super::{
    forms::{CURRENCIES, Question},
    rules::RULED,
    store::{Candidate, Rule},
    text::Text,
};
use crate::{
    access::{
        Actor, Code, Kind as OrganizationKind, Permissions, Reach, Role,
        permission::{ApprovalRule, RoleView},
        permissions_of,
    },
    commands::{Attempt, Issue, Kind, Threshold, may_issue},
    lang::Lang,
    roles,
    values::decimal,
    web::{Cell, Column, Empty, FilterBar, Frame, Link, ListPage, Pager, Table, Tone, html},
};

/// Names of approvers shown before they are only counted.
const NAMED: usize = 4;

/// What stands above the page after a change that was not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// Somebody changed the rule meanwhile (TRAP-15).
    Changed,
    /// The amount cannot be read.
    Amount(Kind),
    /// Two people would be asked from a lower amount than one.
    Order(Kind),
    /// TRAP-3: more than one member can approve.
    NotAlone(Kind),
    /// PERM-6: nobody agrees to what he asked for.
    Own,
    /// MEM-13: one of the two has lately made the other's login.
    Apart,
    /// A higher amount that nobody could ever agree to.
    NobodyElse,
}

#[derive(Debug, Template)]
#[template(path = "approval_rules/list.html")]
struct RulesPage {
    frame: Frame,
    text: &'static Text,
    tabs: Vec<Link>,
    currencies: Vec<Link>,
    currency: &'static str,
    told: Option<String>,
    /// What holds while too few members can approve or agree (CMD-3, TRAP-3).
    banners: Vec<String>,
    lines: Vec<Line>,
}

/// A rule as it is drawn.
#[derive(Debug)]
struct Line {
    action: &'static str,
    name: &'static str,
    above: String,
    two_above: String,
    /// Whether it moves an amount: the others always need a second person.
    has_amount: bool,
    is_off: bool,
    /// Whether switching off can be offered or undone.
    may_be_off: bool,
    revision: i32,
    approval: &'static str,
    approvers: String,
    changed: Cell,
    asked: Option<Asked>,
}

/// A higher amount that waits.
#[derive(Debug)]
struct Asked {
    above: String,
    two_above: String,
    by: String,
    when: Cell,
    reason: String,
    own: bool,
}

/// The rules of a currency.
pub fn rules(
    actor: &Actor<ApprovalRule>,
    currency: &'static str,
    (rules, members): (&[Rule], &[Candidate]),
    told: Option<Told>,
) -> Response {
    let lang = actor.lang();
    let text = Text::of(lang);
    let kind = actor.organization().kind;
    let line = |action: Kind| {
        let rule = rules.iter().find(|rule| rule.action == action.as_str());
        let approvers = approvers(members, action, kind);
        let names: Vec<&str> = approvers.iter().map(|member| member.username.as_str()).collect();
        drawn(actor, action, rule, &names)
    };
    let tab = |code: &&'static str| {
        Link::new(*code, format!("/roles/approval-rules?currency={code}")).current(**code == *currency)
    };
    let status = match told {
        None => StatusCode::OK,
        Some(Told::Amount(_) | Told::Order(_)) => StatusCode::UNPROCESSABLE_ENTITY,
        Some(_) => StatusCode::CONFLICT,
    };
    let page = RulesPage {
        frame: Frame::new(actor.visitor(), text.title),
        text,
        tabs: roles::tabs(actor, "/roles/approval-rules"),
        currencies: CURRENCIES.iter().map(tab).collect(),
        currency,
        told: told.map(|told| text.told(told, lang)),
        banners: banners(rules, members, (kind, lang)),
        lines: RULED.into_iter().filter(|action| action.exists_in(kind)).map(line).collect(),
    };
    html(status, &page)
}

/// What everybody who looks at the rules should know: where no second person is asked, and that nobody could agree.
fn banners(rules: &[Rule], members: &[Candidate], (kind, lang): (OrganizationKind, Lang)) -> Vec<String> {
    let text = Text::of(lang);
    let is_off = |action: &Kind| rules.iter().any(|rule| rule.action == action.as_str() && rule.is_off);
    let off: Vec<&str> = RULED.into_iter().filter(is_off).map(|action| action.name(lang)).collect();
    let off = (!off.is_empty()).then(|| format!("{} {}", text.off_now, off.join(lang.pick(", ", "、"))));
    let alone = (agreeing(members, kind) <= 1).then(|| text.alone.to_owned());
    off.into_iter().chain(alone).collect()
}

/// How many members can ask for a higher amount or agree to one.
pub fn agreeing(members: &[Candidate], kind: OrganizationKind) -> usize {
    members.iter().filter(|member| member.permissions(kind).holds(ApprovalRule::CODE)).count()
}

/// Those who can approve an action.
fn approvers(members: &[Candidate], action: Kind, kind: OrganizationKind) -> Vec<&Candidate> {
    let may = |member: &&Candidate| action.approval().is_some_and(|code| member.permissions(kind).holds(code));
    members.iter().filter(may).collect()
}

/// The first names, and how many more.
fn named(names: &[&str], lang: Lang) -> String {
    let shown = names.iter().take(NAMED).copied().collect::<Vec<_>>().join(lang.pick(", ", "、"));
    let more = names.len().saturating_sub(NAMED);
    if more == 0 { shown } else { format!("{shown} +{more}") }
}

fn drawn(actor: &Actor<ApprovalRule>, action: Kind, rule: Option<&Rule>, approvers: &[&str]) -> Line {
    let lang = actor.lang();
    let text = Text::of(lang);
    let face = actor.face();
    let asked = rule.and_then(|rule| {
        Some(Asked {
            above: decimal::grouped(rule.asked_above?, 2),
            two_above: rule.asked_two_above.map(|two| decimal::grouped(two, 2)).unwrap_or_default(),
            by: rule.asked_by_name.clone().unwrap_or_default(),
            when: Cell::when(rule.asked_at, &face),
            reason: rule.asked_reason.clone(),
            own: rule.asked_by == Some(actor.member_id()),
        })
    });
    let is_off = rule.is_some_and(|rule| rule.is_off);
    let changed = |rule: &Rule| {
        Cell::text(rule.changed_by.clone().unwrap_or_default()).over(Cell::when(Some(rule.changed_at), &face))
    };
    Line {
        action: action.as_str(),
        name: action.name(lang),
        above: decimal::grouped(rule.map_or(Decimal::ZERO, |rule| rule.above), 2),
        two_above: rule.and_then(|rule| rule.two_above).map(|two| decimal::grouped(two, 2)).unwrap_or_default(),
        has_amount: action.has_amount(),
        is_off,
        may_be_off: is_off || approvers.len() <= 1,
        revision: rule.map_or(0, |rule| rule.revision),
        approval: action.approval().map_or("", |code| code.name(lang)),
        approvers: if approvers.is_empty() { text.nobody.to_owned() } else { named(approvers, lang) },
        changed: rule.map_or(Cell::None, changed),
        asked,
    }
}

/// A member who could, row by row.
pub fn answers(
    actor: &Actor<RoleView>,
    members: &[Candidate],
    (question, action, threshold): (&Question, Kind, Threshold),
    for_customer: bool,
) -> Vec<Vec<Cell>> {
    let (kind, text) = (actor.organization().kind, Text::of(actor.lang()));
    let approving = approvers(members, action, kind);
    // Without an amount the smallest one that can be typed: a rule's amount is told beside it.
    let amount = question.amount.unwrap_or_else(|| Decimal::new(1, 2));
    let row = |member: &Candidate| {
        let permissions = member.permissions(kind);
        let sees = member.sees() || !(for_customer || action.concerns_customer());
        let attempt = Attempt {
            organization: kind,
            kind: action,
            amount,
            permissions,
            sees,
            threshold,
            approvers: approving.len(),
        };
        let issue = may_issue(attempt).ok()?;
        let others = others(&approving, member.member_id, for_customer && action.concerns_customer(), text);
        Some(cells(actor, member, issue, (question, threshold, &others)))
    };
    members.iter().filter_map(row).collect()
}

/// User names of those who could approve what this member makes. Whoever does not see the customer may agree to it all the same,
/// by what the request says; he stands last, and the page says that he cannot open the customer (AM-13).
fn others(approving: &[&Candidate], maker: i64, for_customer: bool, text: &Text) -> Vec<String> {
    let others = approving.iter().filter(|member| member.member_id != maker);
    let (seeing, blind): (Vec<&&Candidate>, Vec<_>) = others.partition(|member| !for_customer || member.sees());
    let marked = |member: &&&Candidate| format!("{}{}", member.username, text.cannot_open);
    seeing.iter().map(|member| member.username.clone()).chain(blind.iter().map(marked)).collect()
}

fn cells(
    actor: &Actor<RoleView>,
    member: &Candidate,
    issue: Issue,
    (question, threshold, others): (&Question, Threshold, &[String]),
) -> Vec<Cell> {
    let lang = actor.lang();
    let text = Text::of(lang);
    let others: Vec<&str> = others.iter().map(String::as_str).collect();
    let above = format!("{} {} {}", text.above, decimal::grouped(threshold.above, 2), question.currency);
    let second = match issue.second() {
        None if question.amount.is_none() => Cell::text(above),
        None => Cell::badge(Tone::Idle, text.no_second),
        Some(_) if others.is_empty() => Cell::badge(Tone::Refused, text.nobody),
        Some(code) if issue.steps() > 1 => {
            Cell::badge(Tone::Waiting, format!("{} × 2", code.name(lang))).under(named(&others, lang))
        }
        Some(code) => Cell::badge(Tone::Waiting, code.name(lang)).under(named(&others, lang)),
    };
    let proof = if issue.needs_step_up() { Cell::badge(Tone::Waiting, text.needed) } else { Cell::None };
    vec![
        Cell::link(&member.username, format!("/members/{}", member.member_id)),
        Cell::text(through(member, issue.kind().code(), actor.organization().kind, lang)),
        Cell::text(scope(member, issue.kind(), text)),
        proof,
        second,
    ]
}

/// The roles by which a member holds a permission.
fn through(member: &Candidate, code: Code, kind: OrganizationKind, lang: Lang) -> String {
    if member.is_master {
        return Text::of(lang).master.to_owned();
    }
    let presets = member.presets.iter().filter_map(|role| Role::parse(role));
    let presets = presets.filter(|role| permissions_of(kind, false, &[*role], Permissions::NONE).holds(code));
    let own = member.custom.iter().filter(|role| {
        let codes = role.codes.iter().map(String::as_str).collect();
        permissions_of(kind, false, &[], codes).holds(code)
    });
    let names = presets.map(|role| role.name(lang).to_owned()).chain(own.map(|role| role.name.clone()));
    names.collect::<Vec<_>>().join(lang.pick(", ", "、"))
}

/// Why the customer lies in his data scope, or how far that reaches.
fn scope(member: &Candidate, action: Kind, text: &'static Text) -> &'static str {
    let [all, own, team, none] = text.scopes;
    match member.reach() {
        _ if !action.concerns_customer() => none,
        Reach::All => all,
        Reach::Own => own,
        Reach::Team => team,
    }
}

/// The list of who can issue.
pub fn issuers(actor: &Actor<RoleView>, bar: FilterBar, rows: Vec<Vec<Cell>>, pager: Pager) -> ListPage {
    let lang = actor.lang();
    let text = Text::of(lang);
    let columns = vec![
        Column::new(text.member),
        Column::new(text.through),
        Column::new(text.scope).wide(),
        Column::new(text.step_up).wide(),
        Column::new(text.second),
    ];
    let table = Table { caption: text.issuers.to_owned(), columns, rows };
    let empty = Empty { title: text.choose.to_owned(), hint: text.choose_hint.to_owned(), action: None };
    let mut page = ListPage::new(Frame::new(actor.visitor(), text.issuers), bar, table, pager, empty);
    page.tabs = roles::tabs(actor, "/roles/issuers");
    page
}
