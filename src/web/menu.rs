//! The menu: grouped like the Partner Center. An entry shows only if its page exists and the member may open it,
//! which is read off the registered routes: a new slice needs no change here when its path is fixed already.

use axum::http::Method;

use super::routes::{Route, Wall};
use crate::{
    access::{Code, Seat},
    lang::Lang,
};

/// English and Chinese.
type Words = (&'static str, &'static str);
/// Path, English and Chinese.
type Planned = (&'static str, &'static str, &'static str);

/// Groups in order: (English, Chinese) title, then entries (path, English, Chinese).
const PLAN: &[(Words, &[Planned])] = &[
    (
        ("", ""),
        &[
            ("/", "Home", "主页"),
            ("/inbox", "Inbox", "待办与通知"),
            ("/approvals", "Approvals", "审批"),
            ("/deadlines", "Deadlines", "期限看板"),
            ("/desk", "Vendor desk", "厂商工作台"),
        ],
    ),
    (
        ("Customers", "客户"),
        &[
            ("/customers", "Customers", "客户管理"),
            ("/customers/assignments", "Customer assignments", "客户分配"),
            ("/resellers", "Cloud resellers", "云经销商"),
            ("/resellers/assignments", "Resellers' managers", "云经销商分配"),
            ("/customers/real-name", "Real-name verification", "实名认证"),
            ("/customers/creations", "Customers created", "已创建的客户"),
            ("/invitations", "Reports and invitations", "报备与邀请"),
        ],
    ),
    (
        ("Vouchers", "券管理"),
        &[
            ("/vouchers/quotas", "Voucher quotas", "代金券额度"),
            ("/vouchers/issued", "Issued quotas", "已发放额度"),
            ("/vouchers/coupons", "Coupons", "优惠券"),
            ("/vouchers/records", "Records", "操作记录"),
            ("/vouchers/outside", "Changes not made here", "非本门户操作"),
            ("/vouchers/expiry", "Expiry forecast", "到期预测"),
            ("/vouchers/differences", "Differences", "核对差异"),
            ("/change-sets", "Change-sets", "批量变更"),
            ("/commands", "Commands", "操作指令"),
        ],
    ),
    (
        ("Accounting", "账务"),
        &[
            ("/accounts", "Balances", "账户余额"),
            ("/bills/consumption", "Consumption", "客户消费"),
            ("/bills/monthly", "Monthly bills", "月度账单"),
            ("/bills/statements", "Partner statement", "收支明细"),
            ("/orders", "Orders", "客户订单"),
            ("/invoices", "Invoices", "发票"),
            ("/earnings", "Earnings", "收益"),
        ],
    ),
    (
        ("Incentives", "激励"),
        &[
            ("/incentives/benefits", "Benefits and conditions", "权益与申请条件"),
            ("/facts", "Facts for conditions", "条件数据"),
            ("/incentives/fh", "Funded head", "FH 专职人员"),
            ("/incentives/mdf", "MDF", "MDF 市场基金"),
            ("/incentives/rebates", "Rebates", "返利"),
            ("/payouts", "Payouts", "申付与开票清单"),
            ("/business-info", "Business information", "商业信息"),
            ("/reviews", "Internal review", "内部审批"),
        ],
    ),
    (
        ("Opportunities", "机会点"),
        &[("/opportunities", "Opportunities", "机会点管理"), ("/programs", "Partner plans", "伙伴计划")],
    ),
    (
        ("Organisation", "组织"),
        &[
            ("/organization", "Organisation", "组织信息"),
            ("/organization/sign-in", "Company accounts", "企业账号登录"),
            ("/members", "Members", "成员"),
            ("/roles", "Roles", "角色"),
            ("/organization/security", "Sign-in security", "登录安全"),
            ("/specialists", "Specialists", "项目专员"),
            ("/exports", "Export records", "导出记录"),
            ("/activity", "Audit", "审计"),
        ],
    ),
    (
        ("Vendor desk", "厂商工作台"),
        &[
            ("/desk/companies", "Company changes", "公司变更审核"),
            ("/desk/organizations", "Partners", "伙伴组织"),
            ("/desk/calendars", "Working days", "工作日历"),
            ("/desk/documents", "Agreements and statements", "协议与声明"),
            ("/desk/benefits", "Benefits", "权益设置"),
            ("/desk/mdf-quotas", "MDF quotas", "MDF 额度"),
            ("/desk/fh-rates", "FH rates", "FH 激励标准"),
        ],
    ),
    (
        ("Support", "支持"),
        &[
            ("/support", "Service tickets", "工单"),
            ("/catalog/resource-types", "Product catalogue", "产品目录"),
            ("/notices", "Notices", "公告"),
            ("/sync", "Synchronisation", "同步"),
            ("/settings", "Settings", "设置"),
        ],
    ),
];

/// The entry that shows how many notices were not read.
const INBOX: &str = "/inbox";

/// Entries that only the China site has anything for (API-6).
const CHINA_ONLY: &[&str] = &[
    "/vouchers/quotas",
    "/vouchers/issued",
    "/vouchers/records",
    "/vouchers/outside",
    "/vouchers/expiry",
    "/vouchers/differences",
    "/change-sets",
    "/bills/consumption",
    "/bills/statements",
];

/// The entries that exist, with the permissions of their routes.
#[derive(Debug, Default)]
pub struct Menu {
    groups: Vec<(Words, Vec<Item>)>,
    search: bool,
    routes: Vec<Route>,
}

#[derive(Debug)]
struct Item {
    path: &'static str,
    words: Words,
    codes: &'static [Code],
}

/// A group as one member sees it.
#[derive(Debug, PartialEq, Eq)]
pub struct Group {
    /// Title; empty for the first group.
    pub title: &'static str,
    /// Entries, never none.
    pub entries: Vec<Entry>,
}

/// An entry as one member sees it.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    /// Address.
    pub href: &'static str,
    /// Words.
    pub label: &'static str,
    /// Whether the page shown lies under it.
    pub current: bool,
    /// How many things are new there; 0 shows nothing.
    pub count: i64,
}

impl Menu {
    /// The entries of the plan whose GET route is registered.
    #[must_use]
    pub fn of(routes: &[Route]) -> Self {
        let codes_of = |path: &str| {
            let route = routes.iter().find(|route| route.method == Method::GET && route.path == path)?;
            match route.wall {
                Wall::Any(codes) => Some(codes),
                Wall::Public => None,
            }
        };
        let item = |&(path, en, zh): &Planned| Some(Item { path, words: (en, zh), codes: codes_of(path)? });
        let groups = PLAN.iter().map(|(words, items)| (*words, items.iter().filter_map(item).collect())).collect();
        Self { groups, search: codes_of("/search").is_some(), routes: routes.to_vec() }
    }

    /// Every route of the portal, for the page that tells who could open which.
    #[must_use]
    pub fn routes(&self) -> &[Route] {
        &self.routes
    }

    /// Whether there is a search page.
    #[must_use]
    pub const fn has_search(&self) -> bool {
        self.search
    }

    /// The menu for one member on one page.
    #[must_use]
    pub fn for_member(&self, seat: &Seat, path: &str, lang: Lang) -> Vec<Group> {
        let current = self.current(path);
        let mut groups = Vec::new();
        for ((en, zh), items) in &self.groups {
            let may = items.iter().filter(|item| seat.permissions.holds_any(item.codes));
            let may = may.filter(|item| !(seat.organization.is_only_abroad() && CHINA_ONLY.contains(&item.path)));
            let entries: Vec<Entry> = may
                .map(|item| Entry {
                    href: item.path,
                    label: lang.pick(item.words.0, item.words.1),
                    current: current == Some(item.path),
                    count: if item.path == INBOX { seat.unread } else { 0 },
                })
                .collect();
            if !entries.is_empty() {
                groups.push(Group { title: lang.pick(en, zh), entries });
            }
        }
        groups
    }

    /// The entry with the longest path that is the page or lies above it; else the only one beside it, whose tabs lead there.
    fn current(&self, path: &str) -> Option<&'static str> {
        self.above(path).or_else(|| {
            let beside = |entry: &&str| {
                let parent = entry.rsplit_once('/').map_or("", |(parent, _)| parent);
                !parent.is_empty() && path.strip_prefix(parent).is_some_and(|rest| rest.starts_with('/'))
            };
            let mut siblings = self.groups.iter().flat_map(|(_, items)| items).map(|item| item.path).filter(beside);
            siblings.next().filter(|_| siblings.next().is_none())
        })
    }

    fn above(&self, path: &str) -> Option<&'static str> {
        let above = |entry: &&str| {
            path == *entry || (*entry != "/" && path.strip_prefix(*entry).is_some_and(|rest| rest.starts_with('/')))
        };
        self.groups
            .iter()
            .flat_map(|(_, items)| items)
            .map(|item| item.path)
            .filter(above)
            .max_by_key(|entry| entry.len())
    }
}
