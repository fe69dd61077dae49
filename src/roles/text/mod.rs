//! Phrases of roles: lists, details, the catalogue. Those of the form stand in `custom.rs`, of the simulation in `simulation.rs`.

pub mod assignment;
pub mod custom;
pub mod simulation;

use super::rules::groups::Group;
use crate::{
    access::{Kind, Reach},
    lang::Lang,
};

/// Phrases of the slice.
#[derive(Debug)]
pub struct Text {
    pub title: &'static str,
    pub name: &'static str,
    pub kind: &'static str,
    pub preset: &'static str,
    pub custom: &'static str,
    pub permissions: &'static str,
    pub members: &'static str,
    pub changed: &'static str,
    pub changed_by: &'static str,
    pub description: &'static str,
    pub scope: &'static str,
    pub role: &'static str,
    pub new: &'static str,
    pub copy: &'static str,
    pub edit: &'static str,
    pub delete: &'static str,
    pub simulate: &'static str,
    pub catalogue: &'static str,
    pub holders: &'static str,
    pub issuers: &'static str,
    pub approval_rules: &'static str,
    pub reviews: &'static str,
    pub limit: &'static str,
    pub limit_help: &'static str,
    pub limit_wrong: &'static str,
    pub limit_now: &'static str,
    pub save: &'static str,
    pub saved: &'static str,
    pub empty: &'static str,
    pub permission: &'static str,
    pub code: &'static str,
    pub kinds: &'static str,
    pub everywhere: &'static str,
    pub step_up: &'static str,
    pub step_up_yes: &'static str,
    pub bpc: &'static str,
    pub held_by: &'static str,
    pub held_by_all: &'static str,
    pub held_by_master: &'static str,
    pub last_used: &'static str,
    pub unused: &'static str,
    pub username: &'static str,
    pub person: &'static str,
    pub state: &'static str,
    pub through: &'static str,
    pub since: &'static str,
    pub until: &'static str,
    pub granted_by: &'static str,
    pub master: &'static str,
    pub nobody: &'static str,
    pub choose_permission: &'static str,
    pub pairs: &'static str,
    pub pairs_one: &'static str,
    pub pairs_other: &'static str,
    pub exclusions: &'static str,
    /// Rules of presets: admin alone; account manager or director.
    pub admin_alone: &'static str,
    pub manager_or_director: &'static str,
    pub groups: [&'static str; 9],
    pub reach: [&'static str; 3],
    pub organizations: [&'static str; 4],
    pub states: [(&'static str, &'static str); 4],
}

/// English.
pub static EN: Text = Text {
    title: "Roles",
    name: "Name",
    kind: "Kind",
    preset: "Preset",
    custom: "Custom",
    permissions: "Permissions",
    members: "Members",
    changed: "Last change",
    changed_by: "Changed by",
    description: "Description",
    scope: "Customers seen by this role alone",
    role: "Role",
    new: "New role",
    copy: "Copy",
    edit: "Edit",
    delete: "Delete",
    simulate: "What does it open?",
    catalogue: "All permissions",
    holders: "Who may do what",
    issuers: "Who can issue",
    approval_rules: "Approval rules",
    reviews: "Access reviews",
    limit: "Limit of custom roles",
    limit_help: "How many custom roles the organisation may have: 10 to 100.",
    limit_wrong: "Enter a whole number from 10 to 100, not below the number of roles there are.",
    limit_now: "Custom roles now",
    save: "Save",
    saved: "Saved.",
    empty: "No roles",
    permission: "Permission",
    code: "Code",
    kinds: "Organisations",
    everywhere: "All",
    step_up: "Fresh proof of identity",
    step_up_yes: "Needed",
    bpc: "Vendor's item",
    held_by: "Presets that hold it",
    held_by_all: "Every role",
    held_by_master: "Master account only",
    last_used: "Last used here",
    unused: "Not in the last 90 days",
    username: "User name",
    person: "Name",
    state: "State",
    through: "Through",
    since: "From",
    until: "Until",
    granted_by: "Assigned by",
    master: "Master account",
    nobody: "Nobody holds it",
    choose_permission: "Choose a permission to see who holds it.",
    pairs: "Permissions that one person should not hold together",
    pairs_one: "Makes",
    pairs_other: "Checks",
    exclusions: "Excludes",
    admin_alone: "Every other role",
    manager_or_director: "Account manager and account director exclude each other",
    groups: [
        "Home and own data",
        "Customers",
        "Vouchers",
        "Accounting",
        "Incentives",
        "Opportunities and plans",
        "Organisation",
        "System",
        "Vendor desk",
    ],
    reach: ["Own customers", "Customers of the team", "All customers"],
    organizations: ["Solution provider", "Distributor", "Cloud reseller", "Vendor desk"],
    states: [("invited", "Invited"), ("active", "Active"), ("disabled", "Disabled"), ("deleted", "Deleted")],
};

/// Chinese.
pub static ZH_CN: Text = Text {
    title: "角色",
    name: "名称",
    kind: "类型",
    preset: "预置角色",
    custom: "自定义角色",
    permissions: "权限",
    members: "角色人员数量",
    changed: "最近修改",
    changed_by: "修改人",
    description: "描述",
    scope: "仅有此角色时可见的客户",
    role: "角色",
    new: "创建角色",
    copy: "复制",
    edit: "修改",
    delete: "删除",
    simulate: "可以打开哪些页面",
    catalogue: "全部权限",
    holders: "谁拥有该权限",
    issuers: "谁可以发放",
    approval_rules: "审批规则",
    reviews: "权限复核",
    limit: "自定义角色数量上限",
    limit_help: "本组织最多可创建的自定义角色数量：10 至 100。",
    limit_wrong: "请输入 10 至 100 之间的整数，且不小于现有角色数量。",
    limit_now: "现有自定义角色",
    save: "保存",
    saved: "已保存。",
    empty: "暂无角色",
    permission: "权限",
    code: "编码",
    kinds: "适用组织",
    everywhere: "全部",
    step_up: "敏感操作验证",
    step_up_yes: "需要",
    bpc: "伙伴中心权限项",
    held_by: "包含该权限的预置角色",
    held_by_all: "所有角色",
    held_by_master: "仅伙伴主账号",
    last_used: "最近使用",
    unused: "近 90 天未使用",
    username: "账号名",
    person: "姓名",
    state: "状态",
    through: "来自",
    since: "生效时间",
    until: "失效时间",
    granted_by: "分配人",
    master: "伙伴主账号",
    nobody: "无人拥有",
    choose_permission: "请选择一项权限，查看哪些成员拥有它。",
    pairs: "不宜由同一人拥有的权限",
    pairs_one: "经办",
    pairs_other: "复核",
    exclusions: "互斥",
    admin_alone: "其他所有角色",
    manager_or_director: "客户经理与客户经理主管互斥",
    groups: ["主页与个人", "客户", "券管理", "账务", "激励", "机会点与计划", "组织", "系统", "厂商工作台"],
    reach: ["本人的客户", "团队的客户", "全部客户"],
    organizations: ["解决方案提供商", "总经销商", "云经销商", "厂商工作台"],
    states: [("invited", "待激活"), ("active", "启用"), ("disabled", "停用"), ("deleted", "已删除")],
};

impl Text {
    /// The phrases in a language.
    pub fn of(lang: Lang) -> &'static Self {
        lang.pick(&EN, &ZH_CN)
    }

    /// The title of a group of permissions.
    pub fn group(&self, group: Group) -> &'static str {
        self.groups[group as usize]
    }

    /// How far somebody sees.
    pub fn reach(&self, reach: Reach) -> &'static str {
        self.reach[reach as usize]
    }

    /// The kind of an organisation.
    pub fn organization(&self, kind: Kind) -> &'static str {
        self.organizations[kind as usize]
    }

    /// The state of a member.
    pub fn state(&self, state: &str) -> &'static str {
        self.states.iter().find(|(code, _)| *code == state).map_or("", |(_, word)| word)
    }
}
