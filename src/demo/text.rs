//! Names of the demo's companies and people. All invented.

/// Names in the demo.
pub(super) struct Names {
    pub partner: &'static str,
    pub desk: &'static str,
    /// Organisation, user name, name of the person.
    pub people: &'static [(&'static str, &'static str, &'static str)],
}

/// As they are shown in both languages: names are not translated.
pub(super) static NAMES: Names = Names {
    partner: "云禾数字科技有限公司",
    desk: "华为云伙伴发展部",
    people: &[
        ("yunhe", "master", "云禾主账号"),
        ("yunhe", "admin", "陈立群"),
        ("yunhe", "finance", "王雪梅"),
        ("yunhe", "voucher", "李思远"),
        ("yunhe", "voucher2", "赵雨桐"),
        ("yunhe", "manager", "周明轩"),
        ("yunhe", "manager2", "吴佳怡"),
        ("yunhe", "director", "郑国栋"),
        ("yunhe", "finance2", "孙丽华"),
        ("yunhe", "incentive", "何晓峰"),
        ("yunhe", "operations", "高文静"),
        ("yunhe", "developer", "林子豪"),
        ("yunhe", "auditor", "马志远"),
        ("qinglan", "master", "青岚主账号"),
        ("qinglan", "manager", "罗欣然"),
        ("qinglan", "voucher", "梁浩宇"),
        ("qinglan", "finance", "宋雅琴"),
        ("desk", "desk-admin", "唐建业"),
        ("desk", "ecosystem", "许静怡"),
        ("desk", "pdm", "韩东"),
        ("desk", "psm", "冯悦"),
        ("desk", "psm2", "曹俊杰"),
        ("desk", "incentive-reviewer", "彭敏"),
        ("desk", "desk-finance", "曾庆云"),
    ],
};
