//! Phrases of synchronisation: names of resources, states, and what to do about each class of failure.

use crate::lang::Lang;

/// Phrases of the slice.
pub struct Text {
    pub title: &'static str,
    pub run: &'static str,
    pub resource: &'static str,
    pub state: &'static str,
    pub completed: &'static str,
    pub next: &'static str,
    pub changes: &'static str,
    pub changes_of: fn(i64, i64, i64) -> String,
    pub read: &'static str,
    pub throttled: &'static str,
    pub seconds: &'static str,
    pub what_to_do: &'static str,
    pub all: &'static str,
    pub run_now: &'static str,
    pub running: &'static str,
    pub done: &'static str,
    pub partly: &'static str,
    pub failed: &'static str,
    pub abandoned: &'static str,
    pub waiting: &'static str,
    pub never: &'static str,
    pub asked: &'static str,
    pub nothing_to_ask: &'static str,
    pub with_problems: &'static str,
    pub resources: &'static str,
    pub running_now: &'static str,
    pub recent: &'static str,
    pub others: &'static str,
    pub started: &'static str,
    pub finished: &'static str,
    pub cause: &'static str,
    pub parts: &'static str,
    pub calls: &'static str,
    pub expected: &'static str,
    pub counters: &'static str,
    pub failure: &'static str,
    pub code: &'static str,
    pub part: &'static str,
    pub request_id: &'static str,
    pub round: &'static str,
    pub by_schedule: &'static str,
    pub by_person: &'static str,
    pub by_command_line: &'static str,
    pub by_demo: &'static str,
    pub empty: &'static str,
    pub empty_hint: &'static str,
}

/// English.
pub static EN: Text = Text {
    title: "Synchronisation",
    run: "Run",
    resource: "What is read",
    state: "Latest run",
    completed: "Up to date as of",
    next: "Next run",
    changes: "Changed",
    changes_of: |new, changed, gone| format!("{new} new, {changed} changed, {gone} gone"),
    read: "Rows read",
    throttled: "Waited for the call limit",
    seconds: "s",
    what_to_do: "What to do",
    all: "Everything",
    run_now: "Run now",
    running: "Running",
    done: "Done",
    partly: "Partly done",
    failed: "Failed",
    abandoned: "Cut off",
    waiting: "Asked for",
    never: "Not yet run",
    asked: "The run is asked for and begins within seconds, unless it is already running.",
    nothing_to_ask: "There is nothing to run: this organisation has no connection to the vendor, or the name is unknown.",
    with_problems: "With problems",
    resources: "Resources",
    running_now: "Running now",
    recent: "Recent runs",
    others: "Other runs of the same",
    started: "Started",
    finished: "Finished",
    cause: "Asked for by",
    parts: "Parts done",
    calls: "Calls to the vendor",
    expected: "Rows announced",
    counters: "Figures",
    failure: "First failure",
    code: "Vendor's error code",
    part: "Part",
    request_id: "Vendor's request ID",
    round: "Reading began",
    by_schedule: "Schedule",
    by_person: "A member",
    by_command_line: "Command line",
    by_demo: "Demo",
    empty: "Nothing is synchronised yet",
    empty_hint: "An administrator of the server adds the connection with: portal account add",
};

/// Chinese.
pub static ZH_CN: Text = Text {
    title: "同步",
    run: "同步任务",
    resource: "同步内容",
    state: "最近一次",
    completed: "数据截至",
    next: "下次同步",
    changes: "变更",
    changes_of: |new, changed, gone| format!("新增 {new}，变更 {changed}，消失 {gone}"),
    read: "读取行数",
    throttled: "限流等待",
    seconds: "秒",
    what_to_do: "处理办法",
    all: "全部",
    run_now: "立即同步",
    running: "同步中",
    done: "已完成",
    partly: "部分完成",
    failed: "失败",
    abandoned: "已中断",
    waiting: "已请求",
    never: "尚未同步",
    asked: "已请求同步，几秒内开始；如正在同步则不重复执行。",
    nothing_to_ask: "没有可同步的内容：本组织没有华为云连接，或名称有误。",
    with_problems: "异常",
    resources: "同步内容数",
    running_now: "正在同步",
    recent: "最近的同步任务",
    others: "同一内容的其他任务",
    started: "开始时间",
    finished: "结束时间",
    cause: "发起方",
    parts: "已完成部分",
    calls: "调用次数",
    expected: "应读行数",
    counters: "统计",
    failure: "首个失败",
    code: "华为云错误码",
    part: "所在部分",
    request_id: "华为云请求 ID",
    round: "本轮开始",
    by_schedule: "定时",
    by_person: "成员",
    by_command_line: "命令行",
    by_demo: "演示",
    empty: "尚未同步任何数据",
    empty_hint: "请服务器管理员用 portal account add 命令添加华为云连接。",
};

impl Text {
    /// The phrases in a language.
    pub fn of(lang: Lang) -> &'static Self {
        lang.pick(&EN, &ZH_CN)
    }
}

/// Name of a resource, English, Chinese.
const RESOURCES: &[(&str, &str, &str)] = &[
    ("resellers", "Cloud resellers", "云经销商"),
    ("customers", "Customers", "客户"),
    ("real_name", "Real-name verification", "实名认证"),
    ("new_customer_tags", "New-customer tags", "新客标签"),
    ("voucher_quotas", "Voucher quotas", "代金券额度"),
    ("issued_quotas", "Issued quotas", "已发放额度"),
    ("quota_records", "Quota records", "额度操作记录"),
    ("coupons", "Issued coupons", "已发放券"),
    ("touched_coupons", "Coupons touched by records", "有变动的券"),
    ("own_coupons", "Own coupons", "自有券"),
    ("coupon_records", "Coupon records", "券操作记录"),
    ("partner_balances", "Partner balances", "伙伴账户余额"),
    ("customer_balances", "Customers' balances", "客户账户余额"),
    ("partner_statement", "Partner statement", "收支明细"),
    ("adjust_records", "Adjustments", "调账记录"),
    ("customer_budgets", "Customers' budgets", "客户预算"),
    ("budget_records", "Budget records", "预算设置记录"),
    ("consumption_quota", "Consumption quota", "消费配额"),
    ("consuming_customers", "Consuming customers", "有消费的客户"),
    ("consumption", "Consumption details", "消费明细"),
    ("monthly_bills", "Monthly bills", "月度账单"),
    ("postpaid_bills", "Partner bills", "伙伴账单"),
    ("orders", "Orders", "客户订单"),
    ("order_lines", "Order lines", "订单明细"),
    ("order_refunds", "Refunds", "退款"),
    ("vendor_invoices", "Invoices", "发票"),
    ("service_types", "Service types", "产品类型"),
    ("resource_types", "Resource types", "资源类型"),
    ("service_resources", "Resources of services", "产品的资源"),
    ("usage_types", "Usage types", "使用量类型"),
    ("measures", "Measures", "度量单位"),
    ("conversions", "Conversions", "单位换算"),
    ("provinces", "Provinces", "省份"),
    ("cities", "Cities", "城市"),
    ("counties", "Counties", "区县"),
    ("incentive_policies", "Incentive policies", "产品激励策略"),
    ("business_discounts", "Commercial discounts", "商务折扣"),
];

/// Names of all resources, as the engine calls them.
pub fn resources() -> impl Iterator<Item = &'static str> {
    RESOURCES.iter().map(|(name, ..)| *name)
}

/// A resource in the reader's language; an unknown one as it is called.
pub fn resource(name: &str, lang: Lang) -> String {
    let found = RESOURCES.iter().find(|(known, ..)| *known == name);
    found.map_or_else(|| name.to_owned(), |(_, en, zh)| lang.pick(*en, *zh).to_owned())
}

/// Class of a failure, then what to do about it: English, Chinese.
const PROBLEMS: &[(&str, &str, &str)] = &[
    (
        "credentials",
        "The vendor refused the keys. Enter them again with `portal account add`.",
        "华为云拒绝了访问密钥，请用 portal account add 重新录入。",
    ),
    (
        "clock",
        "This server's clock is off by more than 15 minutes. Set it right; nothing else is needed.",
        "服务器时钟偏差超过 15 分钟，请校准时钟，无需其他操作。",
    ),
    (
        "rights",
        "The key has no right to this call. `portal doctor` names the permission item to grant in the Partner Center.",
        "密钥缺少此接口的权限项，请用 portal doctor 查看并在伙伴中心授权。",
    ),
    (
        "not_partner",
        "The account of these keys is no partner. Use the partner account's keys.",
        "该密钥所属账号不是伙伴账号，请使用伙伴账号的密钥。",
    ),
    (
        "other_site",
        "The data belongs to another site. Check the site of the connection.",
        "数据属于其他站点，请检查连接的站点。",
    ),
    (
        "throttled",
        "The vendor limited the calls for too long. It is tried again by itself; if it lasts, ask for a higher limit by service ticket.",
        "被华为云限流时间过长，系统会自动重试；若持续出现，请提工单申请提高限额。",
    ),
    (
        "vendor_down",
        "The vendor's service fails. It is tried again by itself; pages show what was read before.",
        "华为云服务异常，系统会自动重试，页面显示上次同步的数据。",
    ),
    (
        "unreachable",
        "The vendor cannot be reached. Check this server's network, then `portal doctor`.",
        "无法连接华为云，请检查服务器网络，并运行 portal doctor。",
    ),
    (
        "narrow",
        "The vendor asks for a narrower request. Report it with the request ID.",
        "华为云要求缩小查询范围，请附请求 ID 反馈。",
    ),
    (
        "parameter",
        "The vendor did not accept the request. Report it with the request ID.",
        "华为云未接受请求参数，请附请求 ID 反馈。",
    ),
    (
        "stale",
        "What was asked for has changed at the vendor. The next run reads it anew.",
        "所查对象已变化，下次同步将重新读取。",
    ),
    (
        "insufficient",
        "The vendor reports an insufficient balance or quota. Look at the balance.",
        "华为云提示余额或额度不足，请查看余额。",
    ),
    (
        "busy",
        "The vendor is busy with an earlier request. It is tried again by itself.",
        "华为云正在处理之前的请求，系统会自动重试。",
    ),
    ("not_offered", "The site of this connection does not offer this call.", "该连接所属站点不提供此接口。"),
    (
        "database",
        "The portal's own database failed. Look at its log, then `portal doctor`.",
        "门户数据库异常，请查看日志并运行 portal doctor。",
    ),
    (
        "unreadable",
        "The vendor's answer could not be read. What was stored stays; report it with the request ID.",
        "华为云的返回内容无法识别，已有数据不受影响，请附请求 ID 反馈。",
    ),
    (
        "outcome_unknown",
        "The outcome of the call is unknown. It is read again by itself.",
        "调用结果未知，系统会自动重新读取。",
    ),
    ("refused", "The vendor refused the call; see its error code.", "华为云拒绝了调用，请查看错误码。"),
    (
        "does_not_add_up",
        "The list changed while it was read, twice. It is tried again by itself.",
        "读取期间列表发生变化，系统会自动重试。",
    ),
    (
        "suddenly_empty",
        "The vendor listed nothing where it listed many before. The old rows are kept: check that the keys belong to the right account.",
        "华为云返回空列表，而此前有较多数据；已保留原数据，请确认密钥属于正确的账号。",
    ),
];

/// What to do about a class of failure; an unknown one as it is called.
pub fn problem(class: &str, lang: Lang) -> String {
    let found = PROBLEMS.iter().find(|(known, ..)| *known == class);
    found.map_or_else(|| class.to_owned(), |(_, en, zh)| lang.pick(*en, *zh).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_of_failure_says_what_to_do() {
        for class in [
            "credentials",
            "clock",
            "rights",
            "throttled",
            "vendor_down",
            "unreachable",
            "does_not_add_up",
            "suddenly_empty",
            "database",
            "unreadable",
        ] {
            assert_ne!(problem(class, Lang::En), class);
            assert_ne!(problem(class, Lang::ZhCn), class);
        }
    }
}
