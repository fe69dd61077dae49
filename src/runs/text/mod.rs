//! Phrases of synchronisation: the page here, names of resources and problems beside it.

mod problems;
mod resources;

use crate::lang::Lang;

pub use problems::Problem;

/// Phrases of the page.
pub struct Text {
    pub title: &'static str,
    pub tab_resources: &'static str,
    pub tab_runs: &'static str,
    pub resource: &'static str,
    pub state: &'static str,
    pub complete_as_of: &'static str,
    pub never_complete: &'static str,
    pub last_run: &'static str,
    pub rows_read: &'static str,
    pub calls: &'static str,
    pub next_run: &'static str,
    pub due: &'static str,
    pub run_now: &'static str,
    pub run_all: &'static str,
    pub requested: &'static str,
    pub nothing_to_request: &'static str,
    pub stopped: &'static str,
    pub not_connected: &'static str,
    pub not_connected_hint: &'static str,
    pub no_runs: &'static str,
    pub no_runs_hint: &'static str,
    pub waited: &'static str,
    pub took: &'static str,
    pub duration: &'static str,
    pub new: &'static str,
    pub changed: &'static str,
    pub gone: &'static str,
    pub parts: &'static str,
    pub rows: &'static str,
    pub in_a_row: &'static str,
    pub code: &'static str,
    pub request_id: &'static str,
    pub items: &'static str,
    pub started: &'static str,
    pub finished: &'static str,
    pub round_started: &'static str,
    pub cause: &'static str,
    pub site: &'static str,
    pub api: &'static str,
    pub run: &'static str,
    pub counts: &'static str,
    pub problem: &'static str,
    pub next_step: &'static str,
    pub part: &'static str,
    pub part_partner: &'static str,
    pub waits_for: &'static str,
    pub rows_expected: &'static str,
    pub rows_inserted: &'static str,
    pub rows_updated: &'static str,
    pub rows_gone: &'static str,
    pub parts_done: &'static str,
    pub throttle_wait: &'static str,
    /// The next run is less than a minute away.
    pub soon: &'static str,
    /// Said where waiting helps and the portal tries by itself.
    pub tried_again: &'static str,
    pub through_distributor: &'static str,
    /// Hours, minutes, seconds, milliseconds.
    pub units: [&'static str; 4],
    /// Words of [`super::rules::Standing::ALL`].
    pub standings: [&'static str; 7],
    /// States of a run.
    pub run_states: [(&'static str, &'static str); 5],
    /// Who asked for a run.
    pub causes: [(&'static str, &'static str); 4],
    /// Sites of the vendor.
    pub sites: [(&'static str, &'static str); 3],
    resources: &'static [(&'static str, &'static str)],
    problems: &'static [Problem],
}

/// English.
pub static EN: Text = Text {
    title: "Synchronisation",
    tab_resources: "Data",
    tab_runs: "Runs",
    resource: "Data",
    state: "State",
    complete_as_of: "Complete as of",
    never_complete: "never read completely",
    last_run: "Last run",
    rows_read: "Records",
    calls: "Calls",
    next_run: "Next run",
    due: "due",
    run_now: "Run now",
    run_all: "Run all now",
    requested: "Requested. It begins within seconds.",
    nothing_to_request: "There is nothing of that name to synchronise.",
    stopped: "The organisation has left: nothing is synchronised any more. What was read before stays readable.",
    not_connected: "Not connected to Huawei Cloud",
    not_connected_hint: "An administrator adds the account with “portal account add”; the first synchronisation then starts by itself.",
    no_runs: "Nothing has run yet",
    no_runs_hint: "Runs appear here as soon as the first synchronisation begins.",
    waited: "sum of waits",
    took: "took",
    duration: "Duration",
    new: "new",
    changed: "changed",
    gone: "gone",
    parts: "parts",
    rows: "records",
    in_a_row: "failed runs in a row",
    code: "code",
    request_id: "request",
    items: "Permission items",
    started: "Started",
    finished: "Finished",
    round_started: "Reading as of",
    cause: "Asked for by",
    site: "Site",
    api: "API",
    run: "Run",
    counts: "What it brought",
    problem: "Problem",
    next_step: "What to do",
    part: "Part that failed first",
    part_partner: "the partner itself",
    waits_for: "Waits for",
    rows_expected: "Announced by the vendor",
    rows_inserted: "New here",
    rows_updated: "Changed",
    rows_gone: "No longer listed",
    parts_done: "Parts done",
    throttle_wait: "Waits for the call budget, summed over parallel calls",
    soon: "within a minute",
    tried_again: "It is tried again by itself.",
    through_distributor: "Your distributor's connection brings this data; your organisation needs none of its own.",
    units: ["h", "min", "s", "ms"],
    standings: ["Running", "Requested", "Done", "Partly done", "Failed", "Interrupted", "Not yet run"],
    run_states: [
        ("running", "Running"),
        ("done", "Done"),
        ("partly", "Partly done"),
        ("failed", "Failed"),
        ("abandoned", "Interrupted"),
    ],
    causes: [
        ("schedule", "Schedule"),
        ("person", "A person"),
        ("command_line", "Command line"),
        ("demo", "First reading of the demo"),
    ],
    sites: [("china", "China"), ("international", "International"), ("europe", "Europe")],
    resources: resources::EN,
    problems: problems::EN,
};

/// Chinese.
pub static ZH_CN: Text = Text {
    title: "同步",
    tab_resources: "数据",
    tab_runs: "同步记录",
    resource: "数据",
    state: "状态",
    complete_as_of: "完整数据时间",
    never_complete: "尚未完整同步",
    last_run: "上次同步",
    rows_read: "记录数",
    calls: "调用次数",
    next_run: "下次同步",
    due: "待执行",
    run_now: "立即同步",
    run_all: "全部立即同步",
    requested: "已提交，几秒内开始同步。",
    nothing_to_request: "没有可同步的该项数据。",
    stopped: "组织已退出，不再同步数据，此前已同步的数据仍可查看。",
    not_connected: "尚未接入华为云",
    not_connected_hint: "管理员使用 portal account add 命令添加账号后，将自动开始首次同步。",
    no_runs: "暂无同步记录",
    no_runs_hint: "首次同步开始后，同步记录会显示在这里。",
    waited: "限流等待合计",
    took: "耗时",
    duration: "耗时",
    new: "新增",
    changed: "变更",
    gone: "消失",
    parts: "部分",
    rows: "条",
    in_a_row: "次连续失败",
    code: "错误码",
    request_id: "请求 ID",
    items: "权限项",
    started: "开始时间",
    finished: "结束时间",
    round_started: "数据读取起点",
    cause: "触发方式",
    site: "站点",
    api: "API",
    run: "同步批次",
    counts: "同步结果",
    problem: "问题",
    next_step: "处理方法",
    part: "首个失败部分",
    part_partner: "伙伴自身",
    waits_for: "等待数据",
    rows_expected: "华为云返回总数",
    rows_inserted: "新增",
    rows_updated: "变更",
    rows_gone: "不再返回",
    parts_done: "已完成部分",
    throttle_wait: "限流等待（并行调用合计）",
    soon: "1 分钟内",
    tried_again: "系统将自动重试。",
    through_distributor: "数据由总经销商的连接同步，贵组织无需自行接入。",
    units: ["小时", "分", "秒", "毫秒"],
    standings: ["同步中", "已请求", "已完成", "部分完成", "失败", "已中断", "尚未同步"],
    run_states: [
        ("running", "同步中"),
        ("done", "已完成"),
        ("partly", "部分完成"),
        ("failed", "失败"),
        ("abandoned", "已中断"),
    ],
    causes: [("schedule", "定时"), ("person", "人工"), ("command_line", "命令行"), ("demo", "演示首次同步")],
    sites: [("china", "中国站"), ("international", "国际站"), ("europe", "欧洲站")],
    resources: resources::ZH_CN,
    problems: problems::ZH_CN,
};

impl Text {
    /// The phrases in a language.
    pub fn of(lang: Lang) -> &'static Self {
        lang.pick(&EN, &ZH_CN)
    }

    /// The name of a resource; its name in the database where this version has no word.
    pub fn resource<'a>(&self, name: &'a str) -> &'a str {
        self.resources.iter().find(|(known, _)| *known == name).map_or(name, |(_, word)| *word)
    }

    /// What a class of failures means and what to do; the last one stands for classes without words of their own.
    pub fn problem(&self, class: &str) -> &'static Problem {
        let known = self.problems.iter().find(|problem| problem.class == class);
        known.unwrap_or(&self.problems[self.problems.len() - 1])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runs::rules::KNOWN;

    #[test]
    fn every_resource_has_a_name_in_both_languages() {
        for text in [&EN, &ZH_CN] {
            for (name, _) in KNOWN {
                assert_ne!(text.resource(name), name);
            }
            assert_eq!(text.resources.len(), KNOWN.len());
            assert_eq!(text.resource("something_new"), "something_new");
        }
    }

    #[test]
    fn every_problem_has_a_sentence_and_a_step_in_both_languages() {
        assert_eq!(EN.problems.len(), ZH_CN.problems.len());
        for (english, chinese) in EN.problems.iter().zip(ZH_CN.problems) {
            assert_eq!(english.class, chinese.class);
            assert!(!english.step.is_empty() && !chinese.step.is_empty());
        }
        assert_eq!(EN.problem("no_such_class").class, "refused");
    }
}
