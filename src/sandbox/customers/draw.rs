//! The customers of a world's first day, each drawn from its own stream.

use chrono::{DateTime, Utc};

use super::{Association, Customer};
use crate::sandbox::{
    names::Names,
    options::{Setting, Site},
    resellers::Resellers,
    stream::Stream,
    world::Owner,
};

const LEVELS: [&str; 10] = ["V0", "V0", "V0", "V0", "V1", "V1", "V2", "V3", "V4", "V5"];
const MANAGERS: [&str; 6] = ["zhao_min", "qian_kun", "sun_yue", "li_na", "zhou_tao", "wu_jing"];

/// What customers are drawn from.
pub(super) struct Draw<'a> {
    pub(super) setting: Setting,
    pub(super) names: &'a dyn Names,
    pub(super) resellers: &'a Resellers,
    pub(super) dawn: DateTime<Utc>,
}

impl Draw<'_> {
    pub(super) fn customer(&self, purpose: &str, place: usize) -> Customer {
        let mut stream = Stream::of(self.setting.seed, &[purpose]).with(place as u64);
        let (person, company) = (self.names.person(&mut stream), self.names.company(&mut stream));
        let enterprise = stream.chance(85);
        let account = if enterprise { company.brand.clone() } else { person.account.clone() };
        let associated_on = self.dawn - stream.minutes(20 * 1440, 1000 * 1440);
        let verified = self.verified(&mut stream);
        Customer {
            id: stream.hex32(),
            account_name: format!("{account}_{:04}", place + 1),
            name: if enterprise { company.name } else { person.name },
            kind: if verified == -1 { -1 } else { i64::from(enterprise) },
            owner: self.owner(&mut stream, place),
            association: if stream.chance(22) { Association::Advisor } else { Association::Resale },
            associated_on,
            listed_at: associated_on,
            label: stream.chance(55).then(|| (*stream.pick(self.names.labels())).to_owned()),
            phone: stream.chance(94).then_some(person.phone),
            country_code: Some(person.country_code),
            email: stream.chance(80).then(|| format!("{}@{}", person.account, company.domain)),
            verified,
            frozen: i64::from(stream.chance(5)),
            manager: stream.chance(80).then(|| (*stream.pick(&MANAGERS)).to_owned()),
            xaccount: stream.chance(12).then(|| (format!("crm-{}", stream.digits(8)), "yunhe_crm".to_owned())),
            level: (*stream.pick(&LEVELS)).to_owned(),
        }
    }

    pub(super) fn former(&self, place: usize) -> Customer {
        Customer { association: Association::Resale, verified: 2, kind: 1, ..self.customer("former", place) }
    }

    fn verified(&self, stream: &mut Stream) -> i64 {
        match (stream.below(100), self.setting.site) {
            (0..8, _) => -1,
            (8..14, _) => 0,
            (14..19, _) => 1,
            (19..22, Site::International) => 3,
            _ => 2,
        }
    }

    /// Two fifths stay with the partner; each reseller gets one, then the earlier ones more than the later.
    fn owner(&self, stream: &mut Stream, place: usize) -> Owner {
        let resellers = self.resellers.all();
        let turn = place - (place * 2).div_ceil(5).min(place);
        if resellers.is_empty() || place % 5 < 2 {
            return Owner::Partner;
        }
        let chosen = if turn < resellers.len() {
            turn
        } else {
            stream.index(resellers.len()).min(stream.index(resellers.len()))
        };
        Owner::Reseller(resellers[chosen].id.clone())
    }
}
