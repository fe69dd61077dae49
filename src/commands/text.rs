//! Words for kinds, states, outcomes and failures of commands, which several slices show.

use super::{
    approval::ApprovalState,
    kind::Kind,
    state::{Outcome, State},
};
use crate::lang::Lang;

/// Words of the room.
#[derive(Debug)]
pub struct Text {
    kinds: [&'static str; 15],
    states: [&'static str; 6],
    approvals: [&'static str; 5],
    outcomes: [&'static str; 2],
    failures: &'static [(&'static str, &'static str)],
    waits: &'static [(&'static str, &'static str)],
}

/// English.
pub static EN: Text = Text {
    kinds: [
        "Issue quota",
        "Reclaim quota",
        "Issue coupon",
        "Reclaim coupon",
        "Transfer to customer",
        "Take back from customer",
        "Transfer to reseller",
        "Take back from reseller",
        "Set customer budget",
        "Freeze customer",
        "Unfreeze customer",
        "Create customer",
        "Submit real-name verification",
        "Withdraw",
        "Pay for customer",
    ],
    states: ["Waiting", "Being sent", "Confirmed", "Failed", "Outcome unknown", "Reconciled"],
    approvals: ["Pending", "Approved", "Returned", "Cancelled", "Expired"],
    outcomes: ["Took effect", "Took no effect"],
    failures: &[
        ("cancelled", "Withdrawn by the member who confirmed it. Nothing was sent."),
        ("returned", "Returned by the approver. Nothing was sent."),
        (
            "expired",
            "Not decided or not sent within 72 hours. Nothing was sent; confirm it again if it is still wanted.",
        ),
        (
            "entitlement",
            "When it was to be sent, the maker or an approver no longer had the permission, or the organisation was not active. Nothing was sent.",
        ),
        (
            "precheck",
            "When it was to be sent, the vendor's figures no longer allowed it: check balance, state and recipient, then confirm it anew.",
        ),
        ("refused", "The vendor refused it. Nothing happened."),
        ("throttled", "The vendor's flow control refused it five times. Nothing happened; confirm it again later."),
        (
            "busy_quota",
            "The vendor was still working on an earlier allocation of this quota for ten minutes. Nothing happened; confirm it again later.",
        ),
        ("follows", "The reclaim it was to follow took no effect, or left nothing to issue. Nothing was sent."),
        ("unbuilt", "The request could not be built. Nothing was sent."),
        ("not_offered", "This site has no such call. Nothing was sent."),
    ],
    waits: &[
        ("throttled", "The vendor lets no more calls through for now; it is tried again by itself."),
        ("unreachable", "The vendor cannot be reached; it is tried again by itself."),
        (
            "busy_quota",
            "The vendor is still working on an earlier allocation of this quota; it is tried again by itself.",
        ),
        ("unread", "The vendor's figures could not be read before sending; it is tried again by itself."),
        ("lane", "An earlier request about the same is not proved yet; this one goes out after it."),
        ("follows", "The command before it has to be done first."),
    ],
};

/// Chinese.
pub static ZH_CN: Text = Text {
    kinds: [
        "发放代金券额度",
        "回收代金券额度",
        "发放券",
        "回收券",
        "客户拨款",
        "客户拨款回收",
        "云经销商拨款",
        "云经销商拨款回收",
        "设置客户预算",
        "冻结客户",
        "解冻客户",
        "创建客户",
        "提交实名认证",
        "提现",
        "代客户支付",
    ],
    states: ["待执行", "发送中", "已确认", "失败", "结果未知", "已对账"],
    approvals: ["待审批", "已通过", "已退回", "已撤销", "已失效"],
    outcomes: ["已生效", "未生效"],
    failures: &[
        ("cancelled", "已由提交人撤销，未发送。"),
        ("returned", "已被审批人退回，未发送。"),
        ("expired", "72 小时内未审批或未能发送，已失效。如仍需要，请重新提交。"),
        ("entitlement", "执行时提交人或审批人已无权限，或组织不是正常状态，未发送。"),
        ("precheck", "执行前核对未通过：请检查余额、状态和对象后重新提交。未发送。"),
        ("refused", "华为云拒绝了该请求，未生效。"),
        ("throttled", "连续五次被华为云流控拒绝，未生效，请稍后重新提交。"),
        ("busy_quota", "该额度的上一次发放十分钟内未处理完成，未生效，请稍后重新提交。"),
        ("follows", "前一笔回收未生效或没有可发放的金额，未发送。"),
        ("unbuilt", "无法生成请求，未发送。"),
        ("not_offered", "该站点不提供此接口，未发送。"),
    ],
    waits: &[
        ("throttled", "华为云流控中，系统将自动重试。"),
        ("unreachable", "暂时无法连接华为云，系统将自动重试。"),
        ("busy_quota", "该额度的上一次发放仍在处理，系统将自动重试。"),
        ("unread", "发送前未能读取华为云数据，系统将自动重试。"),
        ("lane", "同一对象的上一笔请求尚未核实，核实后自动发送。"),
        ("follows", "须等前置指令完成。"),
    ],
};

impl Text {
    /// The words in a language.
    #[must_use]
    pub fn of(lang: Lang) -> &'static Self {
        lang.pick(&EN, &ZH_CN)
    }

    /// Why a command failed, as a sentence; empty for a word of a newer version.
    #[must_use]
    pub fn failure(&self, word: &str) -> &'static str {
        said(self.failures, word)
    }

    /// Why a command waits, as a sentence; empty for a word of a newer version.
    #[must_use]
    pub fn wait(&self, word: &str) -> &'static str {
        said(self.waits, word)
    }
}

fn said(table: &[(&'static str, &'static str)], word: &str) -> &'static str {
    table.iter().find(|(known, _)| *known == word).map_or("", |(_, sentence)| sentence)
}

fn nth<T: PartialEq>(all: &[T], one: &T, names: &[&'static str]) -> &'static str {
    all.iter().zip(names).find(|(known, _)| *known == one).map_or("", |(_, name)| name)
}

impl Kind {
    /// The name in the reader's language.
    #[must_use]
    pub fn name(self, lang: Lang) -> &'static str {
        nth(&Self::ALL, &self, &Text::of(lang).kinds)
    }
}

impl State {
    /// The name in the reader's language.
    #[must_use]
    pub fn name(self, lang: Lang) -> &'static str {
        nth(&Self::ALL, &self, &Text::of(lang).states)
    }
}

impl ApprovalState {
    /// The name in the reader's language.
    #[must_use]
    pub fn name(self, lang: Lang) -> &'static str {
        nth(&Self::ALL, &self, &Text::of(lang).approvals)
    }
}

impl Outcome {
    /// The name in the reader's language.
    #[must_use]
    pub fn name(self, lang: Lang) -> &'static str {
        nth(&[Self::Applied, Self::NotApplied], &self, &Text::of(lang).outcomes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_the_same_words() {
        let words = |table: &[(&'static str, &'static str)]| table.iter().map(|(word, _)| *word).collect::<Vec<_>>();
        assert_eq!(words(EN.failures), words(ZH_CN.failures));
        assert_eq!(words(EN.waits), words(ZH_CN.waits));
        assert_eq!(Kind::Payment.name(Lang::ZhCn), "代客户支付");
        assert_eq!(EN.failure("refused"), "The vendor refused it. Nothing happened.");
    }
}
