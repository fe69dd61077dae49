//! Who may name whom. Paths are read off the syntax tree, so that a comment or a text is no dependency.

use std::collections::BTreeSet;

use syn::{
    Path, UseTree,
    visit::{self, Visit},
};

use super::{APART, LAYERS, SLICES, Source, is_slice, nothing_in, sources};

/// Slice → slice edges, only through the other's `mod.rs`. An edge is a decision: say why.
const EDGES: &[(&str, &str)] = &[
    ("accounts", "customers"),    // whose names may be shown
    ("approval_rules", "inbox"),  // tells who asked what was decided
    ("approval_rules", "roles"),  // stands among the tabs of roles
    ("assignments", "customers"), // whose names may be shown
    ("bills", "catalog"),         // names of products and regions by code
    ("bills", "customers"),       // whose names may be shown
    ("oidc", "sessions"),         // what a sign-in answers, whatever it was proved with
    ("organization", "inbox"),    // tells who is offered the master login
    ("home", "assignments"),      // what waits to be assigned (TRAP-2)
    ("organization", "members"),  // limits of a person's data, and the roles that change with the master login (ORG-5)
    ("home", "inbox"),            // how much waits
    ("members", "exports"),       // the list is exported in the background
    ("members", "inbox"),         // tells of credentials and requests
    ("profile", "members"),       // limits of one's own data (MEM-11)
    ("orders", "catalog"),        // names of services and resources by code
    ("invitations", "customers"), // which associations a site has
    ("realname", "customers"),    // whose names may be shown
    ("reviews", "inbox"),         // tells reviewers
    ("reviews", "members"),       // what is removed waits for a second person
    ("reviews", "roles"),         // stands among the tabs of roles
    ("roles", "inbox"),           // tells of changed roles
    ("roles", "members"),         // roles that wait for a second person (PERM-8)
    ("resellers", "vouchers"),    // quotas issued to a reseller
    // Masked data is shown in one way everywhere; a reason is limited as in every dialog of members.
    ("customers", "reveals"),
    ("organization", "reveals"),
    ("resellers", "reveals"),
    ("reveals", "members"),
    ("approvals", "accounts"), // the warning of a freeze (ACCT-19)
    ("approvals", "board"),    // the words of commands, and who sees which
    ("approvals", "inbox"),    // tells who asked what was decided, and of delegations
    // Whether money steps are possible (GATE-01).
    ("benefits", "business_information"),
    // Whether the conditions of a step are met, and what the facts behind them say (GATE-02 to GATE-05).
    ("benefits", "facts"),
    ("benefits", "gates"),
    ("rebates", "benefits"), // the site that decides methods of payment and working days
    ("rebates", "business_information"), // the tax rate of amounts against an invoice (REB-19)
    ("rebates", "calendars"), // working days for a reply (REB-12)
    ("payouts", "benefits"), // the gates of a payout, and the site that decides methods and days
    ("payouts", "business_information"), // the version that a payout freezes (DAT-02)
    ("payouts", "gates"),    // which gates are in the way
    ("payouts", "inbox"),    // tells where the partner has to act
    ("payouts", "rebates"),  // what is payable, methods and taxes (PAYOUT-07)
    ("deadlines", "inbox"),  // tells who acts on what is due
    ("facts", "gates"),      // what gates ask of facts
    ("fh", "evidence"),      // files that prove a month (FH-18)
    ("mdf", "benefits"),     // whether the benefit is open, and its gates
    ("mdf", "business_information"), // an application warns where it is not authenticated (GATE-01)
    ("mdf", "consents"),     // the agreement and the statements that are ticked (COMP-01)
    ("mdf", "gates"),        // which gates are in the way
    ("mdf", "inbox"),        // tells what was decided
    ("mdf", "evidence"),     // files that prove an application and a claim (MDF-21, MDF-22)
    ("fh", "benefits"),      // which site's schemes a partner sees
    ("fh", "facts"),         // persons and their certificates
    ("fh", "gates"),         // how old facts may be
    ("fh", "consents"),      // the agreement that is ticked
    ("fh", "inbox"),         // tells what was decided
    ("fh", "members"),       // what is wrong with a typed field
    // The privacy statement, what was decided, limits of a person's data, what a registration code is.
    ("business_information", "consents"),
    ("business_information", "inbox"),
    ("business_information", "members"),
    ("business_information", "organization"),
    ("change_sets", "accounts"), // what may be transferred (ACCT-3)
    ("ledgers", "accounts"),     // balances that the statement does not explain
    ("ledgers", "inbox"),        // tells of what expires
    ("ledgers", "vouchers"),     // words of operations, and which resources are read
    ("vouchers", "catalog"),     // service types that a coupon may be limited to
];

/// Files of a slice (architecture.md), and the SQL that only `sync.rs` calls.
const FILES: &[&str] = &["mod", "routes", "pages", "forms", "rules", "store", "mirror", "sync", "api", "text"];

/// Folders that say nothing.
const EMPTY_WORDS: &[&str] = &["utils", "util", "common", "helpers", "helper", "manager", "service", "types", "admin"];

/// The description of the JSON API knows types by their name alone: of two with one name it would describe one as the other.
#[test]
fn no_two_types_of_the_api_share_a_name() {
    let mut seen = std::collections::BTreeMap::<String, String>::new();
    let mut complaints = Vec::new();
    for source in sources("src", ".rs") {
        for described in source.text.split("ToSchema").skip(1) {
            let Some(line) =
                described.lines().find(|line| line.starts_with("pub struct") || line.starts_with("pub enum"))
            else {
                continue;
            };
            let name = line.split([' ', '<', '{', '(', ';']).nth(2).unwrap_or_default().to_owned();
            match seen.insert(name.clone(), source.path.clone()) {
                Some(other) if other != source.path => complaints.push(format!("{name}: {other}, {}", source.path)),
                _ => {}
            }
        }
    }
    assert!(seen.len() > 8, "{seen:?}");
    nothing_in(&complaints, "a type of the API has a name of its own");
}

/// Rooms of this package that a file names: `crate::db::Db` → `db`.
fn rooms_named(source: &Source) -> BTreeSet<String> {
    #[derive(Default)]
    struct Names(BTreeSet<String>);
    impl Names {
        fn below_crate(&mut self, tree: &UseTree) {
            match tree {
                UseTree::Path(path) => drop(self.0.insert(path.ident.to_string())),
                UseTree::Name(name) => drop(self.0.insert(name.ident.to_string())),
                UseTree::Rename(name) => drop(self.0.insert(name.ident.to_string())),
                UseTree::Group(group) => group.items.iter().for_each(|tree| self.below_crate(tree)),
                UseTree::Glob(_) => drop(self.0.insert("*".to_owned())),
            }
        }
    }
    impl<'a> Visit<'a> for Names {
        fn visit_use_tree(&mut self, tree: &'a UseTree) {
            match tree {
                UseTree::Path(path) if path.ident == "crate" => self.below_crate(&path.tree),
                _ => visit::visit_use_tree(self, tree),
            }
        }

        fn visit_path(&mut self, path: &'a Path) {
            if path.segments.first().is_some_and(|first| first.ident == "crate") {
                self.0.extend(path.segments.iter().nth(1).map(|second| second.ident.to_string()));
            }
            visit::visit_path(self, path);
        }
    }
    let mut names = Names::default();
    names.visit_file(&syn::parse_file(&source.text).unwrap());
    names.0
}

fn layer(room: &str) -> Option<usize> {
    let room = if is_slice(room) { SLICES } else { room };
    LAYERS.iter().position(|layer| layer.contains(&room))
}

#[test]
fn rooms_name_only_those_before_them() {
    let mut complaints = Vec::new();
    for source in sources("src", ".rs") {
        let Some(own) = layer(source.room()).filter(|_| !APART.contains(&source.room())) else { continue };
        for named in rooms_named(&source).iter().filter(|named| *named != source.room()) {
            let allowed = match layer(named) {
                Some(other) if is_slice(named) && source.is_slice() => {
                    other == own && EDGES.contains(&(source.room(), named))
                }
                Some(other) => other <= own,
                None => named == "tests" && (source.text.contains("#[cfg(test)]") || source.is_test()),
            };
            if !allowed {
                complaints.push(format!("{} names crate::{named}", source.path));
            }
        }
    }
    nothing_in(
        &complaints,
        "values ← clock config lang db cloud ← app ← web access audit ← commands sync ← slices ← router jobs cli; slice → slice only along EDGES",
    );
}

#[test]
fn the_sandbox_shares_no_code_with_the_portal() {
    let mut complaints = Vec::new();
    for source in sources("src", ".rs").iter().filter(|source| source.room() == "sandbox") {
        let strangers = rooms_named(source).into_iter().filter(|named| named != "values" && named != "sandbox");
        complaints.extend(strangers.map(|named| format!("{} names crate::{named}", source.path)));
    }
    nothing_in(&complaints, "the sandbox is a second witness: it names only crate::values");
}

#[test]
fn slices_have_only_their_files() {
    let mut complaints = Vec::new();
    for source in sources("src", ".rs").iter().filter(|source| source.is_slice()) {
        match source.parts().as_slice() {
            [] => complaints.push(format!("{}: a slice is a folder", source.path)),
            [first, ..] if !FILES.contains(first) => {
                complaints.push(format!("{}: no such file in a slice", source.path))
            }
            _ => {}
        }
    }
    nothing_in(
        &complaints,
        "a slice has only mod routes pages forms rules store mirror sync api text (or a folder of that name)",
    );
}

#[test]
fn no_folder_says_nothing() {
    let empty = |source: &Source| {
        let parts = source.path.trim_end_matches(".rs").split('/').any(|part| EMPTY_WORDS.contains(&part));
        parts.then(|| source.path.clone())
    };
    let complaints: Vec<String> = sources("src", ".rs").iter().filter_map(empty).collect();
    nothing_in(&complaints, "name a module by its noun");
}
