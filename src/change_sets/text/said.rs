//! Sentences: what is wrong with a cell, a sheet, a set.

use crate::{
    change_sets::{
        forms::sheet::Unreadable,
        rules::{
            column::{Column, Kind},
            fault::{Objection, Why},
        },
    },
    lang::Lang,
};

/// What is wrong with a cell.
pub fn fault(why: &Why, lang: Lang) -> String {
    let (en, zh) = match why {
        Why::Missing => ("is missing.", "未填写。"),
        Why::Formula => ("is a formula; paste its value.", "为公式，请粘贴为数值。"),
        Why::NoAmount => (
            "is no amount; type digits such as 1250.50 (a comma may only group thousands: 1,250.50).",
            "不是有效金额，请输入如 1250.50 的数字（逗号仅可用作千位分隔符，例如 1,250.50）。",
        ),
        Why::NotPositive => ("must be above 0.", "必须大于 0。"),
        Why::Decimals => ("has more than two decimals.", "最多两位小数。"),
        Why::NoReseller => ("is no reseller of yours.", "不是您的云经销商。"),
        Why::NoCustomer => ("is no customer you see.", "在您可见的客户中不存在。"),
        Why::Ambiguous => ("is the name of several; use the ID.", "对应多个账号，请填写 ID。"),
        Why::Left => ("has ended the association.", "已解除关联。"),
        Why::Advisor => {
            ("buys in the advisor model: no coupons and no transfers.", "为顾问销售模式客户，不能发券或拨款。")
        }
        Why::NoQuota => ("is no quota of yours.", "不是您的额度。"),
        Why::NoChild => ("is no quota you issued.", "不是您发放的额度。"),
        Why::NoCoupon => ("is no coupon you issued.", "不是您发放的券。"),
        Why::State => (
            "is not in a state that allows it: expired, frozen, used up or being adjusted.",
            "当前状态不可操作（已失效、冻结、用完或调整中）。",
        ),
        Why::Validity => ("is not valid now.", "不在有效期内。"),
        Why::NothingLeft => ("has nothing left.", "余额为 0。"),
        Why::ParentNotIssuable => (
            "cannot be taken back in part: its parent quota cannot be issued from, so the rest could not be issued again.",
            "不能部分回收：父额度不可发放，剩余部分无法重新发放。",
        ),
        Why::ParentExpires => (
            "cannot be taken back in part: its parent quota expires within 24 hours.",
            "不能部分回收：父额度将在 24 小时内到期。",
        ),
        Why::NoTime => ("is no day; write 2026-12-31.", "不是有效日期，请按 2026-12-31 的格式填写。"),
        Why::NoSuchDay => ("is no day of the calendar; check month and day.", "：该日期不存在，请检查月份和日期。"),
        Why::Order => ("lies before the beginning.", "早于生效时间。"),
        Why::OutsideQuota => ("lies outside the quota's validity.", "超出额度有效期。"),
        Why::Past => ("has passed.", "已经过去。"),
        Why::MoreThan(left) => {
            return lang.pick(format!("is more than what is left ({left})."), format!("大于余额（{left}）。"));
        }
        Why::Duplicate(line) => {
            return lang.pick(format!("stands in line {line} too."), format!("与第 {line} 行重复。"));
        }
        Why::Open(id) => {
            return lang.pick(format!("has an open command (no. {id})."), format!("存在在途指令（编号 {id}）。"));
        }
    };
    lang.pick(en, zh).to_owned()
}

/// What stands against a set.
pub fn objection(objection: &Objection, lang: Lang) -> String {
    let (en, zh) = match objection {
        Objection::NoRows => ("No row can be done.", "没有可执行的行。"),
        Objection::Faulty => {
            ("Rows have problems: mend them, or tick them to be left out.", "存在有问题的行，请修改或勾选排除。")
        }
        Objection::Currencies => {
            ("Rows of several currencies: make a set for each.", "包含多个币种，请按币种分别创建。")
        }
        Objection::MayNotIssue => (
            "Wanting a part back issues the rest again: you need the permission to issue quotas.",
            "部分回收需重新发放剩余额度，您没有发放额度的权限。",
        ),
        Objection::NobodyAgrees => (
            "A second person must agree, and nobody else can: ask an administrator.",
            "须由第二人审批，但目前无人可审批，请联系系统管理员。",
        ),
        Objection::NoAccount => {
            ("No connected account of Huawei Cloud offers this.", "没有支持该操作的华为云账号连接。")
        }
        Objection::UsesCoupons => (
            "Huawei Cloud answered within the last day that the partner uses coupons itself, so nothing can be issued. Ask Huawei Cloud to change the mode, then try again tomorrow.",
            "华为云在一天内返回：伙伴处于“伙伴用券”模式，不能发放。请联系华为云变更模式，次日可再次尝试。",
        ),
        Objection::Short(source, missing) if source.is_empty() => {
            return lang
                .pick(format!("The partner account lacks {missing}."), format!("伙伴账户余额不足，缺 {missing}。"));
        }
        Objection::Short(source, missing) => {
            return lang
                .pick(format!("Quota {source} lacks {missing}."), format!("额度 {source} 余额不足，缺 {missing}。"));
        }
    };
    lang.pick(en, zh).to_owned()
}

/// A row that a program sent has a field that its kind lacks; names of fields are those of the JSON API.
pub fn foreign(kind: Kind, column: Column, lang: Lang) -> String {
    let (kind, column) = (kind.as_str(), column.as_str());
    lang.pick(format!("Rows of {kind} have no field {column}."), format!("{kind} 的行没有字段 {column}。"))
}

/// Why a sheet cannot be read.
pub fn unreadable(why: Unreadable, kind: Kind, lang: Lang) -> String {
    let (en, zh) = match why {
        Unreadable::Empty => ("There are no rows: paste some or choose a file.", "没有内容，请粘贴或选择文件。"),
        Unreadable::TooLarge => ("The file is larger than 4 MB.", "文件超过 4 MB。"),
        Unreadable::TooManyRows => ("There are more than 5,000 rows: split the sheet.", "超过 5,000 行，请拆分表格。"),
        Unreadable::Broken => ("The file is damaged, or neither XLSX nor CSV.", "文件已损坏，或不是 XLSX、CSV 文件。"),
        Unreadable::Xls => ("This is the old XLS format: save it as XLSX.", "这是旧版 XLS 格式，请另存为 XLSX。"),
        Unreadable::Bomb => {
            ("The file unpacks to far more than a sheet has; it was not opened.", "文件解压后过大，未予打开。")
        }
        Unreadable::Encoding => (
            "The text is neither UTF-8 nor GB18030: save it again as UTF-8.",
            "文本编码不是 UTF-8 或 GB18030，请另存为 UTF-8。",
        ),
        Unreadable::Quote => ("A quotation mark is not closed.", "引号未闭合。"),
        Unreadable::Column(column) => {
            let heading = super::Text::of(lang).heading(kind, column);
            return lang.pick(format!("The column “{heading}” is missing."), format!("缺少“{heading}”列。"));
        }
    };
    lang.pick(en, zh).to_owned()
}
