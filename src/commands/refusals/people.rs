//! Codes about customers, resellers, their creation and their real names.

super::refusals! {
    "CBC.5002" "The partner has no such customer." "Synchronise the customers: the association may have ended." "该伙伴没有此客户。" "请同步客户，关联关系可能已解除。";
    "CBC.5017" "The phone number is not valid." "Correct the phone number." "手机号码不正确。" "请更正手机号码。";
    "CBC.50010059" "A distributor may not associate customers itself." "Create the customer for a cloud reseller." "总经销商不能直接关联客户。" "请通过云经销商创建客户。";
    "CBC.50010065" "The cloud reseller's distributor has left: no new associations." "Ask Huawei Cloud." "云经销商的总经销商已退出，不能新增关联。" "请联系华为云。";
    "CBC.50010085" "The partner is restricted: no new associations." "Ask Huawei Cloud why it is restricted." "伙伴已被限制，不能新增关联。" "请联系华为云了解限制原因。";
    "CBC.50010086" "The distributor of the partner is restricted: no new associations." "Ask the distributor." "伙伴的总经销商已被限制，不能新增关联。" "请联系总经销商。";
    "CBC.70600026" "Huawei Cloud asks to contact the account manager." "Contact the account manager at Huawei Cloud." "华为云提示联系客户经理。" "请联系华为云客户经理。";
    "CBC.99000000" "The partner has no right to act on this customer." "Synchronise the customers and check the association." "伙伴无权操作该客户。" "请同步客户并核对关联关系。";
    "CBC.99000004" "Granting the authorisation failed." "Try again later; ask Huawei Cloud if it stays so." "授权异常。" "请稍后重试，如仍失败请联系华为云。";
    "CBC.99000027" "The verification code has expired." "Ask for a new code." "验证码已过期。" "请重新获取验证码。";
    "CBC.99000029" "The phone number is already registered." "Use another phone number, or invite the existing account." "手机号码已被注册。" "请更换手机号码，或邀请已有账号关联。";
    "CBC.99000030" "The phone number has reached its number of accounts." "Use another phone number." "手机号码注册的账号数已达上限。" "请更换手机号码。";
    "CBC.99000031" "The account name is not allowed." "Choose another account name." "账号名不符合要求。" "请更换账号名。";
    "CBC.99000035" "The customer does not belong to this partner." "Synchronise the customers: the association may have ended." "该客户不属于当前伙伴。" "请同步客户，关联关系可能已解除。";
    "CBC.99000036" "The password is not allowed." "Choose another password." "密码不符合要求。" "请更换密码。";
    "CBC.99000037" "The partner has no right to act on this cloud reseller." "Synchronise the cloud resellers." "伙伴无权操作该云经销商。" "请同步云经销商列表。";
    "CBC.99000038" "The account name is already taken." "Choose another account name." "账号名已存在。" "请更换账号名。";
    "CBC.99000039" "This customer was already created." "Nothing to do: the portal looks for the existing account." "该客户已创建过。" "无需处理，系统会查找已有账号。";
    "CBC.99000050" "The account exists, but its association is not confirmed yet." "Wait: the customer appears when the association is done." "账号已创建，关联结果尚未返回。" "请等待，关联完成后客户会出现在列表中。";
    "CBC.99000051" "Huawei has already reported this customer." "Contact the account manager at Huawei Cloud." "该客户已被华为报备。" "请联系华为云客户经理。";
    "CBC.99000099" "A file is too large." "Use files of at most 10 MB." "文件过大。" "请使用不超过 10 MB 的文件。";
    "CBC.99000100" "A file has a format that is not accepted." "Use jpg, jpeg, bmp, png, gif or pdf." "文件格式不支持。" "请使用 jpg、jpeg、bmp、png、gif 或 pdf。";
    "CBC.99004008" "The verification code has expired." "Ask for a new code." "验证码已过期。" "请重新获取验证码。";
    "CBC.99004009" "The verification code was wrong more than three times." "Ask for a new code." "验证码错误超过三次。" "请重新获取验证码。";
    "CBC.99004010" "The verification code is wrong." "Enter the code again or ask for a new one." "验证码错误。" "请重新输入或重新获取验证码。";
    "CBC.99004015" "No more codes can be sent for now." "Wait an hour, at most a day, and try again." "验证码发送次数已达上限。" "请一小时后重试，最迟次日恢复。";
    "CBC.99005030" "Real-name submission by API is not opened, or the bucket refused the files." "Ask an administrator to check the bucket agreed with Huawei Cloud." "未开通接口实名认证，或无法读取桶中的文件。" "请联系系统管理员检查与华为云约定的桶。";
    "CBC.99007188" "The customer is already verified or in review." "Nothing to do: look at the state of the real name." "客户已实名认证或正在审核中。" "无需处理，请查看实名认证状态。";
    "CBC.99007189" "The document was used too often." "Use another document." "证件使用次数超过上限。" "请更换证件。";
    "CBC.99007191" "Too many attempts." "Wait a day and try again." "尝试次数过多。" "请次日重试。";
    "CBC.99007193" "The document is barred." "Use another document or ask Huawei Cloud." "证件已被限制使用。" "请更换证件或联系华为云。";
    "CBC.99007202" "Name and document do not match." "Check name and number, then submit again." "实名信息校验不通过。" "请核对姓名和证件号码后重新提交。";
    "CBC.99007219" "The face does not match the document." "Take a clear picture and submit again." "人脸与证件不匹配。" "请重新拍摄清晰照片后提交。";
    "CBC.99007255" "Holder or phone of the bank card do not match." "Check the card's holder and phone." "银行卡持卡人或预留手机号不匹配。" "请核对持卡人和预留手机号。";
    "CBC.99007258" "The bank card is in a state that cannot be used." "Use another bank card." "银行卡状态异常。" "请更换银行卡。";
    "CBC.99007260" "The bank refused the check." "Try again later or use another bank card." "银行侧校验失败。" "请稍后重试或更换银行卡。";
    "CBC.99007261" "The bank could not do the check." "Try again later or use another bank card." "银行侧无法完成校验。" "请稍后重试或更换银行卡。";
    "CBC.99007262" "The bank did not answer the check." "Try again later." "银行侧未返回校验结果。" "请稍后重试。";
}
