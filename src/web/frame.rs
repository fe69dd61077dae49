//! What surrounds every page: menu, organisation, switches, flash, breadcrumbs. Made from the visitor; templates call it `frame`.

use super::{
    assets::{ASSETS, Assets},
    flash::Flash,
    menu::Group,
    page::Link,
    text::Text,
    visitor::{Theme, Visitor},
};
use crate::{
    access::{OrganizationState, STEP_UP, Seat},
    lang::Lang,
};

/// Values of `layout.html`.
#[derive(Debug)]
pub struct Frame {
    /// Language of the page.
    pub lang: Lang,
    /// Light, dark or as the system likes.
    pub theme: Theme,
    /// Phrases every page shares.
    pub text: &'static Text,
    /// Title of the browser tab and of the page.
    pub title: String,
    /// Where the page stands.
    pub crumbs: Vec<Crumb>,
    /// Who reads, when signed in.
    pub reader: Option<Reader>,
    /// Menu of the reader.
    pub groups: Vec<Group>,
    /// Whether there is a search page.
    pub search: bool,
    /// What the page before left to say.
    pub flash: Option<Flash>,
    /// Says since when the organisation is frozen or gone, and what is still possible (ORG-6).
    pub halted: Option<String>,
    /// Whether this page writes nothing: all but the reader's own login, while the organisation is halted.
    pub read_only: bool,
    /// Path and query: where the switches lead back to.
    pub here: String,
    /// Addresses of style and script.
    pub assets: &'static Assets,
}

/// One step on the way to the page.
#[derive(Debug, Clone)]
pub struct Crumb {
    /// Words.
    pub label: String,
    /// Address; the last step and group titles have none.
    pub href: Option<String>,
}

/// The signed-in member in the head of the page.
#[derive(Debug)]
pub struct Reader {
    /// User name.
    pub username: String,
    /// Roles in words.
    pub roles: String,
    /// Organisation.
    pub organization: String,
}

impl Frame {
    /// The frame of a page with this title. Breadcrumbs begin with the menu entry it lies under.
    #[must_use]
    pub fn new(visitor: &Visitor, title: impl Into<String>) -> Self {
        let lang = visitor.lang();
        let groups =
            visitor.seat().map(|seat| visitor.menu().for_member(seat, visitor.path(), lang)).unwrap_or_default();
        let title = title.into();
        Self {
            crumbs: crumbs(&groups, visitor.path(), &title),
            lang,
            theme: visitor.theme(),
            text: Text::of(lang),
            title,
            reader: visitor.seat().map(|seat| reader(seat, lang)),
            groups,
            search: visitor.menu().has_search(),
            flash: visitor.flash().cloned(),
            halted: visitor.seat().and_then(|seat| halted(seat, lang)),
            read_only: visitor.seat().is_some_and(|seat| seat.organization.state != OrganizationState::Active)
                && !(visitor.path().starts_with("/profile") || visitor.path() == STEP_UP),
            here: if visitor.is_reading() { visitor.here().to_owned() } else { "/".to_owned() },
            assets: &ASSETS,
        }
    }

    /// The menu's entry under which the page lies.
    #[must_use]
    pub fn near(&self) -> Option<Link> {
        let entry = self.groups.iter().flat_map(|group| &group.entries).find(|entry| entry.current)?;
        Some(Link::new(entry.label, entry.href))
    }

    /// The other choices of the theme switch, with the current one first.
    #[must_use]
    pub fn themes(&self) -> [(&'static str, &'static str, bool); 3] {
        let text = self.text;
        [(Theme::System, text.theme_system), (Theme::Light, text.theme_light), (Theme::Dark, text.theme_dark)]
            .map(|(theme, label)| (theme.code(), label, theme == self.theme))
    }

    /// The language the switch offers: the other one.
    #[must_use]
    pub fn other_language(&self) -> Lang {
        self.lang.pick(Lang::ZhCn, Lang::En)
    }
}

fn crumbs(groups: &[Group], path: &str, title: &str) -> Vec<Crumb> {
    let here = groups.iter().find_map(|group| Some((group, group.entries.iter().find(|entry| entry.current)?)));
    let Some((group, entry)) = here.filter(|_| path != "/") else { return Vec::new() };
    let mut crumbs = Vec::new();
    if !group.title.is_empty() && group.title != entry.label {
        crumbs.push(Crumb { label: group.title.to_owned(), href: None });
    }
    if entry.href == path {
        crumbs.push(Crumb { label: entry.label.to_owned(), href: None });
    } else {
        crumbs.push(Crumb { label: entry.label.to_owned(), href: Some(entry.href.to_owned()) });
        crumbs.push(Crumb { label: title.to_owned(), href: None });
    }
    crumbs
}

fn halted(seat: &Seat, lang: Lang) -> Option<String> {
    let text = Text::of(lang);
    let (before, after) = match seat.organization.state {
        OrganizationState::Active => return None,
        OrganizationState::Frozen => text.frozen,
        OrganizationState::Exited => text.exited,
    };
    let since = seat.organization.halted_at?.with_timezone(&seat.organization.zone);
    Some([before, &since.format("%Y-%m-%d %H:%M UTC%:z").to_string(), after].concat())
}

fn reader(seat: &Seat, lang: Lang) -> Reader {
    let presets = seat.roles.iter().map(|role| role.name(lang));
    let roles: Vec<&str> = presets.chain(seat.custom_roles.iter().map(String::as_str)).collect();
    let separator = lang.pick(", ", "、");
    Reader {
        username: seat.username.clone(),
        roles: if seat.is_master { Text::of(lang).master.to_owned() } else { roles.join(separator) },
        organization: seat.organization.name.clone(),
    }
}
