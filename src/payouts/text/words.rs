//! Sentences of payouts: what stands against an application or an invoice, why there is no list, what comes next.

use super::Text;
use crate::payouts::rules::{application::Fault, invoice, machine::NoList};

impl Text {
    fn pick(&self, en: &'static str, zh: &'static str) -> &'static str {
        if self.is_english() { en } else { zh }
    }

    /// What stands against an application.
    #[must_use]
    pub fn fault(&self, fault: Fault) -> &'static str {
        match fault {
            Fault::Nothing => self.pick("Choose at least one statement.", "请至少选择一张激励账单。"),
            Fault::Unknown => self.pick(
                "A statement can no longer be requested: another application has it. Open the page again.",
                "有账单已不可申请（可能已被其他申请占用），请重新打开页面。",
            ),
            Fault::Currencies => self.pick(
                "Only statements in the currency of your business information can be requested together.",
                "仅可一并申请与商业信息币种一致的账单。",
            ),
            Fault::NoMethod => self.pick("Choose a method.", "请选择发放方式。"),
            Fault::Method => self.pick(
                "Not every chosen statement allows this method. Calculate again, or choose fewer statements.",
                "所选账单不都支持该发放方式，请重新计算或减少所选账单。",
            ),
            Fault::NotPositive => {
                self.pick("A chosen statement has nothing payable by this method.", "有账单按该方式没有可发放金额。")
            }
        }
    }

    /// What is wrong with an invoice.
    #[must_use]
    pub fn invoice_fault(&self, fault: invoice::Fault) -> &'static str {
        match fault {
            invoice::Fault::Number => self.pick(
                "A digital invoice has 20 digits, an electronic or paper one 8; abroad 1 to 50 characters.",
                "数电专票为 20 位数字，电子或纸质专票为 8 位数字，海外发票为 1 至 50 个字符。",
            ),
            invoice::Fault::Code => self.pick(
                "Electronic and paper invoices have a code of 10 or 12 digits, others none.",
                "电子或纸质专票须填写 10 或 12 位发票代码，其他发票无需填写。",
            ),
            invoice::Fault::Day => self.pick(
                "The date lies between the acceptance by the vendor and today.",
                "开票日期须在厂商受理日与今天之间。",
            ),
            invoice::Fault::Sum => {
                self.pick("Net and tax together are the gross.", "不含税金额与税额之和须等于价税合计。")
            }
            invoice::Fault::Rate => self.pick(
                "The tax is the net amount times the tax rate of the list.",
                "税额须等于不含税金额乘以清单税率。",
            ),
            invoice::Fault::Twice => self.pick("This invoice stands here twice.", "该发票重复填写。"),
            invoice::Fault::Total => self.pick(
                "All invoices together are not the amount of the invoicing list.",
                "全部发票的价税合计与开票清单金额不一致。",
            ),
        }
    }

    /// Why there is no invoicing list.
    #[must_use]
    pub fn no_list(&self, why: NoList) -> &'static str {
        match why {
            NoList::NotNeeded => self.pick("This method of payment needs no invoice.", "该发放方式无需开票。"),
            NoList::NotYet => self.pick(
                "The vendor has not accepted the application yet: the list appears then.",
                "厂商尚未受理该申请，受理后可查看开票清单。",
            ),
            NoList::Void => self.pick("The application ended: its list is void.", "该申请已终止，开票清单已作废。"),
        }
    }

    /// The words of a kind of invoice; one of a newer version has none.
    #[must_use]
    pub fn kind(&self, kind: &str) -> &'static str {
        match kind {
            "digital" => self.pick("VAT special invoice, digital", "数电专票"),
            "electronic" => self.pick("VAT special invoice, electronic", "电子专票"),
            "paper" => self.pick("VAT special invoice, paper", "纸质专票"),
            "international" => self.pick("Invoice outside China", "海外发票"),
            _ => "",
        }
    }

    /// What comes next in a state, and whose turn it is.
    #[must_use]
    pub fn next(&self, state: &str) -> &'static str {
        match state {
            "draft" => self.pick("Delete it and request payment anew.", "请删除后重新申请。"),
            "internal_review" => {
                self.pick("A colleague with the right to review passes or returns it.", "等待有权限的同事审批。")
            }
            "processing" => self.pick("The vendor makes the application.", "厂商正在处理申请。"),
            "create_failed" => self.pick(
                "The vendor could not make the application and tries again.",
                "厂商创建申付单失败，将重试或撤销。",
            ),
            "awaiting_invoice" => self.pick(
                "Write the invoices as the invoicing list says, and register them.",
                "请按开票清单开具发票并登记。",
            ),
            "invoice_sent" => self.pick("The vendor waits for the invoices.", "等待厂商收到发票。"),
            "invoice_review" => self.pick("The vendor checks the invoices.", "厂商正在审核发票。"),
            "invoice_rejected" => self.pick(
                "Write the invoices anew, as the reason says, and register them.",
                "请按驳回原因重新开票并登记。",
            ),
            "payment_review" => self.pick("The vendor's finance looks at the payment.", "厂商财经正在审核。"),
            "finance_rejected" => self.pick(
                "Finance refused it. Its statements can be requested again.",
                "财经已驳回，账单金额恢复为可申请。",
            ),
            "paying" => self.pick("The vendor pays.", "厂商正在付款。"),
            "voucher_error" => {
                self.pick("Issuing the vouchers failed; the vendor tries again.", "代金券发放出错，厂商将重试。")
            }
            "paid" => self.pick("It was paid.", "已完成付款。"),
            "cancelled" => {
                self.pick("It was cancelled. Its statements can be requested again.", "已撤销，账单金额恢复为可申请。")
            }
            _ => "",
        }
    }
}
