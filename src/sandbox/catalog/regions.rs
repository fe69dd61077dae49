//! The vendor's regions and the units of measure (CAT-5, CAT-6, CAT-7). Tables, nothing else.

use super::Named;

/// A region.
pub(in crate::sandbox) struct Region {
    pub(in crate::sandbox) code: &'static str,
    pub(in crate::sandbox) name: Named,
}

const fn region(code: &'static str, zh: &'static str, en: &'static str) -> Region {
    Region { code, name: Named { zh, en } }
}

/// Regions of the China site; the first is where most customers are.
pub(super) static CHINA: [Region; 7] = [
    region("cn-north-4", "华北-北京四", "CN North-Beijing4"),
    region("cn-east-3", "华东-上海一", "CN East-Shanghai1"),
    region("cn-south-1", "华南-广州", "CN South-Guangzhou"),
    region("cn-southwest-2", "西南-贵阳一", "CN Southwest-Guiyang1"),
    region("cn-east-2", "华东-上海二", "CN East-Shanghai2"),
    region("cn-north-1", "华北-北京一", "CN North-Beijing1"),
    region("cn-north-9", "华北-乌兰察布一", "CN North-Ulanqab1"),
];

/// Regions of the international site.
pub(super) static INTERNATIONAL: [Region; 7] = [
    region("ap-southeast-1", "中国-香港", "CN-Hong Kong"),
    region("ap-southeast-3", "亚太-新加坡", "AP-Singapore"),
    region("ap-southeast-2", "亚太-曼谷", "AP-Bangkok"),
    region("ap-southeast-4", "亚太-雅加达", "AP-Jakarta"),
    region("af-south-1", "非洲-约翰内斯堡", "AF-Johannesburg"),
    region("la-south-2", "拉美-圣地亚哥", "LA-Santiago"),
    region("tr-west-1", "土耳其-伊斯坦布尔", "TR-Istanbul"),
];

/// A unit of measure.
pub(super) struct Measure {
    pub(super) id: i32,
    pub(super) name: Named,
    pub(super) abbreviation: &'static str,
    /// CAT-7: 1 currency, 2 duration, 3 traffic, 4 count, 7 capacity, 10 period, 15 capacity × time, 16 bandwidth.
    pub(super) class: i32,
}

const fn measure(id: i32, class: i32, zh: &'static str, en: &'static str, abbreviation: &'static str) -> Measure {
    Measure { id, name: Named { zh, en }, abbreviation, class }
}

/// All units, in the order of the list call.
pub(super) static MEASURES: [Measure; 24] = [
    measure(1, 1, "元", "Yuan", "元"),
    measure(2, 1, "角", "Jiao", "角"),
    measure(3, 1, "分", "Fen", "分"),
    measure(4, 2, "小时", "Hour", "h"),
    measure(6, 2, "分钟", "Minute", "min"),
    measure(7, 2, "秒", "Second", "s"),
    measure(9, 3, "TB", "TB", "TB"),
    measure(10, 3, "GB", "GB", "GB"),
    measure(11, 3, "MB", "MB", "MB"),
    measure(12, 3, "KB", "KB", "KB"),
    measure(13, 3, "Byte", "Byte", "B"),
    measure(14, 4, "次", "Time", "次"),
    measure(15, 16, "Mbps", "Mbps", "Mbps"),
    measure(16, 7, "TB", "TB", "TB"),
    measure(17, 7, "GB", "GB", "GB"),
    measure(18, 7, "MB", "MB", "MB"),
    measure(5, 10, "一次性", "One-off", "一次性"),
    measure(19, 10, "年", "Year", "年"),
    measure(20, 10, "月", "Month", "月"),
    measure(24, 10, "天", "Day", "天"),
    measure(25, 10, "小时", "Hour", "h"),
    measure(39, 15, "GB*小时", "GB*Hour", "GB*h"),
    measure(45, 12, "条", "Message", "条"),
    measure(46, 41, "千Token", "1K Tokens", "K"),
];

/// One unit told in another of its class: one `from` is `ratio` `to`.
pub(super) struct Conversion {
    pub(super) from: i32,
    pub(super) to: i32,
    pub(super) ratio: i64,
    pub(super) class: i32,
}

const fn conversion(from: i32, to: i32, ratio: i64, class: i32) -> Conversion {
    Conversion { from, to, ratio, class }
}

/// All conversions, in the order of the list call.
pub(super) static CONVERSIONS: [Conversion; 12] = [
    conversion(1, 2, 10, 1),
    conversion(1, 3, 100, 1),
    conversion(4, 6, 60, 2),
    conversion(4, 7, 3600, 2),
    conversion(6, 7, 60, 2),
    conversion(9, 10, 1024, 3),
    conversion(10, 11, 1024, 3),
    conversion(11, 12, 1024, 3),
    conversion(12, 13, 1024, 3),
    conversion(16, 17, 1024, 7),
    conversion(17, 18, 1024, 7),
    conversion(19, 20, 12, 10),
];
