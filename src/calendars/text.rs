//! Phrases of calendars.

use super::rules::{Fault, Step};
use crate::{cloud::Site, lang::Lang, values::workdays::Special};

/// Headings of the first column, by which the line of headings is told.
pub const DATE_WORDS: [&str; 3] = ["date", "day", "日期"];

/// Words that files have for a kind of day besides that of the database.
#[must_use]
pub const fn words(special: Special) -> [&'static str; 3] {
    match special {
        Special::Holiday => ["休", "放假", "节假日"],
        Special::MakeUp => ["班", "上班", "调休"],
    }
}

/// Phrases of the slice.
#[derive(Debug)]
pub struct Text {
    pub title: &'static str,
    pub site_label: &'static str,
    sites: [&'static str; 3],
    pub year: &'static str,
    pub holidays: &'static str,
    pub make_ups: &'static str,
    pub source: &'static str,
    pub source_help: &'static str,
    pub source_missing: &'static str,
    pub changed: &'static str,
    pub empty: &'static str,
    pub empty_hint: &'static str,
    pub settle: &'static str,
    pub missing: (&'static str, &'static str),
    pub days: &'static str,
    pub days_help: &'static str,
    pub hint: &'static str,
    pub check: &'static str,
    pub save: &'static str,
    pub back: &'static str,
    pub saved: &'static str,
    pub conflict: &'static str,
    pub changes: &'static str,
    pub no_change: &'static str,
    pub day: &'static str,
    pub kind: &'static str,
    kinds: [&'static str; 2],
    pub name: &'static str,
    pub becomes: &'static str,
    steps: [&'static str; 3],
    pub present: &'static str,
    pub sheet: &'static str,
    pub sheet_hint: &'static str,
    pub sheet_help: &'static str,
    pub read: &'static str,
    pub file: &'static str,
    pub not_text: &'static str,
    pub too_large: &'static str,
    line: (&'static str, &'static str),
    faults: [&'static str; 8],
    pub more: &'static str,
}

/// English.
pub static EN: Text = Text {
    title: "Working days",
    site_label: "Site",
    sites: ["China", "International", "Europe"],
    year: "Year",
    holidays: "Holidays",
    make_ups: "Make-up working days",
    source: "Source",
    source_help: "The notice or file the days are from, with its date and number.",
    source_missing: "Say where the days are from.",
    changed: "Last change",
    empty: "No year is settled for this site",
    empty_hint: "Deadlines skip Saturdays and Sundays only until the holidays of the year are entered.",
    settle: "Enter",
    missing: (
        "Nobody has entered the holidays of ",
        " for this site. Deadlines in it skip Saturdays and Sundays only.",
    ),
    days: "Days",
    days_help: "One a line: date, holiday or make_up, name. For example: 2027-01-01,holiday,New Year",
    hint: "A changed calendar counts for deadlines that begin from now on. Deadlines that already run are not shortened.",
    check: "Check",
    save: "Save",
    back: "Working days",
    saved: "The calendar is saved. It counts for deadlines that begin from now on.",
    conflict: "Somebody changed this year meanwhile. The days as they are now stand below; compare and save again.",
    changes: "What changes",
    no_change: "Nothing: the list is as it was.",
    day: "Day",
    kind: "Kind",
    kinds: ["Holiday", "Make-up working day"],
    name: "Name",
    becomes: "Change",
    steps: ["Added", "Removed", "Changed"],
    present: "Days as they are now",
    sheet: "Import from a file",
    sheet_hint: "The file is read and shown before anything is saved.",
    sheet_help: "CSV with date, kind (holiday or make_up) and name; at most 64 KB.",
    read: "Read the file",
    file: "CSV file",
    not_text: "This is no CSV file. Save the table as CSV and choose it again.",
    too_large: "The file has more than 64 KB. Keep the days of this year only.",
    line: ("Line ", ": "),
    faults: [
        "a quotation mark is not closed.",
        "enter the date as 2027-01-01.",
        "the day is of another year.",
        "enter holiday or make_up.",
        "a make-up day is a Saturday or Sunday; this weekday is worked anyway.",
        "the name has more than 64 characters, or one that nobody sees.",
        "the day stands in the list twice.",
        "there is no such day: check month and day.",
    ],
    more: "More lines are wrong.",
};

/// Chinese as the Huawei Partner Center writes it.
pub static ZH_CN: Text = Text {
    title: "工作日历",
    site_label: "站点",
    sites: ["中国站", "国际站", "欧洲站"],
    year: "年份",
    holidays: "节假日",
    make_ups: "调休上班日",
    source: "来源",
    source_help: "日期所依据的通知或文件，含发文日期和文号。",
    source_missing: "请填写日期的来源。",
    changed: "最近修改",
    empty: "该站点尚未设置任何年份",
    empty_hint: "录入当年节假日之前，期限只跳过周六和周日。",
    settle: "录入",
    missing: ("该站点尚未录入 ", " 年的节假日，该年内的期限只跳过周六和周日。"),
    days: "日期",
    days_help: "每行一天：日期,holiday（休）或 make_up（班）,名称。例如：2027-01-01,休,元旦",
    hint: "修改后的日历只用于此后开始的期限，已开始的期限不会缩短。",
    check: "校验",
    save: "保存",
    back: "工作日历",
    saved: "日历已保存，用于此后开始的期限。",
    conflict: "该年份已被他人修改。当前日期列在下方，请核对后重新保存。",
    changes: "变更内容",
    no_change: "无变更。",
    day: "日期",
    kind: "类型",
    kinds: ["节假日", "调休上班日"],
    name: "名称",
    becomes: "变更",
    steps: ["新增", "删除", "修改"],
    present: "当前日期",
    sheet: "从文件导入",
    sheet_hint: "读取文件后先显示内容，确认后才会保存。",
    sheet_help: "CSV 文件，列为日期、类型（休或班）、名称，不超过 64 KB。",
    read: "读取文件",
    file: "CSV 文件",
    not_text: "该文件不是 CSV 文件，请将表格另存为 CSV 后重新选择。",
    too_large: "文件超过 64 KB，请只保留该年份的日期。",
    line: ("第 ", " 行："),
    faults: [
        "引号未闭合。",
        "日期格式应为 2027-01-01。",
        "日期不属于该年份。",
        "类型应为休或班。",
        "调休上班日应为周六或周日，该日本来就是工作日。",
        "名称超过 64 个字符或含有不可见字符。",
        "日期重复。",
        "该日期不存在，请检查月份和日期。",
    ],
    more: "还有更多行有误。",
};

impl Text {
    /// The phrases of a language.
    #[must_use]
    pub fn of(lang: Lang) -> &'static Self {
        lang.pick(&EN, &ZH_CN)
    }

    /// A site's name.
    #[must_use]
    pub const fn site(&self, site: Site) -> &'static str {
        match site {
            Site::China => self.sites[0],
            Site::International => self.sites[1],
            Site::Europe => self.sites[2],
        }
    }

    /// A kind of day.
    #[must_use]
    pub const fn special(&self, special: Special) -> &'static str {
        match special {
            Special::Holiday => self.kinds[0],
            Special::MakeUp => self.kinds[1],
        }
    }

    /// What becomes of a day.
    #[must_use]
    pub const fn step(&self, step: Step) -> &'static str {
        match step {
            Step::Added => self.steps[0],
            Step::Removed => self.steps[1],
            Step::Changed => self.steps[2],
        }
    }

    /// What is wrong with a line; line 0 is the whole text.
    #[must_use]
    pub fn fault(&self, (line, fault): (usize, Fault)) -> String {
        let said = match fault {
            Fault::Quote => self.faults[0],
            Fault::Date => self.faults[1],
            Fault::Year => self.faults[2],
            Fault::Kind => self.faults[3],
            Fault::Weekday => self.faults[4],
            Fault::Name => self.faults[5],
            Fault::Twice => self.faults[6],
            Fault::NoSuchDay => self.faults[7],
        };
        if line == 0 { said.to_owned() } else { format!("{}{line}{}{said}", self.line.0, self.line.1) }
    }
}
