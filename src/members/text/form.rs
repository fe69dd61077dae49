//! Phrases of the member form (MEM-2) and of what is wrong with it.

use crate::{
    access::{Permissions, Reach, Sight, grants::Refusal, widening::ChoiceRequired},
    lang::Lang,
    members::rules::{person::Wrong, plan::Why},
    web,
};

/// Phrases of the form.
#[derive(Debug)]
pub struct FormText {
    pub create: &'static str,
    pub create_hint: &'static str,
    pub edit: &'static str,
    pub data: &'static str,
    pub access: &'static str,
    pub roles_hint: &'static str,
    pub username_help: &'static str,
    pub phone_help: &'static str,
    pub expires_help: &'static str,
    pub credentials: &'static str,
    pub link: &'static str,
    pub link_hint: &'static str,
    pub password: &'static str,
    pub password_hint: &'static str,
    pub director_help: &'static str,
    pub no_director: &'static str,
    pub scope: &'static str,
    pub keep: &'static str,
    pub widen: &'static str,
    pub reason: &'static str,
    pub reason_help: &'static str,
    pub custom: &'static str,
    pub check: &'static str,
    pub confirm: &'static str,
    pub save: &'static str,
    pub back: &'static str,
    pub preview: &'static str,
    pub at_once: &'static str,
    pub waits_for: &'static str,
    pub second_person: &'static str,
    pub permissions: &'static str,
    pub warnings: &'static str,
    pub nothing: &'static str,
    pub made: &'static str,
    pub issued: &'static str,
    pub shown_once: &'static str,
    pub shown_once_mailed: &'static str,
    pub link_ready: &'static str,
    pub password_ready: &'static str,
    pub conflict: &'static str,
    pub now_is: &'static str,
    /// Own, team, all.
    pub reaches: [&'static str; 3],
}

/// English.
pub static EN: FormText = FormText {
    create: "New member",
    create_hint: "Fill in the data, choose one to three roles, then check what will happen before the login is made.",
    edit: "Change member",
    data: "Data",
    access: "First sign-in",
    roles_hint: "One to three. Admin stands alone; account manager and account director exclude each other. Privileged roles take effect when another admin or the master account agrees.",
    username_help: "5 to 32 letters, digits, _ or -, beginning with a letter. It cannot be changed later.",
    phone_help: "Country code and number, for example 0086-13800000000",
    expires_help: "Last day of the login, YYYY-MM-DD; empty: without end",
    credentials: "How the member gets in",
    link: "Activation link",
    link_hint: "Works for 7 days; the member chooses a password",
    password: "Temporary password",
    password_hint: "Made by the portal, shown once, changed at first sign-in",
    director_help: "Only for account managers",
    no_director: "None",
    scope: "Data scope",
    keep: "Keep the narrow scope",
    widen: "See every customer",
    reason: "Reason",
    reason_help: "For the record and for whoever approves",
    custom: "Custom role",
    check: "Check",
    confirm: "Create member",
    save: "Save",
    back: "Cancel",
    preview: "What will happen",
    at_once: "In force at once",
    waits_for: "Waits for a second person",
    second_person: "Privileged permissions",
    permissions: "Permissions in all",
    warnings: "Note: makes and checks",
    nothing: "None",
    made: "Member created",
    issued: "New credentials issued",
    shown_once_mailed: "This link is also being mailed to the member. It is shown once here, in case the mail does not arrive.",
    shown_once: "This is shown once. Give it to the member over a safe way; who loses it needs a new one.",
    link_ready: "Activation link",
    password_ready: "Temporary password",
    conflict: "Somebody else changed this member meanwhile. Your entries are below, the present state is above; save again to put yours in its place.",
    now_is: "Present state",
    reaches: ["Own customers", "Team's customers", "All customers"],
};

/// Chinese.
pub static ZH_CN: FormText = FormText {
    create: "创建人员",
    create_hint: "填写资料，选择 1–3 个角色，确认创建后的效果，再创建账号。",
    edit: "修改成员",
    data: "基本资料",
    access: "首次登录",
    roles_hint: "选择 1–3 个角色。系统管理员不能与其他角色同时选择；客户经理与客户经理主管互斥。特权角色须由另一位系统管理员或伙伴主账号审批后生效。",
    username_help: "5–32 个字母、数字、下划线或连字符，以字母开头，创建后不可修改。",
    phone_help: "国家码-号码，例如 0086-13800000000",
    expires_help: "账号可用的最后一天，格式 YYYY-MM-DD；留空表示长期有效",
    credentials: "初始凭证",
    link: "激活链接",
    link_hint: "7 天内有效，由成员自行设置密码",
    password: "临时密码",
    password_hint: "由系统生成，仅显示一次，首次登录必须修改",
    director_help: "仅客户经理可填写",
    no_director: "无",
    scope: "数据范围",
    keep: "保持原有的较小范围",
    widen: "查看全部客户",
    reason: "原因",
    reason_help: "写入审计记录，并供审批人查看",
    custom: "自定义角色",
    check: "下一步",
    confirm: "确认创建",
    save: "保存",
    back: "取消",
    preview: "创建后的效果",
    at_once: "立即生效的角色",
    waits_for: "待他人审批的角色",
    second_person: "特权权限",
    permissions: "权限总数",
    warnings: "注意：经办与审批集于一人",
    nothing: "无",
    made: "成员已创建",
    issued: "登录凭证已生成",
    shown_once_mailed: "该链接同时会发送到成员的邮箱。此处仅显示一次，以备邮件未送达时使用。",
    shown_once: "以下内容仅显示一次，请通过安全方式交给成员；遗失后需重新生成。",
    link_ready: "激活链接",
    password_ready: "临时密码",
    conflict: "其他人已修改该成员。上方是当前数据，下方是您填写的内容；再次保存将以您的内容为准。",
    now_is: "当前数据",
    reaches: ["本人客户", "团队客户", "全部客户"],
};

impl FormText {
    /// The phrases in a language.
    pub fn of(lang: Lang) -> &'static Self {
        lang.pick(&EN, &ZH_CN)
    }

    /// A data scope in words, with what lies within it (AM-3).
    pub fn sees(&self, reach: Reach, sight: Sight, lang: Lang) -> String {
        format!("{}{}{}", self.reach(reach), lang.pick(", ", "，"), sight.words(lang))
    }

    /// The question whether a member is to see more (AM-3); both words say what lies within.
    pub fn widening(&self, before: &str, after: &str, lang: Lang) -> String {
        lang.pick(
            format!(
                "With these roles the data scope would grow from “{before}” to “{after}”. Choose which it shall be."
            ),
            format!("这些角色会使数据范围从“{before}”扩大为“{after}”，请选择数据范围。"),
        )
    }

    /// A data scope in words.
    pub const fn reach(&self, reach: Reach) -> &'static str {
        match reach {
            Reach::Own => self.reaches[0],
            Reach::Team => self.reaches[1],
            Reach::All => self.reaches[2],
        }
    }
}

/// What is wrong, in the reader's words.
pub fn sentence(why: &Why, lang: Lang) -> String {
    match why {
        Why::Field(wrong) => field(*wrong, lang),
        Why::Roles(refusal) => roles(refusal, lang),
        Why::Scope(required) => scope(required, lang),
        Why::NoManager => {
            lang.pick("A director is set only for account managers.", "只有客户经理才能设置客户经理主管。").into()
        }
        Why::NotADirector => lang
            .pick(
                "This is not an active account director of your organisation.",
                "该成员不是本组织启用中的客户经理主管。",
            )
            .into(),
        Why::NotASuccessor => lang
            .pick(
                "Choose an active member who holds the role that takes over.",
                "请选择持有相应角色且启用中的成员接手。",
            )
            .into(),
        Why::Exceeds(beyond) => exceeds(*beyond, lang),
    }
}

/// MEM-13: what the maker lacks, by name.
pub fn exceeds(beyond: Permissions, lang: Lang) -> String {
    let names: Vec<&str> = beyond.iter().take(5).map(|code| code.name(lang)).collect();
    let names = names.join(lang.pick(", ", "、"));
    lang.pick(
        format!("The member holds or would hold permissions that you do not have yourself: {names}."),
        format!("该成员拥有或将拥有您没有的权限：{names}。"),
    )
}

fn field(wrong: Wrong, lang: Lang) -> String {
    let (en, zh) = match wrong {
        Wrong::TooLong(most) => {
            return lang.pick(format!("At most {most} characters."), format!("最多 {most} 个字符。"));
        }
        Wrong::NoSuchDay => return web::Text::of(lang).no_such_day.to_owned(),
        Wrong::Missing => ("Required.", "必填。"),
        Wrong::Username => (
            "5 to 32 letters, digits, _ or -, beginning with a letter.",
            "须为 5–32 个字母、数字、下划线或连字符，并以字母开头。",
        ),
        Wrong::Taken => ("Taken: a user name is never used again.", "该账号名已被使用，账号名不可重复使用。"),
        Wrong::Email => ("Not a mail address, like li@example.com.", "邮箱格式不正确，例如 li@example.com。"),
        Wrong::InUse => ("In use by another member.", "该邮箱已被其他成员使用。"),
        Wrong::Phone => ("Write it like 0086-13800000000.", "格式应为 0086-13800000000。"),
        Wrong::Day => ("Write the day as YYYY-MM-DD.", "日期格式应为 YYYY-MM-DD。"),
        Wrong::Past => ("The day is past.", "日期不能早于今天。"),
        Wrong::Choice => ("Choose one of the options.", "请选择列出的选项。"),
        Wrong::NotText => ("Contains characters that cannot be shown.", "包含无法显示的字符。"),
    };
    lang.pick(en, zh).to_owned()
}

/// A rule of the roles, named in the reader's words (ROLE-1 to ROLE-3, PERM-8).
pub fn roles(refusal: &Refusal, lang: Lang) -> String {
    let (en, zh) = match refusal {
        Refusal::NoRole => ("Choose at least one role.", "请至少选择一个角色。"),
        Refusal::TooMany => ("A member has at most three roles.", "每个成员最多 3 个角色。"),
        Refusal::Twice => ("A role stands twice.", "角色重复。"),
        Refusal::AdminAlone => ("Admin excludes every other role.", "系统管理员不能与其他角色同时选择。"),
        Refusal::ManagerOrDirector => {
            ("Account manager and account director exclude each other.", "客户经理与客户经理主管不能同时选择。")
        }
        Refusal::NotInKind(_) => ("Your kind of organisation has no such role.", "贵组织的类型没有该角色。"),
        Refusal::Apart((make, check)) => {
            let (make, check) = (make.name(lang), check.name(lang));
            return lang.pick(
                format!("One person must not hold both: {make}, and {check}."),
                format!("同一人不能同时拥有：{make}、{check}。"),
            );
        }
    };
    lang.pick(en, zh).to_owned()
}

fn scope(required: &ChoiceRequired, lang: Lang) -> String {
    let text = FormText::of(lang);
    text.widening(text.reach(required.before), text.reach(required.after), lang)
}
