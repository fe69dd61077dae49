//! The page of one member: data, roles, effective permissions (PERM-7), sessions, what can be done and what not, timeline.

use super::{create::role_names, masked, state};
use crate::{
    access::{
        Actor, Permission, Role, Standing,
        permission::{AuditView, MemberManage, MemberPassword, MemberView},
        tries::Lock,
        usage::{self, Used},
    },
    audit::Deed,
    lang::Lang,
    members::{
        rules::{
            acts::{Act, Hindrance, Look, hindrance, party},
            effective::{Effective, effective},
            wanted::CustomRole,
        },
        store::{
            detail::{Around, Factors, Happened, Passkey, Session, Waiting},
            subject::{Case, Subject},
        },
        text::{Text, acts::hindered},
    },
    web::{Cell, Column, DetailPage, Frame, Happening, Link, Section, Table, Text as Shared, Tone},
};

/// One member.
pub fn show(actor: &Actor<MemberView>, case: &Case, around: &Around, used: &Used) -> DetailPage {
    let lang = actor.lang();
    let text = Text::of(lang);
    let subject = &case.subject;
    let mut sections = vec![account(actor, subject), person(actor, subject)];
    if let Some(request) = &around.request {
        sections.push(waiting(actor, case, request));
    }
    if !around.locks.is_empty() {
        sections.insert(1, locks(actor, &around.locks));
    }
    let (offered, withheld) = acts(actor, case, !around.locks.is_empty());
    if !withheld.facts.is_empty() {
        sections.push(withheld);
    }
    let mut page = DetailPage::new(Frame::new(actor.visitor(), &subject.username), sections);
    page.actions = offered;
    page.badges.push(state(&subject.state, text, lang));
    page.tables.push((text.roles_table.to_owned(), roles(actor, case)));
    page.tables.push((text.effective.to_owned(), permissions(actor, case, (around.customers_seen, used))));
    if actor.may(MemberManage::CODE) || actor.may(MemberPassword::CODE) {
        page.sections.insert(2, factors(actor, &around.factors));
    }
    if actor.may(MemberManage::CODE) {
        page.tables.push((text.acts.sessions.to_owned(), sessions(actor, &around.sessions)));
    }
    if actor.may(AuditView::CODE) || actor.may(MemberManage::CODE) {
        page.timeline = around.timeline.iter().map(|record| happening(actor, record)).collect();
    }
    page
}

/// How far the member sees now: `own`, `team` or `all` (AM-2).
pub fn reach(case: &Case, actor: &Actor<MemberView>) -> crate::access::Reach {
    let (presets, own) = case.subject.in_force(&case.ground.custom, actor.app().clock.now());
    let pin = case.subject.pin();
    Standing { is_master: case.subject.is_master, presets: &presets, has_custom: !own.is_empty(), pin }.reach()
}

fn account(actor: &Actor<MemberView>, subject: &Subject) -> Section {
    let text = Text::of(actor.lang());
    let face = actor.face();
    let undirected = subject.holds(Role::AccountManager) && subject.director_id.is_none();
    let director = if undirected {
        Cell::badge(Tone::Waiting, text.no_director)
    } else {
        Cell::maybe(subject.director.as_deref())
    };
    let mut facts = vec![
        (text.username, Cell::text(&subject.username)),
        (text.director, director),
        (text.expires_on, Cell::maybe(subject.expires_on.map(|day| day.to_string()).as_deref())),
        (text.last_login, Cell::when(subject.last_login_at, &face)),
        (text.created, Cell::when(Some(subject.created_at), &face)),
        (text.created_by, Cell::maybe(subject.created_by.as_deref())),
    ];
    if subject.link_until.is_some() {
        facts.push((text.link_until, Cell::when(subject.link_until, &face)));
    }
    if subject.customers > 0 {
        facts.push((text.acts.customers, Cell::text(subject.customers.to_string())));
    }
    if subject.managed > 0 {
        facts.push((text.acts.managers, Cell::text(subject.managed.to_string())));
    }
    Section { title: text.account.to_owned(), facts }
}

fn person(actor: &Actor<MemberView>, subject: &Subject) -> Section {
    let lang = actor.lang();
    let text = Text::of(lang);
    let reveals = actor.may(MemberManage::CODE) && (!subject.is_master || actor.member_id() == subject.id);
    let personal = |field, label, value| (label, masked((subject.id, field), label, value, (reveals, lang)));
    Section {
        title: text.person.to_owned(),
        facts: vec![
            personal("name", text.name, Some(&subject.name)),
            personal("email", text.email, subject.email.as_ref()),
            personal("phone", text.phone, subject.phone.as_ref()),
            (text.department, Cell::text(&subject.department)),
            (text.job_title, Cell::text(&subject.job_title)),
            (text.remark, Cell::text(&subject.remark)),
        ],
    }
}

/// How he proves who he is: kinds and dates.
pub fn factors<P: Permission>(actor: &Actor<P>, factors: &Factors) -> Section {
    let (lang, face) = (actor.lang(), actor.face());
    let text = Text::of(lang);
    let app = match factors.app_since {
        Some(since) => Cell::badge(Tone::Done, text.acts.set_up).over(Cell::when(Some(since), &face)),
        None => Cell::text(text.acts.not_set_up),
    };
    let passkey = |one: &Passkey| {
        let used = one.last_used_at.map_or(Cell::when(Some(one.created_at), &face), |at| Cell::when(Some(at), &face));
        Cell::text(&one.name).over(used)
    };
    let passkeys = match factors.passkeys.as_slice() {
        [] => Cell::text(text.acts.not_set_up),
        some => Cell::Several(some.iter().map(passkey).collect()),
    };
    let facts = vec![
        (text.acts.app, app),
        (text.acts.passkeys, passkeys),
        (text.acts.codes_left, Cell::text(factors.codes_left.to_string())),
        (text.acts.tokens, Cell::text(factors.tokens.to_string())),
    ];
    Section { title: text.factor.to_owned(), facts }
}

/// What of the login is locked, for whom, until when (MEM-5).
pub fn locks<P: Permission>(actor: &Actor<P>, locks: &[Lock]) -> Section {
    let (text, face) = (Text::of(actor.lang()), actor.face());
    let fact = |lock: &Lock| {
        let (label, everywhere) = match lock.what.as_str() {
            "password" => (text.acts.locked_password, false),
            "code" => (text.acts.locked_code, false),
            _ => (text.acts.locked_factor, true),
        };
        let from = if everywhere { Cell::None } else { Cell::text(&lock.address) };
        (label, Cell::when(Some(lock.locked_until), &face).over(from))
    };
    Section { title: text.acts.locked_until.to_owned(), facts: locks.iter().map(fact).collect() }
}

fn waiting(actor: &Actor<MemberView>, case: &Case, request: &Waiting) -> Section {
    let lang = actor.lang();
    let text = Text::of(lang);
    let names = role_names(&request.wanted, &case.ground.custom, lang);
    Section {
        title: text.acts.request.to_owned(),
        facts: vec![
            (text.acts.roles_then, Cell::link(names, format!("/members/{}/role-request", case.subject.id))),
            (text.acts.asked_by, Cell::text(&request.asked_by)),
            (text.acts.asked_at, Cell::when(Some(request.asked_at), &actor.face())),
            (text.form.reason, Cell::text(&request.reason)),
        ],
    }
}

/// What the reader may do to the member, as buttons; and what he may not, with the reason.
fn acts(actor: &Actor<MemberView>, case: &Case, is_locked: bool) -> (Vec<Link>, Section) {
    let lang = actor.lang();
    let text = Text::of(lang);
    let id = case.subject.id;
    let reset = if case.subject.state == "invited" { text.acts.new_link } else { text.acts.reset };
    let offered = [
        (Act::Edit, text.edit, "edit"),
        (Act::Roles, text.acts.assign, "roles"),
        (Act::Disable, text.acts.disable, "disable"),
        (Act::Enable, text.acts.enable, "enable"),
        (Act::Credentials, reset, "credentials"),
        (Act::Unlock, text.acts.unlock, "unlock"),
        (Act::Factors, text.acts.reset_factors, "factors"),
        (Act::Sessions, text.acts.end_sessions, "sessions"),
        (Act::HandOver, text.acts.hand_over, "hand-over"),
    ];
    let state = case.subject.state.as_str();
    let shown = offered.into_iter().filter(|(act, ..)| match act {
        Act::Unlock => is_locked,
        Act::Enable => state == "disabled",
        Act::Disable => state != "disabled",
        _ => true,
    });
    let mut links = Vec::new();
    let mut facts = Vec::new();
    for (act, label, path) in shown {
        match hindered_by(actor, case, act) {
            // One's own password is changed where the present one is asked for.
            None if act == Act::Credentials && id == actor.member_id() => {
                links.push(Link::new(label, "/profile/password"));
            }
            None => links.push(Link::new(label, format!("/members/{id}/{path}"))),
            Some(reason) => facts.push((label, Cell::text(hindered(reason, lang)))),
        }
    }
    (links, Section { title: text.withheld.to_owned(), facts })
}

/// Why the reader cannot do this to the member.
pub fn hindered_by<P: Permission>(actor: &Actor<P>, case: &Case, act: Act) -> Option<Hindrance> {
    let subject = case.subject.party(actor.organization().kind, &case.ground.custom);
    let look = Look { actor: &party(actor), subject: &subject, state: &case.subject.state, admins: case.ground.admins };
    hindrance(act, look)
}

fn roles(actor: &Actor<MemberView>, case: &Case) -> Table {
    let lang = actor.lang();
    let text = Text::of(lang);
    let face = actor.face();
    let row = |one: &_| {
        let one: &crate::members::Wanted = one;
        let name = role_names(std::slice::from_ref(one), &case.ground.custom, lang);
        vec![Cell::text(name), Cell::when(one.starts_at, &face), Cell::when(one.ends_at, &face)]
    };
    let columns = vec![Column::new(text.roles), Column::new(text.from), Column::new(text.until)];
    let mut rows: Vec<Vec<Cell>> = case.subject.wanted.iter().map(row).collect();
    if case.subject.is_master {
        rows.push(vec![Cell::text(Shared::of(lang).master), Cell::None, Cell::None]);
    }
    Table { caption: text.roles_table.to_owned(), columns, rows }
}

fn permissions(actor: &Actor<MemberView>, case: &Case, (seen, used): (i64, &Used)) -> Table {
    let lang = actor.lang();
    let text = Text::of(lang);
    let reach = text.form.reach(reach(case, actor));
    let (presets, own): (Vec<Role>, Vec<&CustomRole>) =
        case.subject.in_force(&case.ground.custom, actor.app().clock.now());
    let all = effective(actor.organization().kind, case.subject.is_master, &presets, &own, lang);
    let row = |one: &Effective| {
        let by = if one.granted_by.is_empty() {
            text.every_role.to_owned()
        } else {
            one.granted_by.join(lang.pick(", ", "、"))
        };
        let by = if case.subject.is_master { Shared::of(lang).master.to_owned() } else { by };
        let (scope, seen) =
            if one.by_customer { (Cell::text(reach), Cell::text(seen.to_string())) } else { (Cell::None, Cell::None) };
        let last = used.last(one.code);
        let unused = usage::is_unused(last, actor.face().now);
        let last = if unused { Cell::badge(Tone::Waiting, text.unused) } else { Cell::when(last, &actor.face()) };
        vec![Cell::text(one.code.name(lang)).under(one.code.as_str()), Cell::text(by), scope, seen, last]
    };
    let columns = vec![
        Column::new(text.permission),
        Column::new(text.granted_by),
        Column::new(text.scope),
        Column::number(text.seen_customers),
        Column::new(text.last_used).tight(),
    ];
    Table { caption: text.effective.to_owned(), columns, rows: all.iter().map(row).collect() }
}

/// Live sessions.
pub fn sessions<P: Permission>(actor: &Actor<P>, sessions: &[Session]) -> Table {
    let text = Text::of(actor.lang());
    let face = actor.face();
    let row = |one: &Session| {
        let browser: String = one.user_agent.chars().take(60).collect();
        vec![
            Cell::text(&one.address),
            Cell::text(browser),
            Cell::when(Some(one.created_at), &face),
            Cell::when(Some(one.seen_at), &face),
        ]
    };
    let mut rows: Vec<Vec<Cell>> = sessions.iter().map(row).collect();
    if rows.is_empty() {
        rows.push(vec![Cell::text(text.acts.no_sessions), Cell::None, Cell::None, Cell::None]);
    }
    let labels = [text.acts.address, text.acts.browser, text.acts.started, text.acts.seen];
    Table { caption: text.acts.sessions.to_owned(), columns: labels.map(Column::new).into(), rows }
}

fn happening(actor: &Actor<MemberView>, record: &Happened) -> Happening {
    let lang: Lang = actor.lang();
    let what = Deed::parse(&record.event).map_or_else(|| record.event.clone(), |deed| deed.name(lang).to_owned());
    let parts = [Some(record.actor.as_str()), record.address.as_deref(), record.reason.as_deref()];
    let note = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    Happening { what, when: actor.face().when(record.at), note, tone: Tone::Done }
}

/// Back to the member.
pub fn back(subject: &Subject, text: &Text) -> Link {
    Link::new(text.form.back, format!("/members/{}", subject.id))
}
