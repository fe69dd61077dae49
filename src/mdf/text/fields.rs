//! Labels of the fields of MDF forms, and what is said below them (MDF-21).

use crate::lang::Lang;

/// English and Chinese.
type Words = (&'static str, &'static str);
const NONE: Words = ("", "");

/// Name, label, help.
const FIELDS: &[(&str, Words, Words)] = &[
    ("name", ("Name of the activity", "活动名称"), NONE),
    (
        "type",
        ("Type", "活动类型"),
        ("A change after the approval asks for a new application", "审核通过后如需变更，须重新提交申请"),
    ),
    ("audience", ("Audience", "目标受众"), NONE),
    ("industry", ("Industry of the audience", "受众行业"), NONE),
    ("audience_number", ("Number of people", "受众人数"), NONE),
    (
        "starts_on",
        ("Starts on", "预计开始日期"),
        ("Apply at least ten working days before", "须至少提前 10 个工作日申请"),
    ),
    ("ends_on", ("Ends on", "预计结束日期"), ("Claim within 90 days after it", "活动结束后 90 天内须申请兑现")),
    (
        "late_reason",
        ("Reason of a late application", "延迟申请原因"),
        ("Needed with less than ten working days to the start", "距活动开始不足 10 个工作日时必填"),
    ),
    ("place", ("Place", "活动形式"), NONE),
    ("country", ("Country", "国家"), NONE),
    ("province", ("Province", "省份"), NONE),
    ("city", ("City", "城市"), NONE),
    ("venue", ("Venue", "活动地点"), NONE),
    ("office", ("Representative office", "代表处"), NONE),
    ("manager", ("Ecosystem manager (PDM)", "生态经理（PDM）"), NONE),
    ("department", ("Approving department", "审批部门"), NONE),
    ("hosts", ("Co-hosts", "联合主办方"), NONE),
    ("speakers", ("Speakers", "演讲嘉宾"), NONE),
    ("leads", ("Leads", "预计线索数"), ("Named customers with a possible interest", "有潜在意向的具名客户数量")),
    (
        "opportunities",
        ("Opportunities", "预计机会点数"),
        ("Customers that plan to buy within a year and have a first budget", "一年内有采购计划且有初步预算的客户数量"),
    ),
    ("opportunity_amount", ("Amount of the opportunities", "预计机会点金额"), NONE),
    ("registrations", ("Registrations", "预计报名人数"), NONE),
    ("attendees", ("Attendees", "预计参会人数"), NONE),
    ("reach", ("Reach", "预计触达人数"), NONE),
    (
        "over_standard",
        ("Reason of costs above the standard", "超标原因"),
        ("Where a cost is above the usual standard", "费用超出标准时请说明"),
    ),
    ("category", ("Category", "费用类别"), NONE),
    ("item", ("Item", "费用项目"), NONE),
    ("price", ("Price of one", "单价"), NONE),
    ("quantity", ("Quantity", "数量"), NONE),
    ("tax", ("Tax", "税额"), ("Of the whole line", "本行合计税额")),
    ("part", ("MDF part, tax included", "MDF 使用金额（含税）"), NONE),
    ("actual", ("Actual cost, tax included", "实际费用（含税）"), NONE),
    ("claim", ("Claimed of it", "兑现金额（含税）"), NONE),
    ("invoice_number", ("Invoice number", "发票号码"), NONE),
    ("invoice_day", ("Invoice date", "开票日期"), NONE),
    ("invoice_amount", ("Amount, tax included", "发票金额（含税）"), NONE),
    ("held_from", ("Began on", "实际开始日期"), NONE),
    ("held_to", ("Ended on", "实际结束日期"), NONE),
    ("held_at", ("Took place at", "实际活动地点"), NONE),
    ("present", ("Attendees", "实际参会人数"), NONE),
    ("happened", ("What happened", "活动开展情况"), NONE),
    ("results", ("Results", "活动成果"), NONE),
    (
        "references",
        ("Leads and opportunities", "关联线索与机会点"),
        ("Their numbers, one a line", "请填写线索或机会点编号，每行一个"),
    ),
    ("session_start", ("Session starts on", "场次开始日期"), NONE),
    ("session_end", ("Session ends on", "场次结束日期"), NONE),
    ("session_place", ("Session takes place at", "场次地点"), NONE),
];

/// The name without the number of its row: `line3_price` → `price`, `session2_start` → `session_start`.
fn plain(name: &str) -> String {
    let (row, field) = name.split_once('_').unwrap_or(("", name));
    match row.trim_end_matches(|letter: char| letter.is_ascii_digit()) {
        "line" if row.len() > 4 => field.to_owned(),
        word @ ("session" | "invoice") if row.len() > 7 => format!("{word}_{field}"),
        _ => name.to_owned(),
    }
}

/// Label and help of a field.
pub fn field(name: &str, lang: Lang) -> (&'static str, &'static str) {
    let plain = plain(name);
    let found = FIELDS.iter().find(|(known, ..)| *known == plain);
    found.map_or(("", ""), |(_, label, help)| (lang.pick(label.0, label.1), lang.pick(help.0, help.1)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mdf::rules::{
        application::{PARTS, names},
        claim,
    };

    #[test]
    fn every_field_has_a_label() {
        for name in (0..PARTS).flat_map(names).chain((0..claim::PARTS).flat_map(claim::names)) {
            assert!(!field(name, Lang::En).0.is_empty() && !field(name, Lang::ZhCn).0.is_empty(), "{name}");
        }
    }
}
