//! Phrases of the inbox: what waits, and every notice.

use chrono::{DateTime, Utc};

use super::rules::{Notice, Waiting, What};
use crate::{commands::Kind, lang::Lang, requests, web::Face};

/// Phrases of the slice.
#[derive(Debug)]
pub struct Text {
    pub title: &'static str,
    pub waits: &'static str,
    pub nothing_waits: &'static str,
    pub notices: &'static str,
    pub no_notices: &'static str,
    pub what: &'static str,
    pub when: &'static str,
    pub state: &'static str,
    pub unread: &'static str,
    pub was_read: &'static str,
    pub mark: &'static str,
    pub read_all: &'static str,
    pub marked: &'static str,
    pub unknown: &'static str,
}

/// English.
pub static EN: Text = Text {
    title: "Inbox",
    waits: "Waiting for you",
    nothing_waits: "Nothing waits for you.",
    notices: "Notices",
    no_notices: "No notices. They are kept for 180 days.",
    what: "What",
    when: "When",
    state: "State",
    unread: "Unread",
    was_read: "Read",
    mark: "Mark as read",
    read_all: "Mark all as read",
    marked: "Marked as read.",
    unknown: "A notice of a newer version of the portal.",
};

/// Chinese.
pub static ZH_CN: Text = Text {
    title: "待办与通知",
    waits: "我的待办",
    nothing_waits: "暂无待办。",
    notices: "通知",
    no_notices: "暂无通知。通知保留 180 天。",
    what: "内容",
    when: "时间",
    state: "状态",
    unread: "未读",
    was_read: "已读",
    mark: "标为已读",
    read_all: "全部标为已读",
    marked: "已标为已读。",
    unknown: "该通知来自更新版本的系统。",
};

impl Text {
    /// The phrases in a language.
    pub fn of(lang: Lang) -> &'static Self {
        lang.pick(&EN, &ZH_CN)
    }
}

/// What waits, as a sentence.
pub fn waits(waiting: &Waiting, lang: Lang) -> String {
    let whom = &waiting.whom;
    let kind = Kind::parse(whom).map_or(whom.as_str(), |kind| kind.name(lang));
    let (en, zh) = match waiting.what {
        What::Approval => (format!("Approve or return: {kind}"), format!("审批：{kind}")),
        What::ApprovalEnds => (
            format!("Your request expires within 12 hours without approval: {kind}"),
            format!("您提交的申请将在 12 小时内失效，尚未审批：{kind}"),
        ),
        What::Unresolved => {
            (format!("Commands whose outcome a person must decide: {whom}"), format!("需人工裁定结果的指令：{whom} 条"))
        }
        What::Late => (
            format!(
                "Commands confirmed a day ago of which Huawei Cloud lists no record: {whom}. Compare, then ask Huawei Cloud"
            ),
            format!("华为云确认超过 24 小时仍无记录的指令：{whom} 条，请核对后联系华为云"),
        ),
        What::Proposed => {
            (format!("Agree to the proposed outcome, or refuse: {kind}"), format!("审批裁定结果：{kind}"))
        }
        What::Failed => (
            format!("Your commands that failed in the last three days: {whom}"),
            format!("近三天未执行的指令：{whom} 条"),
        ),
        What::RoleRequest => (format!("Agree to roles of {whom}, or refuse"), format!("审批 {whom} 的角色申请")),
        What::ApprovalRules => {
            (format!("Agree to higher approval amounts, or refuse: {whom}"), format!("审批规则放宽申请：{whom} 条"))
        }
        What::Review => (format!("Answer in the access review: {whom}"), format!("填写权限复核：{whom} 项")),
        What::Undirected => {
            (format!("Account managers without director: {whom}"), format!("未设主管的客户经理：{whom} 人"))
        }
        What::Unassigned => {
            (format!("Customers without account manager: {whom}"), format!("未分配客户经理的客户：{whom} 个"))
        }
        What::Stranded => {
            (format!("Customers whose account manager cannot work: {whom}"), format!("客户经理不可用的客户：{whom} 个"))
        }
        What::LoginEnds => (format!("The login of {whom} ends soon"), format!("{whom} 的账号即将到期")),
        What::RoleEnds => (format!("A role of {whom} ends soon"), format!("{whom} 的角色即将到期")),
        What::CompanyRequest => {
            (format!("Decide on the company change of {whom}"), format!("审核 {whom} 的企业信息变更"))
        }
        What::InternalReview => {
            (format!("Review requests of colleagues: {whom}"), format!("审批同事提交的申请：{whom} 项"))
        }
        What::Worklist => (format!("Work on requests of partners: {whom}"), format!("处理伙伴提交的申请：{whom} 项")),
        What::MasterOffer => (
            format!("{whom} offers you the master account: take it over, or refuse"),
            format!("{whom} 拟将伙伴主账号移交给您，请接受或拒绝"),
        ),
    };
    lang.pick(en, zh)
}

/// A notice, as a sentence.
pub fn said(notice: &Notice, face: &Face) -> String {
    let exact = |at: &DateTime<Utc>| face.when(*at).exact;
    let (en, zh) = match notice {
        Notice::CredentialsReset { by, member, .. } => (
            format!("{by} issued new credentials for the login {member}. If you did not expect this, ask an admin."),
            format!("{by} 为账号 {member} 生成了新的登录凭证。如非预期，请联系系统管理员。"),
        ),
        Notice::RolesChanged { by } => (format!("{by} changed your roles."), format!("{by} 变更了您的角色。")),
        Notice::RolesApproved { by, member, .. } => {
            (format!("{by} agreed to the roles of {member}."), format!("{by} 已通过 {member} 的角色申请。"))
        }
        Notice::RolesRefused { by, member, .. } => {
            (format!("{by} refused the roles of {member}."), format!("{by} 已驳回 {member} 的角色申请。"))
        }
        Notice::MasterOffered { by, until } => (
            format!("{by} offers you the master account. Accept until {}.", exact(until)),
            format!("{by} 拟将伙伴主账号移交给您，请在 {} 前接受。", exact(until)),
        ),
        Notice::ReviewBegan { last_day, .. } => (
            format!("An access review began: say which roles are still needed until {last_day}."),
            format!("权限复核已开始，请在 {last_day} 前确认各成员的角色是否仍需保留。"),
        ),
        Notice::ReviewEnds { last_day, days, open, .. } => (
            format!("The access review ends on {last_day} (days left: {days}). Answers missing: {open}."),
            format!("权限复核将于 {last_day} 结束（剩余 {days} 天），尚有 {open} 项未填写。"),
        ),
        Notice::LastAdminKept { member, .. } => (
            format!("{member} is the last active admin: the last day of the login was lifted. Make another admin."),
            format!("{member} 是最后一位启用的系统管理员，其有效期已被取消。请再设置一位系统管理员。"),
        ),
        Notice::ApprovalsDelegated { by, to, until } => (
            format!("{to} approves in place of {by} until {}.", exact(until)),
            format!("{by} 已委托 {to} 代为审批，至 {} 止。", exact(until)),
        ),
        Notice::VouchersExpire { coupons: false, day, days, count, amount, currency } => (
            format!("Quotas expire on {day} (days left: {days}): {count}, with {amount} {currency} left to issue."),
            format!("有 {count} 个额度将于 {day} 到期（剩余 {days} 天），未发放余额 {amount} {currency}。"),
        ),
        Notice::VouchersExpire { coupons: true, day, days, count, amount, currency } => (
            format!(
                "Coupons of customers expire on {day} (days left: {days}): {count}, with {amount} {currency} unused."
            ),
            format!("有 {count} 张已发放的券将于 {day} 到期（剩余 {days} 天），未使用余额 {amount} {currency}。"),
        ),
        decision => return decided(decision, face.lang),
    };
    face.lang.pick(en, zh)
}

/// Where a payout is now, and why.
fn payout(state: &str, reason: &str) -> (String, String) {
    let words = |lang| requests::state_word("payout", state, lang);
    let because = |joint: &str| if reason.is_empty() { String::new() } else { format!("{joint}{reason}") };
    (
        format!("Your payout is now: {}{}", words(Lang::En), because(". ")),
        format!("申付单状态更新为：{}{}", words(Lang::ZhCn), because("。")),
    )
}

/// What somebody decided on, as a sentence; other notices are none.
fn decided(notice: &Notice, lang: Lang) -> String {
    let (en, zh) = match notice {
        Notice::ApprovalDecided { by, kind, approval_id, agreed } => {
            let kind = Kind::parse(kind).map_or(kind.as_str(), |kind| kind.name(lang));
            match agreed {
                true => (
                    format!("{by} approved your request {approval_id}: {kind}."),
                    format!("{by} 已同意您的申请 {approval_id}：{kind}。"),
                ),
                false => (
                    format!("{by} returned your request {approval_id}: {kind}. Read why, and submit it again."),
                    format!("{by} 退回了您的申请 {approval_id}：{kind}。请查看原因后重新提交。"),
                ),
            }
        }
        Notice::ApprovalRuleDecided { by, agreed: true } => {
            (format!("{by} agreed to the higher approval amount."), format!("{by} 已同意放宽审批规则。"))
        }
        Notice::ApprovalRuleDecided { by, agreed: false } => {
            (format!("{by} refused the higher approval amount."), format!("{by} 已驳回放宽审批规则。"))
        }
        Notice::BusinessInformationMoved { approved: true, .. } => {
            ("The vendor authenticated your business information.".to_owned(), "商业信息认证已通过。".to_owned())
        }
        Notice::BusinessInformationMoved { state, reason, .. } => business_information(state, reason),
        Notice::FhQualificationDecided { approved: true, .. } => {
            ("The vendor approved your FH qualification.".to_owned(), "FH 资格申请已审核通过。".to_owned())
        }
        Notice::FhQualificationDecided { approved: false, reason } => {
            (format!("The vendor rejected your FH qualification: {reason}"), format!("FH 资格申请审核未通过：{reason}"))
        }
        Notice::MdfApplicationDecided { approved: true, .. } => {
            ("The vendor approved your MDF application.".to_owned(), "MDF 使用申请已审核通过。".to_owned())
        }
        Notice::MdfApplicationDecided { approved: false, reason, .. } => {
            (format!("The vendor rejected your MDF application: {reason}"), format!("MDF 使用申请审核不通过：{reason}"))
        }
        Notice::MdfClaimDecided { approved: true, .. } => {
            ("The vendor approved your MDF claim.".to_owned(), "MDF 兑现申报已审核通过。".to_owned())
        }
        Notice::MdfClaimDecided { approved: false, reason, .. } => {
            (format!("The vendor rejected your MDF claim: {reason}"), format!("MDF 兑现申报审核不通过：{reason}"))
        }
        Notice::PayoutMoved { state, reason, .. } => payout(state, reason),
        Notice::CompanyDecided { name, approved: true, .. } => (
            format!("The vendor approved the company change to {name}."),
            format!("企业信息变更（{name}）已通过审核。"),
        ),
        Notice::CompanyDecided { name, approved: false, reason } => (
            format!("The vendor rejected the company change to {name}: {reason}"),
            format!("企业信息变更（{name}）被驳回：{reason}"),
        ),
        near @ Notice::DeadlineNear { .. } => return sentence(near, lang),
        _ => return String::new(),
    };
    lang.pick(en, zh)
}

/// A deadline that is near, as a sentence of an inbox or a letter; other notices are none.
#[must_use]
pub fn sentence(notice: &Notice, lang: Lang) -> String {
    let Notice::DeadlineNear { kind, state, request_id, last_day, working_days, .. } = notice else {
        return String::new();
    };
    let (word, state) = (requests::kind_word(kind, lang), requests::state_word(kind, state, lang));
    lang.pick(
        format!(
            "{word}, request {request_id} ({state}): the last day is {last_day} (working days left: {working_days})."
        ),
        format!("{word}（申请编号 {request_id}，{state}）须于 {last_day} 前处理，剩余 {working_days} 个工作日。"),
    )
}

/// What the vendor desk did with the business information short of authenticating it (BIZ-11).
fn business_information(state: &str, reason: &str) -> (String, String) {
    match state {
        "rejected" => {
            (format!("The vendor rejected your business information: {reason}"), format!("商业信息认证失败：{reason}"))
        }
        "awaiting_amount" => (
            "A test transfer was sent to your bank account. Enter the amount that arrived.".to_owned(),
            "厂商已向贵公司银行账户打款，请输入到账金额以完成商业信息认证。".to_owned(),
        ),
        _ => ("The vendor reviews your business information by hand.".to_owned(), "商业信息已转人工审核。".to_owned()),
    }
}
