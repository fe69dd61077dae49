//! The vendor's resource types (CAT-2) and the usage types by which they are metered (CAT-4). Tables, nothing else.

use super::Named;

/// A resource type of a service.
pub(in crate::sandbox) struct Kind {
    pub(in crate::sandbox) code: &'static str,
    pub(in crate::sandbox) name: Named,
    /// Code of the service it belongs to.
    pub(in crate::sandbox) service: &'static str,
}

const fn kind(code: &'static str, zh: &'static str, en: &'static str, service: &'static str) -> Kind {
    Kind { code, name: Named { zh, en }, service }
}

/// All resource types, in the order of the list call.
pub(super) static KINDS: [Kind; 40] = [
    kind("hws.resource.type.vm", "云主机", "Cloud Server", "hws.service.type.ec2"),
    kind("hws.resource.type.dedicatedhost", "专属主机", "Dedicated Host", "hws.service.type.ec2"),
    kind("hws.resource.type.ri", "预留实例", "Reserved Instance", "hws.service.type.ec2"),
    kind("hws.resource.type.savingsplan", "节省计划", "Savings Plan", "hws.service.type.ec2"),
    kind("hws.resource.type.volume", "硬盘", "Disk", "hws.service.type.ebs"),
    kind("hws.resource.type.snapshot", "快照", "Snapshot", "hws.service.type.ebs"),
    kind("hws.resource.type.ip", "弹性公网IP", "Elastic IP", "hws.service.type.vpc"),
    kind("hws.resource.type.bandwidth", "固定带宽", "Dedicated Bandwidth", "hws.service.type.vpc"),
    kind("hws.resource.type.sharebandwidth", "共享带宽", "Shared Bandwidth", "hws.service.type.vpc"),
    kind("hws.resource.type.flow", "共享流量包", "Shared Data Package", "hws.service.type.vpc"),
    kind("hws.resource.type.vpn", "虚拟专用网络", "Virtual Private Network", "hws.service.type.vpc"),
    kind("hws.resource.type.obs", "对象存储", "Object Storage", "hws.service.type.obs"),
    kind("hws.resource.type.pkg.obs", "对象存储套餐包", "Object Storage Package", "hws.service.type.obs"),
    kind("hws.resource.type.rds.vm", "数据库实例", "Database Instance", "hws.service.type.rds"),
    kind("hws.resource.type.rds.volume", "数据库存储", "Database Storage", "hws.service.type.rds"),
    kind("hws.resource.type.gaussdb.vm", "GaussDB实例", "GaussDB Instance", "hws.service.type.gaussdb"),
    kind("hws.resource.type.gaussdb.volume", "GaussDB存储", "GaussDB Storage", "hws.service.type.gaussdb"),
    kind("hws.resource.type.dds.vm", "文档数据库实例", "DDS Instance", "hws.service.type.dds"),
    kind("hws.resource.type.dds.volume", "文档数据库存储", "DDS Storage", "hws.service.type.dds"),
    kind("hws.resource.type.dcs3", "缓存实例", "Cache Instance", "hws.service.type.dcs"),
    kind("hws.resource.type.dmskafka", "Kafka专享实例", "Kafka Premium Instance", "hws.service.type.dms"),
    kind("hws.resource.type.dmsrabbitmq", "RabbitMQ专享实例", "RabbitMQ Premium Instance", "hws.service.type.dms"),
    kind("hws.resource.type.cce.cluster", "容器集群", "Container Cluster", "hws.service.type.cce"),
    kind("hws.resource.type.bms", "裸金属实例", "Bare Metal Instance", "hws.service.type.bms"),
    kind("hws.resource.type.elbv3", "独享型负载均衡", "Dedicated Load Balancer", "hws.service.type.elb"),
    kind("hws.resource.type.nat", "公网NAT网关", "Public NAT Gateway", "hws.service.type.natgateway"),
    kind("hws.resource.type.cdn", "加速流量", "Acceleration Traffic", "hws.service.type.cdn"),
    kind("hws.resource.type.pkg.cdn", "CDN流量包", "CDN Traffic Package", "hws.service.type.cdn"),
    kind("hws.resource.type.waf", "防护实例", "Protection Instance", "hws.service.type.waf"),
    kind("hws.resource.type.waf.domain", "域名扩展包", "Domain Expansion Package", "hws.service.type.waf"),
    kind("hws.resource.type.hss", "主机防护配额", "Server Protection Quota", "hws.service.type.hss"),
    kind("hws.resource.type.ddos.aad", "DDoS高防实例", "Advanced Anti-DDoS", "hws.service.type.ddos"),
    kind("hws.resource.type.sfsturbo", "SFS Turbo文件系统", "SFS Turbo File System", "hws.service.type.sfs"),
    kind("hws.resource.type.cbr.vault", "云服务器备份存储库", "Server Backup Vault", "hws.service.type.cbr"),
    kind("hws.resource.type.dws", "数据仓库节点", "Data Warehouse Node", "hws.service.type.dws"),
    kind("hws.resource.type.mrs", "MRS集群节点", "MRS Cluster Node", "hws.service.type.mrs"),
    kind("hws.resource.type.modelarts.train", "训练作业", "Training Job", "hws.service.type.modelarts"),
    kind("hws.resource.type.lts", "日志读写流量", "Log Read and Write Traffic", "hws.service.type.lts"),
    kind("hws.resource.type.smn", "短信通知", "SMS Notification", "hws.service.type.smn"),
    kind("hws.resource.type.supportplan", "企业级支持计划", "Business Support Plan", "hws.service.type.supportplan"),
];

/// A way to meter a resource type.
pub(super) struct Usage {
    pub(super) code: &'static str,
    pub(super) name: Named,
    /// Code of the resource type that is metered.
    pub(super) kind: &'static str,
}

const fn usage(code: &'static str, zh: &'static str, en: &'static str, kind: &'static str) -> Usage {
    Usage { code, name: Named { zh, en }, kind }
}

/// All usage types, in the order of the list call.
pub(super) static USAGES: [Usage; 22] = [
    usage("Duration", "时长", "Duration", "hws.resource.type.vm"),
    usage("Duration", "时长", "Duration", "hws.resource.type.volume"),
    usage("Duration", "时长", "Duration", "hws.resource.type.ip"),
    usage("Duration", "时长", "Duration", "hws.resource.type.bandwidth"),
    usage("upflow", "公网流出流量", "Internet Outbound Traffic", "hws.resource.type.bandwidth"),
    usage("95peak", "带宽95峰值", "95th Percentile Bandwidth", "hws.resource.type.sharebandwidth"),
    usage("storage", "存储容量", "Storage Capacity", "hws.resource.type.obs"),
    usage("upflow", "公网流出流量", "Internet Outbound Traffic", "hws.resource.type.obs"),
    usage("api.get", "读请求次数", "Read Requests", "hws.resource.type.obs"),
    usage("api.put", "写请求次数", "Write Requests", "hws.resource.type.obs"),
    usage("Duration", "时长", "Duration", "hws.resource.type.rds.vm"),
    usage("Duration", "时长", "Duration", "hws.resource.type.rds.volume"),
    usage("Duration", "时长", "Duration", "hws.resource.type.dcs3"),
    usage("Duration", "时长", "Duration", "hws.resource.type.dmskafka"),
    usage("Duration", "时长", "Duration", "hws.resource.type.cce.cluster"),
    usage("Duration", "时长", "Duration", "hws.resource.type.elbv3"),
    usage("Duration", "时长", "Duration", "hws.resource.type.nat"),
    usage("flow", "流量", "Traffic", "hws.resource.type.cdn"),
    usage("Duration", "时长", "Duration", "hws.resource.type.sfsturbo"),
    usage("Duration", "时长", "Duration", "hws.resource.type.modelarts.train"),
    usage("readwrite", "读写流量", "Read and Write Traffic", "hws.resource.type.lts"),
    usage("sms.count", "短信条数", "Number of Messages", "hws.resource.type.smn"),
];
