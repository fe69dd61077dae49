//! The vocabulary: one line for everything that is recorded. A slice that writes adds its lines here, sorted by object.

use crate::lang::Lang;

macro_rules! deeds {
    ($($name:ident $code:literal $en:literal $zh:literal;)*) => {
        /// What was done, as the record keeps it and `/activity` shows it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Deed { $(#[doc = concat!("`", $code, "`: ", $en, ".")] $name),* }

        impl Deed {
            /// Everything that can be recorded, in the order of this table.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            const fn words(self) -> (&'static str, &'static str, &'static str) {
                match self { $(Self::$name => ($code, $en, $zh)),* }
            }
        }
    };
}

deeds! {
    AccessReviewStarted "access_review.started" "Access review started" "发起权限复核";
    AccessReviewAnswered "access_review.answered" "Access review answered" "填写权限复核";
    AccessReviewReminded "access_review.reminded" "Access review: reminder sent" "提醒填写权限复核";
    AccessReviewExported "access_review.exported" "Access review exported" "导出权限复核结果";
    ApprovalMade "approval.made" "Command confirmed" "提交指令";
    ApprovalAgreed "approval.agreed" "Command approved" "审批通过";
    ApprovalReturned "approval.returned" "Command returned" "审批退回";
    ApprovalCancelled "approval.cancelled" "Command cancelled" "取消指令";
    ApprovalExpired "approval.expired" "Approval expired" "审批超时失效";
    ApprovalDelegated "approval_delegation.made" "Approvals delegated" "委托审批";
    ApprovalDelegationEnded "approval_delegation.ended" "Delegation of approvals taken back" "收回审批委托";
    ApprovalRuleSet "approval_rule.set" "Approval rule set" "设置审批规则";
    ApprovalRuleAsked "approval_rule.asked" "Higher approval amount asked for" "申请放宽审批规则";
    ApprovalRuleAgreed "approval_rule.agreed" "Higher approval amount agreed to" "同意放宽审批规则";
    ApprovalRuleRefused "approval_rule.refused" "Higher approval amount refused or withdrawn" "驳回或撤回放宽审批规则";
    AuditExported "audit.exported" "Audit exported" "导出审计记录";
    CalendarSaved "calendar.saved" "Working days saved" "保存工作日历";
    ChangeSetMade "change_set.made" "Change-set made" "新建批量变更";
    ChangeSetEdited "change_set.edited" "Rows of a change-set changed or checked again" "修改或重新校验批量变更";
    ChangeSetTaken "change_set.taken" "Change-set downloaded" "下载批量变更";
    CloudAccountSaved "cloud_account.saved" "Cloud account saved" "保存云账号";
    CommandAnswered "command.answered" "Command answered by the vendor" "指令已返回结果";
    CommandFailed "command.failed" "Command not carried out" "指令未执行";
    CommandUnknown "command.unknown" "Outcome of a command unknown" "指令结果未知";
    CommandReconciled "command.reconciled" "Command proved by a record" "指令已对账";
    CommandReopened "command.reopened" "Second record found, decision reopened" "发现第二条记录，重新核定";
    CommandDiffers "command.differs" "Record found against a decision" "发现与核定不符的记录";
    CommandProposed "command_decision.proposed" "Outcome proposed" "提出指令核定";
    CommandDecided "command_decision.agreed" "Outcome agreed to" "同意指令核定";
    CommandDecisionReturned "command_decision.returned" "Outcome returned" "退回指令核定";
    CompanyChanged "company.changed" "Company information changed" "修改公司信息";
    CompanyCodeChanged "company.code_changed" "Registration code changed" "修改统一社会信用代码";
    CompanyRequested "company_request.submitted" "Company change submitted" "提交公司信息变更";
    CompanyWithdrawn "company_request.withdrawn" "Company change withdrawn" "撤回公司信息变更";
    CompanyDiscarded "company_request.discarded" "Company change discarded" "放弃公司信息变更";
    CompanyApproved "company_request.approved" "Company change approved" "公司信息变更审核通过";
    CompanyRejected "company_request.rejected" "Company change rejected" "公司信息变更审核不通过";
    ContactAdded "customer_contact.added" "Customer contact added" "添加客户联系人";
    ContactChanged "customer_contact.changed" "Customer contact changed" "修改客户联系人";
    ContactRevealed "customer_contact.revealed" "Customer contact shown" "查看客户联系人信息";
    ContactRemoved "customer_contact.removed" "Customer contact removed" "删除客户联系人";
    DeadlineReminded "deadline.reminded" "Reminded of a deadline" "提醒期限";
    DeadlineExtended "deadline.extended" "Deadline lengthened by the calendar" "工作日历变更，延长期限";
    DeadlinePassed "deadline.passed" "Deadline passed" "期限已过";
    ExportMade "export.made" "Exported file written" "生成导出文件";
    ExportFailed "export.failed" "Exported file not written" "导出文件生成失败";
    ExportTaken "export.taken" "Exported file downloaded" "下载导出文件";
    ExportExpired "export.expired" "Exported file deleted after its time" "导出文件到期删除";
    FeedMade "deadline_feed.made" "Calendar feed made" "生成日历订阅地址";
    FeedEnded "deadline_feed.ended" "Calendar feed taken back" "停用日历订阅";
    EvidenceRemoved "request_file.removed" "Evidence removed" "移除证明材料";
    EvidenceJudged "request_file.judged" "Evidence judged by the vendor" "审核证明材料";
    EvidencePacked "request_file.packed" "Evidence downloaded as ZIP" "打包下载证明材料";
    EvidenceExpired "request_file.expired" "Evidence deleted after its time" "证明材料到期删除";
    FactRecorded "fact.recorded" "Fact for conditions recorded" "录入条件数据";
    FactRetracted "fact.retracted" "Fact for conditions retracted" "撤销条件数据";
    FactsImported "fact.imported" "Facts for conditions imported" "导入条件数据";
    FactsVouched "fact_reading.vouched" "Facts for conditions confirmed as complete" "确认条件数据完整";
    FileSent "attachment.sent" "File sent" "上传文件";
    FileTaken "attachment.taken" "File downloaded" "下载文件";
    LanguageChosen "member.language_chosen" "Language chosen" "选择语言";
    InvitationRecorded "invitation.recorded" "Report or invitation recorded" "登记报备或邀请";
    InvitationEnded "invitation.ended" "Outcome of a report or invitation recorded" "登记报备或邀请结果";
    FhRateAdded "fh_rate.added" "FH rate added" "新增 FH 激励标准";
    FhRateEnded "fh_rate.ended" "FH rate ended" "终止 FH 激励标准";
    MdfQuotaSet "mdf_quota.set" "MDF quota set" "设置 MDF 额度";
    MasterInvited "member.master_invited" "Master login invited" "邀请主账号";
    RebatesImported "rebate.imported" "Incentive statement recorded" "录入激励账单";
    RebateConfirmed "rebate.confirmed" "Incentive statement confirmed" "确认激励账单";
    RebateObjected "rebate_objection.opened" "Objection to an incentive statement" "提交激励问题反馈";
    RebateAnswered "rebate_objection.answered" "Answer to an objection recorded" "录入激励问题答复";
    RebateReplied "rebate_objection.replied" "Answer to an objection contradicted" "继续激励问题反馈";
    RebateObjectionClosed "rebate_objection.closed" "Objection closed" "关闭激励问题反馈";
    RequestSubmitted "request.submitted" "Request submitted" "提交申请";
    RequestPassed "request.passed" "Request passed internally" "申请内部审批通过";
    RequestReturned "request.returned" "Request returned internally" "申请内部退回";
    RequestWithdrawn "request.withdrawn" "Request withdrawn" "撤销申请";
    RequestApproved "request.approved" "Request approved by the vendor" "申请审核通过";
    RequestRejected "request.rejected" "Request rejected by the vendor" "申请审核不通过";
    RequestDiscarded "request.discarded" "Request deleted" "删除申请";
    RequestLapsed "request.lapsed" "Request lapsed" "申请失效";
    RequestOverridden "request.overridden" "Lapse of a request undone" "恢复已失效的申请";
    RequestMoved "request.moved" "Request moved on" "申请进入下一步";
    RequestEdited "request.edited" "Request edited" "编辑申请";
    BenefitSet "benefit_program.set" "Benefit changed" "设置权益";
    FinanceContactChanged "business_information.contact_changed" "Finance contact changed" "修改财务联系人";
    AccountRevealed "business_information.account_shown" "Bank account shown" "查看银行账号";
    PolicyDocumentAdded "policy_document.added" "Agreement or statement added" "上传协议或声明";
    ReviewSwitched "review_switch.set" "Internal review switched" "设置内部审批开关";
    FactorEnrolled "second_factor.enrolled" "Authenticator app set up" "设置第二重验证";
    FactorRemoved "second_factor.removed" "Authenticator app removed" "移除第二重验证";
    CrossSiteRefused "session.cross_site_refused" "Requests of another site refused" "拒绝跨站请求";
    IdentityProved "session.identity_proved" "Identity proved for a sensitive operation" "敏感操作身份验证";
    IdentityRefused "session.identity_refused" "Wrong proofs of identity" "敏感操作身份验证失败";
    MemberActivated "member.activated" "Login activated, password set" "激活账号并设置密码";
    MemberCreated "member.created" "Member created" "创建成员";
    MemberUpdated "member.updated" "Member changed" "修改成员";
    MemberEnabled "member.enabled" "Member enabled" "启用成员";
    MemberDisabled "member.disabled" "Member disabled" "停用成员";
    MemberExpired "member.expired" "Last day passed, disabled" "有效期已过，自动停用";
    MemberExpiryLifted "member.expiry_lifted" "Last day lifted: the last active admin" "最后一位系统管理员，已取消有效期";
    MemberRoleLocked "member.role_locked" "Role locked while a submission is under review" "资料审核期间锁定角色";
    MemberRoleUnlocked "member.role_unlocked" "Role unlocked" "解除角色锁定";
    MemberDeleted "member.deleted" "Handed over and deleted" "交接并删除成员";
    MemberContactErased "member.contact_erased" "Contact data erased" "清除成员联系信息";
    MemberRevealed "member.revealed" "Personal data shown" "查看成员敏感信息";
    MemberLinkIssued "member.link_issued" "Activation link issued" "生成激活链接";
    MemberPasswordReset "member.password_reset" "Temporary password issued" "重置为临时密码";
    MemberSessionsEnded "member.sessions_ended" "Sessions ended" "结束成员会话";
    MemberFactorsReset "member.factors_reset" "Second factors taken away" "重置成员第二重验证";
    MemberUnlocked "member.unlocked" "Login unlocked" "解除登录锁定";
    MemberNotified "member.notified" "Notified of new credentials" "已通知凭证变更";
    MemberDirectorChanged "member.director_changed" "Director changed" "变更客户经理主管";
    MembersExported "member.exported" "Members exported" "导出成员";
    MemberRolesRequested "member.roles_requested" "Roles asked for" "申请角色";
    MemberRolesApproved "member.roles_approved" "Roles approved" "角色审批通过";
    MemberRolesRefused "member.roles_refused" "Roles refused" "角色审批驳回";
    MemberRolesWithdrawn "member.roles_withdrawn" "Request for roles withdrawn" "撤回角色申请";
    CustomerCodeSent "customer_creation.code_sent" "Code sent to a new customer" "向新客户发送验证码";
    CustomerAssigned "customer_assignment.assigned" "Account manager assigned" "分配客户经理";
    CustomerLinked "customer_assignment.linked" "Associated through the account manager's link" "经客户经理链接关联，自动分配";
    CustomerReassigned "customer_assignment.reassigned" "Account manager changed" "改派客户经理";
    CustomerUnassigned "customer_assignment.unassigned" "Account manager withdrawn" "收回客户经理";
    CustomerAssociationEnded "customer_assignment.association_ended" "Association ended, account manager withdrawn" "解除关联，自动收回客户经理";
    ResellerAssigned "reseller_assignment.assigned" "Reseller's account manager assigned" "分配云经销商的客户经理";
    ResellerReassigned "reseller_assignment.reassigned" "Reseller's account manager changed" "改派云经销商的客户经理";
    ResellerUnassigned "reseller_assignment.unassigned" "Reseller's account manager withdrawn" "收回云经销商的客户经理";
    ResellerAssociationEnded "reseller_assignment.association_ended" "Reseller left, account manager withdrawn" "云经销商解除关联，自动收回客户经理";
    CustomersHandedOver "customer_assignment.handed_over" "Customers handed over" "移交客户";
    MemberRolesAssigned "member.roles_assigned" "Roles assigned" "分配角色";
    MasterOffered "member.master_offered" "Master login offered" "发起伙伴主账号移交";
    MasterOfferWithdrawn "member.master_offer_withdrawn" "Offer of the master login withdrawn" "撤回伙伴主账号移交";
    MasterOfferRefused "member.master_offer_refused" "Master login not taken over" "拒绝接收伙伴主账号";
    MasterGiven "member.master_given" "Master login handed over" "移交伙伴主账号";
    MasterReceived "member.master_received" "Master login taken over" "接收伙伴主账号";
    OrganizationMoved "organization.moved" "State of the organisation changed" "变更组织状态";
    CompanyJoined "organization.company_changed" "Put under another company" "变更所属公司";
    OrganizationSettings "organization.settings_changed" "Preferences changed" "修改首选项";
    OidcSaved "oidc.saved" "Company account sign-in changed" "修改企业账号登录设置";
    OidcLinked "oidc.linked" "Company account linked" "关联企业账号";
    OidcUnlinked "oidc.unlinked" "Company account unlinked" "解除企业账号关联";
    OidcRefused "oidc.refused" "Another company account was refused" "拒绝其他企业账号登录";
    NoticesRead "notice.read" "Notices read" "已读通知";
    RoleLimitSet "organization.role_limit_set" "Limit of custom roles set" "设置自定义角色数量上限";
    OrganizationCreated "organization.created" "Organisation created" "创建组织";
    OrganizationDoorsChanged "organization.doors_changed" "Second-factor policy changed" "修改第二重验证策略";
    PasskeyAdded "passkey.added" "Passkey added" "添加通行密钥";
    PasskeyRemoved "passkey.removed" "Passkey removed" "移除通行密钥";
    PasskeyRenamed "passkey.renamed" "Passkey renamed" "重命名通行密钥";
    PasswordCodeMailed "member.password_code_mailed" "Code for a new password mailed" "发送重置密码验证码";
    PasswordRecovered "member.password_recovered" "Forgotten password replaced" "重置遗忘的密码";
    StepUpCodeMailed "session.code_mailed" "Code for a sensitive operation mailed" "发送敏感操作验证码";
    PasswordChanged "member.password_changed" "Password changed" "修改密码";
    PermissionRefused "session.permission_refused" "Missing permissions refused" "拒绝无权限的请求";
    PersonalDataRevealed "personal_data.revealed" "Personal data shown" "查看敏感信息";
    RateRefused "session.rate_refused" "Too many requests refused" "拒绝过于频繁的请求";
    RecoveryCodesRenewed "second_factor.codes_renewed" "Recovery codes renewed" "重新生成恢复码";
    FormRepeated "session.form_repeated" "Forms sent again without effect" "拦截重复提交的表单";
    ReplayRefused "api_token.replay_refused" "Repeated keys with another body refused" "拒绝重放的写入";
    RoleCreated "role.created" "Role created" "创建角色";
    RoleDeleted "role.deleted" "Role deleted" "删除角色";
    RoleUpdated "role.updated" "Role changed" "修改角色";
    RowRefused "session.row_refused" "Rows asked for that are not there" "访问不存在或无权查看的数据";
    SessionsEnded "session.ended_remotely" "Other sessions ended" "结束其他会话";
    SignInLocked "session.sign_in_locked" "Sign-ins while locked" "锁定期间登录";
    SignInRefused "session.sign_in_refused" "Failed sign-ins" "登录失败";
    SignedIn "session.started" "Signed in" "登录";
    SignedOut "session.ended" "Signed out" "退出登录";
    SyncRequested "sync.requested" "Synchronisation requested" "请求同步";
    TokenMade "api_token.made" "API token made" "新建凭证";
    TokenRefused "api_token.refused" "Token that no longer opens refused" "拒绝已失效的凭证";
    VouchersExpiring "voucher_expiry.told" "Expiry of vouchers told of" "通知券与额度到期";
    VouchersExported "voucher_expiry.exported" "Expiry forecast exported" "导出到期预测";
    TokenRevoked "api_token.revoked" "API token revoked" "吊销凭证";
}

impl Deed {
    /// The code in the record: kind of object, a dot, what was done to it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.words().0
    }

    /// Kind of object: the part of the code before the dot.
    #[must_use]
    pub fn object_kind(self) -> &'static str {
        self.code().split('.').next().unwrap_or_default()
    }

    /// The name in the reader's language.
    #[must_use]
    pub fn name(self, lang: Lang) -> &'static str {
        lang.pick(self.words().1, self.words().2)
    }

    /// Reads a code of the record; one of a newer version is none.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|deed| deed.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_name_their_object_and_stand_once() {
        for deed in Deed::ALL {
            let (kind, done) = deed.code().split_once('.').unwrap();
            assert!(!kind.is_empty() && !done.is_empty() && deed.object_kind() == kind, "{deed:?}");
            assert_eq!(Deed::parse(deed.code()), Some(*deed), "{} stands twice", deed.code());
        }
    }
}
