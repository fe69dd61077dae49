//! The catalogue of permissions (PERM-4, PERM-5): one line each. What a permission is stands in `permission.rs`.
//!
//! A line reads: marker type, code, English and Chinese name, the vendor's items where it has some, kinds of organisation it exists in, whether using it needs
//! step-up (`!` in the source), and which preset roles hold it.

use super::{
    permission::{
        Code, DESK, DISTRIBUTOR, EVERY, Facts,
        Held::{Admin, By, Default, Master},
        PARTNERS, Permission, SELLERS,
        StepUp::{Plain, StepUp},
    },
    roles::Role,
};

macro_rules! catalog {
    ($($name:ident $code:literal $en:literal $zh:literal $([$($bpc:literal)*])? $kinds:ident $step:ident $held:expr;)*) => {
        #[derive(Clone, Copy)]
        #[repr(u8)]
        enum Number { $($name),* }

        /// Every permission, in the order of the source table.
        pub static CATALOG: &[Facts] = &[$(
            Facts { code: $code, en: $en, zh_cn: $zh, bpc: &[$($($bpc),*)?], kinds: $kinds, step_up: $step, held: $held },
        )*];

        $(
            #[doc = concat!("`", $code, "`: ", $en, ".")]
            #[derive(Debug, Clone, Copy)]
            pub enum $name {}

            impl $name {
                /// The permission's place in the catalogue.
                pub const CODE: Code = Code::numbered(Number::$name as u8);
            }

            impl Permission for $name {
                const CODES: &'static [Code] = &[Self::CODE];
            }
        )*
    };
}

catalog! {
    HomeView "home.view" "Home" "主页" EVERY Plain Default;
    SupportTicket "support.ticket" "Support" "支持" EVERY Plain Default;
    NewsView "news.view" "News" "新闻动态" EVERY Plain Default;
    ProfileView "profile.view" "Profile" "个人与账号信息" EVERY Plain Default;
    ProfileEdit "profile.edit" "Edit profile" "修改个人与账号信息" EVERY Plain Default;
    RealnameOwnView "realname.own.view" "Own real-name verification" "本组织实名认证信息" PARTNERS Plain Default;
    CompanyView "company.view" "Company information" "公司信息" PARTNERS Plain Default;
    CompanyEdit "company.edit" "Edit company information" "修改公司信息" PARTNERS StepUp Master;
    ResellerView "reseller.view" "Cloud resellers" "云经销商" DISTRIBUTOR Plain By(&[Role::AccountManager, Role::AccountDirector, Role::Finance, Role::Operations, Role::Sales, Role::VoucherManager]);
    ResellerManage "reseller.manage" "Invite and manage cloud resellers" "邀请与管理云经销商" DISTRIBUTOR StepUp By(&[]);
    MemberView "member.view" "Members" "成员" EVERY Plain By(&[Role::AccountDirector, Role::DeskAdmin]);
    RoleView "role.view" "Roles" "角色" EVERY Plain By(&[Role::AccountDirector, Role::DeskAdmin]);
    OrgSettings "org.settings" "Organisation settings" "组织设置" EVERY StepUp By(&[Role::DeskAdmin]);
    MemberManage "member.manage" "Manage members" "管理成员" EVERY StepUp By(&[Role::DeskAdmin]);
    MemberPassword "member.password" "Reset members' passwords" "重置成员密码" EVERY StepUp By(&[Role::DeskAdmin]);
    MemberExport "member.export" "Export members" "导出成员" EVERY StepUp By(&[Role::DeskAdmin]);
    RoleManage "role.manage" "Manage roles" "管理角色" EVERY StepUp Admin;
    RoleAssign "role.assign" "Assign roles" "分配角色" EVERY StepUp Admin;
    ApprovalRule "approval.rule" "Approval rules" "审批规则" PARTNERS StepUp Admin;
    SpecialistView "specialist.view" "Specialists and qualifications" "项目专员与资质" SELLERS Plain By(&[Role::SaSpecialist, Role::IncentiveManager]);
    SpecialistInvite "specialist.invite" "Invite specialists" "邀请项目专员" SELLERS Plain By(&[Role::IncentiveManager]);
    SpecialistApply "specialist.apply" "Apply for and cancel specialists" "申请与取消项目专员" SELLERS Plain By(&[Role::IncentiveManager]);
    SpecialistUnlink "specialist.unlink" "Unlink specialists" "解绑项目专员" SELLERS Plain By(&[Role::IncentiveManager]);
    CustomerView "customer.view" "Customers" "客户列表" ["BPC_ITEM_SUBCUSTSERV_010100"] PARTNERS Plain By(&[Role::AccountManager, Role::AccountDirector, Role::SaSpecialist, Role::Finance, Role::Operations, Role::Sales, Role::Developer, Role::VoucherManager]);
    CustomerUnmask "customer.unmask" "See personal data of customers and resellers" "查看客户与云经销商敏感信息" PARTNERS Plain By(&[Role::AccountManager, Role::AccountDirector, Role::Sales]);
    CustomerResourceView "customer.resource.view" "Customers' resources" "客户资源" ["BPC_ITEM_SUBCUSTSERV_010105"] PARTNERS Plain By(&[Role::AccountManager, Role::AccountDirector, Role::Operations]);
    CustomerCreate "customer.create" "Create customers" "创建子客户" ["BPC_ITEM_SUBCUSTSERV_010118"] PARTNERS Plain By(&[Role::AccountManager, Role::Sales, Role::Developer]);
    CustomerInvite "customer.invite" "Report and invite customers" "报备与邀请客户" PARTNERS Plain By(&[Role::AccountManager, Role::Sales]);
    CustomerFreeze "customer.freeze" "Freeze and unfreeze customers" "冻结与解冻客户" ["BPC_ITEM_SUBCUSTSERV_010115"] PARTNERS StepUp By(&[Role::Operations]);
    CustomerBudgetView "customer.budget.view" "Customers' budgets" "客户预算" ["BPC_ITEM_SUBCUSTSERV_010111" "BPC_ITEM_ACCOUNT_010500"] PARTNERS Plain By(&[Role::AccountManager, Role::AccountDirector, Role::Finance, Role::Operations]);
    CustomerBudgetSet "customer.budget.set" "Set customers' budgets" "设置客户预算" ["BPC_ITEM_SUBCUSTSERV_010111"] PARTNERS StepUp By(&[Role::Finance, Role::Operations]);
    CustomerAssociation "customer.association" "End and switch associations" "解除与切换关联" PARTNERS StepUp Admin;
    RealnameView "realname.view" "Real-name verification of customers" "客户实名认证" ["BPC_ITEM_SUBCUSTSERV_010119"] PARTNERS Plain By(&[Role::AccountManager, Role::Operations, Role::Sales, Role::Developer]);
    RealnameSubmit "realname.submit" "Submit real-name verification" "提交客户实名认证" ["BPC_ITEM_SUBCUSTSERV_010119"] PARTNERS Plain By(&[Role::AccountManager, Role::Operations, Role::Sales, Role::Developer]);
    ResellerCustomerView "reseller.customer.view" "Resellers' customers" "二级经销商子客户" ["BPC_ITEM_SUBCUSTSERV_010500"] DISTRIBUTOR Plain By(&[Role::AccountDirector, Role::Finance, Role::Operations]);
    ResellerOrderView "reseller.order.view" "Orders of resellers' customers" "二级经销商子客户订单" ["BPC_ITEM_SUBCUSTSERV_060200"] DISTRIBUTOR Plain By(&[Role::AccountDirector, Role::Finance, Role::Operations]);
    ResellerCustomerFreeze "reseller.customer.freeze" "Freeze resellers' customers" "冻结二级经销商子客户" ["BPC_ITEM_SUBCUSTSERV_010501"] DISTRIBUTOR StepUp By(&[Role::Operations]);
    AmView "am.view" "Customer assignments" "客户分配与历史" PARTNERS Plain By(&[Role::AccountDirector, Role::Operations]);
    AmAssign "am.assign" "Assign account managers" "分配与收回客户经理" PARTNERS Plain By(&[Role::AccountDirector, Role::Operations]);
    AmReseller "am.reseller" "Account managers of resellers" "云经销商的客户经理" DISTRIBUTOR Plain By(&[Role::Operations]);
    ContactManage "contact.manage" "Customer contacts" "客户联系人" PARTNERS Plain By(&[Role::Operations]);
    QuotaView "quota.view" "Voucher quotas" "代金券额度" ["BPC_ITEM_SUBCUSTSERV_030100"] PARTNERS Plain By(&[Role::AccountDirector, Role::Finance, Role::VoucherManager]);
    QuotaIssuedView "quota.issued.view" "Issued quotas" "已发放额度" ["BPC_ITEM_SUBCUSTSERV_030600"] DISTRIBUTOR Plain By(&[Role::Finance, Role::VoucherManager]);
    QuotaIssue "quota.issue" "Issue quotas" "发放额度" ["BPC_ITEM_SALES_020106" "BPC_ITEM_SUBCUSTSERV_030104"] DISTRIBUTOR StepUp By(&[Role::VoucherManager]);
    QuotaReclaim "quota.reclaim" "Reclaim quotas" "回收额度" ["BPC_ITEM_SUBCUSTSERV_030601" "BPC_ITEM_SUBCUSTSERV_030602"] DISTRIBUTOR StepUp By(&[Role::VoucherManager]);
    CouponView "coupon.view" "Issued coupons" "已发放券" ["BPC_ITEM_SUBCUSTSERV_030200"] PARTNERS Plain By(&[Role::AccountDirector, Role::Finance, Role::VoucherManager]);
    CouponOwnView "coupon.own.view" "Own coupons" "自有券" ["BPC_ITEM_SUBCUSTSERV_050101"] PARTNERS Plain By(&[Role::AccountDirector, Role::Finance, Role::VoucherManager]);
    CouponRecordView "coupon.record.view" "Coupon records" "券操作记录" ["BPC_ITEM_SUBCUSTSERV_030102"] PARTNERS Plain By(&[Role::AccountDirector, Role::Finance, Role::VoucherManager]);
    CouponIssue "coupon.issue" "Issue coupons" "发放券" ["BPC_ITEM_SUBCUSTSERV_030102" "BPC_ITEM_SUBCUSTSERV_030103"] PARTNERS StepUp By(&[Role::VoucherManager]);
    CouponReclaim "coupon.reclaim" "Reclaim coupons" "回收券" ["BPC_ITEM_SUBCUSTSERV_030201"] PARTNERS StepUp By(&[Role::VoucherManager]);
    QuotaApprove "quota.approve" "Approve quotas" "审批额度" DISTRIBUTOR StepUp By(&[Role::Finance]);
    CouponApprove "coupon.approve" "Approve coupons" "审批发券" PARTNERS StepUp By(&[Role::Finance]);
    MoneyApprove "money.approve" "Approve transfers and withdrawals" "审批拨款与提现" PARTNERS StepUp By(&[Role::Finance]);
    BalanceView "balance.view" "Balance" "账户余额" ["BPC_ITEM_VIEW_010100"] PARTNERS Plain Default;
    BalanceAlert "balance.alert" "Balance alerts" "余额预警" ["BPC_ITEM_VIEW_010100"] PARTNERS Plain Default;
    BalanceTopup "balance.topup" "Top up" "充值" PARTNERS StepUp By(&[Role::Finance]);
    BalanceWithdraw "balance.withdraw" "Withdraw" "提现" PARTNERS StepUp By(&[Role::Finance]);
    OrderPay "order.pay" "Pay for customers" "代客户支付" PARTNERS StepUp By(&[Role::Finance]);
    CustomerBalanceView "customer.balance.view" "Customers' balances" "客户余额" ["BPC_ITEM_SUBCUSTSERV_010100" "BPC_ITEM_SUBCUSTSERV_010103" "BPC_ITEM_SUBCUSTSERV_010104"] PARTNERS Plain By(&[Role::AccountManager, Role::AccountDirector, Role::Finance, Role::Operations]);
    TransferCustomer "transfer.customer" "Transfers to customers" "客户拨款与回收" ["BPC_ITEM_SUBCUSTSERV_010103" "BPC_ITEM_SUBCUSTSERV_010104"] PARTNERS StepUp By(&[Role::Finance]);
    TransferReseller "transfer.reseller" "Transfers to resellers" "云经销商拨款与回收" ["BPC_ITEM_SALES_020104" "BPC_ITEM_SALES_020105"] DISTRIBUTOR StepUp By(&[Role::Finance]);
    AdjustView "adjust.view" "Adjustments and transactions" "调账与收支记录" ["BPC_ITEM_FINANCE_040100"] PARTNERS Plain By(&[Role::Finance]);
    ConsumptionView "consumption.view" "Customers' consumption" "客户消费" ["BPC_ITEM_FINANCE_020100" "BPC_ITEM_FINANCE_020101"] PARTNERS Plain By(&[Role::AccountManager, Role::AccountDirector, Role::Finance, Role::Operations]);
    BillView "bill.view" "Partner bills" "伙伴账单" ["BPC_ITEM_FINANCE_090100"] SELLERS Plain By(&[Role::Finance]);
    DataExport "data.export" "Export customers, bills and consumption" "导出客户、账单与消费" PARTNERS Plain By(&[Role::Finance, Role::Operations, Role::AccountDirector]);
    OrderView "order.view" "Customers' orders" "客户订单" ["BPC_ITEM_SUBCUSTSERV_060100"] PARTNERS Plain By(&[Role::AccountManager, Role::AccountDirector, Role::Finance, Role::Operations]);
    CatalogView "catalog.view" "Product catalogue" "产品目录" PARTNERS Plain Default;
    PolicyView "policy.view" "Incentive policies" "产品激励策略" ["BPC_ITEM_SALES_040100"] SELLERS Plain By(&[Role::AccountDirector, Role::Finance, Role::IncentiveManager, Role::Sales]);
    IncentiveView "incentive.view" "Incentives" "激励" SELLERS Plain By(&[Role::SaSpecialist, Role::Finance, Role::IncentiveManager]);
    IncentiveConfirm "incentive.confirm" "Confirm incentive bills" "确认与反馈激励账单" SELLERS Plain By(&[Role::Finance, Role::IncentiveManager]);
    FhApply "fh.apply" "Apply for FH" "FH 申请与填报" SELLERS Plain By(&[Role::IncentiveManager, Role::SaSpecialist]);
    MdfApply "mdf.apply" "Apply for MDF" "MDF 申请与填报" SELLERS Plain By(&[Role::IncentiveManager]);
    IncentiveReview "incentive.review" "Review applications" "内部评审" SELLERS Plain By(&[Role::AccountDirector, Role::Finance]);
    IncentiveSubmit "incentive.submit" "Submit to the vendor" "提交华为" SELLERS Plain By(&[Role::IncentiveManager]);
    IncentivePay "incentive.pay" "Request payment" "付款申请" SELLERS StepUp By(&[Role::Finance]);
    BizinfoView "bizinfo.view" "Business information" "商业信息" SELLERS Plain By(&[Role::Finance]);
    BizinfoEdit "bizinfo.edit" "Edit business information" "修改商业信息" SELLERS StepUp By(&[Role::Finance]);
    InvoiceView "invoice.view" "Invoices" "发票" ["BPC_ITEM_FINANCE_060100"] PARTNERS Plain By(&[Role::Finance]);
    InvoiceApply "invoice.apply" "Request and return invoices" "索取与退换发票" PARTNERS Plain By(&[Role::Finance]);
    InvoiceTitle "invoice.title" "Invoice titles" "发票抬头" PARTNERS Plain By(&[Role::Finance]);
    InvoiceRegister "invoice.register" "Register and send invoices" "登记与寄送发票" PARTNERS Plain By(&[Role::Finance]);
    OpportunityView "opportunity.view" "Opportunities" "机会点" SELLERS Plain By(&[Role::AccountManager, Role::AccountDirector, Role::SaSpecialist, Role::Sales]);
    OpportunityEdit "opportunity.edit" "Report and edit opportunities" "商机报备与编辑" SELLERS Plain By(&[Role::AccountManager, Role::Sales]);
    OpportunityShare "opportunity.share" "Share opportunities" "提交 PO" SELLERS Plain By(&[Role::Sales]);
    OpportunityRespond "opportunity.respond" "Respond to opportunities" "处理 HO" SELLERS Plain By(&[Role::Sales]);
    PlanView "plan.view" "Partner plans" "伙伴计划" PARTNERS Plain By(&[Role::AccountDirector, Role::Finance, Role::Operations, Role::IncentiveManager]);
    PlanApply "plan.apply" "Join and upgrade plans" "加入与升级计划" SELLERS StepUp By(&[]);
    PathManage "path.manage" "Development paths" "发展路径" SELLERS StepUp By(&[]);
    SyncView "sync.view" "Synchronisation" "同步" PARTNERS Plain By(&[Role::Operations, Role::Developer]);
    SyncRun "sync.run" "Run synchronisation" "运行同步" SELLERS Plain By(&[Role::Operations, Role::Developer]);
    UpstreamCredential "upstream.credential" "Upstream credentials" "上游 AK/SK" SELLERS StepUp By(&[Role::Developer]);
    ApiKeyManage "api.key.manage" "Members' API keys" "成员凭证" PARTNERS StepUp By(&[Role::Developer]);
    ApiKeyOwn "api.key.own" "Own API keys" "管理我的凭证" EVERY StepUp Default;
    AuditView "audit.view" "Audit" "审计" EVERY Plain By(&[Role::Auditor, Role::DeskAdmin]);
    AuditExport "audit.export" "Export audit" "导出审计" EVERY Plain By(&[Role::Auditor, Role::DeskAdmin]);
    SettingsManage "settings.manage" "System settings" "系统设置" SELLERS StepUp Admin;
    DeskOnboardingReview "desk.onboarding.review" "Review onboarding" "入驻与计划审核" DESK Plain By(&[Role::DeskEcosystem]);
    DeskCompanyReview "desk.company.review" "Review company changes" "公司变更审核" DESK Plain By(&[Role::DeskEcosystem]);
    DeskPlanManage "desk.plan.manage" "Manage plans and white lists" "计划与白名单管理" DESK Plain By(&[Role::DeskEcosystem]);
    DeskPersonVerify "desk.person.verify" "Verify persons" "个人实名确认" DESK Plain By(&[Role::DeskEcosystem]);
    DeskSpecialistReview "desk.specialist.review" "Review specialists" "项目专员审核与移除" DESK Plain By(&[Role::DeskEcosystem]);
    DeskPoReview "desk.po.review" "Review POs" "PO 审核" DESK Plain By(&[Role::DeskPdm]);
    DeskPoHandle "desk.po.handle" "Verify and handle POs" "PO 验证与处理" DESK Plain By(&[Role::DeskPsm]);
    DeskHoCreate "desk.ho.create" "Send HOs" "下发 HO" DESK Plain By(&[Role::DeskPsm]);
    DeskIncentiveReview "desk.incentive.review" "Review FH and MDF" "FH/MDF 审核" DESK Plain By(&[Role::DeskIncentive]);
    DeskIncentiveOperate "desk.incentive.operate" "Generate incentive bills" "激励账单生成" DESK Plain By(&[Role::DeskIncentive]);
    DeskIncentivePay "desk.incentive.pay" "Pay incentives" "激励付款" DESK StepUp By(&[Role::DeskFinance]);
    DeskInvoiceProcess "desk.invoice.process" "Process invoices" "发票处理" DESK Plain By(&[Role::DeskFinance]);
    DeskBizinfoReview "desk.bizinfo.review" "Review business information" "商业信息审核" DESK Plain By(&[Role::DeskFinance]);
    DeskPolicyManage "desk.policy.manage" "Policies, rates and calendar" "政策、费率与日历" DESK Plain By(&[Role::DeskIncentive]);
    DeskDecisionRecord "desk.decision.record" "Record decisions" "登记华为决定" DESK Plain By(&[Role::DeskEcosystem, Role::DeskIncentive, Role::DeskFinance]);
    DeskDecisionOverride "desk.decision.override" "Override decisions" "改判" DESK StepUp By(&[Role::DeskEcosystem, Role::DeskIncentive, Role::DeskFinance]);
    DeskQuotaGrant "desk.quota.grant" "Record granted quotas" "登记华为下发的额度" DESK StepUp By(&[Role::DeskIncentive]);
    DeskOrgFreeze "desk.org.freeze" "Freeze and end organisations" "冻结与退出组织" DESK StepUp By(&[]);
}
