//! The phrases of the frame, of lists and of refusals, which every page shares.

use crate::lang::Lang;

/// Phrases that every page shares.
#[derive(Debug)]
pub struct Text {
    /// Name of the portal.
    pub portal: &'static str,
    /// Skip link.
    pub skip: &'static str,
    /// Name of the navigation for screen readers.
    pub navigation: &'static str,
    /// Button that opens the navigation on narrow screens.
    pub menu: &'static str,
    /// Name of the breadcrumbs for screen readers.
    pub breadcrumbs: &'static str,
    /// Search box.
    pub search: &'static str,
    /// Language switch.
    pub language: &'static str,
    /// Theme switch.
    pub theme: &'static str,
    /// Theme: as the system.
    pub theme_system: &'static str,
    /// Theme: light.
    pub theme_light: &'static str,
    /// Theme: dark.
    pub theme_dark: &'static str,
    /// In the demo: nobody is asked for a second factor.
    pub no_factors: &'static str,
    /// Where a form's buttons stand while the organisation is frozen or gone (ORG-6).
    pub writes_nothing: &'static str,
    /// Frozen organisation: before the instant, after it.
    pub frozen: (&'static str, &'static str),
    /// The same of one that has left.
    pub exited: (&'static str, &'static str),
    /// Heading above what was typed into a form that could not be taken.
    pub typed: &'static str,
    /// Said where a form that was sent twice leads.
    pub sent_twice: &'static str,
    /// Sign-out button.
    pub sign_out: &'static str,
    /// Sign-in link.
    pub sign_in: &'static str,
    /// The master login in place of roles.
    pub master: &'static str,
    /// Filter bar: apply.
    pub apply: &'static str,
    /// Filter bar: clear.
    pub clear: &'static str,
    /// Filter bar: no choice.
    pub any: &'static str,
    /// Filter bar: name for screen readers.
    pub filters: &'static str,
    /// Filter bar: first day of a range.
    pub from: &'static str,
    /// Filter bar: last day of a range, included.
    pub until: &'static str,
    /// Pager: back.
    pub previous: &'static str,
    /// Foot of a list far from its beginning.
    pub first_page: &'static str,
    /// Pager: on.
    pub next: &'static str,
    /// Pager: name for screen readers.
    pub pages: &'static str,
    /// Empty state: filters match nothing.
    pub nothing_found: &'static str,
    /// Empty state: what to do then.
    pub nothing_found_hint: &'static str,
    /// Under figures that do not follow the filters of the list.
    pub unfiltered: &'static str,
    /// Table while filters are wrong.
    pub mend_filters: &'static str,
    /// Title of a masked value.
    pub masked: &'static str,
    /// Copy button.
    pub copy: &'static str,
    /// After copying.
    pub copied: &'static str,
    /// A value that is not there.
    pub none: &'static str,
    /// A code the portal has no word for (SYNC: unknown values are shown raw).
    pub unknown: &'static str,
    /// Timeline heading.
    pub timeline: &'static str,
    /// Freshness: before the time.
    pub synced: (&'static str, &'static str),
    /// Freshness: never read.
    pub never_synced: &'static str,
    /// Freshness: the latest run failed.
    pub sync_failed: &'static str,
    /// Between the words before a field and what is wrong with it.
    pub colon: &'static str,
    /// Field error: holds what is no character.
    pub not_text: &'static str,
    /// An address with a tab or view that does not exist.
    pub no_such_view: &'static str,
    /// An address with a filter that the page does not have.
    pub no_such_filter: &'static str,
    /// Field error: longer than so many characters.
    pub too_long: &'static str,
    /// Field error: not one of the choices.
    pub not_a_choice: &'static str,
    /// Field error: not a day.
    pub not_a_day: &'static str,
    /// Field error: written as a day, but the calendar has none like it.
    pub no_such_day: &'static str,
    /// Field error: not a month.
    pub not_a_month: &'static str,
    /// Field error: not a whole number.
    pub not_a_number: &'static str,
    /// Field error: range ends before it begins.
    pub range_reversed: &'static str,
    /// Field error: empty.
    pub required: &'static str,
    /// A page address that was cut or changed.
    pub cursor_broken: &'static str,
    /// A form comes back: its file must be chosen again.
    pub choose_again: &'static str,
    /// Leads from a question above a form to the field that answers it.
    pub answer_question: &'static str,
    /// A file is missing.
    pub file_missing: &'static str,
    /// A file is larger than so many MB.
    pub file_too_large: (&'static str, &'static str),
    /// A file's content is none of these.
    pub file_kind: (&'static str, &'static str),
    /// It is encrypted or under rights management.
    pub file_protected: &'static str,
    /// The scanner found something in a file.
    pub file_found: &'static str,
    /// A file could not be scanned.
    pub file_unscanned: &'static str,
    /// A picture is smaller than so many pixels.
    pub file_too_small: (&'static str, &'static str),
    /// Above what is wrong in a form.
    pub mend_form: &'static str,
    /// Heading above several field errors.
    pub mend: &'static str,
}

/// English.
pub static EN: Text = Text {
    portal: "Partner portal",
    skip: "Skip to content",
    navigation: "Main navigation",
    menu: "Menu",
    breadcrumbs: "Breadcrumbs",
    search: "Search customers, quotas, applications, invoices…",
    language: "Language",
    theme: "Theme",
    theme_system: "System",
    theme_light: "Light",
    theme_dark: "Dark",
    no_factors: "This is a demo: whatever is set here, nobody is asked for a second factor.",
    writes_nothing: "Nothing can be saved while the organisation is not active.",
    frozen: (
        "The organisation is frozen since ",
        ". Everything can be read and exported, nothing can be changed; your own login can. Ask your contact at Huawei Cloud how to lift this.",
    ),
    exited: (
        "The organisation has left the partner programme on ",
        ". Its data can be read for 90 days, nothing can be changed.",
    ),
    typed: "What you typed",
    sent_twice: "The form was sent twice; it took effect once, and this is its result.",
    sign_out: "Sign out",
    sign_in: "Sign in",
    master: "Master account",
    apply: "Apply",
    clear: "Clear",
    any: "All",
    filters: "Filters",
    from: "from",
    until: "until",
    previous: "Previous",
    first_page: "First page",
    next: "Next",
    pages: "Pages",
    nothing_found: "Nothing matches these filters",
    nothing_found_hint: "Change or clear the filters.",
    unfiltered: "Figures of everything, filters not applied: they do not follow the filters of the list below.",
    mend_filters: "Correct the marked filters to see the list.",
    masked: "Personal data is masked",
    copy: "Copy",
    copied: "Copied",
    none: "–",
    unknown: "unknown",
    timeline: "What happened",
    synced: ("Synchronised", ""),
    never_synced: "Not synchronised yet",
    sync_failed: "Last synchronisation failed",
    colon: ": ",
    not_text: "Remove the characters that cannot be read.",
    no_such_view: "The address of this page names a view that does not exist. Choose one of the tabs.",
    no_such_filter: "The address names a filter that this page does not have, or one filter twice. Start from the list without filters.",
    too_long: "Enter fewer characters; the most allowed is",
    not_a_choice: "Choose one of the options in the list.",
    not_a_day: "Enter a day like 2026-11-22.",
    no_such_day: "There is no such day: check month and day.",
    not_a_month: "Enter a month like 2026-11.",
    not_a_number: "Enter a whole number.",
    range_reversed: "The last day lies before the first day.",
    required: "Required.",
    cursor_broken: "The address of this page is incomplete or has been changed. Start from the first page.",
    choose_again: "Choose the file again: the browser does not keep it.",
    answer_question: "Answer below",
    file_missing: "Choose a file.",
    file_too_large: ("The file is larger than ", "."),
    file_kind: ("The content of the file is none of ", ", whatever its name says. Choose another file."),
    file_protected: "The file is encrypted or under rights management, so nobody who reviews it could open it. Send it without password and protection.",
    file_found: "The scanner found something harmful in the file. Send another one.",
    file_unscanned: "The file could not be scanned, so it was not taken. Try again later, or tell your administrator.",
    file_too_small: ("The picture is smaller than ", " pixels, or its size cannot be read."),
    mend_form: "Please mend these fields; everything you typed is still there.",
    mend: "Please correct the following:",
};

/// Chinese.
pub static ZH_CN: Text = Text {
    portal: "伙伴门户",
    skip: "跳到主要内容",
    navigation: "主导航",
    menu: "菜单",
    breadcrumbs: "当前位置",
    search: "搜索客户、额度、申请、发票…",
    language: "语言",
    theme: "外观",
    theme_system: "跟随系统",
    theme_light: "浅色",
    theme_dark: "深色",
    no_factors: "演示环境：无论此处如何设置，登录和敏感操作都不要求第二重验证。",
    writes_nothing: "组织未处于正常状态，暂不能保存。",
    frozen: (
        "组织已于 ",
        " 冻结：数据可以查看和导出，不能修改；您本人的登录设置仍可修改。如需解除冻结，请联系华为云对接人。",
    ),
    exited: ("组织已于 ", " 退出合作伙伴计划：数据在 90 天内可以查看，不能修改。"),
    typed: "您填写的内容",
    sent_twice: "表单已重复提交，仅生效一次，以下为首次提交的结果。",
    sign_out: "退出登录",
    sign_in: "登录",
    master: "伙伴主账号",
    apply: "查询",
    clear: "清除",
    any: "全部",
    filters: "筛选条件",
    from: "起",
    until: "止",
    previous: "上一页",
    first_page: "第一页",
    next: "下一页",
    pages: "分页",
    nothing_found: "没有符合条件的数据",
    nothing_found_hint: "请修改或清除筛选条件。",
    unfiltered: "以上为全部数据的统计，未按下方列表的筛选条件计算。",
    mend_filters: "请先更正标出的筛选条件。",
    masked: "个人信息已脱敏",
    copy: "复制",
    copied: "已复制",
    none: "–",
    unknown: "未知",
    timeline: "动态",
    synced: ("", "同步"),
    never_synced: "尚未同步",
    sync_failed: "最近一次同步失败",
    colon: "：",
    not_text: "含有无法识别的字符，请删除。",
    no_such_view: "本页地址中的视图不存在，请从页签中选择。",
    no_such_filter: "本页地址含有此页面没有的筛选条件，或同一条件出现了两次，请从未筛选的列表重新开始。",
    too_long: "内容过长，最多字符数：",
    not_a_choice: "请从列表中选择。",
    not_a_day: "请输入日期，例如 2026-11-22。",
    no_such_day: "该日期不存在，请检查月份和日期。",
    not_a_month: "请输入月份，例如 2026-11。",
    not_a_number: "请输入整数。",
    range_reversed: "结束日期早于开始日期。",
    required: "必填。",
    cursor_broken: "本页地址不完整或已被修改，请从第一页重新开始。",
    choose_again: "请重新选择文件：浏览器不会保留已选择的文件。",
    answer_question: "在下方选择",
    file_missing: "请选择文件。",
    file_too_large: ("文件大小超过 ", "。"),
    file_kind: ("文件的实际内容不是 ", "（与文件名无关），请重新选择。"),
    file_protected: "该文件已加密或受权限管理，审核人员无法打开，请去除密码和权限保护后重新上传。",
    file_found: "安全扫描发现该文件存在风险，请更换文件。",
    file_unscanned: "文件暂时无法进行安全扫描，未能上传，请稍后重试或联系管理员。",
    file_too_small: ("图片小于 ", " 像素，或无法识别其尺寸。"),
    mend_form: "请修改以下内容，您已填写的信息均已保留。",
    mend: "请更正以下内容：",
};

impl Text {
    /// The phrases in a language.
    #[must_use]
    pub fn of(lang: Lang) -> &'static Self {
        lang.pick(&EN, &ZH_CN)
    }
}
