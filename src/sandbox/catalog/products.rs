//! What can be bought: a product is a specification of a resource type, with its list prices. A table, nothing else.

/// A product. Prices are in hundred-millionths of a whole yuan; the international site's are a seventh of them.
pub(in crate::sandbox) struct Product {
    /// Code of the resource type.
    pub(in crate::sandbox) kind: &'static str,
    pub(in crate::sandbox) spec: &'static str,
    pub(in crate::sandbox) spec_zh: &'static str,
    pub(in crate::sandbox) spec_en: &'static str,
    pub(in crate::sandbox) id: &'static str,
    /// Price of one unit of use (an hour, a GB); 0 = not sold by use.
    pub(in crate::sandbox) by_use: i64,
    /// Price of one month; 0 = not sold by period.
    pub(in crate::sandbox) by_month: i64,
    /// Usage type of CAT-4 and the measure it is counted in.
    pub(in crate::sandbox) usage: &'static str,
    pub(in crate::sandbox) measure: i32,
}

const YUAN: i64 = 100_000_000;

const fn product(
    kind: &'static str,
    (spec, spec_zh, spec_en): (&'static str, &'static str, &'static str),
    id: &'static str,
    (by_use, by_month): (i64, i64),
    (usage, measure): (&'static str, i32),
) -> Product {
    Product { kind, spec, spec_zh, spec_en, id, by_use, by_month: by_month * YUAN, usage, measure }
}

const HOURS: (&str, i32) = ("Duration", 4);

/// All products, in the order of the list calls. The first eight are cloud servers.
pub(super) static PRODUCTS: [Product; 40] = [
    product(
        "hws.resource.type.vm",
        ("s6.large.2.linux", "通用计算型|s6.large.2|2vCPUs|4GB|linux", "General computing|s6.large.2|2vCPUs|4GB|linux"),
        "00301-117001-0--0",
        (33_714_286, 161),
        HOURS,
    ),
    product(
        "hws.resource.type.vm",
        (
            "s6.xlarge.2.linux",
            "通用计算型|s6.xlarge.2|4vCPUs|8GB|linux",
            "General computing|s6.xlarge.2|4vCPUs|8GB|linux",
        ),
        "00301-117002-0--0",
        (67_428_571, 323),
        HOURS,
    ),
    product(
        "hws.resource.type.vm",
        (
            "c6.2xlarge.4.linux",
            "通用计算增强型|c6.2xlarge.4|8vCPUs|32GB|linux",
            "General computing-plus|c6.2xlarge.4|8vCPUs|32GB|linux",
        ),
        "00301-117023-0--0",
        (243_012_345, 1_166),
        HOURS,
    ),
    product(
        "hws.resource.type.vm",
        (
            "c7.4xlarge.2.linux",
            "通用计算增强型|c7.4xlarge.2|16vCPUs|32GB|linux",
            "General computing-plus|c7.4xlarge.2|16vCPUs|32GB|linux",
        ),
        "00301-117087-0--0",
        (387_654_321, 1_860),
        HOURS,
    ),
    product(
        "hws.resource.type.vm",
        (
            "m7.2xlarge.8.linux",
            "内存优化型|m7.2xlarge.8|8vCPUs|64GB|linux",
            "Memory-optimized|m7.2xlarge.8|8vCPUs|64GB|linux",
        ),
        "00301-117102-0--0",
        (368_111_111, 1_767),
        HOURS,
    ),
    product(
        "hws.resource.type.vm",
        (
            "c6.large.4.win",
            "通用计算增强型|c6.large.4|2vCPUs|8GB|windows",
            "General computing-plus|c6.large.4|2vCPUs|8GB|windows",
        ),
        "00301-117055-0--0",
        (71_234_567, 342),
        HOURS,
    ),
    product(
        "hws.resource.type.vm",
        (
            "kc1.xlarge.2.linux",
            "鲲鹏通用计算增强型|kc1.xlarge.2|4vCPUs|8GB|linux",
            "Kunpeng general computing-plus|kc1.xlarge.2|4vCPUs|8GB|linux",
        ),
        "00301-117140-0--0",
        (58_333_333, 280),
        HOURS,
    ),
    product(
        "hws.resource.type.vm",
        (
            "pi2.2xlarge.4.linux",
            "推理加速型|pi2.2xlarge.4|8vCPUs|32GB|T4|linux",
            "Inference-accelerated|pi2.2xlarge.4|8vCPUs|32GB|T4|linux",
        ),
        "00301-117188-0--0",
        (1_088_888_889, 5_226),
        HOURS,
    ),
    product(
        "hws.resource.type.volume",
        ("GPSSD", "云硬盘_通用型SSD|100GB", "EVS disk_General purpose SSD|100GB"),
        "00301-121003-0--0",
        (9_722_222, 70),
        HOURS,
    ),
    product(
        "hws.resource.type.volume",
        ("SSD", "云硬盘_超高IO|200GB", "EVS disk_Ultra-high I/O|200GB"),
        "00301-121001-0--0",
        (27_777_778, 200),
        HOURS,
    ),
    product(
        "hws.resource.type.volume",
        ("SAS", "云硬盘_高IO|500GB", "EVS disk_High I/O|500GB"),
        "00301-121002-0--0",
        (24_305_556, 175),
        HOURS,
    ),
    product(
        "hws.resource.type.bandwidth",
        ("19_bgp", "全动态BGP独享带宽|10Mbps", "Dynamic BGP dedicated bandwidth|10Mbps"),
        "00301-131005-0--0",
        (103_030_303, 525),
        HOURS,
    ),
    product(
        "hws.resource.type.bandwidth",
        ("12_bgp", "全动态BGP按流量", "Dynamic BGP by traffic"),
        "00301-131006-0--0",
        (80_000_000, 0),
        ("upflow", 10),
    ),
    product(
        "hws.resource.type.sharebandwidth",
        ("19_share", "共享带宽|95计费|100Mbps", "Shared bandwidth|95th percentile|100Mbps"),
        "00301-131044-0--0",
        (6_944_444, 0),
        ("95peak", 15),
    ),
    product(
        "hws.resource.type.ip",
        ("5_bgp", "全动态BGP弹性公网IP", "Dynamic BGP EIP"),
        "00301-131001-0--0",
        (2_000_000, 0),
        HOURS,
    ),
    product(
        "hws.resource.type.obs",
        ("obs.standard", "标准存储单AZ存储费用", "Standard storage, single AZ"),
        "00301-141001-0--0",
        (13_750, 0),
        ("storage", 39),
    ),
    product(
        "hws.resource.type.obs",
        ("obs.upflow", "公网流出流量费用", "Internet outbound traffic"),
        "00301-141009-0--0",
        (50_000_000, 0),
        ("upflow", 10),
    ),
    product(
        "hws.resource.type.obs",
        ("obs.get", "读请求费用", "Read requests"),
        "00301-141012-0--0",
        (1_000, 0),
        ("api.get", 14),
    ),
    product(
        "hws.resource.type.pkg.obs",
        ("obs.pkg.1tb", "标准存储包|1TB", "Standard storage package|1TB"),
        "00301-141077-0--0",
        (0, 98),
        ("storage", 17),
    ),
    product(
        "hws.resource.type.rds.vm",
        ("rds.mysql.n1.large.4.ha", "MySQL|主备|通用型|2vCPUs|8GB", "MySQL|Primary/Standby|General-purpose|2vCPUs|8GB"),
        "00301-151002-0--0",
        (137_777_778, 662),
        HOURS,
    ),
    product(
        "hws.resource.type.rds.vm",
        (
            "rds.pg.x1.xlarge.4.ha",
            "PostgreSQL|主备|独享型|4vCPUs|16GB",
            "PostgreSQL|Primary/Standby|Dedicated|4vCPUs|16GB",
        ),
        "00301-151024-0--0",
        (325_925_926, 1_564),
        HOURS,
    ),
    product(
        "hws.resource.type.rds.volume",
        ("rds.cloudssd.ha", "MySQL|SSD云盘|主备|100GB", "MySQL|Cloud SSD|Primary/Standby|100GB"),
        "00301-152001-0--0",
        (22_222_222, 160),
        HOURS,
    ),
    product(
        "hws.resource.type.gaussdb.vm",
        ("gaussdb.opengauss.ee.dn.m6.2xlarge.8", "GaussDB|独享型|8vCPUs|64GB", "GaussDB|Dedicated|8vCPUs|64GB"),
        "00301-153002-0--0",
        (1_234_567_890, 5_926),
        HOURS,
    ),
    product(
        "hws.resource.type.dds.vm",
        ("dds.mongodb.s6.large.2.repset", "副本集|增强型|2vCPUs|4GB", "Replica set|Enhanced|2vCPUs|4GB"),
        "00301-154002-0--0",
        (155_555_556, 747),
        HOURS,
    ),
    product(
        "hws.resource.type.dcs3",
        ("redis.ha.xu1.large.r2.2", "Redis|主备|2GB", "Redis|Master/Standby|2GB"),
        "00301-161003-0--0",
        (34_567_890, 166),
        HOURS,
    ),
    product(
        "hws.resource.type.dmskafka",
        ("c6.2u4g.cluster", "Kafka|2vCPUs|4GB|3代理", "Kafka|2vCPUs|4GB|3 brokers"),
        "00301-162001-0--0",
        (194_444_444, 933),
        HOURS,
    ),
    product(
        "hws.resource.type.cce.cluster",
        ("cce.s2.small", "高可用|50节点", "High availability|50 nodes"),
        "00301-171002-0--0",
        (108_000_000, 520),
        HOURS,
    ),
    product(
        "hws.resource.type.bms",
        ("physical.s4.3xlarge", "裸金属|物理|40核|256GB", "Bare metal|Physical|40 cores|256GB"),
        "00301-118004-0--0",
        (2_516_666_667, 12_080),
        HOURS,
    ),
    product(
        "hws.resource.type.elbv3",
        ("L7_flavor.elb.s1.small", "应用型|小型I", "Application|Small I"),
        "00301-132002-0--0",
        (32_000_000, 154),
        HOURS,
    ),
    product(
        "hws.resource.type.nat",
        ("nat.small", "公网NAT网关|小型", "Public NAT gateway|Small"),
        "00301-133001-0--0",
        (49_999_999, 306),
        HOURS,
    ),
    product(
        "hws.resource.type.cdn",
        ("cdn.flow.mainland", "中国大陆基础流量", "Chinese mainland basic traffic"),
        "00301-181001-0--0",
        (20_123_457, 0),
        ("flow", 10),
    ),
    product(
        "hws.resource.type.waf",
        ("waf.enterprise", "云模式|专业版", "Cloud mode|Professional"),
        "00301-191002-0--0",
        (0, 6_800),
        HOURS,
    ),
    product(
        "hws.resource.type.hss",
        ("hss.version.enterprise", "企业版", "Enterprise edition"),
        "00301-192002-0--0",
        (12_500_000, 60),
        HOURS,
    ),
    product(
        "hws.resource.type.sfsturbo",
        ("sfs.turbo.standard", "标准型|500GB", "Standard|500GB"),
        "00301-122001-0--0",
        (41_666_667, 300),
        HOURS,
    ),
    product(
        "hws.resource.type.cbr.vault",
        ("vault.backup.server.normal", "云服务器备份|200GB", "Server backup|200GB"),
        "00301-123001-0--0",
        (5_555_556, 40),
        HOURS,
    ),
    product(
        "hws.resource.type.dws",
        ("dws.m3.xlarge", "标准数仓|4vCPUs|32GB|160GB", "Standard|4vCPUs|32GB|160GB"),
        "00301-155001-0--0",
        (527_777_778, 2_533),
        HOURS,
    ),
    product(
        "hws.resource.type.mrs",
        ("mrs.c6.4xlarge.4.linux", "Core节点|16vCPUs|64GB", "Core node|16vCPUs|64GB"),
        "00301-156001-0--0",
        (611_111_111, 2_933),
        HOURS,
    ),
    product(
        "hws.resource.type.modelarts.train",
        ("modelarts.p3.large.public", "昇腾910|1卡|24vCPUs|96GB", "Ascend 910|1 card|24vCPUs|96GB"),
        "00301-201001-0--0",
        (2_366_666_667, 0),
        HOURS,
    ),
    product(
        "hws.resource.type.lts",
        ("lts.readwrite", "日志读写流量", "Log read and write traffic"),
        "00301-211001-0--0",
        (20_000_000, 0),
        ("readwrite", 10),
    ),
    product(
        "hws.resource.type.smn",
        ("smn.sms", "短信通知", "SMS notification"),
        "00301-212001-0--0",
        (5_500_000, 0),
        ("sms.count", 45),
    ),
];

/// The support plan, charged at the end of the month (bill detail type 14).
pub(super) static SUPPORT_PLAN: Product = product(
    "hws.resource.type.supportplan",
    ("supportplan.business", "企业级支持计划", "Business support plan"),
    "00301-221001-0--0",
    (0, 600),
    HOURS,
);

/// A reserved instance (charging mode 10).
pub(super) static RESERVED_INSTANCE: Product = product(
    "hws.resource.type.ri",
    ("ri.s6.large.2.linux", "预留实例|s6.large.2|1年|部分预付", "Reserved instance|s6.large.2|1 year|Partial upfront"),
    "00301-117501-0--0",
    (12_142_857, 98),
    HOURS,
);

/// A savings plan (charging mode 11).
pub(super) static SAVINGS_PLAN: Product = product(
    "hws.resource.type.savingsplan",
    ("sp.ecs.1y", "ECS节省计划|1年|零预付", "ECS savings plan|1 year|No upfront"),
    "00301-117601-0--0",
    (88_888_889, 600),
    HOURS,
);
