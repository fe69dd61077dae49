//! Names of what the form offers: signing entities, countries, banks, currencies (decided: an operator's list of the usual ones).

/// Code, English, Chinese.
pub type Named = (&'static str, &'static str, &'static str);

/// The vendor's signing entities in China.
pub const ENTITIES_CHINA: [Named; 2] = [
    ("cloud_cn", "Huawei Cloud Computing Technologies Co., Ltd.", "华为云计算技术有限公司"),
    ("software_cn", "Huawei Software Technologies Co., Ltd.", "华为软件技术有限公司"),
];
/// The vendor's signing entities elsewhere.
pub const ENTITIES_ABROAD: [Named; 4] = [
    ("sparkoo_sg", "Sparkoo Technologies Singapore Pte. Ltd.", "Sparkoo 新加坡"),
    ("sparkoo_ie", "Sparkoo Technologies Ireland Co., Limited", "Sparkoo 爱尔兰"),
    ("services_hk", "Huawei Services (Hong Kong) Co., Limited", "华为服务（香港）"),
    ("local", "Local entity of the vendor", "厂商当地主体"),
];

/// Countries and regions by ISO 3166.
pub const COUNTRIES: [Named; 24] = [
    ("CN", "China", "中国"),
    ("HK", "Hong Kong, China", "中国香港"),
    ("MO", "Macao, China", "中国澳门"),
    ("AE", "United Arab Emirates", "阿联酋"),
    ("BR", "Brazil", "巴西"),
    ("CL", "Chile", "智利"),
    ("CO", "Colombia", "哥伦比亚"),
    ("DE", "Germany", "德国"),
    ("EG", "Egypt", "埃及"),
    ("ES", "Spain", "西班牙"),
    ("FR", "France", "法国"),
    ("ID", "Indonesia", "印度尼西亚"),
    ("IE", "Ireland", "爱尔兰"),
    ("IT", "Italy", "意大利"),
    ("KE", "Kenya", "肯尼亚"),
    ("MX", "Mexico", "墨西哥"),
    ("MY", "Malaysia", "马来西亚"),
    ("NG", "Nigeria", "尼日利亚"),
    ("PE", "Peru", "秘鲁"),
    ("PH", "Philippines", "菲律宾"),
    ("SG", "Singapore", "新加坡"),
    ("TH", "Thailand", "泰国"),
    ("TR", "Türkiye", "土耳其"),
    ("ZA", "South Africa", "南非"),
];

/// Banks of the pick list in China.
pub const BANKS: [Named; 18] = [
    ("icbc", "Industrial and Commercial Bank of China", "中国工商银行"),
    ("abc", "Agricultural Bank of China", "中国农业银行"),
    ("boc", "Bank of China", "中国银行"),
    ("ccb", "China Construction Bank", "中国建设银行"),
    ("bocom", "Bank of Communications", "交通银行"),
    ("psbc", "Postal Savings Bank of China", "中国邮政储蓄银行"),
    ("cmb", "China Merchants Bank", "招商银行"),
    ("spdb", "Shanghai Pudong Development Bank", "上海浦东发展银行"),
    ("cib", "Industrial Bank", "兴业银行"),
    ("citic", "China CITIC Bank", "中信银行"),
    ("cmbc", "China Minsheng Bank", "中国民生银行"),
    ("ceb", "China Everbright Bank", "中国光大银行"),
    ("pingan", "Ping An Bank", "平安银行"),
    ("hxb", "Hua Xia Bank", "华夏银行"),
    ("cgb", "China Guangfa Bank", "广发银行"),
    ("bob", "Bank of Beijing", "北京银行"),
    ("bosc", "Bank of Shanghai", "上海银行"),
    ("czb", "China Zheshang Bank", "浙商银行"),
];

/// Settlement currencies elsewhere than in China, where it is CNY.
pub const CURRENCIES: [&str; 12] = ["USD", "EUR", "HKD", "SGD", "THB", "MYR", "IDR", "BRL", "MXN", "ZAR", "TRY", "AED"];
