//! What a refusal says: a sentence, where to go, the request's number. One page, and the same as a problem document (RFC 9457).

use askama::Template;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::{
    error::{Error, Lack},
    frame::Frame,
    page::{Link, html},
    typed::Typed,
    visitor::Visitor,
};
use crate::{
    access::{Code, permission::holders_of},
    lang::Lang,
};

/// The page.
#[derive(Debug, Template)]
#[template(path = "error.html")]
struct ErrorPage {
    frame: Frame,
    status: u16,
    sentence: &'static str,
    hint: String,
    missing: Vec<Missing>,
    typed: Vec<(String, String)>,
    again: Option<Again>,
    number_label: &'static str,
    number: String,
    ways: Vec<Link>,
}

/// The form once more, with a fresh token.
#[derive(Debug)]
struct Again {
    action: String,
    fields: Vec<(String, String)>,
    label: &'static str,
}

/// A permission that is missing, and who holds it.
#[derive(Debug)]
struct Missing {
    name: &'static str,
    code: &'static str,
    holders: String,
}

/// Turns an error into the answer its caller understands.
#[must_use]
pub fn answer(error: &Error, visitor: &Visitor) -> Response {
    if visitor.is_api() { problem(error, visitor) } else { page(error, visitor) }
}

fn page(error: &Error, visitor: &Visitor) -> Response {
    let lang = visitor.lang();
    let (title, sentence) = words(error, lang);
    let codes = if let Error::Forbidden(codes) = error { *codes } else { &[] };
    let home = Link::new(lang.pick("Home", "返回主页"), "/");
    let sign_in = Link::new(lang.pick("Sign in", "登录"), "/login");
    let frame = Frame { crumbs: vec![], flash: None, ..Frame::new(visitor, title) };
    let near = matches!(error, Error::Sent(_) | Error::SentOther | Error::FormExpired | Error::Hidden)
        .then(|| frame.near())
        .flatten();
    let page = ErrorPage {
        frame,
        status: error.status().as_u16(),
        sentence,
        hint: hint(error, visitor),
        missing: codes.iter().map(|code| missing(*code, visitor)).collect(),
        typed: match error {
            Error::ReadOnly
            | Error::Unreadable
            | Error::Hidden
            | Error::SentOther
            | Error::FormExpired
            | Error::Lacking(..) => given_back(visitor),
            _ => vec![],
        },
        again: if matches!(error, Error::FormExpired) { again(visitor) } else { None },
        number_label: lang.pick("Request number", "请求编号"),
        number: visitor.number().to_owned(),
        ways: vec![near.unwrap_or(if visitor.seat().is_some() { home } else { sign_in })],
    };
    html(error.status(), &page)
}

/// What proves who somebody is: never written into a page.
const SECRETS: [&str; 4] = ["password", "repeated", "current", "code"];

/// The form as it was sent, to be sent by its reader's own hand; none with a file, which no page can hold, or with a secret.
fn again(visitor: &Visitor) -> Option<Again> {
    let fields = Typed::parse(visitor.typed()).ok()?.pairs().to_vec();
    let has_secret = fields.iter().any(|(name, _)| SECRETS.contains(&name.as_str()));
    let label = visitor.lang().pick("Send it again", "重新提交");
    let whole = visitor.seat().is_some() && !visitor.has_files() && !fields.is_empty() && !has_secret;
    whole.then(|| Again { action: visitor.here().to_owned(), fields, label })
}

/// What was typed, without secrets and what only the page itself wrote.
fn given_back(visitor: &Visitor) -> Vec<(String, String)> {
    let own = ["revision", "step", "csrf"];
    let typed = Typed::parse(visitor.typed()).unwrap_or_default();
    let kept = typed.pairs().iter().filter(|(name, value)| {
        !value.is_empty() && !SECRETS.contains(&name.as_str()) && !own.contains(&name.as_str())
    });
    kept.cloned().collect()
}

fn problem(error: &Error, visitor: &Visitor) -> Response {
    let (title, sentence) = words(error, visitor.lang());
    let (title, sentence) = scope_words(error, visitor).unwrap_or((title, sentence));
    let sentence = if let Error::Unprocessable(sentence) = error { sentence } else { sentence };
    let mut document = serde_json::json!({
        "type": "about:blank",
        "title": title,
        "status": error.status().as_u16(),
        "detail": sentence,
        "instance": format!("urn:request:{}", visitor.number()),
    });
    if let Error::Forbidden(codes) = error {
        document["code"] = "CBC.0151".into();
        document["missing"] = codes.iter().map(|code| code.as_str()).collect::<Vec<_>>().into();
    }
    if let Error::StepUp(operation) = error {
        document["operation"] = operation.as_str().into();
    }
    let status: StatusCode = error.status();
    let mut response =
        (status, [(header::CONTENT_TYPE, "application/problem+json")], document.to_string()).into_response();
    if matches!(error, Error::SignedOut) {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}

/// What is said of a token whose owner holds the permission: it is the scope that is missing.
fn scope_words(error: &Error, visitor: &Visitor) -> Option<(&'static str, &'static str)> {
    let Error::Forbidden(codes) = error else { return None };
    let owner = visitor.seat()?.token?.owner;
    let (en, zh) = (
        (
            "The token lacks a scope",
            "Its owner holds the permission, the token does not. Make a token with this scope.",
        ),
        ("令牌缺少权限范围", "令牌所有者拥有该权限，但令牌未包含。请创建包含该权限范围的令牌。"),
    );
    owner.holds_any(codes).then(|| visitor.lang().pick(en, zh))
}

fn missing(code: Code, visitor: &Visitor) -> Missing {
    let lang = visitor.lang();
    let holders = visitor.seat().map(|seat| holders_of(code, seat.organization.kind)).unwrap_or_default();
    let holders: Vec<&str> = holders.iter().map(|role| role.name(lang)).collect();
    Missing { name: code.name(lang), code: code.as_str(), holders: holders.join(lang.pick(", ", "、")) }
}

fn hint(error: &Error, visitor: &Visitor) -> String {
    let lang = visitor.lang();
    let organization = visitor.seat().map(|seat| seat.organization.name.as_str()).unwrap_or_default();
    let exists = |codes: &[Code]| {
        visitor.seat().is_none_or(|seat| codes.iter().any(|code| code.exists_in(seat.organization.kind)))
    };
    match error {
        Error::Forbidden(codes) if !exists(codes) => lang.pick(
            format!("{organization} is another kind of organisation: it has no such page, whatever the role."),
            format!("此页面不适用于{organization}的伙伴类型，任何角色都无法打开。"),
        ),
        Error::Forbidden(_) => lang.pick(
            format!("The master account or an admin of {organization} can give you a role that holds it."),
            format!("{organization}的伙伴主账号或系统管理员可以为您分配含有该权限的角色。"),
        ),
        Error::Lacking(..) | Error::Unavailable(_) | Error::Timeout | Error::Internal(_) => lang
            .pick(
                "If it happens again, give your administrator the request number.",
                "如果再次出现，请将请求编号提供给管理员。",
            )
            .to_owned(),
        _ => String::new(),
    }
}

/// Title and sentence, in English and Chinese.
type Words = ((&'static str, &'static str), (&'static str, &'static str));

/// A form that comes again as it was.
const SENT: Words = (
    ("This form was sent already", "It took effect once. What it was answered is not shown again."),
    ("表单已提交", "该表单已提交，仅生效一次；首次提交的结果页不会再次显示。"),
);

/// A form without a token of its sender's.
const EXPIRED: Words = (
    (
        "This form has expired",
        "It was opened by another sign-in, or not on a page of the portal. Nothing was done. Check what you typed and send it again; if that is not offered, open the page anew.",
    ),
    (
        "表单已失效",
        "该表单由其他账号打开，或不是由本门户的页面生成，未执行任何操作。请核对您填写的内容后重新提交；如无法重新提交，请重新打开页面填写。",
    ),
);

/// A form that comes again and says something else.
const SENT_OTHER: Words = (
    (
        "Not done: this form was sent before",
        "It took effect once, with other content. What you typed now was not done: open the page anew and type it there.",
    ),
    ("未执行：该表单此前已提交", "该表单此前已以其他内容提交并生效。本次填写的内容未执行，请重新打开页面填写并提交。"),
);

/// What the database lacks, and who gives it.
const fn lacking(lack: Lack) -> Words {
    match lack {
        Lack::Room => (
            (
                "The database has no room left",
                "What was stored before is kept. Free disk space where the database lies, or ask your administrator to, then try again.",
            ),
            ("数据库磁盘空间不足", "此前保存的数据不受影响。请清理数据库所在磁盘的空间，或联系管理员处理，然后重试。"),
        ),
        Lack::Means => (
            (
                "The database is short of memory or connections",
                "What was stored before is kept. Try again in a minute; if it stays so, your administrator has to give the database more.",
            ),
            (
                "数据库内存或连接数不足",
                "此前保存的数据不受影响。请一分钟后重试；如持续出现，请联系管理员为数据库增加内存或连接数。",
            ),
        ),
        Lack::Server => (
            (
                "The database is being restarted",
                "What was stored before is kept. Try again in a minute; if it stays so, ask your administrator to look into the database's log.",
            ),
            ("数据库正在重启", "此前保存的数据不受影响。请一分钟后重试；如持续出现，请联系管理员查看数据库日志。"),
        ),
    }
}

/// Title and sentence of an error.
fn words(error: &Error, lang: Lang) -> (&'static str, &'static str) {
    let (en, zh) = match error {
        Error::EnrolFirst | Error::ChangePassword | Error::StepUp(_) => return first(error, lang),
        Error::Unprocessable(_) | Error::Hidden | Error::NoSuchFilter | Error::KeyReused => return first(error, lang),
        Error::SignedOut => {
            (("Please sign in", "This page needs a signed-in member."), ("请先登录", "登录后才能使用此功能。"))
        }
        Error::Forbidden(_) => (
            ("You may not open this page", "Your roles do not hold the permission it needs."),
            ("没有权限", "您的角色不包含此页面所需的权限。"),
        ),
        Error::ReadOnly => (
            ("Nothing can be changed now", "The organisation is frozen or has left; its data can only be read."),
            ("当前只能查看", "组织已冻结或已退出，数据只能查看，不能修改。"),
        ),
        Error::NotFound => (
            ("Page not found", "There is no such page, or it is not yours to see."),
            ("页面不存在", "该页面不存在，或不在您可查看的范围内。"),
        ),
        Error::Method => (
            ("Not possible here", "This address does not take this kind of request."),
            ("不支持的请求", "该地址不支持此类请求。"),
        ),
        Error::Unreadable => (
            ("The request cannot be read", "Go back to the page, reload it and try again."),
            ("无法识别的请求", "请返回原页面，刷新后重试。"),
        ),
        Error::Conflict => (
            ("Changed meanwhile", "Somebody else changed this meanwhile. Reload the page and decide again."),
            ("数据已变更", "其他人已修改该数据，请刷新页面后重新操作。"),
        ),
        Error::Sent(_) => return lang.pick(SENT.0, SENT.1),
        Error::FormExpired => return lang.pick(EXPIRED.0, EXPIRED.1),
        Error::SentOther => return lang.pick(SENT_OTHER.0, SENT_OTHER.1),
        Error::CrossSite => (
            (
                "The request came from another site",
                "For your protection it was refused. Open the page in the portal itself and try again.",
            ),
            ("请求来自其他网站", "为保护您的账号，请求已被拒绝。请在本门户内重新操作。"),
        ),
        Error::TooLarge => (
            ("Too much at once", "The request is larger than this page takes."),
            ("内容过大", "提交的内容超过了此页面允许的大小。"),
        ),
        Error::TooMany(_) => {
            (("Too many requests", "Wait a minute and try again."), ("请求过于频繁", "请稍等一分钟后重试。"))
        }
        Error::Lacking(lack, _) => lacking(*lack),
        Error::Timeout | Error::Unavailable(_) => (
            ("The portal is busy", "Nothing was lost. Wait a moment and try again."),
            ("系统繁忙", "数据没有丢失，请稍后重试。"),
        ),
        Error::Internal(_) => (
            ("Something went wrong", "It is our mistake, and it has been noted."),
            ("系统出现错误", "这是我们的问题，错误已被记录。"),
        ),
    };
    lang.pick(en, zh)
}

/// The same for what the caller can mend himself before he tries again.
fn first(error: &Error, lang: Lang) -> (&'static str, &'static str) {
    let (en, zh) = match error {
        Error::EnrolFirst => (
            ("Set up a second factor first", "Your organisation asks for one. Sign in on the web and set it up."),
            ("请先设置第二重验证", "您所在的组织要求第二重验证，请先在网页登录并完成设置。"),
        ),
        Error::ChangePassword => (
            (
                "Choose a password of your own first",
                "Your password is a temporary one. Sign in on the web and choose another.",
            ),
            ("请先修改密码", "您正在使用临时密码，请先在网页登录并修改密码。"),
        ),
        Error::StepUp(_) => (
            ("Confirm that it is you", "This operation needs a fresh proof of your identity."),
            ("请先验证身份", "该操作属于敏感操作，需要重新验证您的身份。"),
        ),
        Error::Hidden => (
            (
                "A text holds characters that nobody sees",
                "Nothing was done. Where “�” stands, delete what is there and type it anew: text that was copied from elsewhere can bring such characters along.",
            ),
            (
                "内容含有不可见字符",
                "未执行任何操作。请删除“�”处的内容并重新输入；从其他地方复制的文字可能带有此类字符。",
            ),
        ),
        Error::NoSuchFilter => (
            (
                "There is no such filter",
                "The address names a filter that this page does not have. Open the page from the menu.",
            ),
            ("没有此筛选条件", "本页地址含有此页面没有的筛选条件，请从菜单重新打开该页面。"),
        ),
        Error::KeyReused => (
            (
                "The Idempotency-Key was used with another body",
                "A key stands for one write. Use another key for another write.",
            ),
            ("Idempotency-Key 已用于其他请求", "一个 Idempotency-Key 只对应一次写入，请为新的写入使用新的键。"),
        ),
        _ => (
            ("This cannot be done as it was sent", "Correct the request and send it again."),
            ("请求内容有误", "请更正后重新发送。"),
        ),
    };
    lang.pick(en, zh)
}
