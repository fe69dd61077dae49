//! Why a reading failed, as a sentence with what to do. Classes are those of `cloud::Cause` and `sync::SyncError`; a test
//! holds this list to theirs.

/// A class of failures in words.
#[derive(Debug)]
pub struct Problem {
    /// As stored in `sync_runs.problem`.
    pub class: &'static str,
    /// What happened.
    pub sentence: &'static str,
    /// What to do.
    pub step: &'static str,
    /// Whether waiting helps: a portal that serves pages tries it again by itself, a single `portal sync` does not.
    pub passes: bool,
}

const fn problem(class: &'static str, sentence: &'static str, step: &'static str) -> Problem {
    Problem { class, sentence, step, passes: false }
}

const fn passing(class: &'static str, sentence: &'static str, step: &'static str) -> Problem {
    Problem { class, sentence, step, passes: true }
}

/// English. The last one stands for every other class.
pub const EN: &[Problem] = &[
    problem(
        "credentials",
        "Huawei Cloud does not accept the access key.",
        "Check AK and SK of the account and enter them again with “portal account add”.",
    ),
    problem(
        "clock",
        "The clock of this server is off by more than 15 minutes, so signatures are refused.",
        "Set the server's clock (NTP) and run again.",
    ),
    problem(
        "rights",
        "The key's user may not call this API.",
        "Give the user in the Partner Center at least one of these permission items:",
    ),
    problem(
        "not_partner",
        "The account is no partner, or not of the kind that may call this API.",
        "Use the keys of the solution provider's or distributor's account.",
    ),
    problem(
        "other_site",
        "The customer belongs to another Huawei Cloud site.",
        "Connect the account of that site; nothing to do for the others.",
    ),
    passing(
        "throttled",
        "Huawei Cloud limits the number of calls and let none through for a while.",
        "If it stays so, see whether other programs use the same account.",
    ),
    passing(
        "vendor_down",
        "Huawei Cloud answered with an error of its own.",
        "The pages show what was synchronised before.",
    ),
    passing(
        "unreachable",
        "Huawei Cloud cannot be reached from this server.",
        "Check network, name resolution and proxy of the server.",
    ),
    problem(
        "narrow",
        "The query is too broad for the vendor.",
        "Send the request number to the operator of this portal.",
    ),
    problem(
        "parameter",
        "Huawei Cloud did not accept a parameter of the call.",
        "Update the portal; if that does not help, send the request number to its operator.",
    ),
    problem(
        "stale",
        "Huawei Cloud does not know an object that was listed before.",
        "Run customers and resellers again, then this.",
    ),
    problem("insufficient", "The balance or quota is too small.", "Look at the balance and run again."),
    passing("busy", "An earlier operation on the same quota is still going on.", "Wait half a minute."),
    problem(
        "not_offered",
        "The connected site does not have this API.",
        "Nothing to do: the data does not exist there.",
    ),
    problem(
        "database",
        "The portal's own database failed.",
        "Run “portal doctor”; look at disk space and the database's log.",
    ),
    problem(
        "disk_full",
        "The disk of the portal's database is full.",
        "Make room on it, then run again; what was read before is kept.",
    ),
    problem(
        "unreadable",
        "The answer of Huawei Cloud holds something that cannot be read, for example an amount that is no number.",
        "Nothing of that page was stored. Update the portal or send the request number to its operator.",
    ),
    problem(
        "outcome_unknown",
        "It is not known whether the call took effect.",
        "Look at the records before doing anything again.",
    ),
    passing(
        "waits",
        "Other data that this is read by has not been read completely yet.",
        "See what keeps that data from being read.",
    ),
    passing(
        "does_not_add_up",
        "The list changed twice while it was being read.",
        "What was read is stored. If it stays so, run it at a quieter time.",
    ),
    problem(
        "suddenly_empty",
        "Huawei Cloud returned nothing where there was much before; the data here was kept.",
        "Check that the key still belongs to the same account, then run again.",
    ),
    problem(
        "refused",
        "Huawei Cloud refused the call.",
        "Look up the code in the vendor's documentation; the request number helps the vendor's support.",
    ),
];

/// Chinese. The last one stands for every other class.
pub const ZH_CN: &[Problem] = &[
    problem("credentials", "华为云不接受该访问密钥。", "请核对账号的 AK、SK，并使用 portal account add 重新录入。"),
    problem("clock", "服务器时钟偏差超过 15 分钟，签名被拒绝。", "请校准服务器时钟（NTP）后重新同步。"),
    problem("rights", "密钥所属用户无权调用该 API。", "请在伙伴中心为该用户授予以下任一权限项："),
    problem(
        "not_partner",
        "该账号不是伙伴，或其伙伴类型不能调用该 API。",
        "请使用解决方案提供商或总经销商账号的密钥。",
    ),
    problem("other_site", "该客户属于其他站点。", "请接入对应站点的账号；其他客户不受影响。"),
    passing("throttled", "华为云限流，一段时间内未放行调用。", "如持续出现，请检查是否有其他程序使用同一账号。"),
    passing("vendor_down", "华为云返回服务端错误。", "页面继续显示此前同步的数据。"),
    passing("unreachable", "服务器无法访问华为云。", "请检查服务器的网络、域名解析与代理。"),
    problem("narrow", "查询范围过大。", "请将请求 ID 提供给门户运维人员。"),
    problem("parameter", "华为云不接受调用参数。", "请升级门户；如仍失败，请将请求 ID 提供给门户运维人员。"),
    problem("stale", "此前列出的对象在华为云侧已不存在。", "请先同步客户与云经销商，再同步本项。"),
    problem("insufficient", "余额或额度不足。", "请查看余额后重新同步。"),
    passing("busy", "同一额度的上一次操作仍在进行。", "请等待半分钟。"),
    problem("not_offered", "所接入站点不提供该 API。", "无需处理：该站点没有此项数据。"),
    problem("database", "门户数据库出错。", "请运行 portal doctor，并检查磁盘空间与数据库日志。"),
    problem("disk_full", "门户数据库所在磁盘已满。", "请清理磁盘空间后重新同步；此前读取的数据已保留。"),
    problem(
        "unreadable",
        "华为云的返回中有无法识别的内容，例如金额不是数字。",
        "该页数据未入库。请升级门户，或将请求 ID 提供给门户运维人员。",
    ),
    problem("outcome_unknown", "调用是否生效未知。", "请先核对操作记录，不要重复操作。"),
    passing("waits", "本项所依据的数据尚未完整同步。", "请先处理所依据数据的同步问题。"),
    passing(
        "does_not_add_up",
        "读取过程中列表连续两次发生变化。",
        "已读取的数据已入库。如持续出现，请在业务空闲时同步。",
    ),
    problem("suddenly_empty", "此前有大量数据，本次返回为空；已保留原有数据。", "请确认密钥仍属于同一账号后重新同步。"),
    problem("refused", "华为云拒绝了该调用。", "请在华为云文档中查询错误码；联系华为云支持时请提供请求 ID。"),
];
