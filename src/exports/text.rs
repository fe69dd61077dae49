//! Phrases of the exports (COM-12).

use super::rules::{Kind, State};
use crate::lang::Lang;

/// Phrases of the slice.
#[derive(Debug)]
pub struct Text {
    pub title: &'static str,
    pub requested: &'static str,
    pub who: &'static str,
    pub what: &'static str,
    pub everything: &'static str,
    pub state: &'static str,
    pub rows: &'static str,
    pub file: &'static str,
    pub download: &'static str,
    /// Before the day on which the file is deleted.
    pub kept_until: &'static str,
    pub hint: &'static str,
    pub empty: &'static str,
    pub no_permission: &'static str,
    pub every_try: &'static str,
    pub expired: &'static str,
    pub unfinished: &'static str,
    pub lost: &'static str,
    members: &'static str,
    states: [&'static str; 5],
}

/// English.
pub static EN: Text = Text {
    title: "Export records",
    requested: "Asked",
    who: "By",
    what: "What",
    everything: "Everything",
    state: "State",
    rows: "Rows",
    file: "File",
    download: "Download",
    kept_until: "Deleted",
    hint: "Files are written in the background and deleted after seven days. Personal data stays masked.",
    empty: "Nothing was exported in the last days",
    no_permission: "Who asked may not export this any more.",
    every_try: "The file could not be written. Export again; if that fails too, tell who runs the portal.",
    expired: "The file was kept for seven days and is deleted. Export again.",
    unfinished: "There is no file of this export.",
    lost: "The file is not where it was put. Export again, and tell who runs the portal.",
    members: "Members",
    states: ["Waiting", "Running", "Done", "Failed", "Expired"],
};

/// Chinese.
pub static ZH_CN: Text = Text {
    title: "导出记录",
    requested: "申请时间",
    who: "申请人",
    what: "导出内容",
    everything: "全部",
    state: "状态",
    rows: "行数",
    file: "文件",
    download: "下载",
    kept_until: "删除时间：",
    hint: "文件在后台生成，保留七天后删除；敏感信息保持脱敏。",
    empty: "近期没有导出记录",
    no_permission: "申请人已无导出权限。",
    every_try: "文件未能生成。请重新导出；如仍失败，请联系门户运维人员。",
    expired: "文件已保留七天并删除，请重新导出。",
    unfinished: "该导出没有可下载的文件。",
    lost: "未找到该文件。请重新导出，并联系门户运维人员。",
    members: "成员",
    states: ["等待中", "进行中", "已完成", "失败", "已过期"],
};

impl Text {
    /// The phrases in a language.
    pub fn of(lang: Lang) -> &'static Self {
        lang.pick(&EN, &ZH_CN)
    }

    /// What is exported, in words.
    pub const fn kind_of(&self, kind: Kind) -> &'static str {
        match kind {
            Kind::Members => self.members,
        }
    }

    /// A state in words.
    pub const fn state_of(&self, state: State) -> &'static str {
        let [waiting, running, done, failed, expired] = self.states;
        match state {
            State::Waiting => waiting,
            State::Running => running,
            State::Done => done,
            State::Failed => failed,
            State::Expired => expired,
        }
    }
}
