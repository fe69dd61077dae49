//! Sentences of what is wrong with a field of a form of MDF.

use crate::{lang::Lang, mdf::rules::sheet::Fault, values::decimal::grouped};

/// The sentence at a field.
pub fn sentence(fault: &Fault, lang: Lang) -> String {
    let money = |amount: &rust_decimal::Decimal| grouped(*amount, 2);
    match fault {
        Fault::Length(least, most) => {
            lang.pick(format!("Enter {least} to {most} characters."), format!("请输入 {least} 至 {most} 个字符。"))
        }
        Fault::Part(most) => lang.pick(
            format!("At most {} of this line can be paid by MDF.", money(most)),
            format!("本行 MDF 使用金额最多为 {}。", money(most)),
        ),
        Fault::Cap(cap) => lang.pick(
            format!("An activity of this type gets at most {}.", money(cap)),
            format!("该类型活动的 MDF 使用金额最多为 {}。", money(cap)),
        ),
        Fault::OverAvailable(available) => lang.pick(
            format!("More than the available quota of {}.", money(available)),
            format!("MDF 使用金额超出可用额度 {}。", money(available)),
        ),
        Fault::NoQuota(year) => lang.pick(
            format!("There is no MDF quota of {year}. Ask your ecosystem manager (PDM)."),
            format!("{year} 年度暂无 MDF 额度，请联系您的生态经理（PDM）。"),
        ),
        Fault::Over(most) => lang.pick(
            format!("A line is claimed up to a tenth above its budget: at most {}.", money(most)),
            format!("单行兑现金额最多可超出预算 10%，即 {}。", money(most)),
        ),
        Fault::Total(most) => lang.pick(
            format!("All lines together: at most the approved {}.", money(most)),
            format!("合计兑现金额不能超出审核通过的 {}。", money(most)),
        ),
        Fault::Invoices(missing) => lang.pick(
            format!("Invoices of third parties miss {} of the claim.", money(missing)),
            format!("第三方发票合计金额比兑现金额少 {}。", money(missing)),
        ),
        other => plain(other, lang).to_owned(),
    }
}

fn plain(fault: &Fault, lang: Lang) -> &'static str {
    let (en, zh) = match fault {
        Fault::Missing => ("This must be filled.", "此项为必填项。"),
        Fault::Day => ("Enter a day of the calendar.", "请输入有效日期。"),
        Fault::Whole => ("Enter a whole number.", "请输入整数。"),
        Fault::Money => ("Enter an amount with at most two decimals.", "请输入金额，最多两位小数。"),
        Fault::Choice => ("Choose one of the list.", "请从列表中选择。"),
        Fault::Order => ("The end is before the start.", "结束日期不能早于开始日期。"),
        Fault::Started => (
            "Without an approval before the activity nothing is paid: the start must be after today.",
            "活动开始前未获审核通过的申请不予兑现，开始日期须晚于今天。",
        ),
        Fault::Late => (
            "Less than ten working days are left until the start: give a reason.",
            "距活动开始不足 10 个工作日，请填写延迟申请原因。",
        ),
        Fault::Session => (
            "Enter start, end and place of the session; it lies within the activity.",
            "请填写场次的开始日期、结束日期和地点，且须在活动时间范围内。",
        ),
        Fault::Quarter => (
            "A series lasts at most one quarter. Apply for the rest separately.",
            "系列活动时间跨度不能超过一个季度，超出部分请另行申请。",
        ),
        Fault::NoLine => ("Enter at least one line of the budget.", "请至少填写一行费用预算。"),
        Fault::GiftPiece => {
            ("A gift costs at most CNY 200 a piece, tax included.", "礼品单价（含税）不能超过 200 元。")
        }
        Fault::GiftHead => ("Gifts come to at most CNY 200 a head of the audience.", "礼品人均金额不能超过 200 元。"),
        Fault::NoRate => {
            ("The vendor has set no rate for activities of this type.", "厂商尚未设置该活动类型的兑现比例。")
        }
        Fault::NotOver => ("The activity is not over.", "活动尚未结束。"),
        Fault::NothingClaimed => ("Enter an amount above 0.", "请输入大于 0 的金额。"),
        Fault::InvoiceTwice => ("An invoice stands here twice.", "存在重复的发票号码。"),
        _ => (
            "This changes the approved activity. Make a new application before the activity begins.",
            "该变更涉及已审核通过活动的关键信息，请在活动开始前重新提交申请。",
        ),
    };
    lang.pick(en, zh)
}
