//! Phrases of the form of a custom role, and the sentences with which the rules refuse (ROLE-6, ROLE-7, PERM-8).

use crate::{
    access::{Code, custom::Refusal},
    lang::Lang,
    roles::{forms::Wrong, rules::effect::Obstacle},
};

/// Phrases of the form.
#[derive(Debug)]
pub struct Text {
    pub new: &'static str,
    pub edit: &'static str,
    pub name: &'static str,
    pub name_help: &'static str,
    pub description: &'static str,
    pub permissions: &'static str,
    pub permissions_help: &'static str,
    pub needs_step_up: &'static str,
    pub check: &'static str,
    pub save: &'static str,
    pub back: &'static str,
    pub cancel: &'static str,
    pub mend: &'static str,
    pub preview: &'static str,
    pub preview_help: &'static str,
    pub gained: &'static str,
    pub lost: &'static str,
    pub brought: &'static str,
    pub nothing_changes: &'static str,
    pub affected: &'static str,
    pub nobody_affected: &'static str,
    pub member: &'static str,
    pub gains: &'static str,
    pub loses: &'static str,
    pub and_more: &'static str,
    pub saved: &'static str,
    pub created: &'static str,
    pub deleted: &'static str,
    pub delete: &'static str,
    pub delete_help: &'static str,
    pub held: &'static str,
    pub changed_meanwhile: &'static str,
    pub now_there: &'static str,
    pub typed: &'static str,
    pub limit: &'static str,
    pub name_length: &'static str,
    pub not_text: &'static str,
    pub preset_name: &'static str,
    pub name_taken: &'static str,
    pub description_length: &'static str,
    pub unknown_code: &'static str,
    pub choose: &'static str,
    pub not_in_kind: &'static str,
    pub reserved: &'static str,
    pub apart: &'static str,
    pub apart_in_person: &'static str,
    pub privileged: &'static str,
    pub comma: &'static str,
}

/// English.
pub static EN: Text = Text {
    new: "New role",
    edit: "Edit role",
    name: "Name",
    name_help: "1 to 64 characters, not the name of another role. Example: Operations engineer",
    description: "Description",
    permissions: "Permissions",
    permissions_help: "A permission that changes something brings the one that shows it. Home, support and own data come with every role.",
    needs_step_up: "asks for fresh proof of identity",
    check: "Check",
    save: "Save",
    back: "Back to the form",
    cancel: "Cancel",
    mend: "Please mend:",
    preview: "What saving will do",
    preview_help: "Nothing is saved yet. Saved changes count from the members' next click.",
    gained: "Added permissions",
    lost: "Removed permissions",
    brought: "Added because a chosen permission needs it",
    nothing_changes: "The permissions stay as they are.",
    affected: "Members for whom something changes",
    nobody_affected: "Nobody: no member holds this role, or his other roles give the same.",
    member: "Member",
    gains: "Gains",
    loses: "Loses",
    and_more: "and more:",
    saved: "The role is saved.",
    created: "The role is created. Nobody holds it yet.",
    deleted: "The role is deleted.",
    delete: "Delete this role?",
    delete_help: "Nobody holds it. It cannot be brought back.",
    held: "The role cannot be deleted while members hold it. Give them another role first:",
    changed_meanwhile: "Somebody changed this role meanwhile. Compare, then check and save again. Changed by:",
    now_there: "Now there",
    typed: "Your entry",
    limit: "The organisation has as many custom roles as it may. Delete one first. Limit:",
    name_length: "Name: 1 to 64 characters.",
    not_text: "The text holds characters that cannot be read. Delete them.",
    preset_name: "Name: a preset role has this name. Choose another.",
    name_taken: "Name: another role has this name. Choose another.",
    description_length: "Description: at most 255 characters.",
    unknown_code: "Permissions: one of them does not exist. Reload the form.",
    choose: "Permissions: choose at least one.",
    not_in_kind: "Permissions: this kind of organisation has no such permission:",
    reserved: "Permissions: only the master account or an admin may hold this one, so no custom role can:",
    apart: "Permissions: one person should not make and check the same thing. Put these into two roles:",
    apart_in_person: "With their other roles, these members would make and check the same thing. Change their roles first:",
    privileged: "These members would be given privileged permissions without a second person agreeing. Copy the role, add the permissions there and assign the copy:",
    comma: ", ",
};

/// Chinese.
pub static ZH_CN: Text = Text {
    new: "创建角色",
    edit: "修改角色",
    name: "名称",
    name_help: "1 至 64 个字符，不能与其他角色重名。例如：运维工程师",
    description: "描述",
    permissions: "权限",
    permissions_help: "选择修改类权限时，会自动加上对应的查看权限。主页、支持和个人信息是所有角色都有的权限。",
    needs_step_up: "使用时需要敏感操作验证",
    check: "下一步",
    save: "保存",
    back: "返回修改",
    cancel: "取消",
    mend: "请更正以下内容：",
    preview: "保存后的变化",
    preview_help: "尚未保存。保存后，成员的下一次操作即按新权限执行。",
    gained: "新增的权限",
    lost: "移除的权限",
    brought: "因所选权限需要而自动加上",
    nothing_changes: "权限没有变化。",
    affected: "受影响的成员",
    nobody_affected: "无：没有成员拥有此角色，或其他角色已包含相同权限。",
    member: "成员",
    gains: "增加",
    loses: "减少",
    and_more: "另有：",
    saved: "角色已保存。",
    created: "角色已创建，尚未分配给任何成员。",
    deleted: "角色已删除。",
    delete: "确定删除该角色？",
    delete_help: "没有成员拥有该角色。删除后不能恢复。",
    held: "仍有成员拥有该角色，不能删除。请先为他们分配其他角色：",
    changed_meanwhile: "该角色已被他人修改，请对比后重新检查并保存。修改人：",
    now_there: "当前内容",
    typed: "您的输入",
    limit: "自定义角色数量已达上限，请先删除一个角色。上限：",
    name_length: "名称：请输入 1 至 64 个字符。",
    not_text: "含有无法识别的字符，请删除。",
    preset_name: "名称：与预置角色重名，请更换。",
    name_taken: "名称：该名称已存在，请更换。",
    description_length: "描述：最多 255 个字符。",
    unknown_code: "权限：所选权限不存在，请刷新页面。",
    choose: "权限：请至少选择一项。",
    not_in_kind: "权限：此类组织没有该权限：",
    reserved: "权限：仅伙伴主账号或系统管理员可拥有，自定义角色不能包含：",
    apart: "权限：同一人不宜既经办又复核，请分到两个角色中：",
    apart_in_person: "以下成员加上其他角色后将既经办又复核，请先调整其角色：",
    privileged: "以下成员将未经第二人同意而获得特权权限。请复制该角色，在副本中添加权限后再分配：",
    comma: "、",
};

impl Text {
    /// The phrases in a language.
    pub fn of(lang: Lang) -> &'static Self {
        lang.pick(&EN, &ZH_CN)
    }

    /// What is wrong with a field.
    pub const fn wrong(&self, wrong: Wrong) -> &'static str {
        match wrong {
            Wrong::Name => self.name_length,
            Wrong::NotText => self.not_text,
            Wrong::PresetName => self.preset_name,
            Wrong::Description => self.description_length,
            Wrong::UnknownCode => self.unknown_code,
        }
    }

    /// Why the permissions cannot be saved so.
    pub fn refusal(&self, refusal: Refusal, lang: Lang) -> String {
        match refusal {
            Refusal::Empty => self.choose.to_owned(),
            Refusal::NotInKind(code) => format!("{} {}", self.not_in_kind, code.name(lang)),
            Refusal::Reserved(code) => format!("{} {}", self.reserved, code.name(lang)),
            Refusal::Apart((one, other)) => format!("{} {}", self.apart, self.names([one, other], lang)),
        }
    }

    /// Why a change cannot be saved while members hold the role.
    pub fn obstacle(&self, obstacle: &Obstacle, lang: Lang) -> String {
        let listed = |names: &[String]| names.iter().take(10).cloned().collect::<Vec<_>>().join(self.comma);
        match obstacle {
            Obstacle::Apart((one, other), names) => {
                format!("{} {} ({})", self.apart_in_person, listed(names), self.names([*one, *other], lang))
            }
            Obstacle::Privileged(codes, names) => {
                format!("{} {} ({})", self.privileged, listed(names), self.names(codes.iter(), lang))
            }
        }
    }

    /// Names of permissions in one line.
    pub fn names(&self, codes: impl IntoIterator<Item = Code>, lang: Lang) -> String {
        let names: Vec<&str> = codes.into_iter().map(|code| code.name(lang)).collect();
        names.join(self.comma)
    }
}
