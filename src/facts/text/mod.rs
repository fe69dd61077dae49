//! Phrases of facts.

mod words;

use crate::{facts::rules::Fault, lang::Lang, values::csv::Unreadable, web};

/// Phrases.
#[derive(Debug)]
pub struct Text {
    pub lang: Lang,
    pub title: &'static str,
    pub hint: &'static str,
    pub filter_text: &'static str,
    pub status: &'static str,
    pub method: &'static str,
    pub methods: [(&'static str, &'static str); 3],
    pub held: &'static str,
    pub current: &'static str,
    pub ended: &'static str,
    pub origin: &'static str,
    pub origin_help: &'static str,
    pub recorded: &'static str,
    pub recorded_by: &'static str,
    pub file: &'static str,
    pub file_help: &'static str,
    pub source: &'static str,
    pub download: &'static str,
    pub empty: &'static str,
    pub empty_hint: &'static str,
    pub add: &'static str,
    pub add_hint: &'static str,
    pub correct: &'static str,
    pub correct_hint: &'static str,
    pub save: &'static str,
    pub saved: &'static str,
    pub back: &'static str,
    pub said: &'static str,
    pub corrected: &'static str,
    pub retracted: &'static str,
    pub retract: &'static str,
    pub retract_hint: &'static str,
    pub reason: &'static str,
    pub conflict: &'static str,
    pub overdue: &'static str,
    pub lapsed: &'static str,
    pub soon: &'static str,
    pub valid: &'static str,
    pub import: &'static str,
    pub import_hint: &'static str,
    pub template: &'static str,
    pub csv: &'static str,
    pub csv_help: &'static str,
    pub check: &'static str,
    pub take: &'static str,
    pub line: &'static str,
    pub verdict: &'static str,
    pub new: &'static str,
    pub corrects: &'static str,
    pub same: &'static str,
    pub wrong: &'static str,
    pub nothing_taken: &'static str,
    pub not_seen: &'static str,
    pub taken: (&'static str, &'static str),
    pub complete: &'static str,
    pub complete_choice: &'static str,
    pub vouch: &'static str,
    pub vouch_hint: &'static str,
    pub vouched: &'static str,
    pub never: &'static str,
    pub last: (&'static str, &'static str),
    pub stale: &'static str,
    pub unreadable: [&'static str; 4],
    pub long: (&'static str, &'static str),
    pub faults: [&'static str; 14],
}

/// English.
static EN: Text = Text {
    lang: Lang::En,
    title: "Facts for conditions",
    hint: "Conditions of benefits read these facts. None is overwritten: a correction keeps what stood there before.",
    filter_text: "Name or number",
    status: "State",
    method: "Entered",
    methods: [("hand", "By hand"), ("import", "By import"), ("sync", "By this portal")],
    held: "Facts",
    current: "Current",
    ended: "Corrected or retracted",
    origin: "Where from",
    origin_help: "The page of the console, the letter or the mail that says so",
    recorded: "Recorded",
    recorded_by: "Recorded by",
    file: "Evidence",
    file_help: "Optional: the file that proves it, up to 10 MB",
    source: "Source",
    download: "Download the source",
    empty: "No facts yet",
    empty_hint: "Enter the first one by hand, or import a list.",
    add: "Add a fact",
    add_hint: "If the fact is known already, correct it on its page.",
    correct: "Correct",
    correct_hint: "The fact as it stands now remains in the history.",
    save: "Save",
    saved: "The fact was recorded.",
    back: "Back to the list",
    said: "Fact",
    corrected: "Corrected",
    retracted: "Retracted",
    retract: "Retract",
    retract_hint: "For what never was true. The fact remains in the history; conditions read it no more.",
    reason: "Reason",
    conflict: "Somebody has corrected or retracted this fact meanwhile. Look at it again.",
    overdue: "Overdue",
    lapsed: "Lapsed",
    soon: "Ends soon",
    valid: "Valid",
    import: "Import",
    import_hint: "Paste the CSV text. Every line is judged before anything is recorded; then all lines are taken, or none.",
    template: "Template",
    csv: "CSV text",
    csv_help: "Choose a file, or paste its text.",
    check: "Check",
    take: "Import all",
    line: "Line",
    verdict: "What happens",
    new: "New",
    corrects: "Corrects the present fact",
    same: "Known already",
    wrong: "Cannot be taken",
    nothing_taken: "Nothing was recorded: a line cannot be taken.",
    not_seen: "Nothing was recorded: the text or the present facts are not as they were checked. Look at the lines again.",
    taken: ("Recorded: ", " facts."),
    complete: "Completeness",
    complete_choice: "With this, all facts of this kind are entered and right",
    vouch: "Confirm completeness",
    vouch_hint: "Confirm only what you have just compared with the vendor's console: conditions trust these facts for 24 hours from now.",
    vouched: "Confirmed: conditions read these facts for 24 hours.",
    never: "Nobody has confirmed yet that all facts of this kind are entered and right: conditions that need them stay closed.",
    last: ("Confirmed as complete by ", ", "),
    stale: " That is more than 24 hours ago: conditions that need them are closed until somebody confirms them again.",
    unreadable: [
        "A quotation mark is not closed.",
        "The first line must be the heading of the template.",
        "There is no line below the heading.",
        "More than 500 lines: import them in parts.",
    ],
    long: ("At most ", " characters."),
    faults: [
        "Fill this in.",
        "Letters of one line only.",
        "Enter a day as 2026-11-22.",
        "The day lies in the future.",
        "Enter a month as 2026-11.",
        "Enter an amount of zero or more with at most 8 decimals.",
        "Enter a currency code such as CNY.",
        "Choose one of the given words.",
        "Amount and currency belong together.",
        "The day is before the one it follows.",
        "City of work and city of the social insurance must be the same.",
        "There is a fact about this already: correct it on its page.",
        "An earlier line is about the same.",
        "The line has more fields than the heading.",
    ],
};

/// Chinese.
static ZH_CN: Text = Text {
    lang: Lang::ZhCn,
    title: "条件数据",
    hint: "权益申请条件读取这些数据。数据不会被覆盖，更正后仍保留原记录。",
    filter_text: "名称或编号",
    status: "状态",
    method: "录入方式",
    methods: [("hand", "手工录入"), ("import", "批量导入"), ("sync", "系统带入")],
    held: "数据",
    current: "当前有效",
    ended: "已更正或撤销",
    origin: "数据来源",
    origin_help: "说明该数据的华为云控制台页面、函件或邮件",
    recorded: "录入时间",
    recorded_by: "录入人",
    file: "证明材料",
    file_help: "选填：证明文件，不超过 10 MB",
    source: "来源",
    download: "下载来源文件",
    empty: "暂无数据",
    empty_hint: "请手工录入第一条数据，或批量导入。",
    add: "录入数据",
    add_hint: "若数据已存在，请在其详情页更正。",
    correct: "更正",
    correct_hint: "当前记录将保留在历史中。",
    save: "保存",
    saved: "数据已录入。",
    back: "返回列表",
    said: "数据内容",
    corrected: "已更正",
    retracted: "已撤销",
    retract: "撤销",
    retract_hint: "用于从未属实的数据。记录保留在历史中，申请条件不再读取。",
    reason: "原因",
    conflict: "该数据已被他人更正或撤销，请重新查看。",
    overdue: "已逾期",
    lapsed: "已过期",
    soon: "即将到期",
    valid: "有效",
    import: "批量导入",
    import_hint: "请粘贴 CSV 文本。先逐行校验，确认后全部导入，或全部不导入。",
    template: "模板",
    csv: "CSV 文本",
    csv_help: "选择文件，或粘贴内容",
    check: "校验",
    take: "全部导入",
    line: "行",
    verdict: "处理结果",
    new: "新增",
    corrects: "更正现有数据",
    same: "数据相同，不处理",
    wrong: "无法导入",
    nothing_taken: "未导入任何数据：存在无法导入的行。",
    not_seen: "未导入任何数据：内容或现有数据在检查后已变化，请重新核对。",
    taken: ("已录入 ", " 条数据。"),
    complete: "完整性",
    complete_choice: "录入后，该类数据已全部录入且准确",
    vouch: "确认数据完整",
    vouch_hint: "请仅确认刚刚与华为云控制台核对过的数据：自此刻起 24 小时内，申请条件以这些数据为准。",
    vouched: "已确认：24 小时内申请条件以这些数据为准。",
    never: "尚无人确认该类数据已全部录入且准确，依赖这些数据的条件暂不满足。",
    last: ("数据完整性确认人：", "，"),
    stale: "已超过 24 小时，需重新确认，在此之前依赖这些数据的条件不满足。",
    unreadable: ["引号未闭合。", "第一行必须是模板的表头。", "表头下没有数据行。", "超过 500 行，请分批导入。"],
    long: ("最多 ", " 个字符。"),
    faults: [
        "请填写。",
        "只能填写一行文字。",
        "请按 2026-11-22 的格式填写日期。",
        "日期不能晚于今天。",
        "请按 2026-11 的格式填写月份。",
        "请填写不小于零、最多 8 位小数的金额。",
        "请填写币种代码，如 CNY。",
        "请选择给定的选项。",
        "金额与币种须同时填写。",
        "日期早于其前序日期。",
        "工作常驻地与社保归属地必须一致。",
        "该数据已存在，请在其详情页更正。",
        "与前面的行重复。",
        "字段数多于表头。",
    ],
};

impl Text {
    /// The phrases in a language.
    pub fn of(lang: Lang) -> &'static Self {
        lang.pick(&EN, &ZH_CN)
    }

    fn pick(&self, words: (&'static str, &'static str)) -> &'static str {
        self.lang.pick(words.0, words.1)
    }

    /// A kind, a field or a value in words; a word of nobody's stands for itself.
    pub fn word<'a>(&self, code: &'a str) -> &'a str {
        words::VALUES.iter().find(|(known, _)| *known == code).map_or(code, |(_, words)| self.pick(*words))
    }

    /// The name of a field.
    pub fn field(&self, name: &'static str) -> &'static str {
        words::FIELDS.iter().find(|(known, _)| *known == name).map_or(name, |(_, words)| self.pick(*words))
    }

    /// What a kind's tab is called.
    pub fn kind(&self, code: &'static str) -> &'static str {
        words::KINDS.iter().find(|(known, _)| *known == code).map_or(code, |(_, words)| self.pick(*words))
    }

    /// How it came.
    pub fn method_word(&self, method: &str) -> &'static str {
        self.methods.iter().find(|(known, _)| *known == method).map_or("", |(_, word)| word)
    }

    /// Why a text is no import.
    pub fn unreadable(&self, why: Unreadable) -> &'static str {
        self.unreadable[match why {
            Unreadable::Csv => 0,
            Unreadable::Header => 1,
            Unreadable::Empty => 2,
            Unreadable::TooMany => 3,
        }]
    }

    /// What is wrong with a field.
    pub fn sentence(&self, fault: Fault) -> String {
        let place = match fault {
            Fault::Long(most) => return format!("{}{most}{}", self.long.0, self.long.1),
            Fault::NoSuchDay => return web::Text::of(self.lang).no_such_day.to_owned(),
            Fault::Required => 0,
            Fault::Letters => 1,
            Fault::Day => 2,
            Fault::Future => 3,
            Fault::Month => 4,
            Fault::Amount => 5,
            Fault::Currency => 6,
            Fault::Choice => 7,
            Fault::Pair => 8,
            Fault::Order => 9,
            Fault::Unequal => 10,
            Fault::Taken => 11,
            Fault::Twice => 12,
            Fault::Surplus => 13,
        };
        self.faults[place].to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::rules::{Kind, Shape};

    #[test]
    fn every_word_of_a_kind_is_said_in_both_languages() {
        for (text, other) in [(&EN, &ZH_CN), (&ZH_CN, &EN)] {
            for kind in Kind::ALL {
                assert_ne!(text.kind(kind.code), kind.code);
                for rule in kind.fields {
                    assert_ne!(text.field(rule.name), rule.name, "{}", kind.code);
                    assert_ne!(text.field(rule.name), other.field(rule.name), "{}", rule.name);
                    let Shape::Choice(words) = rule.shape else { continue };
                    let named = |word: &&&str| words::VALUES.iter().any(|(known, _)| *known == **word);
                    assert_eq!(words.iter().filter(named).count(), words.len(), "{}", rule.name);
                }
                for state in kind.states {
                    assert_ne!(text.word(state), *state);
                }
            }
        }
    }
}
