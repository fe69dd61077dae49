//! The vendor's cloud services (CAT-1): code, names in both languages, abbreviation. A table, nothing else.

use super::Named;

/// A cloud service.
pub(in crate::sandbox) struct Service {
    pub(in crate::sandbox) code: &'static str,
    pub(in crate::sandbox) name: Named,
    pub(super) abbreviation: &'static str,
}

const fn service(code: &'static str, zh: &'static str, en: &'static str, abbreviation: &'static str) -> Service {
    Service { code, name: Named { zh, en }, abbreviation }
}

/// All services, in the order of the list call.
pub(super) static SERVICES: [Service; 26] = [
    service("hws.service.type.ec2", "弹性云服务器", "Elastic Cloud Server", "ECS"),
    service("hws.service.type.ebs", "云硬盘", "Elastic Volume Service", "EVS"),
    service("hws.service.type.vpc", "虚拟私有云", "Virtual Private Cloud", "VPC"),
    service("hws.service.type.obs", "对象存储服务", "Object Storage Service", "OBS"),
    service("hws.service.type.rds", "云数据库 RDS", "Relational Database Service", "RDS"),
    service("hws.service.type.gaussdb", "云数据库 GaussDB", "GaussDB", "GaussDB"),
    service("hws.service.type.dds", "文档数据库服务", "Document Database Service", "DDS"),
    service("hws.service.type.dcs", "分布式缓存服务", "Distributed Cache Service", "DCS"),
    service("hws.service.type.dms", "分布式消息服务", "Distributed Message Service", "DMS"),
    service("hws.service.type.cce", "云容器引擎", "Cloud Container Engine", "CCE"),
    service("hws.service.type.bms", "裸金属服务器", "Bare Metal Server", "BMS"),
    service("hws.service.type.elb", "弹性负载均衡", "Elastic Load Balance", "ELB"),
    service("hws.service.type.natgateway", "NAT网关", "NAT Gateway", "NAT"),
    service("hws.service.type.cdn", "内容分发网络", "Content Delivery Network", "CDN"),
    service("hws.service.type.waf", "Web应用防火墙", "Web Application Firewall", "WAF"),
    service("hws.service.type.hss", "企业主机安全", "Host Security Service", "HSS"),
    service("hws.service.type.ddos", "DDoS防护", "Anti-DDoS Service", "AAD"),
    service("hws.service.type.sfs", "弹性文件服务", "Scalable File Service", "SFS"),
    service("hws.service.type.cbr", "云备份", "Cloud Backup and Recovery", "CBR"),
    service("hws.service.type.dws", "数据仓库服务", "Data Warehouse Service", "DWS"),
    service("hws.service.type.mrs", "MapReduce服务", "MapReduce Service", "MRS"),
    service("hws.service.type.modelarts", "AI开发平台ModelArts", "ModelArts", "ModelArts"),
    service("hws.service.type.lts", "云日志服务", "Log Tank Service", "LTS"),
    service("hws.service.type.smn", "消息通知服务", "Simple Message Notification", "SMN"),
    service("hws.service.type.dns", "云解析服务", "Domain Name Service", "DNS"),
    service("hws.service.type.supportplan", "支持计划", "Support Plan", "SP"),
];
