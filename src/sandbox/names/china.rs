//! Names of the China site.

use super::{Company, Names, Person};
use crate::sandbox::stream::Stream;

pub(super) struct China;

const SURNAMES: [(&str, &str); 40] = [
    ("王", "wang"),
    ("李", "li"),
    ("张", "zhang"),
    ("刘", "liu"),
    ("陈", "chen"),
    ("杨", "yang"),
    ("赵", "zhao"),
    ("黄", "huang"),
    ("周", "zhou"),
    ("吴", "wu"),
    ("徐", "xu"),
    ("孙", "sun"),
    ("胡", "hu"),
    ("朱", "zhu"),
    ("高", "gao"),
    ("林", "lin"),
    ("何", "he"),
    ("郭", "guo"),
    ("马", "ma"),
    ("罗", "luo"),
    ("梁", "liang"),
    ("宋", "song"),
    ("郑", "zheng"),
    ("谢", "xie"),
    ("韩", "han"),
    ("唐", "tang"),
    ("冯", "feng"),
    ("于", "yu"),
    ("董", "dong"),
    ("萧", "xiao"),
    ("程", "cheng"),
    ("曹", "cao"),
    ("袁", "yuan"),
    ("邓", "deng"),
    ("许", "xu"),
    ("傅", "fu"),
    ("沈", "shen"),
    ("曾", "zeng"),
    ("彭", "peng"),
    ("欧阳", "ouyang"),
];

const GIVEN: [(&str, &str); 44] = [
    ("伟", "wei"),
    ("芳", "fang"),
    ("娜", "na"),
    ("秀英", "xiuying"),
    ("敏", "min"),
    ("静", "jing"),
    ("强", "qiang"),
    ("磊", "lei"),
    ("军", "jun"),
    ("洋", "yang"),
    ("勇", "yong"),
    ("艳", "yan"),
    ("杰", "jie"),
    ("娟", "juan"),
    ("涛", "tao"),
    ("明", "ming"),
    ("超", "chao"),
    ("秀兰", "xiulan"),
    ("霞", "xia"),
    ("平", "ping"),
    ("刚", "gang"),
    ("桂英", "guiying"),
    ("子涵", "zihan"),
    ("浩然", "haoran"),
    ("雨桐", "yutong"),
    ("思远", "siyuan"),
    ("嘉怡", "jiayi"),
    ("俊熙", "junxi"),
    ("欣妍", "xinyan"),
    ("博文", "bowen"),
    ("雪梅", "xuemei"),
    ("志强", "zhiqiang"),
    ("建国", "jianguo"),
    ("晓东", "xiaodong"),
    ("海燕", "haiyan"),
    ("文博", "wenbo"),
    ("梓萱", "zixuan"),
    ("一鸣", "yiming"),
    ("若曦", "ruoxi"),
    ("天宇", "tianyu"),
    ("慧", "hui"),
    ("鑫", "xin"),
    ("宁", "ning"),
    ("凯", "kai"),
];

const CITIES: [&str; 32] = [
    "上海", "北京", "深圳", "广州", "杭州", "成都", "武汉", "西安", "南京", "苏州", "重庆", "天津", "长沙", "青岛",
    "宁波", "无锡", "佛山", "合肥", "郑州", "福州", "厦门", "济南", "大连", "昆明", "贵阳", "南昌", "沈阳", "常州",
    "珠海", "温州", "东莞", "烟台",
];

const BRAND_HEADS: [(&str, &str); 36] = [
    ("云", "yun"),
    ("星", "xing"),
    ("天", "tian"),
    ("海", "hai"),
    ("华", "hua"),
    ("中", "zhong"),
    ("联", "lian"),
    ("智", "zhi"),
    ("新", "xin"),
    ("远", "yuan"),
    ("博", "bo"),
    ("汇", "hui"),
    ("众", "zhong"),
    ("卓", "zhuo"),
    ("恒", "heng"),
    ("宏", "hong"),
    ("嘉", "jia"),
    ("东", "dong"),
    ("瑞", "rui"),
    ("启", "qi"),
    ("安", "an"),
    ("银", "yin"),
    ("金", "jin"),
    ("青", "qing"),
    ("凌", "ling"),
    ("睿", "rui"),
    ("鼎", "ding"),
    ("优", "you"),
    ("锐", "rui"),
    ("蓝", "lan"),
    ("赛", "sai"),
    ("浪", "lang"),
    ("长", "chang"),
    ("九", "jiu"),
    ("万", "wan"),
    ("思", "si"),
];

const BRAND_TAILS: [(&str, &str); 36] = [
    ("河", "he"),
    ("图", "tu"),
    ("科", "ke"),
    ("达", "da"),
    ("信", "xin"),
    ("通", "tong"),
    ("创", "chuang"),
    ("峰", "feng"),
    ("航", "hang"),
    ("源", "yuan"),
    ("鸿", "hong"),
    ("易", "yi"),
    ("诚", "cheng"),
    ("泰", "tai"),
    ("捷", "jie"),
    ("腾", "teng"),
    ("拓", "tuo"),
    ("乐", "le"),
    ("维", "wei"),
    ("颖", "ying"),
    ("澜", "lan"),
    ("宇", "yu"),
    ("川", "chuan"),
    ("森", "sen"),
    ("石", "shi"),
    ("帆", "fan"),
    ("曜", "yao"),
    ("衡", "heng"),
    ("晟", "sheng"),
    ("翼", "yi"),
    ("谷", "gu"),
    ("佳", "jia"),
    ("途", "tu"),
    ("禾", "he"),
    ("数", "shu"),
    ("微", "wei"),
];

const TRADES: [&str; 26] = [
    "信息技术",
    "网络科技",
    "数据科技",
    "软件",
    "电子商务",
    "智能科技",
    "医疗科技",
    "教育科技",
    "物流",
    "供应链管理",
    "精密机械",
    "新能源科技",
    "文化传媒",
    "互动娱乐",
    "金融信息服务",
    "生物科技",
    "物联网科技",
    "汽车零部件",
    "食品",
    "服饰",
    "建筑设计",
    "环保科技",
    "半导体",
    "医药",
    "旅游服务",
    "商贸",
];

const FORMS: [&str; 6] = ["有限公司", "有限公司", "有限公司", "有限公司", "股份有限公司", "有限责任公司"];

const LABELS: [&str; 12] = [
    "重点客户",
    "制造业",
    "电商",
    "游戏",
    "政企",
    "医疗",
    "教育",
    "初创扶持",
    "华东",
    "续费关注",
    "上云迁移",
    "样板客户",
];

const PHONE_HEADS: [&str; 16] =
    ["130", "131", "135", "136", "137", "138", "139", "150", "152", "158", "166", "177", "180", "186", "188", "199"];

impl Names for China {
    fn person(&self, stream: &mut Stream) -> Person {
        let ((surname, sound), (given, given_sound)) = (*stream.pick(&SURNAMES), *stream.pick(&GIVEN));
        let phone = format!("0086-{}{:08}", stream.pick(&PHONE_HEADS), stream.below(100_000_000));
        Person {
            name: format!("{surname}{given}"),
            account: format!("{given_sound}_{sound}"),
            phone,
            country_code: "0086".to_owned(),
        }
    }

    fn company(&self, stream: &mut Stream) -> Company {
        let ((head, head_sound), (tail, tail_sound)) = (*stream.pick(&BRAND_HEADS), *stream.pick(&BRAND_TAILS));
        let (city, trade, form) = (stream.pick(&CITIES), stream.pick(&TRADES), stream.pick(&FORMS));
        let name = if stream.chance(70) {
            format!("{city}{head}{tail}{trade}{form}")
        } else {
            format!("{head}{tail}{trade}（{city}）{form}")
        };
        let brand = format!("{head_sound}{tail_sound}");
        let domain = format!("{brand}.{}", stream.pick(&["example.cn", "example.com", "example.com.cn"]));
        Company { name, brand, domain }
    }

    fn labels(&self) -> &'static [&'static str] {
        &LABELS
    }
}
