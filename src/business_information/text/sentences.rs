//! Sentences at fields.

use crate::{business_information::rules::fields::Fault, lang::Lang, members};

/// The sentence at a field.
pub fn sentence(fault: Fault, lang: Lang) -> String {
    let (en, zh) = match fault {
        Fault::Field(wrong) => return members::wrong_field(wrong, lang),
        Fault::Code => (
            "The code is invalid: compare it with the registration document, the last character checks the others.",
            "企业代码无效，请与营业执照核对（最后一位为校验码）。",
        ),
        Fault::Rate => (
            "Enter a rate in per cent that belongs to the taxpayer type: in China 6 for general, 3 for small-scale.",
            "请填写与纳税人类型一致的税率：中国站一般纳税人 6，小规模纳税人 3。",
        ),
        Fault::Account => ("Enter 8 to 32 digits.", "请填写 8–32 位数字。"),
        Fault::NoAccount => ("Enter an account number or an IBAN.", "请填写银行账号或国际银行账号（IBAN）。"),
        Fault::Swift => ("A SWIFT code has 8 or 11 characters.", "SWIFT 代码为 8 位或 11 位。"),
        Fault::Iban => ("The check digits of the IBAN are wrong.", "国际银行账号（IBAN）校验位不正确。"),
        Fault::Answer => ("Explain the yes.", "选择“是”时请说明。"),
        Fault::Letter => ("Send the bank confirmation letter first.", "请先上传银行确认函。"),
    };
    lang.pick(en, zh).to_owned()
}

/// The sentence where an amount cannot be read.
pub fn unreadable_amount(lang: Lang) -> &'static str {
    lang.pick(
        "Enter an amount of 0.01 to 0.99; this was not counted.",
        "请输入 0.01–0.99 之间的金额；本次不计入错误次数。",
    )
}
