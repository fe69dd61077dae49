//! Phrases of applications for real-name verification (RN-1 to RN-4).

use crate::{
    lang::Lang,
    realname::rules::application::{Form, Hindrance, Wrong},
};

/// Phrases of the page.
pub struct Text {
    pub title: &'static str,
    pub hint: &'static str,
    pub choose_kind: &'static str,
    pub documents: &'static str,
    pub card: &'static str,
    pub enterprise: &'static str,
    pub change: &'static str,
    pub name: &'static str,
    pub number: &'static str,
    pub document: &'static str,
    pub certificate_type: &'static str,
    pub files: &'static str,
    pub files_documents: &'static str,
    pub files_card: &'static str,
    pub files_enterprise: &'static str,
    pub company: &'static str,
    pub certificate: &'static str,
    pub country: &'static str,
    pub country_help: &'static str,
    pub address: &'static str,
    pub person: &'static str,
    pub person_hint: &'static str,
    pub account: &'static str,
    pub mobile: &'static str,
    pub code: &'static str,
    pub code_help: &'static str,
    pub platform: &'static str,
    pub platform_help: &'static str,
    pub submit: &'static str,
    pub cancel: &'static str,
    pub made: &'static str,
    pub already: &'static str,
    pub in_review: &'static str,
    pub verified: &'static str,
    pub not_yours: &'static str,
    pub under_way: &'static str,
    pub no_account: &'static str,
    pub missing: &'static str,
    pub choose: &'static str,
    pub too_long: &'static str,
    pub company_name: &'static str,
    pub wrong_country: &'static str,
    pub file_name: &'static str,
    pub wrong_files: &'static str,
    pub wrong_code: &'static str,
    pub wrong_phone: &'static str,
    pub wrong_card: &'static str,
    /// `verified_type`.
    pub document_types: [(&'static str, &'static str); 5],
    /// `certificate_type`.
    pub certificate_types: [(&'static str, &'static str); 6],
}

/// English.
pub static EN: Text = Text {
    title: "Apply for real-name verification",
    hint: "The pictures lie in your OBS bucket below download/. What you type here is sealed, sent once and then erased.",
    choose_kind: "Kind of application",
    documents: "Individual, by documents",
    card: "Individual, by bank card",
    enterprise: "Enterprise",
    change: "From individual to enterprise",
    name: "Name",
    number: "Number of the document",
    document: "Document",
    certificate_type: "Document of the company",
    files: "Pictures",
    files_documents: "One file name a line, in this order. China site: three (passport: data page, entry stamp, held; permit: front, back, held). International site: two (data page, held).",
    files_card: "One file name: the person's face.",
    files_enterprise: "One file name a line: the company's document first (international site: front and back), then, with a legal person, the face side and the emblem side of the identity card.",
    company: "Company name",
    certificate: "Number of the company's document",
    country: "Country or region",
    country_help: "Two letters, for example CN.",
    address: "Registered address",
    person: "Legal person",
    person_hint: "Name and number together, or neither.",
    account: "Bank account",
    mobile: "Mobile number kept at the bank",
    code: "Code from the message",
    code_help: "Six digits, sent to that number by the vendor's console.",
    platform: "Platform code",
    platform_help: "xaccount_type, which the vendor gave you.",
    submit: "Submit",
    cancel: "Cancel",
    made: "Recorded: the application is being submitted.",
    already: "This form was already sent: nothing was added.",
    in_review: "An application is in review. Its result is asked for every fifteen minutes, after a day every hour.",
    verified: "The enterprise is verified: there is nothing to apply for.",
    not_yours: "The customer has left, or is a reseller's, which applies itself.",
    under_way: "An application is being submitted. Wait for its result.",
    no_account: "There is no connection to the vendor yet. An administrator adds one.",
    missing: "Must be filled.",
    choose: "Choose one.",
    too_long: "Too long. At most",
    company_name: "A name has letters, not only digits, signs and blanks.",
    wrong_country: "Two letters.",
    file_name: "A file name below download/, without a leading slash, ending in jpg, jpeg, bmp, png, gif or pdf.",
    wrong_files: "So many pictures are wanted:",
    wrong_code: "Six digits.",
    wrong_phone: "Eleven digits.",
    wrong_card: "12 to 19 digits.",
    document_types: [
        ("3", "Passport"),
        ("5", "Hong Kong and Macao permit"),
        ("6", "Taiwan permit"),
        ("9", "Hong Kong and Macao residence permit"),
        ("10", "Taiwan residence permit"),
    ],
    certificate_types: [
        ("0", "Business licence"),
        ("1", "Public institution"),
        ("2", "Social organisation"),
        ("3", "Law-enforcement body"),
        ("4", "Organisation code"),
        ("99", "Other"),
    ],
};

/// Chinese.
pub static ZH_CN: Text = Text {
    title: "提交实名认证",
    hint: "证件图片存放在您的OBS桶download/目录下。填写的信息加密保存，仅提交一次，完结后清除。",
    choose_kind: "认证方式",
    documents: "个人证件认证",
    card: "个人银行卡认证",
    enterprise: "企业认证",
    change: "个人变更为企业",
    name: "姓名",
    number: "证件号码",
    document: "证件类型",
    certificate_type: "企业证件类型",
    files: "证件图片",
    files_documents: "每行一个文件名，按顺序填写。中国站3张（护照：资料页、入境盖章页、手持；通行证：正面、背面、手持），国际站2张（资料页、手持）。",
    files_card: "填写一个文件名：本人面部照片。",
    files_enterprise: "每行一个文件名：先填企业证件（国际站为正、反面），填写法定代表人时再依次填写身份证人像面与国徽面。",
    company: "企业名称",
    certificate: "企业证件号码",
    country: "注册国家或地区",
    country_help: "两位字母，例如CN。",
    address: "注册地址",
    person: "法定代表人",
    person_hint: "姓名与证件号码须同时填写，或均不填写。",
    account: "银行账号",
    mobile: "银行预留手机号",
    code: "验证码",
    code_help: "6位数字，由华为云控制台发送至该手机号。",
    platform: "平台标识",
    platform_help: "即xaccount_type，由华为云分配。",
    submit: "提交",
    cancel: "取消",
    made: "已记录，正在提交认证申请。",
    already: "该表单已提交过，未重复提交。",
    in_review: "认证审核中，每15分钟查询一次结果，一天后改为每小时查询。",
    verified: "企业已完成实名认证，无需再次申请。",
    not_yours: "该客户已解除关联，或属于云经销商，由云经销商自行提交。",
    under_way: "认证申请正在提交，请等待结果。",
    no_account: "尚未接入华为云账号，请联系管理员添加。",
    missing: "必填。",
    choose: "请选择。",
    too_long: "内容过长，最多字符数：",
    company_name: "名称不能仅由数字、特殊字符或空格组成。",
    wrong_country: "请输入两位字母。",
    file_name: "请填写download/目录下的文件名，不以斜杠开头，支持jpg、jpeg、bmp、png、gif、pdf。",
    wrong_files: "图片数量应为：",
    wrong_code: "请输入6位数字。",
    wrong_phone: "请输入11位数字。",
    wrong_card: "请输入12～19位数字。",
    document_types: [
        ("3", "护照"),
        ("5", "港澳居民来往内地通行证"),
        ("6", "台湾居民来往大陆通行证"),
        ("9", "港澳居民居住证"),
        ("10", "台湾居民居住证"),
    ],
    certificate_types: [
        ("0", "营业执照"),
        ("1", "事业单位法人证书"),
        ("2", "社会团体法人登记证书"),
        ("3", "行政执法主体资格证"),
        ("4", "组织机构代码证"),
        ("99", "其他"),
    ],
};

impl Text {
    /// The phrases of a language.
    pub fn of(lang: Lang) -> &'static Self {
        lang.pick(&EN, &ZH_CN)
    }

    /// The name of a kind.
    pub const fn form(&self, form: Form) -> &'static str {
        match form {
            Form::Documents => self.documents,
            Form::Card => self.card,
            Form::Enterprise => self.enterprise,
            Form::Change => self.change,
        }
    }

    /// Why there is no form.
    pub const fn hindered(&self, by: Hindrance) -> &'static str {
        match by {
            Hindrance::InReview => self.in_review,
            Hindrance::Verified => self.verified,
            Hindrance::NotYours => self.not_yours,
        }
    }

    /// What is wrong with a field.
    pub fn wrong(&self, wrong: Wrong) -> String {
        let sentence = match wrong {
            Wrong::TooLong(most) => return format!("{} {most}", self.too_long),
            Wrong::Files(wanted) => return format!("{} {wanted}", self.wrong_files),
            Wrong::Missing => self.missing,
            Wrong::Choice => self.choose,
            Wrong::CompanyName => self.company_name,
            Wrong::Country => self.wrong_country,
            Wrong::FileName => self.file_name,
            Wrong::Code => self.wrong_code,
            Wrong::Phone => self.wrong_phone,
            Wrong::Card => self.wrong_card,
        };
        sentence.to_owned()
    }
}
