//! Codes about the request itself: rights, credentials, flow.

super::refusals! {
    "APIG.0301" "Huawei Cloud does not accept the signature." "Ask an administrator to check the key of the cloud account and the clock of the server." "华为云未接受请求签名。" "请联系系统管理员检查云账号密钥及服务器时钟。";
    "APIG.0308" "Too many requests at once." "Nothing to do: the portal tries again by itself." "请求过于频繁。" "无需处理，系统会自动重试。";
    "APIGW.0308" "Too many requests at once." "Nothing to do: the portal tries again by itself." "请求过于频繁。" "无需处理，系统会自动重试。";
    "CBC.0100" "Huawei Cloud refused the parameters." "Check amounts, validity and limits, then make a new command." "参数错误。" "请核对金额、有效期和使用限制后重新操作。";
    "CBC.0101" "Huawei Cloud refused a parameter as invalid." "Check what was entered, then make a new command." "参数无效。" "请核对填写内容后重新操作。";
    "CBC.0105" "The credentials of the cloud account are not valid." "Ask an administrator to check the cloud account." "云账号凭证无效。" "请联系系统管理员检查云账号。";
    "CBC.0150" "Huawei Cloud does not allow this operation to this partner." "Check the partner type; ask Huawei Cloud if it should be allowed." "非法操作，华为云不允许该伙伴执行此操作。" "请核对伙伴类型，如有疑问请联系华为云。";
    "CBC.0151" "The operator of the cloud account lacks the permission item for it." "Give the operator the permission item in the Partner Center, or use another key." "云账号的操作员缺少对应权限项。" "请在伙伴中心为该操作员授权，或更换密钥。";
    "CBC.0154" "Signature or token are invalid or have expired." "Ask an administrator to check the cloud account and the clock of the server." "签名或令牌无效或已过期。" "请联系系统管理员检查云账号及服务器时钟。";
    "CBC.0155" "The cloud account may not do this: wrong authentication, or a sub-account without the right." "Ask an administrator to check the cloud account." "云账号无权执行：认证方式错误或子账号没有权限。" "请联系系统管理员检查云账号。";
    "CBC.0156" "The customer belongs to another site." "Use the cloud account of that site." "该客户属于其他站点。" "请使用对应站点的云账号。";
    "CBC.0250" "Huawei Cloud limits the flow of requests." "Nothing to do: the portal tries again by itself." "华为云接口流控。" "无需处理，系统会自动重试。";
    "CBC.0999" "Huawei Cloud reported an internal error; the command may have taken effect or not." "Wait: the portal looks it up in the records and never sends it again by itself." "华为云内部错误，操作可能已生效，也可能未生效。" "请等待系统查询记录确认，系统不会自动重复提交。";
    "CBC.18000016" "The permissions do not suffice." "Contact your partner or Huawei Cloud." "权限不足。" "请联系所属伙伴或华为云。";
    "CBC.18000048" "There are too many independent members." "Name one of them and try again." "独立成员过多。" "请指定其中一个成员后重试。";
    "CBC.5001" "The cloud account belongs to no partner." "Ask an administrator to connect the partner's account." "该云账号不是伙伴账号。" "请联系系统管理员更换为伙伴账号。";
    "CBC.99005035" "Test partner accounts may not do this." "Use the real partner account." "测试伙伴账号不能执行此操作。" "请使用正式伙伴账号。";
}
