//! Verification codes: CUST-7. No message leaves the sandbox; `GET /_sandbox/codes` shows what was sent.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Deed, creation};
use crate::sandbox::{
    answer::{Outcome, Refusal},
    call::Call,
    deeds,
    options::Site,
    world::World,
};

/// A code that went to a phone or mailbox.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::sandbox) struct Sent {
    pub(in crate::sandbox) receiver: String,
    pub(in crate::sandbox) code: String,
    /// 29 register, 18 personal bank card.
    pub(in crate::sandbox) scene: i64,
    pub(in crate::sandbox) expires_at: DateTime<Utc>,
}

/// All codes, oldest first.
#[derive(Default)]
pub(in crate::sandbox) struct Codes(Vec<(DateTime<Utc>, Sent)>);

impl Codes {
    pub(super) fn add(&mut self, at: DateTime<Utc>, sent: &Sent) {
        self.0.push((at, sent.clone()));
    }

    /// Every code with its time.
    pub(in crate::sandbox) fn all(&self) -> &[(DateTime<Utc>, Sent)] {
        &self.0
    }

    /// Whether `code` is the newest that `receiver` got for `scene`.
    ///
    /// # Errors
    /// 400 CBC.99004010 when it is not; 400 CBC.99004008 when it is too old.
    pub(in crate::sandbox) fn check(
        &self,
        now: DateTime<Utc>,
        (receiver, scene): (&str, i64),
        code: &str,
    ) -> Result<(), Refusal> {
        let newest = self.0.iter().rev().find(|(_, sent)| sent.receiver == receiver && sent.scene == scene);
        match newest {
            Some((_, sent)) if sent.code == code && now < sent.expires_at => Ok(()),
            Some((_, sent)) if sent.code == code => {
                Err(Refusal::new(400, "CBC.99004008", "The verification code has expired."))
            }
            _ => Err(Refusal::new(400, "CBC.99004010", "The verification code is incorrect.")),
        }
    }

    fn since(&self, receiver: &str, begin: DateTime<Utc>) -> usize {
        self.0.iter().filter(|(at, sent)| sent.receiver == receiver && *at > begin).count()
    }
}

/// CUST-7: by SMS on the China site, by mail on the international one.
pub(super) fn send(world: &World, call: &Call) -> Result<Outcome, Refusal> {
    let (kind, receiver) = match world.setting.site {
        Site::China => (1, call.required("mobile_phone", 32)?),
        Site::International => (2, call.required("email", 64)?),
    };
    if call.integer("receiver_type")? != Some(kind) {
        return Err(Refusal::parameter("receiver_type"));
    }
    if kind == 1 && !creation::is_phone(receiver) {
        return Err(Refusal::parameter("mobile_phone"));
    }
    let scene = call.integer("scene")?.unwrap_or(29);
    match scene {
        29 => {}
        18 if world.customers.find(call.required("customer_id", 64)?).is_some() => {}
        _ => return Err(Refusal::parameter("scene")),
    }
    if !matches!(call.optional("lang", 10)?.unwrap_or("zh-cn").to_lowercase().as_str(), "zh-cn" | "en-us") {
        return Err(Refusal::parameter("lang"));
    }
    let minutes = match call.integer("timeout")?.unwrap_or(10) {
        minutes @ 1..=60 => minutes,
        61..=3000 => 5,
        _ => return Err(Refusal::parameter("timeout")),
    };
    let codes = &world.customers.codes;
    if codes.since(receiver, call.now - TimeDelta::hours(1)) >= 15
        || codes.since(receiver, call.now - TimeDelta::days(1)) >= 60
    {
        return Err(Refusal::new(400, "CBC.99004015", "The number of verification codes has reached the limit."));
    }
    let code = world.fresh(call, 0).digits(6);
    let expires_at = call.now + TimeDelta::minutes(minutes);
    let sent = Sent { receiver: receiver.to_owned(), code, scene, expires_at };
    let mut outcome = Outcome::read(Value::Object(Map::new()));
    outcome.deeds.push(deeds::Deed::Customer(Deed::CodeSent(sent)));
    Ok(outcome)
}
