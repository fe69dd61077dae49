//! Phrases of deadlines.

use crate::lang::Lang;

/// Phrases.
#[derive(Debug)]
pub struct Text {
    pub title: &'static str,
    pub tabs: [&'static str; 4],
    pub what: &'static str,
    pub partner: &'static str,
    pub kind: &'static str,
    pub number: &'static str,
    pub rule: &'static str,
    pub side: &'static str,
    pub due: &'static str,
    pub left: &'static str,
    pub last_day: &'static str,
    pub days: &'static str,
    pub over: &'static str,
    pub met: &'static str,
    pub lapsed: &'static str,
    pub empty: &'static str,
    pub empty_hint: &'static str,
    pub feed: &'static str,
    pub feed_hint: &'static str,
    pub feed_state: &'static str,
    pub feed_on: &'static str,
    pub feed_off: &'static str,
    pub address: &'static str,
    pub made: &'static str,
    pub make: &'static str,
    pub renew: &'static str,
    pub revoke: &'static str,
    pub revoked: &'static str,
    pub back: &'static str,
}

/// English.
static EN: Text = Text {
    title: "Deadlines",
    tabs: ["Open", "Met", "Missed", "All"],
    what: "What",
    partner: "Partner",
    kind: "Benefit",
    number: "Request number",
    rule: "Rule",
    side: "Who acts",
    due: "Last day",
    left: "Left",
    last_day: "Today is the last day",
    days: " days",
    over: "Overdue",
    met: "Met",
    lapsed: "Missed",
    empty: "No deadlines",
    empty_hint: "Requests with a time limit are listed here, the nearest first.",
    feed: "Calendar feed",
    feed_hint: "A calendar program reads your open deadlines from an address of your own. Whoever has the address can read them, so keep it to yourself; a new one or taking it back closes the old one at once.",
    feed_state: "Calendar feed",
    feed_on: "On",
    feed_off: "Off",
    address: "Address, shown this once",
    made: "The address was made. Enter it in your calendar program now.",
    make: "Make an address",
    renew: "Make a new address",
    revoke: "Take it back",
    revoked: "The calendar feed was taken back.",
    back: "Deadlines",
};

/// Chinese.
static ZH_CN: Text = Text {
    title: "期限看板",
    tabs: ["进行中", "已按期完成", "已逾期", "全部"],
    what: "事项",
    partner: "伙伴",
    kind: "权益",
    number: "申请编号",
    rule: "规则",
    side: "处理方",
    due: "截止日",
    left: "剩余时间",
    last_day: "今日截止",
    days: " 天",
    over: "已超期",
    met: "已按期完成",
    lapsed: "已逾期",
    empty: "暂无期限",
    empty_hint: "有时限的申请将显示在这里，最先到期的在前。",
    feed: "日历订阅",
    feed_hint: "日历软件可通过您的专属地址读取未完成的期限。持有该地址即可读取，请勿告知他人；重新生成或停用后，原地址立即失效。",
    feed_state: "日历订阅",
    feed_on: "已启用",
    feed_off: "未启用",
    address: "订阅地址（仅显示一次）",
    made: "订阅地址已生成，请立即填入日历软件。",
    make: "生成订阅地址",
    renew: "重新生成订阅地址",
    revoke: "停用",
    revoked: "日历订阅已停用。",
    back: "期限看板",
};

impl Text {
    /// The phrases in a language.
    pub fn of(lang: Lang) -> &'static Self {
        lang.pick(&EN, &ZH_CN)
    }
}
