//! Codes about balances and transfers.

super::refusals! {
    "CBC.5003" "The balance does not suffice." "Look at the balance, then transfer less or recharge first." "余额不足。" "请核对余额，减少金额或先充值。";
    "CBC.5004" "The partner has no right to move money of this customer." "Check the association type of the customer." "伙伴无权对该客户拨款或回收。" "请核对客户的关联类型。";
    "CBC.5006" "Individual and enterprise accounts do not match." "Check the type of both accounts." "个人账号与企业账号不匹配。" "请核对双方的账号类型。";
    "CBC.5021" "Customers in the advisor model can receive and give back no money." "Leave this customer out." "顾问销售客户不能拨款或回收。" "请移除该客户。";
    "CBC.5023" "The account type does not fit the association type." "Check the association type of the customer." "账户类型与关联类型不匹配。" "请核对客户的关联类型。";
    "CBC.99000047" "The account to take back from does not exist." "Synchronise the balances and try again." "要回收的账户不存在。" "请同步余额后重试。";
    "CBC.99000049" "Resale customers have no balance of their own." "Set a budget for the customer instead." "转售客户没有账户余额。" "请改为设置客户预算。";
    "CBC.99000084" "Huawei Cloud offers no statement for resale customers." "Look at the partner's own statement." "转售客户不提供收支明细。" "请查看伙伴自身的收支明细。";
    "CBC.99005003" "The balance does not suffice." "Look at the balance, then enter a smaller amount or recharge first." "余额不足。" "请核对余额，减少金额或先充值。";
}
