//! Who would have to agree: the organisation's rule for a kind and currency, and the members who could (CMD-3, PERM-6). One
//! round trip, for the dry run before every confirmation.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{kind::Kind, rules::Threshold};
use crate::{
    access::{
        Kind as OrganizationKind, Permissions, Role,
        counterparts::{Issued, may_face},
        permission::Held,
        permissions_of,
    },
    db::Error,
};

/// A rule and those who can agree under it.
#[derive(Debug, Clone, Default)]
pub struct Agreement {
    /// The organisation's rule.
    pub threshold: Threshold,
    holders: Vec<Holder>,
    asking: Issued,
}

/// A member who can sign in and holds the approving permission.
#[derive(Debug, Clone)]
struct Holder {
    member_id: i64,
    username: String,
    issued: Issued,
}

impl Agreement {
    /// How many hold the approving permission, whoever asks included.
    #[must_use]
    pub fn holders(&self) -> usize {
        self.holders.len()
    }

    /// User names of those who could agree to what `member_id` asks for: not himself, nor who lately made his login (MEM-13).
    #[must_use]
    pub fn others(&self, member_id: i64, now: DateTime<Utc>) -> Vec<String> {
        self.others_than(&[(member_id, self.asking)], now)
    }

    /// The same for what several have made: whoever asks, and these who wrote it (PERM-6).
    #[must_use]
    pub fn others_of(&self, member_id: i64, authors: &[(i64, Issued)], now: DateTime<Utc>) -> Vec<String> {
        self.others_than(&[&[(member_id, self.asking)], authors].concat(), now)
    }

    fn others_than(&self, makers: &[(i64, Issued)], now: DateTime<Utc>) -> Vec<String> {
        let faces = |holder: &Holder, maker: &(i64, Issued)| {
            holder.member_id != maker.0 && may_face(*maker, (holder.member_id, holder.issued), now)
        };
        let may = |holder: &&Holder| makers.iter().all(|maker| faces(holder, maker));
        self.holders.iter().filter(may).map(|holder| holder.username.clone()).collect()
    }
}

/// The rule of an organisation for a kind and a currency, and who could agree to what `asking` wants. Everything above 0 needs a
/// second person where no rule was set.
///
/// # Errors
/// When the database refuses.
pub async fn agreement(
    connection: &mut PgConnection,
    organization_id: i64,
    (kind, currency): (Kind, &str),
    asking: i64,
    now: DateTime<Utc>,
) -> Result<Agreement, Error> {
    let Some(code) = kind.approval() else { return Ok(Agreement::default()) };
    // Whoever may hold it; the exact answer, which also asks for the kind of organisation, is given below.
    let presets = if let Held::By(presets) = code.facts().held { presets } else { &[] };
    let roles: Vec<&str> = presets.iter().chain(&[Role::Admin]).map(|role| role.code()).collect();
    let rows = sqlx::query!(
        r#"select m.id, m.username, m.is_master, o.kind, m.credentials_by, m.credentials_at, m.state = 'active' as "active!",
             array(select r.role from member_roles r where r.member_id = m.id and r.role = any($5)
               and (r.starts_at is null or r.starts_at <= $6) and (r.ends_at is null or r.ends_at > $6)) as "presets!: Vec<String>",
             exists (select from member_roles r join roles c on c.id = r.role_id
               where r.member_id = m.id and $4 = any(c.permissions)
                 and (r.starts_at is null or r.starts_at <= $6) and (r.ends_at is null or r.ends_at > $6)) as "custom!",
             p.above as "above?", p.is_off as "is_off?", p.two_above
           from members m join organizations o on o.id = m.organization_id
           left join approval_rules p on p.organization_id = o.id and p.action = $2 and p.currency = $3
           where m.organization_id = $1 and (m.id = $7 or m.state = 'active'
             and coalesce(login_ends_at(m.expires_on, o.time_zone) > $6, true)
             and (m.is_master or exists (select from member_roles r left join roles c on c.id = r.role_id
               where r.member_id = m.id and (r.role = any($5) or $4 = any(c.permissions)))))
           order by lower(m.username), m.id"#,
        organization_id,
        kind.as_str(),
        currency,
        code.as_str(),
        &roles as _,
        now,
        asking,
    )
    .fetch_all(connection)
    .await?;
    let mut found = Agreement::default();
    for row in rows {
        let issued = Issued { by: row.credentials_by, at: row.credentials_at };
        if row.id == asking {
            found.asking = issued;
        }
        if let (Some(above), Some(is_off)) = (row.above, row.is_off) {
            found.threshold = Threshold { above, two_above: row.two_above, is_off };
        }
        let presets: Vec<Role> = row.presets.iter().filter_map(|role| Role::parse(role)).collect();
        let custom: Permissions = row.custom.then_some(code.as_str()).into_iter().collect();
        let permissions = OrganizationKind::parse(&row.kind)
            .map_or(Permissions::NONE, |kind| permissions_of(kind, row.is_master, &presets, custom));
        if row.active && permissions.holds(code) {
            found.holders.push(Holder { member_id: row.id, username: row.username, issued });
        }
    }
    Ok(found)
}
