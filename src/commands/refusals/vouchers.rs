//! Codes about quotas and coupons.

super::refusals! {
    "CBC.50000010" "The partner is in the mode “partner uses coupons”: nothing can be issued." "Ask Huawei Cloud to change the mode if coupons are to be issued." "伙伴处于“伙伴用券”模式，不能发放。" "如需发放，请联系华为云变更模式。";
    "CBC.50000020" "The coupon is only for the customers named by the quota." "Leave this customer out or choose another quota." "该券仅限额度指定的客户使用。" "请移除该客户或更换额度。";
    "CBC.50000021" "The quota names a customer who does not belong to that cloud reseller." "Choose another quota." "额度指定的客户不属于该云经销商。" "请更换额度。";
    "CBC.50000034" "Coupons cannot be issued to a financially hosted enterprise member." "Leave this customer out, or issue to the master account." "不能向财务托管的企业子账号发券。" "请移除该客户，或向企业主账号发放。";
    "CBC.50000045" "A previous allocation from this quota is still running." "Nothing to do: the portal tries again for ten minutes." "该额度的上一次发放尚未完成。" "无需处理，系统会在十分钟内自动重试。";
    "CBC.50000054" "A product does not exist." "Synchronise the catalogue and correct the products." "产品不存在。" "请同步产品目录后更正产品。";
    "CBC.50000055" "A service type does not exist." "Synchronise the catalogue and correct the service types." "云服务类型不存在。" "请同步产品目录后更正云服务类型。";
    "CBC.50010105" "The cloud reseller is leaving: no quota can be issued to it." "Leave this cloud reseller out." "该云经销商正在解除关联，不能向其发放额度。" "请移除该云经销商。";
    "CBC.99000012" "The quota does not exist or is in the wrong state." "Synchronise the quotas and look at its state." "额度不存在或状态不正确。" "请同步额度后核对其状态。";
    "CBC.99000013" "The balance of the quota does not suffice." "Synchronise the quotas, lower the amount or choose another quota." "额度余额不足。" "请同步额度后减少金额或更换额度。";
    "CBC.99000014" "Customers of this association type can get no coupons." "Leave this customer out." "该关联类型的客户不能发券。" "请移除该客户。";
    "CBC.99000015" "Nothing can be issued from a quota in this state." "Wait until the quota is normal again, or choose another one." "当前状态的额度不能发放。" "请等待额度恢复正常或更换额度。";
    "CBC.99000017" "The quota is not yet effective or has expired." "Choose a quota that is valid now." "额度未生效或已过期。" "请更换有效期内的额度。";
    "CBC.99000018" "The face value is below the minimum." "Raise the face value." "面额低于最小值。" "请提高面额。";
    "CBC.99000019" "The face value is above the maximum." "Lower the face value." "面额超过最大值。" "请降低面额。";
    "CBC.99000020" "The number of coupons is above what the customer may have." "Issue fewer, or wait until older ones are used or have expired." "券数量超过上限。" "请减少发放数量，或等待已有的券使用完或过期。";
    "CBC.99000021" "The total face value is above what is allowed." "Lower the face value or the number of coupons." "券总面额超过上限。" "请降低面额或减少数量。";
    "CBC.99000022" "The coupon is only for customers associated for the first time." "Leave this customer out." "该券仅限首次关联的客户。" "请移除该客户。";
    "CBC.99000023" "Service types or products reach beyond the limits of the quota." "Choose only those the quota allows." "云服务类型或产品超出额度的使用限制。" "请仅选择额度允许的范围。";
    "CBC.99000024" "Order types lie outside those of the quota." "Choose another quota." "订单类型超出额度的使用限制。" "请更换额度。";
    "CBC.99000025" "This kind of partner may not issue to itself." "Choose customers other than the partner itself." "该类型伙伴不能向自己发放。" "请选择伙伴自身以外的客户。";
    "CBC.99000045" "Coupons of customers in the advisor model cannot be reclaimed." "Nothing to do: the coupon stays with the customer." "顾问销售客户的券不能回收。" "无需处理，该券仍归客户所有。";
    "CBC.99000048" "The coupon has expired or was already reclaimed." "Nothing to do: the portal reads the records to see by whom." "该券已过期或已被回收。" "无需处理，系统会查询记录确认。";
}
