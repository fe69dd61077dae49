//! Phrases of evidence: the partner's pages and the desk's.

mod slots;

pub use slots::name as slot_name;

use crate::{
    evidence::rules::{terms::Refusal, verdict::Fault},
    lang::Lang,
};

/// Phrases.
#[derive(Debug)]
pub struct Text {
    pub title: &'static str,
    pub document: &'static str,
    pub file: &'static str,
    pub added: &'static str,
    pub verdict: &'static str,
    pub act: &'static str,
    pub required: &'static str,
    pub missing: &'static str,
    pub scanned: &'static str,
    pub unscanned: &'static str,
    pub accepted: &'static str,
    pub rejected: &'static str,
    pub undecided: &'static str,
    pub replaced: &'static str,
    pub also: &'static str,
    pub same_request: &'static str,
    pub add: &'static str,
    pub replace: &'static str,
    pub remove: &'static str,
    pub preview: &'static str,
    pub judge: &'static str,
    pub pack: &'static str,
    pub request: &'static str,
    pub state: &'static str,
    pub kind: &'static str,
    pub total: &'static str,
    pub whole: &'static str,
    pub lacks: &'static str,
    pub closed: &'static str,
    pub no_slots: &'static str,
    pub no_preview: &'static str,
    pub form_help: &'static str,
    pub kept: &'static str,
    pub already: &'static str,
    pub removal_hint: &'static str,
    pub removed: &'static str,
    pub sent: &'static str,
    pub gone: &'static str,
    pub back: &'static str,
    pub reason: &'static str,
    pub reason_help: &'static str,
    pub reason_needed: &'static str,
    pub files_of_it: &'static str,
    pub files_needed: &'static str,
    pub verdict_hint: &'static str,
    pub verdict_needed: &'static str,
    pub judged: &'static str,
    pub own_request: &'static str,
    pub not_judged: &'static str,
    pub stale: &'static str,
    pub full: (&'static str, &'static str),
    pub heavy: &'static str,
    pub same: &'static str,
}

/// English.
static EN: Text = Text {
    title: "Evidence",
    document: "Document",
    file: "File",
    added: "Added",
    verdict: "Verdict of the vendor",
    act: "What can be done",
    required: "Required",
    missing: "Missing",
    scanned: "Scanned",
    unscanned: "Not scanned",
    accepted: "Accepted",
    rejected: "Rejected",
    undecided: "Not judged yet",
    replaced: "Removed or replaced",
    also: "The same file is already used in ",
    same_request: "this request",
    add: "Add a file",
    replace: "Replace",
    remove: "Remove",
    preview: "Preview",
    judge: "Judge",
    pack: "Download all as ZIP",
    request: "Request",
    state: "State",
    kind: "Kind",
    total: "All files",
    whole: " of 100 MB",
    lacks: "Missing or rejected: ",
    closed: "Files cannot be changed in this state: only before a submission, after a rejection, or when the vendor asks for more.",
    no_slots: "This request has no documents.",
    no_preview: "Pictures open here. PDF and Office files are downloaded: browsers do not show them in an isolated page, and outside one a prepared file could act in this portal.",
    form_help: "at most 10 MB; not encrypted",
    kept: "The file was added.",
    already: " The same file is already used in ",
    removal_hint: "The file no longer counts. The vendor has not got it.",
    removed: "The file was removed.",
    sent: "The vendor has got this file: it can be replaced, not removed.",
    gone: "The file was removed or replaced meanwhile. Look at the list again.",
    back: "Back to the evidence",
    reason: "Reason",
    reason_help: "Needed to reject; the partner sees it",
    reason_needed: "Say why, in at most 500 characters.",
    files_of_it: "Files",
    files_needed: "Choose at least one file.",
    verdict_hint: "What is rejected, the partner has to replace before the request can be sent again. The decision on the request itself is taken on its own page.",
    verdict_needed: "Choose a verdict.",
    judged: "The verdict is recorded.",
    own_request: "Who made or passed a request does not judge its evidence. Another person must.",
    not_judged: "Evidence is judged while the request waits for the vendor.",
    stale: "The files or their verdicts changed meanwhile. Look at them again.",
    full: ("This document has ", " files already, which is the most it may have."),
    heavy: "All files of a request together may have at most 100 MB.",
    same: "The same file is in this document already.",
};

/// Chinese.
static ZH_CN: Text = Text {
    title: "证明材料",
    document: "材料",
    file: "文件",
    added: "上传",
    verdict: "华为审核意见",
    act: "操作",
    required: "必需",
    missing: "缺少",
    scanned: "已扫描",
    unscanned: "未扫描",
    accepted: "通过",
    rejected: "不通过",
    undecided: "尚未审核",
    replaced: "已移除或替换",
    also: "相同文件已用于",
    same_request: "本申请",
    add: "上传文件",
    replace: "替换",
    remove: "移除",
    preview: "预览",
    judge: "审核",
    pack: "打包下载（ZIP）",
    request: "申请",
    state: "状态",
    kind: "类型",
    total: "文件合计",
    whole: "（上限 100 MB）",
    lacks: "缺少或不通过的材料：",
    closed: "当前状态下不能修改材料：仅可在提交前、审核不通过后或华为退回补充时修改。",
    no_slots: "该申请无需上传材料。",
    no_preview: "图片可在线预览。PDF 和 Office 文件请下载查看：浏览器无法在隔离页面中显示这类文件，而不加隔离地打开可能使恶意文件在本系统中执行操作。",
    form_help: "不超过 10 MB，不能加密",
    kept: "文件上传成功。",
    already: "相同文件已用于",
    removal_hint: "移除后该文件不再作为证明材料。华为尚未收到该文件。",
    removed: "文件已移除。",
    sent: "华为已收到该文件，只能替换，不能移除。",
    gone: "该文件已被移除或替换，请重新查看列表。",
    back: "返回证明材料",
    reason: "原因",
    reason_help: "不通过时必填，伙伴可见",
    reason_needed: "请填写原因，不超过 500 个字符。",
    files_of_it: "文件",
    files_needed: "请至少选择一个文件。",
    verdict_hint: "审核不通过的文件须由伙伴替换后才能再次提交申请。申请本身的审核结果请在申请页面处理。",
    verdict_needed: "请选择审核意见。",
    judged: "审核意见已保存。",
    own_request: "提交人或内部审批人不能审核同一申请的材料，须由他人处理。",
    not_judged: "仅在申请等待华为审核期间可以审核材料。",
    stale: "文件或审核意见已发生变化，请重新查看。",
    full: ("该材料已有 ", " 个文件，已达上限。"),
    heavy: "同一申请的文件合计不能超过 100 MB。",
    same: "该材料中已有相同的文件。",
};

impl Text {
    /// The phrases in a language.
    pub fn of(lang: Lang) -> &'static Self {
        lang.pick(&EN, &ZH_CN)
    }

    /// Why a file is not added.
    pub fn sentence(&self, refusal: Refusal) -> String {
        match refusal {
            Refusal::Full(most) => format!("{}{most}{}", self.full.0, self.full.1),
            Refusal::Heavy => self.heavy.to_owned(),
            Refusal::Same => self.same.to_owned(),
        }
    }

    /// What is wrong with a verdict.
    pub const fn fault(&self, fault: Fault) -> &'static str {
        match fault {
            Fault::Word => self.verdict_needed,
            Fault::Reason => self.reason_needed,
            Fault::Files => self.files_needed,
            Fault::OwnRequest => self.own_request,
        }
    }
}

/// Bytes as people read them, rounded down to a tenth.
pub fn size(bytes: i64) -> String {
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{} KB", bytes >> 10),
        _ => format!("{}.{} MB", bytes >> 20, ((bytes & 0xf_ffff) * 10) >> 20),
    }
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_are_read_at_a_glance() {
        for (bytes, want) in [
            (1, "1 B"),
            (1023, "1023 B"),
            (1024, "1 KB"),
            (1_048_575, "1023 KB"),
            (10 << 20, "10.0 MB"),
            (1_677_722, "1.6 MB"),
        ] {
            assert_eq!(size(bytes), want);
        }
    }
}
