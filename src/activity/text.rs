//! Phrases of the record. What was done is said by the vocabulary itself: `audit::Deed`.

use crate::lang::Lang;

/// Phrases of the slice.
pub struct Text {
    pub title: &'static str,
    pub when: &'static str,
    pub who: &'static str,
    pub what: &'static str,
    pub kind: &'static str,
    /// The kind's stable code in exports.
    pub kind_code: &'static str,
    pub object: &'static str,
    pub object_id: &'static str,
    pub address: &'static str,
    pub empty: &'static str,
    pub export_csv: &'static str,
    pub export_json: &'static str,
    pub happening: &'static str,
    pub reason: &'static str,
    pub request: &'static str,
    pub chain: &'static str,
    pub seq: &'static str,
    pub hash: &'static str,
    pub previous_hash: &'static str,
    pub code: &'static str,
    pub changes: &'static str,
    pub field: &'static str,
    pub before: &'static str,
    pub after: &'static str,
    pub hidden: &'static str,
    pub same_object: &'static str,
    pub records: &'static str,
    pub records_note: &'static str,
    pub head: &'static str,
    pub head_note: &'static str,
    pub checked: &'static str,
    pub never_checked: &'static str,
    pub whole: &'static str,
    /// Before and after the place of the first record that does not fit.
    pub broken: (&'static str, &'static str),
    pub check_hint: &'static str,
    /// How the export's hashes are computed.
    pub recipe: &'static str,
    /// Kind of object in the record, word.
    pub kinds: &'static [(&'static str, &'static str)],
    /// Every object of a kind: before and after its word.
    all: (&'static str, &'static str),
    /// Before what the portal did by itself.
    portal: &'static str,
    /// Name of a job in the record, words.
    jobs: [(&'static str, &'static str); 10],
}

/// English.
pub static EN: Text = Text {
    title: "Audit",
    when: "When",
    who: "Who",
    what: "What",
    kind: "Object kind",
    kind_code: "Object kind code",
    object: "Object",
    object_id: "Object ID",
    address: "Address",
    empty: "Nothing has been recorded yet",
    export_csv: "Export CSV",
    export_json: "Export JSON",
    happening: "What happened",
    reason: "Reason",
    request: "Request number",
    chain: "Place in the chain",
    seq: "Number",
    hash: "Hash",
    previous_hash: "Hash of the record before",
    code: "Code",
    changes: "Before and after",
    field: "Field",
    before: "Before",
    after: "After",
    hidden: "personal data, digest",
    same_object: "All records of this object",
    records: "Records",
    records_note: "Each carries the hash of the one before",
    head: "Hash of the last record",
    head_note: "Compare it with a copy kept elsewhere",
    checked: "Last check of the chain",
    never_checked: "Not checked yet",
    whole: "Whole",
    broken: ("Not whole: record", "does not fit"),
    check_hint: "The chain is walked once a day and by the command portal audit verify",
    recipe: "SHA-256 over previous_hash (32 bytes; zeros for record 1) and then, one after the other: organization_id, seq, at_microseconds, member_id, actor, address, request_id, event, object_kind, object_id, before, after, reason; each as its length in bytes, a colon and its UTF-8 text, or a hyphen when null",
    kinds: &[
        ("access_review", "Access review"),
        ("api_token", "API token"),
        ("attachment", "File"),
        ("approval", "Approval"),
        ("approval_delegation", "Delegation of approvals"),
        ("approval_rule", "Approval rule"),
        ("calendar", "Working days"),
        ("audit", "Audit"),
        ("benefit_program", "Benefit"),
        ("business_information", "Business information"),
        ("change_set", "Change-set"),
        ("deadline", "Deadline of the request"),
        ("export", "Export"),
        ("deadline_feed", "Calendar feed of member"),
        ("fact", "Fact for conditions"),
        ("fact_reading", "Completeness of facts"),
        ("policy_document", "Agreement or statement"),
        ("rebate", "Incentive statement"),
        ("rebate_objection", "Objection to an incentive statement"),
        ("request", "Request"),
        ("request_file", "Evidence"),
        ("review_switch", "Internal review switch"),
        ("cloud_account", "Cloud account"),
        ("customer_assignment", "Customer assignment"),
        ("command", "Command"),
        ("command_decision", "Outcome decided by people"),
        ("company", "Company"),
        ("company_request", "Company change"),
        ("customer_contact", "Customer contact"),
        ("customer_creation", "Creation of a customer"),
        ("invitation", "Report or invitation"),
        ("fh_rate", "FH rate"),
        ("mdf_quota", "MDF quota"),
        ("member", "Member"),
        ("oidc", "Company account sign-in"),
        ("notice", "Notice"),
        ("organization", "Organisation"),
        ("passkey", "Passkey"),
        ("personal_data", "Personal data"),
        ("reseller_assignment", "Reseller assignment"),
        ("role", "Role"),
        ("second_factor", "Second factor"),
        ("session", "Session"),
        ("sync", "Synchronisation"),
        ("voucher_expiry", "Voucher expiry"),
    ],
    all: ("", ", all"),
    portal: "The portal: ",
    jobs: [
        ("access_review", "access reviews"),
        ("approvals", "approvals"),
        ("deadlines", "deadlines"),
        ("erase_contacts", "erases contacts"),
        ("expire_members", "ends logins"),
        ("exports", "exports"),
        ("forgotten-password", "forgotten passwords"),
        ("rebate_deadlines", "deadlines of rebates"),
        ("record_refusals", "notes refusals"),
        ("synchronise", "synchronisation"),
    ],
};

/// Chinese.
pub static ZH_CN: Text = Text {
    title: "审计",
    when: "时间",
    who: "操作人",
    what: "操作",
    kind: "对象类型",
    kind_code: "对象类型编码",
    object: "对象",
    object_id: "对象 ID",
    address: "来源地址",
    empty: "暂无记录",
    export_csv: "导出 CSV",
    export_json: "导出 JSON",
    happening: "操作内容",
    reason: "原因",
    request: "请求编号",
    chain: "链中位置",
    seq: "序号",
    hash: "哈希值",
    previous_hash: "上一条记录的哈希值",
    code: "操作编码",
    changes: "变更前后",
    field: "字段",
    before: "变更前",
    after: "变更后",
    hidden: "个人数据，摘要",
    same_object: "该对象的全部记录",
    records: "记录数",
    records_note: "每条记录都包含上一条记录的哈希值",
    head: "最后一条记录的哈希值",
    head_note: "可与保存在别处的副本比对",
    checked: "最近一次校验",
    never_checked: "尚未校验",
    whole: "完整",
    broken: ("不完整：第", "条记录不符"),
    check_hint: "系统每天校验一次，也可执行命令 portal audit verify",
    recipe: "SHA-256：先是 previous_hash（32 字节，第 1 条为全零），然后依次是 organization_id、seq、at_microseconds、member_id、actor、address、request_id、event、object_kind、object_id、before、after、reason；每项写作其 UTF-8 字节数、冒号和内容，为空时写作一个连字符",
    kinds: &[
        ("access_review", "权限复核"),
        ("api_token", "API 凭证"),
        ("attachment", "文件"),
        ("approval", "审批"),
        ("approval_delegation", "审批委托"),
        ("approval_rule", "审批规则"),
        ("calendar", "工作日历"),
        ("audit", "审计"),
        ("change_set", "批量变更"),
        ("cloud_account", "云账号"),
        ("customer_assignment", "客户分配"),
        ("command", "操作指令"),
        ("command_decision", "人工核定"),
        ("benefit_program", "权益"),
        ("business_information", "商业信息"),
        ("deadline", "申请的期限"),
        ("export", "导出"),
        ("deadline_feed", "成员的日历订阅"),
        ("fact", "条件数据"),
        ("fact_reading", "条件数据完整性"),
        ("policy_document", "协议与声明"),
        ("rebate", "激励账单"),
        ("rebate_objection", "激励问题反馈"),
        ("request", "申请"),
        ("request_file", "证明材料"),
        ("review_switch", "内部审批开关"),
        ("company", "公司信息"),
        ("company_request", "公司信息变更"),
        ("customer_contact", "客户联系人"),
        ("customer_creation", "创建客户"),
        ("invitation", "报备或邀请"),
        ("fh_rate", "FH 激励标准"),
        ("mdf_quota", "MDF 额度"),
        ("member", "成员"),
        ("oidc", "企业账号登录"),
        ("notice", "通知"),
        ("organization", "组织"),
        ("passkey", "通行密钥"),
        ("personal_data", "个人数据"),
        ("reseller_assignment", "云经销商分配"),
        ("role", "角色"),
        ("second_factor", "第二重验证"),
        ("session", "会话"),
        ("sync", "同步"),
        ("voucher_expiry", "券与额度到期"),
    ],
    all: ("全部", ""),
    portal: "系统任务：",
    jobs: [
        ("access_review", "权限复核"),
        ("approvals", "审批"),
        ("deadlines", "期限"),
        ("erase_contacts", "清除联系方式"),
        ("expire_members", "账号到期"),
        ("exports", "导出"),
        ("forgotten-password", "找回密码"),
        ("rebate_deadlines", "返利到期处理"),
        ("record_refusals", "记录被拒请求"),
        ("synchronise", "数据同步"),
    ],
};

impl Text {
    /// The phrases in a language.
    pub fn of(lang: Lang) -> &'static Self {
        lang.pick(&EN, &ZH_CN)
    }

    /// The word for a kind of object; one of a newer version is shown as it is.
    pub fn kind_of<'a>(&self, kind: &'a str) -> &'a str {
        self.kinds.iter().find(|(code, _)| *code == kind).map_or(kind, |(_, word)| word)
    }

    /// What a record is about, in words. What is recorded of sessions is kept under the key of their member.
    pub fn object_of(&self, kind: &str, id: &str) -> String {
        let word = self.kind_of(kind);
        match (kind, id) {
            (_, "all") => [self.all.0, word, self.all.1].concat(),
            ("session", _) => format!("{word} · {} {id}", self.kind_of("member")),
            _ => format!("{word} {id}"),
        }
    }

    /// Who did it, in words: a job of the portal by what it does.
    pub fn actor(&self, actor: &str) -> String {
        let job = actor.strip_prefix("job/");
        let known = job.and_then(|job| self.jobs.iter().find(|(name, _)| *name == job));
        known.map_or_else(|| actor.to_owned(), |(_, words)| format!("{}{words}", self.portal))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::Deed;

    #[test]
    fn every_deed_and_every_kind_of_object_has_words_in_both_languages() {
        let chinese = |text: &str| text.chars().any(|letter| ('\u{4e00}'..='\u{9fff}').contains(&letter));
        for deed in Deed::ALL {
            let (en, zh, kind) = (deed.name(Lang::En), deed.name(Lang::ZhCn), deed.object_kind());
            assert!(!en.is_empty() && !chinese(en) && chinese(zh), "{deed:?}: {en} {zh}");
            for text in [&EN, &ZH_CN] {
                let known = text.kinds.iter().any(|(code, word)| *code == kind && !word.is_empty());
                assert!(known, "say what {kind} is in activity/text.rs");
            }
        }
    }
}
